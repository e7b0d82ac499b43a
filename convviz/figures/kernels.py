"""The kernel between two channels: where it is in the weight, and its numbers."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.slices import flat
from convviz.layers import ConvTranspose, Weighted


def kernel_numbers(trace: Trace, channel: int, output: int, depth: int) -> NDArray[Any]:
    """Return a slice of the kernel between an input and an output channel.

    Parameters
    ----------
    trace
        The numbers of a layer that has a weight.
    channel, output
        Channels of input and output.
    depth
        The slice.
    """
    assert trace.weight is not None  # noqa: S101 - it has one
    first, second = kernel_index(trace.layer, channel, output)
    return flat(trace.weight[first, second], depth)


def kernel_index(layer: object, channel: int, output: int) -> tuple[int, int]:
    """Return where in the weight the kernel between two channels is."""
    assert isinstance(layer, Weighted)  # noqa: S101 - no other has kernels
    if isinstance(layer, ConvTranspose):
        return channel, output % (layer.out_channels // layer.groups)
    return output, channel % (layer.in_channels // layer.groups)
