"""A strip of the colours that cells have, with the numbers at its ends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.figures.numbers import number_text
from convviz.frames import Colouring
from convviz.paint.qt import painting
from convviz.ui.theme import colour, scene_theme

_HEIGHT = 12
_GAP = 8


class ColourBar(QWidget):
    """From the lower level to the higher one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Colouring | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colour bar")

    @property
    def texts(self) -> tuple[str, str]:
        """The numbers at both ends."""
        low, high = self._shown.levels if self._shown else (0.0, 0.0)
        return number_text(low), number_text(high)

    def show_colouring(self, colouring: Colouring) -> None:
        """Show other colours or numbers."""
        if colouring != self._shown:
            self._shown = colouring
            self.setAccessibleDescription(" to ".join(self.texts))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for a strip."""
        return QSize(240, 20)

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the number at the left, the strip, the number at the right."""
        if self._shown is None:
            return
        ramp = np.ascontiguousarray(scene_theme(self).ramps[self._shown.ramp])
        image = QImage(ramp.data, len(ramp), 1, 3 * len(ramp), QImage.Format.Format_RGB888)
        low, high = self.texts
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(low) + _GAP
        right = metrics.horizontalAdvance(high) + _GAP
        strip = QRectF(
            left, (self.height() - _HEIGHT) / 2, max(8, self.width() - left - right), _HEIGHT
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        with painting(self) as painter:
            painter.setPen(colour(self, "text"))
            painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, low)
            painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, high)
            path = QPainterPath()
            path.addRoundedRect(strip, 2, 2)
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(strip, image)
            painter.restore()
            painter.setPen(colour(self, "border"))
            painter.drawPath(path)
