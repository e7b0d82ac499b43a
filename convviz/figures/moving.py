"""The part of a picture that moves: the window, the output so far, what is pointed at."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np

from convviz.figures.below import part_line, part_told
from convviz.figures.lens import lens
from convviz.figures.margins import added
from convviz.figures.marks import around, inset, mark, one, room, seen, window_sources
from convviz.figures.met import cells_met, is_by_cells
from convviz.figures.path import path
from convviz.figures.pointing import inside, pointed
from convviz.figures.pooled import beyond, ring, uncounted
from convviz.figures.projection import projected, within
from convviz.figures.reading import block_read, cells_on_show, image_cell, is_listed
from convviz.figures.recolour import recoloured
from convviz.figures.slices import Cell, cell_of, place_of
from convviz.figures.stamped import stamp_marks, stamped_so_far
from convviz.figures.still import Still, clip, edge
from convviz.figures.taps import taps_in_use
from convviz.figures.tiles import (
    SMALLEST_FONT,
    SMALLEST_LABELLED_CELL,
    SMALLEST_LINED_CELL,
    fitting,
)
from convviz.layers import Unfold
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Group, Item, Role, Scene
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Term, Terms

_SMALLEST_TAP = 4
_UNDER_RING = 5.0


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
    terms = None if step.tap is None else Terms(still.trace, step.output)
    term = None if terms is None or step.tap is None else terms[step.tap]
    done = terms is None or step.tap == len(terms) - 1
    output = still.layout.output
    reached = (
        _reached(still, here, term, view, done=done)
        if step.stamp is None
        else stamped_so_far(still, step, view)
    )
    items = projected(still, step) if view.projection else []
    items.append(Group("reached", reached, clip=output.box))
    # Cells cover the inner half of the line around them.
    whole = edge(output, range(output.rows), range(output.columns), "output.edge")
    items.append(Group("edge", (whole, *added(still.trace, still.layout)), clip=clip(output)))
    if still.rings:
        items.append(Group("compared", still.rings, clip=output.box))
    lit = [] if pointer is None else pointed(still, step, pointer)
    if lit:
        # Over what is lit, which would cover it.
        items += [*lit, *_ghost(still, step, here)]
    elif step.stamp is not None:
        items += stamp_marks(still, step)
    else:
        items += _marks(still, step, here, term, view)
    if view.path:
        items += path(still, step, low=view.products)
    items.append(Group("lens", _lens(still, step, view, pointer)))
    part = _part(still, step, view, pointer)
    if part:
        items.append(Group("part", part))
    return Scene(still.scene.width, still.scene.height, tuple(items))


def _marks(
    still: Still, step: Step, here: Cell, term: Term | None, view: ViewOptions
) -> list[Group]:
    """Return the window, the taps in use, and the step's output cell."""
    grid, output = still.layout.input, still.layout.output
    current: list[Item] = [mark(output, here, "window.edge")]
    if still.output.labels is None and output.cell < SMALLEST_LINED_CELL:
        # Between pixels it is seen as the window is.
        current.insert(0, mark(output, here, "background", _UNDER_RING))
    if isinstance(still.trace.layer, Unfold):
        rows = range(output.rows)
        current.insert(0, around(output, rows, one(here[1]), "window.edge", line=1.5))
    return [
        Group("window", _window(still, step, term, view), clip=room(grid)),
        *_border(still, step),
        *beyond(still, step.output[1:]),
        Group("tap", taps_in_use(still, step, term)),
        Group("current", tuple(current), clip=room(output)),
        *ring(still, step, "output.edge"),
    ]


def _border(still: Still, step: Step) -> list[Group]:
    """Return the input's edge where the window lies over it, which would cover it."""
    grid, inner = still.layout.input, still.parts.inner
    axes = None if is_listed(still) else block_read(still, step.output[1:])
    if axes is None or not still.parts.padding or not all(inner) or grid.cell < SMALLEST_LINED_CELL:
        return []
    seen_part = within(grid.span(*axes), still.layout.input_room)
    frame = around(grid, *inner, "input.edge", line=1.5)
    return [Group("border", (replace(frame, radius=0.0),), clip=seen_part)] if seen_part else []


def _reached(
    still: Still, here: Cell, term: Term | None, view: ViewOptions, *, done: bool
) -> tuple[Item, ...]:
    """Return the output cells up to the step's; its own shows the sum so far."""
    tile = still.output
    row, column = here
    items = [
        *tile.part(range(row), range(tile.grid.columns)),
        *tile.part(one(row), range(column + done)),
    ]
    if term is not None and not done and tile.factor == 1:
        items.append(_partial(still, here, term, view.decimals))
    return tuple(items)


