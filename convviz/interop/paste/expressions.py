"""Plain values worked out from what stands in code: numbers, lists, comparisons."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from convviz.interop.paste.building import Unclear
from convviz.interop.paste.values import Dotted, NotKnown

MOST_ITEMS = 10_000
_LARGEST = 1 << 63

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda one, many: one in many, ast.NotIn: lambda one, many: one not in many,
}  # fmt: skip
def bounded_range(*ends: int) -> list[int]:
    """Return a range as a list.

    Raises
    ------
    Unclear
        It is too long.
    """
    found = range(*ends)
    if len(found) > MOST_ITEMS:
        raise Unclear(f"a loop of more than {MOST_ITEMS:,} rounds")
    return list(found)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "len": len, "int": int, "float": float, "max": max, "min": min, "abs": abs, "round": round,
    "tuple": tuple, "list": list, "sum": sum, "reversed": lambda many: list(reversed(many)),
    "enumerate": lambda many, start=0: list(enumerate(many, start)),
    "zip": lambda *many: [tuple(row) for row in zip(*many, strict=False)],
    "range": bounded_range, "dict": dict, "OrderedDict": dict, "bool": bool, "set": list,
}  # fmt: skip


def is_number(value: object) -> bool:
    """Return whether a value is a number that can be reckoned with."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_plain(value: object) -> bool:
    """Return whether a value is a number, a word, true, false or nothing."""
    return value is None or isinstance(value, int | float | str)


def arithmetic(sign: ast.operator, left: Any, right: Any, text: str) -> object:
    """Return what two values make; NotKnown where it can't be told, or is too large.

    Parameters
    ----------
    sign
        What stands between them.
    left, right
        The values.
    text
        How it is written.
    """
    if isinstance(sign, ast.Pow):
        fits = is_number(left) and is_number(right) and abs(left) <= 1024 and 0 <= right <= 6
        return left**right if fits else NotKnown(text)
    make = _ARITHMETIC.get(type(sign))
    if make is None or not _small(sign, left, right):
        return NotKnown(text)
    try:
        made = make(left, right)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return NotKnown(text)
    return NotKnown(text) if is_number(made) and not -_LARGEST < made < _LARGEST else made


def _small(sign: ast.operator, left: Any, right: Any) -> bool:
    """Return whether two values are such as stay small together."""
    if is_number(left) and is_number(right):
        return True
    many = isinstance(left, list | tuple | str), isinstance(right, list | tuple | str)
    if all(many) and type(left) is type(right) and isinstance(sign, ast.Add):
        return len(left) + len(right) <= MOST_ITEMS
    if isinstance(sign, ast.Mult) and any(many):
        row, times = (left, right) if many[0] else (right, left)
        return isinstance(times, int) and len(row) * times <= MOST_ITEMS
    return False


def compared(sign: ast.cmpop, left: Any, right: Any, text: str) -> object:
    """Return whether a comparison holds, NotKnown where it can't be told."""
    by_identity = isinstance(sign, ast.Is | ast.IsNot) and (left is None or right is None)
    many = right if isinstance(sign, ast.In | ast.NotIn) and isinstance(right, list | tuple) else ()
    plain = all(is_plain(one) for one in (left, *(many or (right,))))
    if isinstance(left, NotKnown) or isinstance(right, NotKnown) or not (plain or by_identity):
        return NotKnown(text)
    try:
        return bool(_COMPARISONS[type(sign)](left, right))
    except TypeError:
        return NotKnown(text)


def plain_function(name: str, positional: list[Any], named: dict[str, Any], text: str) -> object:
    """Return what one of Python's own functions gives; NotKnown where it can't be told."""
    values = (*positional, *named.values())
    if name not in _FUNCTIONS or any(isinstance(value, NotKnown) for value in values):
        return NotKnown(text)
    try:
        return _FUNCTIONS[name](*positional, **named)
    except (TypeError, ValueError, OverflowError, KeyError):
        return NotKnown(text)


_KINDS: dict[str, type | tuple[type, ...]] = {
    "int": int, "float": float, "str": str, "bool": bool, "tuple": tuple, "list": list,
    "Sequence": (list, tuple), "Iterable": (list, tuple), "dict": dict, "Number": (int, float),
}  # fmt: skip


def is_of(value: object, kinds: object, text: str) -> object:
    """Return whether a value is of a kind, or of one of some; NotKnown where it can't be told."""
    many = kinds if isinstance(kinds, list | tuple) else (kinds,)
    known = [_KINDS.get(one.last) for one in many if isinstance(one, Dotted)]
    plain = is_plain(value) or isinstance(value, list | tuple | dict)
    if not plain or len(known) < len(many):
        return NotKnown(text)
    found = [kind for kind in known if kind is not None]
    if any(isinstance(value, kind) for kind in found):
        return True
    return False if len(found) == len(known) else NotKnown(text)


PLAIN_FUNCTIONS = frozenset({*_FUNCTIONS, "isinstance"})
"""Names of Python's functions that are known."""
