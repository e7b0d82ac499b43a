"""What is lit when something of the product with the windows' matrix is pointed at."""

from __future__ import annotations

from convviz.figures.grid import Grid
from convviz.figures.marks import answering, around, mark, one, room
from convviz.figures.matrix.columns import ColumnsStill, Part, column_items, place_of, recoloured
from convviz.figures.panels import axes_of, ghost, lit, met
from convviz.figures.pointing import inside
from convviz.figures.slices import cell_of
from convviz.scene.items import Group, Item
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, meets

_AHEAD = 0.7
_MOST_FOUND = 600


def pointed(
    still: ColumnsStill, part: Part, step: Step, pointer: Pointer
) -> list[Item] | None:
    """Return what is lit for a pointer; None for one that isn't in this picture.

    Parameters
    ----------
    still
        The still part.
    part
        What of the matrix is shown.
    step
        The step.
    pointer
        What is pointed at: ``"input"``, ``"output"``, ``"kernel"`` as in a layer's own
        picture, ``"matrix"`` (row, column), or ``"term"``, a row of the step's column.
    """
    kind, index = pointer
    matrix = still.matrix
    column = pointed_column(still, pointer)
    if column is not None:
        whole = kind == "output" and still.kernel is not None
        return _column(still, part, step, column, None if whole else index[0])
    match kind:
        case "term" if still.kernel is not None and 0 <= index[0] < matrix.rows:
            return _column(still, part, step, place_of(still, step)[1], index[0])
        case "input" if inside(still.input.grid, index):
            return _input(still, part, cell_of(index))
        case "kernel" if still.kernel is not None:
            down, across = cell_of(index)
            if 0 <= down < matrix.taps[0] and 0 <= across < matrix.taps[1]:
                return _tap(still, part, (down, across))
    return None


def pointed_column(still: ColumnsStill, pointer: Pointer) -> int | None:
    """Return the column that a pointer means by its output cell or by one of its own cells."""
    kind, index = pointer
    if kind not in {"matrix", "output"}:
        return None
    row, column = cell_of(index)
    matrix = still.matrix
    if kind == "output" and still.kernel is not None:
        known = 0 <= row < matrix.windows[0] and 0 <= column < matrix.windows[1]
        return row * matrix.windows[1] + column if known else None
    known = 0 <= row < matrix.rows and 0 <= column < matrix.columns
    return column if known else None


def _column(
    still: ColumnsStill, part: Part, step: Step, column: int, row: int | None = None
) -> list[Item]:
    items: list[Item] = []
    if part.output is not None and column > place_of(still, step)[1]:
        # Not reached yet, but what makes it is being told.
        ahead = part.output.part(one(0), one(column - part.columns.start))
        items.append(Group("ahead", ahead, opacity=_AHEAD))
    return [*items, *column_items(still, part, column, "hover.edge", row)]


def _input(still: ColumnsStill, part: Part, cell: tuple[int, int]) -> list[Item]:
    """Light every cell of the matrix that an input cell is, and the outputs below."""
    found = still.matrix.where(cell, still.choice.input, part.rows, part.columns)
    items: list[Item] = []
    for row, column in found[:_MOST_FOUND]:
        items += recoloured(part, one(row), one(column))
        items.append(mark(part.grid, (row, column), "hover.edge", 1.5))
        if part.output is not None:
            items.append(answering(part.output.grid, (0, column), part.output.plane.ramp))
    here = mark(still.input.grid, cell, "hover.edge")
    return [
        Group("pointed", (here,), clip=room(still.input.grid)),
        Group("pointed", tuple(items)),
    ]


def _tap(still: ColumnsStill, part: Part, tap: tuple[int, int]) -> list[Item]:
    """Light the rows that a tap multiplies, and the input cells that it meets."""
    matrix = still.matrix
    meeting = axes_of(meets(still.trace, tap[-still.trace.layer.axes :]))
    items: list[Item] = []
    for row in part.rows:
        if matrix.tap(row)[1:] == met(still.trace, tap) and part.kernel is not None:
            items += recoloured(part, one(row), part.columns)
            items.append(around(part.grid, one(row), part.columns, "hover.edge"))
            items.append(mark(part.kernel.grid, (0, row), "hover.edge"))
    grid = still.input.grid
    read = [
        *lit(still.trace, still.input, meeting),
        around(grid, *meeting, "hover.edge", line=1.5, dashed=True),
    ]
    return [Group("pointed", tuple(read), clip=room(grid)), Group("pointed", tuple(items))]


def ghosts(still: ColumnsStill, part: Part, column: int) -> list[Item]:
    """Return the animation's place, which is always shown, while something else is pointed at."""
    places: list[tuple[Grid, range, range]] = [
        (still.input.grid, *still.matrix.axes(column)), (part.grid, part.rows, one(column)),
    ]
    if part.output is not None:
        places.append((part.output.grid, one(0), one(column)))
    return [
        Group("ghost", tuple(ghost(grid, rows, columns)), clip=room(grid))
        for grid, rows, columns in places
    ]
