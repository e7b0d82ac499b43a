"""The maps of a network side by side, with what one unit sees of each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from convviz.figures.isometric.beams import beam
from convviz.figures.isometric.camera import Camera, standing
from convviz.figures.isometric.face import Board
from convviz.figures.isometric.pieces import empty
from convviz.figures.network.maps import Map, box_of, depths
from convviz.figures.network.words import name_of, told
from convviz.figures.panels import Look, fitted
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.figures.titles import size_text
from convviz.layers.graph import INPUT
from convviz.options import PictureOptions
from convviz.scene.items import (
    Anchor,
    Arrow,
    Group,
    Hotspot,
    Item,
    Line,
    Polygon,
    Role,
    Scene,
    Sheet,
    Text,
)
from convviz.scene.metrics import text_width

TURN = 32.0
"""By how many degrees maps are turned."""
_SOFT = 0.5
"""Small maps shrink less than they should: by this power of their share of the largest."""
_LEAST = 0.16
"""Side of the smallest map, in sides of the largest."""
_BETWEEN = 0.3
"""Room between two maps, in sides of the smaller of them."""
_APART = 0.25
"""Room between maps above one another, in shares of them."""
_TIGHT = 0.6
"""How much of the room between maps there is at least."""
_MOST_SKIPS = 6
_LINES = 4.4
"""Room below the maps for their titles, in sizes of the type."""
_NEAR = 1.25
_SEEN = 7.0
"""Side of the smallest frame, in pixels."""
_MOST_CELLS = 400
"""Single cells up to which each has a frame of its own."""
_DARK = 0.3
"""How bright the picture stays outside of the field."""
_PLAIN, _MARKED = 24, 190
"""Shades of an input without a picture: outside and inside of the field."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A map, where it stands, the width that its titles may take, and whether beside it."""

    map: Map
    board: Board
    room: float
    aside: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around it: left, top, right, bottom."""
        return self.board.box


def stack(
    maps: Sequence[Map],
    size: tuple[float, float],
    picture: NDArray[np.uint8] | None = None,
    setting: PictureOptions | None = None,
) -> Scene:
    """Return maps as plates side by side, the input at the left.

    Parameters
    ----------
    maps
        As `convviz.figures.network.maps.maps` returns them.
    size
        Width and height in pixels.
    picture
        uint8, of the input's (rows, columns): shown in its place, darkened outside of the
        field. None for a plain one.
    setting
        Size of its type.
    """
    look = Look.of(size, setting)
    placed = _placed(maps, look)
    items: list[Item] = [Group(one.map.name, tuple(_plate(one, picture))) for one in placed]
    items += [*_skips(placed, look), *_beams(placed)]
    items += [Group("field", (*_field(one), *_branches(one, placed))) for one in placed]
    items += _titles(placed, look)
    spots = tuple(_spot(one) for one in placed if one.map.name != INPUT)
    return Scene(*size, tuple(items), spots)


def _spot(one: Placed) -> Hotspot:
    return one.board.hotspot(one.map.name)


def _placed(maps: Sequence[Map], look: Look) -> list[Placed]:
    """Return where maps stand: in columns by their depth, as large as there is room."""
    camera = standing(TURN)
    columns = depths(maps)
    largest = max(max(one.seen.shape) for one in maps)
    shapes = [_shape(one, largest, _beside(one, columns)) for one in maps]
    extents = [_extent(camera, *shape) for shape in shapes]
    in_column = [
        [at for at, one in enumerate(maps) if columns[one.name] == place]
        for place in range(max(columns.values()) + 1)
    ]
    wide = [max(extents[at][0] for at in column) for column in in_column]
    foot = _foot(look)
    head = _over(maps, columns) * look.font
    room = look.width - 2 * look.margin, look.height - 2 * look.margin - head
    high = max(
        sum(extents[at][1] for at in column) * (1 + _APART * (len(column) > 1))
        / max(room[1] - (foot if len(column) == 1 else 0.0), 1.0)
        for column in in_column
    )
    named = [max(_title_width(maps[at], look) for at in column) for column in in_column]
    beside = [len(column) > 1 for column in in_column]
    gaps = [
        _BETWEEN * (max(a, b) if one or other else min(a, b))
        for (a, b), (one, other) in zip(pairwise(wide), pairwise(beside), strict=True)
    ]

    def widths(scale: float, share: float = 1.0) -> list[float]:
        return [
            width * scale + title * share if aside else max(width * scale, title * share)
            for width, title, aside in zip(wide, named, beside, strict=True)
        ]

    def fits(scale: float) -> bool:
        return sum(widths(scale)) + sum(gaps) * scale * _TIGHT <= room[0]

    scale = _largest(fits, 1 / high)
    share = 1.0 if fits(scale) else room[0] / max(sum(widths(scale)), 1e-9)
    titled = widths(scale, share)
    free = max(room[0] - sum(titled), 0.0)
    apart = [min(gap * scale, free * gap / max(sum(gaps), 1e-9)) for gap in gaps]
    x = look.margin + (free - sum(apart)) / 2
    placed: dict[int, Placed] = {}
    for number, column in enumerate(in_column):
        wanted, aside, own = titled[number], beside[number], wide[number]
        gap = apart[number] if number < len(apart) else 0.0
        below = 0.0 if aside else foot
        each = (room[1] - below) / len(column)
        for place, at in enumerate(column):
            rows, across = shapes[at]
            middle = (
                x + (own * scale / 2 if aside else wanted / 2),
                look.margin + head + (place + 0.5) * each,
            )
            board = _board(maps[at], camera, (rows * scale, across * scale), middle)
            free_for_titles = wanted - own * scale if aside else wanted + gap
            placed[at] = Placed(maps[at], board, free_for_titles, aside)
        x += wanted + gap
    return [placed[at] for at in range(len(maps))]


def _largest(fits: Callable[[float], bool], most: float) -> float:
    """Return about the largest number up to `most` that fits, at least a tenth of it."""
    if fits(most):
        return most
    low, high = most / 10, most
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _over(maps: Sequence[Map], columns: Mapping[str, int]) -> float:
    """Return how many lines stand above the maps for what skips some of them."""
    skips = sum(columns[one.name] - columns[name] > 1 for one in maps for name in one.inputs)
    return min(skips, _MOST_SKIPS) * 0.9 + (0.6 if skips else 0.0)


def _shape(one: Map, largest: int, beside: int) -> tuple[float, float]:
    """Return a map's height and width in sides of the largest map."""
    rows, columns = one.seen.shape
    longest = max(rows, columns)
    side = max((longest / largest) ** _SOFT, _LEAST) / beside
    return side * rows / longest, side * columns / longest


