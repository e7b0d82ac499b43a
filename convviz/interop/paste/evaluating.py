"""What expressions in pasted code stand for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from convviz.errors import InvalidLayer
from convviz.interop.paste.applying import INVERTED, NEGATED, Applier, scaled
from convviz.interop.paste.building import AnyLayer, Builder, Unclear
from convviz.interop.paste.containers import delete_item, set_item
from convviz.interop.paste.expressions import arithmetic, compared, is_number, is_plain
from convviz.interop.paste.parts import Ends, Part, cut
from convviz.interop.paste.result import NotUnderstood
from convviz.interop.paste.scope import Frame, Scope, bare_name, name_it, written
from convviz.interop.paste.sizes import each_of, in_numbers, size_of, some_of
from convviz.interop.paste.values import (
    Bound,
    Chain,
    Class,
    Dotted,
    Function,
    Instance,
    NotKnown,
    Size,
    Sizes,
    Tensor,
    is_open,
)
from convviz.layers import Pad
from convviz.layers.plain import Join

DEEPEST = 90
_LONGEST_WORD = 200
_MOST_STEPS = 200_000

Call = Callable[[ast.Call, Frame], object]
Run = Callable[[Function, Sequence[object], Mapping[str, object]], object]


class Evaluator:
    """Works out expressions.

    Attributes
    ----------
    scope
        The text's names.
    builder, applier
        Where tensors' nodes go, and what makes them.
    call, run
        Tell what a call gives, and a function.
    depth
        How many expressions and functions are open.
    """

    def __init__(
        self, scope: Scope, builder: Builder, applier: Applier, call: Call, run: Run
    ) -> None:
        self.scope, self.builder, self.applier = scope, builder, applier
        self.call, self.run = call, run
        self.depth = self._steps = 0

    def value(self, node: ast.expr, frame: Frame) -> object:
        """Return what an expression stands for.

        Raises
        ------
        Unclear
            It is nested too deep, or a layer in it isn't understood.
        """
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise NotUnderstood(f"line {node.lineno}: following the code takes too many steps")
        if self.depth >= DEEPEST:
            raise Unclear("it is nested too deep to be read")
        self.depth += 1
        try:
            return self._value(node, frame)
        finally:
            self.depth -= 1

    def _value(self, node: ast.expr, frame: Frame) -> object:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() | None as constant):
                return constant
            case ast.Name(id=name):
                return self._named(name, frame)
            case ast.Attribute(value=owner, attr=name):
                return self._attribute(self.owner(owner, frame), name)
            case ast.Tuple(elts=parts):
                return tuple(self.row(parts, frame))
            case ast.List(elts=parts) | ast.Set(elts=parts):
                return list(self.row(parts, frame))
            case ast.Call():
                return self.call(node, frame)
            case ast.NamedExpr(target=target, value=value):
                made = self.value(value, frame)
                self.assign(target, made, frame)
                return made
            case ast.BinOp(left=left, op=sign, right=right):
                return self.combined(sign, self.value(left, frame), right, frame)
            case ast.ListComp(elt=item, generators=rounds) | ast.GeneratorExp(
                elt=item, generators=rounds
            ):
                return list(self._comprehended(item, rounds, frame))
        return self._other(node, frame)

    def _other(self, node: ast.expr, frame: Frame) -> object:
        match node:
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                number = self.value(operand, frame)
                if is_number(number):
                    return -number if isinstance(sign, ast.USub) else number  # type: ignore[operator]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found = self.value(operand, frame)
                return NotKnown(written(node)) if is_open(found) else not found
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return self._compared(sign, self.value(left, frame), self.value(right, frame), node)
            case ast.BoolOp(op=sign, values=parts):
                return self._either(isinstance(sign, ast.Or), parts, frame)
            case ast.IfExp(test=test, body=body, orelse=other):
                found = self.value(test, frame)
                if not is_open(found):
                    return self.value(body if found else other, frame)
            case ast.Dict(keys=keys, values=values):
                return self._dict(keys, values, frame)
            case ast.Subscript(value=owner, slice=key):
                return self._item(self.value(owner, frame), key, frame)
            case ast.JoinedStr(values=parts):
                pieces = [self._piece(part, frame) for part in parts]
                if all(is_plain(piece) for piece in pieces):
                    return "".join(map(str, pieces))[:_LONGEST_WORD]
            case ast.Starred(value=value) | ast.Await(value=value):
                return self.value(value, frame)
        return NotKnown(written(node))

    def _dict(
        self, keys: Sequence[ast.expr | None], values: Sequence[ast.expr], frame: Frame
    ) -> dict[Any, object]:
        found: dict[Any, object] = {}
        for key, value in zip(keys, values, strict=True):
            made = self.value(value, frame)
            if key is not None:
                name = self.value(key, frame)
                if is_plain(name):
                    found[name] = made
            elif isinstance(made, dict):
                found |= made
            else:
                raise Unclear(f"what stands behind ** isn't known here: {written(value)}")
        return found

    def delete(self, targets: Sequence[ast.expr], frame: Frame) -> None:
        """Take items out of what holds them; names stay known."""
        for target in targets:
            if isinstance(target, ast.Subscript):
                place = in_numbers(self.value(target.slice, frame))
                delete_item(self.value(target.value, frame), place)

    def _compared(
        self, sign: ast.cmpop, left: object, right: object, node: ast.Compare
    ) -> object:
        """Return whether a comparison holds; of two shapes the batch isn't looked at."""
        equal = isinstance(sign, ast.Eq)
        shapes = [one for one in (left, right) if isinstance(one, Sizes)]
        if isinstance(sign, ast.Is | ast.IsNot):
            return compared(sign, left, right, written(node))
        if len(shapes) < 2 or not (equal or isinstance(sign, ast.NotEq)):
            return compared(sign, in_numbers(left), in_numbers(right), written(node))
        counts: list[list[int | None]] = []
        for sizes in shapes:
            each = each_of(sizes, None, self.builder.at(sizes.node)) or [Size(sizes.node, 1)]
            counts.append([one.count for one in each if one.axis])
        if any(None in row for row in counts):
            return NotKnown(written(node))
        return (counts[0] == counts[1]) == equal

    def _either(self, first: bool, parts: Sequence[ast.expr], frame: Frame) -> object:
        found: object = None
        for part in parts:
            found = self.value(part, frame)
            if is_open(found):
                return NotKnown(written(part))
            if bool(found) == first:
                return found
        return found

    def owner(self, owner: ast.expr, frame: Frame) -> object:
        """Return what an attribute is of; ``self`` outside of any class is the text's own."""
        if isinstance(owner, ast.Name) and owner.id == "self" and not frame.find("self")[0]:
            return self.scope.root
        return self.value(owner, frame)

    def assign(self, target: ast.expr, value: object, frame: Frame) -> None:
        """Give a value its names."""
        match target:
            case ast.Name(id=name):
                name_it(value, name)
                frame.names[name] = value
                if frame is self.scope.top:
                    self.scope.declare(value, name)
            case ast.Attribute(value=owner, attr=name):
                held = self.owner(owner, frame)
                if isinstance(held, Instance):
                    held.attributes[name] = value
                    name_it(value, name)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                if isinstance(value, Sizes):
                    value = each_of(value, len(parts), self.builder.at(value.node))
                many = value if isinstance(value, list | tuple) else []
                for at, part in enumerate(parts):
                    item = many[at] if len(many) == len(parts) else NotKnown("part of a value")
                    self.assign(part, item, frame)
            case ast.Subscript(value=owner, slice=key):
                held = self.value(owner, frame)
                if isinstance(held, list | dict | Chain):
                    set_item(held, in_numbers(self.value(key, frame)), value)

    def _piece(self, part: ast.expr, frame: Frame) -> object:
        return self.value(part.value if isinstance(part, ast.FormattedValue) else part, frame)

    def _item(self, owner: object, key: ast.expr, frame: Frame) -> object:
        if isinstance(owner, Tensor):
            return self._part(owner, key, frame)
        if isinstance(owner, Chain):
            owner = [part for _, part in owner.parts]
        key = _as_slice(key)
        if isinstance(key, ast.Slice) and isinstance(owner, list | tuple | Sizes):
            return self._slice(owner, key, frame)
        if isinstance(key, ast.Slice | ast.Tuple):
            return NotKnown("a part")
        at = in_numbers(self.value(key, frame))
        if isinstance(owner, Sizes) and isinstance(at, int):
            return size_of(owner, at, self.builder.at(owner.node))
        if isinstance(owner, dict) and isinstance(at, str | int):
            return owner.get(at, NotKnown(str(at)))
        if isinstance(owner, list | tuple) and isinstance(at, int):
            return owner[at] if -len(owner) <= at < len(owner) else NotKnown("a part")
        return NotKnown("a part")

    def _part(self, tensor: Tensor, key: ast.expr, frame: Frame) -> object:
        """Return a part of a tensor; the whole of it, and a note, where it can't be told."""
        try:
            written_parts = key.elts if isinstance(key, ast.Tuple) else [key]
            parts = [self._ends(one, frame) for one in written_parts]
            last = self.applier.dialect != "pytorch"
            kept, found = cut(self.builder.at(tensor.node), parts, channels_last=last)
        except Unclear as error:
            self.builder.note(key.lineno, str(error), skipped=True)
            return tensor
        layers: list[AnyLayer] = [] if kept is None else [kept]
        if any(map(any, found)):
            layers.append(Pad(tuple((-before, -after) for before, after in found)))
        return self.applier.add(layers, [tensor.node])

    def _ends(self, key: ast.expr, frame: Frame) -> Part:
        """Return a slice's ends.

        Raises
        ------
        Unclear
            They aren't known, or it is none that only cuts something off.
        """
        match _as_slice(key):
            case ast.Constant(value=value) if value is ...:
                return None
            case ast.Slice(lower=lower, upper=upper, step=step):
                ends = [
                    None if end is None else in_numbers(self.value(end, frame))
                    for end in (lower, upper)
                ]
                every = None if step is None else self.value(step, frame)
                if every in (None, 1):
                    first, last = ends
                    if isinstance(first, int | None) and isinstance(last, int | None):
                        return Ends(first, last)
        raise Unclear("this part of a tensor isn't followed")

    def _slice(
        self, owner: list[object] | tuple[object, ...] | Sizes, key: ast.Slice, frame: Frame
    ) -> object:
        ends: list[int | None] = []
        for end in (key.lower, key.upper, key.step):
            value = None if end is None else in_numbers(self.value(end, frame))
            if value is not None and not isinstance(value, int):
                return NotKnown("a part")
            ends.append(value)
        if isinstance(owner, Sizes):
            first, last, every = ends
            some = None
            if every in {None, 1}:
                some = some_of(owner, first, last, self.builder.at(owner.node))
            return NotKnown("a part") if some is None else some
        return NotKnown("a part") if ends[2] == 0 else owner[slice(*ends)]

    def _named(self, name: str, frame: Frame) -> object:
        known, value = frame.find(name)
        if not known:
            own = name == "self" and self.scope.root.attributes
            return self.scope.root if own else Dotted((name,))
        self.scope.declared.pop(name, None)
        return value

    def _attribute(self, owner: object, name: str) -> object:
        match owner:
            case Dotted(parts=parts):
                return Dotted((*parts, name))
            case Instance(attributes=attributes) if name in attributes:
                return attributes[name]
            case Instance() if name == "training":
                return False  # as a network is used
            case Instance(kind=kind) if name in kind.attributes:
                return kind.attributes[name]
            case Class(attributes=attributes) if name in attributes:
                return attributes[name]
            case Instance(kind=kind) if (method := kind.method(name)) is not None:
                own = replace(method, owner=owner)
                decorated = map(bare_name, method.tree.decorator_list)
                return self.run(own, [], {}) if "property" in decorated else own
            case Instance() if owner is self.scope.root and self.scope.top.find(name)[0]:
                found = self.scope.top.names[name]
                return replace(found, owner=owner) if isinstance(found, Function) else found
            case NotKnown(text=text):
                return NotKnown(f"{text}.{name}")
            case Tensor(node=node) if name == "shape" and self.applier.dialect == "pytorch":
                return Sizes(node)
        return Bound(owner, name)

    def row(self, parts: Sequence[ast.expr], frame: Frame) -> Iterator[object]:
        """Yield the values of several expressions, those of starred ones one by one."""
        for part in parts:
            try:
                value = self.value(part, frame)
            except (Unclear, InvalidLayer) as error:
                self.builder.note(part.lineno, str(error), skipped=True)
                continue
            if isinstance(part, ast.Starred):
                if isinstance(value, Sizes):
                    value = each_of(value, None, self.builder.at(value.node))
                yield from _spread(value, part)
            else:
                yield value

    def _comprehended(
        self, made: ast.expr, rounds: Sequence[ast.comprehension], frame: Frame
    ) -> Iterator[object]:
        first, *others = rounds
        for item in rounds_of(self.value(first.iter, frame)):
            inner = Frame({}, frame)
            self.assign(first.target, item, inner)
            if all(self.value(test, inner) is True for test in first.ifs):
                if others:
                    yield from self._comprehended(made, others, inner)
                else:
                    yield self.value(made, inner)

    def combined(self, sign: ast.operator, left: object, node: ast.expr, frame: Frame) -> object:
        """Return what two values make: a number, or the layer that joins two tensors."""
        left, right = in_numbers(left), in_numbers(self.value(node, frame))
        tensors = [one for one in (left, right) if isinstance(one, Tensor)]
        if len(tensors) == 2 and isinstance(sign, ast.Add | ast.Mult):
            join = Join("add" if isinstance(sign, ast.Add) else "multiply")
            return self.applier.add([join], [one.node for one in tensors])
        if len(tensors) == 2 and isinstance(sign, ast.Sub | ast.Div):
            how = NEGATED if isinstance(sign, ast.Sub) else INVERTED
            return self.applier.joined_with(how, [one.node for one in tensors])
        if len(tensors) == 1 and (is_number(left) or is_number(right)):
            return self.applier.add([scaled()], [tensors[0].node])
        if tensors:
            self.builder.note(node.lineno, "what is made of tensors here isn't known", skipped=True)
            return tensors[0]
        if isinstance(left, dict) and isinstance(right, dict) and isinstance(sign, ast.BitOr):
            return {**left, **right}
        if isinstance(left, Chain) and isinstance(right, list | tuple):
            for one in right:
                left.append(one)
            return left
        return arithmetic(sign, left, right, written(node))


def rounds_of(found: object) -> list[object]:
    """Return what a loop over a value goes through.

    Raises
    ------
    Unclear
        It isn't known.
    """
    if isinstance(found, Chain):
        return [part for _, part in found.parts]
    if isinstance(found, dict):
        return list(found)
    if not isinstance(found, list | tuple):
        raise Unclear("a loop of rounds that aren't known here")
    return list(found)


def _as_slice(key: ast.expr) -> ast.expr:
    """Return a slice that is a call as one that is written with colons; others as they are."""
    match key:
        case ast.Call(func=ast.Name(id="slice"), args=given, keywords=[]) if given:
            slots = (None, given[0], None) if len(given) == 1 else (*given, None)
            return ast.copy_location(ast.Slice(*slots[:3]), key)
    return key


def _spread(value: object, node: ast.expr) -> list[object]:
    if isinstance(value, Chain):
        return [part for _, part in value.parts]
    if isinstance(value, list | tuple):
        return list(value)
    raise Unclear(f"what stands behind * isn't known here: {written(node)}")
