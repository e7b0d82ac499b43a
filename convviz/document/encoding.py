"""Arrays as JSON, and JSON laid out for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import isfinite, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.fields import Fields, kind_of, whole
from convviz.errors import UnreadableFile
from convviz.limits import MAX_NUMBERS, memory, times
from convviz.npy import plain

LoadArray = Callable[[str, int], NDArray[Any]]
"""Takes the plain name of a packed array and the most bytes it may have."""

StoreArray = Callable[[NDArray[Any]], str | None]
"""Takes an array, answers the name it is packed under, or None to have it written inline."""

DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "float32", "float64")

_HEADER_BYTES = 16_384
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.npy", re.ASCII)
_WORDS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
_WIDTH = 96


def encode_array(array: NDArray[Any], store: StoreArray) -> dict[str, Any]:
    """Return an array as JSON values: its numbers, or the name of the packed file.

    What is not finite is written "nan", "inf" and "-inf", which JSON has no
    numbers for.
    """
    array = plain(array)
    name = store(array)
    if name is not None:
        return {"dtype": array.dtype.name, "shape": list(array.shape), "file": name}
    # The shortest digits that give the same float32 again.
    exact = array.astype(str).astype(np.float64) if array.dtype == np.float32 else array
    values = exact.tolist()
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        values = _with_words(values)
    return {"dtype": array.dtype.name, "values": values}


def decode_array(data: object, axes: int, load: LoadArray, where: str) -> NDArray[Any]:
    """Return the array that JSON values stand for.

    Parameters
    ----------
    data
        As `encode_array` makes them.
    axes
        How many axes it must have.
    load
        Reads a packed array.
    where
        What messages call it.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    fields = Fields(data, where)
    dtype = np.dtype(fields.choice("dtype", DTYPES))
    values, name = fields.take("values", None), fields.take("file", None)
    shape = fields.take("shape", None)
    fields.done()
    if (values is None) == (name is None):
        raise UnreadableFile(f'{where} takes either "values" or "file"')
    if values is None:
        return _packed(name, _shape(shape, axes, where), dtype, load, where)
    found = _extent(values, axes, where)
    if shape is not None and shape != list(found):
        raise UnreadableFile(f"{where} says its shape is {shape}, its values are {list(found)}")
    numbers: list[Any] = []
    _flatten(values, found, numbers, where)
    return _typed(numbers, dtype, where).reshape(found)


def pretty(value: Any, indent: int = 0) -> str:
    """Return JSON with what fits on one line on one line, rows of numbers always."""
    flat = isinstance(value, list) and not any(isinstance(part, list | dict) for part in value)
    if flat or not isinstance(value, list | dict) or not value:
        return json.dumps(value, ensure_ascii=True, allow_nan=False)
    if _small(value):
        line = json.dumps(value, ensure_ascii=True, allow_nan=False)
        if len(line) + indent <= _WIDTH:
            return line
    inner = " " * (indent + 2)
    if isinstance(value, list):
        parts = [pretty(part, indent + 2) for part in value]
        ends = "[]"
    else:
        parts = [f"{json.dumps(key)}: {pretty(part, indent + 2)}" for key, part in value.items()]
        ends = "{}"
    body = f",\n{inner}".join(parts)
    return f"{ends[0]}\n{inner}{body}\n{' ' * indent}{ends[1]}"


def _small(value: Any) -> bool:
    """Return whether a value holds little enough to be tried on one line."""
    if isinstance(value, dict):
        return len(value) <= 4 and not any(isinstance(part, dict) for part in value.values()) and (
            all(_small(part) for part in value.values())
        )
    return not isinstance(value, list) or (
        len(value) <= 16 and not any(_deep(part) for part in value)
    )


def _deep(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, list | dict) for part in value)
    )


def _with_words(values: Any) -> Any:
    if isinstance(values, list):
        return [_with_words(part) for part in values]
    return values if isfinite(values) else str(values)


def _packed(
    name: object, shape: tuple[int, ...], dtype: np.dtype[Any], load: LoadArray, where: str
) -> NDArray[Any]:
    if not isinstance(name, str) or not _PLAIN_NAME.fullmatch(name):
        raise UnreadableFile(f'"file" of {where} is not the plain name of a .npy file')
    array = load(name, prod(shape) * dtype.itemsize + _HEADER_BYTES)
    if array.shape != shape or array.dtype != dtype:
        raise UnreadableFile(
            f"{name} is {times(array.shape)} {array.dtype.name}, {where} says "
            f"{times(shape)} {dtype.name}"
        )
    return array


def _shape(shape: object, axes: int, where: str) -> tuple[int, ...]:
    if not isinstance(shape, list) or len(shape) != axes:
        raise UnreadableFile(f'"shape" of {where} must be a list of {axes} whole numbers')
    lengths = tuple(whole(length, f'"shape" of {where}') for length in shape)
    if min(lengths) < 1:
        raise UnreadableFile(f'"shape" of {where} is {shape}: each must be at least 1')
    if prod(lengths) > MAX_NUMBERS:
        raise UnreadableFile(
            f"{where} says that it is {times(lengths)}, {memory(lengths)}: "
            f"convviz takes at most {MAX_NUMBERS:,} numbers"
        )
    return lengths


def _extent(values: object, axes: int, where: str) -> tuple[int, ...]:
    """Return the lengths along the first of everything."""
    lengths: list[int] = []
    for _ in range(axes):
        if not isinstance(values, list) or not values:
            raise UnreadableFile(f'"values" of {where} must be lists in {axes} levels, none empty')
        lengths.append(len(values))
        values = values[0]
    return tuple(lengths)


def _flatten(values: Any, shape: tuple[int, ...], numbers: list[Any], where: str) -> None:
    if not isinstance(values, list) or len(values) != shape[0]:
        count = f"{len(values)} numbers" if isinstance(values, list) else kind_of(values)
        raise UnreadableFile(f"a row of {where} is {count}, expected {shape[0]} as in the first")
    if len(shape) == 1:
        numbers.extend(values)
        return
    for part in values:
        _flatten(part, shape[1:], numbers, where)


def _typed(numbers: list[Any], dtype: np.dtype[Any], where: str) -> NDArray[Any]:
    if dtype.kind == "f":
        return np.array([_float(value, where) for value in numbers], np.float64).astype(dtype)
    limits = np.iinfo(dtype)
    for value in numbers:
        if not limits.min <= whole(value, f"a number of {where}") <= limits.max:
            raise UnreadableFile(f"{where} holds {str(value)[:24]}, which is no {dtype.name}")
    return np.array(numbers, dtype)


def _float(value: object, where: str) -> float:
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableFile(
            f'{where} holds {kind_of(value)} where a number is expected, or "nan", "inf", "-inf"'
        )
    try:
        return float(value)
    except OverflowError:
        raise UnreadableFile(f"{where} holds {str(value)[:24]}…, which no float can be") from None
