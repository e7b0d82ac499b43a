"""What a cell has to do with others: windows, readers, and what a tap meets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from convviz.engine.trace import Trace
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.pooling import AdaptivePool
from convviz.layers.transposed import ConvTranspose
from convviz.steps import folded

Pointer = tuple[str, tuple[int, ...]]
"""What is pointed at: ``"input"``, ``"kernel"``, ``"output"`` or ``"term"``, and which one.

Input cells are in input coordinates, negative or beyond the size in the padding.
"""


def window(trace: Trace, at: tuple[int, ...]) -> tuple[range, ...]:
    """Return the window of an output cell: for each axis, what it reads in input coordinates.

    Empty ranges where it reads nothing, as outputs of a transposed convolution
    may. What an output of `Fold` reads is no grid: see `cells_read`.

    Parameters
    ----------
    trace
        The layer's numbers.
    at
        The output cell's position, without its channel.
    """
    if isinstance(trace.layer, Unfold):
        _, position = folded.image_cell(trace.layer, trace.reading, at)
        return tuple(range(place, place + 1) for place in position)
    return tuple(axis.positions(place) for axis, place in zip(trace.reading, at, strict=True))


def cells_read(trace: Trace, output: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the cells that an output cell (channel, *position) reads in one channel, in order."""
    if isinstance(trace.layer, Fold):
        return folded.matrix_cells(trace.layer, trace.reading, output)
    return list(product(*window(trace, output[1:])))


def taps_used(trace: Trace, at: tuple[int, ...]) -> tuple[range, ...]:
    """Return, for each axis, the taps with which an output cell reads its window.

    Of a flipped kernel they are mirrored: see `as_read`.
    """
    return tuple(axis.taps(place) for axis, place in zip(trace.reading, at, strict=True))


def copies(trace: Trace, position: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield every padded cell with the value of an input cell, the cell itself included.

    A cell of the padding has no copies but itself. All are in input coordinates.
    """
    return product(*copies_along(trace, position))


def readers(
    trace: Trace, position: tuple[int, ...], channel: int = 0
) -> list[tuple[int, ...]]:
    """Return every output position that reads a cell, each once, in order.

    An input cell is also read through the padding that copies it.

    Parameters
    ----------
    trace
        The layer's numbers.
    position
        A cell of the padded input, in input coordinates.
    channel
        The cell's channel; what reads it depends on it in `Unfold` alone.
    """
    if isinstance(trace.layer, Fold):
        _, at = folded.image_cell(trace.layer, trace.reading, position)
        sizes = trace.output.shape[1:]
        return [at] if all(0 <= p < size for p, size in zip(at, sizes, strict=True)) else []
    if isinstance(trace.layer, Unfold):
        return sorted(folded.matrix_cells(trace.layer, trace.reading, (channel, *position)))
    return list(product(*readers_along(trace, position)))


def readers_along(trace: Trace, position: tuple[int, ...]) -> list[list[int]]:
    """Return, for each axis, the output positions of `readers`, where they are a grid."""
    # Copies are a grid, and so are each copy's readers: each axis is by itself.
    along = enumerate(copies_along(trace, position))
    return [_axis_readers(trace, axis, places) for axis, places in along]


def meets(trace: Trace, tap: tuple[int, ...]) -> tuple[range, ...]:
    """Return, for each axis, the padded cells that a tap meets over all steps.

    They are in input coordinates. Empty for `AdaptivePool` where its parts differ
    in size; what is met of `Fold`'s matrix is no grid: see `cells_met`.

    Parameters
    ----------
    trace
        The layer's numbers.
    tap
        The kernel cell as the weight is written, as `Term.tap`.
    """
    inner = as_read(trace, tap)
    return tuple(axis.meets(at) for axis, at in zip(trace.reading, inner, strict=True))


def as_read(trace: Trace, tap: tuple[int, ...]) -> tuple[int, ...]:
    """Return with which tap an axis reads a kernel cell, or the other way round.

    A flipped kernel is read mirrored; else they are the same.
    """
    layer = trace.layer
    if not isinstance(layer, Conv | ConvTranspose) or not layer.flipped:
        return tap
    return tuple(length - 1 - at for at, length in zip(tap, layer.kernel_size, strict=True))


def cells_met(trace: Trace, tap: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the padded cells that a tap meets over all steps, in one channel, in order.

    Of `Fold` the tap is the place within its windows; it meets rows of the matrix.
    """
    layer = trace.layer
    if isinstance(layer, Fold):
        return folded.columns_met(layer, trace.reading, tap, trace.input.shape[1])
    if not isinstance(layer, AdaptivePool):
        return list(product(*meets(trace, tap)))
    parts = (map(axis.positions, range(axis.count)) for axis in trace.reading)
    return list(
        product(
            *(
                sorted({cells[at] for cells in along if at < len(cells)})
                for along, at in zip(parts, tap, strict=True)
            )
        )
    )


def copies_along(trace: Trace, position: tuple[int, ...]) -> list[list[int]]:
    """Return, for each axis, the places of `copies`, which are a grid."""
    inside = all(0 <= at < size for at, size in zip(position, trace.input.shape[1:], strict=True))
    if not inside:
        return [[at] for at in position]
    return [
        [int(place) - before for place in (sources == at).nonzero()[0]]
        for sources, at, (before, _) in zip(trace.sources, position, trace.pads, strict=True)
    ]


def _axis_readers(trace: Trace, axis: int, places: list[int]) -> list[int]:
    reading = trace.reading[axis]
    return sorted({output for place in places for output in reading.readers(place)})
