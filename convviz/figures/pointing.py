"""What is lit when something is pointed at: windows, readers, what a tap meets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from convviz.figures.grid import Grid
from convviz.figures.marks import (
    answering,
    around,
    border,
    mark,
    one,
    room,
    seen,
    source_arrow,
    sources,
)
from convviz.figures.met import cells_met
from convviz.figures.pooled import ring, uncounted
from convviz.figures.reading import block_read, cells_on_show, image_cell, is_listed
from convviz.figures.recolour import recoloured
from convviz.figures.slices import Cell, cell_of, depth_of, depths, place_of, two
from convviz.figures.still import Still
from convviz.figures.taps import set_apart, used_cells
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.layers import ConvTranspose, Fold, Unfold
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Ramp
from convviz.steps import folded
from convviz.steps.order import Step
from convviz.steps.pointing import (
    Pointer,
    copies_along,
    meets,
    readers,
    readers_along,
    taps_used,
)
from convviz.steps.terms import Terms

_SMALLEST_CELL = 3
_FEW = 60
_AHEAD = 0.7

Axes = tuple[Sequence[int], Sequence[int]]
"""Rows and columns."""


def pointed(still: Still, step: Step, pointer: Pointer) -> list[Group]:
    """Return what is lit for a pointer; nothing for one that isn't in this layer."""
    kind, index = pointer
    where = still.layout
    match kind:
        case "output" if inside(where.output, index):
            return _of_output(still, step, cell_of(index))
        case "input" if inside(where.input, index):
            return _of_input(still, cell_of(index))
        case "kernel" if where.kernel is not None and inside(where.kernel, index):
            return _of_tap(still, where.kernel, cell_of(index))
        case "term" if 0 <= index[0] < len(Terms(still.trace, step.output)):
            return _of_term(still, step, index[0])
    return []


def inside(grid: Grid, index: tuple[int, ...]) -> bool:
    """Return whether a grid has a cell of that name."""
    row, column = cell_of(index)
    return (
        0 <= row - grid.origin[0] < grid.rows and 0 <= column - grid.origin[1] < grid.columns
    )


def _output_place(still: Still, cell: Cell) -> tuple[int, ...]:
    return place_of(cell, still.trace.layer.axes, still.choice.slices.output)


def _of_output(still: Still, step: Step, cell: Cell) -> list[Group]:
    where, position = still.layout, _output_place(still, cell)
    groups: list[Group] = []
    if cell > cell_of(step.output[1:]) and where.output.cell >= SMALLEST_LINED_CELL:
        # Not reached yet, but what its window makes is being told.
        number = still.output.part(one(cell[0]), one(cell[1]))
        groups.append(Group("ahead", number, clip=where.output.box, opacity=_AHEAD))
    groups += _read_by(still, (still.choice.output, *position))
    if where.kernel is not None and isinstance(still.trace.layer, ConvTranspose):
        used = used_cells(still, list(product(*taps_used(still.trace, position))))
        groups.append(Group("pointed", set_apart(still, used, "hover.edge")))
    groups.append(_on(where.output, mark(where.output, cell, "hover.edge")))
    return [*groups, *ring(still, Step(0, (still.choice.output, *position), None), "hover.edge")]


def _read_by(still: Still, output: tuple[int, ...]) -> list[Group]:
    """Return what lights the cells that an output cell reads in the slice on show."""
    grid = still.layout.input
    if is_listed(still):
        return [_singly(still, cells_on_show(still, output))]
    axes = block_read(still, output[1:])
    if axes is None:
        return []
    groups = _linked(still, output, axes) or _lit(still, axes)
    single = image_cell(still, output[1:])
    extra = uncounted(still, axes)
    if single is not None:
        extra.append(mark(grid, single, "hover.edge", 3.5))
    return [*groups, _on(grid, *extra)] if extra else groups


def _singly(still: Still, cells: Sequence[Cell]) -> Group:
    """Light single input cells."""
    grid = still.layout.input
    items = [item for row, column in cells for item in recoloured(still, one(row), one(column))]
    return _on(grid, *items, *(mark(grid, cell, "hover.edge") for cell in cells))


def _of_input(still: Still, cell: Cell) -> list[Group]:
    where, trace = still.layout, still.trace
    position = place_of(cell, trace.layer.axes, still.choice.slices.input)
    items: list[Item] = [mark(where.input, cell, "hover.edge")]
    items += sources(still, [cell]) if _is_padding(still, position) else []
    along = copies_along(trace, position)
    copies = seen(where.input, *two(along)) or ()
    if still.choice.slices.input not in depths(along):
        copies = ()
    for other in copies:
        if other != cell:
            items.append(mark(where.input, other, "hover.edge", 1.5))
            items += source_arrow(still, other) if len(copies) <= _FEW else []
    return [_on(where.input, *items), *_readers(still, position)]


