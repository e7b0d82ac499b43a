"""A line for one amount that keeps what was typed, whatever it says."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from convviz.ui.panels.marks import show_wrong

_NUMBER = re.compile(r"[+\-−]?(\d{1,9}([.,]\d{0,9})?|[.,]\d{1,9})")


class AmountLine(QLineEdit):
    """A number with or without decimals; up and down count.

    Parameters
    ----------
    name
        What a screen reader says.
    tip
        What it does, in one sentence.
    optional
        What an empty line means, shown in it; without, a number is expected.
    whole
        Only whole numbers are taken.
    """

    edited = Signal()
    """The person typed something else."""

    def __init__(
        self, name: str, tip: str = "", *, optional: str = "", whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._whole = whole
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.setPlaceholderText(optional)
        self.textEdited.connect(self._typed)

    @property
    def amount(self) -> float | None:
        """The number that stands there; None without one."""
        text = self.text().strip()
        if not _NUMBER.fullmatch(text):
            return None
        number = float(text.replace(",", ".").replace("−", "-"))
        return int(number) if number == int(number) else number

    @property
    def complaint(self) -> str:
        """Why the text is no such number, empty when it is one."""
        if not self.isEnabled() or (self._optional and not self.text().strip()):
            return ""
        if self.amount is None or (self._whole and self.amount != int(self.amount)):
            return "a whole number is expected" if self._whole else "a number is expected"
        return ""

    def show_amount(self, amount: float | None) -> None:
        """Show a number, or nothing; what says the same already stays."""
        if amount != self.amount or (amount is None and self.text()):
            self.setText("" if amount is None else f"{amount:.6g}".replace("-", "−"))

    def show_wrong(self, *, wrong: bool) -> None:
        """Mark it as one that has to be mended."""
        show_wrong(self, wrong=wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrow keys."""
        by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        amount = self.amount
        if by is None or amount is None:
            super().keyPressEvent(event)
            return
        self.show_amount(max(0, amount + by))
        self.selectAll()
        self.edited.emit()

    def _typed(self, _text: str) -> None:
        self.edited.emit()
