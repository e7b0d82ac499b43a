"""Sums in cells: what was there and what comes, on one line or on two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.figures.grid import Grid
from convviz.figures.numbers import labels
from convviz.figures.pieces import plus, text_size
from convviz.figures.slices import Cell
from convviz.figures.tiles import SMALLEST_FONT, Plane
from convviz.options import ViewOptions
from convviz.scene.items import Cells
from convviz.steps.terms import Number

_DIGITS = (4, 3, 2)
_ROOMY = 9.0
"""Sums of this size are read with ease; smaller ones are tried with fewer digits."""
_LINE, _TOP, _LEFT = 0.42, 0.08, 0.29
"""Height of one of two lines, and where they begin, in cells."""
_SHARE = 0.3
"""How much of a cell's height each of two lines takes at most."""
_ONE_LINE = 0.75
"""One line is easier to read than two, even in so much of their size."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How the sums of some cells are written, all in one size.

    Attributes
    ----------
    texts
        For each cell its old sum and what comes, with its sign.
    size
        Of the letters.
    below
        Whether what comes stands below the old sum.
    """

    texts: tuple[tuple[str, str], ...]
    size: float
    below: bool


def sums(old: list[Number], new: list[Number], cell: float, view: ViewOptions) -> Sums | None:
    """Return ``12 + 6`` for each of some cells, None where no sum can be read.

    Parameters
    ----------
    old, new
        What was in each cell, and what comes.
    cell
        Side of the cells.
    view
        View options.
    """
    if not view.values or not old:
        return None
    best = Sums((), 0.0, below=False)
    for digits in _DIGITS:
        start, more = (labels(np.array([part]), view.decimals, digits)[0] for part in (old, new))
        signed = (plus("", text).strip() for text in more)
        best = max(best, _written(tuple(zip(start, signed, strict=True)), cell), key=_size)
        if best.size >= _ROOMY:
            break
    return best if best.size else None


def _written(texts: tuple[tuple[str, str], ...], cell: float) -> Sums:
    """Return texts on one line, or on two where that is much larger."""
    one = text_size((tuple(map(" ".join, texts)),), cell)
    two = min(text_size(texts, cell), _SHARE * cell)
    if two < SMALLEST_FONT or one >= _ONE_LINE * two:
        return Sums(texts, one, below=False)
    return Sums(texts, two, below=True)


def _size(found: Sums) -> float:
    return found.size


def summed(
    found: Sums, at: int, now: Number, plane: Plane, grid: Grid, cell: Cell
) -> list[Cells]:
    """Return a cell with its sum, in the colour of what it comes to.

    Parameters
    ----------
    found, at
        The sums, and which of them it is.
    now
        What it comes to.
    plane
        How numbers become colours.
    grid, cell
        Where it stands.
    """
    x, y = grid.corner(cell[0] - grid.origin[0], cell[1] - grid.origin[1])
    side, shade, text = grid.cell, plane.shades(np.array([[now]])), found.texts[at]
    if not found.below:
        return [Cells(x, y, side, shade, plane.ramp, ((" ".join(text),),), found.size)]
    lines = Cells(
        x + _LEFT * side, y + _TOP * side, _LINE * side, shade.repeat(2, axis=0), plane.ramp,
        tuple((line,) for line in text), found.size, lines=None,
    )
    return [Cells(x, y, side, shade, plane.ramp), lines]