def _beside(one: Map, columns: Mapping[str, int]) -> int:
    """Return how many maps stand in a map's column."""
    return sum(other == columns[one.name] for other in columns.values())


def _title_width(one: Map, look: Look) -> float:
    if not look.title:
        return 0.0
    return look.small + max(
        text_width(name_of(one), look.font, bold=True), text_width(size_text(one.shape), look.small)
    )


def _foot(look: Look) -> float:
    return _LINES * look.font if look.title else 0.0


def _extent(camera: Camera, rows: float, columns: float) -> tuple[float, float]:
    (a, b), (c, d) = camera.across, camera.down
    return columns * abs(a) + rows * abs(c), columns * abs(b) + rows * abs(d)


def _board(
    one: Map, camera: Camera, size: tuple[float, float], middle: tuple[float, float]
) -> Board:
    rows, columns = one.seen.shape
    high, wide = size
    across = camera.across[0] * wide / columns, camera.across[1] * wide / columns
    down = camera.down[0] * high / rows, camera.down[1] * high / rows
    x = middle[0] - (columns * across[0] + rows * down[0]) / 2
    y = middle[1] - (columns * across[1] + rows * down[1]) / 2
    return Board(x, y, across, down, rows, columns)


def _plate(one: Placed, picture: NDArray[np.uint8] | None) -> list[Item]:
    """Return a map without what is seen of it."""
    board = one.board
    if one.map.name != INPUT:
        return empty(board, "output.edge")
    edge = Polygon(board.corners, None, "input.edge", 1.5)
    if picture is None:
        shades = np.where(one.map.seen, _MARKED, _PLAIN).astype(np.uint8)
    else:
        shades = np.where(one.map.seen, picture, picture * _DARK).astype(np.uint8)
    lines: Role | None = "grid" if board.cell >= SMALLEST_LINED_CELL else None
    return [
        Sheet(
            board.x, board.y, board.across, board.down, shades,
            "input" if picture is None else "grey", lines=lines,
        ),
        edge,
    ]


def _field(one: Placed) -> list[Item]:
    """Return what marks the part of a map that is seen: a box, cells too where it has gaps."""
    box = one.map.box
    if box is None:
        return []
    board, of_input = one.board, one.map.name == INPUT
    items: list[Item] = []
    if of_input and one.map.field is not None:
        (top, bottom), (left, right) = one.map.field
        around = range(top, bottom + 1), range(left, right + 1)
        if around != box and _is_near(board, around):
            items.append(board.frame(*around, "padding.edge", 1.25, dashed=True))
    fill: Role | None = None if of_input or one.map.has_gaps else "window.fill"
    if one.map.has_gaps and not of_input:
        cells = np.argwhere(one.map.seen)
        if len(cells) <= _MOST_CELLS:
            items += [
                board.frame((row,), (column,), "window.edge", 1.0, fill="window.fill")
                for row, column in cells.tolist()
            ]
        else:
            shades = np.where(one.map.seen, _MARKED, 0).astype(np.uint8)
            items.append(
                Sheet(board.x, board.y, board.across, board.down, shades, "kernel", lines=None)
            )
    frame = board.frame(*box, "window.edge", 2.0, fill=fill, dashed=one.map.has_gaps)
    return [*items, _visible(frame)]


