"""Beams from a window to what becomes of it: four faces of glass and four lines."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.figures.isometric.camera import Way
from convviz.figures.isometric.face import Corners
from convviz.scene.items import Item, Line, Polygon, Role

_GLASS = 0.6
_LINE, _OVER, _BEHIND = 0.85, 0.45, 0.35
"""How much is seen of a line: in the open, over the plate it comes from, behind another one."""

Points = tuple[Way, ...]


def beam(start: Corners, end: Corners, role: Role, plate: Corners) -> list[Item]:
    """Return the beam between two windows.

    Parameters
    ----------
    start, end
        The corners of both.
    role
        Of the lines.
    plate
        The corners of the plate that the beam comes from: over it there is no glass
        and lines are faint, so that numbers stay readable.
    """
    items: list[Item] = [
        Polygon(part, fill="window.fill", opacity=_GLASS)
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
        for part in _outside((start[a], start[b], end[b], end[a]), plate)
    ]
    for a, b in zip(start, end, strict=True):
        leaves = _leaves(a, b, plate)
        if leaves > 0:
            items.append(Line((a, _along(a, b, leaves)), role, 1.0, opacity=_OVER))
        if leaves < 1:
            items.append(Line((_along(a, b, leaves), b), role, 1.0, opacity=_LINE))
    return items


def hidden(start: Corners, end: Corners, role: Role, plate: Corners) -> list[Item]:
    """Return the lines of a beam where the plate that they end on hides them."""
    items: list[Item] = []
    for a, b in zip(start, end, strict=True):
        enters = 1 - _leaves(b, a, plate)
        if enters < 1:
            items.append(
                Line((_along(a, b, enters), b), role, 1.0, dashed=True, opacity=_BEHIND)
            )
    return items


def _outside(shape: Points, plate: Corners) -> Iterator[Points]:
    """Yield the parts of a shape that are not over a plate."""
    rest = shape
    for a, b in zip(plate, (*plate[1:], plate[0]), strict=True):
        part = _left_of(rest, a, b)
        if len(part) > 2:
            yield part
        rest = _left_of(rest, b, a)


def _left_of(shape: Points, a: Way, b: Way) -> Points:
    """Return the part of a shape to the left of somebody who walks from a to b."""
    found: list[Way] = []
    for one, other in zip(shape, (*shape[1:], *shape[:1]), strict=True):
        here, there = _side(one, a, b), _side(other, a, b)
        if here >= 0:
            found.append(one)
        if here * there < 0:
            found.append(_along(one, other, here / (here - there)))
    return tuple(found)


def _side(point: Way, a: Way, b: Way) -> float:
    """Return how far to the left of the way from a to b a point is, in some unit."""
    return (b[1] - a[1]) * (point[0] - a[0]) - (b[0] - a[0]) * (point[1] - a[1])


def _leaves(a: Way, b: Way, plate: Corners) -> float:
    """Return at which share of its length a line from a point on a plate leaves it."""
    share = 1.0
    for first, second in zip(plate, (*plate[1:], plate[0]), strict=True):
        here, there = _side(a, first, second), _side(b, first, second)
        if there > 0 and there > here:
            share = min(share, max(here / (here - there), 0.0))
    return share


def _along(a: Way, b: Way, share: float) -> Way:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
