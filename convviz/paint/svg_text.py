"""Text in SVG: as text in the bundled font, or as the shapes of its letters."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from convviz.paint.svg_numbers import number, point
from convviz.scene.items import Anchor
from convviz.scene.metrics import advances

Outline = Callable[[str, bool], str]
"""Draws a letter, bold or not, as the data of a path of a size of `UNITS`."""
UNITS = 2048.0
"""Size at which letters are drawn: the grid of the bundled fonts."""
_REPLACEMENT = "\ufffd"
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Lettering:
    """Writes the texts of one document.

    Parameters
    ----------
    outline
        Draws letters, for text as shapes; None for text as text.
    prefix
        Begins the names of shapes.
    """

    def __init__(self, outline: Outline | None, prefix: str = "") -> None:
        self._outline = outline
        self._prefix = prefix
        self._shapes: dict[tuple[str, bool], str] = {}

    @property
    def shapes(self) -> list[str]:
        """The lines that define the letters that were used."""
        if not self._shapes:
            return []
        return ["<defs>", *self._shapes.values(), "</defs>"]

    def text(
        self, text: str, x: float, y: float, size: float, anchor: Anchor, look: str, *, bold: bool
    ) -> str:
        """Return a text of its own; `look` are attributes with its colour."""
        if self._outline is not None:
            return self._drawn(self._outline, text, (x, y), size, anchor, look, bold=bold)
        where = f' text-anchor="{anchor}"' if anchor != "start" else ""
        weight = ' font-weight="bold"' if bold else ""
        place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        return f"<text {place}{where}{weight} {look}>{escape(text)}</text>"

    def label(self, text: str, x: float, y: float, size: float, look: str) -> str:
        """Return a text about a middle, in a group that says its size."""
        if self._outline is not None:
            return self._drawn(self._outline, text, (x, y), size, "middle", look, bold=False)
        return f'<text x="{number(x)}" y="{number(y)}" {look}>{escape(text)}</text>'

    def group(self, size: float, faded: str) -> str:
        """Return the beginning of a group of labels of a size."""
        if self._outline is not None:
            return f"<g{faded}>"
        return f'<g font-size="{number(size)}" text-anchor="middle"{faded}>'

    def _drawn(
        self,
        outline: Outline,
        text: str,
        place: tuple[float, float],
        size: float,
        anchor: Anchor,
        look: str,
        *,
        bold: bool,
    ) -> str:
        text = "".join(one if ord(one) < 0x10000 else _REPLACEMENT for one in text)
        steps = advances(text, bold)
        starts = (np.cumsum(steps) - steps - _BEFORE[anchor] * float(steps.sum())) * UNITS
        uses = "".join(
            f'<use xlink:href="#{self._shape(outline, letter, bold)}" x="{number(start)}"/>'
            for letter, start in zip(text, starts.tolist(), strict=True)
            if not letter.isspace()
        )
        where = f'transform="translate({point(*place)}) scale({size / UNITS:.7g})"'
        return f"<g aria-label={quoteattr(text)} {where} {look}>{uses}</g>"

    def _shape(self, outline: Outline, letter: str, bold: bool) -> str:
        name = f"{self._prefix}letter-{ord(letter):x}{'-bold' if bold else ''}"
        if (letter, bold) not in self._shapes:
            self._shapes[letter, bold] = f'<path id="{name}" d="{outline(letter, bold)}"/>'
        return name
