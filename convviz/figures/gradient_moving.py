"""What moves in a picture of gradients: an output cell's gradient, and where it arrives."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.additions import additions, in_cell
from convviz.figures.gradient import GradientStill, padded_items
from convviz.figures.gradient_gathering import gathered, into_weight, taps
from convviz.figures.grid import Grid
from convviz.figures.marks import mark, one
from convviz.figures.pieces import (
    block,
    changing,
    fitting_texts,
    struck,
    text_size,
)
from convviz.figures.pointing import inside
from convviz.figures.slices import Cell, cell_of, flat, two
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.options import ViewOptions
from convviz.scene.items import Arrow, Cells, Group, Item, Role, Scene
from convviz.steps.backward import Flow, flow
from convviz.steps.folded import ravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, as_read, cells_read, meets, readers, window
from convviz.steps.terms import Number, Term, Terms

Axes = tuple[range, range]

_SMALLEST_ARROW_CELL = 14
_REACH = 0.38
"""Where an arrow leaves its cell, in cells from the middle."""


def moving(
    still: GradientStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step.

    Parameters
    ----------
    still
        The still part.
    step
        An output cell, or one of its terms; or a stamp: what its input cell gathers.
    view
        View options.
    pointer
        What is pointed at, or None; as None when it isn't in this picture.
    """
    lit = [] if pointer is None else _pointed(still, pointer)
    role: Role = "ghost.edge" if lit else "window.edge"
    items = _flowing(still, step, view, role) if step.stamp is None else gathered(
        still, step.stamp, view, role
    )
    return Scene(still.scene.width, still.scene.height, (*items, *lit))


def _flowing(
    still: GradientStill, step: Step, view: ViewOptions, role: Role
) -> list[Item]:
    """Return an output cell's gradient, and where it arrives."""
    position: tuple[int, ...] = step.output[1:]
    flows, terms = _flows(still, step)
    cells = ravelled(position, still.trace.output.shape[1:])
    gradient = still.collected.part.grad_output[(still.collected.output, *position)].item()
    added = [(term.tap, term.value * gradient) for term in terms]
    return [
        *_into_input(still, cells, position, flows, view, role),
        *into_weight(
            still, still.collected.weight_after(cells), _weights_reached(still, cells), added,
            view, role, last=_is_last(still, cells),
        ),
        *_from(still, position, terms, flows, role),
    ]


def _is_last(still: GradientStill, cells: int) -> bool:
    """Return whether the output cell after so many is its channel's last."""
    return cells == prod(still.trace.output.shape[1:]) - 1


def _weights_reached(still: GradientStill, cells: int) -> NDArray[np.bool_] | None:
    """Return which kernel cells the first output cells have come to, None for all or nothing."""
    weight = still.collected.weight
    if weight is None:
        return None
    if isinstance(still.trace.layer, Conv):  # Each output cell meets all of them.
        return np.full(weight.shape, cells > 0)
    return None if still.reached is None else np.asarray(still.reached.weight_after(cells)) != 0


def _flows(still: GradientStill, step: Step) -> tuple[list[Flow], list[Term]]:
    """Return what flows back at a step, and the terms along which; up to a tap where it is one."""
    part, cell = still.collected.part, (still.collected.output, *step.output[1:])
    channel = still.collected.channel
    flows = [each for each in flow(part, cell) if each.channel == channel]
    terms = [term for term in Terms(part.trace, cell) if term.channel == channel]
    if step.tap is None:
        return flows, terms
    # The part has one channel's terms only.
    count = step.tap % max(len(terms), 1) + 1
    return flows[:count], terms[:count]


