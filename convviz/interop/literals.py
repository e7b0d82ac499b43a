"""Arrays as Python and NumPy write them; read without running anything."""

from __future__ import annotations

import ast
import re
from math import isinf, isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.interop.quoting import counted, held, shortened

_WORDS = {"nan": float("nan"), "inf": float("inf"), "NaN": float("nan"), "Infinity": float("inf")}
_MAKERS = {"array", "asarray", "tensor", "Tensor"}
_BEGINS = re.compile(r"[\[(]|(?:\w+\.)*(?:" + "|".join(sorted(_MAKERS)) + r")\s*\(", re.ASCII)
_DEEPEST = 8
_LONGEST = 1 << 23


def is_literal(text: str) -> bool:
    """Return whether a text begins as a list or an array does."""
    return _BEGINS.match(text) is not None


def parse_literal(text: str) -> NDArray[Any]:
    """Return the array that a list, tuple or array literal stands for.

    Arrays as NumPy prints them, with spaces for commas, are taken too.

    Returns
    -------
    ndarray of int64 or float64

    Raises
    ------
    convviz.errors.UnreadableFile
        It isn't one, is cut off, holds anything but numbers, or is ragged.
    """
    if len(text) > _LONGEST:
        raise UnreadableFile(
            f"the list is too long to be read as Python: {len(text):,} characters; "
            "save it as .npy"
        )
    if "," not in text:
        text = re.sub(r"(?<=[\w.\]])\s+(?=[-+]?[\w.\[])", ", ", text)
    try:
        tree = ast.parse(text.rstrip(" \t\r\n;"), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f", see line {line}" if line else ""
        raise UnreadableFile(
            f"{shortened(text)} isn't a list of numbers as Python writes it{where}"
        ) from None
    nested = _value(tree.body, ())
    numbers = np.array(nested if isinstance(nested, list) else [held(nested)])
    return numbers.astype(np.int64 if numbers.dtype.kind in "iu" else np.float64)


def to_literal(array: NDArray[Any]) -> str:
    """Return an array as a NumPy literal: ``np.array([[1, 2], [3, 4]])``.

    Rows stand under each other; types other than NumPy's usual two are named.
    """
    usual = array.dtype in {np.dtype(np.int64), np.dtype(np.float64)}
    suffix = "" if usual else f", dtype=np.{array.dtype.name}"
    return f"np.array({_written(array, len('np.array('))}{suffix})"


def _value(node: ast.expr, at: tuple[int, ...]) -> Any:
    """Return nested lists of numbers for a part of the literal."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) if len(at) < _DEEPEST:
            return _equal([_value(part, (*at, i)) for i, part in enumerate(parts, 1)], at)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[argument, *_]) if (
            name in _MAKERS
        ):
            return _value(argument, at)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.expr() as operand):
            number = _value(operand, at)
            if not isinstance(number, list):
                return -number if isinstance(node.op, ast.USub) else number
        case ast.Constant(value=bool() | int() as whole) if not isinf(held(whole)):
            return int(whole)
        case ast.Constant(value=float() as number) if not isinf(number):
            return number
        case ast.Name(id=word) | ast.Attribute(attr=word) if word in _WORDS:
            return _WORDS[word]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        raise UnreadableFile(f"{_place(at)} is too large for any number here")
    raise UnreadableFile(f"{_place(at)} is {shortened(ast.unparse(node))}, not a number")


def _equal(rows: list[Any], at: tuple[int, ...]) -> list[Any]:
    if not rows:
        raise UnreadableFile(f"{_place(at)} is empty")
    first = _shape(rows[0])
    for index, row in enumerate(rows, start=1):
        if _shape(row) != first:
            raise UnreadableFile(
                f"{_place((*at, index))} has {_extent(_shape(row))}, "
                f"expected {_extent(first)} as in the first"
            )
    return rows if first else [held(number) for number in rows]


def _shape(nested: Any) -> tuple[int, ...]:
    return (len(nested), *_shape(nested[0])) if isinstance(nested, list) else ()


def _extent(shape: tuple[int, ...]) -> str:
    if len(shape) > 1:
        return " × ".join(map(str, shape)) + " numbers"
    return counted(shape[0], "number") if shape else "a single number"


def _place(at: tuple[int, ...]) -> str:
    match at:
        case ():
            return "the list"
        case (row,):
            return f"row {row} of the list"
        case (row, column):
            return f"row {row}, column {column} of the list"
    return f"item {', '.join(map(str, at))} of the list"


def _written(array: NDArray[Any], indent: int) -> str:
    if array.ndim == 0:
        return _python(array.item())
    if array.ndim == 1:
        return "[" + ", ".join(map(_python, array.tolist())) + "]"
    between = ",\n" + " " * (indent + 1)
    return "[" + between.join(_written(part, indent + 1) for part in array) + "]"


def _python(number: float) -> str:
    if isnan(number):
        return "np.nan"
    if isinf(number):
        return "np.inf" if number > 0 else "-np.inf"
    return repr(number)
