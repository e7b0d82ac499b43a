"""Beams from a window to what becomes of it: four faces of glass and four lines."""

from __future__ import annotations

from collections.abc import Sequence

from convviz.figures.isometric.camera import Way
from convviz.figures.isometric.cutting import along, beside, over
from convviz.figures.isometric.face import Corners
from convviz.scene.items import Group, Item, Line, Polygon, Role

_GLASS = 0.6
_ASIDE = 1e-6
_SHORTEST = 1e-9
"""Of a line, as a share of the whole; what is shorter has no direction."""
_LINE = 0.85
"""How much is seen of a line."""
_BEHIND: tuple[tuple[Role, float], ...] = (("background", 0.75), ("window.edge", 0.32))
"""What a window on a plate behind the one on show is filled with."""
_SIDES = ((0, 1), (1, 2), (2, 3), (3, 0))


def beam(start: Corners, end: Corners, role: Role, plates: tuple[Corners, Corners]) -> Group:
    """Return the beam between two windows.

    Parameters
    ----------
    start, end
        The corners of both.
    role
        Of the lines.
    plates
        The plates that it comes from and ends on. Only its outline is drawn. It leaves
        the first at its edge, so that nothing crosses its numbers; the second hides what
        is behind it.
    """
    items: list[Item] = [
        Polygon(part, fill="window.fill", opacity=_GLASS)
        for a, b in _SIDES
        for beyond in beside((start[a], start[b], end[b], end[a]), plates[0])
        for part in beside(beyond, plates[1])
    ]
    for a, b in zip(start, end, strict=True):
        if not _is_outermost(a, b, (*start, *end)):
            continue
        leaves = (over(a, b, plates[0]) or (0.0, 0.0))[1]
        enters = max((over(a, b, plates[1]) or (1.0, 1.0))[0], leaves)
        if enters > leaves + _SHORTEST:
            items.append(Line((along(a, b, leaves), along(a, b, enters)), role, opacity=_LINE))
    return Group("beam", tuple(items))


def _is_outermost(a: Way, b: Way, points: Sequence[Way]) -> bool:
    """Return whether all of a beam's corners are on one side of a line."""
    sides = [(b[1] - a[1]) * (x - a[0]) - (b[0] - a[0]) * (y - a[1]) for x, y in points]
    return min(sides) > -_ASIDE or max(sides) < _ASIDE


def behind(window: Corners, before: Sequence[Corners], role: Role) -> Group:
    """Return what is seen of a window on a plate that others stand before."""
    parts: list[tuple[tuple[float, float], ...]] = [window]
    for plate in before:
        parts = [rest for part in parts for rest in beside(part, plate)]
    items: list[Item] = [
        Polygon(part, fill=fill, opacity=opacity) for part in parts for fill, opacity in _BEHIND
    ]
    for a, b in _SIDES:
        stretches = [(0.0, 1.0)]
        for plate in before:
            covered = over(window[a], window[b], plate)
            if covered is not None:
                stretches = [
                    rest
                    for first, last in stretches
                    for rest in ((first, min(last, covered[0])), (max(first, covered[1]), last))
                    if rest[0] < rest[1]
                ]
        items += [
            Line((along(window[a], window[b], first), along(window[a], window[b], last)), role, 2.0)
            for first, last in stretches
        ]
    return Group("behind", tuple(items))
