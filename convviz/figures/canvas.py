"""The output of a transposed convolution as a panel, with the border that is cut off or added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.ghosts import to_come
from convviz.figures.grid import Grid
from convviz.figures.marks import one
from convviz.figures.panels import runs
from convviz.figures.pieces import Cell, changing, lines, named, outline, struck, two
from convviz.figures.tiles import Plane, Tile
from convviz.figures.titles import size_text
from convviz.options import ViewOptions
from convviz.scene.items import Hotspot, Item, Ramp, Rect, Text
from convviz.steps.stamping import Canvas

_MOST_RUNS = 1500
"""So many rows of filled cells are drawn each for itself, over empty ones."""


@dataclass(frozen=True, slots=True)
class Region:
    """A block of the canvas: its rows and columns, counted from the first, and its look."""

    rows: range
    columns: range
    ramp: Ramp | None
    hatched: bool = False


def regions(there: Canvas) -> Iterator[Region]:
    """Yield the parts of a canvas: the output, what output_padding adds, what is cut off."""
    top, left = (-at for at in origin(there))
    rows, columns = two(there.shape)
    down, across = two(there.output)
    more, wider = two((0, *there.extra) if len(there.extra) == 1 else there.extra)
    bottom, right = top + down, left + across
    yield Region(range(top, bottom - more), range(left, right - wider), None)
    yield Region(range(bottom - more, bottom), range(left, right), None, hatched=True)
    yield Region(range(top, bottom - more), range(right - wider, right), None, hatched=True)
    for block in (
        (range(top), range(columns)),
        (range(top, bottom), range(left)),
        (range(top, bottom), range(right, columns)),
        (range(bottom, rows), range(columns)),
    ):
        yield Region(*block, "padding")


def origin(there: Canvas) -> Cell:
    """Return the row and column of a canvas's first cell."""
    return (there.first[-2] if len(there.first) > 1 else 0, there.first[-1])


def uncut(there: Canvas) -> Canvas:
    """Return a canvas that is the output alone."""
    nothing = (0,) * len(there.output)
    return replace(there, first=nothing, shape=there.output, extra=nothing)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The panel of an output.

    Attributes
    ----------
    grid
        Where its canvas stands.
    there
        What of it is the output.
    plane
        The colours of its numbers.
    output
        The output's numbers, (rows, columns).
    """

    grid: Grid
    there: Canvas
    plane: Plane
    output: NDArray[Any]

    @property
    def rows(self) -> range:
        """The output's rows."""
        return range(self.output.shape[0])

    @property
    def columns(self) -> range:
        """The output's columns."""
        return range(self.output.shape[1])

    def kept(self, cell: Cell) -> bool:
        """Return whether a cell is one of the output's."""
        return cell[0] in self.rows and cell[1] in self.columns

    def blank(self, view: ViewOptions) -> list[Item]:
        """Return the canvas with nothing on it."""
        nothing = np.zeros((self.grid.rows, self.grid.columns))
        return self.drawn(nothing, np.zeros(nothing.shape, np.bool_), view)

    def drawn(
        self, values: NDArray[Any], shown: NDArray[np.bool_], view: ViewOptions
    ) -> list[Item]:
        """Return the canvas with numbers; those that aren't shown leave empty cells."""
        return self.items(changing(values, self.plane, self.grid, view, shown=shown), shown)

    def items(self, tile: Tile, shown: NDArray[np.bool_] | None = None) -> list[Item]:
        """Return the canvas with a tile's numbers and the lines around it.

        Cells that aren't shown are empty, not in the colour of a 0; None shows all.
        """
        items: list[Item] = []
        for part in regions(self.there):
            if shown is None or part.ramp is not None:
                items += tile.part(part.rows, part.columns, ramp=part.ramp, hatched=part.hatched)
            elif part.rows and part.columns:
                items += self._filled(part, tile, shown)
        return items + self._lines()

    def _filled(self, part: Region, tile: Tile, shown: NDArray[np.bool_]) -> list[Item]:
        """Return a block of the output: empty cells, and those that are shown over them."""
        there = shown[part.rows.start : part.rows.stop, part.columns.start : part.columns.stop]
        filled = runs(there)
        if there.all() or len(filled) > _MOST_RUNS:
            return [*tile.part(part.rows, part.columns, hatched=part.hatched)]
        if part.hatched:
            items = [*tile.part(part.rows, part.columns, ramp="padding", hatched=True)]
        else:
            top, left = self.grid.origin
            block = (
                range(part.rows.start + top, part.rows.stop + top),
                range(part.columns.start + left, part.columns.stop + left),
            )
            items = [Rect(*self.grid.span(*block), fill="empty.cell"), *lines(self.grid, *block)]
        for row, columns in filled:
            items += tile.part(
                one(part.rows.start + row),
                range(part.columns.start + columns.start, part.columns.start + columns.stop),
                hatched=part.hatched,
            )
        return items

    def _lines(self) -> list[Item]:
        top, left = self.grid.origin
        cut = (
            (row + top, column + left)
            for part in regions(self.there)
            if part.ramp is not None
            for row in part.rows
            for column in part.columns
        )
        items = struck(self.grid, cut)
        if named(self.grid) != (self.rows, self.columns):
            items.append(outline(self.grid, *named(self.grid), "padding.edge", dashed=True))
        return [*items, outline(self.grid, self.rows, self.columns, "output.edge")]

    def reached(self, here: Cell, view: ViewOptions) -> list[Item]:
        """Return the output up to a cell; the rest faintly, where the view wants it."""
        values = np.zeros((self.grid.rows, self.grid.columns), self.output.dtype)
        top, left = (-at for at in self.grid.origin)
        down, across = self.output.shape
        kept = np.zeros(values.shape, np.bool_)
        values[top : top + down, left : left + across] = self.output
        kept[top : top + down, left : left + across] = True
        tile = changing(values, self.plane, self.grid, view, shown=kept)
        items: list[Item] = []
        if view.ghost:
            items += to_come(self.items(tile))
        row, column = here[0] + top, here[1] + left
        items += self._parts(tile, range(top, row), range(left, left + across))
        items += self._parts(tile, one(row), range(left, column + 1))
        return [*items, outline(self.grid, self.rows, self.columns, "output.edge")]

    def _parts(self, tile: Tile, rows: range, columns: range) -> list[Item]:
        """Return a block of the output, counted from the canvas's first cell, as it looks there."""
        items: list[Item] = []
        for part in regions(self.there):
            if part.ramp is None:
                items += tile.part(
                    range(max(rows.start, part.rows.start), min(rows.stop, part.rows.stop)),
                    range(
                        max(columns.start, part.columns.start),
                        min(columns.stop, part.columns.stop),
                    ),
                    hatched=part.hatched,
                )
        return items

    def foot(self, font: float) -> list[Item]:
        """Return what hatched cells are, below the canvas."""
        if not any(self.there.extra):
            return []
        text = "hatched: output_padding " + size_text(tuple(dict.fromkeys(self.there.extra)))
        size, grid = 0.78 * font, self.grid
        y = grid.y + grid.height + 1.25 * size
        return [Text(grid.x + grid.width, y, text, size, "output.text", "end")]

    def hotspot(self) -> Hotspot:
        """Return where the output answers to the pointer; what is cut off doesn't."""
        x, y, width, height = self.grid.span(self.rows, self.columns)
        return Hotspot(
            "output", x, y, width, height, origin=(x, y), cell=(self.grid.cell, self.grid.cell),
            shape=(len(self.rows), len(self.columns)),
        )
