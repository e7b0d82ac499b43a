"""Where the maps of a network stand: in columns by their depth, branches above one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convviz.figures.isometric.camera import Camera, standing
from convviz.figures.isometric.face import Board
from convviz.figures.network.maps import Map, depths
from convviz.figures.network.words import title_height, title_width
from convviz.figures.panels import Look
from convviz.layers.graph import INPUT

Size = tuple[float, float]
"""Width and height."""

TURN = 32.0
"""By how many degrees maps are turned."""
_NEAR = 1.25
"""Sides of a field, in those of the input, up to which what is in the padding is shown."""
_SOFT = 0.5
"""Small maps shrink less than they should: by this power of their share of the largest."""
_LEAST = 0.16
"""Side of the smallest map, in sides of the largest."""
_TITLE_BESIDE = 20.0
"""How far a title beside a map reaches above its middle, in pixels."""
_NEAR_BRANCHES = 0.7
"""Share of the room of titles on two lines next to branches, which have but one side free."""
_SMALLER = 0.7
"""How much smaller than that one beside others may be."""
_BETWEEN = 0.3
"""Room between two maps, in sides of the smaller of them."""
_APART = 0.25
"""Room between maps above one another, in shares of them."""
_CROWDED = 0.8
"""Share of the width from which on titles stand on two lines by turns."""
_TIGHT = 0.6
"""How much of the room between maps there is at least."""
MOST_SKIPS = 8
APART_SKIPS = 0.9
"""Room between lines of skips, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A map and where it and its titles stand.

    Attributes
    ----------
    map, board
        The map and its plate.
    room
        The width of titles beside it.
    aside
        Whether they are beside it, as of branches, or below all single maps.
    level
        On which of the lines below.
    high
        The height of its place in its column.
    """

    map: Map
    board: Board
    room: float
    aside: bool
    level: int
    high: float

    @property
    def top(self) -> float:
        """Above what lines have to pass to cross neither it nor a title beside it."""
        _, top, _, bottom = self.box
        title = (top + bottom) / 2 - min(_TITLE_BESIDE, self.high / 2)
        return min(top, title) if self.aside else top

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box around it: left, top, right, bottom."""
        return self.board.box


@dataclass(frozen=True, slots=True)
class _Columns:
    """Maps by their depth; lengths in sides of the largest map, but for titles'.

    Attributes
    ----------
    maps
        Which maps stand above one another.
    wide, named
        The widths of each one's maps, and of their titles in pixels.
    beside
        Whether titles stand beside its maps, as of branches.
    lines
        On how many lines the others' titles stand.
    """

    maps: list[list[int]]
    wide: list[float]
    named: list[float]
    beside: list[bool]
    lines: int

    @classmethod
    def of(
        cls, maps: Sequence[Map], depth: Mapping[str, int], extents: Sequence[Size], look: Look
    ) -> _Columns:
        """Return the columns of maps of given widths and heights."""
        columns = [
            [at for at, one in enumerate(maps) if depth[one.name] == place]
            for place in range(max(depth.values()) + 1)
        ]
        wide = [max(extents[at][0] for at in column) for column in columns]
        named = [max(title_width(maps[at], look) for at in column) for column in columns]
        beside = [len(column) > 1 for column in columns]
        lines = 2 if sum(named) > _CROWDED * look.width else 1
        if lines == 2:
            # Titles of single maps stand there by turns, so that each may be twice as wide.
            near = [any(beside[max(at - 1, 0) : at + 2]) for at in range(len(beside))]
            shares = [
                1.0 if aside else _NEAR_BRANCHES if other else 0.5
                for aside, other in zip(beside, near, strict=True)
            ]
            named = [one * share for one, share in zip(named, shares, strict=True)]
        return cls(columns, wide, named, beside, lines)

    @property
    def gaps(self) -> list[float]:
        """The room between columns that is wished for."""
        return [
            _BETWEEN * (max(a, b) if one or other else min(a, b))
            for (a, b), (one, other) in zip(
                pairwise(self.wide), pairwise(self.beside), strict=True
            )
        ]

    def widths(self, scale: float, share: float = 1.0) -> list[float]:
        """Return how wide columns are in pixels, with so much of their titles."""
        return [
            width * scale + title * share if aside else max(width * scale, title * share)
            for width, title, aside in zip(self.wide, self.named, self.beside, strict=True)
        ]

    def fits(self, scale: float, width: float) -> bool:
        """Return whether there is room for them in a picture of a width."""
        return sum(self.widths(scale)) + sum(self.gaps) * scale * _TIGHT <= width

    def places(self, scale: float, width: float) -> list[tuple[float, float]]:
        """Return where each begins in a width, from its left, and how wide it is."""
        whole = max(sum(self.widths(scale)), 1e-9)
        titled = self.widths(scale, 1.0 if self.fits(scale, width) else width / whole)
        free = max(width - sum(titled), 0.0)
        every = max(sum(self.gaps), 1e-9)
        apart = [min(gap * scale, free * gap / every) for gap in self.gaps]
        x = (free - sum(apart)) / 2
        found = []
        for wide, gap in zip(titled, (*apart, 0.0), strict=True):
            found.append((x, wide))
            x += wide + gap
        return found


