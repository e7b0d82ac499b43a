"""Two texts at the ends of one line that may change at every step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_GAP = 16


class Ends(QWidget):
    """Holds two labels without a layout, so that their words move nothing around them.

    Parameters
    ----------
    left, right
        The labels; the right one gets what the left one leaves.
    """

    def __init__(self, left: QLabel, right: QLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (left, right):
            label.setParent(self)
            label.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        """Return the size of both beside each other."""
        left, right = self._left.sizeHint(), self._right.sizeHint()
        return QSize(left.width() + _GAP + right.width(), max(left.height(), right.height()))

    def minimumSizeHint(self) -> QSize:
        """Ask for no width."""
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Give both their places when a text has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give both their places in another width."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        taken = min(self._left.sizeHint().width(), self.width())
        self._left.setGeometry(0, 0, taken, self.height())
        start = min(taken + _GAP, self.width())
        self._right.setGeometry(start, 0, self.width() - start, self.height())
