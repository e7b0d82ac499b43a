"""A transposed convolution as stamps that add up: where each falls, and the sum so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.output import mirrored
from convviz.engine.trace import Trace
from convviz.layers.transposed import ConvTranspose
from convviz.steps.folded import ravelled, unravelled


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is stamped on: the output with the border that is cut off.

    Attributes
    ----------
    first
        Its first cell along each axis, in output coordinates.
    shape
        Its cells along each axis.
    output
        The output's.
    extra
        How many of these, at the end, only ``output_padding`` makes.
    """

    first: tuple[int, ...]
    shape: tuple[int, ...]
    output: tuple[int, ...]
    extra: tuple[int, ...]


def canvas(trace: Trace) -> Canvas:
    """Return what the stamps of a transposed convolution fall on."""
    layer = layer_of(trace)
    first, shape = [], []
    for size, stride, span, (before, _), count in zip(
        trace.input.shape[1:], layer.stride, layer.effective_kernel, layer.pads,
        trace.output.shape[1:], strict=True,
    ):
        start = min(-before, 0)
        first.append(start)
        shape.append(max((size - 1) * stride + span - before, count) - start)
    return Canvas(tuple(first), tuple(shape), trace.output.shape[1:], layer.output_padding)


def footprint(trace: Trace, position: tuple[int, ...]) -> tuple[range, ...]:
    """Return the cells of an input position's stamp along each axis, in output coordinates."""
    layer = layer_of(trace)
    return tuple(
        range(at * stride - before, at * stride - before + kernel * dilation, dilation)
        for at, stride, (before, _), kernel, dilation in zip(
            position, layer.stride, layer.pads, layer.kernel_size, layer.dilation, strict=True
        )
    )


def stamp(trace: Trace, cell: tuple[int, ...], channel: int) -> NDArray[Any]:
    """Return the kernel scaled by an input cell (channel, *position), as it is stamped.

    Parameters
    ----------
    trace
        The layer's numbers.
    cell
        The input cell.
    channel
        The output channel.
    """
    dtype = trace.output.dtype
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        return np.asarray(
            trace.input[cell].astype(dtype) * kernel(trace, cell[0], channel).astype(dtype)
        )


def kernel(trace: Trace, channel: int, output: int) -> NDArray[Any]:
    """Return the kernel that an input channel stamps on an output channel, as it is stamped."""
    layer = layer_of(trace)
    assert trace.weight is not None  # noqa: S101 - every convolution has one
    return np.asarray(mirrored(layer, trace.weight)[channel, output % trace.weight.shape[1]])


def blank(trace: Trace) -> NDArray[Any]:
    """Return the canvas with nothing on it yet."""
    return np.zeros(canvas(trace).shape, trace.output.dtype)


def add_channel(
    trace: Trace, onto: NDArray[Any], channel: int, output: int, stop: tuple[int, ...] | None
) -> None:
    """Add the stamps of an input channel to a canvas, in their order.

    Parameters
    ----------
    trace
        The layer's numbers.
    onto
        The canvas's numbers; changed.
    channel
        The input channel.
    output
        The output channel.
    stop
        The last position whose stamp is added, or None for all of them.
    """
    weight = kernel(trace, channel, output).astype(trace.output.dtype)
    x = trace.input[channel].astype(trace.output.dtype)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for block in _blocks(x.shape, stop):
            for tap, places in _falls(trace, block):
                onto[places] += x[block] * weight[tap]


def covered(trace: Trace, stop: tuple[int, ...] | None) -> NDArray[np.bool_]:
    """Return which cells of the canvas a channel's stamps cover, up to and with a position's."""
    found = np.zeros(canvas(trace).shape, np.bool_)
    for block in _blocks(trace.input.shape[1:], stop):
        for _, places in _falls(trace, block):
            found[places] = True
    return found


def _blocks(size: tuple[int, ...], stop: tuple[int, ...] | None) -> list[tuple[slice, ...]]:
    """Return the blocks that positions up to one are made of: earlier rows, then its own."""
    if stop is None:
        return [tuple(slice(0, length) for length in size)]
    blocks = []
    for axis, at in enumerate(stop):
        end = at + (axis == len(size) - 1)
        if end:
            within = (slice(i, i + 1) for i in stop[:axis])
            beyond = (slice(0, length) for length in size[axis + 1 :])
            blocks.append((*within, slice(0, end), *beyond))
    return blocks


