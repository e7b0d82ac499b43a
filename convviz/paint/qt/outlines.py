"""The shapes of the bundled fonts' letters, for files that are to need no fonts."""

from __future__ import annotations

from PySide6.QtGui import QPainterPath, QRawFont

from convviz.paint.qt.application import application, font
from convviz.paint.svg_text import UNITS, Outline

_MOVE, _LINE, _CURVE, _REST = range(4)


def outlines() -> Outline:
    """Return what draws a letter, bold or not, as an SVG path.

    Of a size of `UNITS`, the fonts' own grid, so that corners are whole numbers.
    """
    application()
    fonts: dict[bool, QRawFont] = {}

    def outline(letter: str, bold: bool) -> str:
        if bold not in fonts:
            raw = QRawFont.fromFont(font(UNITS, bold=bold))
            raw.setPixelSize(UNITS)
            fonts[bold] = raw
        raw = fonts[bold]
        indexes = raw.glyphIndexesForString(letter)
        return "".join(_drawn(raw.pathForGlyph(index)) for index in indexes)

    return outline


def _drawn(path: QPainterPath) -> str:
    """Return a path as SVG writes it."""
    letters = {_MOVE: "M", _LINE: "L", _CURVE: "C", _REST: " "}
    said = []
    for at in range(path.elementCount()):
        element = path.elementAt(at)
        kind = letters[element.type.value]
        said.append(f"{kind}{_number(element.x)} {_number(element.y)}")
    return "".join(said)


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
