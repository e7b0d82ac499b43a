"""From where plates are looked at: what a row, a column and a step back are on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

Way = tuple[float, float]

_TILT = 15.0
_LYING_TILT = 42.0


@dataclass(frozen=True, slots=True)
class Camera:
    """The ways on the screen of cells with sides of 1.

    Attributes
    ----------
    across, down
        From a cell to the next in its row, and in its column.
    back
        From a plate to the one behind it, at a distance of 1.
    upright
        Plates stand side by side; else they lie above one another.
    """

    across: Way
    down: Way
    back: Way
    upright: bool


def standing(turn: float) -> Camera:
    """Return the camera for plates that stand, turned by some degrees, seen a little from above."""
    angle, tilt = radians(turn), radians(_TILT)
    return Camera(
        across=(cos(angle), -sin(angle) * sin(tilt)),
        down=(0.0, cos(tilt)),
        back=(-sin(angle), -cos(angle) * sin(tilt)),
        upright=True,
    )


def level(turn: float) -> Camera:
    """Return the camera for rows of cells above one another, turned less so as to stay level."""
    return lying(0.4 * turn)


def lying(turn: float) -> Camera:
    """Return the camera for plates that lie, turned by some degrees, seen from above."""
    angle, tilt = radians(turn), radians(_LYING_TILT)
    return Camera(
        across=(cos(angle), sin(angle) * sin(tilt)),
        down=(-sin(angle), cos(angle) * sin(tilt)),
        back=(0.0, cos(tilt)),
        upright=False,
    )
