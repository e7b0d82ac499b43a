"""Taps in colours of their own: the kernel's cells, and every cell that one of them meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from convviz.figures.grid import Grid
from convviz.figures.tiles import SMALLEST_FONT
from convviz.scene.items import Cells, Image, Item
from convviz.scene.metrics import text_width

_SIDE = 5
"""Rows and columns of the colours that there are."""
_APART = 10
"""Shades from one colour to the next."""
MOST_TAPS = 900
_NUMBER_SHARE = 0.21
_LARGEST_NUMBER = 12.0


def tap_shades(rows: int, columns: int) -> NDArray[np.uint8]:
    """Return the place of each tap of a kernel on the ramp of the taps.

    Up to 25 taps have colours of their own: a column is a hue, a row a depth of it.
    Of more the colours come again after five rows and columns.
    """
    if rows <= _SIDE and columns <= _SIDE:
        places = [(row, column) for row in _spread(rows) for column in _spread(columns)]
    elif rows * columns <= _SIDE * _SIDE:
        places = [divmod(at, _SIDE) for at in range(rows * columns)]
    else:
        places = [(row % _SIDE, column % _SIDE) for row, column in _cells(rows, columns)]
    shades = [_APART * (_SIDE * row + column) for row, column in places]
    return np.array(shades, np.uint8).reshape(rows, columns)


def _spread(count: int) -> list[int]:
    """Return so many of the five, as far from one another as can be."""
    if count == 1:
        return [1]
    return [round(at * (_SIDE - 1) / (count - 1)) for at in range(count)]


def _cells(rows: int, columns: int) -> Iterable[tuple[int, int]]:
    return product(range(rows), range(columns))


def in_colour(items: Iterable[Item], shade: int | None) -> list[Item]:
    """Return cells in the colour of a tap, as they are without one; what isn't cells stays."""
    if shade is None:
        return list(items)
    return [
        replace(item, ramp="taps", shades=np.full_like(item.shades, shade))
        if isinstance(item, Cells | Image)
        else item
        for item in items
    ]


def tap_number(grid: Grid, cell: tuple[int, int], shade: int, number: int) -> list[Item]:
    """Return a tap's number in the corner of a cell, counted from 1; none without room."""
    font = min(_NUMBER_SHARE * grid.cell, _LARGEST_NUMBER)
    if font < SMALLEST_FONT:
        return []
    text = str(number)
    x, y = grid.corner(cell[0] - grid.origin[0], cell[1] - grid.origin[1])
    side = 1.2 * font
    inset = max(2.5, 0.05 * grid.cell)
    left = x + inset + max(text_width(text, font) - side, 0.0) / 2
    shades = np.full((1, 1), shade, np.uint8)
    return [Cells(left, y + inset, side, shades, "taps", ((text,),), font, lines=None)]


def kernel_marks(grid: Grid, shades: NDArray[np.uint8]) -> list[Item]:
    """Return the number of every tap in its cell of the kernel."""
    return [
        item
        for at, (row, column) in enumerate(_cells(grid.rows, grid.columns))
        for item in tap_number(grid, (row, column), int(shades[row, column]), at + 1)
    ]
