"""Text set glyph by glyph from the width tables: the same on every system, and quick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPaintEngine, QPainter, QPainterPath, QRawFont

from convviz.paint.qt.application import font
from convviz.scene.items import Text
from convviz.scene.metrics import advances, starts

_LARGEST = 60.0
"""Size in the device's pixels up to which Qt sets glyphs, with some to spare."""
_FEW = 5
"""Lines that are set one by one."""
_FEW_LABELS = 24
"""Labels that are set one by one."""
_MOST_FONTS = 64
_REPLACEMENT = "\ufffd"
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a text's width is before its x."""


class Fonts:
    """Raw fonts, with the letters that Qt has drawn in them, kept from painting to painting.

    They belong to the thread that made them, and have to end in it: for the window, not for
    exports, whose threads come and go.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[float, bool], QRawFont] = {}

    def raw(self, size: float, *, bold: bool) -> QRawFont:
        """Return the bundled font in a size in pixels."""
        key = (size, bold)
        if key not in self._made:
            if len(self._made) >= _MOST_FONTS:  # zooming goes through any number of sizes
                self._made.clear()
            made = QRawFont.fromFont(font(size, bold=bold))
            made.setPixelSize(size)
            self._made[key] = made
        return self._made[key]


@dataclass(slots=True)
class TextSetter:
    """Draws text for one painting; with `paths` all of it as shapes."""

    painter: QPainter
    fonts: Fonts
    paths: bool = False
    _scale: float | None = None

    def lines(self, lines: Sequence[Text], colour: QColor) -> None:
        """Draw texts of one size, weight and colour at once."""
        size, bold = lines[0].size, lines[0].bold
        if len(lines) <= _FEW:
            self._few(lines, size, colour, bold=bold)
            return
        texts = [_plain(line.text) for line in lines]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        word_of = np.repeat(np.arange(len(texts)), lengths)
        steps = advances("".join(texts), bold) * size
        widths = np.bincount(word_of, steps, len(texts))
        places = np.array([(line.x, line.y, _BEFORE[line.anchor]) for line in lines])
        shift = places[:, 0] - places[:, 2] * widths - (np.cumsum(widths) - widths)
        xs = np.cumsum(steps) - steps + shift[word_of]  # from one line to each its own place
        ys = places[word_of, 1]
        self._draw("".join(texts), xs.tolist(), ys.tolist(), size, colour, bold=bold)

    def _few(self, lines: Sequence[Text], size: float, colour: QColor, *, bold: bool) -> None:
        """Draw few texts: quicker one by one than all at once."""
        said, xs, ys = "", [], []
        for line in lines:
            text = _plain(line.text)
            *begins, width = starts(text, bold)
            left = line.x - _BEFORE[line.anchor] * width * size
            said += text
            xs += [left + begin * size for begin in begins]
            ys += [line.y] * len(begins)
        self._draw(said, xs, ys, size, colour, bold=bold)

    def labels(
        self,
        texts: list[str],
        centres: NDArray[np.float64],
        baselines: NDArray[np.float64],
        size: float,
        colours: NDArray[np.uint32],
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
            Colour of each as Qt packs it, shape (n,).
        """
        if len(texts) <= _FEW_LABELS:
            places = centres.tolist(), baselines.tolist(), colours.tolist()
            self._few_labels(zip(texts, *places, strict=True), size)
            return
        everything = _plain("".join(texts))
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        word_of = np.repeat(np.arange(len(texts)), lengths)
        steps = advances(everything) * size
        widths = np.bincount(word_of, steps, len(texts))
        shift = centres - widths / 2 - (np.cumsum(widths) - widths)
        xs = np.cumsum(steps) - steps + shift[word_of]  # from one line to each its own place
        ys = baselines[word_of]
        colour_of = colours[word_of]
        letters = np.array(list(everything))
        # Two colours as a rule, and np.unique would load numpy.ma, a tenth of the whole start.
        for colour in sorted(set(colours.tolist())):
            here = colour_of == colour
            text = "".join(letters[here].tolist())
            where = xs[here].tolist(), ys[here].tolist()
            self._draw(text, *where, size, QColor.fromRgb(colour), bold=False)

    def _few_labels(
        self, labels: Iterable[tuple[str, float, float, int]], size: float
    ) -> None:
        """Draw few (text, centre, baseline, colour): quicker one by one than by arrays."""
        found: dict[int, tuple[list[str], list[float], list[float]]] = {}
        for said, centre, baseline, colour in labels:
            text = _plain(said)
            *begins, width = starts(text, False)
            words, xs, ys = found.setdefault(colour, ([], [], []))
            left = centre - width * size / 2
            words.append(text)
            xs += [left + begin * size for begin in begins]
            ys += [baseline] * len(begins)
        for colour, (words, xs, ys) in sorted(found.items()):
            self._draw("".join(words), xs, ys, size, QColor.fromRgb(colour), bold=False)

    def _draw(
        self,
        text: str,
        xs: Sequence[float],
        ys: Sequence[float],
        size: float,
        colour: QColor,
        *,
        bold: bool,
    ) -> None:
        raw = self.fonts.raw(size, bold=bold)
        if self.paths or self._too_large(size):
            self._fill(raw, text, xs, ys, colour)
            return
        run = QGlyphRun()
        run.setRawFont(raw)
        run.setGlyphIndexes(raw.glyphIndexesForString(text))
        run.setPositions([*map(QPointF, xs, ys)])
        self.painter.setPen(colour)
        self.painter.drawGlyphRun(QPointF(0, 0), run)

    def _too_large(self, size: float) -> bool:
        """Return whether Qt would leave glyphs out: it rasters none of 64 pixels and more."""
        if self._scale is None:
            engine, transform = self.painter.paintEngine(), self.painter.deviceTransform()
            raster = engine is not None and engine.type() == QPaintEngine.Type.Raster
            self._scale = hypot(transform.m21(), transform.m22()) if raster else 0.0
        return size * self._scale >= _LARGEST

    def _fill(
        self,
        raw: QRawFont,
        text: str,
        xs: Sequence[float],
        ys: Sequence[float],
        colour: QColor,
    ) -> None:
        """Draw glyphs as shapes."""
        indexes = raw.glyphIndexesForString(text)
        outlines = {index: raw.pathForGlyph(index) for index in set(indexes)}
        whole = QPainterPath()
        for index, x, y in zip(indexes, xs, ys, strict=True):
            whole.addPath(outlines[index].translated(x, y))
        whole.setFillRule(Qt.FillRule.WindingFill)
        self.painter.fillPath(whole, colour)


def _plain(text: str) -> str:
    """Return text with one code unit a character, as glyphs are counted."""
    if text.isascii():
        return text
    return "".join(letter if ord(letter) < 0x10000 else _REPLACEMENT for letter in text)
