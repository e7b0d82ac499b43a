"""Coarse versions of large arrays, for pictures in which a cell is less than a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALL = 1024
"""An axis of at most this length needs no coarser version."""


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """The range of an array, and its means over 2×2, 4×4, … cells.

    Attributes
    ----------
    low, high
        Smallest and largest finite number; 0 and 0 where there is none.
    levels
        float32 arrays (channels, rows, columns), each half as long along both
        axes as the one before; what doesn't fill a block is averaged over what
        is there. Empty when the array is small.
    """

    low: float
    high: float
    levels: tuple[NDArray[np.float32], ...] = ()


def coarse(array: NDArray[Any]) -> Coarse:
    """Return the range of an array (channels, *spatial) and its coarser versions."""
    low, high = finite_range(array)
    levels: list[NDArray[np.float32]] = []
    finest: NDArray[Any] = array.reshape(array.shape[0], -1, array.shape[-1])
    # Infinities and numbers beyond float32 are colours like others.
    with np.errstate(over="ignore", invalid="ignore"):
        while max(finest.shape[1:]) > SMALL:
            finest = _halved(finest)
            levels.append(finest)
    return Coarse(low, high, tuple(levels))


def finite_range(array: NDArray[Any]) -> tuple[float, float]:
    """Return the smallest and the largest finite number of an array, (0, 0) without any."""
    if array.size == 0:
        return 0.0, 0.0
    low, high = float(array.min()), float(array.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    finite = array[np.isfinite(array)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def _halved(array: NDArray[Any]) -> NDArray[np.float32]:
    half = _pair_means(array.astype(np.float32, copy=False), 1)
    return _pair_means(half, 2)


def _pair_means(array: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """Return the means of neighbours along an axis; an odd last one stands alone."""
    length = array.shape[axis]
    if length == 1:
        return array
    at: list[slice] = [slice(None)] * 3
    at[axis] = slice(0, length - length % 2, 2)
    first = array[tuple(at)]
    at[axis] = slice(1, None, 2)
    means: NDArray[np.float32] = (first + array[tuple(at)]) * np.float32(0.5)
    if length % 2:
        at[axis] = slice(length - 1, None)
        means = np.concatenate([means, array[tuple(at)]], axis=axis)
    return means
