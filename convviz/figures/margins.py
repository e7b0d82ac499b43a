"""What is around the output of a layer that stamps: cut off, or added by output padding."""

from __future__ import annotations

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.extent import Extent, extents
from convviz.figures.grid import Grid
from convviz.figures.layout import Layout
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.scene.items import Cells, Group, Item, Rect, Role

_FAINT = 0.7


def margins(where: Layout) -> tuple[Item, ...]:
    """Return the hatched cells around the output that are cut off, in a dashed frame."""
    room = where.output_room
    if room == where.output:
        return ()
    rows, columns = room.visible
    (top, bottom), (left, right) = where.plan.cut
    strips = (
        (range(top), columns),
        (range(top, room.rows - bottom), range(left)),
        (range(top, room.rows - bottom), range(room.columns - right, room.columns)),
        (range(room.rows - bottom, room.rows), columns),
    )
    items: list[Item] = []
    for down, across in strips:
        block = _shared(down, rows), _shared(across, columns)
        if all(block):
            items.append(_hatched(room, *block))
    x, y = room.corner(0, 0)
    frame = Rect(
        x, y, room.columns * room.cell, room.rows * room.cell, edge="padding.edge", dashed=True
    )
    return (Group("cut off", tuple(items), opacity=_FAINT), frame)


def added(trace: Trace, where: Layout) -> tuple[Item, ...]:
    """Return dashed frames around the output rows and columns that output padding adds."""
    along = (Extent(range(1), range(1)), *extents(trace.layer, trace.input.shape[1:]))[-2:]
    grid = where.output
    rows, columns = (one.added for one in along)
    found: list[Item] = []
    role: Role = "kernel.edge"
    inset = min(3.0, 0.1 * grid.cell)
    for down, across in ((rows, 0), (0, columns)):
        if down or across:
            high, wide = down or grid.rows, across or grid.columns
            x, y = grid.corner(grid.rows - high, grid.columns - wide)
            width, height = wide * grid.cell, high * grid.cell
            found.append(
                Rect(
                    x + inset, y + inset, width - 2 * inset, height - 2 * inset,
                    edge=role, line=1.5, dashed=True, radius=2,
                )
            )
    return tuple(found)


def _shared(cells: range, seen: range) -> range:
    return range(max(cells.start, seen.start), min(cells.stop, seen.stop))


def _hatched(grid: Grid, rows: range, columns: range) -> Item:
    x, y = grid.corner(rows.start, columns.start)
    width, height = len(columns) * grid.cell, len(rows) * grid.cell
    if grid.cell < SMALLEST_LINED_CELL:
        return Rect(x, y, width, height, fill="padding.cell")
    shades = np.zeros((len(rows), len(columns)), np.uint8)
    return Cells(x, y, grid.cell, shades, "padding", hatched=True)
