"""The button beside the toolbar that says how far exports are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from convviz.paint.qt import painting
from convviz.ui.export_queue import ExportQueue
from convviz.ui.icons import icon
from convviz.ui.theme import colour

_BAR = 3


class ExportChip(QToolButton):
    """Says what the queue does, with a bar along its lower edge; a click lists the exports.

    Parameters
    ----------
    queue
        The exports.
    """

    def __init__(self, queue: ExportQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self._shown: tuple[str, str] = ("", "")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        queue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what the queue does now."""
        going, exports = self._queue.going, self._queue.exports
        failed = sum(export.stage == "failed" for export in exports)
        if going:
            what, sign = f"Exporting {self._queue.share:.0%}", "export"
        elif failed:
            what, sign = "Export failed", "error"
        elif exports and exports[-1].stage == "cancelled":
            what, sign = "Export cancelled", "export"
        else:
            what, sign = "Exported", "check"
        if (what, sign) != self._shown:
            self._shown = what, sign
            self.setText(what)
            self.setAccessibleName(what)
            self.setIcon(icon(sign, self.palette()))
        left = f", {len(going)} to go" if len(going) > 1 else ""
        self.setToolTip(f"{what}{left}: list the exports (Ctrl+J)")
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._shown = ("", "")
            self.refresh()

    def sizeHint(self) -> QSize:
        """Return the room for the longest that it says, so that it never jumps."""
        room = super().sizeHint()
        words = self.fontMetrics().horizontalAdvance("Export cancelled")
        return QSize(words + self.iconSize().width() + 24, max(room.height(), 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar over the button while something is being exported."""
        super().paintEvent(event)
        if not self._queue.going:
            return
        line = QRectF(6, self.height() - _BAR, self.width() - 12, _BAR)
        done = QRectF(line)
        done.setWidth(line.width() * self._queue.share)
        with painting(self) as painter:
            painter.fillRect(line, colour(self.window(), "border"))
            painter.fillRect(done, colour(self.window(), "accent"))
