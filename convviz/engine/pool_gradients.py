"""Gradients of pools with respect to their input."""

from __future__ import annotations

from math import isinf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.indices import indices_of
from convviz.engine.kinds import floating, sum_kind
from convviz.engine.largest import NOWHERE, places_of_largest
from convviz.engine.output import padded_for, sources_for
from convviz.engine.padding import unpad
from convviz.engine.pooling import divisors, powered, shares, spans_of
from convviz.engine.spans import Span
from convviz.engine.summing import added, go_on
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import around


def pool_gradient(
    layer: Pool | AdaptivePool,
    x: NDArray[Any],
    grad_output: NDArray[Any],
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the gradient with respect to the input of a concrete layer; nothing is checked.

    Parameters
    ----------
    layer, x
        The layer and its input.
    grad_output
        The gradient with respect to the output.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    if layer.reduction == "max":
        spans = spans_of(layer, x.shape[1:])
        windows = int(np.prod([span.taps for span in spans]))
        handed = grad_output.astype(sum_kind(windows, grad_output))
        return _to_chosen(handed, indices_of(layer, x, progress), x.shape)
    if isinstance(layer, AdaptivePool) or layer.reduction == "average":
        divided = grad_output.astype(floating(grad_output), copy=False)
        below = divisors(layer, x.shape[1:]).astype(divided.dtype)
        return spread(layer, divided / below, x.shape, progress)
    return _of_norm(layer, x, grad_output, progress)


def spread(
    layer: Pool | AdaptivePool,
    grad: NDArray[Any],
    shape: tuple[int, ...],
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return, for each input cell, the sum of what belongs to the windows it is in.

    Parameters
    ----------
    layer
        The layer, concrete.
    grad
        One number for each output cell.
    shape
        The input's.
    progress
        As for `pool_gradient`.
    """
    size = shape[1:]
    spans = spans_of(layer, size)
    lengths = [length + sum(pads) for length, pads in zip(size, around(layer), strict=True)]
    for axis, (span, length) in enumerate(zip(spans, lengths, strict=True), start=1):
        grad = _spread_along(grad, axis, span, length, progress)
    return unpad(grad, sources_for(layer, size), size)


def _spread_along(
    grad: NDArray[Any], axis: int, span: Span, length: int, progress: Progress | None
) -> NDArray[Any]:
    ahead = (slice(None),) * axis
    out = np.zeros((*grad.shape[:axis], length, *grad.shape[axis + 1 :]), grad.dtype)
    for tap in range(span.taps):
        go_on(progress, (axis - 1 + tap / span.taps) / (grad.ndim - 1))
        outputs, cells = span.met(tap)
        if isinstance(cells, slice):
            out[(*ahead, cells)] += grad[(*ahead, outputs)]
        else:  # several outputs may begin with the same cell
            parts = np.moveaxis(grad[(*ahead, outputs)], axis, 0)
            np.add.at(np.moveaxis(out, axis, 0), cells, parts)
    return out


def _to_chosen(
    grad: NDArray[Any], places: NDArray[np.int64], shape: tuple[int, ...]
) -> NDArray[Any]:
    """Return each number added to the cell that it belongs to, of a place in its channel."""
    out = np.zeros((shape[0], int(np.prod(shape[1:]))), grad.dtype)
    for channel, (numbers, at) in enumerate(zip(grad, places, strict=True)):
        chosen = at != NOWHERE
        np.add.at(out[channel], at[chosen], numbers[chosen])
    return out.reshape(shape)


def _of_norm(
    layer: Pool, x: NDArray[Any], grad_output: NDArray[Any], progress: Progress | None
) -> NDArray[Any]:
    kind = floating(x, grad_output)
    values, grad = x.astype(kind, copy=False), grad_output.astype(kind, copy=False)
    if isinf(layer.norm_type):
        ranked = np.abs(values) if layer.norm_type > 0 else -np.abs(values)
        ranked = np.where(np.isnan(values), values, ranked)
        places = places_of_largest(ranked, around(layer), spans_of(layer, x.shape[1:]), progress)
        signs = np.where(np.isnan(values), values.dtype.type(0), np.sign(values))  # as PyTorch's
        return np.asarray(_to_chosen(grad, places, x.shape) * signs)
    terms = powered(layer, padded_for(layer, values))
    sums = added(terms, spans_of(layer, x.shape[1:]))
    outer = of_root(layer, grad, sums, shares(layer, x.shape[1:]))
    return np.asarray(spread(layer, outer, x.shape, progress) * of_power(layer, values))


def of_root(
    layer: Pool, grad: NDArray[Any], sums: NDArray[Any], scale: NDArray[Any] | None
) -> NDArray[Any]:
    """Return what a norm's gradient is times its root's: ``(S·s)^(1/p − 1) · s``, 0 where S is.

    Parameters
    ----------
    layer
        The layer; its power is finite.
    grad
        The gradient with respect to each norm.
    sums
        Each sum S of powers.
    scale
        What each is multiplied by before the root, or None.
    """
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        if scale is not None:
            grad, sums = grad * scale.astype(grad.dtype), sums * scale.astype(sums.dtype)
        outer = grad * np.power(sums, sums.dtype.type(1 / layer.norm_type - 1))
    nothing = sums == 0
    if layer.norm_type == 1:  # PyTorch multiplies by the sign of the sum, 0 of nan
        nothing = nothing | np.isnan(sums)
    return np.asarray(np.where(nothing, sums.dtype.type(0), outer))


def of_power(layer: Pool, values: NDArray[Any]) -> NDArray[Any]:
    """Return the gradient of each power in a norm's sum, divided by p: ``xᵖ⁻¹``."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        exponent = values.dtype.type(layer.norm_type - 1)
        if layer.dialect == "pytorch":
            return np.asarray(np.power(values, exponent))
        return np.asarray(np.power(np.abs(values), exponent) * np.sign(values))
