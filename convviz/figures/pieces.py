"""What panels are made of, whatever they show: cells, empty cells, strokes, marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, coarse
from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark, seen
from convviz.figures.numbers import MINUS, labels
from convviz.figures.tiles import (
    LARGEST_FONT,
    SMALLEST_FONT,
    SMALLEST_LABELLED_CELL,
    SMALLEST_LINED_CELL,
    Plane,
    Tile,
    fitting,
    levels_of,
    tile,
)
from convviz.options import Levels, ViewOptions
from convviz.scene.items import Cells, Item, Line, Ramp, Rect, Role, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width

Cell = tuple[int, int]

MOST_OUTLINED = 6
"""So many stamps or windows can be told apart by their lines and letters."""
_SMALLEST_LETTER = 8.0
"""In cells too small for that, a letter would touch the number."""
_MOST_STRUCK = 1200
_MOST_LABELS = 6000
_STYLES: tuple[tuple[float, bool], ...] = (
    (1.75, False), (1.75, True), (1.0, False), (1.0, True), (2.5, False), (2.5, True)
)
"""Width of a line and whether it is dashed, one for each of what is told apart."""


def two(size: tuple[int, ...]) -> Cell:
    """Return a size or a place of one or two axes as (rows, columns), of one axis in one row."""
    return (size[-2] if len(size) > 1 else 1, size[-1])


def plane_of(
    values: NDArray[Any], ramp: Ramp, levels: Levels | None = None, *, zero: bool = False
) -> Plane:
    """Return numbers with their colours.

    Parameters
    ----------
    values
        Shape (rows, columns).
    ramp
        The colours.
    levels
        The numbers at the ramp's ends, or None for the smallest and the largest.
    zero
        Have 0 between them, too.
    """
    ranges: Coarse = coarse(values[None])
    low, high = levels_of(ranges, ramp, levels)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return Plane(values, tuple(level[0] for level in ranges.levels), ramp, (low, high))


def tile_of(plane: Plane, grid: Grid, view: ViewOptions) -> Tile:
    """Return a panel's cells, with their numbers where the view wants them."""
    return tile(plane, grid, values=view.values, decimals=view.decimals)


def every(grid: Grid) -> tuple[range, range]:
    """Return all rows and columns of a grid, counted from its first."""
    return range(grid.rows), range(grid.columns)


def named(grid: Grid) -> tuple[range, range]:
    """Return all rows and columns of a grid as people name them."""
    (top, left), (rows, columns) = grid.origin, (grid.rows, grid.columns)
    return range(top, top + rows), range(left, left + columns)


def empty(grid: Grid) -> list[Item]:
    """Return cells with nothing in them."""
    items: list[Item] = [Rect(*grid.box, fill="empty.cell")]
    return items + lines(grid, *named(grid))


def lines(grid: Grid, rows: range, columns: range) -> list[Item]:
    """Return the lines between a block of cells and around it, none between tiny ones."""
    if grid.cell < SMALLEST_LINED_CELL:
        return []
    x, y, width, height = grid.span(rows, columns)
    across = [y + at * grid.cell for at in range(len(rows) + 1)]
    down = [x + at * grid.cell for at in range(len(columns) + 1)]
    return [
        *(Line(((x, at), (x + width, at)), "grid") for at in across),
        *(Line(((at, y), (at, y + height)), "grid") for at in down),
    ]


def outline(
    grid: Grid, rows: range, columns: range, role: Role, *, dashed: bool = False
) -> Rect:
    """Return the line around a block of a panel's cells, as people name them."""
    width = 1.0 if dashed else 1.5
    return Rect(*grid.span(rows, columns), edge=role, line=width, dashed=dashed)


def struck(grid: Grid, cells: Iterable[Cell]) -> list[Item]:
    """Return a stroke in each of some cells, beside its number; none in tiny cells."""
    cells = list(cells)
    if grid.cell < SMALLEST_LINED_CELL or len(cells) > _MOST_STRUCK:
        return []
    near, far = (0.74, 0.95) if grid.cell >= SMALLEST_LABELLED_CELL else (0.2, 0.8)
    half, width = grid.cell / 2, max(1.0, 0.03 * grid.cell)
    strokes: list[Item] = []
    for x, y in map(grid.centre, cells):
        a, b = near * grid.cell - half, far * grid.cell - half
        strokes.append(Line(((x + a, y + b), (x + b, y + a)), "unused", width))
    return strokes


def changing(
    values: NDArray[Any],
    plane: Plane,
    grid: Grid,
    view: ViewOptions,
    *,
    shown: NDArray[np.bool_] | None = None,
    font: float = LARGEST_FONT,
) -> Tile:
    """Return all cells of a panel with numbers that change from step to step.

    Parameters
    ----------
    values
        Shape (rows, columns) of the grid.
    plane
        How they become colours.
    grid
        Where they stand.
    view
        Whether and how numbers are written.
    shown
        Whose numbers are written. None for all.
    font
        Largest size of the numbers.
    """
    rows, columns = every(grid)
    found = Tile(grid, rows, columns, plane.shades(values), plane, None, 0.0)
    if not view.values or grid.cell < SMALLEST_LABELLED_CELL or values.size > _MOST_LABELS:
        return found
    texts, size = fitting(values, grid.cell, view.decimals)
    if size < SMALLEST_FONT:
        return found
    if shown is not None:
        texts = tuple(
            tuple(text if there else "" for text, there in zip(row, flags, strict=True))
            for row, flags in zip(texts, shown.tolist(), strict=True)
        )
    return replace(found, labels=texts, font=min(size, font))


