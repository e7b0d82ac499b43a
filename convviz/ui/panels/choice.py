"""A label, a combo box, and what is wrong with what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convviz.errors import Problem
from convviz.ui.panels import metrics
from convviz.ui.panels.marks import show_wrong
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.quiet import QuietComboBox


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a combo box.

    Attributes
    ----------
    key
        What it stands for.
    label
        What it says.
    note
        Its tooltip.
    """

    key: str
    label: str
    note: str = ""


class Choice(QWidget):
    """One of several named things.

    Parameters
    ----------
    label
        What stands before it.
    name
        What a screen reader says.
    tip
        One sentence on what it does.
    options
        The entries, from top to bottom.
    """

    chosen = Signal(str)
    """The key of the entry that the person took."""
    fix_wanted = Signal(object)

    def __init__(
        self,
        label: str,
        name: str,
        tip: str,
        options: Sequence[Option],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()
        self._other = ""
        self.combo = QuietComboBox(self)
        self.combo.setAccessibleName(name)
        self.combo.setAccessibleDescription(tip)
        self.combo.setToolTip(tip)
        self.label = QLabel(label, self)
        self.label.setBuddy(self.combo)
        self.label.setToolTip(tip)
        grid = QGridLayout(self)
        metrics.set_columns(grid)
        grid.addWidget(self.label, 0, metrics.LABEL)
        grid.addWidget(self.combo, 0, metrics.BOX, 1, metrics.COLUMNS - metrics.BOX)
        self._notices = Notices("error", self)
        self._notices.fix_wanted.connect(self.fix_wanted)
        grid.addWidget(self._notices, 1, 0, 1, metrics.COLUMNS)
        self.offer(options)
        self.combo.activated.connect(self._activated)

    @property
    def key(self) -> str:
        """The key on show; empty for something that is no entry."""
        return str(self.combo.currentData() or "")

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these in place of what was offered before."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self._other = ""
        self.combo.clear()
        for option in options:
            self.combo.addItem(option.label, option.key)
            if option.note:
                self.combo.setItemData(
                    self.combo.count() - 1, option.note, Qt.ItemDataRole.ToolTipRole
                )

    def show_key(self, key: str, other: str = "") -> None:
        """Show an entry, or `other` as an entry of its own at the top for a key that is none."""
        known = any(option.key == key for option in self._options)
        self._show_other("" if known else other)
        self.combo.setCurrentIndex(self.combo.findData(key) if known else 0)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong, under the combo box."""
        self._notices.show_notices(
            [Notice(problem.message, problem.fixes) for problem in problems]
        )
        show_wrong(self.combo, wrong=bool(problems))

    def _show_other(self, other: str) -> None:
        if other == self._other:
            return
        if self._other:
            self.combo.removeItem(0)
        if other:
            self.combo.insertItem(0, other, "")
        self._other = other

    def _activated(self, at: int) -> None:
        key = str(self.combo.itemData(at) or "")
        if key:
            self.chosen.emit(key)
