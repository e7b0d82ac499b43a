"""Where y = C·x stands: y at the left of the matrix, x at its right; above a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.figures.arrangement import whole
from convviz.figures.grid import Box, Grid
from convviz.figures.matrix.entries import LayerMatrix
from convviz.figures.panels import Look, board, cell_for, padded_origin, page, two
from convviz.layers.conv import Conv
from convviz.layers.transposed import ConvTranspose

_LARGEST = 44.0
_WHOLE = 5.0
"""A matrix whose cells are at least so large is shown whole; else as its pattern, with a part."""
_PART = 24.0
"""Side of a part's cell at most."""
_SIDE = 0.21
"""Share of the width that the input and the kernel get."""
_PATTERN = 0.4
"""Share of what is left that the pattern gets."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where y, C and x stand.

    Attributes
    ----------
    cell
        Side of a cell.
    left, matrix, right
        Corners of y, of C and of x.
    lying
        Whether x lies above C, each number over its column, not at the right.
    shown
        How many rows and columns of C are shown.
    pattern
        The box of the whole matrix's pattern, None where it is shown whole.
    """

    cell: float
    left: tuple[float, float]
    matrix: tuple[float, float]
    right: tuple[float, float]
    lying: bool
    shown: tuple[int, int]
    pattern: Box | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Where everything stands.

    Attributes
    ----------
    look
        Room and type.
    input, kernel
        The grids of the layer's own input and kernel; no kernel of layers without.
    placed
        Where the product stands.
    note, formula
        Baselines of the two lines below.
    """

    look: Look
    input: Grid
    kernel: Grid | None
    placed: Placed
    note: float
    formula: float

    @classmethod
    def of(cls, matrix: LayerMatrix, look: Look, zoom: float) -> Whole:
        """Return where a matrix stands in a picture.

        Parameters
        ----------
        matrix
            The matrix.
        look
            The picture's room and type.
        zoom
            How much larger the cells of a part are to be.
        """
        font = look.font if look.title else 0.0
        top, foot = look.margin, 4.2 * font
        width = max(look.width - 2 * look.margin, 1.0)
        height = max(look.height - look.margin - top - foot, 1.0)
        area = (look.margin + _SIDE * width, top, (1 - _SIDE) * width, height)
        placed = _whole(matrix, area, look) or _part(matrix, area, look, zoom)
        shown, kernel = _panels(
            matrix, (look.margin, top), (_SIDE * width - 1.5 * font, height), look
        )
        last = look.height - look.margin
        return cls(look, shown, kernel, placed, last - 2.0 * font, last - 0.2 * font)

    def part(self, matrix: LayerMatrix, row: int, column: int) -> tuple[range, range]:
        """Return the rows and columns that are shown when a cell has to be among them.

        Rows are a page of the whole; columns are those around what the page's
        middle row takes, as long as the cell's is one of them.
        """
        rows = page(row, self.placed.shown[0], matrix.rows)
        middle = matrix.middle(rows[len(rows) // 2], matrix.input_at(column)[0])
        if abs(middle - column) >= self.placed.shown[1] // 2:
            middle = column
        most = matrix.columns - self.placed.shown[1]
        first = min(max(middle - self.placed.shown[1] // 2, 0), most)
        return rows, range(first, first + self.placed.shown[1])

    def grid(self, rows: range, columns: range) -> Grid:
        """Return the grid of some rows and columns of C."""
        shape = (len(rows), len(columns))
        return board(*self.placed.matrix, self.placed.cell, shape, (rows.start, columns.start))

    def output_grid(self, rows: range) -> Grid:
        """Return the grid of some rows of y."""
        return board(*self.placed.left, self.placed.cell, (len(rows), 1), (rows.start, 0))

    def input_grid(self, columns: range) -> Grid:
        """Return the grid of the x that some columns of C meet."""
        if self.placed.lying:
            shape, origin = (1, len(columns)), (0, columns.start)
        else:
            shape, origin = (len(columns), 1), (columns.start, 0)
        return board(*self.placed.right, self.placed.cell, shape, origin)


def _gap(look: Look) -> float:
    """Return the room between columns, for a sign or for names."""
    return 3.4 * look.font if look.title else 4.0


def _header(look: Look) -> float:
    """Return the height of a title with names below it."""
    return look.title + 1.3 * look.font if look.title else 0.0


def _whole(matrix: LayerMatrix, area: Box, look: Look) -> Placed | None:
    """Return where a matrix stands that is shown whole; None where its cells would be too small."""
    x, y, width, height = area
    gap, header = _gap(look), _header(look)
    rows, columns = matrix.rows, matrix.columns
    # Names stand at the left of y, and at the right of a standing x.
    standing = min((width - 3.5 * gap) / (columns + 2), (height - header) / max(rows, columns))
    cell = min(standing, _LARGEST)
    if cell < _WHOLE:
        return None
    cell = whole(cell)
    used = (columns + 2) * cell + 2.5 * gap
    left = x + gap + max((width - gap - used) / 2, 0.0)
    middle = left + cell + gap
    high = max(rows, columns) * cell
    begin = y + header + (height - header - high) / 2
    top = begin + (high - rows * cell) / 2
    right = (middle + columns * cell + gap, begin + (high - columns * cell) / 2)
    return Placed(cell, (left, top), (middle, top), right, lying=False, shown=(rows, columns))


def _part(matrix: LayerMatrix, area: Box, look: Look, zoom: float) -> Placed:
    """Return where the pattern of a matrix stands, and a part of it with x above."""
    x, y, width, height = area
    gap, header = _gap(look), _header(look)
    room = max(width - 2.5 * gap, 4.0)
    high = max(height - header, 4.0)
    scale = min(_PATTERN * room / matrix.columns, high / matrix.rows)
    box = max(scale * matrix.columns, 2.0), max(scale * matrix.rows, 2.0)
    cell = min(whole(_PART * max(zoom, 1.0)), high / 3, (room - box[0]) / 3)
    over = cell + 0.6 * look.font
    shown = (
        max(min(matrix.rows, int((high - over) / cell)), 1),
        max(min(matrix.columns, int((room - box[0]) / cell) - 1), 1),
    )
    top = y + header + over
    left = x + box[0] + 1.9 * gap
    corner = (float(round(x + 0.4 * gap)), float(round(y + header)))
    middle = left + cell + 0.6 * gap
    return Placed(
        cell, (left, top), (middle, top), (middle, top - over), True, shown, (*corner, *box)
    )


def _panels(
    matrix: LayerMatrix, corner: tuple[float, float], area: tuple[float, float], look: Look
) -> tuple[Grid, Grid | None]:
    """Return the grids of the input and the kernel, one above the other."""
    trace = matrix.trace
    padded, origin = two(trace.padded.shape[1:]), padded_origin(trace)
    (x, y), (width, height) = corner, area
    if matrix.kernel is None:
        cell = cell_for(width, height - look.title, padded[1], padded[0])
        top = y + look.title + max((height - look.title - padded[0] * cell) / 2, 0.0)
        return board(x, top, cell, padded, origin), None
    layer = trace.layer
    assert isinstance(layer, Conv | ConvTranspose)  # noqa: S101 - no other has a kernel
    taps = two(layer.kernel_size)
    most = max(40.0, 0.034 * look.width)
    between = look.title + (0.8 * look.font if look.title else 2.0)
    left = max(height - look.title - between, 2.0)
    cell = min(cell_for(width, 0.62 * left, padded[1], padded[0]), most)
    rest = left - padded[0] * cell
    kernel_cell = min(cell_for(width, rest, taps[1], taps[0]), max(cell, 0.8 * most))
    spare = max(left - padded[0] * cell - taps[0] * kernel_cell, 0.0)
    top = y + look.title + spare / 2
    shown = board(x, top, cell, padded, origin)
    return shown, board(x, top + padded[0] * cell + between, kernel_cell, taps)
