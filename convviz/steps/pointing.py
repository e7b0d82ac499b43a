"""What a cell has to do with others: windows, readers, and what a tap meets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from convviz.engine.trace import Trace

Pointer = tuple[str, tuple[int, ...]]
"""What is pointed at: ``"input"``, ``"kernel"``, ``"output"`` or ``"term"``, and which one.

Input cells are in input coordinates, negative or beyond the size in the padding.
"""


def window(trace: Trace, at: tuple[int, ...]) -> tuple[range, ...]:
    """Return the window of an output cell: for each axis, its taps in input coordinates.

    Parameters
    ----------
    trace
        The layer's numbers.
    at
        The output cell's position, without its channel.
    """
    layer = trace.layer
    return tuple(
        range(start * stride - before, start * stride - before + span, dilation)
        for start, stride, (before, _), span, dilation in zip(
            at, layer.stride, layer.pads, layer.effective_kernel, layer.dilation, strict=True
        )
    )


def copies(trace: Trace, position: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield every padded cell with the value of an input cell, the cell itself included.

    A cell of the padding has no copies but itself. All are in input coordinates.
    """
    return product(*copies_along(trace, position))


def readers(trace: Trace, position: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return every output position whose window reads a cell, each once, in order.

    An input cell is also read through the padding that copies it.

    Parameters
    ----------
    trace
        The layer's numbers.
    position
        A cell of the padded input, in input coordinates.
    """
    return list(product(*readers_along(trace, position)))


def readers_along(trace: Trace, position: tuple[int, ...]) -> list[list[int]]:
    """Return, for each axis, the output positions of `readers`, which are a grid."""
    # Copies are a grid, and so are each copy's readers: each axis is by itself.
    along = enumerate(copies_along(trace, position))
    return [_axis_readers(trace, axis, places) for axis, places in along]


def meets(trace: Trace, tap: tuple[int, ...]) -> tuple[range, ...]:
    """Return, for each axis, the padded cells that a tap meets over all steps.

    They are in input coordinates.
    """
    layer = trace.layer
    return tuple(
        range(
            at * dilation - before,
            at * dilation - before + (count - 1) * stride + 1,
            stride,
        )
        for at, dilation, (before, _), count, stride in zip(
            tap, layer.dilation, layer.pads, trace.output.shape[1:], layer.stride, strict=True
        )
    )


def copies_along(trace: Trace, position: tuple[int, ...]) -> list[list[int]]:
    """Return, for each axis, the places of `copies`, which are a grid."""
    inside = all(0 <= at < size for at, size in zip(position, trace.input.shape[1:], strict=True))
    if not inside:
        return [[at] for at in position]
    return [
        [int(place) - before for place in (sources == at).nonzero()[0]]
        for sources, at, (before, _) in zip(trace.sources, position, trace.layer.pads, strict=True)
    ]


def _axis_readers(trace: Trace, axis: int, places: list[int]) -> list[int]:
    layer = trace.layer
    before, stride, dilation = layer.pads[axis][0], layer.stride[axis], layer.dilation[axis]
    starts = {
        place + before - tap * dilation
        for place in places
        for tap in range(layer.kernel_size[axis])
    }
    return sorted(
        start // stride
        for start in starts
        if start % stride == 0 and 0 <= start // stride < trace.output.shape[axis + 1]
    )
