"""The moving part of a picture of plates: windows, beams, and the output so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.figures.isometric import fields
from convviz.figures.isometric.beams import beam, hidden
from convviz.figures.isometric.face import Board, Corners, Face
from convviz.figures.isometric.fields import Seen, rows_and_columns
from convviz.figures.isometric.pieces import EDGES, empty, plate_items, window
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
    seen = own if pointed is None else pointed
    role: Role = "window.edge" if pointed is None else "hover.edge"
    items: list[Item] = []
    beams: _Beam | None = None
    for at in range(len(still.maps)):
        items.append(Group("map", tuple(_windows(still, at, seen, role, beams))))
        beams = _between(still, at, seen, role) if at + 1 < len(still.maps) else None
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


@dataclass(frozen=True, slots=True)
class _Beam:
    """A beam between two stacks.

    Attributes
    ----------
    start, end
        Corners of both windows.
    role
        Of its lines.
    plate
        Corners of the plate that it comes from.
    """

    start: Corners
    end: Corners
    role: Role
    plate: Corners

    def seen(self) -> Group:
        """Return what is seen of it, if nothing stands before it."""
        return Group("beam", tuple(beam(self.start, self.end, self.role, self.plate)))

    def hidden(self, plate: Corners) -> Group:
        """Return its lines behind the plate that it ends on."""
        return Group("hidden", tuple(hidden(self.start, self.end, self.role, plate)))


def _windows(
    still: IsometricStill, at: int, seen: Seen, role: Role, under: _Beam | None
) -> list[Item]:
    """Return the window on the plates of a map; those before a lit one are drawn again.

    A beam from the map below ends on the plate on show, behind it.
    """
    placed, axes = still.maps[at], seen.given[at]
    stack, last = placed.stack, at + 1 == len(still.maps)
    items: list[Item] = []
    for number, (plate, board, face) in enumerate(
        zip(stack.plates, placed.boards, still.faces[placed], strict=True)
    ):
        if number == stack.current and under is not None:
            items.append(under.seen())
        if items:
            items += plate_items(placed, number, face)
        if number == stack.current and under is not None:
            items.append(under.hidden(board.corners))
        if all(axes) and plate.read and (not stack.deep or plate.depth in axes[0]):
            lit = last and number <= stack.current
            items += window(board, face, rows_and_columns(axes), plate, role, lit=lit)
    return items


def _between(still: IsometricStill, at: int, seen: Seen, role: Role) -> _Beam | None:
    """Return the beam from a map's window to what the next layer's window has of it."""
    below, above = seen.given[at], seen.given[at + 1]
    if not all(below) or not all(above):
        return None
    front = still.maps[at].front
    own = still.maps[at + 1].stack.front.cells
    rows, columns = (
        tuple(one for one in along if one in inner)
        for along, inner in zip(rows_and_columns(above), own, strict=True)
    )
    if not rows or not columns:
        return None
    end = still.maps[at + 1].front.around(rows, columns)
    return _Beam(front.around(*rows_and_columns(below)), end, role, front.corners)


def _upper(
    still: IsometricStill, step: Step, seen: Seen, role: Role, view: ViewOptions
) -> list[Item]:
    """Return what is between the last layer's input and its output, and that."""
    given, made = seen.given[-1], seen.made
    front, output = still.maps[-1].front, still.output.front
    start = front.around(*rows_and_columns(given)) if all(given) else None
    end = output.around(*rows_and_columns(made)) if all(made) else None
    plate = front.corners
    items: list[Item] = []
    if still.kernel is not None:
        kernel = still.kernel.front.corners
        if start is not None:
            items.append(_Beam(start, kernel, role, plate).seen())
        items.append(Group("kernel", tuple(_kernel(still, still.kernel, seen, role))))
        start, plate = (kernel, kernel) if start is not None else (None, kernel)
    last = None if start is None or end is None else _Beam(start, end, role, plate)
    if last is not None:
        items.append(last.seen())
    items.append(Group("output", tuple(_output(still, step, view))))
    if last is not None:
        items.append(last.hidden(output.corners))
    items.append(Group("current", tuple(_made(still, seen, role))))
    return items


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
    if not all(seen.made):
        return []
    rows, columns = rows_and_columns(seen.made)
    board = still.output.front
    return [board.frame((row,), (column,), role, 2.5) for row in rows for column in columns]
