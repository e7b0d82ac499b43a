"""What is stacked: the maps of a chain of layers as plates, and the kernel between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.trace import Trace
from convviz.figures.blocks import Block, blocks, coarser, shown_numbers
from convviz.figures.kernels import kernel_numbers
from convviz.figures.slices import flat
from convviz.figures.still import Choice
from convviz.figures.tiles import Plane, levels_of
from convviz.layers import Conv, ConvTranspose, Fold, Unfold, Weighted
from convviz.options import ViewOptions
from convviz.scene.items import Ramp

Kind = Literal["input", "kernel", "map", "output"]
MOST_PLATES = 4
"""So many plates of a stack are drawn at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One feature map, one slice, or one kernel.

    Attributes
    ----------
    number
        Which channel or slice it is, as people count; of padding less than 1 or too large.
    plane
        Its numbers, None where there are none yet.
    read
        Whether the output channel on show reads it.
    cells
        Rows and columns that are cells of its own, the others being padding.
    depth
        Of three axes, the slice in the stack's own coordinates; else 0.
    """

    number: int
    plane: Plane | None
    read: bool
    cells: Block
    depth: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Plates of the same size, one behind the other.

    Attributes
    ----------
    kind
        What they are.
    plates
        The farthest first.
    current
        Which of them is on show.
    origin
        Row and column of their first cell.
    shape
        Rows and columns.
    more
        How many more there are that aren't drawn.
    deep
        Whether they are the slices of one map with three axes.
    """

    kind: Kind
    plates: tuple[Plate, ...]
    current: int
    origin: tuple[int, int]
    shape: tuple[int, int]
    more: int = 0
    deep: bool = False

    @property
    def front(self) -> Plate:
        """The plate on show."""
        return self.plates[self.current]


def channels_read(trace: Trace, output: int) -> range:
    """Return the channels that an output channel reads, of a layer that is shown so."""
    assert not isinstance(trace.layer, Unfold | Fold)  # noqa: S101 - they aren't
    return trace.layer.input_channels(output)


def channels_of(traces: Sequence[Trace], choice: Choice, view: ViewOptions) -> list[int]:
    """Return the channel on show of each map, the input's first and the last output's last."""
    found = [choice.output, choice.input]
    for trace in reversed(traces[:-1]):
        read = channels_read(trace, found[-1])
        first = trace is traces[0] and view.input_channel in read
        found.append(view.input_channel if first else read[0])
    return found[::-1]


def stacks(traces: Sequence[Trace], choice: Choice, view: ViewOptions) -> list[Stack]:
    """Return the maps of a chain of layers, each layer's padded input first, the output last."""
    shown = channels_of(traces, choice, view)
    made = [
        _given(trace, at, (shown[at], shown[at + 1]), choice, view, last=at == len(traces) - 1)
        for at, trace in enumerate(traces)
    ]
    return [*made, _made(traces[-1], choice, view)]


def kernel_stack(trace: Trace, choice: Choice) -> Stack | None:
    """Return the kernels of an output channel, None of a layer without."""
    if not isinstance(trace.layer, Weighted) or trace.weight is None:
        return None
    read = trace.layer.input_channels(choice.output)
    plates = []
    if trace.layer.axes > 2:
        depths = _around(choice.slices.kernel, range(trace.layer.kernel_size[0]))
        plates = [
            Plate(depth + 1, _weights(trace, choice, choice.input, depth), True, _all(trace), depth)
            for depth in reversed(depths)
        ]
        current = len(plates) - 1 - list(depths).index(choice.slices.kernel)
        more = trace.layer.kernel_size[0] - len(plates)
    else:
        channels = _from_front(choice.input, read, read)
        plates = [
            Plate(channel + 1, _weights(trace, choice, channel, 0), True, _all(trace))
            for channel in reversed(channels)
        ]
        current, more = len(plates) - 1, len(read) - len(plates)
    shape = tuple(map(len, _all(trace)))
    return Stack(
        "kernel", tuple(plates), current, (0, 0), (shape[0], shape[1]), more, trace.layer.axes > 2
    )


def _all(trace: Trace) -> Block:
    assert isinstance(trace.layer, Conv | ConvTranspose)  # noqa: S101 - no other has a weight
    size = (1, *trace.layer.kernel_size)
    return range(size[-2]), range(size[-1])


