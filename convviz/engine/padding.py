"""Padding as index maps: for each padded cell, the input cell whose value it has."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers.conv import PaddingMode, Pair
from convviz.layers.padding import PadMode

NO_SOURCE = -1
_INT64, _UINT64 = np.iinfo(np.int64), np.iinfo(np.uint64)
Mode = PaddingMode | PadMode


def source_index(size: int, pads: Pair, mode: Mode) -> NDArray[np.intp]:
    """Return, for each cell of one padded axis, the index of its source.

    Parameters
    ----------
    size
        Length of the axis without padding.
    pads
        (before, after), negative where cells are cut off; at most `size` − 1 for
        reflect, `size` for symmetric and circular.
    mode
        What the padding is filled with. As in PyTorch, circular padding repeats
        what is left after cutting off; the others copy from the whole axis.

    Returns
    -------
    ndarray of intp, shape (before + size + after,)
        Source indices; −1 in padding with a constant, which has none.
    """
    before, after = pads
    position: NDArray[np.intp] = np.arange(-before, size + after)
    match mode:
        case "zeros" | "constant":
            return np.where((position >= 0) & (position < size), position, NO_SOURCE)
        case "replicate":
            return position.clip(0, size - 1)
        case "circular":
            first, end = max(-before, 0), size - max(-after, 0)
            return np.asarray(first + (position - first) % max(end - first, 1), np.intp)
        case "symmetric":
            mirrored: NDArray[np.intp] = np.where(position < 0, -1 - position, position)
            return np.where(mirrored >= size, 2 * size - 1 - mirrored, mirrored)
    # Reflect: mirrored at the first cell, then at the last.
    return np.asarray((size - 1) - np.abs((size - 1) - np.abs(position)), np.intp)


def pad(
    x: NDArray[Any], pads: tuple[Pair, ...], mode: Mode, value: float = 0
) -> NDArray[Any]:
    """Return `x` (channels, *spatial) with its spatial axes padded, or cut off.

    Parameters
    ----------
    x
        Array of shape (channels, *spatial).
    pads
        (before, after) for each spatial axis; negative ones cut cells off.
    mode
        What the padding is filled with.
    value
        What zeros or a constant are. Floats keep their kind; integers keep it
        where it holds the value, else become int64, or float64 for a value that
        is no integer or no int64.
    """
    if not any(map(any, pads)):
        return x
    if mode in {"zeros", "constant"}:
        return _surrounded(x, pads, value)
    for axis, (size, sides) in enumerate(zip(x.shape[1:], pads, strict=True), start=1):
        if any(sides):
            x = np.take(x, source_index(size, sides, mode), axis=axis)
    return x


def unpad(
    gradient: NDArray[Any], sources: Iterable[NDArray[np.intp]], size: tuple[int, ...]
) -> NDArray[Any]:
    """Return what reaches each input cell from the padded cells that copy it, added up.

    The adjoint of padding: of several copies the sums are made in their order.

    Parameters
    ----------
    gradient
        One number for each padded cell, shape (channels, *padded).
    sources
        For each spatial axis, the source of each padded cell; −1 for none.
    size
        The input's spatial size.
    """
    for axis, (length, source) in enumerate(zip(size, sources, strict=True), start=1):
        order = np.argsort(source, kind="stable")
        order = order[source[order] != NO_SOURCE]
        cells, starts = np.unique(source[order], return_index=True)
        ahead = (slice(None),) * axis
        if len(order) == length == len(cells) and (np.diff(order) == 1).all():
            # No cell is copied, moved or cut off.
            gradient = gradient[(*ahead, slice(order[0], order[-1] + 1))]
            continue
        shape = (*gradient.shape[:axis], length, *gradient.shape[axis + 1 :])
        added = np.zeros(shape, gradient.dtype)
        if len(cells):
            parts = np.take(gradient, order, axis=axis)
            into: tuple[Any, ...] = (*ahead, cells)
            added[into] = np.add.reduceat(parts, starts, axis=axis)
        gradient = added
    return np.ascontiguousarray(gradient)


def _surrounded(x: NDArray[Any], pads: tuple[Pair, ...], value: float) -> NDArray[Any]:
    shape = tuple(
        size + before + after for size, (before, after) in zip(x.shape[1:], pads, strict=True)
    )
    if isinstance(value, int) and not _INT64.min <= value <= _UINT64.max:
        value = _nearest(value)  # NumPy would hold it as an object
    # A value beyond the floats of the input's kind is an infinity there.
    with np.errstate(over="ignore"):
        out = np.full((x.shape[0], *shape), value, _kind_with(x.dtype, value))
    kept, into = [], []
    for size, (before, after) in zip(x.shape[1:], pads, strict=True):
        first, end = max(-before, 0), max(size + min(after, 0), 0)
        kept.append(slice(first, end))
        into.append(slice(first + before, max(end + before, first + before)))
    out[(slice(None), *into)] = x[(slice(None), *kept)]
    return out


def _nearest(number: int) -> float:
    """Return the float nearest to a whole number, an infinity beyond all of them."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


def _kind_with(kind: np.dtype[Any], value: float) -> np.dtype[Any]:
    """Return the kind of number that numbers of one kind and a value are held as."""
    if kind.kind == "f":
        return kind
    if np.isfinite(value) and value == int(value):
        number = int(value)
        if kind.kind == "b" and number in {0, 1}:
            return kind
        for held in (kind, np.dtype(np.int64)):
            # Unsigned numbers of 64 bits are held by no int64.
            fits = held.kind != "b" and np.iinfo(held).min <= number <= np.iinfo(held).max
            if fits and np.can_cast(kind, held):
                return held
    return np.dtype(np.float64)
