"""A field for a whole number that never changes what was typed."""

from __future__ import annotations

import re

from PySide6.QtCore import Property, QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from convviz.ui.panels.marks import show_wrong

FURTHEST = 1_000_000
"""Numbers beyond this, on either side of 0, are not taken from a keyboard."""

_OWN_KEYS = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.DeleteStartOfWord,
    QKeySequence.StandardKey.DeleteEndOfWord,
    QKeySequence.StandardKey.MoveToNextWord,
    QKeySequence.StandardKey.MoveToPreviousWord,
    QKeySequence.StandardKey.SelectNextWord,
    QKeySequence.StandardKey.SelectPreviousWord,
)
_MOST_DIGITS = 100
_NUMBER = re.compile(r"\s*([+\-−]?)\s*(\d+)\s*")


def whole_number(text: str) -> int | None:
    """Return the whole number that a text says, None when it says none."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    # Python refuses to read thousands of digits; so many are too many in any case.
    number = int(found[2]) if len(found[2]) < _MOST_DIGITS else 10**_MOST_DIGITS
    return -number if found[1] in {"-", "−"} else number


class WholeNumberBox(QAbstractSpinBox):
    """A spin box that keeps what was typed, whatever it says.

    `QSpinBox` clamps, and puts the old number back when it reads none. Here the
    text stays, `edited` tells the number if there is one, and `misread` what
    was expected if there is none.
    """

    edited = Signal(int)
    """A number came from the person: typed, stepped or pasted."""
    misread = Signal(str)
    """Why the text is no number; empty as soon as it is one again."""
    settled = Signal()
    """What was done in one go is over: Return, focus lost, a button let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._least = -FURTHEST
        self._complaint = ""
        self._nothing = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCorrectionMode(self.CorrectionMode.CorrectToPreviousValue)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._typed)
        self.editingFinished.connect(self.settled)
        self.lineEdit().setText("0")

    @property
    def number(self) -> int:
        """The last number that was shown or typed."""
        return self._number

    @property
    def complaint(self) -> str:
        """Why the text is no number, empty when it is one."""
        return self._complaint

    def set_least(self, least: int) -> None:
        """Set where stepping down ends; typing goes on below."""
        self._least = least

    def call_nothing(self, word: str) -> None:
        """Stand empty with a pale word where the number is 0 and means none."""
        self._nothing = word
        self.lineEdit().setPlaceholderText(word)

    def show_number(self, number: int) -> None:
        """Show a number in place of whatever stands there."""
        self._number = number
        if self._read(self.text()) != number or (self._nothing and not number):
            self._write(number)
        self._complain("")

    def show_wrong(self, *, wrong: bool) -> None:
        """Mark the field as one that has to be mended."""
        show_wrong(self, wrong=wrong)

    # What a screen reader asks for.
    value = Property(int, lambda self: self._number)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let any text in; the panel says what is wrong with it."""
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Leave the text alone."""
        return text

    def stepBy(self, steps: int) -> None:
        """Count up or down from the number, as the arrow keys and buttons do."""
        number = min(max(self._number + steps, -FURTHEST), FURTHEST)
        if steps < 0:
            number = max(number, min(self._least, self._number))
        self._number = number
        self._write(number)
        self.selectAll()
        self._complain("")
        self.edited.emit(number)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Let stepping down end at the least number that can be right."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._number < FURTHEST:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._number > self._least:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number only when the field has the focus; else the panel scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
            self.settled.emit()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the number back in place of a text that is none."""
        if _of_the_window(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self._complaint:
            self._write(self._number)
            self._complain("")
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Count a key held down as one change, each press as one of its own."""
        super().keyReleaseEvent(event)
        stepping = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        if not event.isAutoRepeat() and event.key() in stepping:
            self.settled.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Count a button held down as one change, too."""
        super().mouseReleaseEvent(event)
        self.settled.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all when reached by Tab, so that typing replaces."""
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Leave all keys with Ctrl to the window but those that edit the text."""
        if event.type() == QEvent.Type.ShortcutOverride and _of_the_window(event):
            event.ignore()
            return False
        return super().event(event)

    def _typed(self, text: str) -> None:
        number = self._read(text)
        if number is None:
            self._complain("a whole number is expected")
        elif abs(number) > FURTHEST:
            self._complain(f"a number up to {FURTHEST:,} is expected")
        else:
            self._number = number
            self._complain("")
            self.edited.emit(number)

    def _read(self, text: str) -> int | None:
        if self._nothing and text.strip() in {"", self._nothing}:
            return 0
        return whole_number(text)

    def _write(self, number: int) -> None:
        self.lineEdit().setText("" if self._nothing and not number else _text(number))

    def _complain(self, complaint: str) -> None:
        if complaint != self._complaint:
            self._complaint = complaint
            self.misread.emit(complaint)


def _of_the_window(event: QEvent) -> bool:
    """Return whether keys are the window's: undo and redo take back changes, not letters."""
    return (
        isinstance(event, QKeyEvent)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        and not any(event.matches(own) for own in _OWN_KEYS)
    )


def _text(number: int) -> str:
    return str(number).replace("-", "−")
