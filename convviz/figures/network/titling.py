"""Titles of a network's maps: below single ones, beside branches; nothing shines through."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.figures.network.placing import Placed
from convviz.figures.network.words import left_out, name_of, title_height, told
from convviz.figures.panels import Look, fitted
from convviz.figures.titles import size_text
from convviz.layers.graph import INPUT
from convviz.scene.items import Anchor, Item, Line, Rect, Role, Text
from convviz.scene.metrics import text_width


def titles(placed: Sequence[Placed], look: Look) -> list[Item]:
    """Return each map's name, shape, how much of it is seen and what was left out before it."""
    if not look.title:
        return []
    line = max((one.box[3] for one in placed if not one.aside), default=0.0)
    items: list[Item] = []
    for place, one in enumerate(placed):
        if one.aside:
            x, y = one.box[2] + 0.4 * look.font, (one.box[1] + one.box[3]) / 2 - 0.9 * look.small
            items += _title(one, (x, y), one.room - 0.8 * look.font, "start", look, last=False)
            continue
        x = (one.box[0] + one.box[2]) / 2
        y = line + 1.3 * look.font + one.level * title_height(look)
        room = 2 * _half_room(one, x, placed, look) - 0.5 * look.font
        last = place == len(placed) - 1
        if one.level:
            items.append(_stem(x, one.box[3], y - look.font))
        items += _title(one, (x, y), room, "middle", look, last=last)
    return items


def _half_room(one: Placed, x: float, placed: Sequence[Placed], look: Look) -> float:
    """Return how far a title below a map may reach to either side."""
    rooms = [x - look.margin / 2, look.width - look.margin / 2 - x]
    for other in placed:
        left, _, right, _ = other.box
        if other.aside:
            rooms.append(max(left - x, x - right - other.room))
        elif other is not one and other.level == one.level:
            rooms.append(abs((left + right) / 2 - x) / 2)
    return min(rooms)


def _stem(x: float, top: float, bottom: float) -> Item:
    return Line(((x, top + 2), (x, bottom)), "grid", 1.0)


def _title(
    one: Placed, at: tuple[float, float], room: float, anchor: Anchor, look: Look, *, last: bool
) -> list[Item]:
    role: Role = "input.text" if one.map.name == INPUT else "output.text"
    lines: list[tuple[str, Role, bool]] = [
        (name_of(one.map), role, True),
        (size_text(one.map.shape), "text.muted", False),
        (told(one.map, last=last), "kernel.text", False),
    ]
    if one.map.skipped and not one.aside:
        lines.append((left_out(one.map), "text.muted", False))
    (x, y), items = at, list[Item]()
    for text, colour, bold in lines:
        font = look.font if bold else look.small
        items += fitted(Text(x, y, text, font, colour, anchor, bold=bold), room)
        y += 1.35 * look.small
    return [*(_behind(text) for text in items if isinstance(text, Text)), *items]


def _behind(text: Text) -> Rect:
    """Return what keeps beams away from a text."""
    wide = text_width(text.text, text.size, text.bold)
    left = text.x - wide / 2 if text.anchor == "middle" else text.x
    return Rect(
        left - 2, text.y - 0.9 * text.size, wide + 4, 1.25 * text.size, "background", opacity=0.85
    )
