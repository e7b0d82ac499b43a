"""Convolution over any number of axes, summed directly in the order of its terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.padding import pad
from convviz.errors import Cancelled, InvalidLayer, Problem
from convviz.layers import Conv, check

Progress = Callable[[float], bool]
"""Told the share that is done, answers whether to go on."""

# Numbers a block holds: its sum and one product stay in a core's cache.
_BLOCK = 1 << 15


def apply(
    layer: Conv,
    x: NDArray[Any],
    weight: NDArray[Any],
    bias: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """Return the layer's output for one input.

    Parameters
    ----------
    layer
        The layer.
    x
        Input of shape (in_channels, *spatial).
    weight
        Shape (out_channels, in_channels / groups, *kernel_size).
    bias
        Shape (out_channels,), or None for no bias.

    Returns
    -------
    ndarray, shape (out_channels, *spatial)
        int64 when everything given is integer (exact), float32 when everything
        is float32, float64 otherwise.

    Raises
    ------
    convviz.errors.InvalidLayer
        The layer can't be, can't take such an input, or the weight or bias has
        another shape than the layer's.
    """
    problems = check(layer, x.shape) or check_weights(layer, weight, bias)
    if problems:
        raise InvalidLayer(problems)
    return convolve(layer, pad(x, layer.pads, layer.padding_mode), weight, bias)


def check_weights(
    layer: Conv, weight: NDArray[Any], bias: NDArray[Any] | None
) -> tuple[Problem, ...]:
    """Return what is wrong with the shapes of a weight and a bias."""
    problems = []
    if weight.shape != layer.weight_shape:
        problems.append(
            Problem(
                "weight",
                f"the layer's weight has the shape {layer.weight_shape}, "
                f"the one given {weight.shape}",
            )
        )
    if bias is not None and bias.shape != (layer.out_channels,):
        problems.append(
            Problem(
                "bias",
                f"the layer's bias has the shape {(layer.out_channels,)}, "
                f"the one given {bias.shape}",
            )
        )
    return tuple(problems)


def convolve(
    layer: Conv,
    padded: NDArray[Any],
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the output for an input that is already padded; nothing is checked.

    Each number is ``((x·w + x·w) + …) + bias``, channels slowest, last axis
    fastest, one rounding after each product and each sum: the same bits on
    every machine, and the same as adding the terms up by hand.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    dtype = result_dtype(padded, weight, bias)
    size = tuple(
        (length - span) // stride + 1
        for length, span, stride in zip(
            padded.shape[1:], layer.effective_kernel, layer.stride, strict=True
        )
    )
    out = np.zeros((layer.out_channels, *size), dtype)
    channels_in = layer.in_channels // layer.groups
    channels_out = layer.out_channels // layer.groups
    blocks = list(_blocks(out.shape, layer.groups))
    for done, (group, rows) in enumerate(blocks):
        if progress is not None and not progress(done / len(blocks)):
            raise Cancelled("the computation was cancelled")
        outs = slice(group * channels_out, (group + 1) * channels_out)
        _accumulate(
            out[outs, rows],
            padded[group * channels_in : (group + 1) * channels_in],
            weight[outs],
            layer,
            rows.start,
        )
        if bias is not None:
            out[outs, rows] += bias[outs].reshape(-1, *(1,) * layer.axes)
    return out


def result_dtype(*arrays: NDArray[Any] | None) -> np.dtype[np.generic]:
    """Return int64 for integers, float32 for float32 alone, float64 otherwise."""
    dtypes = [array.dtype for array in arrays if array is not None]
    if all(dtype.kind in "iub" for dtype in dtypes):
        return np.dtype(np.int64)
    if all(dtype == np.float32 for dtype in dtypes):
        return np.dtype(np.float32)
    return np.dtype(np.float64)


def _blocks(shape: tuple[int, ...], groups: int) -> Iterator[tuple[int, slice]]:
    """Yield (group, rows of the first spatial axis) that make one block each."""
    channels, length, *rest = shape
    rows = max(1, _BLOCK // max(1, channels // groups * prod(rest)))
    for group in range(groups):
        for first in range(0, length, rows):
            yield group, slice(first, min(first + rows, length))


def _accumulate(
    out: NDArray[Any],
    x: NDArray[Any],
    weight: NDArray[Any],
    layer: Conv,
    first_row: int,
) -> None:
    """Add all products of one block to `out` (channels, rows, …) in their order."""
    term = np.empty_like(out)
    weights = weight.astype(out.dtype, copy=False)
    shape = (-1, *(1,) * layer.axes)
    starts = (first_row * layer.stride[0], *(0,) * (layer.axes - 1))
    for channel, *tap in product(*map(range, (x.shape[0], *layer.kernel_size))):
        window = tuple(
            slice(start + at * dilation, start + at * dilation + (count - 1) * stride + 1, stride)
            for start, at, dilation, count, stride in zip(
                starts, tap, layer.dilation, out.shape[1:], layer.stride, strict=True
            )
        )
        cells: tuple[Any, ...] = (channel, *window)
        weight_at: tuple[Any, ...] = (slice(None), channel, *tap)
        np.multiply(x[cells], weights[weight_at].reshape(shape), out=term, casting="unsafe")
        np.add(out, term, out=out)
