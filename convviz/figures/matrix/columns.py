"""The columns of windows as they are drawn: cells, the rows below, a column beside its window."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.engine.trace import Trace
from convviz.figures.ghosts import to_come
from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark, one, room
from convviz.figures.matrix.falk import Falk
from convviz.figures.matrix.windows import WindowMatrix
from convviz.figures.panels import empty, hotspot, met, runs, window_items
from convviz.figures.still import Choice, edge
from convviz.figures.tiles import Plane, Tile, tile
from convviz.layers.conv import Conv
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Role, Scene
from convviz.steps.folded import ravelled
from convviz.steps.order import Step


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The rows and columns of the matrix that are shown.

    Attributes
    ----------
    rows, columns
        Which.
    shown
        Their cells.
    kernel, output
        The same part of the kernel's and of the output's row, None of `Unfold`.
    padding
        Runs of cells of the padding: their row, and their columns, counted from the part's first.
    """

    rows: range
    columns: range
    shown: Tile
    kernel: Tile | None
    output: Tile | None
    padding: tuple[tuple[int, range], ...]

    @property
    def grid(self) -> Grid:
        """Where its cells stand."""
        return self.shown.grid


@dataclass(frozen=True, slots=True, eq=False)
class ColumnsStill:
    """The still part of the picture, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list; without the matrix where only a part of it can be shown.
    trace, choice
        What it shows.
    matrix
        The windows as columns.
    where
        Where everything stands.
    input
        The input's cells.
    kernel, output
        The numbers of the kernel's row and of the output's, None of `Unfold`.
    part
        The matrix's cells where all of them are shown, else None.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    matrix: WindowMatrix
    where: Falk
    input: Tile
    kernel: Plane | None
    output: Plane | None
    part: Part | None


def place_of(still: ColumnsStill, step: Step) -> tuple[int, int]:
    """Return the row and the column of the matrix that a step is at."""
    if still.kernel is None:
        return step.output[1], step.output[2]
    column = ravelled(step.output[1:], still.trace.output.shape[1:])
    if step.tap is not None:
        return step.tap, column
    taps = still.matrix.rows // len(still.matrix.channels)
    return (still.choice.input - still.matrix.channels.start) * taps, column


def part_of(still: ColumnsStill, view: ViewOptions, row: int, column: int) -> Part:
    """Return the part of the matrix on show when a step is at one of its cells."""
    matrix, where = still.matrix, still.where
    rows, columns = where.shown(matrix, row, column)
    plane = Plane(matrix.values(rows, columns), (), still.input.plane.ramp,
                  still.input.plane.levels)

    def cut(plane: Plane, part: range, grid: Grid) -> Tile:
        values = plane.values[:, part.start : part.stop]
        plane = Plane(values, (), plane.ramp, plane.levels)
        return tile(plane, grid, values=view.values, decimals=view.decimals)

    return Part(
        rows,
        columns,
        tile(plane, where.grid(rows, columns), values=view.values, decimals=view.decimals),
        None if still.kernel is None else cut(still.kernel, rows, where.kernel_grid(rows)),
        None if still.output is None else cut(still.output, columns, where.output_grid(columns)),
        tuple(runs(matrix.padding(rows, columns))),
    )


def matrix_items(still: ColumnsStill, part: Part, view: ViewOptions) -> list[Item]:
    """Return the matrix with the rows of the kernel and the output, none of it reached yet."""
    down, across = range(len(part.rows)), range(len(part.columns))
    inner = [
        *part.shown.part(down, across),
        *(
            item
            for row, columns in part.padding
            for item in part.shown.part(one(row), columns, ramp="padding", hatched=True)
        ),
        *_between_channels(still, part),
        edge(part.grid, down, across, "input.edge"),
    ]
    items: list[Item] = [Group("matrix", tuple(inner))]
    if part.kernel is not None and part.output is not None:
        items.append(
            Group(
                "kernel",
                (*part.kernel.part(one(0), down), edge(part.kernel.grid, one(0), down,
                                                       "kernel.edge")),
            )
        )
        output = empty(part.output.grid, "output.edge")
        if view.ghost:
            output[-1:-1] = to_come(part.output.part(one(0), across))
        items.append(Group("output", tuple(output)))
    return items


def _between_channels(still: ColumnsStill, part: Part) -> list[Item]:
    """Return a line where a channel's rows end and the next one's begin."""
    taps = still.matrix.rows // len(still.matrix.channels)
    return [
        edge(part.grid, range(row - part.rows.start, row - part.rows.start),
             range(len(part.columns)), "input.edge")
        for row in part.rows[1:]
        if row % taps == 0
    ]


def spots_of(still: ColumnsStill, part: Part) -> list[Hotspot]:
    """Return the places of the matrix; of its rows' taps and of the output cells below it."""
    found = [hotspot("matrix", part.grid)]
    if part.kernel is None or part.output is None:
        return found
    layer = still.trace.layer
    flipped = isinstance(layer, Conv) and layer.flipped
    for grid, width, kind in (
        # The taps of a flipped kernel run backwards: a place for each.
        (part.kernel.grid, 1 if flipped else still.matrix.taps[1], "kernel"),
        (part.output.grid, still.matrix.windows[1], "output"),
    ):
        first, end = grid.origin[1], grid.origin[1] + grid.columns
        for line in range(first // width, -(-end // width)):
            start, stop = max(line * width, first), min((line + 1) * width, end)
            x, y = grid.corner(0, start - first)
            first_cell = line, start % width
            if kind == "kernel":
                first_cell = met(still.trace, still.matrix.tap(start)[1:])
            found.append(
                Hotspot(
                    kind, x, y, (stop - start) * grid.cell, grid.cell, (x, y),
                    (grid.cell, grid.cell), first_cell, (1, stop - start),
                )
            )
    return found


def column_items(
    still: ColumnsStill,
    part: Part,
    column: int,
    role: Role,
    row: int | None = None,
    upto: int | None = None,
) -> list[Item]:
    """Return a window on the input beside its column, and the cells where its row is marked.

    Parameters
    ----------
    still
        The still part.
    part
        What of the matrix is shown.
    column
        The column.
    role
        Of the frames.
    row
        The row to mark, or None.
    upto
        How many of the column's cells have been read; None for all.
    """
    matrix = still.matrix
    axes = matrix.axes(column)
    taps = matrix.rows // len(matrix.channels)
    in_channel = None if upto is None else (upto - 1) % taps + 1
    window = window_items(still.trace, still.input, axes, role, in_channel)
    marks: list[Item] = []
    read = part.rows if upto is None else range(part.rows.start, min(upto, part.rows.stop))
    if column in part.columns:
        marks = recoloured(part, read, one(column))
        marks.append(around(part.grid, part.rows, one(column), role))
        if part.output is not None:
            marks.append(mark(part.output.grid, (0, column), role))
    if row is not None:
        channel, down, across = matrix.tap(row)
        if channel == still.choice.input:
            window.append(mark(still.input.grid, (axes[0][down], axes[1][across]), role, 3.5))
        if row in part.rows and column in part.columns:
            marks.append(mark(part.grid, (row, column), role, 3.5))
        if row in part.rows and part.kernel is not None:
            marks.append(mark(part.kernel.grid, (0, row), role, 3.5))
    return [
        Group("window", tuple(window), clip=room(still.input.grid)),
        Group("column", tuple(marks)),
    ]


def recoloured(part: Part, rows: range, columns: range) -> list[Item]:
    """Return cells of the matrix in the kernel's colours, those of the padding hatched."""
    down = range(rows.start - part.rows.start, rows.stop - part.rows.start)
    across = range(columns.start - part.columns.start, columns.stop - part.columns.start)
    items = [*part.shown.part(down, across, ramp="kernel")]
    for row, run in part.padding:
        both = range(max(run.start, across.start), min(run.stop, across.stop))
        if row in down and both:
            items += part.shown.part(one(row), both, ramp="padding-read", hatched=True)
    return items
