"""One number of a parameter: a label, a field and a slider."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convviz.ui.panels import metrics
from convviz.ui.panels.number_rows import Range, Row
from convviz.ui.panels.quiet import QuietSlider
from convviz.ui.panels.whole_number import WholeNumberBox


class NumberField(QObject):
    """A label, a number field and a slider that show the same number.

    Parameters
    ----------
    at
        Its line in the grid.
    tip
        One sentence on what the number does.
    span
        Range of the slider.
    grid
        Where it stands.
    owner
        The widget that the grid belongs to.
    """

    came = Signal(int, int, str)
    """(line, number, gesture): the person set a number; the gesture may be empty."""
    misread = Signal()
    """The text is no number, or is one again."""
    settled = Signal()
    """What was done in one go is over."""

    def __init__(
        self, at: int, tip: str, span: Range, grid: QGridLayout, owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._at = at
        self.name = ""
        self.label = QLabel(owner)
        self.box = WholeNumberBox(owner)
        self.box.set_least(span.least)
        self.slider = QuietSlider(owner)
        self.slider.setRange(span.least, span.most)
        self.label.setBuddy(self.box)
        for widget, column in (
            (self.label, metrics.LABEL), (self.box, metrics.BOX), (self.slider, metrics.SLIDER)
        ):
            widget.setToolTip(tip)
            grid.addWidget(widget, at, column)
        self.box.setAccessibleDescription(tip)
        self.box.setFixedWidth(metrics.BOX_WIDTH)
        self.box.edited.connect(self._typed)
        self.box.misread.connect(self._misread)
        self.box.settled.connect(self.settled)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self.settled)

    def name_after(self, row: Row | None) -> None:
        """Stand for another row, or be hidden."""
        for widget in (self.label, self.box, self.slider):
            widget.setVisible(row is not None)
        if row is not None:
            self.name = row.name
            self.label.setText(row.label)
            self.box.setAccessibleName(row.name)
            self.slider.setAccessibleName(f"{row.name}, slider")

    def show_number(self, number: int) -> None:
        """Show a number in both; the slider goes as near as it can."""
        self.box.show_number(number)
        self._move_slider(number)

    def mark(self, *, wrong: bool) -> None:
        """Show whether the number is at fault."""
        self.box.show_wrong(wrong=wrong)

    def _misread(self) -> None:
        self.misread.emit()

    def _typed(self, number: int) -> None:
        self._move_slider(number)
        self.came.emit(self._at, number, "type")

    def _slid(self, number: int) -> None:
        self.box.show_number(number)
        self.came.emit(self._at, number, "slide" if self.slider.isSliderDown() else "")

    def _move_slider(self, number: int) -> None:
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(min(max(number, self.slider.minimum()), self.slider.maximum()))
        blocker.unblock()


