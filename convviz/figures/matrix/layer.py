"""y = C·x as it is drawn: cells that hold a weight, the columns beside, a row or column lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.ghosts import to_come
from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark, one, room
from convviz.figures.matrix.entries import LayerMatrix
from convviz.figures.matrix.whole import Whole
from convviz.figures.panels import axes_of, empty, hotspot, lit, runs, window_items
from convviz.figures.slices import cell_of
from convviz.figures.still import Choice, edge
from convviz.figures.tiles import Plane, Tile, tile
from convviz.layers.folding import Fold
from convviz.options import Levels, ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Ramp, Role, Scene
from convviz.steps.order import Step
from convviz.steps.pointing import cells_read, window
from convviz.steps.terms import Term


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPart:
    """The rows and columns of the matrix that are shown, with what stands beside them.

    Attributes
    ----------
    rows, columns
        Which.
    shown
        Their cells.
    held
        How many weights each of them holds.
    output, input
        The same part of y and of x.
    """

    rows: range
    columns: range
    shown: Tile
    held: NDArray[np.intp]
    output: Tile
    input: Tile

    @property
    def grid(self) -> Grid:
        """Where its cells stand."""
        return self.shown.grid

    @property
    def lying(self) -> bool:
        """Whether x lies in a row."""
        return self.input.grid.rows == 1 < len(self.columns)

    def x_at(self, column: int) -> tuple[int, int]:
        """Return which cell of x's grid a column meets."""
        return (0, column) if self.lying else (column, 0)

    def x_cells(self, columns: range, ramp: Ramp | None = None) -> tuple[Item, ...]:
        """Return the cells of x that some columns meet."""
        cells = range(columns.start - self.columns.start, columns.stop - self.columns.start)
        axes = (one(0), cells) if self.lying else (cells, one(0))
        return self.input.part(*axes, ramp=ramp)


@dataclass(frozen=True, slots=True, eq=False)
class MatrixStill:
    """The still part of the picture, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list; where the matrix is large with its pattern, without its cells.
    trace, choice
        What it shows.
    matrix
        The layer's matrix.
    where
        Where everything stands.
    input, kernel
        The cells of the layer's own input and kernel, None of layers without.
    x, y
        The two columns.
    levels
        The numbers at the ends of the weights' colours.
    part
        The matrix's cells where all of them are shown, else None.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    matrix: LayerMatrix
    where: Whole
    input: Tile
    kernel: Tile | None
    x: Plane
    y: Plane
    levels: Levels
    part: MatrixPart | None


def part_of(still: MatrixStill, view: ViewOptions, row: int, column: int) -> MatrixPart:
    """Return the part of the matrix on show when a step is at one of its cells."""
    where = still.where
    rows, columns = where.part(still.matrix, row, column)
    values, held = still.matrix.dense(rows, columns)

    def drawn(plane: Plane, grid: Grid) -> Tile:
        return tile(plane, grid, values=view.values, decimals=view.decimals)

    def cut(plane: Plane, cells: range) -> Plane:
        return Plane(plane.values[cells.start : cells.stop], (), plane.ramp, plane.levels)

    return MatrixPart(
        rows,
        columns,
        drawn(Plane(values, (), still.choice.kernel_ramp, still.levels),
              where.grid(rows, columns)),
        held,
        drawn(cut(still.y, rows), where.output_grid(rows)),
        drawn(_laid(cut(still.x, columns), lying=where.placed.lying), where.input_grid(columns)),
    )


def _laid(plane: Plane, *, lying: bool) -> Plane:
    """Return a column's numbers as they are drawn, in a row where they lie."""
    values = plane.values.T if lying else plane.values
    return Plane(values, (), plane.ramp, plane.levels)


def matrix_items(part: MatrixPart, view: ViewOptions) -> list[Item]:
    """Return the matrix and x, and y with nothing in it yet."""
    cells = empty(part.grid, "kernel.edge")
    cells[-1:-1] = [
        item
        for row, columns in runs(part.held > 0)
        for item in part.shown.part(one(row), columns)
    ]
    y = empty(part.output.grid, "output.edge")
    if view.ghost:
        y[-1:-1] = to_come(part.output.part(range(len(part.rows)), one(0)))
    grid = part.input.grid
    x = [
        *part.x_cells(part.columns),
        edge(grid, range(grid.rows), range(grid.columns), "input.edge"),
    ]
    return [Group("matrix", tuple(cells)), Group("x", tuple(x)), Group("y", tuple(y))]


def spots_of(still: MatrixStill, part: MatrixPart) -> list[Hotspot]:
    """Return the places of the matrix, and of y and x as cells of the output and the input."""
    matrix = still.matrix
    inputs = [(column, *matrix.input_at(column)) for column in part.columns]
    return [
        hotspot("matrix", part.grid),
        *(_spot("output", part.output.grid, (row, 0), matrix.output_at(row)) for row in part.rows),
        *(
            _spot("input", part.input.grid, part.x_at(column), (down, across))
            for column, channel, down, across in inputs
            if channel == still.choice.input
        ),
    ]


def _spot(kind: str, grid: Grid, at: tuple[int, int], cell: tuple[int, int]) -> Hotspot:
    x, y, width, height = grid.span(one(at[0]), one(at[1]))
    return Hotspot(kind, x, y, width, height, (x, y), (width, height), cell)


