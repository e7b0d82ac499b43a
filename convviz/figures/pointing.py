"""What is lit when something is pointed at: windows, readers, what a tap meets."""

from __future__ import annotations

from itertools import product

from convviz.figures.grid import Grid
from convviz.figures.marks import around, cell_of, mark, one, room, source_arrow
from convviz.figures.still import Still
from convviz.scene.items import Group, Item, Rect
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, copies, meets, readers, window
from convviz.steps.terms import Terms

_MOST_CELLS = 1500
_SMALLEST_CELL = 3


def pointed(still: Still, step: Step, pointer: Pointer) -> list[Group]:
    """Return what is lit for a pointer; nothing for one that isn't in this layer."""
    kind, index = pointer
    match kind:
        case "output" if _inside(still.layout.output, index):
            return _of_output(still, cell_of(index))
        case "input" if _inside(still.layout.input, index):
            return _of_input(still, cell_of(index))
        case "kernel" if _inside(still.layout.kernel, index):
            return _of_tap(still, cell_of(index))
        case "term" if 0 <= index[0] < still.trace.layer.taps:
            return _of_term(still, step, index[0])
    return []


def _inside(grid: Grid, index: tuple[int, ...]) -> bool:
    row, column = cell_of(index)
    return (
        0 <= row - grid.origin[0] < grid.rows and 0 <= column - grid.origin[1] < grid.columns
    )


def _position(still: Still, cell: tuple[int, int]) -> tuple[int, ...]:
    return cell[-still.trace.layer.axes :]


def _of_output(still: Still, cell: tuple[int, int]) -> list[Group]:
    ranges = window(still.trace, _position(still, cell))
    axes = (ranges[-2] if len(ranges) > 1 else range(1), ranges[-1])
    return [
        *_lit(still.layout.input, axes),
        _on(still.layout.output, mark(still.layout.output, cell, "hover.edge")),
    ]


def _of_input(still: Still, cell: tuple[int, int]) -> list[Group]:
    grid = still.layout.input
    position = _position(still, cell)
    same = [cell_of(copy) for copy in copies(still.trace, position)]
    readers_of = {cell_of(at) for at in readers(still.trace, position)}
    items: list[Item] = [mark(grid, other, "hover.edge", 1.5) for other in same]
    items.append(mark(grid, cell, "hover.edge"))
    items += source_arrow(still, cell) if _is_padding(still, position) else []
    for other in same:
        items += source_arrow(still, other) if other != cell else []
    return [
        _on(grid, *items),
        _on(still.layout.output, *_cells(still.layout.output, sorted(readers_of))),
    ]


def _is_padding(still: Still, position: tuple[int, ...]) -> bool:
    size = still.trace.input.shape[1:]
    return not all(0 <= at < length for at, length in zip(position, size, strict=True))


def _of_tap(still: Still, cell: tuple[int, int]) -> list[Group]:
    ranges = meets(still.trace, _position(still, cell))
    axes = (ranges[-2] if len(ranges) > 1 else range(1), ranges[-1])
    return [
        *_lit(still.layout.input, axes),
        _on(still.layout.kernel, mark(still.layout.kernel, cell, "hover.edge")),
    ]


def _of_term(still: Still, step: Step, index: int) -> list[Group]:
    term = Terms(still.trace, step.output)[index]
    where = still.layout
    items = [_on(where.kernel, mark(where.kernel, cell_of(term.tap), "hover.edge"))]
    if term.channel == still.choice.input:
        items.append(_on(where.input, mark(where.input, cell_of(term.position), "hover.edge")))
    items.append(_on(where.output, mark(where.output, cell_of(step.output[1:]), "hover.edge")))
    return items


def _lit(grid: Grid, axes: tuple[range, range]) -> list[Group]:
    """Light the cells of two axes: as one block where they touch, else one by one."""
    rows, columns = axes
    whole = around(grid, rows, columns, "hover.edge", fill="hover.fill")
    touching = all(axis.step == 1 or len(axis) == 1 for axis in axes)
    if touching or grid.cell < _SMALLEST_CELL:
        return [_on(grid, whole)]
    visible = _visible(grid, axes)
    frame = around(grid, rows, columns, "hover.edge", line=1.5, dashed=True)
    return [_on(grid, *_cells(grid, visible), frame)]


def _visible(grid: Grid, axes: tuple[range, range]) -> list[tuple[int, int]]:
    rows, columns = (
        [at for at in axis if at - first in shown]
        for axis, first, shown in zip(axes, grid.origin, grid.visible, strict=True)
    )
    return list(product(rows, columns))[:_MOST_CELLS]


def _cells(grid: Grid, cells: list[tuple[int, int]]) -> list[Item]:
    return [
        Rect(*grid.span(one(row), one(column)), fill="hover.fill", edge="hover.edge", line=1.5)
        for row, column in cells
    ]


def _on(grid: Grid, *items: Item) -> Group:
    return Group("pointed", items, clip=room(grid))
