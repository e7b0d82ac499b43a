"""What moves in a picture of gradients: an output cell's gradient, and where it arrives."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.gradient import GradientStill, padded_items
from convviz.figures.gradient_gathering import gathered, into_weight, taps
from convviz.figures.grid import Grid
from convviz.figures.marks import mark, one
from convviz.figures.numbers import labels
from convviz.figures.pieces import (
    block,
    changing,
    plus,
    spread,
    struck,
    text_size,
)
from convviz.figures.pointing import inside
from convviz.figures.slices import Cell, cell_of, flat, two
from convviz.layers.folding import Fold
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.options import ViewOptions
from convviz.scene.items import Arrow, Group, Item, Role, Scene
from convviz.steps.backward import Flow, flow
from convviz.steps.folded import ravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, as_read, cells_read, meets, readers, window
from convviz.steps.terms import Number, Term, Terms

Axes = tuple[range, range]

_DIGITS = (4, 3, 2)
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
        *into_weight(still, still.collected.weight_after(cells), added, view, role),
        *_from(still, position, terms, flows, role),
    ]


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
    last = cells == prod(still.trace.output.shape[1:]) - 1
    tile = changing(values, plane, grid, view, shown=_inner(values, done, top, left, last=last))
    items: list[Item] = [Group("sum", tuple(padded_items(tile, still.trace, "gradient.edge")))]
    if flows:
        items.append(Group("window", tuple(_arriving(still, before, position, flows, view, role))))
    return items


def _inner(
    values: NDArray[Any], done: NDArray[Any], top: int, left: int, *, last: bool
) -> NDArray[np.bool_]:
    """Return which numbers are written: those that aren't 0, in the end all of the input's."""
    shown = np.asarray(values != 0)
    if last:
        shown[top : top + done.shape[0], left : left + done.shape[1]] = True
    return shown


def _arriving(
    still: GradientStill,
    before: NDArray[Any],
    position: tuple[int, ...],
    flows: list[Flow],
    view: ViewOptions,
    role: Role,
) -> list[Item]:
    """Return the window's cells with what is added to them."""
    grid, plane = still.grids["grad_input"], still.planes["added"]
    items: list[Item] = []
    texts = _texts(before, flows, grid.cell, view)
    for axes, at in _blocks(still, position, flows):
        shape = (len(axes[0]), len(axes[1]))
        count = shape[0] * shape[1]
        here = flows[at : at + count]
        amounts = np.zeros(count, np.asarray([each.amount for each in flows]).dtype)
        amounts[: len(here)] = [each.amount for each in here]
        rows = None
        if texts is not None:
            filled = [*texts[at : at + count], *[""] * (count - len(here))]
            rows = tuple(
                tuple(filled[row * shape[1] : (row + 1) * shape[1]]) for row in range(shape[0])
            )
        items += spread(amounts.reshape(shape), rows, plane, grid, axes)
        items += block(grid, axes, role)
    lost = [cell_of(each.position) for each in flows if each.source is None]
    items += struck(grid, lost)
    for each in flows:
        if each.source is not None and each.source != each.position:
            items += _copied(grid, cell_of(each.position), cell_of(each.source), role)
    if _is_maximum(still):
        items += [mark(grid, cell_of(each.position), role) for each in flows if each.factor]
    return items


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
) -> list[tuple[Axes, int]]:
    """Return the blocks that a window is made of, and which flow is each one's first."""
    if isinstance(still.trace.layer, Fold):
        cells = [cell_of(each.position) for each in flows]
        return [((one(row), one(column)), at) for at, (row, column) in enumerate(cells)]
    return [(_window(still, position), 0)]


def _texts(
    before: NDArray[Any], flows: list[Flow], cell: float, view: ViewOptions
) -> list[str] | None:
    """Return ``12 + 6`` for each cell of a window, or ``+ 6``, or None where nothing fits."""
    if not view.values:
        return None
    arriving: dict[tuple[int, ...] | None, Number] = {}
    for each in flows:
        arriving[each.source] = arriving.get(each.source, 0) + each.amount
    own = [each.source == each.position for each in flows]
    # A cell whose copies are in the window gets what arrives in them, too.
    new = [
        arriving[each.source] if mine else each.amount
        for each, mine in zip(flows, own, strict=True)
    ]
    old = [
        before[each.source] if mine else 0 for each, mine in zip(flows, own, strict=True)
    ]
    for digits in _DIGITS:
        start, more = (
            labels(np.array([numbers]), view.decimals, digits)[0]
            for numbers in (old, new)
        )
        for sums in (True, False):
            texts = [
                (plus(a, b) if sums else plus("", b).strip()) if number else b
                for a, b, number in zip(start, more, old, strict=True)
            ]
            texts = [text if each.factor else "" for text, each in zip(texts, flows, strict=True)]
            if text_size((tuple(texts),), cell):
                return texts
    return None


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
