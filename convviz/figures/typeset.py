"""A few boxes of mathematics: runs of text, fractions, floors, set beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convviz.scene.items import Item, Line, Role, Text
from convviz.scene.metrics import text_width

_ASCENT, _DESCENT = 0.76, 0.24
_AXIS = 0.27
"""Height of a fraction's bar above the baseline, in type sizes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text."""

    text: str
    size: float
    colour: Role = "text"
    bold: bool = False

    @property
    def width(self) -> float:
        """Width in pixels."""
        return text_width(self.text, self.size, self.bold)

    @property
    def ascent(self) -> float:
        """Height above the baseline."""
        return _ASCENT * self.size

    @property
    def descent(self) -> float:
        """Depth below the baseline."""
        return _DESCENT * self.size

    def items(self, x: float, y: float) -> list[Item]:
        """Return the items with the baseline's left end at x, y."""
        return [Text(x, y, self.text, self.size, self.colour, bold=self.bold)]


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side on one baseline."""

    boxes: Sequence[Box]

    @property
    def width(self) -> float:
        """Width in pixels."""
        return sum(box.width for box in self.boxes)

    @property
    def ascent(self) -> float:
        """Height above the baseline."""
        return max(box.ascent for box in self.boxes)

    @property
    def descent(self) -> float:
        """Depth below the baseline."""
        return max(box.descent for box in self.boxes)

    def items(self, x: float, y: float) -> list[Item]:
        """Return the items with the baseline's left end at x, y."""
        found: list[Item] = []
        for box in self.boxes:
            found += box.items(x, y)
            x += box.width
        return found


@dataclass(frozen=True, slots=True)
class Fraction:
    """One box over another, with a bar between."""

    over: Box
    under: Box
    size: float
    colour: Role = "text"

    @property
    def width(self) -> float:
        """Width in pixels."""
        return max(self.over.width, self.under.width) + 0.3 * self.size

    @property
    def ascent(self) -> float:
        """Height above the baseline."""
        return _AXIS * self.size + self._gap + self.over.ascent + self.over.descent

    @property
    def descent(self) -> float:
        """Depth below the baseline."""
        return self._gap + self.under.ascent + self.under.descent - _AXIS * self.size

    @property
    def _gap(self) -> float:
        return 0.18 * self.size

    def items(self, x: float, y: float) -> list[Item]:
        """Return the items with the baseline's left end at x, y."""
        bar = y - _AXIS * self.size
        over = x + (self.width - self.over.width) / 2
        under = x + (self.width - self.under.width) / 2
        return [
            *self.over.items(over, bar - self._gap - self.over.descent),
            Line(((x, bar), (x + self.width, bar)), self.colour, max(1.0, 0.07 * self.size)),
            *self.under.items(under, bar + self._gap + self.under.ascent),
        ]


@dataclass(frozen=True, slots=True)
class Floor:
    """A box between brackets as high as it is: those of rounding down, or of rounding up."""

    inner: Box
    size: float
    colour: Role = "text"
    up: bool = False

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.inner.width + 0.9 * self.size

    @property
    def ascent(self) -> float:
        """Height above the baseline."""
        return self.inner.ascent + 0.1 * self.size

    @property
    def descent(self) -> float:
        """Depth below the baseline."""
        return self.inner.descent + 0.1 * self.size

    def items(self, x: float, y: float) -> list[Item]:
        """Return the items with the baseline's left end at x, y."""
        top, bottom = y - self.ascent, y + self.descent
        foot, line = 0.22 * self.size, max(1.0, 0.07 * self.size)
        left, right = x + 0.16 * self.size, x + self.width - 0.16 * self.size
        # The feet stand where the number is rounded to.
        first, last = (bottom, top) if self.up else (top, bottom)
        return [
            Line(((left, first), (left, last), (left + foot, last)), self.colour, line),
            *self.inner.items(x + 0.45 * self.size, y),
            Line(((right, first), (right, last), (right - foot, last)), self.colour, line),
        ]


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines that are at most so wide; none for an empty one."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


Box = Run | Row | Fraction | Floor
