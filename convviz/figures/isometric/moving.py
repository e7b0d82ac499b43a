"""The moving part of a picture of plates: windows, beams, and the output so far."""

from __future__ import annotations

import numpy as np

from convviz.figures.isometric import fields
from convviz.figures.isometric.face import Corners, Face
from convviz.figures.isometric.fields import Seen, rows_and_columns
from convviz.figures.isometric.pieces import EDGES, beam, empty, hidden, plate_items, window
from convviz.figures.isometric.placing import Placed
from convviz.figures.isometric.view import IsometricStill
from convviz.figures.slices import cell_of, flat, place_of
from convviz.figures.stamped import sums_so_far
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Polygon, Role, Scene
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Terms


def moving(
    still: IsometricStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step."""
    own = fields.of_step(still.traces, step)
    pointed = None if pointer is None else _pointed(still, pointer)
    seen, role = (own, "window.edge") if pointed is None else (pointed, "hover.edge")
    items: list[Item] = []
    for at in range(len(still.maps)):
        items.append(Group("window", tuple(_windows(still, at, seen, role))))
        if at + 1 < len(still.maps):
            items.append(Group("beam", tuple(_between(still, at, seen, role))))
    items += _upper(still, step, seen, role, view)
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
    """Return the window on the plates of a map; those before a lit one are drawn again."""
    placed, axes = still.maps[at], seen.given[at]
    if not all(axes):
        return []
    lit = rows_and_columns(axes)
    items: list[Item] = []
    for number, (plate, board, face) in enumerate(
        zip(placed.stack.plates, placed.boards, still.faces[placed], strict=True)
    ):
        if number and items:
            items += plate_items(placed, number, face)
        if plate.read and (not placed.stack.deep or plate.depth in axes[0]):
            before = number > placed.stack.current
            items += window(board, face, lit, plate, role, seen_through=before)
    return items


def _between(still: IsometricStill, at: int, seen: Seen, role: Role) -> list[Item]:
    """Return the beam from a map's window to what the next layer's window has of it."""
    below, above = seen.given[at], seen.given[at + 1]
    if not all(below) or not all(above):
        return []
    start = still.maps[at].front.around(*rows_and_columns(below))
    own = still.maps[at + 1].stack.front.cells
    kept = tuple(
        tuple(one for one in along if one in inner)
        for along, inner in zip(rows_and_columns(above), own, strict=True)
    )
    if not all(kept):
        return []
    end = still.maps[at + 1].front.around(kept[0], kept[1])
    return beam(start, end, role, _end(still, still.maps[at]))


def _upper(
    still: IsometricStill, step: Step, seen: Seen, role: Role, view: ViewOptions
) -> list[Item]:
    """Return what is between the last layer's input and its output, and that."""
    given, made = seen.given[-1], seen.made
    stops: list[Corners] = []
    if all(given):
        stops.append(still.maps[-1].front.around(*rows_and_columns(given)))
    kernel: list[Item] = []
    if still.kernel is not None:
        stops.append(_kernel_corners(still.kernel, seen))
        kernel = _kernel(still, still.kernel, seen, role)
    if all(made):
        stops.append(still.output.front.around(*rows_and_columns(made)))
    items: list[Item] = []
    if len(stops) > 1 and all(given):
        items.append(Group("beam", tuple(beam(stops[0], stops[1], role, _end(still, still.maps[-1])))))
    items.append(Group("kernel", tuple(kernel)))
    last = stops[-2:] if len(stops) > 1 and all(made) else None
    if still.kernel is not None and last:
        items.append(Group("beam", tuple(beam(last[0], last[1], role, _end(still, still.kernel)))))
    items.append(Group("output", tuple(_output(still, step, view))))
    if last:
        items.append(Group("hidden", tuple(hidden(last[0], last[1], role))))
    items.append(Group("current", tuple(_made(still, seen, role))))
    return items


def _end(still: IsometricStill, placed: Placed) -> float | None:
    """Return where a stack that stands ends at the right; None where stacks lie."""
    return placed.front.box[2] if still.upright else None


def _kernel_corners(placed: Placed, seen: Seen) -> Corners:
    return placed.front.corners


def _kernel(
    still: IsometricStill, placed: Placed, seen: Seen, role: Role
) -> list[Item]:
    items: list[Item] = []
    for at, face in enumerate(still.faces[placed]):
        items += plate_items(placed, at, face)
    if seen.taps is not None:
        board = placed.front
        used = fields.cells(seen.taps, placed.stack.front.depth)
        for row in range(board.rows):
            for column in range(board.columns):
                if (row, column) not in used:
                    corners = board.around((row,), (column,))
                    items.append(Polygon(corners, "background", opacity=0.55))
        items += [board.frame((row,), (column,), role, 2.0) for row, column in sorted(used)]
    return items


def _output(still: IsometricStill, step: Step, view: ViewOptions) -> list[Item]:
    """Return the output's plate on show up to the step, and the plates before it."""
    placed = still.output
    board, stack = placed.front, placed.stack
    face = still.faces[placed][stack.current]
    assert face is not None  # noqa: S101 - the plate on show has its numbers
    items = [*empty(board, EDGES["output"]), *_reached(still, step, face, view)]
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


def _cell(face: Face, row: int, column: int):
    from convviz.figures.isometric.face import Board
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
    if not all(seen.made):
        return []
    rows, columns = rows_and_columns(seen.made)
    board = still.output.front
    return [board.frame((row,), (column,), role, 2.5) for row in rows for column in columns]
