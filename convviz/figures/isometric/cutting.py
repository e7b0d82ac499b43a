"""What of shapes and lines is over a plate, and what is beside it."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.figures.isometric.camera import Way
from convviz.figures.isometric.face import Corners

Points = tuple[Way, ...]
Stretch = tuple[float, float]
_NOTHING = 1e-3


def beside(shape: Points, plate: Corners) -> Iterator[Points]:
    """Yield the parts of a shape with straight sides and no dents that aren't over a plate."""
    rest = shape
    for a, b in zip(plate, (*plate[1:], plate[0]), strict=True):
        part = _outside(rest, a, b)
        # What lies along an edge is no part.
        if any(_beyond(point, a, b) > _NOTHING for point in part):
            yield part
        rest = _outside(rest, b, a)


def over(a: Way, b: Way, plate: Corners) -> Stretch | None:
    """Return from which share of its length to which a line is over a plate, None if it isn't."""
    start, end = 0.0, 1.0
    for first, second in zip(plate, (*plate[1:], plate[0]), strict=True):
        here, there = _beyond(a, first, second), _beyond(b, first, second)
        if here > 0 and there > 0:
            return None
        if here > 0:
            start = max(start, here / (here - there))
        elif there > 0:
            end = min(end, here / (here - there))
    return (start, end) if start < end else None


def along(a: Way, b: Way, share: float) -> Way:
    """Return the point at a share of the way from a to b."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _outside(shape: Points, a: Way, b: Way) -> Points:
    """Return the part of a shape on the outer side of an edge, whose plate is at its right."""
    found: list[Way] = []
    for one, other in zip(shape, (*shape[1:], *shape[:1]), strict=True):
        here, there = _beyond(one, a, b), _beyond(other, a, b)
        if here >= 0:
            found.append(one)
        if here * there < 0:
            found.append(along(one, other, here / (here - there)))
    return tuple(found)


def _beyond(point: Way, a: Way, b: Way) -> float:
    """Return how far beyond an edge a point is, in some unit; negative on the plate."""
    return (b[1] - a[1]) * (point[0] - a[0]) - (b[0] - a[0]) * (point[1] - a[1])
