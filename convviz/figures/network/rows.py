"""The maps of a network over one axis above one another, with what one unit sees of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from convviz.figures.network.maps import Map, depths
from convviz.figures.network.words import name_of, told
from convviz.figures.panels import Look, fitted
from convviz.figures.titles import size_text
from convviz.layers.graph import INPUT
from convviz.options import PictureOptions
from convviz.scene.items import (
    Group,
    Hotspot,
    Item,
    Line,
    Polygon,
    Rect,
    Role,
    Scene,
    Text,
)
from convviz.scene.metrics import text_width

_HIGHEST = 30.0
"""Height of a row, in pixels at most."""
_FILLED = 0.5
"""How much of the height a row takes; the rest is between them."""
_AROUND = 0.04
"""How much more than the field is on show at either side, in shares of it."""
_LEAST = 12
"""Input cells that are on show at least."""
_GLASS = 0.6
_STRONG = 0.75
_NARROW = 6.0
"""Width of a cell from which on lines stand between cells."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A map's row: where it is, and how many pixels a unit takes."""

    map: Map
    y: float
    height: float
    left: float
    unit: float

    def x(self, at: float) -> float:
        """Return where a unit begins."""
        return self.left + at * self.unit


def rows(
    maps: Sequence[Map], size: tuple[float, float], setting: PictureOptions | None = None
) -> Scene:
    """Return maps over one axis as rows, the input at the bottom.

    Units stand above the input cell from which theirs are counted: so far apart as the
    product of all strides before them.

    Parameters
    ----------
    maps
        As `convviz.figures.network.maps.maps` returns them.
    size
        Width and height in pixels.
    setting
        Size of its type.
    """
    look = Look.of(size, setting)
    side = _title_width(maps, look)
    box = look.margin + side, look.margin, look.width - look.margin, look.height - look.margin
    placed = _placed(maps, box)
    clip = (box[0], 0.0, box[2] - box[0], look.height)
    drawn: list[Item] = []
    for one in placed:
        drawn += _band(one, box)
    drawn += _beams(placed)
    for one in placed:
        drawn += _field(one)
    titles: list[Item] = []
    for one in placed:
        titles += _title(one, look, side, last=one is placed[-1])
    spots = tuple(_spot(one, box) for one in placed if one.map.name != INPUT)
    return Scene(*size, (Group("rows", tuple(drawn), clip=clip), *titles), spots)


def _placed(maps: Sequence[Map], box: tuple[float, float, float, float]) -> list[_Row]:
    left, top, right, bottom = box
    first, last = _on_show(maps)
    each = (bottom - top) / len(maps)
    height = min(_FILLED * each, _HIGHEST)
    scale = (right - left) / (last - first)
    return [
        _Row(
            one, bottom - (at + 0.5) * each - height / 2, height, left - first * scale,
            one.jump * scale,
        )
        for at, one in enumerate(maps)
    ]


def _on_show(maps: Sequence[Map]) -> tuple[float, float]:
    """Return the first input cell that is on show, and where the last one ends."""
    ends = [
        (box[1].start * one.jump, box[1].stop * one.jump)
        for one in maps if (box := one.box) is not None
    ]
    first, last = min(end[0] for end in ends), max(end[1] for end in ends)
    around = max(_AROUND * (last - first), (_LEAST - (last - first)) / 2, 0.5)
    return first - around, last + around


def _title_width(maps: Sequence[Map], look: Look) -> float:
    if not look.title:
        return 0.0
    return look.font + max(
        max(text_width(name_of(one), look.font, bold=True), text_width(_detail(one), look.small))
        for one in maps
    )


def _detail(one: Map, *, last: bool = False) -> str:
    return f"{size_text(one.shape)}, {told(one, last=last)}"


def _title(one: _Row, look: Look, width: float, *, last: bool) -> list[Item]:
    if not look.title:
        return []
    role: Role = "input.text" if one.map.name == INPUT else "output.text"
    middle = one.y + one.height / 2
    name = Text(look.margin, middle - 0.1 * look.font, name_of(one.map), look.font, role, bold=True)
    detail = Text(
        look.margin, middle + 1.05 * look.small, _detail(one.map, last=last), look.small,
        "text.muted",
    )
    return [*fitted(name, width), *fitted(detail, width)]


def _band(one: _Row, box: tuple[float, float, float, float]) -> list[Item]:
    """Return a map without what is seen of it."""
    count = one.map.seen.shape[1]
    edge: Role = "input.edge" if one.map.name == INPUT else "output.edge"
    x, end = max(one.x(0), box[0] - 4), min(one.x(count), box[2] + 4)
    items: list[Item] = [
        Rect(x, one.y, max(end - x, 0.0), one.height, fill="empty.cell", edge=edge, line=1.5)
    ]
    if one.unit >= _NARROW:
        first, last = (int((side - one.left) // one.unit) for side in (x, end))
        items[0:] = [
            *items,
            *(
                Line(((one.x(at), one.y), (one.x(at), one.y + one.height)), "grid")
                for at in range(max(first, 0) + 1, min(last + 1, count))
            ),
        ]
    return items


def _field(one: _Row) -> list[Item]:
    """Return the units that are seen, and a frame around them all."""
    box = one.map.box
    if box is None:
        return []
    first, stop = box[1].start, box[1].stop
    x, width = one.x(first), max(one.x(stop) - one.x(first), 3.0)
    frame = Rect(x, one.y, width, one.height, edge="window.edge", line=2.0)
    if not one.map.has_gaps:
        return [replace(frame, fill="window.fill")]
    # Single units are seen however narrow they are.
    units: list[Item] = [
        Rect(one.x(start), one.y, max(one.x(end) - one.x(start), 1.0), one.height,
             fill="window.edge", opacity=_STRONG)
        for start, end in _runs(one.map.seen[0].tolist())
    ]
    return [Rect(x, one.y, width, one.height, fill="background"), *units, frame]


def _runs(seen: list[bool]) -> list[tuple[int, int]]:
    """Return where runs of units that are seen begin and end."""
    turns = [at for at, (one, other) in enumerate(pairwise([False, *seen, False])) if one != other]
    return list(zip(turns[::2], turns[1::2], strict=True))


def _beams(placed: Sequence[_Row]) -> list[Item]:
    by_name = {one.map.name: one for one in placed}
    depth = depths([one.map for one in placed])
    items: list[Item] = []
    for one in placed:
        for name in one.map.inputs:
            if depth[one.map.name] - depth[name] > 1:
                continue
            before = by_name[name]
            start, end = before.map.box, one.map.box
            if start is None or end is None:
                continue
            a, b = before.x(start[1].start), before.x(start[1].stop)
            c, d = one.x(end[1].start), one.x(end[1].stop)
            low, high = before.y, one.y + one.height
            items += [
                Polygon(((a, low), (b, low), (d, high), (c, high)), "window.fill", opacity=_GLASS),
                Line(((a, low), (c, high)), "window.edge", opacity=0.85),
                Line(((b, low), (d, high)), "window.edge", opacity=0.85),
            ]
    return items


def _spot(one: _Row, box: tuple[float, float, float, float]) -> Hotspot:
    count = one.map.seen.shape[1]
    x, end = max(one.x(0), box[0]), min(one.x(count), box[2])
    return Hotspot(
        one.map.name, x, one.y, max(end - x, 0.0), one.height, (one.left, one.y),
        (one.unit, one.height), (0, 0), (1, count),
    )
