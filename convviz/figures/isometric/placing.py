"""Where stacks stand in the picture: in a row, or above one another, as large as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from convviz.figures.isometric.camera import Camera, Way, level, lying, standing
from convviz.figures.isometric.face import Board
from convviz.figures.isometric.maps import Stack
from convviz.options import Arranged

LARGEST = 120.0
"""Side of a cell at most."""
_SPACING = 0.2
"""Room between a stack's plates, in sides of a plate."""
_NEAREST, _FARTHEST = 0.55, 2.6
"""The least and the most of it, in cells of the largest plate's size over 6."""
_ROWS = 1.5
"""Room between single rows, in cells."""
_EVEN = 10
"""Plates up to this size have cells of one size; larger ones shrink less than they should."""
_SOFT = 0.5
_BETWEEN = (0.42, 0.36, 0.3, 0.25)
"""Room between stacks, in sides of the larger: less where cells gain much by it."""
_GAIN = 1.06
_ROW_GAP = 4.5
"""The most that stands for a side there, of single rows."""
_PREFERRED = 1.1
"""Standing plates are taken where lying ones would not be larger by more than this."""


Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stack in the picture.

    Attributes
    ----------
    stack
        What stands there.
    boards
        Where each of its plates does.
    box
        Left, top, right and bottom of the whole.
    """

    stack: Stack
    boards: tuple[Board, ...]
    box: Box

    @property
    def front(self) -> Board:
        """Where the plate on show is."""
        return self.boards[self.stack.current]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A stack around the middle of its plate on show, in units.

    `cell` is the side of a cell, `step` the way from a plate to the next behind it.
    """

    stack: Stack
    cell: float
    step: Way
    box: Box


_Laid = tuple[Camera, float, list[_Shape], list[Way]]


def placed(
    stacks: Sequence[Stack], room: Box, turn: float, arranged: Arranged, *, one_axis: bool
) -> tuple[Camera, list[Placed]]:
    """Return where stacks stand in a box (left, top, right, bottom), and how they are seen.

    In a row they stand upright, else they lie above one another; where nothing is
    wished for, as there is room.
    """
    if one_axis:
        found = _roomy(stacks, level(turn), room)
    elif arranged != "auto":
        seen = standing(turn) if arranged == "row" else lying(turn)
        found = _roomy(stacks, seen, room)
    else:
        upright, flat = (_roomy(stacks, seen, room) for seen in (standing(turn), lying(turn)))
        found = upright if upright[1] * _PREFERRED >= flat[1] else flat
    camera, scale, shapes, centres = found
    boards = [_boards(shape, camera, scale, at) for shape, at in zip(shapes, centres, strict=True)]
    return camera, boards


def _roomy(stacks: Sequence[Stack], camera: Camera, room: Box) -> _Laid:
    """Return the stacks as far apart as leaves cells nearly as large as they can be."""
    found = _laid(stacks, camera, room, _BETWEEN[0])
    for between in _BETWEEN[1:]:
        closer = _laid(stacks, camera, room, between)
        if closer[1] > _GAIN * found[1]:
            found = closer
    return found


def _laid(stacks: Sequence[Stack], camera: Camera, room: Box, between: float) -> _Laid:
    """Return the scale at which stacks fit, their shapes, and each one's middle in pixels."""
    shapes = [_shape(stack, stacks, camera) for stack in stacks]
    centres = [(0.0, 0.0)]
    for before, after in pairwise(shapes):
        x, y = centres[-1]
        gap = between * max(_side(before), _side(after))
        if camera.upright:
            centres.append((x + before.box[2] + gap - after.box[0], 0.0))
        else:
            over = 0.3 * min(before.box[3] - before.box[1], after.box[3] - after.box[1])
            centres.append((0.0, y + before.box[1] - gap - after.box[3] + over))
    boxes = [
        (x + shape.box[0], y + shape.box[1], x + shape.box[2], y + shape.box[3])
        for shape, (x, y) in zip(shapes, centres, strict=True)
    ]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    wide, high = max(room[2] - room[0], 1.0), max(room[3] - room[1], 1.0)
    scale = min(wide / (right - left), high / (bottom - top), LARGEST)
    shift = (
        (room[0] + room[2]) / 2 - scale * (left + right) / 2,
        (room[1] + room[3]) / 2 - scale * (top + bottom) / 2,
    )
    middles = [(shift[0] + scale * x, shift[1] + scale * y) for x, y in centres]
    return camera, scale, shapes, middles


def _side(shape: _Shape) -> float:
    rows, columns = shape.stack.shape
    return shape.cell * (columns if rows > 1 else min(columns, _ROW_GAP))


def _shape(stack: Stack, others: Sequence[Stack], camera: Camera) -> _Shape:
    largest = max(max(one.shape) for one in others)
    side = max(stack.shape)
    cell = 1.0
    if largest > _EVEN and any(one.shape[0] > 1 for one in others):
        # Much larger maps would leave nothing of the others.
        cell = _EVEN * (side / largest) ** _SOFT / side
        if stack.kind == "kernel":
            cell = max(0.3 * _EVEN / side, cell) if side > 1 else cell * 2
    depth = min(max(_SPACING * side * cell, _NEAREST), _FARTHEST)
    if stack.shape[0] == 1:
        depth = _ROWS
    step = camera.back[0] * depth, camera.back[1] * depth
    rows, columns = stack.shape
    (a, b), (c, d) = camera.across, camera.down
    half = (
        cell * (columns * abs(a) + rows * abs(c)) / 2,
        cell * (columns * abs(b) + rows * abs(d)) / 2,
    )
    behind = [stack.current - at for at in range(len(stack.plates))]
    xs = [step[0] * away for away in behind]
    ys = [step[1] * away for away in behind]
    box = min(xs) - half[0], min(ys) - half[1], max(xs) + half[0], max(ys) + half[1]
    return _Shape(stack, cell, step, box)


def _boards(shape: _Shape, camera: Camera, scale: float, middle: Way) -> Placed:
    stack, cell = shape.stack, shape.cell * scale
    rows, columns = stack.shape
    across = camera.across[0] * cell, camera.across[1] * cell
    down = camera.down[0] * cell, camera.down[1] * cell
    boards = []
    for at in range(len(stack.plates)):
        away = (stack.current - at) * scale
        x = middle[0] + away * shape.step[0] - (columns * across[0] + rows * down[0]) / 2
        y = middle[1] + away * shape.step[1] - (columns * across[1] + rows * down[1]) / 2
        boards.append(Board(x, y, across, down, rows, columns, stack.origin))
    left, top, right, bottom = (scale * side for side in shape.box)
    x, y = middle
    return Placed(stack, tuple(boards), (x + left, y + top, x + right, y + bottom))