def arranged(maps: Sequence[Map], look: Look) -> list[Placed]:
    """Return where maps stand: in columns by their depth, as large as there is room."""
    camera, depth = standing(TURN), depths(maps)
    largest = max(max(one.seen.shape) for one in maps)
    shapes = [_shape(one, largest, _beside(one, depth)) for one in maps]
    extents = [
        _extent(camera, *(side * share for side, share in zip(shape, _reach(one), strict=True)))
        for shape, one in zip(shapes, maps, strict=True)
    ]
    columns = _Columns.of(maps, depth, extents, look)
    foot, head = columns.lines * title_height(look), _over(maps, depth) * look.font
    width, height = look.width - 2 * look.margin, look.height - 2 * look.margin - head
    high = max(
        sum(extents[at][1] for at in column) * (1 + _APART * aside)
        / max(height - (0.0 if aside else foot), 1.0)
        for column, aside in zip(columns.maps, columns.beside, strict=True)
    )
    scale = _largest(lambda one: columns.fits(one, width), 1 / high)
    placed: dict[int, Placed] = {}
    for number, (left, wide) in enumerate(columns.places(scale, width)):
        column, aside, x = columns.maps[number], columns.beside[number], look.margin + left
        own = columns.wide[number] * scale
        each = (height - (0.0 if aside else foot)) / len(column)
        for place, at in enumerate(column):
            rows, across = shapes[at]
            middle = (
                x + (own if aside else wide) / 2, look.margin + head + (place + 0.5) * each
            )
            board = _board(maps[at], camera, (rows * scale, across * scale), middle)
            room, level = (wide - own if aside else 0.0), number % columns.lines
            placed[at] = Placed(maps[at], board, room, aside, level, each)
    return [placed[at] for at in range(len(maps))]


def _largest(fits: Callable[[float], bool], most: float) -> float:
    """Return about the largest number up to `most` that fits, at least a third of it."""
    if fits(most):
        return most
    low, high = most / 3, most
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _over(maps: Sequence[Map], columns: Mapping[str, int]) -> float:
    """Return how many lines stand above the maps for what skips some of them."""
    skips = sum(columns[one.name] - columns[name] > 1 for one in maps for name in one.inputs)
    return min(skips, MOST_SKIPS) * APART_SKIPS + (0.6 if skips else 0.0)


def _shape(one: Map, largest: int, beside: int) -> tuple[float, float]:
    """Return a map's height and width in sides of the largest map."""
    rows, columns = one.seen.shape
    longest = max(rows, columns)
    side = max((longest / largest) ** _SOFT / beside, _LEAST * (1 if beside == 1 else _SMALLER))
    return side * rows / longest, side * columns / longest


def field_around(one: Map) -> tuple[range, range] | None:
    """Return the rows and columns of the input's field, with what of it is in the padding.

    None of other maps, and of a field that is much larger than the input.
    """
    if one.name != INPUT or one.field is None:
        return None
    (top, bottom), (left, right) = one.field
    around = range(top, bottom + 1), range(left, right + 1)
    near = all(len(axis) <= _NEAR * size for axis, size in zip(around, one.seen.shape, strict=True))
    return around if near else None


def _reach(one: Map) -> Size:
    """Return how much higher and wider a map with its field in the padding is than without."""
    around = field_around(one)
    if around is None:
        return 1.0, 1.0
    rows, columns = (
        1 + 2 * max(-axis[0], axis[-1] + 1 - size, 0) / size
        for axis, size in zip(around, one.seen.shape, strict=True)
    )
    return rows, columns


def _beside(one: Map, columns: Mapping[str, int]) -> int:
    """Return how many maps stand in a map's column."""
    return sum(other == columns[one.name] for other in columns.values())


def _extent(camera: Camera, rows: float, columns: float) -> Size:
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
