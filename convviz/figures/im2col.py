"""A convolution as a product of matrices: the kernel as a row times windows as columns."""

from __future__ import annotations

from dataclasses import replace

from convviz.engine.trace import Trace
from convviz.figures.grid import Grid
from convviz.figures.marks import one, room
from convviz.figures.matrix.columns import (
    ColumnsStill,
    Part,
    column_items,
    matrix_items,
    part_of,
    place_of,
    spots_of,
)
from convviz.figures.matrix.falk import Falk
from convviz.figures.matrix.headers import above, beside, scrolled
from convviz.figures.matrix.line import Line, product_line
from convviz.figures.matrix.pointed import ghosts, pointed, pointed_column
from convviz.figures.matrix.windows import WindowMatrix
from convviz.figures.numbers import grouped, text_like
from convviz.figures.panels import (
    Look,
    counted_as,
    fitted,
    hotspot,
    input_items,
    input_plane,
    kernel_of,
    names_of,
    output_plane,
    shown_text,
    weights_plane,
)
from convviz.figures.sentences import place
from convviz.figures.still import Choice, clip, edge
from convviz.figures.tiles import Plane, tile
from convviz.figures.titles import size_text
from convviz.layers.conv import Conv
from convviz.layers.folding import Unfold
from convviz.layers.layer import Layer
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Scene, Text
from convviz.scene.metrics import text_width
from convviz.steps.folded import ravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Terms


def available(layer: Layer) -> bool:
    """Return whether a layer is a product with the matrix of its windows, or is that matrix."""
    return isinstance(layer, Conv | Unfold) and layer.axes <= 2


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> ColumnsStill:
    """Return the still part of a picture of `size` (width, height) in pixels."""
    matrix = WindowMatrix.of(trace, choice.output)
    weight = kernel_of(trace, choice.output)
    where = Falk.of(
        matrix, Look.of(size, choice.setting), view.zoom, multiplied=weight is not None
    )
    shown = tile(
        input_plane(trace, choice, view), where.input, values=view.values, decimals=view.decimals
    )
    kernel = None if weight is None else weights_plane(weight.reshape(1, -1), choice)
    output = None if weight is None else output_plane(trace, choice, view)
    if output is not None:
        output = Plane(output.values.reshape(1, -1), (), output.ramp, output.levels)
    bare = ColumnsStill(
        Scene(*size), trace, choice, matrix, where, shown, kernel, output, None
    )
    items: list[Item] = [
        *_titles(bare),
        Group("input", tuple(input_items(trace, shown)), clip=clip(where.input)),
    ]
    spots = [hotspot("input", where.input)]
    part = None
    if (where.rows, where.columns) == (matrix.rows, matrix.columns):
        part = part_of(bare, view, 0, 0)
        items += matrix_items(bare, part, view)
        spots += spots_of(bare, part)
    return ColumnsStill(
        Scene(*size, tuple(items), tuple(spots)),
        trace, choice, matrix, where, shown, kernel, output, part,
    )


