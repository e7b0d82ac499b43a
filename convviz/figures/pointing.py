"""What is lit when something is pointed at: windows, readers, what a tap meets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from convviz.figures.grid import Grid
from convviz.figures.marks import around, cell_of, mark, one, room, seen, source_arrow, sources
from convviz.figures.recolour import recoloured
from convviz.figures.still import Still
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.scene.items import Group, Item, Rect
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, copies_along, meets, readers_along, window
from convviz.steps.terms import Terms

_SMALLEST_CELL = 3
_FEW = 60
_AHEAD = 0.7

Axis = TypeVar("Axis", bound=Sequence[int])
Axes = tuple[Sequence[int], Sequence[int]]
"""Rows and columns."""


def pointed(still: Still, step: Step, pointer: Pointer) -> list[Group]:
    """Return what is lit for a pointer; nothing for one that isn't in this layer."""
    kind, index = pointer
    match kind:
        case "output" if inside(still.layout.output, index):
            return _of_output(still, step, cell_of(index))
        case "input" if inside(still.layout.input, index):
            return _of_input(still, cell_of(index))
        case "kernel" if inside(still.layout.kernel, index):
            return _of_tap(still, cell_of(index))
        case "term" if 0 <= index[0] < still.trace.layer.taps:
            return _of_term(still, step, index[0])
    return []


def two(axes: Sequence[Axis]) -> tuple[Axis | range, Axis]:
    """Return rows and columns of one or two axes; one axis is one row."""
    return (axes[-2] if len(axes) > 1 else range(1), axes[-1])


def inside(grid: Grid, index: tuple[int, ...]) -> bool:
    """Return whether a grid has a cell of that name."""
    row, column = cell_of(index)
    return (
        0 <= row - grid.origin[0] < grid.rows and 0 <= column - grid.origin[1] < grid.columns
    )


def _position(still: Still, cell: tuple[int, int]) -> tuple[int, ...]:
    return cell[-still.trace.layer.axes :]


def _of_output(still: Still, step: Step, cell: tuple[int, int]) -> list[Group]:
    where = still.layout
    groups: list[Group] = []
    if cell > cell_of(step.output[1:]) and where.output.cell >= SMALLEST_LINED_CELL:
        # Not reached yet, but what its window makes is being told.
        number = still.output.part(one(cell[0]), one(cell[1]))
        groups.append(Group("ahead", number, clip=where.output.box, opacity=_AHEAD))
    return [
        *groups,
        *_lit(still, two(window(still.trace, _position(still, cell)))),
        _on(where.output, mark(where.output, cell, "hover.edge")),
    ]


def _of_input(still: Still, cell: tuple[int, int]) -> list[Group]:
    where, position = still.layout, _position(still, cell)
    items: list[Item] = [mark(where.input, cell, "hover.edge")]
    items += sources(still, [cell]) if _is_padding(still, position) else []
    copies = seen(where.input, *two(copies_along(still.trace, position))) or ()
    for other in copies:
        if other != cell:
            items.append(mark(where.input, other, "hover.edge", 1.5))
            items += source_arrow(still, other) if len(copies) <= _FEW else []
    return [
        _on(where.input, *items),
        *_each(where.output, two(readers_along(still.trace, position))),
    ]


def _is_padding(still: Still, position: tuple[int, ...]) -> bool:
    size = still.trace.input.shape[1:]
    return not all(0 <= at < length for at, length in zip(position, size, strict=True))


def _of_tap(still: Still, cell: tuple[int, int]) -> list[Group]:
    where = still.layout
    return [
        *_lit(still, two(meets(still.trace, _position(still, cell)))),
        _on(where.kernel, mark(where.kernel, cell, "hover.edge")),
    ]


def _of_term(still: Still, step: Step, index: int) -> list[Group]:
    term = Terms(still.trace, step.output)[index]
    where = still.layout
    items = [_on(where.kernel, mark(where.kernel, cell_of(term.tap), "hover.edge"))]
    if term.channel == still.choice.input:
        items.append(_on(where.input, mark(where.input, cell_of(term.position), "hover.edge")))
    items.append(_on(where.output, mark(where.output, cell_of(step.output[1:]), "hover.edge")))
    return items


def _lit(still: Still, axes: tuple[range, range]) -> list[Group]:
    """Light input cells of two axes: as one block where they touch, else one by one."""
    grid = still.layout.input
    readable = grid.cell >= _SMALLEST_CELL
    if readable and all(_touching(axis) for axis in axes):
        return [_on(grid, *recoloured(still, *axes), around(grid, *axes, "hover.edge"))]
    cells = seen(grid, *axes) if readable else None
    if cells is None:
        return [_on(grid, around(grid, *axes, "hover.edge", fill="hover.fill"))]
    items = [item for row, column in cells for item in recoloured(still, one(row), one(column))]
    marks = [mark(grid, cell, "hover.edge", 1.5) for cell in cells]
    return [_on(grid, *items, *marks, around(grid, *axes, "hover.edge", line=1.5, dashed=True))]


def _each(grid: Grid, axes: Axes) -> list[Group]:
    """Light the visible cells of two axes, or all of their room where they are too small."""
    if not all(axes):
        return []
    cells = seen(grid, *axes) if grid.cell >= _SMALLEST_CELL else None
    if cells is None:
        return [_on(grid, around(grid, *axes, "hover.edge", fill="hover.fill", line=1.5))]
    return [
        _on(
            grid,
            *(
                Rect(
                    *grid.span(one(row), one(column)),
                    fill="hover.fill", edge="hover.edge", line=1.5,
                )
                for row, column in cells
            ),
        )
    ]


def _touching(axis: Sequence[int]) -> bool:
    return axis[-1] - axis[0] + 1 == len(axis)


def _on(grid: Grid, *items: Item) -> Group:
    return Group("pointed", items, clip=room(grid))
