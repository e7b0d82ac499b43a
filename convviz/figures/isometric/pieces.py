"""What pictures of plates are made of: plates, and windows on them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convviz.figures.isometric.face import Board, Face
from convviz.figures.isometric.maps import Kind, Plate
from convviz.figures.isometric.placing import Placed
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.scene.items import Group, Item, Line, Polygon, Ramp, Role

EDGES: dict[Kind, Role] = {
    "input": "input.edge", "kernel": "kernel.edge", "map": "output.edge", "output": "output.edge"
}
_MOST_LIT = 1200
_SEEN_THROUGH = 0.1
_UNREAD = 0.4


def plate_items(placed: Placed, at: int, face: Face | None) -> list[Item]:
    """Return a plate of a stack, with nothing in it where there are no numbers yet.

    One before the plate on show, and one that isn't read, is faint.
    """
    stack, board, plate = placed.stack, placed.boards[at], placed.stack.plates[at]
    edge = EDGES[stack.kind]
    items = empty(board, edge) if face is None else _filled(board, face, plate, edge)
    if at > stack.current:
        return [
            Group("before", tuple(items), opacity=_SEEN_THROUGH),
            Polygon(board.corners, None, edge, 1.0, opacity=0.6),
        ]
    if not plate.read:
        return [Group("unread", tuple(items), opacity=_UNREAD)]
    return items


def _filled(board: Board, face: Face, plate: Plate, edge: Role) -> list[Item]:
    rows, columns = _named(board)
    inner = plate.cells
    items: list[Item] = []
    if inner == (rows, columns):
        return [*items, *face.part(rows, columns), Polygon(board.corners, None, edge, 1.5)]
    for strip in _strips((rows, columns), inner):
        items += face.part(*strip, ramp="padding", hatched=True)
    items.append(Polygon(board.corners, None, "padding.edge", 1.0, dashed=True))
    if all(inner):
        items += face.part(*inner)
        items.append(Polygon(board.around(*inner), None, edge, 1.5))
    return items


def empty(board: Board, edge: Role) -> list[Item]:
    """Return cells with nothing in them yet."""
    items: list[Item] = [Polygon(board.corners, fill="empty.cell")]
    if board.cell >= SMALLEST_LINED_CELL:
        items += [
            Line((board.point(row, 0), board.point(row, board.columns)), "grid")
            for row in range(1, board.rows)
        ]
        items += [
            Line((board.point(0, column), board.point(board.rows, column)), "grid")
            for column in range(1, board.columns)
        ]
    return [*items, Polygon(board.corners, None, edge, 1.5)]


def window(
    board: Board,
    face: Face | None,
    axes: tuple[Sequence[int], Sequence[int]],
    plate: Plate,
    role: Role,
    *,
    lit: bool = True,
) -> list[Item]:
    """Return the cells of a window in the kernel's colours, and a frame around them.

    Cells that it passes over stay as they are. Not `lit`, there is the frame alone.
    """
    rows, columns = axes
    if not lit:
        return [board.frame(rows, columns, role, 1.5)]
    spread = not (_touching(rows) and _touching(columns))
    lined = board.cell >= SMALLEST_LINED_CELL
    if face is None or not lined or len(rows) * len(columns) > _MOST_LIT:
        return [board.frame(rows, columns, role, 1.5, fill="window.fill")]
    items: list[Item] = []
    for down in _runs(rows):
        for across in _runs(columns):
            for block, inside in _apart((down, across), plate.cells):
                ramp: Ramp = "kernel" if inside else "padding-read"
                items += face.part(*block, ramp=ramp, hatched=not inside)
            if spread:
                items.append(board.frame(down, across, role, 1.5))
    if plate.cells != _named(board) and all(plate.cells):
        items.append(board.frame(*plate.cells, EDGES["input"], 1.5))  # the cells cover it
    items.append(board.frame(rows, columns, role, 1.25 if spread else 2.5, dashed=spread))
    return items


def _named(board: Board) -> tuple[range, range]:
    top, left = board.origin
    return range(top, top + board.rows), range(left, left + board.columns)


def _strips(
    outer: tuple[range, range], inner: tuple[range, range]
) -> list[tuple[range, range]]:
    """Return the blocks around an inner one."""
    (rows, columns), (down, across) = outer, inner
    if not down or not across:
        return [outer]
    found = [
        (range(rows.start, down.start), columns),
        (down, range(columns.start, across.start)),
        (down, range(across.stop, columns.stop)),
        (range(down.stop, rows.stop), columns),
    ]
    return [strip for strip in found if all(strip)]


def _apart(
    block: tuple[range, range], inner: tuple[range, range]
) -> list[tuple[tuple[range, range], bool]]:
    """Return the parts of a block inside another one, and those outside."""
    rows, columns = (
        range(max(a.start, b.start), min(a.stop, b.stop))
        for a, b in zip(block, inner, strict=True)
    )
    outside = [(strip, False) for strip in _strips(block, (rows, columns))]
    return [*outside, ((rows, columns), True)] if rows and columns else outside


def _touching(places: Sequence[int]) -> bool:
    return places[-1] - places[0] + 1 == len(places)


def _runs(places: Sequence[int]) -> list[range]:
    """Return the runs of neighbours among places in order."""
    starts = [places[0], *(b for a, b in pairwise(places) if b != a + 1)]
    ends = [*(a for a, b in pairwise(places) if b != a + 1), places[-1]]
    return [range(first, last + 1) for first, last in zip(starts, ends, strict=True)]
