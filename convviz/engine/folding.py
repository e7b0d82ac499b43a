"""Windows as the columns of a matrix, and back."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.kinds import sum_kind
from convviz.engine.summing import go_on
from convviz.engine.transposed import clear_unreached
from convviz.layers import sizes
from convviz.layers.folding import Fold, Unfold
from convviz.layers.shapes import reading


def unfold(
    layer: Unfold, padded: NDArray[Any], progress: Progress | None = None
) -> NDArray[Any]:
    """Return the matrix (1, C·∏K, L) of the windows of a padded input (C, H, W).

    Numbers keep their kind.

    Parameters
    ----------
    layer, padded
        The layer, concrete, and its input with its padding.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    counts = tuple(
        sizes.output_size(length, kernel, stride, dilation)
        for length, kernel, stride, dilation in zip(
            padded.shape[1:], layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )
    channels = padded.shape[0]
    out = np.empty((channels, layer.taps, *counts), padded.dtype)
    for row, tap in enumerate(product(*map(range, layer.kernel_size))):
        go_on(progress, row / layer.taps)
        out[:, row] = padded[(slice(None), *_under(layer, tap, counts))]
    return out.reshape(1, channels * layer.taps, prod(counts))


def fold(layer: Fold, x: NDArray[Any], progress: Progress | None = None) -> NDArray[Any]:
    """Return the output (C, H, W) of columns (1, C·∏K, L) laid on it and added.

    Each number adds its terms in the order of their windows. Integers are int64
    while no sum can pass 2⁶³; float32 stays, else it is float64.

    Parameters
    ----------
    layer, x
        The layer, concrete, and its matrix.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    channels = x.shape[1] // layer.taps
    dtype = sum_kind(layer.taps, x)
    columns = x.astype(dtype, copy=False).reshape(channels, *layer.kernel_size, *layer.windows)
    padded = tuple(
        size + sum(pads) for size, pads in zip(layer.output_size, layer.pads, strict=True)
    )
    # Nothing is changed by adding it to −0, and so the first term isn't either.
    out = np.full((channels, *padded), -0.0, dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        taps = product(*(reversed(range(length)) for length in layer.kernel_size))
        for number, tap in enumerate(taps):
            go_on(progress, number / layer.taps)
            row: tuple[Any, ...] = (slice(None), *tap)
            out[(slice(None), *_under(layer, tap, layer.windows))] += columns[row]
    kept = tuple(
        slice(before, before + size)
        for (before, _), size in zip(layer.pads, layer.output_size, strict=True)
    )
    out = np.ascontiguousarray(out[(slice(None), *kept)])
    clear_unreached(out, reading(layer, x.shape[1:]))
    return out


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
