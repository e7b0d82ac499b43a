"""Sentences with buttons under them: what is wrong or worth knowing, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from convviz.errors import Fix
from convviz.ui.panels.flow import FlowLayout
from convviz.ui.panels.problems import action_text

Tone = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence and the changes offered with it."""

    message: str
    fixes: tuple[Fix, ...] = ()


class Notices(QWidget):
    """Notices one below the other; takes no room without any.

    Parameters
    ----------
    tone
        Something is wrong, or worth knowing.
    cards
        Whether each stands on a surface of its own.
    """

    fix_wanted = Signal(object)
    """The `convviz.errors.Fix` whose button was clicked."""

    def __init__(self, tone: Tone, parent: QWidget | None = None, *, cards: bool = False) -> None:
        super().__init__(parent)
        self._tone = tone
        self._cards = cards
        self._shown: tuple[Notice, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is on show."""
        return self._shown

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these in place of those shown before."""
        if tuple(notices) == self._shown:
            return
        self._shown = tuple(notices)
        while (item := self._column.takeAt(0)) is not None:
            old = cast("QWidget", item.widget())
            old.hide()
            old.deleteLater()
        for notice in self._shown:
            card = _Card(notice, self._tone, self, raised=self._cards)
            self._column.addWidget(card)
            card.show()
        self.setVisible(bool(self._shown))

    def offer(self, fix: Fix) -> None:
        """Pass on that a fix is wanted."""
        self.fix_wanted.emit(fix)


class _Card(QFrame):
    def __init__(self, notice: Notice, tone: Tone, notices: Notices, *, raised: bool) -> None:
        super().__init__(notices)
        if raised:
            self.setObjectName("card")
            self.setProperty("tone", tone)
        column = QVBoxLayout(self)
        margin = 12 if raised else 0
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(4)
        sentence = QLabel(capitalised(notice.message))
        sentence.setWordWrap(True)
        if not raised:
            sentence.setProperty("tone", tone)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sentence.setAccessibleName(sentence.text())
        column.addWidget(sentence)
        if notice.fixes:
            row = QWidget()
            flow = FlowLayout(row)
            for fix in notice.fixes:
                flow.addWidget(_FixButton(fix, notices))
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            row.setSizePolicy(policy)
            column.addWidget(row)


class _FixButton(QPushButton):
    def __init__(self, fix: Fix, notices: Notices) -> None:
        super().__init__(action_text(fix))
        self._fix = fix
        self._notices = notices
        self.setAccessibleName(f"Fix: {action_text(fix)}")
        self.setToolTip("Apply this fix")
        # It goes with what it mends: a click leaves the keys where they are.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._click)

    def _click(self) -> None:
        self._notices.offer(self._fix)


def capitalised(text: str) -> str:
    """Return a sentence with a capital at its beginning, names left as they are."""
    return text[:1].upper() + text[1:]