def _into_input(
    still: GradientStill,
    cells: int,
    position: tuple[int, ...],
    flows: list[Flow],
    view: ViewOptions,
    role: Role,
) -> list[Item]:
    """Return the input's gradient so far, and what arrives in its window."""
    grid, plane = still.grids["grad_input"], still.planes["grad_input"]
    top, left = (-at for at in grid.origin)
    before = still.collected.input_after(cells)
    amounts = [each.amount for each in flows]
    now = before.astype(np.result_type(before, *({type(amount) for amount in amounts} or ())))
    with np.errstate(over="ignore", invalid="ignore"):
        for each in flows:
            if each.source is not None:
                now[each.source] += each.amount
    done = flat(now)
    values = np.zeros((grid.rows, grid.columns), done.dtype)
    values[top : top + done.shape[0], left : left + done.shape[1]] = done
    there = _reached(still, cells, values.shape)
    shown = there.copy()
    if _is_last(still, cells):  # In the end all of the input's.
        shown[top : top + done.shape[0], left : left + done.shape[1]] = True
    for each in flows:
        if each.source is not None and _arrives(still, each):
            row, column = cell_of(each.source)
            shown[row + top, column + left] = True
    tile = changing(values, plane, grid, view, shown=shown)
    items: list[Item] = [Group("sum", tuple(padded_items(tile, still.trace, "gradient.edge")))]
    if flows:
        items += [
            Group("added", (*_sums(still, before, now, there, flows, view),)),
            Group("window", (*_arriving(still, position, flows, view, role),)),
        ]
    return items


