"""Moving upright edges onto whole pixels, so that lines are sharp and cells have no seams."""

from __future__ import annotations

from functools import lru_cache
from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform

from convviz.paint.geometry import crisp_shift, whole

_KINDS = QTransform.TransformationType
UPRIGHT = {_KINDS.TxNone, _KINDS.TxTranslate, _KINDS.TxScale}


class Snapper:
    """Rounds coordinates to pixels of a painter's device, in the painter's own coordinates.

    With a turned or sheared painter there is nothing to round to, and
    coordinates stay as they are.
    """

    def __init__(self, painter: QPainter) -> None:
        transform = painter.deviceTransform()
        self.active = transform.type() in UPRIGHT
        self._x = (transform.m11(), transform.dx()) if self.active else (1.0, 0.0)
        self._y = (transform.m22(), transform.dy()) if self.active else (1.0, 0.0)

    def x(self, value: float, line: float = 0.0) -> float:
        """Return a horizontal place whose stroke of width `line` fills whole pixels."""
        return self._snap(value, line, *self._x)

    def y(self, value: float, line: float = 0.0) -> float:
        """Return a vertical place whose stroke of width `line` fills whole pixels."""
        return self._snap(value, line, *self._y)

    def width(self, line: float) -> float:
        """Return a stroke's width rounded to whole pixels, one at least."""
        scale = abs(self._x[0])
        return max(1, whole(line * scale)) / scale if self.active else line

    def rect(self, x: float, y: float, width: float, height: float, line: float = 0.0) -> QRectF:
        """Return a rectangle with its four sides on pixels."""
        left, top = self.x(x, line), self.y(y, line)
        return QRectF(left, top, self.x(x + width, line) - left, self.y(y + height, line) - top)

    def xs(self, values: NDArray[np.float64], line: float) -> list[float]:
        """Return many horizontal places as `x` does."""
        return self._snap_all(values, line, *self._x)

    def ys(self, values: NDArray[np.float64], line: float) -> list[float]:
        """Return many vertical places as `y` does."""
        return self._snap_all(values, line, *self._y)

    def _snap(self, value: float, line: float, scale: float, offset: float) -> float:
        if not self.active:
            return value
        return (whole(value * scale + offset) + _shift(line, scale) - offset) / scale

    def _snap_all(
        self, values: NDArray[np.float64], line: float, scale: float, offset: float
    ) -> list[float]:
        places: list[float] = values.tolist()
        if self.active:
            pixels = np.floor(values * scale + offset + 0.5)
            places = ((pixels + _shift(line, scale) - offset) / scale).tolist()
        return places


@lru_cache(maxsize=256)
def _shift(line: float, scale: float) -> float:
    """Return how far a stroke's middle is from its place, in pixels, for it to fill whole ones.

    About half a unit for strokes of an odd width, at every scale: a fine picture is
    the coarse one, finer.
    """
    if not line:
        return 0.0
    pixels = max(1, whole(abs(line * scale)))
    return floor(crisp_shift(line) * abs(scale) - pixels / 2 + 0.5) + pixels / 2
