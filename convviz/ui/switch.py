"""A switch: a check box that says on or off by where its knob is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from convviz.paint.qt import painting
from convviz.ui.theme import colour

_TRACK = QSize(28, 16)
_GAP = 8


class Switch(QCheckBox):
    """A check box drawn as a switch, its text beside it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room for track and text."""
        metrics = self.fontMetrics()
        width = _TRACK.width() + _GAP + metrics.horizontalAdvance(self.text()) + 4
        return QSize(width, max(_TRACK.height() + 8, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the text is never cut."""
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:  # noqa: ARG002 - all of it answers
        """Return that a click anywhere switches."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob and text."""
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        colours = self.palette()
        track = QRectF(
            2, (self.height() - _TRACK.height()) / 2, _TRACK.width(), _TRACK.height()
        )
        on = self.isChecked()
        fill = colours.color(QPalette.ColorRole.Accent) if on else colour(self, "control")
        if not self.isEnabled():
            fill.setAlphaF(0.4)
        if self.hasFocus():
            painter.setPen(QPen(colours.color(QPalette.ColorRole.Accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), 9.5, 9.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        x = track.right() - 8 if on else track.left() + 8
        painter.setBrush(QColor("white"))
        painter.drawEllipse(QPointF(x, track.center().y()), 5.5, 5.5)
        painter.setPen(
            colours.color(
                QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled,
                QPalette.ColorRole.WindowText,
            )
        )
        left = round(track.right()) + _GAP
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self.text(),
        )


def show_switch(switch: Switch, *, on: bool) -> None:
    """Show what a switch stands for, without anybody having switched it."""
    blocked = switch.blockSignals(True)
    switch.setChecked(on)
    switch.blockSignals(blocked)
