"""Transposed convolution over any number of axes, summed in the order of its terms."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress, result_dtype
from convviz.errors import Cancelled
from convviz.layers.reading import Reading
from convviz.layers.shapes import reading
from convviz.layers.transposed import ConvTranspose


def convolve_transposed(
    layer: ConvTranspose,
    x: NDArray[Any],
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the output of a concrete layer; nothing is checked.

    Each number adds its products in the order of the inputs that they come from:
    channels slowest, last axis fastest; then the bias.

    Parameters
    ----------
    layer
        The layer.
    x
        Shape (in_channels, *spatial).
    weight
        Shape (in_channels, out_channels / groups, *kernel_size).
    bias
        Shape (out_channels,), or None.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    axes = reading(layer, x.shape[1:])
    dtype = result_dtype(x, weight, bias)
    out = np.zeros((layer.out_channels, *(axis.count for axis in axes)), dtype)
    if layer.flipped:
        weight = np.flip(weight, tuple(range(2, weight.ndim)))
    x, weight = x.astype(dtype, copy=False), weight.astype(dtype, copy=False)
    per_group = layer.out_channels // layer.groups
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for channel in range(layer.in_channels):
            if progress is not None and not progress(channel / layer.in_channels):
                raise Cancelled("the computation was cancelled")
            first = channel // (layer.in_channels // layer.groups) * per_group
            outs = out[first : first + per_group]
            for tap in product(*(reversed(range(length)) for length in layer.kernel_size)):
                met, stamped = _places(axes, tap, layer)
                scale = weight[(channel, slice(None), *tap)].reshape(-1, *(1,) * layer.axes)
                outs[(slice(None), *stamped)] += x[(channel, *met)] * scale
        if bias is not None:
            out += bias.astype(dtype, copy=False).reshape(-1, *(1,) * layer.axes)
    return out


def _places(
    axes: tuple[Reading, ...], tap: tuple[int, ...], layer: ConvTranspose
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Return the inputs that a tap meets and the outputs that it stamps, for each axis."""
    met, stamped = [], []
    for axis, at, stride, dilation, (before, _) in zip(
        axes, tap, layer.stride, layer.dilation, layer.pads, strict=True
    ):
        inputs = axis.meets(at)
        first = inputs.start * stride + at * dilation - before
        met.append(slice(inputs.start, max(inputs.stop, inputs.start)))
        stamped.append(slice(first, first + max(len(inputs) - 1, -1) * stride + 1, stride))
    return tuple(met), tuple(stamped)
