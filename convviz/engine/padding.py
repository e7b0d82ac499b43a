"""Padding as index maps: for each padded cell, the input cell whose value it has."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers import PaddingMode, Pair

NO_SOURCE = -1


def source_index(size: int, pads: Pair, mode: PaddingMode) -> NDArray[np.intp]:
    """Return, for each cell of one padded axis, the index of its source.

    Parameters
    ----------
    size
        Length of the axis without padding.
    pads
        (before, after); at most `size` − 1 for reflect, `size` for circular.
    mode
        What the padding is filled with.

    Returns
    -------
    ndarray of intp, shape (before + size + after,)
        Source indices; −1 in zero padding, which has none.
    """
    before, after = pads
    position: NDArray[np.intp] = np.arange(-before, size + after)
    match mode:
        case "zeros":
            return np.where((position >= 0) & (position < size), position, NO_SOURCE)
        case "replicate":
            return position.clip(0, size - 1)
        case "circular":
            return position % size
    # Reflect: mirrored at the first cell, then at the last.
    mirrored: NDArray[np.intp] = (size - 1) - np.abs((size - 1) - np.abs(position))
    return mirrored


def pad(x: NDArray[Any], pads: tuple[Pair, ...], mode: PaddingMode) -> NDArray[Any]:
    """Return `x` (channels, *spatial) with its spatial axes padded.

    Parameters
    ----------
    x
        Array of shape (channels, *spatial).
    pads
        (before, after) for each spatial axis.
    mode
        What the padding is filled with.
    """
    if not any(map(any, pads)):
        return x
    if mode == "zeros":
        return np.pad(x, ((0, 0), *pads))
    for axis, (size, sides) in enumerate(zip(x.shape[1:], pads, strict=True), start=1):
        x = np.take(x, source_index(size, sides, mode), axis=axis)
    return x
