"""Which kind of number comes of sums: exact integers while they can be, else floats."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HELD = 1 << 63
"""Integers are exact while no sum can reach this."""


def sum_kind(
    terms: int, *factors: NDArray[Any], added: NDArray[Any] | None = None
) -> np.dtype[Any]:
    """Return the kind of number in which products are added up.

    Parameters
    ----------
    terms
        Most products in one sum.
    factors
        What each product is made of; one array for sums of plain values.
    added
        What is added once to each sum, or None.

    Returns
    -------
    dtype
        int64 for integers alone, while no sum can pass 2⁶³; float32 for float32
        alone; float64 otherwise.
    """
    arrays = factors if added is None else (*factors, added)
    if all(array.dtype.kind in "iub" for array in arrays):
        once = 0 if added is None else magnitude(added)
        largest = prod(map(magnitude, factors)) * max(terms, 1) + once
        return np.dtype(np.int64 if largest < _HELD else np.float64)
    return floating(*arrays)


def floating(*arrays: NDArray[Any]) -> np.dtype[Any]:
    """Return float32 when all arrays are float32, float64 otherwise."""
    single = all(array.dtype == np.float32 for array in arrays)
    return np.dtype(np.float32 if single else np.float64)


def magnitude(array: NDArray[Any]) -> int:
    """Return the largest absolute value of an integer array, as no NumPy integer could."""
    return max(abs(int(array.min())), abs(int(array.max())))


def lowest(kind: np.dtype[Any]) -> Any:
    """Return the number that no other of its kind is below: −∞ for floats."""
    if kind.kind == "f":
        return kind.type(-np.inf)
    return kind.type(False) if kind.kind == "b" else np.iinfo(kind).min
