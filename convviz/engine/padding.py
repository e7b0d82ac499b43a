"""Padding as index maps: for each padded cell, the input cell whose value it has."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers.conv import PaddingMode, Pair
from convviz.layers.padding import PadMode

NO_SOURCE = -1
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
        What the padding is filled with.

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
            return position % size
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
        What zeros or a constant are; integers become float64 for one that is no
        integer.
    """
    if not any(map(any, pads)):
        return x
    sources = [
        source_index(size, sides, mode) for size, sides in zip(x.shape[1:], pads, strict=True)
    ]
    if mode not in {"zeros", "constant"}:
        for axis, source in enumerate(sources, start=1):
            x = np.take(x, source, axis=axis)
        return x
    if value != int(value) if np.isfinite(value) else True:
        x = x.astype(np.result_type(x.dtype, np.float32 if x.dtype == np.float32 else np.float64))
    kept = tuple(
        slice(max(-before, 0), size - max(-after, 0))
        for size, (before, after) in zip(x.shape[1:], pads, strict=True)
    )
    more = tuple((max(before, 0), max(after, 0)) for before, after in pads)
    return np.pad(x[(slice(None), *kept)], ((0, 0), *more), constant_values=value)
