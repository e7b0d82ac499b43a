"""A line for one number that need not be whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from convviz.errors import Problem, UnreadableFile
from convviz.figures.numbers import number_text
from convviz.interop.numbers import parse_numbers
from convviz.ui.panels import metrics
from convviz.ui.panels.marks import show_wrong
from convviz.ui.panels.notices import Notice, Notices


class RealField(QWidget):
    """A number that is taken when the line is left or Enter is pressed.

    Parameters
    ----------
    label
        What stands before it.
    name
        What a screen reader says.
    tip
        One sentence on what it does.
    """

    entered = Signal(float)
    """The person typed another number."""
    fix_wanted = Signal(object)

    def __init__(self, label: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: float | None = None
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(tip)
        self.line.setFixedWidth(metrics.BOX_WIDTH)
        words = QLabel(label, self)
        words.setBuddy(self.line)
        for widget in (words, self.line):
            widget.setToolTip(tip)
        self._notices = Notices("error", self)
        self._notices.fix_wanted.connect(self.fix_wanted)
        grid = QGridLayout(self)
        metrics.set_columns(grid)
        grid.addWidget(words, 0, metrics.LABEL)
        grid.addWidget(self.line, 0, metrics.BOX)
        grid.addWidget(self._notices, 1, 0, 1, metrics.COLUMNS)
        self.line.editingFinished.connect(self._take)

    def show_number(self, number: float) -> None:
        """Show a number; what is being typed stays while it doesn't change."""
        if number != self._shown:
            self._shown = number
            self.line.setText(number_text(number))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong, under the line."""
        self._tell([Notice(problem.message, problem.fixes) for problem in problems])

    def _take(self) -> None:
        try:
            numbers = parse_numbers(self.line.text())
        except UnreadableFile as error:
            self._tell([Notice(str(error))])
            return
        if numbers.size != 1:
            self._tell([Notice(f"one number is expected, these are {numbers.size}")])
            return
        self._tell([])
        number = numbers.ravel()[0].item()
        if number != self._shown:
            self._shown = number
            self.entered.emit(number)

    def _tell(self, notices: list[Notice]) -> None:
        self._notices.show_notices(notices)
        show_wrong(self.line, wrong=bool(notices))