def moving(
    still: ColumnsStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step.

    Its hotspots are those of the part of the matrix that is shown, where that
    moves with the step.
    """
    row, column = place_of(still, step)
    part = still.part
    items: list[Item] = []
    spots: list[Hotspot] = []
    if part is None:
        part = part_of(still, view, row, column)
        items += matrix_items(still, part, view)
        spots += spots_of(still, part)
        items += _said(still, part)
    items += _reached(still, part, step, column, view)
    found = None if pointer is None else pointed(still, part, step, pointer)
    if found is None:
        items += _current(still, part, step, row, column)
    else:
        items += [*found, *ghosts(still, part, column)]
    items += _named(still, part, row, column)
    if still.kernel is not None:
        line = Line(*_told(still, step, pointer), "row × column", view.decimals)
        items += product_line(still.trace, line, still.where.look, still.where.formula)
    return Scene(still.scene.width, still.scene.height, tuple(items), tuple(spots))


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what the picture shows at a step, in words."""
    matrix = WindowMatrix.of(trace, step.output[0])
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    size = f"{grouped(matrix.rows)} by {grouped(matrix.columns)} matrix of windows"
    if isinstance(trace.layer, Unfold):
        row, column = step.output[1:]
        channel, *tap = matrix.tap(row)
        several = f"channel {channel + 1}, " if len(matrix.channels) > 1 else ""
        value = text_like(trace.output, trace.output[step.output].item(), decimals)
        return (
            f"{begin}row {grouped(row + 1)}, column {grouped(column + 1)} of the {size} is "
            f"{value}, what {several}{place(tuple(tap))} of the window at "
            f"{place(matrix.window(column))} reads"
        )
    column = ravelled(step.output[1:], trace.output.shape[1:])
    terms = Terms(trace, step.output)
    done = step.tap is None or step.tap == len(terms) - 1
    number = terms.total if done else terms[step.tap or 0].partial
    bias = "" if terms.bias is None or not done else " and the bias"
    so_far = "" if done else f" after {grouped((step.tap or 0) + 1)} of {grouped(len(terms))}"
    return (
        f"{begin}the kernel as a row times column {grouped(column + 1)} of the {size}, the "
        f"window of output {place(step.output[1:])}{bias}, is "
        f"{text_like(trace.output, number, decimals)}{so_far}"
    )


def _told(
    still: ColumnsStill, step: Step, pointer: Pointer | None
) -> tuple[tuple[int, ...], int | None]:
    """Return the output cell whose products are told, and the last of them or None.

    The one whose column is pointed at, else the step's.
    """
    column = None if pointer is None else pointed_column(still, pointer)
    if column is None:
        return step.output, step.tap
    at = still.matrix.window(column)[-still.trace.layer.axes :]
    return (step.output[0], *at), None


def _reached(
    still: ColumnsStill, part: Part, step: Step, column: int, view: ViewOptions
) -> list[Item]:
    """Return the output's row up to the step; its own cell shows the sum so far."""
    if part.output is None:
        return []
    grid = part.output.grid
    terms = None if step.tap is None else Terms(still.trace, step.output)
    done = terms is None or step.tap == len(terms) - 1
    items = [*part.output.part(one(0), range(column + done - part.columns.start))]
    if terms is not None and not done:
        partial = part.output.plane.values[:, :1] * 0 + terms[step.tap or 0].partial
        plane = Plane(partial, (), part.output.plane.ramp, part.output.plane.levels)
        x, y = grid.corner(0, column - part.columns.start)
        spot = Grid(x, y, grid.cell, grid.cell, grid.cell, 1, 1, x, y)
        sum_so_far = tile(plane, spot, values=view.values, decimals=view.decimals)
        items += sum_so_far.part(one(0), one(0))
    items.append(edge(grid, one(0), range(grid.columns), "output.edge"))
    return [Group("reached", tuple(items), clip=room(grid))]


def _current(
    still: ColumnsStill, part: Part, step: Step, row: int, column: int
) -> list[Item]:
    """Return the step's window and its column, and where the two rows meet it."""
    marked = row if step.tap is not None or still.kernel is None else None
    upto = None if step.tap is None else row + 1
    return column_items(still, part, column, "window.edge", marked, upto)


def _titles(still: ColumnsStill) -> list[Item]:
    """Return what stands above the input and the matrix, and below the two rows."""
    trace, where, matrix = still.trace, still.where, still.matrix
    look = where.look
    if not look.title:
        return []
    size, padded = trace.input.shape[1:], trace.padded.shape[1:]
    given = size_text(size)
    if trace.input.shape[0] > 1:
        given = f"channel {still.choice.input + 1} of {trace.input.shape[0]}, {given}"
    if padded != size:
        given += f", padded to {size_text(padded)}"
    x, top = where.matrix[0], where.matrix[1] - where.header
    counted = f"{counted_as(matrix.rows, 'tap')}"
    if len(matrix.channels) > 1:
        counted += f" of {len(matrix.channels)} channels"
    counted += f" × {counted_as(matrix.columns, 'window')}"
    items = [
        *look.titled(where.input.x, where.input.y, "Input", given, "input.text", x - look.font),
        *look.titled(x, top, "Windows as columns", counted, "kernel.text", where.end),
    ]
    if still.kernel is None:
        return items
    channels = trace.output.shape[0]
    of_channel = f" of channel {still.choice.output + 1} of {channels}" if channels > 1 else ""
    y, middle = where.row + where.cell, where.row + where.cell / 2
    left = where.kernel[0]
    made = size_text(trace.output.shape[1:])
    return [
        *items,
        *look.below(left, y, "Kernel as a row", f"1 × {grouped(matrix.rows)}{of_channel}",
                    "kernel.text", x - 0.5 * look.font),
        *look.below(x, y, "Output as a row", f"1 × {grouped(matrix.columns)}, as a picture {made}",
                    "output.text", where.end),
        Text(x - 1.6 * look.font, middle + 0.6 * look.font, "=", 1.7 * look.font, "text.muted",
             "middle"),
    ]


def _named(still: ColumnsStill, part: Part, row: int, column: int) -> list[Item]:
    """Return the names of the matrix's rows and columns, the step's in bold."""
    matrix, look, axes = still.matrix, still.where.look, still.trace.layer.axes
    rows = [matrix.tap(at) for at in part.rows]
    taps = names_of([(down, across) for _, down, across in rows], axes)
    if len(matrix.channels) > 1:
        taps = [
            f"{channel + 1}: {name}" for (channel, *_), name in zip(rows, taps, strict=True)
        ]
    windows = names_of([matrix.window(at) for at in part.columns], axes)
    marked = row if still.kernel is None else None
    return [
        Group("rows", tuple(beside(part.grid, look, taps, marked, "kernel.text"))),
        Group("columns", tuple(above(part.grid, look, windows, column, "kernel.text"))),
    ]


def _said(still: ColumnsStill, part: Part) -> list[Item]:
    """Return which part of the matrix is shown, in words and as bars."""
    matrix, where = still.matrix, still.where
    words = [
        shown_text("rows", part.rows, matrix.rows),
        shown_text("columns", part.columns, matrix.columns),
    ]
    text = ", ".join(word for word in words if word)
    x, y = where.matrix[0] + where.columns * where.cell, where.matrix[1] - where.header
    bars = scrolled(
        part.grid, (part.rows, matrix.rows), (part.columns, matrix.columns), "kernel.edge"
    )
    look = where.look
    # A narrow matrix lets it go on up to the picture's edge.
    x = max(x, min(where.end, where.matrix[0] + 40 * look.font))
    short = Text(x, y - 1.95 * look.font, text, look.small, "text", "end")
    label = replace(short, text=f"Shown: {text}")
    room = x - where.matrix[0] - text_width("Windows as columns  ", look.font, bold=True)
    said = (fitted(label, room) or fitted(short, room)) if look.title else ()
    return [Group("shown", (*bars, *said))]
