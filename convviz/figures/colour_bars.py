"""Bars that tell which colour stands for which number, in a strip at the lower edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.figures.layout import Layout
from convviz.figures.numbers import number_text
from convviz.figures.tiles import Plane, Tile
from convviz.scene.items import Group, Image, Item, Line, Rect, Role, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width

LINES = 2
"""How many lines of text the strip is high."""
_SMALLEST = 7.0
_LARGEST = 14.0
_LONGEST = 16.0
"""Length of a bar at most, in sizes of its type."""
_SHORTEST = 4.0
_APART = 2.5
_TICK = 0.3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes
    ----------
    name, role
        What it is about.
    plane
        Its colours, and the numbers at their ends.
    """

    name: str
    role: Role
    plane: Plane


def bars_of(shown: Tile, kernel: Tile | None, output: Tile) -> list[Bar]:
    """Return a bar for each panel that has colours of its numbers."""
    named: list[tuple[str, Role, Tile | None]] = [
        ("Input", "input.text", shown), ("Kernel", "kernel.text", kernel),
        ("Output", "output.text", output),
    ]
    return [Bar(name, role, tile.plane) for name, role, tile in named if tile is not None]


def colour_bars(
    bars: list[Bar], where: Layout, size: tuple[float, float], lines: tuple[int, int],
    decimals: int | None,
) -> tuple[Item, ...]:
    """Return the bars side by side, nothing where they can't be read.

    Parameters
    ----------
    bars
        The bars.
    where
        The layout above the lines below the panels.
    size
        Width and height of the whole picture.
    lines
        How many lines stand above the strip, and how many there are with it.
    decimals
        Digits after the point, or None.
    """
    width, height = size
    above, count = lines
    room = (height - where.height) / count
    font = min(max(0.8 * where.font, 10.0), _LARGEST, 0.62 * room)
    each = (width - 2 * _APART * font) / len(bars) - _APART * font
    names = max(text_width(bar.name, font, bold=True) for bar in bars) + 0.8 * font
    ends = max(_end_room(bar, font, decimals) for bar in bars)
    length = min(each - names - 2 * ends, _LONGEST * font)
    if font < _SMALLEST or length < _SHORTEST * font:
        return ()
    whole = names + ends + length + ends
    x = (width - len(bars) * whole - (len(bars) - 1) * _APART * font) / 2
    y = where.height + (above + 0.45) * room
    items: list[Item] = []
    for bar in bars:
        items += _bar(bar, (x, y), (names + ends, length), font, decimals)
        x += whole + _APART * font
    return (Group("colour bars", tuple(items)),)


def _end_room(bar: Bar, font: float, decimals: int | None) -> float:
    """Return how far the names of a bar's ends reach beyond it."""
    return max(text_width(_text(level, decimals), font) for level in bar.plane.levels) / 2


def _bar(
    bar: Bar, at: tuple[float, float], across: tuple[float, float], font: float,
    decimals: int | None,
) -> list[Item]:
    x, y = at
    before, length = across
    high, left = 0.8 * font, x + before
    low, top = bar.plane.levels
    if top > low:
        levels = np.linspace(low, top, 256)[None]
        shades = bar.plane.shades(levels)
    else:
        shades = bar.plane.shades(np.full((1, 1), low))
    items: list[Item] = [
        Text(x, y + (high + CAP_HEIGHT * font) / 2, bar.name, font, bar.role, bold=True),
        Image(left, y, length, high, shades, bar.plane.ramp, smooth=True),
        Rect(left, y, length, high, edge="grid"),
    ]
    for level, share in ticks(bar.plane):
        place = left + share * length
        foot = y + high
        items += [
            Line(((place, foot), (place, foot + _TICK * font)), "text.muted"),
            Text(
                place, foot + (_TICK + 0.25 + CAP_HEIGHT) * font, _text(level, decimals), font,
                "text.muted", "middle",
            ),
        ]
    return items


def ticks(plane: Plane) -> list[tuple[float, float]]:
    """Return the numbers that are written at a bar, and where: its ends, and zero or the middle."""
    low, high = plane.levels
    if not high > low:
        return [(low, 0.5)]
    middle = (0.0, -low / (high - low)) if low < 0 < high else (low + (high - low) / 2, 0.5)
    found = [(low, 0.0), (high, 1.0)]
    if 0.2 <= middle[1] <= 0.8:
        found.insert(1, middle)
    return found


def _text(level: float, decimals: int | None) -> str:
    return number_text(level, decimals, 3)
