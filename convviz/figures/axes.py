"""Room beside the panels for the names of their rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.figures.arrangement import Arrangement
from convviz.figures.grid import Box
from convviz.figures.numbers import MINUS
from convviz.figures.plan import Plan
from convviz.scene.metrics import text_width

_FONT_SHARE = 0.72
_SMALLEST, _LARGEST = 8.0, 13.0
_LEAST = 0.7
"""Of either side so much is left for everything else."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Room at the left of every panel and above it.

    Attributes
    ----------
    left, above
        In pixels.
    font
        Size of the names.
    """

    left: float
    above: float
    font: float

    @classmethod
    def of(cls, plan: Plan, room: Arrangement) -> Axes | None:
        """Return the room that the longest names take, None where they would take too much.

        Parameters
        ----------
        plan
            What is laid out.
        room
            Where.
        """
        font = room.font
        size = min(max(_FONT_SHARE * font, _SMALLEST), _LARGEST)
        first, count, made = plan.first[0], plan.shown[0], plan.output[0]
        wide = 0.0
        if max(count, made) > 1:  # what has one axis has no rows
            ends = (first, first + count - 1, made - 1)
            wide = max(text_width(name(at), size) for at in ends) + 0.9 * size
        found = cls(float(round(wide)), float(round(1.5 * size)), size)
        left = found.without(room)
        roomy = left.width >= _LEAST * room.width and left.height >= _LEAST * room.height
        return found if roomy else None

    def without(self, room: Arrangement) -> Arrangement:
        """Return what is left of the room of an arrangement."""
        beside, above = {"row": (room.panels, 1), "column": (1, room.panels)}.get(
            room.kind, (2, 2)
        )
        return replace(
            room,
            width=room.width - beside * self.left,
            height=room.height - above * self.above,
        )

    def places(self, room: Arrangement, boxes: list[tuple[int, int]]) -> list[Box]:
        """Return where panels stand that have names beside them."""
        left, above = int(self.left), int(self.above)
        outer = room.places([(width + left, height + above) for width, height in boxes])
        return [
            (x + left, y + above, width - left, height - above) for x, y, width, height in outer
        ]


def name(at: int) -> str:
    """Return what a row or column is called."""
    return str(at).replace("-", MINUS)