def _partial(
    still: Still, here: Cell, term: Term, decimals: int | None
) -> Cells:
    """Return the step's output cell with the sum so far, written like the others or not at all."""
    tile, cell = still.output, still.output.grid.cell
    x, y = tile.grid.corner(*here)
    # The largest of padding alone is −∞, which integers haven't.
    kind = still.trace.output.dtype if isfinite(term.partial) else np.float64
    value = np.array([[term.partial]], kind)
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
    if is_listed(still):
        return tuple(_single(still, cells_on_show(still, step.output)))
    axes = block_read(still, step.output[1:])
    if axes is None:
        return ()
    if grid.cell < _SMALLEST_TAP or _is_picture(still):
        # Nothing covers the pixels of a picture.
        fill: Role | None = None if still.input.plane.ramp == "grey" else "window.fill"
        # Between dark pixels and light ones a ring is seen on a brighter one.
        return (
            around(grid, *axes, "background", line=_UNDER_RING),
            around(grid, *axes, "window.edge", fill=fill),
        )
    dilated = any(axis.step > 1 and len(axis) > 1 for axis in axes)
    if is_by_cells(still, view):
        last = None if term is None else term.index
        items = cells_met(still, step.output, view, last)
        if dilated:
            items += [mark(grid, cell, "window.edge", 1.5) for cell in seen(grid, *axes) or ()]
    else:
        items = _read(still, axes, term, dilated=dilated)
    items += uncounted(still, axes)
    items.append(
        around(grid, *axes, "window.edge", line=1.5 if dilated else 2.5, dashed=dilated)
    )
    single = image_cell(still, step.output[1:]) if term is None else cell_of(term.position)
    if single is not None:
        items.append(mark(grid, single, "window.edge", 3.5))
    if view.sources:
        items += window_sources(still, axes)
    return tuple(items)


def _is_picture(still: Still) -> bool:
    """Return whether the input's cells are pixels, too small for numbers."""
    grey = still.input.plane.ramp == "grey"
    return grey and still.layout.input.cell < SMALLEST_LABELLED_CELL


def _single(still: Still, cells: list[Cell]) -> list[Item]:
    """Return cells in the kernel's colours, each in a frame."""
    grid = still.layout.input
    items: list[Item] = []
    for row, column in cells:
        items += recoloured(still, one(row), one(column))
        items.append(mark(grid, (row, column), "window.edge"))
    return items


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
    still: Still, step: Step, view: ViewOptions, pointer: Pointer | None
) -> tuple[Item, ...]:
    """Return the lens on the window of the output cell that is pointed at, else the step's."""
    if pointer is not None and pointer[0] == "output" and inside(still.layout.output, pointer[1]):
        depth = still.choice.slices.output
        position = place_of(cell_of(pointer[1]), still.trace.layer.axes, depth)
        return lens(still, (step.output[0], *position), view, "hover.edge")
    return lens(still, step.output, view, "window.edge", step.tap)


def _part(
    still: Still, step: Step, view: ViewOptions, pointer: Pointer | None
) -> tuple[Item, ...]:
    """Return the line that says what the cells on show give of the step's output cell.

    Of the one that is pointed at instead, and nothing of a stamp, which is no sum.
    """
    output, tap = step.output, step.tap
    if pointer is not None and pointer[0] == "output" and inside(still.layout.output, pointer[1]):
        depth = still.choice.slices.output
        position = place_of(cell_of(pointer[1]), still.trace.layer.axes, depth)
        output, tap = (output[0], *position), None
    elif step.stamp is not None:
        return ()
    shown = (still.choice.input, still.choice.slices)
    text = part_told(still.trace, output, shown, view.decimals, tap=tap)
    return part_line(text, still.layout, (still.scene.width, still.scene.height))


def _ghost(still: Still, step: Step, here: Cell) -> list[Group]:
    """Return the animation's place while something else is pointed at."""
    grid, output = still.layout.input, still.layout.output
    places = [(output, (one(here[0]), one(here[1])))]
    if step.stamp is not None:
        row, column = cell_of(step.stamp[1:])
        places.insert(0, (grid, (one(row), one(column))))
    elif not is_listed(still):
        axes = block_read(still, step.output[1:])
        if axes is not None:
            places.insert(0, (grid, axes))
    ghosts = []
    for where, cells in places:
        dashes = inset(around(where, *cells, "ghost.edge", line=2.0, dashed=True))
        # A halo keeps them visible on whatever colour is below.
        halo = replace(dashes, edge="background", line=3.5, dashed=False, opacity=0.75)
        ghosts.append(Group("ghost", (halo, dashes), clip=room(where)))
    return ghosts
