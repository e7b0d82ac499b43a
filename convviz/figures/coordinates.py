"""Rows and columns beside the panels, counted from 0, negative in the padding."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from convviz.figures.axes import name
from convviz.figures.grid import Grid
from convviz.figures.layout import Layout
from convviz.scene.items import Item, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width

_STEPS = (1, 2, 5)


def coordinates(where: Layout) -> tuple[Item, ...]:
    """Return the numbers of rows and columns of every panel, thinned out where they are crowded."""
    if where.axes is None:
        return ()
    rooms = [(where.input, where.input_room), (where.output, where.output_room)]
    if where.kernel is not None:
        rooms.insert(1, (where.kernel, where.kernel))
    return tuple(
        item for grid, room in rooms for item in _beside(grid, room, where.axes.font)
    )


def _beside(grid: Grid, room: Grid, font: float) -> Iterator[Item]:
    top, left = room.y - 0.45 * font, room.x - 0.5 * font
    for column, x in _places(grid, 1, 1.5 * font):
        yield Text(x, top, name(column), font, "text.muted", "middle")
    if grid.rows == 1:
        return  # What has one axis has no rows.
    for row, y in _places(grid, 0, 1.25 * font):
        text = name(row)
        yield Text(
            left - text_width(text, font), y + CAP_HEIGHT * font / 2, text, font, "text.muted"
        )


def _places(grid: Grid, axis: int, apart: float) -> Iterator[tuple[int, float]]:
    """Yield the cells of an axis that are named, and where their middles are."""
    cells = grid.visible[axis]
    first = grid.origin[axis]
    named = range(cells.start + first, cells.stop + first)
    start, end = ((grid.y, grid.y + grid.height), (grid.x, grid.x + grid.width))[axis]
    wide = max(text_width(name(at), 1.0) for at in (named[0], named[-1])) if axis else 0.0
    every = _every(grid.cell, apart * max(1.0, wide + 0.25))
    for at in named:
        middle = grid.corner(at - first + 0.5, at - first + 0.5)[1 - axis]
        if at % every == 0 and start <= middle <= end:
            yield at, middle


def _every(cell: float, apart: float) -> int:
    """Return how many cells there are from one name to the next: 1, 2, 5, 10, …."""
    least = ceil(apart / cell - 1e-9)
    ten = 1
    while True:
        for step in _STEPS:
            if step * ten >= least:
                return step * ten
        ten *= 10