def row_items(
    still: MatrixStill,
    part: MatrixPart,
    row: int,
    role: Role,
    terms: Sequence[Term] | None = None,
) -> list[Item]:
    """Return a row of the matrix lit, what it takes of x, and the cell of y that it makes.

    Parameters
    ----------
    still
        The still part.
    part
        What of the matrix is shown.
    row
        The row.
    role
        Of the frames.
    terms
        The terms that have been added, the last of which is marked; None for the whole row.
    """
    if row not in part.rows:
        return []
    if terms is None:
        columns: list[int | None] = still.matrix.row(row)[0].tolist()
    else:
        columns = [column_of(still, term) for term in terms]
    shown = {column for column in columns if column is not None and column in part.columns}
    items = [item for column in sorted(shown) for item in _taken(part, column, role)]
    items.append(around(part.grid, one(row), part.columns, role))
    items.append(mark(part.output.grid, (row, 0), role))
    last = None if terms is None else columns[-1]
    if last is not None and last in shown:
        items.append(mark(part.grid, (row, last), role, 3.5))
        items.append(mark(part.input.grid, part.x_at(last), role, 3.5))
    return [Group("row", tuple(items))]


def column_of(still: MatrixStill, term: Term) -> int | None:
    """Return the column of a term; None of one in padding with a constant."""
    if term.source is None:
        return None
    return still.matrix.column_of(term.channel, term.source)


def _taken(part: MatrixPart, column: int, role: Role) -> list[Item]:
    """Return a cell of x in the kernel's colours, framed."""
    return [
        *part.x_cells(one(column), "kernel"),
        mark(part.input.grid, part.x_at(column), role, 1.5),
    ]


def column_items(part: MatrixPart, column: int, role: Role) -> list[Item]:
    """Return a column of the matrix lit, its cell of x, and what it adds to in y."""
    if column not in part.columns:
        return []
    items = _taken(part, column, role)
    items.append(mark(part.input.grid, part.x_at(column), role))
    items.append(around(part.grid, part.rows, one(column), role))
    items += [
        mark(part.output.grid, (part.rows[int(at)], 0), role, 2.0)
        for at in part.held[:, column - part.columns.start].nonzero()[0]
    ]
    return [Group("column", tuple(items))]


def window_of(
    still: MatrixStill, output: tuple[int, ...], role: Role, term: Term | None = None
) -> list[Item]:
    """Return what an output cell reads, on the layer's own input; the term's cell marked."""
    trace, shown = still.trace, still.input
    upto = None
    if isinstance(trace.layer, Fold):
        items: list[Item] = []
        for cell in cells_read(trace, output):
            row, column = cell_of(cell)
            items += [*lit(trace, shown, (one(row), one(column))),
                      mark(shown.grid, (row, column), role, 2.0)]
    else:
        axes = axes_of(window(trace, output[1:]))
        if term is not None:
            upto = term.index % max(len(axes[0]) * len(axes[1]), 1) + 1
        items = window_items(trace, shown, axes, role, upto)
    if term is not None:
        items.append(mark(shown.grid, cell_of(term.position), role, 3.5))
    return [Group("window", tuple(items), clip=room(shown.grid))]


def reached_by_rows(
    still: MatrixStill, part: MatrixPart, step: Step, partial: float | None, view: ViewOptions
) -> list[Item]:
    """Return y up to the step's row, which shows the sum so far where that is given."""
    row = still.matrix.row_of(step.output[1:])
    done = row + (partial is None) - part.rows.start
    items: list[Item] = [*part.output.part(range(done), one(0))]
    if partial is not None and row in part.rows:
        values = np.array([[partial]], still.y.values.dtype)
        items += _single(part.output, row, values, view)
    return _framed(part, items)


def reached_by_columns(
    still: MatrixStill, part: MatrixPart, column: int, view: ViewOptions
) -> list[Item]:
    """Return y as far as the columns up to one have added to it."""
    items: list[Item] = []
    x = still.x.values[:, 0]
    for at, row in enumerate(part.rows):
        columns, weights, _ = still.matrix.row(row)
        added = int((columns <= column).sum())
        if added == len(columns):
            items += part.output.part(one(at), one(0))
        elif added:
            values = _sum(x[columns[:added]], weights[:added], still.y.values.dtype)
            items += _single(part.output, row, values, view)
    return _framed(part, items)


def _sum(x: NDArray[Any], weights: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the sum of products in their order, as the layer adds them up; shape (1, 1)."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        products = x.astype(dtype) * weights.astype(dtype)
        return np.add.accumulate(products)[-1:].reshape(1, 1)


def _single(column: Tile, row: int, values: NDArray[Any], view: ViewOptions) -> list[Item]:
    """Return one cell of a column with another number than its own."""
    grid = column.grid
    x, y = grid.corner(row - grid.origin[0], 0)
    spot = Grid(x, y, grid.cell, grid.cell, grid.cell, 1, 1, x, y)
    plane = Plane(values, (), column.plane.ramp, column.plane.levels)
    shown = tile(plane, spot, values=view.values, decimals=view.decimals)
    return [*shown.part(one(0), one(0))]


def _framed(part: MatrixPart, items: list[Item]) -> list[Item]:
    grid = part.output.grid
    return [
        Group("reached", (*items, edge(grid, range(grid.rows), one(0), "output.edge")),
              clip=room(grid))
    ]
