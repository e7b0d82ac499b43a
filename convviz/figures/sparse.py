"""A whole linear layer as one matrix: y = C·x, nearly all of it zeros."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.trace import Trace
from convviz.figures.board import sign
from convviz.figures.kernels import kernel_numbers
from convviz.figures.marks import mark, room
from convviz.figures.matrix.entries import LayerMatrix, linear
from convviz.figures.matrix.headers import above, beside
from convviz.figures.matrix.layer import (
    MatrixPart,
    MatrixStill,
    column_items,
    column_of,
    matrix_items,
    part_of,
    reached_by_columns,
    reached_by_rows,
    row_items,
    spots_of,
    window_of,
)
from convviz.figures.matrix.layer_pointed import ghosts, pointed
from convviz.figures.matrix.line import Line, product_line
from convviz.figures.matrix.whole import Whole
from convviz.figures.numbers import grouped, text_like
from convviz.figures.panels import (
    Look,
    caption,
    counted_as,
    hotspot,
    input_items,
    input_plane,
    names_of,
    output_plane,
    weights_plane,
)
from convviz.figures.sentences import place
from convviz.figures.slices import cell_of
from convviz.figures.still import Choice, edge
from convviz.figures.tiles import Plane, levels_of, tile
from convviz.figures.titles import size_text
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Image, Item, Rect, Scene, Text
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, readers
from convviz.steps.terms import Terms

_FILLED = 200
"""Place on the ramp of a part of the pattern that holds a weight."""


def available(layer: Layer) -> bool:
    """Return whether a layer is a matrix: whether its outputs are sums of weighted inputs."""
    return linear(layer) and layer.axes <= 2


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> MatrixStill:
    """Return the still part of a picture of `size` (width, height) in pixels."""
    matrix = LayerMatrix.of(trace, choice.output)
    where = Whole.of(matrix, Look.of(size, choice.setting), view.zoom)
    shown = tile(
        input_plane(trace, choice, view), where.input, values=view.values, decimals=view.decimals
    )
    kernel = None
    if where.kernel is not None and trace.weight is not None:
        plane = weights_plane(_written(trace, choice), choice)
        kernel = tile(plane, where.kernel, values=view.values, decimals=view.decimals)
    x = trace.input[matrix.channels.start : matrix.channels.stop].reshape(-1, 1)
    y = output_plane(trace, choice, view)
    numbers = matrix.row(0)[1] if matrix.kernel is None else matrix.kernel
    low, high = levels_of(Coarse(*finite_range(numbers)), choice.kernel_ramp, None)
    bare = MatrixStill(
        Scene(*size), trace, choice, matrix, where, shown, kernel,
        Plane(x, (), shown.plane.ramp, shown.plane.levels),
        Plane(y.values.reshape(-1, 1), (), y.ramp, y.levels),
        (min(low, 0.0), max(high, 0.0)), None,
    )
    items: list[Item] = [*_titles(bare), Group("input", tuple(input_items(trace, shown)))]
    spots = [hotspot("input", where.input)]
    if kernel is not None:
        rows, columns = range(kernel.grid.rows), range(kernel.grid.columns)
        frame = edge(kernel.grid, rows, columns, "kernel.edge")
        items.append(Group("kernel", (*kernel.part(rows, columns), frame)))
        spots.append(hotspot("kernel", kernel.grid))
    part = None
    if where.placed.pattern is None:
        part = part_of(bare, view, 0, 0)
        items += matrix_items(part, view)
        spots += spots_of(bare, part)
    else:
        items.append(_pattern(bare))
    return MatrixStill(
        Scene(*size, tuple(items), tuple(spots)),
        trace, choice, matrix, where, shown, kernel, bare.x, bare.y, bare.levels, part,
    )


def moving(
    still: MatrixStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step: a row lit, or a stamp's column.

    Its hotspots are those of the part of the matrix that is shown, where that
    moves with the step.
    """
    row, column = place_of(still, step)
    part = still.part
    items: list[Item] = []
    spots: list[Hotspot] = []
    if part is None:
        part = part_of(still, view, row, column)
        items += [*matrix_items(part, view), *_said(still, part)]
        spots += spots_of(still, part)
    terms = None if step.tap is None else Terms(still.trace, step.output)[: step.tap + 1]
    term = None if terms is None else terms[-1]
    if step.stamp is not None:
        items += reached_by_columns(still, part, column, view)
    else:
        partial = term.partial if term is not None and not _is_last(still, step) else None
        items += reached_by_rows(still, part, step, partial, view)
    found = None if pointer is None else pointed(still, part, row, pointer)
    if found is not None:
        items += [*found, *ghosts(part, row, column if step.stamp else None)]
    elif step.stamp is not None:
        cell = mark(still.input.grid, cell_of(step.stamp[1:]), "window.edge")
        items += [Group("window", (cell,), clip=room(still.input.grid)),
                  *column_items(part, column, "window.edge")]
    else:
        items += row_items(still, part, row, "window.edge", terms)
        items += window_of(still, step.output, "window.edge", term)
        if term is not None and still.kernel is not None:
            items.append(mark(still.kernel.grid, cell_of(term.tap), "window.edge", 3.5))
    items += _named(still, part, None if step.stamp else row, column if step.stamp else None)
    items += _line(still, step, view)
    return Scene(still.scene.width, still.scene.height, tuple(items), tuple(spots))


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what the picture shows at a step, in words."""
    matrix = LayerMatrix.of(trace, step.output[0])
    begin = f"Step {grouped(step.number + 1)} of {grouped(count)}: "
    size = (
        f"the layer as a matrix of {grouped(matrix.rows)} by {grouped(matrix.columns)}, of which "
        f"{grouped(matrix.places)} cells hold a weight and all others are 0"
    )
    if step.stamp is not None:
        column = matrix.column_of(step.stamp[0], step.stamp[1:])
        value = text_like(trace.input, trace.input[step.stamp].item(), decimals)
        adds = counted_as(len(readers(trace, step.stamp[1:])), "output")
        return (
            f"{begin}{size}; column {grouped(column + 1)} times input {place(step.stamp[1:])}, "
            f"which is {value}, is added to {adds}"
        )
    row = matrix.row_of(step.output[1:])
    terms = Terms(trace, step.output)
    total = terms.total
    so_far = ""
    if step.tap is not None and step.tap < len(terms) - 1:
        total = terms[step.tap].partial
        so_far = f" after {grouped(step.tap + 1)} of {grouped(len(terms))} products"
    return (
        f"{begin}{size}; row {grouped(row + 1)} times the input as a column gives output "
        f"{place(step.output[1:])}, {text_like(trace.output, total, decimals)}{so_far}"
    )


def _written(trace: Trace, choice: Choice) -> NDArray[Any]:
    """Return the kernel on show as it is written."""
    return kernel_numbers(trace, choice.input, choice.output, 0)


def place_of(still: MatrixStill, step: Step) -> tuple[int, int]:
    """Return the row and the column at which a step is; the middle one of those of a row."""
    row = still.matrix.row_of(step.output[1:])
    if step.stamp is not None:
        return row, still.matrix.column_of(step.stamp[0], step.stamp[1:])
    if step.tap is not None:
        column = column_of(still, Terms(still.trace, step.output)[step.tap])
        if column is not None:
            return row, column
    return row, still.matrix.middle(row, still.choice.input)


def _is_last(still: MatrixStill, step: Step) -> bool:
    return step.tap == len(Terms(still.trace, step.output)) - 1


def _line(still: MatrixStill, step: Step, view: ViewOptions) -> list[Item]:
    """Return the products of the step's row; of a stamp what its column is multiplied with."""
    look, trace = still.where.look, still.trace
    if not look.title:
        return []
    if step.stamp is None:
        line = Line(step.output, step.tap, "row × x", view.decimals)
        return product_line(trace, line, look, still.where.formula)
    value = text_like(trace.input, trace.input[step.stamp].item(), view.decimals)
    adds = counted_as(len(readers(trace, step.stamp[1:])), "cell")
    text = f"{value} × its column is added to {adds} of y"
    return [Group("product", tuple(caption(look, text, still.where.formula)))]


