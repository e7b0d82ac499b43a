"""Sums in cells: what was there and what is added, on one line or on two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.figures.grid import Grid
from convviz.figures.numbers import labels
from convviz.figures.pieces import plus, text_size
from convviz.figures.slices import Cell
from convviz.figures.tiles import LARGEST_FONT, SMALLEST_FONT, Plane
from convviz.options import ViewOptions
from convviz.scene.items import Cells
from convviz.scene.metrics import text_width
from convviz.steps.terms import Number

_DIGITS = (4, 3, 2)
_ROOMY = 9.0
"""Sums of this size are read with ease; smaller ones are tried with fewer digits."""
_LINE, _TOP, _LEFT = 0.43, 0.07, 0.285
"""Height of one of two lines, and where they begin, in cells."""
_SHARE = 0.38
"""How much of a cell's height each of two lines takes at most."""
_ONE_LINE, _EASY = 0.85, 14.0
"""One line is easier to read than two, even in so much of their size, or in so many pixels."""


@dataclass(frozen=True, slots=True)
class Additions:
    """How the sums of some cells are written, all in one size.

    Attributes
    ----------
    texts
        For each cell its old sum and what comes, with its sign; or one number and nothing.
    size
        Of the letters.
    below
        Whether what comes stands below the old sum.
    """

    texts: tuple[tuple[str, str], ...]
    size: float
    below: bool


def additions(
    old: list[Number], new: list[Number], cell: float, view: ViewOptions
) -> Additions | None:
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
    best = Additions((), 0.0, below=False)
    for digits in _DIGITS:
        start, more = (labels(np.array([part]), view.decimals, digits)[0] for part in (old, new))
        signed = (plus("", text).strip() for text in more)
        best = max(best, written_in(tuple(zip(start, signed, strict=True)), cell), key=_size)
        if best.size >= _ROOMY:
            break
    return best if best.size else None


def written_in(texts: tuple[tuple[str, str], ...], cell: float) -> Additions:
    """Return texts on one line, or on two where that is much larger; size 0 where unreadable."""
    one = text_size((tuple(map(_joined, texts)),), cell)
    tight = tuple((old.replace(" ", ""), new.replace(" ", "")) for old, new in texts)
    widest = max(text_width(text, 1.0) for pair in tight for text in pair)
    two = min((cell - max(4.0, 0.1 * cell)) / max(widest, 0.5), _SHARE * cell, LARGEST_FONT)
    if two < SMALLEST_FONT or one >= min(_ONE_LINE * two, _EASY):
        return Additions(texts, one, below=False)
    return Additions(tight, two, below=True)


def _joined(pair: tuple[str, str]) -> str:
    return " ".join(pair).strip()


def _size(found: Additions) -> float:
    return found.size


def in_cell(
    found: Additions, at: int, number: Number, plane: Plane, grid: Grid, cell: Cell
) -> list[Cells]:
    """Return a cell with its sum, in the colour of a number.

    Parameters
    ----------
    found, at
        The sums, and which of them it is.
    number, plane
        The number, and how it becomes a colour.
    grid, cell
        Where it stands.
    """
    x, y = grid.corner(cell[0] - grid.origin[0], cell[1] - grid.origin[1])
    side, shade, (old, new) = grid.cell, plane.shades(np.array([[number]])), found.texts[at]
    if not found.below or not new:
        text = _joined((old, new))
        return [Cells(x, y, side, shade, plane.ramp, ((text,),), found.size)]
    lines = Cells(
        x + _LEFT * side, y + _TOP * side, _LINE * side, shade.repeat(2, axis=0), plane.ramp,
        ((old,), (new,)), found.size, lines=None,
    )
    return [Cells(x, y, side, shade, plane.ramp), lines]
