"""What is lit when something of the layer's matrix is pointed at."""

from __future__ import annotations

from convviz.figures.grid import Grid
from convviz.figures.marks import mark, one, room
from convviz.figures.matrix.layer import (
    MatrixPart,
    MatrixStill,
    column_items,
    column_of,
    row_items,
    window_of,
)
from convviz.figures.panels import ghost, in_input, met, two
from convviz.figures.pointing import inside
from convviz.figures.slices import cell_of
from convviz.scene.items import Group, Item
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Terms, source_of


def pointed(
    still: MatrixStill, part: MatrixPart, row: int, pointer: Pointer
) -> list[Item] | None:
    """Return what is lit for a pointer; None for one that isn't in this picture.

    Parameters
    ----------
    still
        The still part.
    part
        What of the matrix is shown.
    row
        The step's row.
    pointer
        What is pointed at: ``"input"``, ``"output"``, ``"kernel"`` as in a layer's own
        picture, ``"matrix"`` (row, column), or ``"term"``, one of the step's row.
    """
    kind, index = pointer
    matrix = still.matrix
    match kind:
        case "output":
            at = cell_of(index)
            size = two(still.trace.output.shape[1:])
            if all(0 <= place < length for place, length in zip(at, size, strict=True)):
                return _row(still, part, at[0] * size[1] + at[1])
        case "input":
            known = inside(still.input.grid, index) or in_input(still.trace, cell_of(index))
            return _input(still, part, cell_of(index)) if known else None
        case "kernel" if still.kernel is not None and inside(still.kernel.grid, index):
            return _tap(still, part, still.kernel.grid, cell_of(index))
        case "matrix":
            at = cell_of(index)
            if 0 <= at[0] < matrix.rows and 0 <= at[1] < matrix.columns:
                return _cell(still, part, *at)
        case "term":
            output = _position(still, row)
            terms = Terms(still.trace, output)
            if 0 <= index[0] < len(terms):
                return _cell(still, part, row, column_of(still, terms[index[0]]))
    return None


def _position(still: MatrixStill, row: int) -> tuple[int, ...]:
    at = still.matrix.output_at(row)
    return (still.choice.output, *at[-(still.trace.output.ndim - 1) :])


def _row(still: MatrixStill, part: MatrixPart, row: int) -> list[Item]:
    return [
        *row_items(still, part, row, "hover.edge"),
        *window_of(still, _position(still, row), "hover.edge"),
    ]


def _cell(
    still: MatrixStill, part: MatrixPart, row: int, column: int | None
) -> list[Item]:
    """Light a row, and in it the cell of one column."""
    items: list[Item] = []
    panels: list[Item] = []
    if column is not None:
        channel, *at = still.matrix.input_at(column)
        if channel == still.choice.input:
            panels.append(mark(still.input.grid, (at[0], at[1]), "hover.edge", 3.5))
        if column in part.columns:
            items.append(mark(part.input.grid, part.x_at(column), "hover.edge", 3.5))
            if row in part.rows:
                items.append(mark(part.grid, (row, column), "hover.edge", 3.5))
        if still.kernel is not None:
            columns, _, taps = still.matrix.row(row)
            for tap in taps[columns == column]:
                written = met(still.trace, divmod(int(tap), still.kernel.grid.columns))
                items.append(mark(still.kernel.grid, written, "hover.edge"))
    return [
        *_row(still, part, row),
        Group("pointed", tuple(items)),
        Group("pointed", tuple(panels), clip=room(still.input.grid)),
    ]


def _input(still: MatrixStill, part: MatrixPart, cell: tuple[int, int]) -> list[Item]:
    """Light the column of the input cell that a cell is, or whose value it has."""
    here = mark(still.input.grid, cell, "hover.edge")
    items: list[Item] = [Group("pointed", (here,), clip=room(still.input.grid))]
    position = cell[-(still.trace.input.ndim - 1) :]
    own = in_input(still.trace, cell)
    source = position if own else source_of(still.trace, position)
    if source is not None:
        column = still.matrix.column_of(still.choice.input, source)
        items += column_items(part, column, "hover.edge")
    return items


def _tap(
    still: MatrixStill, part: MatrixPart, kernel: Grid, tap: tuple[int, int]
) -> list[Item]:
    """Light every cell of the matrix that holds one of the kernel's weights."""
    down, across = met(still.trace, tap)
    items: list[Item] = []
    for row in part.rows:
        columns, _, taps = still.matrix.row(row)
        items += [
            mark(part.grid, (row, int(column)), "hover.edge", 2.0)
            for column in columns[taps == down * kernel.columns + across]
            if int(column) in part.columns
        ]
    items.append(mark(kernel, tap, "hover.edge"))
    return [Group("pointed", tuple(items))]


def ghosts(part: MatrixPart, row: int, column: int | None) -> list[Item]:
    """Return the animation's place, which is always shown, while something else is pointed at."""
    if column is None:
        places = [(part.grid, one(row), part.columns), (part.output.grid, one(row), one(0))]
    else:
        x, y = part.x_at(column)
        places = [(part.grid, part.rows, one(column)), (part.input.grid, one(x), one(y))]
    return [
        Group("ghost", tuple(ghost(grid, rows, columns)), clip=room(grid))
        for grid, rows, columns in places
    ]