def _pattern(still: MatrixStill) -> Group:
    """Return the whole matrix as a picture of where it holds weights."""
    x, y, width, height = still.where.placed.pattern or (0.0, 0.0, 1.0, 1.0)
    held = still.matrix.pattern(
        min(max(int(height), 1), still.matrix.rows), min(max(int(width), 1), still.matrix.columns)
    )
    image = Image(x, y, width, height, (held * _FILLED).astype("uint8"), "kernel")
    return Group("pattern", (image, Rect(x, y, width, height, edge="kernel.edge", line=1.5)))


def _said(still: MatrixStill, part: MatrixPart) -> list[Item]:
    """Return which part of the matrix is shown: on its pattern, and in words below it."""
    matrix, look = still.matrix, still.where.look
    x, y, width, height = still.where.placed.pattern or (0.0, 0.0, 1.0, 1.0)
    across, down = width / matrix.columns, height / matrix.rows
    wide, high = max(len(part.columns) * across, 6.0), max(len(part.rows) * down, 6.0)
    box = Rect(
        x + part.columns.start * across, y + part.rows.start * down, wide, high,
        edge="window.edge", line=2.0,
    )
    words = [
        f"{name} {grouped(axis.start + 1)} to {grouped(axis.stop)}"
        for name, axis, count in (
            ("rows", part.rows, matrix.rows), ("columns", part.columns, matrix.columns)
        )
        if len(axis) < count  # how many there are stands over the whole
    ]
    text = ", ".join(words)
    left, top = part.input.grid.x, part.input.grid.y - 1.3 * look.font
    title = look.titled(
        left, top, f"A part of {_name(still.trace.layer)}", text, "kernel.text",
        look.width - 0.5 * look.margin,
    )
    return [Group("shown", (box, *title))]


