"""Strokes through cells that count for nothing: those that no output reads, and those cut off."""

from __future__ import annotations

from itertools import product

from convviz.engine.trace import Trace
from convviz.figures.blocks import Block, Blocks
from convviz.figures.grid import Grid
from convviz.figures.tiles import SMALLEST_LABELLED_CELL, SMALLEST_LINED_CELL
from convviz.layers import Fold
from convviz.layers.reading import Reading, Stamps, Windows
from convviz.scene.items import Item, Line
from convviz.steps.pointing import readers

_MOST_STRUCK = 600


def struck(trace: Trace, grid: Grid, parts: Blocks, depth: int) -> list[Item]:
    """Return a stroke in every visible cell that no output reads, beside its number.

    Where they are many, whole rows and columns are struck: what isn't read is
    always a row or a column of what the layer reads.

    Parameters
    ----------
    trace
        The layer's numbers.
    grid
        The input's grid.
    parts
        What its cells are.
    depth
        Of the slice on show.
    """
    if grid.cell < SMALLEST_LINED_CELL:
        return []
    if isinstance(trace.layer, Fold):
        return strokes(grid, _laid_nowhere(trace, grid))
    rows, columns = _unread_in(trace, grid, parts.padded, depth)
    down, across = _seen(grid, parts.padded)
    cut = [cell for block in parts.cut for cell in product(*_seen(grid, block))]
    if len(rows) * len(across) + len(columns) * len(down) + len(cut) > _MOST_STRUCK:
        return _struck_through(grid, rows, columns)
    gone = set(rows)
    unread = [
        (row, column) for row in down for column in (across if row in gone else columns)
    ]
    return strokes(grid, unread + cut)


def _unread_in(
    trace: Trace, grid: Grid, padded: Block, depth: int
) -> tuple[list[int], list[int]]:
    """Return the visible rows and columns that no output reads."""
    seen = _seen(grid, padded)
    if trace.layer.axes > 2 and not _read(trace.reading[0], range(depth, depth + 1))[0]:
        return list(seen[0]), []
    axes = trace.reading[-2:]
    flags = [_read(axis, cells) for axis, cells in zip(axes, seen[-len(axes) :], strict=True)]
    flags = [[True] * len(seen[0]), *flags][-2:]
    rows, columns = (
        [at for at, flag in zip(cells, read, strict=True) if not flag]
        for cells, read in zip(seen, flags, strict=True)
    )
    return rows, columns


def _read(axis: Reading, cells: range) -> list[bool]:
    """Return for each cell of an axis whether any output reads it."""
    if isinstance(axis, Windows | Stamps):
        met = [axis.meets(tap) for tap in range(axis.kernel)]
        return [any(at in one for one in met) for at in cells]
    return [bool(axis.readers(at)) for at in cells]


def _seen(grid: Grid, block: Block) -> Block:
    """Return a block's visible rows and columns."""
    rows, columns = (
        range(max(cells.start, seen.start + first), min(cells.stop, seen.stop + first))
        for cells, seen, first in zip(block, grid.visible, grid.origin, strict=True)
    )
    return rows, columns


def _laid_nowhere(trace: Trace, grid: Grid) -> list[tuple[int, int]]:
    """Return the visible cells of a matrix that are laid outside of the image."""
    rows, columns = grid.visible
    if len(rows) * len(columns) > _MOST_STRUCK:
        return []
    return [cell for cell in product(rows, columns) if not readers(trace, cell)]


def strokes(grid: Grid, cells: list[tuple[int, int]]) -> list[Item]:
    """Return a stroke beside the number of each of some cells."""
    line = max(1.0, 0.03 * grid.cell)
    near, far = (0.74, 0.95) if grid.cell >= SMALLEST_LABELLED_CELL else (0.2, 0.8)
    near, far = near * grid.cell, far * grid.cell
    top, left = grid.origin
    corners = (grid.corner(row - top, column - left) for row, column in cells)
    return [Line(((x + near, y + far), (x + far, y + near)), "unused", line) for x, y in corners]


def _struck_through(grid: Grid, rows: list[int], columns: list[int]) -> list[Item]:
    """Return a stroke through every row and column that no output reads, from end to end."""
    left, top = grid.corner(grid.visible[0].start, grid.visible[1].start)
    right, bottom = grid.corner(grid.visible[0].stop, grid.visible[1].stop)
    first = grid.origin
    middles = [grid.corner(row - first[0] + 0.5, 0)[1] for row in rows]
    centres = [grid.corner(0, column - first[1] + 0.5)[0] for column in columns]
    return [
        *(Line(((left, y), (right, y)), "unused", opacity=0.6) for y in middles),
        *(Line(((x, top), (x, bottom)), "unused", opacity=0.6) for x in centres),
    ]
