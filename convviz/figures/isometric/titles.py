"""The titles of stacks: below those that stand, beside those that lie; and the room left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convviz.engine.trace import Trace
from convviz.figures.isometric.placing import Box, Placed
from convviz.figures.isometric.words import ROLES, title
from convviz.figures.panels import SMALLEST_TEXT, Look
from convviz.scene.items import Item, Text
from convviz.scene.metrics import text_width

_BELOW, _NEXT = 2.6, 1.35
"""How far below a stack its name stands, in sizes of a title, and what follows, in its own."""
_FOOT = 5.2
"""How far below a stack its title ends, and what stands there may begin, likewise."""
_LIKE = 2.0
"""Stacks that end less apart than this have their titles in one line, likewise."""
_OVER = 0.8
"""How far a title may reach beyond its stack to stand right below it, likewise."""


@dataclass(frozen=True, slots=True)
class Title:
    """A stack's name and the lines that follow it, and how wide both may be."""

    placed: Placed
    name: str
    lines: tuple[str, ...]
    room: float

    def is_narrow(self, look: Look) -> bool:
        """Return whether it is hardly wider than its stack in its usual size."""
        left, _, right, _ = self.placed.box
        name = text_width(self.name, look.font, bold=True)
        wide = max(name, *(text_width(line, look.small) for line in self.lines))
        return wide <= right - left + 2 * _OVER * look.font

    def height(self, look: Look) -> float:
        """Return how far below a stack it ends, and what stands there may begin."""
        return _FOOT * look.font + (len(self.lines) - 1) * _NEXT * look.small


def titles(
    traces: Sequence[Trace], boards: Sequence[Placed], look: Look, *, upright: bool
) -> list[Item]:
    """Return each stack's title: below it where stacks stand, else beside it."""
    if not look.title:
        return []
    return _below(traces, boards, look) if upright else _beside(traces, boards, look)


def free_room(
    traces: Sequence[Trace], boards: Sequence[Placed], look: Look
) -> Box | None:
    """Return the largest room that standing stacks leave below some of them and their titles.

    Left, top, right and bottom; None where all reach to the picture's foot.
    """
    named = _below_all(traces, boards, look)
    feet = [
        foot + one.height(look) for one, foot in zip(named, _feet(named, look), strict=True)
    ]
    foot = look.height - 0.4 * look.margin
    found: list[Box] = []
    for at in range(1, len(boards)):
        middle = (boards[at - 1].box[2] + boards[at].box[0]) / 2
        found.append((look.margin, max(feet[:at]), middle, foot))
        found.append((middle, max(feet[at:]), look.width - look.margin, foot))
    largest = max(found, key=_area, default=None)
    return largest if largest is not None and _area(largest) > 0 else None


def _area(box: Box) -> float:
    left, top, right, bottom = box
    return max(right - left, 0.0) * max(bottom - top, 0.0)


def _named(
    traces: Sequence[Trace], boards: Sequence[Placed], look: Look
) -> list[Title]:
    maps = [placed for placed in boards if placed.stack.kind != "kernel"]
    named = []
    for placed in boards:
        at = maps.index(placed) if placed in maps else None
        left, right = _span(placed, boards, look)
        name, detail = title(traces, placed.stack, at)
        named.append(Title(placed, name, (detail,), right - left))
    return named


def _below_all(
    traces: Sequence[Trace], boards: Sequence[Placed], look: Look
) -> list[Title]:
    """Return titles to stand below: wide ones in two lines where that lets all stand near."""
    named = _named(traces, boards, look)
    lowest = max(placed.box[3] for placed in boards)
    cut = [
        replace(one, lines=_in_two(one.lines[0]))
        if not one.is_narrow(look) and lowest - one.placed.box[3] >= _LIKE * look.font
        else one
        for one in named
    ]
    return cut if _are_near(cut, look) else named


def _in_two(detail: str) -> tuple[str, ...]:
    """Return what follows a name in two lines about as long as each other, cut at a comma."""
    parts = detail.split(", ")
    ways = [(", ".join(parts[:at]), ", ".join(parts[at:])) for at in range(1, len(parts))]
    return min(ways, key=lambda way: max(map(len, way)), default=(detail,))


def _below(traces: Sequence[Trace], boards: Sequence[Placed], look: Look) -> list[Item]:
    named = _below_all(traces, boards, look)
    names: list[tuple[Text, float]] = []
    details: list[tuple[Text, float]] = []
    for one, foot in zip(named, _feet(named, look), strict=True):
        left, _, right, _ = one.placed.box
        x, y = (left + right) / 2, foot + _BELOW * look.font
        role = ROLES[one.placed.stack.kind]
        names.append((Text(x, y, one.name, look.font, role, "middle", bold=True), one.room))
        for line in one.lines:
            y += _NEXT * look.small
            details.append((Text(x, y, line, look.small, "text.muted", "middle"), one.room))
    return [*_alike(names), *_alike(details)]


def _feet(named: Sequence[Title], look: Look) -> list[float]:
    """Return below what each title stands: its own stack where all are narrow enough, else all."""
    ends = [one.placed.box[3] for one in named]
    if not _are_near(named, look):
        return [max(ends)] * len(ends)
    return [max(other for other in ends if other - end < _LIKE * look.font) for end in ends]


def _are_near(named: Sequence[Title], look: Look) -> bool:
    """Return whether each title stands right below its stack; those of the lowest ones do."""
    lowest = max(one.placed.box[3] for one in named)
    return all(one.is_narrow(look) or one.placed.box[3] == lowest for one in named)


def _beside(traces: Sequence[Trace], boards: Sequence[Placed], look: Look) -> list[Item]:
    names: list[tuple[Text, float]] = []
    details: list[tuple[Text, float]] = []
    for one in _named(traces, boards, look):
        lines = one.lines[0].split(", ")
        right = one.placed.box[0] - 1.6 * look.font
        y = (one.placed.box[1] + one.placed.box[3]) / 2 - 0.5 * len(lines) * look.small
        role, room = ROLES[one.placed.stack.kind], right - 0.5 * look.font
        names.append((Text(right, y, one.name, look.font, role, "end", bold=True), room))
        for line in lines:
            y += _NEXT * look.small
            details.append((Text(right, y, line, look.small, "text.muted", "end"), room))
    return [*_alike(names), *_alike(details)]


def _alike(texts: Sequence[tuple[Text, float]]) -> list[Item]:
    """Return texts in one size in which all fit their rooms, none that would be unreadable."""
    sizes = [
        min(text.size, room / text_width(text.text, 1.0, text.bold)) for text, room in texts
    ]
    size = max(min(sizes), SMALLEST_TEXT)
    return [
        replace(text, size=size)
        for (text, _), fits in zip(texts, sizes, strict=True) if fits >= SMALLEST_TEXT
    ]


def _span(
    placed: Placed, boards: Sequence[Placed], look: Look
) -> tuple[float, float]:
    """Return from where to where a stack's title may go: half way to its neighbours."""
    at = list(boards).index(placed)
    left = 0.4 * look.margin if at == 0 else (boards[at - 1].box[2] + placed.box[0]) / 2
    right = look.width - 0.4 * look.margin
    if at + 1 < len(boards):
        right = (placed.box[2] + boards[at + 1].box[0]) / 2
    middle = (placed.box[0] + placed.box[2]) / 2
    half = min(middle - left, right - middle) - 0.3 * look.font
    return middle - half, middle + half
