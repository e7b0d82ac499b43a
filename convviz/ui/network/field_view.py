"""What a unit of a network sees, as a picture that answers to the pointer."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.ui.bridge import Bridge
from convviz.ui.network.facts import FactFinder


class FieldView(QWidget):
    """The picture."""

    def __init__(self, bridge: Bridge, finder: FactFinder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
