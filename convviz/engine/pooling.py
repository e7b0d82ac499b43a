"""Pooling over any number of axes, term by term in their order."""

from __future__ import annotations

from functools import reduce
from itertools import product
from math import inf, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.padding import pad
from convviz.layers import sizes
from convviz.layers.layer import Layer
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.reading import Reading
from convviz.layers.shapes import reading


def pool(layer: Pool, x: NDArray[Any]) -> NDArray[Any]:
    """Return the output (channels, *spatial) of a concrete layer; nothing is checked."""
    counts = tuple(axis.count for axis in reading(layer, x.shape[1:]))
    values = _reaching(layer, x, counts)
    total: NDArray[Any] | None = None
    for tap in product(*map(range, layer.kernel_size)):
        under = tuple(
            slice(at * dilation, at * dilation + (count - 1) * stride + 1, stride)
            for at, dilation, stride, count in zip(
                tap, layer.dilation, layer.stride, counts, strict=True
            )
        )
        met = values[(slice(None), *under)]
        if total is None:
            total = met.copy()
        elif layer.reduction == "max":
            np.maximum(total, met, out=total)
        else:
            np.add(total, met, out=total)
    assert total is not None  # noqa: S101 - a kernel has at least one tap
    if layer.reduction == "max":
        return total.astype(x.dtype, copy=False)
    if layer.reduction == "average":
        return np.asarray(total / divisors(layer, x.shape[1:]).astype(total.dtype))
    return _root(layer, total)


def divisors(layer: Pool, size: tuple[int, ...]) -> NDArray[np.int64]:
    """Return what each output cell of an average divides by, shape (*spatial).

    At the border that is the window clipped to the padded input, or to the input
    where padding isn't counted.
    """
    axes = reading(layer, size)
    counts = tuple(axis.count for axis in axes)
    if layer.divisor_override is not None:
        return np.full(counts, layer.divisor_override, np.int64)
    cells = [
        np.array(
            [
                sum(
                    1
                    for position in axis.positions(output)
                    if layer.count_include_pad or 0 <= position < length
                )
                for output in range(axis.count)
            ],
            np.int64,
        )
        for axis, length in zip(axes, size, strict=True)
    ]
    return np.asarray(reduce(np.multiply.outer, cells))


def adaptive_pool(layer: AdaptivePool, x: NDArray[Any]) -> NDArray[Any]:
    """Return the output (channels, *spatial) of a layer; nothing is checked."""
    axes = reading(layer, x.shape[1:])
    counts = tuple(axis.count for axis in axes)
    largest = layer.reduction == "max"
    dtype = x.dtype if largest else _floating(x)
    out = np.empty((x.shape[0], *counts), dtype)
    for at in product(*map(range, counts)):
        cut = tuple(
            slice(cells.start, cells.stop)
            for cells in (axis.positions(place) for axis, place in zip(axes, at, strict=True))
        )
        part = x[(slice(None), *cut)].reshape(x.shape[0], -1)
        out[(slice(None), *at)] = (
            part.max(axis=1)
            if largest
            else np.add.accumulate(part.astype(dtype), axis=1)[:, -1] / dtype.type(part.shape[1])
        )
    return out


def _floating(x: NDArray[Any]) -> np.dtype[Any]:
    return np.dtype(np.float32 if x.dtype == np.float32 else np.float64)


def _reaching(layer: Pool, x: NDArray[Any], counts: tuple[int, ...]) -> NDArray[Any]:
    """Return the terms, padded so far that every window is whole; what is added is neutral."""
    fill = -inf if layer.reduction == "max" else 0.0
    reach = tuple(
        (
            before,
            max((count - 1) * stride + sizes.effective_kernel(kernel, dilation) - length - before, 0),
        )
        for (before, _), count, stride, kernel, dilation, length in zip(
            layer.pads, counts, layer.stride, layer.kernel_size, layer.dilation, x.shape[1:],
            strict=True,
        )
    )
    if layer.reduction == "max":
        if x.dtype.kind in "iub":
            x = x.astype(np.int64)
            return np.pad(x, ((0, 0), *reach), constant_values=np.iinfo(np.int64).min)
        return pad(x, reach, "constant", fill)
    x = x.astype(_floating(x), copy=False)
    if layer.reduction == "norm":
        x = powered(layer, x)
    return pad(x, reach, "constant", fill)


def powered(layer: Pool, x: NDArray[Any]) -> NDArray[Any]:
    """Return the terms of a norm: ``xᵖ``, or ``|x|ᵖ`` where the dialect drops the sign."""
    with np.errstate(invalid="ignore", over="ignore"):
        base = x if layer.dialect == "pytorch" else np.abs(x)
        return np.asarray(base ** x.dtype.type(layer.norm_type))


def _root(layer: Pool, total: NDArray[Any]) -> NDArray[Any]:
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(total ** total.dtype.type(1 / layer.norm_type))


def rooted(layer: Layer, total: Any, axes: tuple[Reading, ...], output: tuple[int, ...]) -> Any:  # noqa: ARG001
    """Return the root of one cell's sum of powers."""
    assert isinstance(layer, Pool)  # noqa: S101 - no other takes roots
    with np.errstate(invalid="ignore", over="ignore"):
        return total ** total.dtype.type(1 / layer.norm_type)


def divisor(
    layer: Layer, axes: tuple[Reading, ...], size: tuple[int, ...], output: tuple[int, ...]
) -> int:
    """Return what one output cell (channel, *position) of an average divides by."""
    if isinstance(layer, Pool) and layer.divisor_override is not None:
        return layer.divisor_override
    counted = isinstance(layer, Pool) and layer.count_include_pad
    return prod(
        len(axis.positions(at))
        if counted
        else sum(0 <= position < length for position in axis.positions(at))
        for axis, at, length in zip(axes, output[1:], size, strict=True)
    )
