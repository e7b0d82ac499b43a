"""Convolution over any number of axes, summed directly in the order of its terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import Cancelled
from convviz.layers import sizes
from convviz.layers.conv import Conv

Progress = Callable[[float], bool]
"""Told the share that is done, answers whether to go on."""

# Numbers of the output computed at once: their sum and one product stay in a core's cache.
_BLOCK = 1 << 15


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
    dtype = result_dtype(padded, weight, bias)
    size = tuple(
        sizes.output_size(length, kernel, stride, dilation)
        for length, kernel, stride, dilation in zip(
            padded.shape[1:], layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )
    out = np.empty((layer.out_channels, *size), dtype)
    weight = weight.astype(dtype, copy=False)
    blocks = list(_blocks(out.shape, layer.out_channels // layer.groups))
    # Infinities and what comes of them are results like others.
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for done, block in enumerate(blocks):
            for share in _accumulate(out[block], block, padded, weight, layer):
                if progress is not None and not progress((done + share) / len(blocks)):
                    raise Cancelled("the computation was cancelled")
            if bias is not None:
                bias_here = bias[block[0]].astype(dtype, copy=False)
                out[block] += bias_here.reshape(-1, *(1,) * layer.axes)
    return out


def result_dtype(
    x: NDArray[Any], weight: NDArray[Any], bias: NDArray[Any] | None
) -> np.dtype[np.generic]:
    """Return int64 for integers, float32 for float32 alone, float64 otherwise.

    Integers that might add up to more than int64 holds are float64 too.
    """
    arrays = [array for array in (x, weight, bias) if array is not None]
    if all(array.dtype.kind in "iub" for array in arrays):
        taps = weight[0].size
        largest = _magnitude(x) * _magnitude(weight) * taps + (
            0 if bias is None else _magnitude(bias)
        )
        return np.dtype(np.int64 if largest < 1 << 63 else np.float64)
    if all(array.dtype == np.float32 for array in arrays):
        return np.dtype(np.float32)
    return np.dtype(np.float64)


def _magnitude(array: NDArray[Any]) -> int:
    """Return the largest absolute value of an integer array, as no NumPy integer could."""
    return max(abs(int(array.min())), abs(int(array.max())))


def _blocks(shape: tuple[int, ...], per_group: int) -> Iterator[tuple[slice, ...]]:
    """Yield the parts of an output that are computed at once; each is within one group."""
    channels, *size = shape
    steps: list[int] = []
    room = _BLOCK
    for length in reversed((per_group, *size)):
        steps.insert(0, max(1, min(length, room)))
        room //= length
    for group in range(0, channels, per_group):
        starts, ends = (group, *(0,) * len(size)), (group + per_group, *size)
        for corner in product(*map(range, starts, ends, steps)):
            yield tuple(
                slice(at, min(at + step, end))
                for at, step, end in zip(corner, steps, ends, strict=True)
            )


def _accumulate(
    out: NDArray[Any],
    block: tuple[slice, ...],
    padded: NDArray[Any],
    weight: NDArray[Any],
    layer: Conv,
) -> Iterator[float]:
    """Write all products of one block of the output to `out`, added in their order.

    Yields the share that is done, now and then.
    """
    outs, *cells = block
    channels = layer.input_channels(outs.start)
    seen = (
        slice(at.start * stride, (at.stop - 1) * stride + span)
        for at, stride, span in zip(cells, layer.stride, layer.effective_kernel, strict=True)
    )
    cells_read: tuple[slice, ...] = (slice(channels.start, channels.stop), *seen)
    x = padded[cells_read].astype(out.dtype, copy=False)
    weights = weight[outs].reshape(*out.shape[:1], *weight.shape[1:], *(1,) * layer.axes)
    term = np.empty_like(out)
    target = out
    rows = list(product(range(len(channels)), range(layer.kernel_size[0])))
    for done, row in enumerate(rows):
        yield done / len(rows)
        for rest in product(*map(range, layer.kernel_size[1:])):
            channel, *tap = (*row, *rest)
            x_at: tuple[Any, ...] = (channel, *_met(tap, layer, out.shape[1:]))
            weight_at: tuple[Any, ...] = (slice(None), channel, *tap)
            np.multiply(x[x_at], weights[weight_at], out=target)
            if target is term:
                np.add(out, term, out=out)
            target = term


def _met(tap: Sequence[int], layer: Conv, counts: tuple[int, ...]) -> Iterator[slice]:
    """Yield for each axis the cells that a tap meets in so many windows."""
    for at, dilation, stride, count in zip(tap, layer.dilation, layer.stride, counts, strict=True):
        yield slice(at * dilation, at * dilation + (count - 1) * stride + 1, stride)
