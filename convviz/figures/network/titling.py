"""Titles of a network's maps: below single ones, beside branches; nothing shines through."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.figures.network.placing import Placed
from convviz.figures.network.words import left_out, name_of, title_height, title_width, told
from convviz.figures.panels import SMALLEST_TEXT, Look, fitted
from convviz.figures.titles import size_text
from convviz.layers.graph import INPUT
from convviz.scene.items import Anchor, Item, Line, Rect, Role, Text
from convviz.scene.metrics import text_width

_HIDES = 0.85
"""How much of a beam a title hides."""


def titles(placed: Sequence[Placed], look: Look) -> list[Item]:
    """Return each map's name, shape, how much of it is seen and what was left out before it."""
    if not look.title:
        return []
    line = max((one.box[3] for one in placed if not one.aside), default=0.0)
    items: list[Item] = []
    for place, one in enumerate(placed):
        if one.aside:
            x, y = one.box[2] + 0.4 * look.font, (one.box[1] + one.box[3]) / 2 - 0.9 * look.small
            items += _title(one, (x, y), (x, x + one.room - 0.8 * look.font), look, last=False)
            continue
        x = (one.box[0] + one.box[2]) / 2
        y = line + 1.3 * look.font + one.level * title_height(look)
        last = place == len(placed) - 1
        if one.level:
            items.append(_stem(x, one.box[3], y - look.font))
        items += _title(one, (x, y), _reach(one, x, placed, look), look, last=last)
    return items


def _reach(one: Placed, x: float, placed: Sequence[Placed], look: Look) -> tuple[float, float]:
    """Return from where to where a title below a map may reach."""
    least, most = look.margin / 2, look.width - look.margin / 2
    for other in placed:
        left, _, right, _ = other.box
        middle = (left + right) / 2
        if other.aside:
            seen = 0.8 * look.font + text_width(told(other.map, last=False), look.small)
            titled = max(title_width(other.map, look), seen)
            least, most = _limited((least, most), x, left, right + min(titled, other.room))
        elif other is not one and other.level == one.level:
            least, most = _limited((least, most), x, (x + middle) / 2, (x + middle) / 2)
        elif other.level > one.level:  # its stem
            least, most = _limited((least, most), x, middle, middle)
    return least + 0.25 * look.font, most - 0.25 * look.font


def _limited(
    reach: tuple[float, float], x: float, left: float, right: float
) -> tuple[float, float]:
    """Return how far a title at x may reach with something beside it."""
    least, most = reach
    return (least, min(most, left)) if left > x else (max(least, right), most)


def _stem(x: float, top: float, bottom: float) -> Item:
    return Line(((x, top + 2), (x, bottom)), "grid", 1.0)


def _title(
    one: Placed, at: tuple[float, float], reach: tuple[float, float], look: Look, *, last: bool
) -> list[Item]:
    """Return a map's title, in the middle of its place as far as its reach lets it."""
    role: Role = "input.text" if one.map.name == INPUT else "output.text"
    lines: list[tuple[str, Role, bool]] = [
        (name_of(one.map), role, True),
        (size_text(one.map.shape), "text.muted", False),
        (told(one.map, last=last), "kernel.text", False),
    ]
    if one.map.skipped and not one.aside:
        lines.append((left_out(one.map), "text.muted", False))
    if one.aside:
        lines = lines[: int(one.high / (1.35 * look.small))]
    fonts = [look.font if bold else look.small for _, _, bold in lines]
    least, most = reach
    room = most - least
    wide = min(
        max(text_width(text, font, bold)
            for (text, _, bold), font in zip(lines, fonts, strict=True)) if lines else 0.0,
        room,
    )  # fmt: skip
    x, y = at
    anchor: Anchor = "start" if one.aside else "middle"
    if not one.aside:
        x = min(max(x, least + wide / 2), most - wide / 2)
    items: list[Item] = []
    # What stands below the name is in one size.
    longest = max((text_width(text, 1.0) for text, _, bold in lines if not bold), default=1.0)
    small = max(min(look.small, room / longest), SMALLEST_TEXT)
    for text, colour, bold in lines:
        size = look.font if bold else small
        items += fitted(Text(x, y, text, size, colour, anchor, bold=bold), room)
        y += 1.35 * look.small
    if not items:
        return []
    # What keeps beams away.
    left, top = x if one.aside else x - wide / 2, at[1] - 0.9 * look.font
    high = y - 1.35 * look.small + 0.3 * look.small - top
    return [Rect(left - 2, top, wide + 4, high, "background", opacity=_HIDES), *items]
