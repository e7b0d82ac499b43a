"""A transposed convolution as a convolution over its input with zeros put between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.output import mirrored
from convviz.engine.padding import NO_SOURCE
from convviz.engine.trace import Trace, traced
from convviz.errors import InvalidLayer
from convviz.layers.conv import Conv
from convviz.layers.large import arrays_too_large
from convviz.layers.transposed import ConvTranspose


@dataclass(frozen=True, slots=True, eq=False)
class Stretched:
    """The convolution that computes the same as a transposed one.

    Attributes
    ----------
    layer
        Its stride is 1; its padding ``k_eff − 1 − P`` on each side, and
        ``output_padding`` more at the end; negative where that cuts cells off.
    input
        The input with ``S − 1`` zeros put between its cells.
    weight
        The kernel mirrored, its channel axes swapped within each group.
    trace
        All numbers of the convolution.
    original
        For each spatial axis, the input cell that each stretched one is; −1 for
        a zero put between.
    """

    layer: Conv
    input: NDArray[Any]
    weight: NDArray[Any]
    trace: Trace
    original: tuple[NDArray[np.intp], ...]


def stretched(found: Trace, progress: Progress | None = None) -> Stretched:
    """Return a transposed convolution's trace as that of a convolution.

    The outputs are the same: integers exactly, floats to rounding and to the sign
    of zeros, where all is finite. The zeros put between and around are multiplied
    like other numbers, which an infinite weight shows.

    Parameters
    ----------
    found
        The trace of a `ConvTranspose`.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    TypeError
        The trace is of another layer.
    convviz.errors.InvalidLayer
        The stretched input would be larger than memory is meant to hold.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    layer = found.layer
    if not isinstance(layer, ConvTranspose) or found.weight is None:
        raise TypeError("only a transposed convolution can be stretched")
    conv = as_convolution(layer)
    size = tuple(
        (length - 1) * stride + 1
        for length, stride in zip(found.input.shape[1:], layer.stride, strict=True)
    )
    problems = arrays_too_large(conv, (layer.in_channels, *size))
    if problems:
        raise InvalidLayer(problems)
    apart = tuple(slice(None, None, stride) for stride in layer.stride)
    x = np.zeros((layer.in_channels, *size), found.input.dtype)
    x[(slice(None), *apart)] = found.input
    weight = swapped(layer, found.weight)
    return Stretched(
        conv, x, weight, traced(conv, x, weight, found.bias, progress), _originals(layer, size)
    )


def as_convolution(layer: ConvTranspose) -> Conv:
    """Return the convolution that a concrete layer is over its stretched input."""
    pads = tuple(
        (span - 1 - before, span - 1 - after + extra)
        for span, (before, after), extra in zip(
            layer.effective_kernel, layer.pads, layer.output_padding, strict=True
        )
    )
    return Conv(
        layer.in_channels, layer.out_channels, layer.kernel_size, (1,) * layer.axes, pads,
        layer.dilation, layer.groups, layer.bias,
    )  # fmt: skip


def swapped(layer: ConvTranspose, weight: NDArray[Any]) -> NDArray[Any]:
    """Return the weight of that convolution: mirrored, channel axes swapped in each group."""
    kernel = np.flip(mirrored(layer, weight), tuple(range(2, weight.ndim)))
    grouped = kernel.reshape(layer.groups, -1, *weight.shape[1:]).swapaxes(1, 2)
    return np.ascontiguousarray(grouped.reshape(-1, *grouped.shape[2:]))


def _originals(layer: ConvTranspose, size: tuple[int, ...]) -> tuple[NDArray[np.intp], ...]:
    found = []
    for length, stride in zip(size, layer.stride, strict=True):
        at = np.arange(length)
        found.append(np.where(at % stride == 0, at // stride, NO_SOURCE))
    return tuple(found)
