"""Windows as the columns of a matrix, and back."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers import sizes
from convviz.layers.folding import Fold, Unfold


def unfold(layer: Unfold, padded: NDArray[Any]) -> NDArray[Any]:
    """Return the matrix (1, C·∏K, L) of the windows of a padded input (C, H, W)."""
    counts = tuple(
        sizes.output_size(length, kernel, stride, dilation)
        for length, kernel, stride, dilation in zip(
            padded.shape[1:], layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )
    rows = [
        padded[(slice(None), *_under(layer, tap, counts))]
        for tap in product(*map(range, layer.kernel_size))
    ]
    return np.stack(rows, axis=1).reshape(1, padded.shape[0] * layer.taps, prod(counts))


def fold(layer: Fold, x: NDArray[Any]) -> NDArray[Any]:
    """Return the output (C, H, W) of columns (1, C·∏K, L) laid on it and added."""
    channels = x.shape[1] // layer.taps
    columns = x.reshape(channels, *layer.kernel_size, *layer.windows)
    padded = tuple(
        size + sum(pads) for size, pads in zip(layer.output_size, layer.pads, strict=True)
    )
    out = np.zeros((channels, *padded), x.dtype if x.dtype.kind == "f" else np.int64)
    with np.errstate(over="ignore", invalid="ignore"):
        for tap in product(*(reversed(range(length)) for length in layer.kernel_size)):
            out[(slice(None), *_under(layer, tap, layer.windows))] += columns[(slice(None), *tap)]
    kept = tuple(
        slice(before, before + size)
        for (before, _), size in zip(layer.pads, layer.output_size, strict=True)
    )
    return out[(slice(None), *kept)]


def _under(
    layer: Unfold | Fold, tap: tuple[int, ...], counts: tuple[int, ...]
) -> tuple[slice, ...]:
    """Return for each axis the padded cells that a tap meets."""
    return tuple(
        slice(at * dilation, at * dilation + (count - 1) * stride + 1, stride)
        for at, dilation, stride, count in zip(
            tap, layer.dilation, layer.stride, counts, strict=True
        )
    )