def _falls(
    trace: Trace, block: tuple[slice, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[slice, ...]]]:
    """Yield each tap and where on the canvas it falls for a block of inputs.

    The last taps come first: they reach a cell from the earliest inputs.
    """
    layer, there = layer_of(trace), canvas(trace)
    for tap in product(*(reversed(range(length)) for length in layer.kernel_size)):
        yield tap, tuple(
            _places(cut, at * dilation - before - first, stride)
            for cut, at, dilation, (before, _), first, stride in zip(
                block, tap, layer.dilation, layer.pads, there.first, layer.stride, strict=True
            )
        )


def _places(cut: slice, offset: int, stride: int) -> slice:
    """Return where a tap falls that is so far from its input's place, for a row of inputs."""
    first = cut.start * stride + offset
    return slice(first, first + (cut.stop - cut.start - 1) * stride + 1, stride)


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """What the stamps of one input channel add up to on one output channel's canvas.

    Attributes
    ----------
    trace
        The layer's numbers.
    channel, output
        The input's and the output's channel.
    earlier
        What the input channels before it have put on the canvas.
    touched
        Where they have.
    final
        All stamps of all channels, without the bias.
    """

    trace: Trace
    channel: int
    output: int
    earlier: NDArray[Any]
    touched: NDArray[np.bool_]
    final: NDArray[Any]

    @classmethod
    def of(cls, trace: Trace, channel: int, output: int) -> Sums:
        """Return the sums of two channels that have to do with each other."""
        onto = blank(trace)
        earlier, touched = onto, np.zeros(onto.shape, np.bool_)
        channels = layer_of(trace).input_channels(output)
        for at in channels:
            if at == channel:
                earlier = onto.copy()
                touched = touched if at == channels[0] else covered(trace, None)
            add_channel(trace, onto, at, output, None)
        return cls(trace, channel, output, earlier, touched, onto)

    def before(self, position: tuple[int, ...]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return what is on the canvas before the stamp of a position, and where."""
        size = self.trace.input.shape[1:]
        number = ravelled(position, size) - 1
        if number < 0:
            return self.earlier, self.touched
        last = unravelled(number, size)
        sums = self.earlier.copy()
        add_channel(self.trace, sums, self.channel, self.output, last)
        return sums, self.touched | covered(self.trace, last)

    def after(self, position: tuple[int, ...]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return what is on the canvas with the stamp of a position, and where.

        With the last stamp of the last channel the bias comes, too.
        """
        return self.with_stamp(*self.before(position), position)

    def with_stamp(
        self, before: NDArray[Any], touched: NDArray[np.bool_], position: tuple[int, ...]
    ) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return the same as `after` of what `before` returned."""
        sums, there = before.copy(), touched.copy()
        first = canvas(self.trace).first
        places = np.ix_(*(
            [at - start for at in axis]
            for axis, start in zip(footprint(self.trace, position), first, strict=True)
        ))
        bias = self.bias_after(position)
        with np.errstate(over="ignore", invalid="ignore"):
            sums[places] += stamp(self.trace, (self.channel, *position), self.output)
            if bias is not None:
                sums += sums.dtype.type(bias)
        there[places if bias is None else ...] = True
        return sums, there

    def bias_after(self, position: tuple[int, ...]) -> int | float | None:
        """Return the bias that comes with the stamp of a position, None before the last stamp."""
        size, bias = self.trace.input.shape[1:], self.trace.bias
        last = self.channel == layer_of(self.trace).input_channels(self.output)[-1]
        if bias is None or not last or ravelled(position, size) < prod(size) - 1:
            return None
        found: int | float = bias[self.output].item()
        return found


def sizes_back(trace: Trace) -> tuple[range, ...]:
    """Return, for each axis, the sizes that a convolution of the same shape takes to the input's.

    With a stride above 1 there are several; ``output_padding`` chooses which comes back.
    """
    layer = layer_of(trace)
    found = []
    for size, stride, span, pads in zip(
        trace.input.shape[1:], layer.stride, layer.effective_kernel, layer.pads, strict=True
    ):
        least = (size - 1) * stride + span - sum(pads)
        found.append(range(max(least, 1), least + stride))
    return tuple(found)


def layer_of(trace: Trace) -> ConvTranspose:
    """Return the layer of a trace of stamps."""
    assert isinstance(trace.layer, ConvTranspose)  # noqa: S101 - others have no stamps
    return trace.layer
