"""The quiet card over the picture that says what is being computed or read."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from convviz.ui.bridge import Bridge


class BusyCard(QFrame):
    """Shows while something takes its time, with how much of it is done.

    Parameters
    ----------
    bridge
        The window's bridge.
    parent
        What it lies over, at the bottom.
    """

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._room = parent
        self.text = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName("Progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.bar)
        self.hide()
        bridge.computing.connect(self._computing)
        bridge.busy.connect(self._working)

    def _computing(self, share: float | None) -> None:
        if not share:
            self.hide()
            return
        self.bar.setRange(0, 100)
        self.bar.setValue(round(100 * share))
        self._appear("Computing… Escape stops it")

    def _working(self, what: str) -> None:
        if what:
            self.bar.setRange(0, 0)
            self._appear(f"{what}…")
        else:
            self.hide()

    def _appear(self, what: str) -> None:
        self.text.setText(what)
        self.adjustSize()
        room = self._room
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 16)
        self.show()
        self.raise_()
