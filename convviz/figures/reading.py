"""What an output cell reads, as cells of the slice on show."""

from __future__ import annotations

from convviz.figures.slices import Cell, cell_of, depth_of, depths, two
from convviz.figures.still import Still
from convviz.layers import Fold, Pool, Unfold
from convviz.layers.reading import Windows
from convviz.steps import folded
from convviz.steps.pointing import cells_read, window

Place = tuple[int, ...]


def windows(still: Still, position: Place) -> tuple[range, ...]:
    """Return each axis of an output position's window; of a matrix, the column's whole window."""
    trace = still.trace
    if isinstance(trace.layer, Unfold):
        counts = tuple(axis.count for axis in trace.reading)
        column = folded.unravelled(position[1], counts)
        return tuple(axis.positions(at) for axis, at in zip(trace.reading, column, strict=True))
    return window(trace, position)


def block_read(still: Still, position: Place) -> tuple[range, range] | None:
    """Return the rows and columns of the window in the slice on show, None where it has none."""
    read = windows(still, position)
    if not all(read) or still.choice.slices.input not in depths(read):
        return None
    return two(read)


def cells_on_show(still: Still, output: Place) -> list[Cell]:
    """Return the single cells that an output cell (channel, *position) of `Fold` reads."""
    return list(map(cell_of, cells_read(still.trace, output)))


def is_listed(still: Still) -> bool:
    """Return whether what an output reads is no block of cells."""
    return isinstance(still.trace.layer, Fold)


def image_cell(still: Still, position: Place) -> Cell | None:
    """Return the image cell in the slice on show that a cell of an unfolded matrix is."""
    layer = still.trace.layer
    if not isinstance(layer, Unfold):
        return None
    _, at = folded.image_cell(layer, still.trace.reading, position)
    return cell_of(at)


def whole_span(still: Still, position: Place) -> tuple[range, range] | None:
    """Return the rows and columns that a window would span, where it reads only a part of them."""
    trace = still.trace
    if not isinstance(trace.layer, Pool):
        return None
    spans = [
        range(at * axis.stride - axis.before, at * axis.stride - axis.before + span)
        for at, axis, span in zip(
            position, trace.reading, trace.layer.effective_kernel, strict=True
        )
        if isinstance(axis, Windows)
    ]
    read = window(trace, position)
    partial = any(
        len(axis) < length for axis, length in zip(read, trace.layer.kernel_size, strict=True)
    )
    return two(spans) if partial and depth_of(position) >= 0 else None
