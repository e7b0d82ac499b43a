"""Pooling over any number of axes: the largest, the average or the norm of each window."""

from __future__ import annotations

from functools import reduce
from math import isinf, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.kinds import floating, lowest, sum_kind
from convviz.engine.largest import largest
from convviz.engine.padding import pad
from convviz.engine.spans import Span, span_of
from convviz.engine.summing import added
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import around, reading

# Integers up to this are floats without rounding.
_EXACT = 1 << 53


def pool(
    layer: Pool | AdaptivePool,
    x: NDArray[Any],
    padded: NDArray[Any],
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the output (channels, *spatial) of a concrete layer; nothing is checked.

    A maximum keeps the kind of number. An average of integers is the float64
    nearest to the exact quotient, while no sum can pass 2⁶³; of float32 it is
    float32, of other floats float64. A norm is float32 of float32, else float64.

    Parameters
    ----------
    layer
        The layer.
    x
        Shape (channels, *spatial).
    padded
        The same with its padding.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    spans = spans_of(layer, x.shape[1:])
    if layer.reduction == "max":
        if padded.dtype != x.dtype:  # −∞ made floats of integers
            padded = pad(x, around(layer), "constant", lowest(x.dtype))
        return largest(padded, spans, progress)
    if isinstance(layer, AdaptivePool) or layer.reduction == "average":
        total = added(padded.astype(total_kind(layer, x), copy=False), spans, progress)
        return quotients(total, divisors(layer, x.shape[1:]))
    powers = powered(layer, padded.astype(floating(x), copy=False))
    if isinf(layer.norm_type):
        sign = 1 if layer.norm_type > 0 else -1
        return largest(powers * sign, spans, progress) * sign
    return rooted(layer, added(powers, spans, progress), shares(layer, x.shape[1:]))


def spans_of(layer: Pool | AdaptivePool, size: tuple[int, ...]) -> tuple[Span, ...]:
    """Return what each axis of a concrete pool reads of its padded input."""
    return tuple(
        span_of(axis, before)
        for axis, (before, _) in zip(reading(layer, size), around(layer), strict=True)
    )


def total_kind(layer: Pool | AdaptivePool, x: NDArray[Any]) -> np.dtype[Any]:
    """Return the kind of number in which a concrete pool's terms are put together."""
    if layer.reduction == "max":
        return x.dtype
    if layer.reduction == "norm":
        return floating(x)
    spans = spans_of(layer, x.shape[1:])
    return sum_kind(prod(span.taps for span in spans), x)


def divisors(
    layer: Pool | AdaptivePool, size: tuple[int, ...], at: tuple[int, ...] | None = None
) -> NDArray[Any]:
    """Return what each output cell of an average divides by, shape (*spatial).

    At the border that is the window clipped to the padded input, or to the input
    where padding isn't counted.

    Parameters
    ----------
    layer, size
        The layer, concrete, and the input's spatial size.
    at
        The one output cell that is asked for, or None for all.
    """
    spans = _only(spans_of(layer, size), at)
    if isinstance(layer, Pool) and layer.divisor_override is not None:
        counts = tuple(len(span.first) for span in spans)
        return np.full(counts, layer.divisor_override)
    if isinstance(layer, AdaptivePool) or layer.counts_padding:
        return _outer([span.length for span in spans])
    return _outer(
        [
            span.inside(before, before + length)
            for span, (before, _), length in zip(spans, around(layer), size, strict=True)
        ]
    )


def quotients(totals: NDArray[Any], divisor: NDArray[Any]) -> NDArray[Any]:
    """Return totals divided, each the nearest float; integers are divided exactly."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        if totals.dtype.kind == "f":
            return np.asarray(totals / divisor.astype(totals.dtype))
        found = np.asarray(totals / divisor)
    # NumPy would round such a total before it is divided.
    large = (totals > _EXACT) | (totals < -_EXACT)
    if large.any():
        below = np.broadcast_to(divisor, totals.shape)[large].tolist()
        pairs = zip(totals[large].tolist(), below, found[large].tolist(), strict=True)
        found[large] = [above / under if under else otherwise for above, under, otherwise in pairs]
    return found


def powered(layer: Pool, x: NDArray[Any]) -> NDArray[Any]:
    """Return the terms of a norm: ``xᵖ``, or ``|x|ᵖ`` where the dialect drops the sign.

    Of an infinite power they are ``|x|``.
    """
    if isinf(layer.norm_type) or layer.dialect != "pytorch":
        x = np.abs(x)
    return x if isinf(layer.norm_type) else _power(x, layer.norm_type)


def shares(
    layer: Pool, size: tuple[int, ...], at: tuple[int, ...] | None = None
) -> NDArray[Any] | None:
    """Return by how much the sum of each window of a norm is scaled before the root.

    PyTorch scales windows that reach beyond the input up to a whole one, as it
    takes the root of the average times the kernel's cells. None where none does.
    Parameters are as for `divisors`.
    """
    cells = _outer([span.length for span in _only(spans_of(layer, size), at)])
    if layer.dialect != "pytorch" or isinf(layer.norm_type) or (cells == layer.taps).all():
        return None
    return np.asarray(layer.taps / cells)


def rooted(layer: Pool, totals: NDArray[Any], scale: NDArray[Any] | None) -> NDArray[Any]:
    """Return the roots of sums of powers."""
    if isinf(layer.norm_type):
        return totals
    totals = totals + totals.dtype.type(0)  # PyTorch's sums are never −0
    if scale is not None:
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            totals = totals * scale.astype(totals.dtype)
    return _power(totals, 1 / layer.norm_type)


def _power(x: NDArray[Any], exponent: float) -> NDArray[Any]:
    """Return powers, the same bits for an array and for each of its numbers alone."""
    if exponent == 1:
        return x
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        if exponent == 2:
            return np.asarray(x * x)
        if exponent == 0.5:
            return np.asarray(np.sqrt(x))
        return np.asarray(np.power(x, x.dtype.type(exponent)))


def _only(spans: tuple[Span, ...], at: tuple[int, ...] | None) -> tuple[Span, ...]:
    """Return what one output cell reads, or all."""
    if at is None:
        return spans
    return tuple(span[place : place + 1] for span, place in zip(spans, at, strict=True))


def _outer(counts: list[NDArray[np.intp]]) -> NDArray[np.int64]:
    return np.asarray(reduce(np.multiply.outer, counts), np.int64)