def _readers(still: Still, position: tuple[int, ...]) -> list[Group]:
    """Return what lights the output cells in the slice on show that read a cell."""
    output, trace, ramp = still.layout.output, still.trace, still.output.plane.ramp
    if isinstance(trace.layer, Fold | Unfold):
        found = readers(trace, position, still.choice.input)
        if isinstance(trace.layer, Fold) and not _laid_on_show(still, trace.layer, position):
            found = []
        cells = [cell_of(at) for at in found]
        return [_on(output, *(answering(output, cell, ramp) for cell in cells))] if cells else []
    along = readers_along(trace, position)
    if still.choice.slices.output not in depths(along):
        return []
    return _each(output, two(along), ramp)


def _laid_on_show(still: Still, layer: Fold, position: tuple[int, ...]) -> bool:
    """Return whether a cell of a matrix is laid on the output channel on show."""
    channel, _ = folded.image_cell(layer, still.trace.reading, position)
    return channel == still.choice.output


def _is_padding(still: Still, position: tuple[int, ...]) -> bool:
    size = still.trace.input.shape[1:]
    return not all(0 <= at < length for at, length in zip(position, size, strict=True))


def _of_tap(still: Still, grid: Grid, cell: Cell) -> list[Group]:
    tap = place_of(cell, still.trace.layer.axes, still.choice.slices.kernel)
    met = meets(still.trace, tap)
    lit: list[Group] = []
    if all(met) and still.choice.slices.input in depths(met):
        lit = _lit(still, two(met), cell)
    return [*lit, _on(grid, mark(grid, cell, "hover.edge"))]


def _of_term(still: Still, step: Step, index: int) -> list[Group]:
    term = Terms(still.trace, step.output)[index]
    where, slices = still.layout, still.choice.slices
    items: list[Group] = []
    if where.kernel is not None and depth_of(term.tap) == slices.kernel:
        items.append(_on(where.kernel, mark(where.kernel, cell_of(term.tap), "hover.edge")))
    if term.channel == still.choice.input and depth_of(term.position) == slices.input:
        items.append(_on(where.input, mark(where.input, cell_of(term.position), "hover.edge")))
    items.append(_on(where.output, mark(where.output, cell_of(step.output[1:]), "hover.edge")))
    return items


def _linked(
    still: Still, output: tuple[int, ...], axes: tuple[range, range]
) -> list[Group]:
    """Return the window of an output cell in the colours of its taps, where they have some."""
    grid = still.layout.input
    if still.taps is None or grid.cell < _SMALLEST_CELL:
        return []
    dashed = not all(_touching(axis) for axis in axes)
    frame = around(grid, *axes, "hover.edge", line=1.5 if dashed else 2.5, dashed=dashed)
    edge = border(grid, still.parts.inner, axes)
    return [_on(grid, *cells_met(still, output, ViewOptions(), None), *edge, frame)]


def _lit(
    still: Still, axes: tuple[range, range], tap: Cell | None = None
) -> list[Group]:
    """Light input cells of two axes: as one block where they touch, else one by one.

    Those that a tap meets are lit in its colour, where it has one.
    """
    grid = still.layout.input
    readable = grid.cell >= _SMALLEST_CELL
    shade = None if still.taps is None or tap is None else int(still.taps[tap])
    if readable and all(_touching(axis) for axis in axes):
        block = recoloured(still, *axes, shade)
        edge = border(grid, still.parts.inner, axes)
        return [_on(grid, *block, *edge, around(grid, *axes, "hover.edge"))]
    cells = seen(grid, *axes) if readable else None
    if cells is None:
        return [_on(grid, around(grid, *axes, "hover.edge", fill="hover.fill"))]
    items = [
        item
        for row, column in cells
        for item in recoloured(still, one(row), one(column), shade)
    ]
    marks = [mark(grid, cell, "hover.edge", 1.5) for cell in cells]
    return [_on(grid, *items, *marks, around(grid, *axes, "hover.edge", line=1.5, dashed=True))]


def _each(grid: Grid, axes: Axes, ramp: Ramp) -> list[Group]:
    """Light the visible cells of two axes, or all of their room where they are too small."""
    if not all(axes):
        return []
    cells = seen(grid, *axes) if grid.cell >= _SMALLEST_CELL else None
    if cells is None:
        return [_on(grid, around(grid, *axes, "hover.edge", fill="hover.fill", line=1.5))]
    return [_on(grid, *(answering(grid, cell, ramp) for cell in cells))]


def _touching(axis: Sequence[int]) -> bool:
    return axis[-1] - axis[0] + 1 == len(axis)


def _on(grid: Grid, *items: Item) -> Group:
    return Group("pointed", items, clip=room(grid))
