"""Frames around cells, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, product

from convviz.figures.grid import Box, Grid
from convviz.figures.slices import Cell, cell_of, depth_of, place_of
from convviz.figures.still import Still
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.scene.items import Arrow, Item, Line, Ramp, Rect, Role
from convviz.steps.terms import source_of

MOST_CELLS = 1500
"""Beyond so many cells one frame around them says more than each of them."""
_SMALLEST_ARROW_CELL = 14
_MOST_ARROWS = 60
HALO = 1.0
"""Pixels on both sides of a frame that keep it visible on whatever colour is below."""
_SMALLEST_FRAME = 6
TINTS: frozenset[Ramp] = frozenset({"input", "output", "gradient"})
"""Colours on whose middle ones numbers stand out so much that a tint over them does no harm."""
_REACH, _REACH_NEXT = 0.42, 0.3
"""Where an arrow leaves its cell, in cells from the middle; farther in when it goes next door."""
_ASIDE, _RISE = 0.35, 0.08
"""How far an arrow runs beside the numbers, and how far it bends away from them, in cells."""
_ARROW_OPACITY = 0.7


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
    """Return a frame around a block of cells, at least a few pixels large.

    It lies on the lines between cells, and outside of cells without lines, which it would hide.
    """
    x, y, width, height = grid.span(rows, columns)
    beside = 0.0 if grid.cell >= SMALLEST_LINED_CELL else line / 2 + HALO
    wider, higher = (
        max(0.0, (_SMALLEST_FRAME - length) / 2) + beside for length in (width, height)
    )
    return Rect(
        x - wider, y - higher, width + 2 * wider, height + 2 * higher,
        fill=fill, edge=role, line=line, radius=2, dashed=dashed, halo=HALO,
    )


def answering(grid: Grid, position: tuple[int, int], ramp: Ramp) -> Rect:
    """Return the frame around a cell that has to do with what is pointed at.

    Tinted, too, where its number can still be read on that.
    """
    frame = mark(grid, position, "hover.edge", 1.5)
    return replace(frame, fill="hover.fill") if ramp in TINTS else frame


def border(
    grid: Grid, inner: tuple[range, range], read: tuple[Sequence[int], Sequence[int]]
) -> list[Item]:
    """Return the input's edge as far as it is on cells of a window, which are drawn over it.

    Parameters
    ----------
    grid
        The input's panel.
    inner
        Rows and columns of the input without its padding.
    read
        Those that the window reads.
    """
    down, across = (
        range(max(own.start, axis[0]), min(own.stop, axis[-1] + 1))
        for own, axis in zip(inner, read, strict=True)
    )
    if not down or not across:
        return []
    x, y, width, height = grid.span(down, across)
    right, bottom = x + width, y + height
    sides = (
        (down.start == inner[0].start, ((x, y), (right, y))),
        (down.stop == inner[0].stop, ((x, bottom), (right, bottom))),
        (across.start == inner[1].start, ((x, y), (x, bottom))),
        (across.stop == inner[1].stop, ((right, y), (right, bottom))),
    )
    return [Line(points, "input.edge", 1.5) for there, points in sides if there]


def seen(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int]] | None:
    """Return the visible cells of some rows and columns, None when there are too many."""
    down, across = (
        [at for at in axis if at - first in shown]
        for axis, first, shown in zip((rows, columns), grid.origin, grid.visible, strict=True)
    )
    return None if len(down) * len(across) > MOST_CELLS else list(product(down, across))


def room(grid: Grid) -> Box:
    """Return the grid's box with room for a frame around its outer cells."""
    return grid.x - 6, grid.y - 6, grid.width + 12, grid.height + 12


def window_sources(still: Still, axes: tuple[range, range]) -> list[Item]:
    """Return where the values come from that a window reads out of copying padding.

    Only along rows and columns: arrows out of the corners would cross them all,
    and show when their cell is pointed at.
    """
    grid = still.layout.input
    rows, columns = _size(still)
    padding = [
        cell
        for cell in seen(grid, *axes) or ()
        if (0 <= cell[0] < rows) != (0 <= cell[1] < columns)
    ]
    return sources(still, padding[:_MOST_ARROWS])


def sources(still: Still, padding: Iterable[tuple[int, int]]) -> list[Item]:
    """Return a frame around each input cell that padding cells copy, and arrows from it."""
    arrows: dict[tuple[int, int], list[Item]] = {}
    for cell in padding:
        source = source_in(still, cell)
        if source is not None:
            arrows.setdefault(source, []).extend(source_arrow(still, cell))
    grid = still.layout.input
    frames = [
        inset(mark(grid, source, "input.edge", 1.25)) for source, found in arrows.items() if found
    ]
    return [*frames, *chain.from_iterable(arrows.values())]


def inset(frame: Rect) -> Rect:
    """Return a frame inside of another one that may stand at the same place."""
    by = min(3.5, 0.12 * min(frame.width, frame.height))
    return replace(
        frame, x=frame.x + by, y=frame.y + by,
        width=frame.width - 2 * by, height=frame.height - 2 * by,
    )


def source_arrow(still: Still, cell: tuple[int, int]) -> list[Item]:
    """Return the arrow to a padding cell from the input cell whose value it has.

    None in zero padding, which has no source, and where cells are too small.
    """
    grid = still.layout.input
    source = source_in(still, cell)
    if source is None or grid.cell < _SMALLEST_ARROW_CELL:
        return []
    (x1, y1), (x2, y2) = grid.centre(source), grid.centre(cell)
    across, down = (x2 - x1) / grid.cell, (y2 - y1) / grid.cell
    far = max(abs(across), abs(down))
    # From just inside the one cell to just inside the other, beside their numbers.
    reach = (_REACH if far > 1 else _REACH_NEXT) * grid.cell / far
    aside = bend = 0.0
    if not (across and down):
        aside = _ASIDE * grid.cell / far * (1 if _depth(still, cell) % 2 else -1)
        bend = _RISE * (1 if aside > 0 else -1) / max(far - 2 * _REACH, 1.0)
    from_x, from_y = x1 + reach * across + aside * down, y1 + reach * down - aside * across
    to_x, to_y = x2 - reach * across + aside * down, y2 - reach * down - aside * across
    return [
        Arrow(from_x, from_y, to_x, to_y, "padding.text", 1.0, bend=bend, opacity=_ARROW_OPACITY)
    ]


def source_in(still: Still, cell: Cell) -> Cell | None:
    """Return the input cell of the slice on show that a padded cell copies, None without one."""
    rows, columns = still.parts.padded
    depth = still.choice.slices.input
    if cell[0] not in rows or cell[1] not in columns:
        return None  # cut off
    place = place_of(cell, still.trace.layer.axes, depth)
    if len(place) > 2 and not 0 <= depth + still.trace.pads[0][0] < still.trace.padded.shape[1]:
        return None
    source = source_of(still.trace, place)
    return None if source is None or depth_of(source) != depth else cell_of(source)


def _size(still: Still) -> tuple[int, int]:
    """Return rows and columns of the input."""
    size = still.trace.input.shape[1:]
    return (size[-2] if len(size) > 1 else 1, size[-1])


def _depth(still: Still, cell: Cell) -> int:
    """Return how far beyond the input a cell is, along the axis where it is farther."""
    return max(max(-at, at - length + 1) for at, length in zip(cell, _size(still), strict=True))
