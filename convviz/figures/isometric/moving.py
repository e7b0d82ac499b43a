"""The moving part of a picture of plates: windows, beams, and the output so far."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from convviz.figures.isometric import fields
from convviz.figures.isometric.beams import beam, behind
from convviz.figures.isometric.crossing import Numbers
from convviz.figures.isometric.face import Board, Corners, Face
from convviz.figures.isometric.fields import Seen, cells, rows_and_columns
from convviz.figures.isometric.pieces import EDGES, plate_items, window
from convviz.figures.isometric.placing import Placed
from convviz.figures.isometric.view import IsometricStill
from convviz.figures.slices import cell_of, flat, place_of
from convviz.figures.stamped import sums_so_far
from convviz.layers import Conv, Pool
from convviz.options import ViewOptions
from convviz.scene.items import Arrow, Group, Item, Polygon, Role, Scene, Text
from convviz.scene.metrics import text_width
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Terms

_MOST_FRAMED = 400
_MOST_TAPS = 400
_ABOVE, _STRIDE, _SHORTEST = 0.45, 0.8, 1.5
"""Of the arrow for a stride: how far above a plate it is, the size of its number, and how long
it is at least, in sizes of a title."""
_VEIL = 0.55
"""How much of a tap that isn't used is covered."""


def moving(
    still: IsometricStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step."""
    own = fields.of_step(still.traces, step)
    pointed = None if pointer is None else _pointed(still, pointer)
    seen = own if pointed is None else pointed
    role: Role = "window.edge" if pointed is None else "hover.edge"
    items: list[Item] = []
    for at in range(len(still.maps)):
        items.append(Group("window", tuple(_windows(still, at, seen, role))))
        if at + 1 < len(still.maps):
            items += _between(still, at, seen, role)
    items += _upper(still, step, seen, role, view)
    if pointed is not None:
        items.append(Group("ghost", tuple(_ghosts(still, own))))
    else:
        items.append(Group("stride", tuple(_stride(still, step, own))))
    return Scene(still.scene.width, still.scene.height, tuple(items))


def _pointed(still: IsometricStill, pointer: Pointer) -> Seen | None:
    kind, index = pointer
    axes, slices = still.traces[-1].layer.axes, still.choice.slices
    if kind == "output" and still.output.front.holds(cell_of(index)):
        return fields.of_output(still.traces, place_of(cell_of(index), axes, slices.output))
    if kind == "input" and still.maps[-1].front.holds(cell_of(index)):
        return fields.of_input(still.traces, place_of(cell_of(index), axes, slices.input))
    if kind == "kernel" and still.kernel and still.kernel.front.holds(cell_of(index)):
        return fields.of_tap(still.traces, place_of(cell_of(index), axes, slices.kernel))
    return None


def _windows(still: IsometricStill, at: int, seen: Seen, role: Role) -> list[Item]:
    """Return the window on the plates of a map that are read."""
    placed, axes = still.maps[at], seen.given[at]
    stack, last = placed.stack, at + 1 == len(still.maps)
    if not all(axes):
        return []
    lit = rows_and_columns(axes)
    items: list[Item] = []
    for number, (plate, board, face) in enumerate(
        zip(stack.plates, placed.boards, still.faces[placed], strict=True)
    ):
        if not plate.read or (stack.deep and plate.depth not in axes[0]):
            continue
        if number < stack.current:
            before = [other.corners for other in placed.boards[number + 1 : stack.current + 1]]
            items.append(behind(board.around(*lit), before, role))
        elif number == stack.current:
            items += window(board, face, lit, plate, role, lit=last)
        else:
            items.append(board.frame(*lit, role, 1.5))
    return [*items, *_single(placed, seen, role)] if last else items


def _stride(still: IsometricStill, step: Step, own: Seen) -> list[Item]:
    """Return how far the window went from the one before it: an arrow above a plate that stands."""
    board, layer = still.maps[-1].front, still.traces[-1].layer
    alone = len(still.maps[-1].stack.plates) == 1
    stands = board.down[0] == 0
    if not (isinstance(layer, Conv | Pool) and alone and stands and own.given[-1][-1]):
        return []
    stride, font = layer.stride[-1], still.font
    to = own.given[-1][-1][0] - board.origin[1]
    if stride == 1 or step.output[-1] == 0 or stride * board.across[0] < _SHORTEST * font:
        return []
    (x1, y1), (x2, y2) = board.point(0, to - stride), board.point(0, to)
    y1, y2 = y1 - _ABOVE * font, y2 - _ABOVE * font
    said = f"{stride}"  # the kernel's title says of what
    # Above the arrow as far as the text reaches.
    rise = abs(y1 - y2) / (x2 - x1) * text_width(said, _STRIDE * font) / 2
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 0.35 * font - rise
    text = Text(x, y, said, _STRIDE * font, "kernel.text", "middle")
    return [Arrow(x1, y1, x2, y2, "window.edge", 1.5), text]


def _single(placed: Placed, seen: Seen, role: Role) -> list[Item]:
    """Return a frame around the cell of a single product, or the one that a maximum is."""
    place = seen.chosen if seen.one is None else seen.one[0]
    if place is None or (placed.stack.deep and place[0] != placed.stack.front.depth):
        return []
    row, column = cell_of(place)
    edge: Role = role if seen.one is not None else "output.edge"
    return [placed.front.frame((row,), (column,), edge, 3.0)]


def _between(still: IsometricStill, at: int, seen: Seen, role: Role) -> list[Group]:
    """Return the beam from a map's window to what the next layer's window has of it."""
    below, above = still.maps[at], still.maps[at + 1]
    start = _corners(below.front, seen.given[at])
    if start is None or not all(seen.given[at + 1]):
        return []
    every = rows_and_columns(seen.given[at + 1])
    # What is padding up there no layer has made, unless all of it are copies.
    rows, columns = (
        tuple(one for one in along if one in inner)
        for along, inner in zip(every, above.stack.front.cells, strict=True)
    )
    end = above.front.around(*((rows, columns) if rows and columns else every))
    written = _numbers(still, below), _numbers(still, above)
    return [beam(start, end, role, (below.front.corners, above.front.corners), written)]


def _upper(
    still: IsometricStill, step: Step, seen: Seen, role: Role, view: ViewOptions
) -> list[Item]:
    """Return what is between the last layer's input and its output, and that."""
    front, output = still.maps[-1].front, still.output.front
    start = _corners(front, seen.given[-1])
    if seen.one is not None:
        start = front.around(*rows_and_columns(tuple((at,) for at in seen.one[0])))
    stops = [(start, front.corners, _numbers(still, still.maps[-1]))]
    items: list[Item] = []
    if still.kernel is not None:
        stops.append((
            _taps(still.kernel, seen), still.kernel.front.corners, _numbers(still, still.kernel)
        ))
        items.append(Group("taps", tuple(_kernel(still.kernel, seen, role))))
    last = None if step.stamp is not None else cell_of(step.output[1:])
    stops.append((
        _corners(output, seen.made), output.corners, _numbers(still, still.output, last)
    ))
    items.append(Group("output", tuple(_output(still, step, view))))
    for (one, plate, told), (other, above, said) in pairwise(stops if start is not None else ()):
        if one is not None and other is not None:
            items.append(beam(one, other, role, (plate, above), (told, said)))
    items.append(Group("current", tuple(_made(still, seen, role))))
    return items


def _numbers(
    still: IsometricStill, placed: Placed, until: tuple[int, int] | None = None
) -> Numbers | None:
    """Return what is written on the plate of a stack that is on show."""
    face = still.faces[placed][placed.stack.current]
    return None if face is None else Numbers(face, until)


def _corners(board: Board, axes: fields.Axes) -> Corners | None:
    return board.around(*rows_and_columns(axes)) if all(axes) else None


def _taps(placed: Placed, seen: Seen) -> Corners:
    """Return the corners around the taps that have a part in it, as far as they are on show."""
    board, taps = placed.front, seen.taps
    if seen.one is not None:
        taps = frozenset({seen.one[1]})
    used = cells(taps, placed.stack.front.depth) if taps is not None else set()
    if not used:
        return board.corners
    rows, columns = (sorted(set(axis)) for axis in zip(*used, strict=True))
    return board.around(rows, columns)


def _kernel(placed: Placed, seen: Seen, role: Role) -> list[Item]:
    """Return what marks the taps that have a part in it; a veil over the others."""
    board, depth = placed.front, placed.stack.front.depth
    if seen.one is not None:
        one = cells(frozenset({seen.one[1]}), depth)
        return [board.frame((row,), (column,), role, 3.0) for row, column in one]
    if seen.taps is None or board.rows * board.columns > _MOST_TAPS:
        return []
    used = cells(seen.taps, depth)
    veils = [
        Polygon(board.around((row,), (column,)), "background", opacity=_VEIL)
        for row in range(board.rows)
        for column in range(board.columns)
        if (row, column) not in used
    ]
    return [*veils, *(board.frame((row,), (column,), role, 2.0) for row, column in sorted(used))]


def _output(still: IsometricStill, step: Step, view: ViewOptions) -> list[Item]:
    """Return the output's plate on show up to the step, and the plates before it."""
    placed = still.output
    board, stack = placed.front, placed.stack
    face = still.faces[placed][stack.current]
    assert face is not None  # noqa: S101 - the plate on show has its numbers
    items = _reached(still, step, face, view)
    items.append(Polygon(board.corners, None, EDGES["output"], 1.5))
    for at in range(stack.current + 1, len(stack.plates)):
        items += plate_items(placed, at, still.faces[placed][at])
    return items


def _reached(
    still: IsometricStill, step: Step, face: Face, view: ViewOptions
) -> list[Item]:
    board = face.board
    if step.stamp is not None:
        return _stamped(still, step, face, view)
    row, column = cell_of(step.output[1:])
    terms = None if step.tap is None else Terms(still.traces[-1], step.output)
    done = terms is None or step.tap == len(terms) - 1
    items = [
        *face.part(range(row), range(board.columns)),
        *face.part(range(row, row + 1), range(column + done)),
    ]
    if terms is not None and not done and step.tap is not None:
        partial = np.array([[terms[step.tap].partial]])
        one = Face(
            _cell(face, row, column), face.plane, face.plane.shades(partial)
        ).relabelled(partial, view.decimals)
        items += one.part(range(1), range(1))
    return items


def _cell(face: Face, row: int, column: int) -> Board:
    board = face.board
    x, y = board.point(row, column)
    return Board(x, y, board.across, board.down, 1, 1)


def _stamped(
    still: IsometricStill, step: Step, face: Face, view: ViewOptions
) -> list[Item]:
    depth = still.choice.slices.output
    sums, covered = (
        flat(each, depth)
        for each in sums_so_far(still.traces[-1], step, still.choice.output)
    )
    made = Face(face.board, face.plane, face.plane.shades(sums))
    if view.values:
        made = made.relabelled(sums, view.decimals)
    items: list[Item] = []
    for row in range(face.board.rows):
        columns = np.flatnonzero(covered[row])
        if columns.size:
            items += made.part(range(row, row + 1), range(int(columns[0]), int(columns[-1]) + 1))
    return items


def _made(still: IsometricStill, seen: Seen, role: Role) -> list[Item]:
    """Return frames around the output cells, or one around all where they are many."""
    if not all(seen.made):
        return []
    rows, columns = rows_and_columns(seen.made)
    if still.output.stack.deep and still.output.stack.front.depth not in seen.made[0]:
        return []
    board = still.output.front
    if len(rows) * len(columns) > _MOST_FRAMED:
        return [board.frame(rows, columns, role, 2.5)]
    return [board.frame((row,), (column,), role, 2.5) for row in rows for column in columns]


def _ghosts(still: IsometricStill, own: Seen) -> list[Item]:
    """Return where the animation is, while something else is pointed at."""
    return [
        replace(board.frame(*rows_and_columns(axes), "ghost.edge", 2.0), dashed=True)
        for board, axes in ((still.maps[-1].front, own.given[-1]), (still.output.front, own.made))
        if all(axes)
    ]
