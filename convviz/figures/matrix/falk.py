"""Where a product of matrices stands: a row at the left, columns above, the result where they meet.

The input stands above the kernel's row, beside the columns that are made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from convviz.figures.arrangement import whole
from convviz.figures.grid import Grid
from convviz.figures.matrix.windows import WindowMatrix
from convviz.figures.panels import LARGEST, Look, board, cell_for, padded_origin, page, two
from convviz.figures.tiles import SMALLEST_LABELLED_CELL

_WHOLE = 9.0
"""A matrix whose cells are at least so large is shown whole; else a part of it, in larger cells.

So is one that only its part has cells with room for numbers.
"""
_PART = 28.0
"""Side of a part's cell at most."""
_SHARE = 0.34
"""Of the width, what a long kernel's row and the input may take beside a part."""
_MOST_SHARE = 0.5
"""The same where the kernel's row needs it for its numbers."""
_NUMBERED = SMALLEST_LABELLED_CELL + 0.3
"""Side of the cells of a kernel's row that has its numbers."""
_LEAST_NUMBERED = 8
"""Such cells that the height of a part has room for, or numbers aren't worth their room."""
_LEAST_SHARE = 0.3
"""Of the width, what an input with many columns gets beside the whole matrix."""


@dataclass(frozen=True, slots=True)
class Falk:
    """Where everything stands.

    Attributes
    ----------
    look
        Room and type.
    input
        The input's grid.
    kernel, kernel_cell
        The corner of the kernel's row, and the side of its cells.
    matrix, cell
        The matrix's corner, and the side of its cells.
    rows, columns
        How many of its rows and columns are shown.
    row
        y of the output's row.
    end
        Where the picture's titles have to end.
    formula
        Baseline of the line of products.
    header
        Height of the labels above the columns.
    """

    look: Look
    input: Grid
    kernel: tuple[float, float]
    kernel_cell: float
    matrix: tuple[float, float]
    cell: float
    rows: int
    columns: int
    row: float
    end: float
    formula: float
    header: float

    @classmethod
    def of(
        cls, matrix: WindowMatrix, look: Look, zoom: float, *, multiplied: bool
    ) -> Falk:
        """Return where a matrix and what it is made of and multiplied with stand.

        Parameters
        ----------
        matrix
            The matrix.
        look
            The picture's room and type.
        zoom
            How much larger its cells are to be than those that fit.
        multiplied
            Whether there is a kernel's row, and an output's.
        """
        font = look.font if look.title else 0.0
        header, below, gap = 1.5 * font, (3.2 if multiplied else 0.0) * font, 5.0 * font
        width = max(look.width - 2 * look.margin - gap, 1.0)
        height = look.height - 2 * look.margin - look.title - header - below - 2.4 * font
        height = max(height, 1.0)
        padded = two(matrix.trace.padded.shape[1:])
        cell, rows, columns, left = _fitting(
            matrix, padded, (width, height), zoom, multiplied=multiplied
        )
        kernel_cell = min(cell, left / rows) if multiplied else 0.0
        high = rows * cell
        input_cell = min(
            cell_for(left, max(high, height - multiplied * (cell + 0.7 * font)), padded[1],
                     padded[0]),
            max(cell, 40.0),
        )
        block = max(high, padded[0] * input_cell)
        used = max(kernel_cell * rows, input_cell * padded[1])
        x = (look.width - used - gap - columns * cell) / 2
        total = look.title + header + block + below + 2.4 * font
        total += multiplied * (cell + 0.7 * font)
        y = (look.height - total) / 2 + look.title + header
        # The columns end right above the output's row, also where the input is higher.
        top = y + block - high
        row = y + block + 0.7 * font
        return cls(
            look,
            board(x, y - header, input_cell, padded, padded_origin(matrix.trace)),
            (x + used - kernel_cell * rows, row + (cell - kernel_cell) / 2),
            kernel_cell,
            (x + used + gap, top),
            cell,
            rows,
            columns,
            row,
            look.width - look.margin,
            row + multiplied * cell + below + 1.4 * font,
            header,
        )

    def shown(self, matrix: WindowMatrix, row: int, column: int) -> tuple[range, range]:
        """Return the rows and columns of the page on which a cell is."""
        return page(row, self.rows, matrix.rows), page(column, self.columns, matrix.columns)

    def grid(self, rows: range, columns: range) -> Grid:
        """Return the grid of some rows and columns."""
        return board(
            *self.matrix, self.cell, (len(rows), len(columns)), (rows.start, columns.start)
        )

    def kernel_grid(self, rows: range) -> Grid:
        """Return the grid of the kernel's row, cut as the matrix's rows are."""
        return board(*self.kernel, self.kernel_cell, (1, len(rows)), (0, rows.start))

    def output_grid(self, columns: range) -> Grid:
        """Return the grid of the output's row, below the matrix's columns."""
        return board(self.matrix[0], self.row, self.cell, (1, len(columns)), (0, columns.start))


def _fitting(
    matrix: WindowMatrix,
    padded: tuple[int, int],
    area: tuple[float, float],
    zoom: float,
    *,
    multiplied: bool,
) -> tuple[float, int, int, float]:
    """Return the side of a cell, the rows and columns that are shown, and what is left of width."""
    width, height = area
    cell = min(
        cell_for(width, height, matrix.columns + multiplied * matrix.rows,
                 matrix.rows + multiplied),
        # An input that is much wider than the kernel's row gets a share at least.
        max((1 - _LEAST_SHARE) * width / matrix.columns, width / (matrix.columns + padded[1])),
    )
    cell = whole(cell)
    everything = cell, matrix.rows, matrix.columns, width - matrix.columns * cell
    if cell >= SMALLEST_LABELLED_CELL and zoom <= 1:
        return everything
    left = _SHARE * width
    least = _NUMBERED if height >= _LEAST_NUMBERED * _NUMBERED else 0.45 * _PART
    part = max(cell, min(height / (matrix.rows + multiplied), _PART), least)
    part = min(part * max(zoom, 1.0), 2 * LARGEST, width - left, height / (1 + multiplied))
    if cell >= _WHOLE and zoom <= 1 and part < SMALLEST_LABELLED_CELL:
        return everything
    rows = min(matrix.rows, max(int(height / part) - multiplied, 1))
    if multiplied and part >= _NUMBERED:
        left = max(left, min(_NUMBERED * rows, _MOST_SHARE * width))
        rows = min(rows, max(int(left / _NUMBERED), 1))
        part = min(part, width - left)
    columns = min(matrix.columns, max(int((width - left) / part), 1))
    return part, rows, columns, left
