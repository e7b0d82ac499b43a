"""Gradients put into steps: what each output cell hands back, and what that adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.gradients import Gradients, gradients_of, of_input, of_weight
from convviz.engine.kinds import floating
from convviz.engine.pool_gradients import of_power, of_root
from convviz.engine.trace import Trace
from convviz.layers.layer import Weighted
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps.pointing import as_read
from convviz.steps.terms import Number, Terms


@dataclass(frozen=True, slots=True, eq=False)
class GradientTrace:
    """A trace and the gradients of one output gradient.

    Attributes
    ----------
    trace
        The layer's numbers.
    grad_output
        The gradient with respect to the output, of its shape.
    total
        The gradients with respect to input, weight and bias.
    """

    trace: Trace
    grad_output: NDArray[Any]
    total: Gradients


@dataclass(frozen=True, slots=True)
class Flow:
    """What one output cell's gradient hands back through one of its terms.

    Attributes
    ----------
    index
        Which term it is.
    channel, position
        The padded cell that gets it, in input coordinates.
    source
        The input cell that it ends up in, or None: lost in padding with a constant.
    factor
        What the gradient is multiplied by: the weight; one over an average's
        divisor; 1 for the cell that a maximum is, 0 for the others; a norm's slope.
    amount
        The product.
    """

    index: int
    channel: int
    position: tuple[int, ...]
    source: tuple[int, ...] | None
    factor: Number
    amount: Number


def gradient_trace(
    trace: Trace, grad_output: NDArray[Any], progress: Progress | None = None
) -> GradientTrace:
    """Compute the gradients of a trace and keep what they are made of.

    Parameters
    ----------
    trace
        The layer's numbers.
    grad_output
        The gradient with respect to the output, of its shape.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.InvalidLayer
        The gradient has another shape, or holds no real numbers.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    total = gradients_of(trace.layer, trace.input, trace.weight, grad_output, progress)
    return GradientTrace(trace, grad_output, total)


def flow(found: GradientTrace, output: tuple[int, ...]) -> list[Flow]:
    """Return what an output cell's gradient hands back, in the order of its terms.

    All cells' flows added up at their sources are the input's gradient: exactly for
    integers; floats to rounding, since the engine adds them in an order of its own.
    """
    terms = Terms(found.trace, output)
    grad = found.grad_output[output]
    # What is told of integers is exact, and so are their products.
    kind = found.total.x.dtype
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        factors = _factors(found, terms).astype(kind)
        amounts = factors * grad.astype(kind)
        divisor = terms.divisor
        if divisor is not None:
            amounts = np.full(len(terms), grad.astype(kind) / kind.type(divisor))
    return [
        Flow(
            term.index,
            term.channel,
            term.position,
            term.source,
            factors[term.index].item(),
            amounts[term.index].item(),
        )
        for term in terms
    ]


def input_so_far(
    found: GradientTrace, steps: int, progress: Progress | None = None
) -> NDArray[Any]:
    """Return the input's gradient of the first output cells alone, in the order of steps."""
    trace, grad = found.trace, _of_first(found.grad_output, steps)
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        return of_input(trace.layer, trace.input, trace.weight, grad, progress)


def weight_so_far(
    found: GradientTrace, steps: int, progress: Progress | None = None
) -> NDArray[Any]:
    """Return the weight's gradient of the first output cells alone, in the order of steps.

    Raises
    ------
    TypeError
        The layer has no weight.
    """
    trace, grad = found.trace, _of_first(found.grad_output, steps)
    if not isinstance(trace.layer, Weighted):
        raise TypeError("the layer has no weight")
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        return of_weight(trace.layer, trace.input, grad, progress)


def weight_term(
    found: GradientTrace, weight: tuple[int, ...], output: tuple[int, ...]
) -> tuple[Number, Number] | None:
    """Return what an output cell adds to the gradient of one number of the weight.

    Parameters
    ----------
    found
        The gradients.
    weight
        Which number, as an index into the weight.
    output
        The output cell (channel, *position).

    Returns
    -------
    tuple or None
        The value that it meets, and the value times the cell's gradient; None where
        the output cell isn't made with it. All cells' products add up to the
        gradient: exactly for integers, floats to rounding.
    """
    trace, total = found.trace, found.total.weight
    if not isinstance(trace.layer, Weighted) or total is None:
        return None
    channel = _channel_met(trace.layer, weight, output[0])
    position = []
    for axis, tap, at, (before, _) in zip(
        trace.reading, as_read(trace, weight[2:]), output[1:], trace.pads, strict=True
    ):
        taps = axis.taps(at)
        if tap not in taps:
            return None
        position.append(axis.positions(at)[taps.index(tap)] + before)
    if channel is None:
        return None
    value = trace.padded[(channel, *position)]
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        product = value.astype(total.dtype) * found.grad_output[output].astype(total.dtype)
    return value.item(), product.item()


def _channel_met(layer: Weighted, weight: tuple[int, ...], output: int) -> int | None:
    """Return the input channel that a number of the weight meets for an output channel."""
    first, second = weight[:2]
    channels = layer.input_channels(output)
    if isinstance(layer, ConvTranspose):
        meant = output % (layer.out_channels // layer.groups) == second
        return first if meant and first in channels else None
    return channels[second] if first == output else None


def _factors(found: GradientTrace, terms: Terms) -> NDArray[Any]:
    layer = found.trace.layer
    if isinstance(layer, Pool) and layer.reduction == "norm":
        return _slopes(layer, found, terms)
    if terms.how == "max":
        return _at_one(len(terms), terms.chosen)
    if isinstance(layer, Pool | AdaptivePool):
        assert terms.divisor is not None  # noqa: S101 - averages divide
        return np.ones(len(terms)) / np.float64(terms.divisor)
    weights = [term.weight for term in terms]
    return np.array([1 if weight is None else weight for weight in weights])


def _slopes(layer: Pool, found: GradientTrace, terms: Terms) -> NDArray[Any]:
    """Return how fast a norm grows with each of its values."""
    kind = floating(found.trace.input, found.grad_output)
    values = np.array([term.value for term in terms], kind)
    if isinf(layer.norm_type):
        ranked = np.array([term.product for term in terms], kind)
        chosen = ranked.argmax() if layer.norm_type > 0 else ranked.argmin()
        signs = np.where(np.isnan(values), 0, np.sign(values))
        return np.asarray(_at_one(len(terms), int(chosen)) * signs)
    total = np.array([terms[-1].partial], kind)
    scale = None if terms.scale is None else np.array([terms.scale])
    return np.asarray(of_root(layer, np.ones(1, kind), total, scale) * of_power(layer, values))


def _at_one(count: int, place: int | None) -> NDArray[np.int64]:
    factors = np.zeros(count, np.int64)
    if place is not None:
        factors[place] = 1
    return factors


def _of_first(grad_output: NDArray[Any], steps: int) -> NDArray[Any]:
    kept = np.zeros_like(grad_output)
    kept.reshape(-1)[:steps] = grad_output.reshape(-1)[:steps]
    return kept
