"""Convolution over any number of axes: in the order of its terms, or as quickly as it goes."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.blocks import Source
from convviz.engine.ordered import sum_in_order
from convviz.engine.product import multiply, pays
from convviz.errors import Cancelled
from convviz.layers import sizes
from convviz.layers.conv import Conv

Progress = Callable[[float], bool]
"""Told the share that is done, answers whether to go on."""


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

    Parameters
    ----------
    layer, weight, bias
        As for `convviz.engine.output.apply`.
    padded
        Input of shape (in_channels, *spatial), with its padding.
    progress
        Told the share that is done, often; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    source = Source(padded, ((0, 0),) * layer.axes, "zeros")
    out = _empty_output(layer, source, weight, bias)
    kind = out.dtype
    if kind.kind == "i":
        kind = _exact(_largest(padded, weight, bias))
    # Infinities and what comes of them are results like others.
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for share in sum_in_order(out, source, weight, bias, layer, kind):
            if progress is not None and not progress(share):
                raise Cancelled("the computation was cancelled")
    return out


def convolve_quickly(
    layer: Conv, x: NDArray[Any], weight: NDArray[Any], bias: NDArray[Any] | None
) -> NDArray[Any]:
    """Return the output for an input without its padding; nothing is checked.

    Integers are exact, as from `convolve`. So is every bit of a layer in which
    at most two output channels share a window (depthwise, one channel in and
    out), and whatever isn't finite or might not be. All other numbers are
    products of matrices: within 1e-12 of the largest sum that their terms might
    have in float64, and 1e-4 in float32, and the last bits may be others on
    another machine. Beside the input and the output no more than 64 MiB is held.

    Parameters
    ----------
    layer, x, weight, bias
        As for `convviz.engine.output.apply`; the layer is concrete.
    """
    source = Source(x, layer.pads, layer.padding_mode)
    out = _empty_output(layer, source, weight, bias)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        kind, largest = out.dtype, inf
        if kind.kind == "i" or pays(layer):
            largest = _largest(x, weight, bias)
        if kind.kind == "i":
            kind = _exact(largest)
        # Not so for a NaN either; from there on, sums might overflow in one order alone.
        if kind.kind == "f" and largest < np.finfo(kind).max / 4 and pays(layer):
            multiply(out, source, weight, bias, layer, kind)
        else:
            for _ in sum_in_order(out, source, weight, bias, layer, kind):
                pass
    return out


def _empty_output(
    layer: Conv, source: Source, weight: NDArray[Any], bias: NDArray[Any] | None
) -> NDArray[Any]:
    size = map(sizes.output_size, source.size, layer.kernel_size, layer.stride, layer.dilation)
    return np.empty((layer.out_channels, *size), result_dtype(source.array, weight, bias))


def result_dtype(
    x: NDArray[Any], weight: NDArray[Any], bias: NDArray[Any] | None
) -> np.dtype[np.generic]:
    """Return int64 for integers, float32 for float32 alone, float64 otherwise.

    Integers that might add up to more than int64 holds are float64 too.
    """
    arrays = [array for array in (x, weight, bias) if array is not None]
    if all(array.dtype.kind in "iub" for array in arrays):
        return np.dtype(np.int64 if _largest(x, weight, bias) < 1 << 63 else np.float64)
    if all(array.dtype == np.float32 for array in arrays):
        return np.dtype(np.float32)
    return np.dtype(np.float64)


def _largest(x: NDArray[Any], weight: NDArray[Any], bias: NDArray[Any] | None) -> float:
    """Return what no sum of products passes, whatever their signs: an int for integers."""
    taps: int = weight[0].size
    return _magnitude(x) * _magnitude(weight) * taps + (0 if bias is None else _magnitude(bias))


def _magnitude(array: NDArray[Any]) -> float:
    """Return the largest absolute value: of integers an int, as no NumPy integer could."""
    low, high = array.min().item(), array.max().item()
    return float(max(abs(low), abs(high))) if array.dtype.kind == "f" else max(-int(low), int(high))


def _exact(largest: float) -> np.dtype[Any]:
    """Return the quickest numbers that hold all integers up to the largest."""
    if largest < 1 << 24:
        return np.dtype(np.float32)
    return np.dtype(np.float64 if largest < 1 << 53 else np.int64)