def _branches(one: Placed, placed: Sequence[Placed]) -> list[Item]:
    """Return what each of several branches sees of the map that they come from."""
    items: list[Item] = []
    for other in placed:
        seen = other.map.sees.get(one.map.name)
        box = None if seen is None else box_of(seen)
        if seen is None or box is None:
            continue
        cells = np.argwhere(seen)
        if len(cells) < len(box[0]) * len(box[1]) and len(cells) <= _MOST_CELLS:
            frames = (
                one.board.frame((row,), (column,), "window.edge", 1.25, fill="window.fill")
                for row, column in cells.tolist()
            )
            items += map(_visible, frames)
        items.append(_visible(one.board.frame(*box, "window.edge", 1.25, dashed=True)))
    return items


def _visible(frame: Polygon) -> Polygon:
    """Return a frame that is large enough to be seen."""
    xs, ys = zip(*frame.points, strict=True)
    side = max(max(xs) - min(xs), max(ys) - min(ys))
    if side >= _SEEN:
        return frame
    x, y = sum(xs) / 4, sum(ys) / 4
    larger = _SEEN / max(side, 1e-9)
    points = tuple((x + larger * (a - x), y + larger * (b - y)) for a, b in frame.points)
    return replace(frame, points=points)


def _is_near(board: Board, around: tuple[range, range]) -> bool:
    """Return whether a field that reaches into the padding is not much larger than the map."""
    return len(around[0]) <= _NEAR * board.rows and len(around[1]) <= _NEAR * board.columns


def _beams(placed: Sequence[Placed]) -> list[Item]:
    """Return beams from what is seen of a map to what is seen of those made of it."""
    by_name = {one.map.name: one for one in placed}
    depth = depths([one.map for one in placed])
    items: list[Item] = []
    for one in placed:
        for name in one.map.inputs:
            before = by_name[name]
            start, end = box_of(one.map.sees.get(name, before.map.seen)), one.map.box
            if start is None or end is None:
                continue
            if depth[one.map.name] - depth[name] > 1:
                continue
            items.append(
                beam(
                    before.board.around(*start), one.board.around(*end), "window.edge",
                    (before.board.corners, one.board.corners),
                )
            )
    return items


def _skips(placed: Sequence[Placed], look: Look) -> list[Item]:
    """Return lines above the maps for what skips some of them, the longest on top."""
    by_name = {one.map.name: one for one in placed}
    depth = depths([one.map for one in placed])
    pairs = [
        (by_name[name], one) for one in placed for name in one.map.inputs
        if depth[one.map.name] - depth[name] > 1
    ]
    pairs.sort(key=lambda pair: depth[pair[0].map.name] - depth[pair[1].map.name])
    items: list[Item] = []
    for place, (before, after) in enumerate(pairs[:_MOST_SKIPS]):
        y = look.margin + 0.9 * place * look.font
        (left, top, right, _), (x, peak, end, _) = before.box, after.box
        start, stop = (left + right) / 2, (x + end) / 2
        items += [
            Line(((start, top), (start, y), (stop, y)), "text.muted", 1.0),
            Arrow(stop, y, stop, peak, "text.muted", 1.0),
        ]
    return items


def _titles(placed: Sequence[Placed], look: Look) -> list[Item]:
    """Return each map's name, shape and how much of it is seen, below it."""
    if not look.title:
        return []
    items: list[Item] = []
    depth = depths([one.map for one in placed])
    alone = {place for place in depth.values() if list(depth.values()).count(place) == 1}
    line = max((one.box[3] for one in placed if depth[one.map.name] in alone), default=0.0)
    for one in placed:
        role: Role = "input.text" if one.map.name == INPUT else "output.text"
        lines: list[tuple[str, Role, bool]] = [
            (name_of(one.map), role, True),
            (size_text(one.map.shape), "text.muted", False),
            (told(one.map, last=one is placed[-1]), "kernel.text", False),
        ]
        # Single maps have their titles on one line.
        x, y = (one.box[0] + one.box[2]) / 2, line + 1.3 * look.font
        anchor: Anchor = "middle"
        if one.aside:
            x, y = one.box[2] + 0.4 * look.font, (one.box[1] + one.box[3]) / 2 - 0.9 * look.small
            anchor = "start"
        for text, colour, bold in lines:
            font = look.font if bold else look.small
            items += fitted(Text(x, y, text, font, colour, anchor, bold=bold), one.room - 2)
            y += 1.35 * look.small
    return items
