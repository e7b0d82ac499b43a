"""Gradients that collect step by step, between one input and one output channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.gradients import of_weight
from convviz.engine.trace import Trace, traced
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.transposed import ConvTranspose
from convviz.steps.backward import (
    GradientTrace,
    gradient_trace,
    input_so_far,
    weight_so_far,
)


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """What the steps of one output channel hand back to one input channel, and its weights.

    Attributes
    ----------
    part
        The gradients between these two channels alone, where they can be told apart.
    channel, output
        Which of the part's channels they are.
    earlier
        What the output channels before it have handed back.
    final
        The input channel's gradient, of all output channels.
    weight
        The gradient of the kernel between the two, None of layers without.
    """

    part: GradientTrace
    channel: int
    output: int
    earlier: NDArray[Any]
    final: NDArray[Any]
    weight: NDArray[Any] | None

    @classmethod
    def of(
        cls, trace: Trace, channel: int, output: int, grad_output: NDArray[Any]
    ) -> Collected:
        """Return what collects between two channels that have to do with each other.

        Parameters
        ----------
        trace
            The layer's numbers.
        channel, output
            Channels of input and output.
        grad_output
            The gradient with respect to the output, of its shape.
        """
        if isinstance(trace.layer, Unfold | Fold):  # One is a matrix of all channels.
            whole = gradient_trace(trace, grad_output)
            nothing = np.zeros(trace.input.shape[1:], np.int64)
            return cls(whole, channel, output, nothing, whole.total.x[channel], None)
        outputs = outputs_of(trace.layer, channel)
        alone = range(output, output + 1)
        made = gradient_trace(between(trace, channel, alone), _cut(grad_output, alone))
        earlier = _handed(trace, channel, range(outputs.start, output), grad_output)
        final = _handed(trace, channel, outputs, grad_output)
        weight = None if made.total.weight is None else made.total.weight[0, 0]
        return cls(made, 0, 0, earlier, final, weight)

    def input_after(self, cells: int) -> NDArray[Any]:
        """Return the input channel's gradient of the first cells of the output channel."""
        handed = input_so_far(self.part, self._first + cells)[self.channel]
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(self.earlier + handed)

    def weight_after(self, cells: int) -> NDArray[Any] | None:
        """Return the kernel's gradient of the first cells of the output channel."""
        return None if self.weight is None else np.asarray(weight_so_far(self.part, cells)[0, 0])

    def weight_of_first(self, inputs: int) -> NDArray[Any]:
        """Return the kernel's gradient with the first cells of the input channel alone."""
        layer, x = self.part.trace.layer, np.zeros_like(self.part.trace.input)
        assert isinstance(layer, Weighted)  # noqa: S101 - others have no kernel
        x.reshape(-1)[:inputs] = self.part.trace.input.reshape(-1)[:inputs]
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            return np.asarray(of_weight(layer, x, self.part.grad_output)[0, 0])

    @property
    def _first(self) -> int:
        """How many cells of the part come before the output channel's."""
        return self.output * prod(self.part.grad_output.shape[1:])


def outputs_of(layer: Layer, channel: int) -> range:
    """Return the output channels that read an input channel."""
    if not isinstance(layer, Conv | ConvTranspose):
        return range(channel, channel + 1)
    count = layer.out_channels // layer.groups
    first = channel // (layer.in_channels // layer.groups) * count
    return range(first, first + count)


def between(trace: Trace, channel: int, outputs: range) -> Trace:
    """Return the numbers between one input channel and some of the outputs that read it.

    Parameters
    ----------
    trace
        The layer's numbers; of layers that work on each channel by itself, or
        that have a weight.
    channel
        The input channel.
    outputs
        Output channels of its group; without a weight the same as `channel`.
    """
    layer, x = trace.layer, trace.input[channel : channel + 1]
    if not isinstance(layer, Conv | ConvTranspose):
        return traced(layer, x, None, None)
    assert trace.weight is not None  # noqa: S101 - convolutions have one
    alone = replace(layer, in_channels=1, out_channels=len(outputs), groups=1, bias=False)
    if isinstance(layer, ConvTranspose):
        first = outputs.start % (layer.out_channels // layer.groups)
        weight = trace.weight[channel : channel + 1, first : first + len(outputs)]
    else:
        at = channel % (layer.in_channels // layer.groups)
        weight = trace.weight[outputs.start : outputs.stop, at : at + 1]
    return traced(alone, x, weight, None)


def _handed(
    trace: Trace, channel: int, outputs: range, grad_output: NDArray[Any]
) -> NDArray[Any]:
    """Return what some output channels hand back to an input channel."""
    if not outputs:
        return np.zeros(trace.input.shape[1:], np.int64)
    found = gradient_trace(between(trace, channel, outputs), _cut(grad_output, outputs))
    return np.asarray(found.total.x[0])


def _cut(grad_output: NDArray[Any], outputs: range) -> NDArray[Any]:
    return grad_output[outputs.start : outputs.stop]
