"""What is particular to a pool's window: its maximum, what counts, and what is dropped."""

from __future__ import annotations

from itertools import product
from math import hypot

from convviz.engine.trace import Trace
from convviz.figures.extent import extents
from convviz.figures.marks import HALO, around, room
from convviz.figures.reading import whole_span
from convviz.figures.slices import Cell, cell_of, depth_of, two
from convviz.figures.still import Still
from convviz.figures.struck import strokes
from convviz.layers import AdaptivePool, Pool
from convviz.scene.items import Arrow, Group, Item, Line, Rect, Role, Text
from convviz.scene.metrics import text_width
from convviz.steps.order import Step
from convviz.steps.terms import Term, Terms

_SMALLEST_RING = 10
_RING = 0.08
_FROM, _TO = 0.45, 0.46
"""Where an arrow leaves its cell and where it ends, in cells from the middles."""
_BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3)
_POINTS = 60
_NUMBER = 0.34
"""How far a number reaches from the middle of its cell, in cells."""
_WAY = 0.7
_MOST_STRUCK = 200


def _largest(trace: Trace, step: Step) -> Term | None:
    """Return the term that is the maximum, up to a step's own; None in padding alone."""
    terms = Terms(trace, step.output)
    if terms.chosen is None:
        return None
    if step.tap is None or step.tap >= terms.chosen:
        return terms[terms.chosen]
    largest = str(terms[step.tap].partial)  # what is no number is not even itself
    so_far = (term for term in terms[: step.tap + 1] if term.source is not None)
    return next((term for term in so_far if str(term.product) == largest), None)


def ring(still: Still, step: Step, role: Role) -> list[Group]:
    """Return a ring around the maximum of a step's window, and an arrow to the output cell."""
    layer = still.trace.layer
    if not isinstance(layer, Pool | AdaptivePool) or layer.reduction != "max":
        return []
    grid, output = still.layout.input, still.layout.output
    if grid.cell < _SMALLEST_RING:
        return []
    term = _largest(still.trace, step)
    if term is None or depth_of(term.position) != still.choice.slices.input:
        return []
    cell = cell_of(term.position)
    x, y, side, _ = grid.span(range(cell[0], cell[0] + 1), range(cell[1], cell[1] + 1))
    inset = _RING * side
    found: list[Item] = [
        Rect(
            x + inset, y + inset, side - 2 * inset, side - 2 * inset, edge=role,
            line=max(2.0, 0.05 * side), radius=side / 2 - inset, halo=HALO,
        )
    ]
    groups = [Group("chosen", tuple(found), clip=room(grid))]
    whole = grid.contains(x + side / 2, y + side / 2)
    end = output.centre(cell_of(step.output[1:]))
    if whole and output.contains(*end) and still.layout.lens is None:
        arrow = _arrow(still, cell, cell_of(step.output[1:]), role)
        if arrow:
            groups.append(Group("chosen", arrow))
    return groups


def _arrow(still: Still, start: Cell, end: Cell, role: Role) -> tuple[Arrow, ...]:
    """Return an arrow from the ring to the edge of the output cell, bent around what is written.

    None where even that runs over the number of another cell, or over a title.
    """
    shown, output, side = still.layout.input, still.layout.output, still.layout.input.cell
    (x1, y1), (x2, y2) = shown.centre(start), output.centre(end)
    far = hypot(x2 - x1, y2 - y1)
    along, down = (x2 - x1) / far, (y2 - y1) / far
    before, after = _FROM * side, _TO * side / max(abs(along), abs(down))
    line = max(1.5, 0.03 * side)
    for bend in _BENDS:
        arrow = Arrow(
            x1 + before * along, y1 + before * down, x2 - after * along, y2 - after * down,
            role, line, bend=bend, opacity=_WAY,
        )
        if not any(_written_at(still, *point, (start, end)) for point in _points(arrow)):
            return (arrow,)
    return ()


def _points(arrow: Arrow) -> list[tuple[float, float]]:
    """Return points along an arrow."""
    across, down = arrow.x2 - arrow.x1, arrow.y2 - arrow.y1
    found = []
    for step in range(_POINTS + 1):
        at = step / _POINTS
        aside = 4 * at * (1 - at) * arrow.bend
        found.append(
            (arrow.x1 + at * across + aside * down, arrow.y1 + at * down - aside * across)
        )
    return found


def _written_at(still: Still, x: float, y: float, ends: tuple[Cell, Cell]) -> bool:
    """Return whether a number of another cell, or a title, stands at a point."""
    for shown, own in zip((still.input, still.output), ends, strict=True):
        grid = shown.grid
        if shown.labels is None or not grid.contains(x, y):
            continue
        row, column = grid.at(x, y)
        cell = (round(row), round(column))
        if cell != own and max(abs(row - cell[0]), abs(column - cell[1])) < _NUMBER:
            return True
    return any(_over(item, x, y) for item in still.scene.items if isinstance(item, Text))


def _over(text: Text, x: float, y: float) -> bool:
    width = text_width(text.text, text.size, text.bold)
    left = text.x - (width / 2 if text.anchor == "middle" else 0.0)
    return left < x < left + width and text.y - text.size < y < text.y + 0.3 * text.size


def uncounted(still: Still, block: tuple[range, range]) -> list[Item]:
    """Return strokes through the cells of a window on show that an average leaves out."""
    layer = still.trace.layer
    if not isinstance(layer, Pool) or layer.reduction != "average":
        return []
    if layer.count_include_pad or layer.divisor_override is not None:
        return []
    rows, columns = still.parts.inner
    out = [cell for cell in product(*block) if cell[0] not in rows or cell[1] not in columns]
    return strokes(still.layout.input, out[:_MOST_STRUCK])


def beyond(still: Still, position: tuple[int, ...]) -> list[Group]:
    """Return the dashed outline of a window that reaches beyond the input, and of a dropped one."""
    grid, groups = still.layout.input, []
    clip = room(still.layout.input_room)
    whole = whole_span(still, position)
    if whole is not None:
        frame = around(grid, *whole, "window.edge", line=1.75, dashed=True)
        groups.append(Group("beyond", (frame,), clip=clip))
    for down, across in _dropped(still, position):
        x, y, width, height = grid.span(down, across)
        stroke = Line(((x, y + height), (x + width, y)), "unused", 1.5)
        frame = around(grid, down, across, "unused", line=1.75, dashed=True)
        groups.append(Group("dropped", (frame, stroke), clip=clip))
    return groups


def _dropped(still: Still, position: tuple[int, ...]) -> list[tuple[range, range]]:
    """Return the windows after a step's that are dropped since they begin in the padding."""
    layer, trace = still.trace.layer, still.trace
    if not isinstance(layer, Pool) or not layer.ceil_mode:
        return []
    along = extents(layer, trace.input.shape[1:])
    spans = layer.effective_kernel
    starts = [
        at * stride - before
        for at, stride, (before, _) in zip(position, layer.stride, layer.pads, strict=True)
    ]
    found = []
    for axis in range(len(along)):
        gone = along[axis].dropped
        if gone is None or position[axis] != trace.reading[axis].count - 1:
            continue
        own = [range(start, start + span) for start, span in zip(starts, spans, strict=True)]
        own[axis] = range(gone, gone + spans[axis])
        if axis >= len(along) - 2:
            found.append(two(own))
    return found
