"""Arrays made larger or smaller: what there is stays where people expect it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]


def resize_input(array: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return an input cut or extended with zeros at the bottom and right.

    More channels repeat those there are.

    Parameters
    ----------
    array, shape
        (channels, *spatial), with the same number of axes.
    """
    return _fit(_repeat(array, 0, shape[0]), shape, (0,) * len(shape))


def resize_weight(array: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return a weight cut or extended with zeros around its centre.

    More channels repeat those there are.

    Parameters
    ----------
    array, shape
        Two axes of channels, as the layer has them, and the kernel's, with the
        same number of axes.
    """
    array = _repeat(_repeat(array, 0, shape[0]), 1, shape[1])
    # The centre of an even kernel is the cell before its middle, as for "same".
    offsets = tuple(
        (new - 1) // 2 - (old - 1) // 2 for old, new in zip(array.shape, shape, strict=True)
    )
    return _fit(array, shape, (0, 0, *offsets[2:]))


def resize_bias(array: NDArray[Any], length: int) -> NDArray[Any]:
    """Return a bias cut or extended with zeros."""
    return _fit(array, (length,), (0,))


def _repeat(array: NDArray[Any], axis: int, length: int) -> NDArray[Any]:
    if array.shape[axis] in {0, length}:
        return array
    repeated: NDArray[Any] = np.take(array, np.arange(length) % array.shape[axis], axis)
    return repeated


def _fit(array: NDArray[Any], shape: Shape, offsets: Shape) -> NDArray[Any]:
    """Return zeros of `shape` with `array` laid on them, moved by `offsets`."""
    fitted = np.zeros(shape, array.dtype)
    source, target = [], []
    for old, new, offset in zip(array.shape, shape, offsets, strict=True):
        first, last = max(offset, 0), min(offset + old, new)
        target.append(slice(first, max(first, last)))
        source.append(slice(first - offset, max(first, last) - offset))
    fitted[tuple(target)] = array[tuple(source)]
    return fitted
