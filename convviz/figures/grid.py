"""Where the cells of one panel stand in the picture, and which of them can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

Box = tuple[float, float, float, float]
"""x, y, width, height in pixels."""


_CUT = 0.15


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of square cells seen through a box.

    Rows and columns count from the grid's own first cell; `origin` tells which
    cell that is in the coordinates that people use (the first padded row of an
    input with padding 1 is row −1).

    Attributes
    ----------
    x, y, width, height
        The box, in pixels.
    cell
        Side of a cell in pixels.
    rows, columns
        Size of the whole grid.
    left, top
        Where the grid's own top left corner is, in pixels; outside of the box
        when the view is zoomed.
    origin
        Row and column of the first cell.
    """

    x: float
    y: float
    width: float
    height: float
    cell: float
    rows: int
    columns: int
    left: float
    top: float
    origin: tuple[int, int] = (0, 0)

    @property
    def box(self) -> Box:
        """The box as x, y, width, height."""
        return self.x, self.y, self.width, self.height

    @property
    def visible(self) -> tuple[range, range]:
        """Rows and columns of which at least a part is seen."""
        return (
            _seen(self.top, self.y, self.height, self.cell, self.rows),
            _seen(self.left, self.x, self.width, self.cell, self.columns),
        )

    @property
    def whole(self) -> tuple[range, range]:
        """Rows and columns of which so much is seen that a number in them can be read."""
        return (
            _seen(self.top, self.y, self.height, self.cell, self.rows, _CUT),
            _seen(self.left, self.x, self.width, self.cell, self.columns, _CUT),
        )

    def corner(self, row: float, column: float) -> tuple[float, float]:
        """Return x and y of the top left corner of a cell, counted from the first."""
        return self.left + column * self.cell, self.top + row * self.cell

    def centre(self, position: tuple[int, int]) -> tuple[float, float]:
        """Return x and y of the centre of a cell, named as people do."""
        x, y = self.corner(position[0] - self.origin[0], position[1] - self.origin[1])
        return x + self.cell / 2, y + self.cell / 2

    def span(self, rows: Sequence[int], columns: Sequence[int]) -> Box:
        """Return the box around cells named as people do, first to last of each axis."""
        x, y = self.corner(rows[0] - self.origin[0], columns[0] - self.origin[1])
        return (
            x,
            y,
            (columns[-1] - columns[0] + 1) * self.cell,
            (rows[-1] - rows[0] + 1) * self.cell,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point as (row, column); a cell's centre is at its number."""
        return (
            (y - self.top) / self.cell - 0.5 + self.origin[0],
            (x - self.left) / self.cell - 0.5 + self.origin[1],
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The place in the middle of the box."""
        return self.at(self.x + self.width / 2, self.y + self.height / 2)

    def centre_for(self, place: tuple[float, float], x: float, y: float) -> tuple[float, float]:
        """Return what has to be in the middle of the box so that a place is at a point."""
        return (
            place[0] - (y - self.y - self.height / 2) / self.cell,
            place[1] - (x - self.x - self.width / 2) / self.cell,
        )

    def within(
        self, before: tuple[int, int], after: tuple[int, int], origin: tuple[int, int]
    ) -> Grid:
        """Return the grid without rows and columns at its ends, as far as the box shows it."""
        left, top = self.corner(*before)
        rows, columns = self.rows - before[0] - after[0], self.columns - before[1] - after[1]
        end, foot = self.x + self.width, self.y + self.height
        # What the box doesn't show stands at its edge, not beyond it.
        x, y = min(max(self.x, left), end), min(max(self.y, top), foot)
        right = min(end, left + columns * self.cell)
        bottom = min(foot, top + rows * self.cell)
        return Grid(
            x, y, max(right - x, 0.0), max(bottom - y, 0.0), self.cell, rows, columns, left, top,
            origin,
        )

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point is in the box."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


def _seen(
    start: float, box: float, length: float, cell: float, count: int, cut: float = 1.0
) -> range:
    """Return the cells of which less than a share is cut off at either end."""
    first = max(0, floor((box - start) / cell - cut + 1e-6) + 1)
    last = min(count, ceil((box + length - start) / cell + cut - 1e-6) - 1)
    return range(first, max(first, last))