def _titles(still: MatrixStill) -> list[Item]:
    """Return what stands above the panels, the signs, and a note below."""
    trace, where, matrix, look = still.trace, still.where, still.matrix, still.where.look
    if not look.title:
        return []
    name = _name(trace.layer)
    size = size_text(trace.input.shape[1:])
    several = trace.input.shape[0] > 1
    given = f"channel {still.choice.input + 1} of {trace.input.shape[0]}, " if several else ""
    channels = trace.output.shape[0]
    of = f"channel {still.choice.output + 1} of {channels}: " if channels > 1 else ""
    counts = f"{of}{grouped(matrix.rows)} × {grouped(matrix.columns)}"
    font, header = look.font, 1.3 * look.font
    gap, cell, end = 3.4 * font, where.placed.cell, look.width - 0.5 * look.margin
    (lx, ly), (mx, my), (rx, ry) = where.placed.left, where.placed.matrix, where.placed.right
    side = where.placed.pattern[0] if where.placed.pattern else lx - 1.2 * gap
    items = look.titled(where.input.x, where.input.y, "Input", given + size, "input.text",
                        side - 0.5 * font)
    if still.kernel is not None:
        grid = still.kernel.grid
        items += look.titled(grid.x, grid.y, "Kernel", size_text((grid.rows, grid.columns)),
                             "kernel.text", side)
    if where.placed.pattern is None:
        top = (ry if where.placed.lying else my) - header
        items += look.titled(mx, top, name, counts, "kernel.text", end)
    else:
        x, y, *_ = where.placed.pattern
        items += look.titled(x, y, name, counts, "kernel.text", lx - gap)
    # Beside an x that lies above the matrix there is no room for y's size.
    over = "" if where.placed.lying else f"{grouped(matrix.rows)} × 1"
    items += look.titled(lx, ly, "y", over, "output.text", mx - 0.2 * font)
    if where.placed.lying:
        items.append(Text(mx - 0.7 * font, ry + cell / 2 + 0.36 * font, "x", font, "input.text",
                          "end", bold=True))
    else:
        items += look.titled(rx, ry, "x", f"{grouped(matrix.columns)} × 1", "input.text", end)
    middle = my + where.placed.shown[0] * cell / 2
    items.append(sign((lx + cell + mx) / 2, middle, "=", font))
    if not where.placed.lying:
        items.append(sign(mx + where.placed.shown[1] * cell + gap / 2, middle, "·", font))
    return [*items, *caption(look, _note(still, name), where.note, quiet=True)]


def _name(layer: Layer) -> str:
    """Return what a layer's matrix is called."""
    return "Cᵀ" if isinstance(layer, ConvTranspose | Fold) else "C"


def _note(still: MatrixStill, name: str) -> str:
    """Return what the matrix alone doesn't say."""
    trace, matrix = still.trace, still.matrix
    every = grouped(matrix.rows * matrix.columns)
    parts = [f"{grouped(matrix.places)} of {every} cells hold a weight, all others are 0"]
    if matrix.folded:
        mode = trace.layer.padding_mode if isinstance(trace.layer, Conv) else "padding"
        parts.append(f"weights that meet copies of one input cell add up ({mode})")
    if trace.bias is not None:
        bias = text_like(trace.bias, trace.bias[still.choice.output].item())
        parts.append(f"y = {name}·x + {bias}, the bias")
    if isinstance(trace.layer, Pad) and trace.layer.value:
        parts.append(f"rows without a weight are the padding's {trace.layer.value:g}")
    return "; ".join(parts)


def _named(
    still: MatrixStill, part: MatrixPart, row: int | None, column: int | None
) -> list[Item]:
    """Return the positions of y's and x's cells beside them, the step's in bold."""
    matrix, look = still.matrix, still.where.look
    axes = still.trace.output.ndim - 1
    outputs = names_of([matrix.output_at(at) for at in part.rows], axes)
    cells = [matrix.input_at(at) for at in part.columns]
    inputs = names_of([(at[1], at[2]) for at in cells], still.trace.input.ndim - 1)
    if len(matrix.channels) > 1:
        inputs = [f"{at[0] + 1}: {name}" for at, name in zip(cells, inputs, strict=True)]
    items: list[Item] = beside(part.output.grid, look, outputs, row, "output.text")
    line = matrix.size[1]
    if part.lying:
        items += above(part.input.grid, look, inputs, column, "input.text", line)
    else:
        items += above(part.grid, look, inputs, column, "input.text", line)
        items += beside(part.input.grid, look, inputs, column, "input.text", right=True)
    return [Group("names", tuple(items))]