def _weights(trace: Trace, choice: Choice, channel: int, depth: int) -> Plane:
    values = kernel_numbers(trace, channel, choice.output, depth)
    assert trace.weight is not None  # noqa: S101 - said before
    low, high = levels_of(Coarse(*finite_range(trace.weight)), choice.kernel_ramp, None)
    return Plane(values, (), choice.kernel_ramp, (min(low, 0.0), max(high, 0.0)))


def _given(
    trace: Trace,
    at: int,
    channels: tuple[int, int],
    choice: Choice,
    view: ViewOptions,
    *,
    last: bool,
) -> Stack:
    """Return what a layer reads, padded: the chain's input, or what the layer before it made."""
    channel, output = channels
    ramp: Ramp = choice.input_ramp if at == 0 else _between(trace, choice, view)
    levels = levels_of(trace.padded_coarse, ramp, view.input_levels if at == 0 else None)
    slice_at = choice.slices.input if last else _middle(trace)
    deep = trace.layer.axes > 2
    read = channels_read(trace, output)

    def plate(number: int, of: int, depth: int) -> Plate:
        values = shown_numbers(trace, of, depth)
        plane = Plane(values, coarser(trace, of, values), ramp, levels)
        return Plate(number, plane, of in read, blocks(trace, depth).inner, depth)

    if deep:
        before, after = trace.pads[0]
        every = range(-max(before, 0), trace.input.shape[1] + max(after, 0))
        depths = _around(slice_at, every)
        plates = [plate(depth + 1, channel, depth) for depth in reversed(depths)]
        current = len(plates) - 1 - list(depths).index(slice_at)
        more = len(every) - len(depths)
    else:
        count = trace.input.shape[0]
        drawn = _from_front(channel, read, range(count))
        plates = [plate(of + 1, of, 0) for of in reversed(drawn)]
        current, more = len(plates) - 1, count - len(drawn)
    rows, columns = blocks(trace, slice_at).shown
    return Stack(
        "input" if at == 0 else "map", tuple(plates), current, (rows.start, columns.start),
        (len(rows), len(columns)), more, deep,
    )


def _made(trace: Trace, choice: Choice, view: ViewOptions) -> Stack:
    """Return what the last layer makes; the channels after the one on show aren't there yet."""
    levels = levels_of(trace.output_coarse, choice.output_ramp, view.output_levels)

    def plane(channel: int, depth: int) -> Plane:
        values: NDArray[Any] = flat(trace.output[channel], depth)
        coarse: tuple[NDArray[np.float32], ...] = ()
        if trace.layer.axes < 3:
            coarse = tuple(level[channel] for level in trace.output_coarse.levels)
        return Plane(values, coarse, choice.output_ramp, levels)

    own, count = choice.output, trace.output.shape[0]
    shape = flat(trace.output[0]).shape
    cells = range(shape[0]), range(shape[1])
    if trace.layer.axes > 2:
        at, every = choice.slices.output, range(trace.output.shape[1])
        depths = _around(at, every)
        plates = [
            Plate(depth + 1, plane(own, depth) if depth <= at else None, True, cells, depth)
            for depth in reversed(depths)
        ]
        current, more = len(plates) - 1 - list(depths).index(at), len(every) - len(depths)
    else:
        drawn = _from_front(own, range(count), range(count))
        plates = [
            Plate(of + 1, plane(of, 0) if of <= own else None, True, cells)
            for of in reversed(drawn)
        ]
        current, more = len(plates) - 1, count - len(drawn)
    return Stack(
        "output", tuple(plates), current, (0, 0), (shape[0], shape[1]), more,
        trace.layer.axes > 2,
    )


def _between(trace: Trace, choice: Choice, view: ViewOptions) -> Ramp:
    """Return the colours of what one layer hands to the next."""
    if view.colour_map == "tint":
        return "output"
    if view.colour_map != "auto":
        return choice.output_ramp
    return "diverging" if trace.padded_coarse.low < 0 else "output"


def _middle(trace: Trace) -> int:
    return int(trace.input.shape[1]) // 2


def _from_front(current: int, read: Sequence[int], every: Sequence[int]) -> list[int]:
    """Return the channels that are drawn: the one on show, others that are read, then the rest."""
    others = [channel for channel in read if channel != current]
    rest: list[int] = []
    if len(others) < MOST_PLATES - 1:
        rest = [channel for channel in every if channel != current and channel not in read]
    return [current, *others, *rest][:MOST_PLATES]


def _around(current: int, every: range) -> range:
    """Return the slices around one that are drawn."""
    most = MOST_PLATES + 1
    first = min(max(current - most // 2, every.start), max(every.stop - most, every.start))
    return range(first, min(first + most, every.stop))