def _reached(still: GradientStill, cells: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which cells of the input's panel the first output cells have come to."""
    found = np.zeros(shape, np.bool_)
    if still.reached is not None:
        there = flat(still.reached.input_after(cells)) != 0
        top, left = (-at for at in still.grids["grad_input"].origin)
        found[top : top + there.shape[0], left : left + there.shape[1]] = there
    return found


def _arrives(still: GradientStill, each: Flow) -> bool:
    """Return whether anything arrives along a flow, be it 0; a maximum's others get nothing."""
    return bool(each.factor) or not _is_maximum(still)


def _sums(
    still: GradientStill,
    before: NDArray[Any],
    now: NDArray[Any],
    there: NDArray[np.bool_],
    flows: list[Flow],
    view: ViewOptions,
) -> list[Item]:
    """Return the cells in which something arrives once more: what was there and what comes."""
    grid, plane = still.grids["grad_input"], still.planes["grad_input"]
    # A cell whose copies are in the window gets what arrives in them, too.
    arriving: dict[tuple[int, ...], Number] = {}
    for each in flows:
        if each.source is not None and _arrives(still, each):
            arriving[each.source] = arriving.get(each.source, 0) + each.amount
    top, left = grid.origin
    again = []
    for source in arriving:
        row, column = cell_of(source)
        if there[row - top, column - left]:
            again.append(source)
    found = additions(
        [before[at].item() for at in again], [arriving[at] for at in again], grid.cell, view
    )
    if found is None:
        return []
    return [
        item
        for at, source in enumerate(again)
        for item in in_cell(found, at, now[source].item(), plane, grid, cell_of(source))
    ]


def _arriving(
    still: GradientStill,
    position: tuple[int, ...],
    flows: list[Flow],
    view: ViewOptions,
    role: Role,
) -> list[Item]:
    """Return frames around a window, and what arrives in the padding."""
    grid = still.grids["grad_input"]
    outside = [each for each in flows if each.source != each.position and _arrives(still, each)]
    items: list[Item] = []
    if outside:
        texts = fitting_texts(np.array([[each.amount for each in outside]]), grid.cell, view)
        size = 0.0 if texts is None else text_size(texts, grid.cell)
        for at, each in enumerate(outside):
            text = None if texts is None else ((texts[0][at],),)
            items += _beside(still, each, text, size)
    for axes in _blocks(still, position, flows):
        items += block(grid, axes, role)
    items += struck(grid, [cell_of(each.position) for each in flows if each.source is None])
    for each in flows:
        if each.source is not None and each.source != each.position:
            items += _copied(grid, cell_of(each.position), cell_of(each.source), role)
    if _is_maximum(still):
        items += [mark(grid, cell_of(each.position), role) for each in flows if each.factor]
    return items


def _beside(
    still: GradientStill, each: Flow, text: tuple[tuple[str, ...], ...] | None, size: float
) -> list[Item]:
    """Return what arrives in a padded cell: hatched where it is lost there."""
    grid = still.grids["grad_input"]
    if grid.cell < SMALLEST_LINED_CELL:
        return []
    (top, left), (row, column) = grid.origin, cell_of(each.position)
    x, y = grid.corner(row - top, column - left)
    if each.source is None:
        nothing = np.zeros((1, 1), np.uint8)
        return [Cells(x, y, grid.cell, nothing, "padding", text, size, hatched=True)]
    plane = still.planes["grad_input"]
    shade = plane.shades(np.array([[each.amount]]))
    return [Cells(x, y, grid.cell, shade, plane.ramp, text, size)]


def _is_maximum(still: GradientStill) -> bool:
    layer = still.trace.layer
    return isinstance(layer, Pool | AdaptivePool) and layer.reduction == "max"


def _copied(grid: Grid, copy: Cell, source: Cell, role: Role) -> list[Item]:
    """Return the way from a padded cell to the input cell that it copies."""
    items: list[Item] = [mark(grid, source, role, 1.5)]
    if grid.cell >= _SMALLEST_ARROW_CELL:
        (x1, y1), (x2, y2) = grid.centre(copy), grid.centre(source)
        # From edge to edge, beside the numbers.
        part = _REACH * grid.cell / max(abs(x2 - x1), abs(y2 - y1))
        across, down = part * (x2 - x1), part * (y2 - y1)
        arrow = Arrow(
            x1 + across, y1 + down, x2 - across, y2 - down, "gradient.edge", bend=0.08, opacity=0.8
        )
        items.append(arrow)
    return items


def _blocks(
    still: GradientStill, position: tuple[int, ...], flows: list[Flow]
) -> list[Axes]:
    """Return the blocks that a window is made of."""
    if isinstance(still.trace.layer, Fold):
        cells = [cell_of(each.position) for each in flows]
        return [(one(row), one(column)) for row, column in cells]
    return [_window(still, position)]


def _from(
    still: GradientStill,
    position: tuple[int, ...],
    terms: list[Term],
    flows: list[Flow],
    role: Role,
) -> list[Item]:
    """Return where a gradient comes from: the output's cell, the kernel, the input's window."""
    items: list[Item] = [mark(still.grids["grad_output"], cell_of(position), role)]
    kernel, given = still.grids.get("kernel"), still.grids.get("input")
    if kernel is not None:
        items += taps(kernel, [term.tap for term in terms], role)
    if given is not None and terms:  # Fold has no such panel.
        items += block(given, _window(still, position), role)
        if _is_maximum(still):
            items += [mark(given, cell_of(each.position), role) for each in flows if each.factor]
    return [Group("from", tuple(items))]


def _window(still: GradientStill, position: tuple[int, ...]) -> tuple[range, range]:
    return _two(window(still.trace, position))


def _two(axes: tuple[range, ...]) -> Axes:
    rows, columns = two(axes)
    return range(rows.start, rows.stop, rows.step), columns


def _pointed(still: GradientStill, pointer: Pointer) -> list[Item]:
    """Return what is lit for a pointer; nothing for one that isn't in this picture."""
    kind, index = pointer
    kind = {"output": "grad_output"}.get(kind, kind)
    grid = still.grids.get(kind)
    if grid is None or not inside(grid, index):
        return []
    cell = cell_of(index)
    trace = still.trace
    match kind:
        case "grad_output":
            place = cell[-trace.output[0].ndim :]
            lit = [mark(grid, cell, "hover.edge")]
            if isinstance(trace.layer, Fold):
                read = cells_read(trace, (still.choice.output, *place))
                places = [(one(at[0]), one(at[1])) for at in map(cell_of, read)]
                return [*lit, *(item for at in places for item in _on_input(still, at))]
            axes = _window(still, place)
            return [*lit, *(_on_input(still, axes) if all(axes) else ())]
        case "kernel" | "grad_weight":
            axes = _two(meets(trace, as_read(trace, cell[-trace.layer.axes :])))
            both = ("kernel", "grad_weight")
            lit = [mark(still.grids[name], cell, "hover.edge") for name in both]
            return [*lit, *(_on_input(still, axes) if all(axes) else ())]
    names = [name for name in ("input", "grad_input") if name in still.grids]
    items: list[Item] = [mark(still.grids[name], cell, "hover.edge") for name in names]
    made = still.grids["grad_output"]
    reading = readers(trace, cell[-trace.input[0].ndim :], still.choice.input)
    return [*items, *(mark(made, cell_of(at), "hover.edge", 1.5) for at in reading)]


def _on_input(still: GradientStill, axes: tuple[range, range]) -> list[Item]:
    """Return cells lit in the panels of the input."""
    return [
        item
        for name in ("input", "grad_input")
        if name in still.grids
        for item in block(still.grids[name], axes, "hover.edge")
    ]
