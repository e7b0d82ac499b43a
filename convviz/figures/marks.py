"""Frames around cells, and arrows between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from convviz.figures.grid import Box, Grid
from convviz.figures.still import Still, flat
from convviz.scene.items import Arrow, Item, Rect, Role
from convviz.steps.terms import source_of

MOST_CELLS = 1500
"""Beyond so many cells one frame around them says more than each of them."""
_SMALLEST_ARROW_CELL = 14
_MOST_ARROWS = 60
_SMALLEST_FRAME = 6


def cell_of(position: tuple[int, ...]) -> tuple[int, int]:
    """Return a position of one or two axes as (row, column)."""
    return (position[-2] if len(position) > 1 else 0, position[-1])


def one(index: int) -> range:
    """Return the range of one row or column."""
    return range(index, index + 1)


def mark(grid: Grid, position: tuple[int, int], role: Role, line: float = 2.5) -> Rect:
    """Return a frame around one cell."""
    return around(grid, one(position[0]), one(position[1]), role, line=line)


def around(
    grid: Grid,
    rows: Sequence[int],
    columns: Sequence[int],
    role: Role,
    *,
    fill: Role | None = None,
    line: float = 2.5,
    dashed: bool = False,
) -> Rect:
    """Return a frame around a block of cells, at least a few pixels large."""
    x, y, width, height = grid.span(rows, columns)
    wider, higher = max(0.0, _SMALLEST_FRAME - width), max(0.0, _SMALLEST_FRAME - height)
    return Rect(
        x - wider / 2, y - higher / 2, width + wider, height + higher,
        fill=fill, edge=role, line=line, radius=2, dashed=dashed,
    )


def seen(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int]] | None:
    """Return the visible cells of some rows and columns, None when there are too many."""
    down, across = (
        [at for at in axis if at - first in shown]
        for axis, first, shown in zip((rows, columns), grid.origin, grid.visible, strict=True)
    )
    return None if len(down) * len(across) > MOST_CELLS else list(product(down, across))


def room(grid: Grid) -> Box:
    """Return the grid's box with room for a frame around its outer cells."""
    return grid.x - 4, grid.y - 4, grid.width + 8, grid.height + 8


def sources(still: Still, axes: tuple[range, range]) -> list[Item]:
    """Return arrows from input cells to those cells of a window that copy them.

    Only along rows and columns: arrows out of the corners would cross them all,
    and show when their cell is pointed at.
    """
    grid = still.layout.input
    if still.trace.layer.padding_mode == "zeros" or grid.cell < _SMALLEST_ARROW_CELL:
        return []
    rows, columns = flat(still.trace.input[0]).shape
    padding = [
        cell
        for cell in seen(grid, *axes) or ()
        if (0 <= cell[0] < rows) != (0 <= cell[1] < columns)
    ]
    return [arrow for cell in padding[:_MOST_ARROWS] for arrow in source_arrow(still, cell)]


def source_arrow(still: Still, cell: tuple[int, int]) -> list[Item]:
    """Return the arrow to a padding cell from the input cell whose value it has.

    None in zero padding, which has no source, and where cells are too small.
    """
    grid = still.layout.input
    source = source_of(still.trace, cell[-still.trace.layer.axes :])
    if source is None or grid.cell < _SMALLEST_ARROW_CELL:
        return []
    (x1, y1), (x2, y2) = grid.centre(cell_of(source)), grid.centre(cell)
    # Both ends keep off the numbers in the middle of the cells.
    short = min(0.3 * grid.cell / max(abs(x2 - x1), abs(y2 - y1), 1.0), 0.4)
    away_x, away_y = (x2 - x1) * short, (y2 - y1) * short
    return [
        Arrow(x1 + away_x, y1 + away_y, x2 - away_x, y2 - away_y, "padding.edge", 1.25, bend=0.18)
    ]
