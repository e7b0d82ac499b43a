"""Lists, dicts and chains of modules as code changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from convviz.interop.paste.building import Unclear
from convviz.interop.paste.expressions import MOST_ITEMS
from convviz.interop.paste.values import Chain, NotKnown, Tensor

Container = list[Any] | dict[Any, Any] | Chain


def chain_of(positional: Sequence[object], named: Mapping[str, object], line: int) -> Chain:
    """Return the chain of modules that a call of ``Sequential`` makes."""
    made = Chain([], line)
    name = named.get("name")
    made.name = name if isinstance(name, str) else ""
    layers = named.get("layers")
    for value in [*positional, layers]:
        if isinstance(value, dict):
            made.parts += [(str(key), one) for key, one in value.items()]
        elif isinstance(value, list | tuple):
            for one in value:
                if isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str):
                    made.parts.append((one[0], one[1]))
                else:
                    made.append(one)
        elif value is not None:
            made.append(value)
    return made


def changed(
    owner: Container, name: str, positional: Sequence[Any], named: Mapping[str, Any]
) -> object:
    """Return what a method of a container gives; it is changed as the method does.

    Raises
    ------
    Unclear
        The method isn't followed.
    """
    match owner:
        case dict():
            return _of_dict(owner, name, positional, named)
        case Chain():
            return _of_chain(owner, name, positional)
    return _of_list(owner, name, positional)


def set_item(owner: object, place: object, value: object) -> None:
    """Put a value in a container's place.

    Raises
    ------
    Unclear
        There is no such place, or it isn't known.
    """
    if isinstance(owner, dict) and isinstance(place, str | int):
        owner[place] = value
        return
    count = len(owner.parts) if isinstance(owner, Chain) else len(_items(owner))
    if not isinstance(place, int) or not -count <= place < count:
        raise Unclear("what is set here isn't followed")
    if isinstance(owner, Chain):
        owner.parts[place] = (owner.parts[place][0], value)
    elif isinstance(owner, list):
        owner[place] = value


def delete_item(owner: object, place: object) -> None:
    """Take what stands in a container's place out of it; raises as `set_item` does."""
    if isinstance(owner, dict) and isinstance(place, str | int):
        owner.pop(place, None)
        return
    parts = owner.parts if isinstance(owner, Chain) else owner
    if not isinstance(parts, list) or not isinstance(place, int) or not (
        -len(parts) <= place < len(parts)
    ):
        raise Unclear("what is taken out here isn't followed")
    del parts[place]


def _items(value: object) -> list[Any]:
    """Return what a container holds, one by one; nothing for what isn't one."""
    if isinstance(value, Chain):
        return [part for _, part in value.parts]
    return list(value) if isinstance(value, list | tuple | dict) else []


def _of_list(owner: list[Any], name: str, positional: Sequence[Any]) -> object:
    match name, positional:
        case "append", [value]:
            many: list[Any] = [value]
            _extend(owner, many)
        case "extend", [list() | tuple() | Chain() as values]:
            _extend(owner, _items(values))
        case "insert", [int() as place, value]:
            owner.insert(place, value)
        case "pop", [] | [int()]:
            place = positional[0] if positional else -1
            if owner and -len(owner) <= place < len(owner):
                return owner.pop(place)
        case "reverse", []:
            owner.reverse()
        case "clear", []:
            owner.clear()
        case "copy", []:
            return list(owner)
        case "index" | "count", [_]:
            return NotKnown(f"….{name}(…)")
        case _:
            raise Unclear(f"a list's {name} isn't followed")
    return None


def _extend(owner: list[Any], values: Sequence[Any]) -> None:
    if len(owner) + len(values) <= MOST_ITEMS:
        owner.extend(values)


def _of_dict(
    owner: dict[Any, Any], name: str, positional: Sequence[Any], named: Mapping[str, Any]
) -> object:
    match name, positional:
        case ("items" | "keys" | "values"), []:
            return list(getattr(owner, name)())
        case "update", [] | [dict()]:
            owner.update(*positional, **named)
        case "copy", []:
            return dict(owner)
        case "get", [str() | int(), *rest]:
            return owner.get(positional[0], rest[0] if rest else None)
        case "setdefault", [str() | int(), value]:
            return owner.setdefault(positional[0], value)
        case "pop", [str() | int(), *rest]:
            return owner.pop(positional[0], rest[0] if rest else None)
        case _:
            raise Unclear(f"a dict's {name} isn't followed")
    return None


def _of_chain(owner: Chain, name: str, positional: Sequence[Any]) -> object:
    match name, positional:
        case "add_module" | "register_module", [str() as title, module]:
            owner.parts.append((title, module))
        case ("add" | "append"), [module]:
            owner.append(module)
        case "extend", [list() | tuple() | Chain() as modules]:
            for one in _items(modules):
                owner.append(one)
        case "insert", [int() as place, module]:
            owner.parts.insert(place, (str(place), module))
        case "pop", [int() as place] if -len(owner.parts) <= place < len(owner.parts):
            return owner.parts.pop(place)[1]
        case ("children" | "modules"), []:
            return _items(owner)
        case "named_children", []:
            return list(owner.parts)
        case _ if any(isinstance(one, Tensor) for one in positional):
            raise Unclear(f"a chain's {name} isn't followed")
    return owner
