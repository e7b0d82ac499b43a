"""Beams from a window to what becomes of it: four faces of glass and four lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from convviz.figures.isometric.camera import Way
from convviz.figures.isometric.crossing import Numbers
from convviz.figures.isometric.cutting import Stretch, along, beside, over
from convviz.figures.isometric.face import Corners
from convviz.scene.items import Group, Item, Line, Polygon, Role

_GLASS = 0.6
_ASIDE = 1e-6
_SHORTEST = 1e-9
"""Of a line, as a share of the whole; what is shorter has no direction."""
_LINE, _CROSSING = 0.85, 0.45
"""How much is seen of a line: in the open, and over a plate."""
_BEHIND: tuple[tuple[Role, float], ...] = (("background", 0.75), ("window.edge", 0.32))
"""What a window on a plate behind the one on show is filled with."""
_SIDES = ((0, 1), (1, 2), (2, 3), (3, 0))


def beam(
    start: Corners,
    end: Corners,
    role: Role,
    plates: tuple[Corners, Corners],
    numbers: tuple[Numbers | None, Numbers | None] = (None, None),
) -> Group:
    """Return the beam between two windows: its glass, and the lines at its sides.

    Parameters
    ----------
    start, end
        The corners of both.
    role
        Of the lines.
    plates
        The plates that it comes from and ends on. There is no glass over them.
    numbers
        What is written on plates that stand.

    Between plates that stand side by side it goes from the side of a window to that of
    the other which faces it; over a plate its lines are faint, and behind the numbers.
    Between others, all its corners are joined, and the plates hide what is over them.
    """
    standing = _is_upright(start) and _is_upright(end) and start[1][0] < end[0][0]
    if standing:
        lines = [(start[1], end[0]), (start[2], end[3])]
        faces = [(start[1], end[0], end[3], start[2])]
    else:
        every = zip(start, end, strict=True)
        lines = [(a, b) for a, b in every if _is_outermost(a, b, (*start, *end))]
        faces = [(start[a], start[b], end[b], end[a]) for a, b in _SIDES]
    items: list[Item] = [
        Polygon(part, fill="window.fill", opacity=_GLASS)
        for face in faces
        for beyond in beside(face, plates[0])
        for part in beside(beyond, plates[1])
    ]
    for a, b in lines:
        leaves = (over(a, b, plates[0]) or (0.0, 0.0))[1]
        enters = max((over(a, b, plates[1]) or (1.0, 1.0))[0], leaves)
        parts = [(leaves, enters, _LINE)]
        if standing:
            crossed = (*_left(a, b, (0.0, leaves), numbers[0]),
                       *_left(a, b, (enters, 1.0), numbers[1]))
            parts += [(first, last, _CROSSING) for first, last in crossed]
        items += [
            Line((along(a, b, first), along(a, b, last)), role, opacity=opacity)
            for first, last, opacity in parts
            if last > first + _SHORTEST
        ]
    return Group("beam", tuple(items))


def _left(a: Way, b: Way, stretch: Stretch, numbers: Numbers | None) -> Iterable[Stretch]:
    """Return what is seen of a stretch of a line that is over a plate."""
    return (stretch,) if numbers is None else numbers.left(a, b, stretch)


def _is_upright(window: Corners) -> bool:
    return window[0][0] == window[3][0]


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
