"""One sentence at the top of the window, in nobody's way."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from convviz.ui.icons import icon

Tone = Literal["info", "error"]


class InfoBar(QFrame):
    """Says one sentence until it is closed or something else is to be said.

    Parameters
    ----------
    parent
        The Qt parent.
    """

    chosen = Signal()
    """The button beside the sentence was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName("Message")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(self)
        self._button.setAccessibleName("What else can be done")
        self._button.clicked.connect(self._choose)
        self._close = QToolButton(self)
        self._close.setAccessibleName("Close the message")
        self._close.setToolTip("Close")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is being said; empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def button(self) -> QPushButton:
        """The button beside the sentence; hidden when there is nothing to choose."""
        return self._button

    def say(self, sentence: str, tone: Tone = "info", choice: str = "") -> None:
        """Say a sentence in place of the last one.

        Parameters
        ----------
        choice
            What the button beside it does; without a button when empty.
        """
        first = sentence.split(" ", 1)[0]
        # A sentence begins with a capital, a file's name as it is.
        begun = sentence[:1].upper() + sentence[1:] if first.isalpha() else sentence
        self._text.setText(begun)
        self.setAccessibleDescription(begun)
        self._button.setText(choice)
        self._button.setAccessibleName(choice)
        self._button.setVisible(bool(choice))
        self._close.setIcon(icon("close", self.palette()))
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for widget in (self, self._text):
                widget.style().polish(widget)
        self.show()

    def _choose(self) -> None:
        self.hide()
        self.chosen.emit()
