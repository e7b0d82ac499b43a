"""The part of a picture that moves: the window, the output so far, what is pointed at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convviz.figures.lens import lens
from convviz.figures.marks import around, cell_of, inset, mark, one, room, seen, window_sources
from convviz.figures.pointing import inside, pointed
from convviz.figures.recolour import recoloured
from convviz.figures.still import Still, clip, edge
from convviz.figures.tiles import SMALLEST_FONT, SMALLEST_LINED_CELL, fitting
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Group, Item, Role, Scene
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, window
from convviz.steps.terms import Term, Terms

_SMALLEST_TAP = 4


def moving(still: Still, step: Step, view: ViewOptions, pointer: Pointer | None) -> Scene:
    """Return what stands over the still part at one step.

    Parameters
    ----------
    still
        The still part.
    step
        The step.
    view
        View options.
    pointer
        What is pointed at, or None; as None when it isn't in this layer.
    """
    here = cell_of(step.output[1:])
    term = None if step.tap is None else Terms(still.trace, step.output)[step.tap]
    grid, output = still.layout.input, still.layout.output
    items = [Group("reached", _reached(still, here, term, view), clip=output.box)]
    # Cells cover the inner half of the line around them.
    whole = edge(output, range(output.rows), range(output.columns), "output.edge")
    items.append(Group("edge", (whole,), clip=clip(output)))
    lit = [] if pointer is None else pointed(still, step, pointer)
    if not lit:
        current = (mark(output, here, "window.edge"),)
        items += [
            Group("window", _window(still, step, term, view), clip=room(grid)),
            Group("tap", _kernel_tap(still, term)),
            Group("current", current, clip=room(output)),
        ]
    else:
        # Over what is lit, which would cover it.
        items += [*lit, *_ghost(still, step, here)]
    items.append(Group("lens", _lens(still, step, term, view, pointer)))
    return Scene(still.scene.width, still.scene.height, tuple(items))


def _reached(
    still: Still, here: tuple[int, int], term: Term | None, view: ViewOptions
) -> tuple[Item, ...]:
    """Return the output cells up to the step's; its own shows the sum so far."""
    tile = still.output
    row, column = here
    done = term is None or term.index == still.trace.layer.taps - 1
    items = [
        *tile.part(range(row), range(tile.grid.columns)),
        *tile.part(one(row), range(column + done)),
    ]
    if term is not None and not done and tile.factor == 1:
        items.append(_partial(still, here, term, view.decimals))
    return tuple(items)


def _partial(
    still: Still, here: tuple[int, int], term: Term, decimals: int | None
) -> Cells:
    """Return the step's output cell with the sum so far, written like the others or not at all."""
    tile, cell = still.output, still.output.grid.cell
    x, y = tile.grid.corner(*here)
    value = np.array([[term.partial]], still.trace.output.dtype)
    shade = tile.plane.shades(value)
    lines: Role | None = "grid" if cell >= SMALLEST_LINED_CELL else None
    whole = tile.grid.whole
    if tile.labels is not None and here[0] in whole[0] and here[1] in whole[1]:
        texts, size = fitting(value, cell, decimals)
        if size >= SMALLEST_FONT:
            return Cells(x, y, cell, shade, tile.plane.ramp, texts, min(size, tile.font), lines)
    return Cells(x, y, cell, shade, tile.plane.ramp, lines=lines)


def _window(
    still: Still, step: Step, term: Term | None, view: ViewOptions
) -> tuple[Item, ...]:
    grid = still.layout.input
    rows, columns = axes = window_axes(still, step.output[1:])
    if grid.cell < _SMALLEST_TAP:
        return (around(grid, rows, columns, "window.edge", fill="window.fill"),)
    dilated = any(axis.step > 1 and len(axis) > 1 for axis in axes)
    items = _read(still, axes, term, dilated=dilated)
    items.append(
        around(grid, rows, columns, "window.edge", line=1.5 if dilated else 2.5, dashed=dilated)
    )
    if term is not None:
        items.append(mark(grid, cell_of(term.position), "window.edge", 3.5))
    if view.sources:
        items += window_sources(still, axes)
    return tuple(items)


def window_axes(still: Still, position: tuple[int, ...]) -> tuple[range, range]:
    """Return the rows and columns that the window of an output position reads."""
    ranges = window(still.trace, position)
    return (ranges[-2] if len(ranges) > 1 else range(1), ranges[-1])


def _read(
    still: Still, axes: tuple[range, range], term: Term | None, *, dilated: bool
) -> list[Item]:
    """Return the cells that the window reads, in the kernel's colours; or those up to a tap."""
    grid = still.layout.input
    rows, columns = axes
    count = len(rows) * len(columns)
    if term is not None:
        count = term.index % count + 1
    items: list[Item] = []
    if not dilated:
        full, rest = divmod(count, len(columns))
        for part in ((rows[:full], columns), (rows[full : full + 1], columns[:rest])):
            items += recoloured(still, *part) if all(part) else []
        return items
    # Where they are too many to tell apart, the frame around them has to do.
    for row, column in seen(grid, *axes) or ():
        if rows.index(row) * len(columns) + columns.index(column) < count:
            items += recoloured(still, one(row), one(column))
            items.append(mark(grid, (row, column), "window.edge", 1.5))
    return items


def _lens(
    still: Still, step: Step, term: Term | None, view: ViewOptions, pointer: Pointer | None
) -> tuple[Item, ...]:
    """Return the lens on the window of the output cell that is pointed at, else the step's."""
    if pointer is not None and pointer[0] == "output" and inside(still.layout.output, pointer[1]):
        position = pointer[1][-still.trace.layer.axes :]
        return lens(still, position, view, "hover.edge")
    marked = None if term is None else cell_of(term.tap)
    return lens(still, step.output[1:], view, "window.edge", marked)


def _kernel_tap(still: Still, term: Term | None) -> tuple[Item, ...]:
    if term is None:
        return ()
    return (mark(still.layout.kernel, cell_of(term.tap), "window.edge", 3.5),)


def _ghost(still: Still, step: Step, here: tuple[int, int]) -> list[Group]:
    """Return the animation's place while something else is pointed at."""
    grid, output = still.layout.input, still.layout.output
    axes = window_axes(still, step.output[1:])
    places = ((grid, axes), (output, (one(here[0]), one(here[1]))))
    ghosts = []
    for where, cells in places:
        dashes = inset(around(where, *cells, "ghost.edge", line=2.0, dashed=True))
        # A halo keeps them visible on whatever colour is below.
        halo = replace(dashes, edge="background", line=3.5, dashed=False, opacity=0.75)
        ghosts.append(Group("ghost", (halo, dashes), clip=room(where)))
    return ghosts
