"""Text set glyph by glyph from the width tables: the same on every system, and quick."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QGlyphRun, QPainter, QRawFont

from convviz.paint.qt.application import font
from convviz.scene.metrics import advances

_REPLACEMENT = "\ufffd"


@dataclass(slots=True)
class TextSetter:
    """Draws text for one painting; Qt's raw fonts belong to the thread that made them."""

    painter: QPainter
    _fonts: dict[tuple[float, bool], QRawFont] = field(default_factory=dict)

    def line(self, text: str, x: float, y: float, size: float, colour: QColor, bold: bool) -> None:
        """Draw one line of text from x on, on the baseline y."""
        text = _plain(text)
        widths = advances(text, bold) * size
        starts = x + np.concatenate(([0.0], np.cumsum(widths)[:-1])) if text else widths
        self._draw(text, starts, np.full(len(text), y), size, colour, bold)

    def labels(
        self,
        texts: list[str],
        centres: NDArray[np.float64],
        baselines: NDArray[np.float64],
        size: float,
        colours: NDArray[np.uint8],
    ) -> None:
        """Draw many short texts at once.

        Parameters
        ----------
        texts
            n texts.
        centres, baselines
            Where they stand, shape (n,).
        size
            Of all of them.
        colours
            Colour of each, shape (n, 3).
        """
        keys, colour_of = np.unique(colours, axis=0, return_inverse=True)
        for number, (red, green, blue) in enumerate(keys.tolist()):
            chosen = np.flatnonzero(colour_of.reshape(-1) == number)
            words = [_plain(texts[place]) for place in chosen.tolist()]
            lengths = np.array([len(word) for word in words])
            everything = "".join(words)
            if not everything:
                continue
            steps = advances(everything) * size
            before = np.cumsum(steps) - steps  # as if all stood in one line
            word_of = np.repeat(np.arange(len(words)), lengths)
            wide = np.bincount(word_of, steps, len(words))
            starts = centres[chosen] - wide / 2 - (np.cumsum(wide) - wide)
            self._draw(
                everything,
                before + starts[word_of],
                baselines[chosen][word_of],
                size,
                QColor(red, green, blue),
                False,
            )

    def _draw(
        self,
        text: str,
        xs: NDArray[np.float64],
        ys: NDArray[np.float64],
        size: float,
        colour: QColor,
        bold: bool,
    ) -> None:
        raw = self._font(size, bold)
        run = QGlyphRun()
        run.setRawFont(raw)
        run.setGlyphIndexes(raw.glyphIndexesForString(text))
        run.setPositions([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
        self.painter.setPen(colour)
        self.painter.drawGlyphRun(QPointF(0, 0), run)

    def _font(self, size: float, bold: bool) -> QRawFont:
        key = (size, bold)
        if key not in self._fonts:
            raw = QRawFont.fromFont(font(size, bold=bold))
            raw.setPixelSize(size)
            self._fonts[key] = raw
        return self._fonts[key]


def _plain(text: str) -> str:
    """Return text with one code unit a character, as glyphs are counted."""
    if text.isascii():
        return text
    return "".join(letter if ord(letter) < 0x10000 else _REPLACEMENT for letter in text)
