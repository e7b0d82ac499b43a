"""A plate on the screen: where its cells are, and its cells as items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.isometric.camera import Way
from convviz.figures.marks import HALO
from convviz.figures.tiles import SMALLEST_FONT, SMALLEST_LINED_CELL, Plane, fitting
from convviz.scene.items import Hotspot, Item, Polygon, Ramp, Role, Sheet
from convviz.scene.metrics import CAP_HEIGHT

Corners = tuple[Way, Way, Way, Way]
_MOST_LABELS = 3000
_ROOM = 0.9
"""Share of a cell's room that its number may take."""


@dataclass(frozen=True, slots=True)
class Board:
    """A plate's cells on the screen.

    Attributes
    ----------
    x, y
        The first cell's corner.
    across, down
        From a cell to the next in its row, and in its column, in pixels.
    rows, columns
        How many.
    origin
        Row and column of the first, in the coordinates that people use.
    """

    x: float
    y: float
    across: Way
    down: Way
    rows: int
    columns: int
    origin: tuple[int, int] = (0, 0)

    @property
    def cell(self) -> float:
        """The shorter side of a cell, in pixels."""
        return min(hypot(*self.across), hypot(*self.down))

    @property
    def room(self) -> float:
        """Side of a square cell whose number has as much room as there is in one of these."""
        (a, b), (c, d) = self.across, self.down
        area = abs(a * d - b * c)
        wide, high = 0.86, 0.42 * CAP_HEIGHT
        tight = max(wide * abs(d) + high * abs(c), wide * abs(b) + high * abs(a))
        return _ROOM * min(area / tight, hypot(*self.down) * 1.1)

    def point(self, row: float, column: float) -> Way:
        """Return the point so many rows and columns from the first cell's corner."""
        return (
            self.x + column * self.across[0] + row * self.down[0],
            self.y + column * self.across[1] + row * self.down[1],
        )

    def around(self, rows: Sequence[int], columns: Sequence[int]) -> Corners:
        """Return the corners around rows and columns, first to last, named as people do."""
        top, left = rows[0] - self.origin[0], columns[0] - self.origin[1]
        bottom, right = rows[-1] + 1 - self.origin[0], columns[-1] + 1 - self.origin[1]
        return (
            self.point(top, left), self.point(top, right), self.point(bottom, right),
            self.point(bottom, left),
        )

    @property
    def corners(self) -> Corners:
        """The corners of all cells."""
        return (
            self.point(0, 0), self.point(0, self.columns), self.point(self.rows, self.columns),
            self.point(self.rows, 0),
        )

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around it: left, top, right, bottom."""
        xs, ys = zip(*self.corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def hotspot(self, kind: str) -> Hotspot:
        """Return its cells as places that answer to the pointer."""
        left, top, right, bottom = self.box
        return Hotspot(
            kind, left, top, right - left, bottom - top, (self.x, self.y),
            (self.across[0], self.down[1]), self.origin, (self.rows, self.columns),
            slant=(self.down[0], self.across[1]),
        )

    def holds(self, cell: tuple[int, int]) -> bool:
        """Return whether there is such a cell."""
        row, column = cell[0] - self.origin[0], cell[1] - self.origin[1]
        return 0 <= row < self.rows and 0 <= column < self.columns

    def frame(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        role: Role,
        line: float,
        *,
        fill: Role | None = None,
        dashed: bool = False,
    ) -> Polygon:
        """Return a frame around rows and columns."""
        return Polygon(self.around(rows, columns), fill, role, line, dashed, halo=HALO)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A plate's cells with their shades and labels.

    Attributes
    ----------
    board
        Where they are.
    plane
        The numbers.
    shades
        One for each cell, or for each block of `factor` × `factor` of them.
    labels, font
        The texts and their size, or None.
    factor
        Cells along each side of what one shade stands for.
    """

    board: Board
    plane: Plane
    shades: NDArray[np.uint8]
    labels: tuple[tuple[str, ...], ...] | None = None
    font: float = 0.0
    factor: int = 1

    @classmethod
    def of(
        cls, board: Board, plane: Plane, *, values: bool, decimals: int | None
    ) -> Face:
        """Return the cells of a plate, labelled where numbers are wanted and fit."""
        level = 0
        while level < len(plane.coarse) and board.cell * (2 << level) <= 1.0:
            level += 1
        numbers: NDArray[Any] = plane.coarse[level - 1] if level else plane.values
        made = cls(board, plane, plane.shades(numbers), factor=1 << level)
        return made.relabelled(plane.values, decimals) if values and not level else made

    def relabelled(self, numbers: NDArray[Any], decimals: int | None) -> Face:
        """Return the cells with numbers written into them, if they can be read."""
        room = self.board.room
        if not 0 < numbers.size <= _MOST_LABELS or room < SMALLEST_FONT / 0.42:
            return self
        texts, size = fitting(numbers, room, decimals)
        if size < SMALLEST_FONT:
            return self
        return Face(self.board, self.plane, self.shades, texts, size)

    def part(
        self,
        rows: range,
        columns: range,
        *,
        ramp: Ramp | None = None,
        hatched: bool = False,
    ) -> list[Item]:
        """Return a block of cells, named as people do."""
        top, left = self.board.origin
        down, across = (
            slice((axis.start - first) // self.factor, -(-(axis.stop - first) // self.factor))
            for axis, first in ((rows, top), (columns, left))
        )
        shades = self.shades[down, across]
        if not rows or not columns or not shades.size:
            return []
        board, side = self.board, self.factor
        x, y = board.point(down.start * side, across.start * side)
        texts = self.labels and tuple(row[across] for row in self.labels[down])
        lines: Role | None = "grid" if board.cell >= SMALLEST_LINED_CELL else None
        return [
            Sheet(
                x, y, _times(board.across, side), _times(board.down, side), shades,
                ramp or self.plane.ramp, texts, self.font or 12.0, lines,
                hatched and lines is not None,
            )
        ]


def _times(way: Way, side: int) -> Way:
    return way[0] * side, way[1] * side
