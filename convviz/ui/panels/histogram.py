"""How often each value occurs, counted fast enough for any array."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 1 << 17
"""Numbers that are looked at; of a larger array, evenly spread rows and columns."""
BINS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Counts of values in bins of one width.

    Attributes
    ----------
    edges
        float64, one more than there are counts.
    counts
        How many of the numbers looked at fall in each bin.
    sampled
        Whether not all numbers were looked at.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    sampled: bool


def histogram(array: NDArray[Any], low: float, high: float) -> Histogram:
    """Return the histogram of an array's finite numbers.

    Parameters
    ----------
    array
        Shape (channels, *spatial).
    low, high
        Its smallest and largest finite number.
    """
    some = _sample(array)
    whole = array.dtype.kind in "iub"
    edges = _edges(low, high, whole=whole)
    numbers = some.astype(np.float64).ravel()
    counts, _ = np.histogram(numbers[np.isfinite(numbers)], edges)
    return Histogram(edges, counts.astype(np.int64), some.size < array.size)


def _sample(array: NDArray[Any]) -> NDArray[Any]:
    if array.size <= MOST:
        return array
    axes = array.ndim - 1
    step = ceil((array.size / MOST) ** (1 / axes)) if axes < 2 else ceil(sqrt(array.size / MOST))
    return array[(slice(None), *(slice(None, None, step) for _ in range(axes)))]


def _edges(low: float, high: float, *, whole: bool) -> NDArray[np.float64]:
    """Return the bins' edges; whole numbers stand in the middle of theirs."""
    if whole:
        width = max(1, ceil((high - low + 1) / BINS))
        count = max(1, ceil((high - low + 1) / width))
        return low - 0.5 + width * np.arange(count + 1, dtype=np.float64)
    if high <= low:
        return np.array([low - 0.5, low + 0.5])
    # Halves: the range of two floats may be more than one holds.
    return 2 * np.linspace(low / 2, high / 2, BINS + 1)
