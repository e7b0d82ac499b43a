"""A picture's room: panels; key, formula, arithmetic and caption below or in what they leave."""

from __future__ import annotations

from functools import cached_property
from math import ceil, inf, isfinite

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.frames.blocks import Block, blocks
from convviz.frames.drawings import drawing
from convviz.frames.natural import panels_height
from convviz.frames.subject import Subject
from convviz.options import Panel, PictureOptions
from convviz.scene.bounds import Edges
from convviz.scene.items import Group, Item

_TYPE = (9.0, 0.018, 15.0)
"""Size of the type: the least, in widths of a picture, the most."""
_LEAST = 6.7
"""Smaller type isn't read on paper: 5 points."""
_SHRINKING = (1.0, 0.9, 0.8, 0.7, 0.6)
_MARGIN, _BETWEEN = 1.2, 1.4
"""Room at the edges and between what stands below one another, in sizes of the type."""
_APART, _BESIDE = 3.0, 46
"""Room between formula and arithmetic beside one another, and the width from which on they
stand so, likewise."""
_CELLS = 0.55
"""How much of a picture's height, or of 0.6 of its width, panels keep at least."""
_BELOW: tuple[Panel, ...] = ("legend", "formula", "arithmetic", "caption")
"""What can stand below, in reading order."""
_LARGER = (1.6, 1.4, 1.2, 1.0)
"""Sizes that a sum may have between the panels, in those that it has below them."""
_HIGH = 0.3
"""How much of what is left of its room there stands above it."""
_GIVEN_UP: tuple[Panel, ...] = ("formula", "arithmetic", "legend", "caption")
"""What is left out where there is no room for all, the first first."""

Placed = tuple[Block, float, float]
"""A block and its corner, from the panels' foot."""


class Page:
    """The room that a picture has for its panels, and what stands below them.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    size
        Width and height of the whole picture in pixels.
    setting
        What is wished for. Where there is no room for it, its type gets smaller, and
        some of it is left out.

    Attributes
    ----------
    room
        Width and height for the panels.
    """

    def __init__(
        self,
        document: Document,
        trace: Trace,
        size: tuple[float, float],
        setting: PictureOptions,
    ) -> None:
        self._placed, below = _fitted(document, trace, size, setting)
        self.room = (size[0], size[1] - below)

    @cached_property
    def still(self) -> tuple[Item, ...]:
        """What doesn't depend on the step."""
        return self._items(0, moves=False)

    def moving(self, step: int) -> tuple[Item, ...]:
        """Return what depends on the step."""
        return self._items(step, moves=True)

    def _items(self, step: int, *, moves: bool) -> tuple[Item, ...]:
        foot = self.room[1]
        return tuple(
            Group(block.name, block.items(step, x, foot + y))
            for block, x, y in self._placed
            if block.moves == moves
        )


def natural_size(
    document: Document, trace: Trace, width: float, setting: PictureOptions
) -> tuple[float, float]:
    """Return the size of a picture of a width that is just as high as what is in it.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    width
        In pixels of 1/96 inch.
    setting
        How it is set.
    """
    _, below = _fitted(document, trace, (width, inf), setting)
    return width, ceil(panels_height(document, trace, width, setting) + below)


def type_size(width: float, setting: PictureOptions) -> float:
    """Return the size of the type below the panels of a picture of a width."""
    least, share, most = _TYPE
    return setting.type_size(min(max(share * width, least), most))


def _wished(setting: PictureOptions) -> list[Panel]:
    return [name for name in _BELOW if name in setting.panels]


def _fitted(
    document: Document,
    trace: Trace,
    size: tuple[float, float],
    setting: PictureOptions,
) -> tuple[list[Placed], float]:
    """Return what stands below in a picture of a size: smaller, or less of it, where it must."""
    width, height = size
    names, font = _wished(setting), type_size(width, setting)
    if "arithmetic" in names:
        inside = _inside(document, trace, size, setting, names)
        if inside is not None:
            return inside
    found = _stacked(document, trace, width, font, names)
    most = height - _CELLS * min(height, 0.6 * width)
    if _fits(found, most):
        return found
    most = max(most, height - panels_height(document, trace, width, setting) - 0.5)
    for gone in _GIVEN_UP:
        for share in _SHRINKING:
            if share < 1 and share * font < _LEAST:
                break
            found = _stacked(document, trace, width, share * font, names)
            if _fits(found, most):
                return found
        names = [name for name in names if name != gone]
    return [], 0.0


def _inside(
    document: Document,
    trace: Trace,
    size: tuple[float, float],
    setting: PictureOptions,
    names: list[Panel],
) -> tuple[list[Placed], float] | None:
    """Return what stands below where the sum has room between the panels; None where it hasn't.

    There the key stands too, if it has room.
    """
    of = Subject.of(document, trace)
    free = None if of.show == "layer" else drawing(of.show).free
    if free is None:
        return None
    (width, height), font = size, type_size(size[0], setting)
    most = height - _CELLS * min(height, 0.6 * width)
    choice = of.choice(document.steps[document.step], setting)
    for inner in (["arithmetic", "legend"], ["arithmetic"]):
        placed, below = _stacked(
            document, trace, width, font, [name for name in names if name not in inner]
        )
        if below > most or not {*inner} <= {*names}:
            continue
        foot = height - below
        if not isfinite(height):
            foot = float(ceil(panels_height(document, trace, width, setting)))
        room = free(of.whole, choice, of.view, (width, foot))
        within = room and _within(document, trace, room, font, [n for n in names if n in inner])
        if within:
            return [*placed, *((block, x, y - foot) for block, x, y in within)], below
    return None


def _within(
    document: Document, trace: Trace, room: Edges, font: float, names: list[Panel]
) -> list[Placed]:
    """Return parts below one another in a room, as large as fits; the sum first."""
    left, top, right, bottom = room
    for share in _LARGER:
        made = blocks(document, trace, names[::-1], right - left, share * font)
        high = sum(block.height for block in made) + (len(made) - 1) * _BETWEEN * font
        if high <= bottom - top and all(block.width <= right - left for block in made):
            y, placed = top + _HIGH * (bottom - top - high), []
            for block in made:
                placed.append((block, (left + right - block.width) / 2, y))
                y += block.height + _BETWEEN * font
            return placed
    return []


def _fits(found: tuple[list[Placed], float], most: float) -> bool:
    return isfinite(found[1]) and found[1] <= most


def _stacked(
    document: Document, trace: Trace, width: float, font: float, names: list[Panel]
) -> tuple[list[Placed], float]:
    """Return where all stands, and how high that is; nothing takes no room.

    Infinitely high where something is too wide.
    """
    margin, apart = _MARGIN * font, _APART * font
    room = max(width - 2 * margin, 1.0)
    lines = [[name] for name in names]
    if {"formula", "arithmetic"} <= {*names} and width >= _BESIDE * font:
        at = names.index("formula")
        lines[at : at + 2] = [["formula", "arithmetic"]]
    placed: list[Placed] = []
    y = 0.0
    for line in lines:
        each = (room - (len(line) - 1) * apart) / len(line)
        made = blocks(document, trace, line, each, font)
        if any(block.width > each + 1 for block in made):
            return [], inf
        x = (width - sum(block.width for block in made) - (len(made) - 1) * apart) / 2
        for block in made:
            placed.append((block, x, y))
            x += block.width + apart
        if made:
            y += max(block.height for block in made) + _BETWEEN * font
    return placed, y + margin - _BETWEEN * font if placed else 0.0