def spread(
    values: NDArray[Any],
    texts: tuple[tuple[str, ...], ...] | None,
    plane: Plane,
    grid: Grid,
    axes: tuple[range, range],
    size: float | None = None,
) -> list[Item]:
    """Return cells of some rows and columns that may have gaps, named as people do.

    Parameters
    ----------
    values
        Shape (rows, columns), for the colours.
    texts
        What is written into them, if it can be read; else, or for None, nothing is.
    plane
        How numbers become colours.
    grid
        Where they stand.
    axes
        The rows and columns.
    size
        Of the texts, or None for what fits.
    """
    if grid.cell < SMALLEST_LINED_CELL:
        return [around(grid, *axes, "window.edge", fill="window.fill", line=1.0)]
    shades = plane.shades(values)
    if texts is None or size is None:
        size = 0.0 if texts is None else text_size(texts, grid.cell)
    (top, left), (rows, columns) = grid.origin, axes
    if all(axis.step == 1 or len(axis) == 1 for axis in axes):
        x, y = grid.corner(rows[0] - top, columns[0] - left)
        return [Cells(x, y, grid.cell, shades, plane.ramp, texts if size else None, size)]
    items: list[Item] = []
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            x, y = grid.corner(row - top, column - left)
            text = ((texts[i][j],),) if texts is not None and size else None
            items.append(
                Cells(x, y, grid.cell, shades[i : i + 1, j : j + 1], plane.ramp, text, size)
            )
    return items


def text_size(texts: tuple[tuple[str, ...], ...], cell: float) -> float:
    """Return the size in which all texts fit into cells, 0 where that can't be read."""
    widest = max(text_width(text, 1.0) for row in texts for text in row)
    size = min((cell - max(4.0, 0.1 * cell)) / max(widest, 0.5), 0.36 * cell, LARGEST_FONT)
    return size if size >= SMALLEST_FONT else 0.0


def fitting_texts(
    values: NDArray[Any], cell: float, view: ViewOptions
) -> tuple[tuple[str, ...], ...] | None:
    """Return the texts of numbers with as many digits as fit into cells, None for no texts."""
    for digits in (4, 3, 2) if view.values and values.size else ():
        texts = labels(values, view.decimals, digits)
        if text_size(texts, cell):
            return texts
    return None


def plus(before: str, added: str) -> str:
    """Return a sum of two numbers as people write it: ``12 + 6``, ``12 − 6``."""
    if added.startswith(MINUS):
        return f"{before} {MINUS} {added[1:]}"
    return f"{before} + {added}"


def style(at: int, rect: Rect) -> Rect:
    """Return a frame, on the lines of the grid, in the line of one of several told apart."""
    width, dashed = _STYLES[at % len(_STYLES)]
    return replace(rect, line=width, dashed=dashed)


def letter(at: int) -> str:
    """Return the letter of one of several that are told apart."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26]


def tagged(grid: Grid, cell: Cell, at: int, role: Role) -> list[Item]:
    """Return the letter in a cell's corner that tells which of several it is."""
    size = min(0.24 * grid.cell, 12.0)
    if size < _SMALLEST_LETTER:
        return []
    x, y = grid.corner(cell[0] - grid.origin[0], cell[1] - grid.origin[1])
    inside = max(0.07 * grid.cell, 3.0)
    left, top = x + inside, y + inside
    written, high = letter(at), CAP_HEIGHT * size
    wide = text_width(written, size, bold=True)
    return [
        Rect(left - 1.5, top - 1.5, wide + 3, high + 3, fill="background", radius=2),
        Text(left, top + high, written, size, role, bold=True),
    ]


def block(
    grid: Grid, axes: tuple[range, range], role: Role, *, line: float = 2.5
) -> list[Item]:
    """Return a frame around rows and columns; with gaps, around each of their cells, too."""
    gaps = any(axis.step > 1 and len(axis) > 1 for axis in axes)
    whole = around(grid, *axes, role, line=1.5 if gaps else line, dashed=gaps)
    cells = (seen(grid, *axes) or []) if gaps and grid.cell >= SMALLEST_LINED_CELL else []
    return [*(mark(grid, cell, role, 1.5) for cell in cells), whole]


def strips(grid: Grid, inner: tuple[range, range]) -> list[tuple[range, range]]:
    """Return the blocks of a panel around an inner one, counted from the grid's first cell.

    Parameters
    ----------
    grid
        The panel.
    inner
        Rows and columns as people name them.
    """
    (top, left), (rows, columns) = grid.origin, every(grid)
    down = range(inner[0].start - top, inner[0].stop - top)
    across = range(inner[1].start - left, inner[1].stop - left)
    return [
        (range(down.start), columns),
        (down, range(across.start)),
        (down, range(across.stop, columns.stop)),
        (range(down.stop, rows.stop), columns),
    ]
