"""How far what is drawn reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from convviz.scene.items import (
    Arrow,
    Cells,
    Group,
    Image,
    Item,
    Line,
    Polygon,
    Rect,
    Scene,
    Sheet,
    Text,
)
from convviz.scene.metrics import text_width

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Points = tuple[tuple[float, float], ...]
_ASCENT, _DESCENT = 0.76, 0.24


def edges(item: Item) -> Edges | None:
    """Return the edges of what is seen of an item, strokes apart; None of an empty group."""
    match item:
        case Text():
            return _written(item)
        case Group():
            whole = edges_of(item.items)
            if whole is None or item.clip is None:
                return whole
            x, y, width, height = item.clip
            return _shared(whole, (x, y, x + width, y + height))
    return around((x, y, x, y) for x, y in _corners(item))


def edges_of(items: Sequence[Item]) -> Edges | None:
    """Return the edges of what is seen of several items, None where nothing is."""
    return around(one for one in map(edges, items) if one is not None)


def on_page(scene: Scene) -> Scene:
    """Return a scene without the items and places that stand outside of it altogether."""
    page = (0.0, 0.0, scene.width, scene.height)
    spots = (spot for spot in scene.hotspots if spot.width > 0 and spot.height > 0)
    return replace(scene, items=_within(scene.items, page), hotspots=tuple(spots))


def around(boxes: Iterable[Edges]) -> Edges | None:
    """Return the edges of several boxes together, None of none."""
    found = list(boxes)
    if not found:
        return None
    left, top, right, bottom = zip(*found, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _within(items: Sequence[Item], page: Edges) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in items:
        box = edges(item)
        if box is None or _shared(box, page) is None:
            continue
        kept.append(
            replace(item, items=_within(item.items, page)) if isinstance(item, Group) else item
        )
    return tuple(kept)


def _shared(one: Edges, other: Edges) -> Edges | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def _corners(item: Cells | Sheet | Rect | Image | Polygon | Line | Arrow) -> Points:
    """Return points that an item reaches on every side."""
    match item:
        case Cells():
            rows, columns = item.shades.shape
            end = item.x + columns * item.cell, item.y + rows * item.cell
            return (item.x, item.y), end
        case Sheet():
            rows, columns = item.shades.shape
            return tuple(item.at(row, column) for row in (0, rows) for column in (0, columns))
        case Line() | Polygon():
            return item.points
        case Arrow():
            return (item.x1, item.y1), (item.x2, item.y2)
    return (item.x, item.y), (item.x + item.width, item.y + item.height)


def _written(text: Text) -> Edges:
    width = text_width(text.text, text.size, text.bold)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - _ASCENT * text.size, left + width, text.y + _DESCENT * text.size
