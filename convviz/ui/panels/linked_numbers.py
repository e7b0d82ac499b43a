"""Numbers of one parameter: alike and shown as one, or opened and shown apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convviz.errors import Problem
from convviz.ui.panels import metrics
from convviz.ui.panels.chain import ChainButton
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.quiet import QuietSlider
from convviz.ui.panels.whole_number import WholeNumberBox


@dataclass(frozen=True, slots=True)
class Row:
    """One field on show and the numbers it stands for.

    Attributes
    ----------
    label
        What stands before it.
    name
        What a screen reader says: ``"Kernel height"``.
    numbers
        Which of the parameter's numbers it sets.
    """

    label: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One way to show the numbers: so many rows, and the chain that closes it.

    Attributes
    ----------
    rows
        From top to bottom.
    chain
        What the button holds together that opens the next level, empty for the last.
    """

    rows: tuple[Row, ...]
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """What the slider goes through and where stepping down ends."""

    least: int
    most: int


class LinkedNumbers(QWidget):
    """Fields with sliders for a parameter's numbers, and chains that hold them together.

    Parameters
    ----------
    tip
        One sentence on what the parameter does.
    span
        Range of the sliders.
    levels
        For each number of spatial axes that a layer can have, the levels from
        closed to open.
    """

    edited = Signal(object, str)
    """(all numbers as a tuple, key of the gesture): a number was changed."""
    settled = Signal()
    """The gesture is over."""
    fix_wanted = Signal(object)

    def __init__(
        self,
        tip: str,
        span: Range,
        levels: Mapping[int, tuple[Level, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._levels_by_axes = levels
        self._levels = next(iter(levels.values()))
        self._numbers: tuple[int, ...] = ()
        self._wanted = 0
        self._level = 0
        self._problems: tuple[Problem, ...] = ()
        self._marked: frozenset[int] = frozenset()
        self._grid = QGridLayout(self)
        metrics.set_columns(self._grid)
        most_rows = max(len(level.rows) for each in levels.values() for level in each)
        self._fields = [_Field(self, at, tip, span) for at in range(most_rows)]
        self._chains = [ChainButton(at, self) for at in range(max(map(len, levels.values())) - 1)]
        for at, chain in enumerate(self._chains):
            chain.asked.connect(self._open_or_close)
            self._grid.addWidget(chain, at, metrics.CHAIN)
        self._notices = Notices("error", self)
        self._notices.fix_wanted.connect(self.fix_wanted)
        self._grid.addWidget(self._notices, len(self._fields), 0, 1, metrics.COLUMNS)
        self._arrange()

    @property
    def level(self) -> int:
        """How far it is opened; 0 is one field for all."""
        return self._level

    @property
    def boxes(self) -> list[WholeNumberBox]:
        """The number fields on show, from top to bottom."""
        return [field.box for field in self._fields[: len(self._rows)]]

    @property
    def sliders(self) -> list[QuietSlider]:
        """The sliders on show, from top to bottom."""
        return [field.slider for field in self._fields[: len(self._rows)]]

    @property
    def chains(self) -> list[ChainButton]:
        """The chain buttons, that of the outermost level first."""
        return self._chains

    @property
    def _rows(self) -> tuple[Row, ...]:
        return self._levels[self._level].rows

    def set_axes(self, axes: int) -> None:
        """Stand for a layer with so many spatial axes; show its numbers next."""
        if self._levels is not self._levels_by_axes[axes]:
            self._levels = self._levels_by_axes[axes]
            self._numbers = ()
            self._wanted = self._level = 0

    def show_numbers(self, numbers: tuple[int, ...], *, keep_open: bool = True) -> None:
        """Show the parameter's numbers, opened as far as they differ.

        Parameters
        ----------
        keep_open
            Stay opened when they are alike again; else only while they differ.
        """
        changed = [
            at for at, number in enumerate(numbers) if self._numbers[at : at + 1] != (number,)
        ]
        self._numbers = numbers
        needed = self._needed()
        if keep_open:
            self._wanted = max(self._wanted, needed)
        level = max(self._wanted, needed)
        rearranged = level != self._level or len(changed) == len(numbers)
        self._level = level
        if rearranged:
            self._arrange()
        for field, row in zip(self._fields, self._rows, strict=False):
            if rearranged or set(row.numbers) & set(changed):
                field.show_number(numbers[row.numbers[0]])

    def show_problems(
        self, problems: Sequence[Problem], marked: frozenset[int] = frozenset()
    ) -> None:
        """Show what is wrong, under the fields.

        Parameters
        ----------
        marked
            The numbers that it is about.
        """
        self._problems = tuple(problems)
        self._marked = marked
        self._tell()

    def number_came(self, at: int, number: int, gesture: str) -> None:
        """Take a number from the person into all that the row stands for."""
        row = self._rows[at]
        numbers = tuple(
            number if index in row.numbers else old for index, old in enumerate(self._numbers)
        )
        self._numbers = numbers
        self.edited.emit(numbers, f"{gesture} {row.name}" if gesture else "")

    def text_came(self) -> None:
        """Show what is wrong with the texts, beside what is wrong with the numbers."""
        self._tell()

    def _needed(self) -> int:
        for at, level in enumerate(self._levels):
            if all(len({self._numbers[index] for index in row.numbers}) == 1 for row in level.rows):
                return at
        return len(self._levels) - 1

    def _open_or_close(self, at: int) -> None:
        closes = self._level > at
        self._wanted = self._level = at if closes else at + 1
        differ = closes and self._needed() > at
        if differ:
            alike = list(self._numbers)
            for row in self._rows:
                for index in row.numbers:
                    alike[index] = self._numbers[row.numbers[0]]
            self._numbers = tuple(alike)
        self._arrange()
        self._refill()
        if differ:
            self.edited.emit(self._numbers, "")

    def _refill(self) -> None:
        for field, row in zip(self._fields, self._rows, strict=False):
            field.show_number(self._numbers[row.numbers[0]])

    def _arrange(self) -> None:
        for at, field in enumerate(self._fields):
            field.name_after(self._rows[at] if at < len(self._rows) else None)
        for at, chain in enumerate(self._chains):
            holds = self._levels[at].chain if at < len(self._levels) else ""
            chain.setVisible(at <= self._level and bool(holds))
            chain.show_held(holds, opened=self._level > at)
        if self._numbers:
            self._tell()

    def _tell(self) -> None:
        texts = [
            Notice(f"{field.name}: {field.box.complaint}")
            for field in self._fields[: len(self._rows)]
            if field.box.complaint
        ]
        self._notices.show_notices(
            [*texts, *(Notice(problem.message, problem.fixes) for problem in self._problems)]
        )
        for field, row in zip(self._fields, self._rows, strict=False):
            field.mark(wrong=bool(field.box.complaint) or bool(self._marked & set(row.numbers)))


class _Field(QObject):
    """A label, a number field and a slider that show the same number."""

    def __init__(self, owner: LinkedNumbers, at: int, tip: str, span: Range) -> None:
        super().__init__(owner)
        self._owner = owner
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
            owner._grid.addWidget(widget, at, column)
        self.box.setAccessibleDescription(tip)
        self.box.setFixedWidth(metrics.BOX_WIDTH)
        self.box.edited.connect(self._typed)
        self.box.misread.connect(owner.text_came)
        self.box.settled.connect(owner.settled)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(owner.settled)

    def name_after(self, row: Row | None) -> None:
        """Stand for another row, or for none."""
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

    def _typed(self, number: int) -> None:
        self._move_slider(number)
        self._owner.number_came(self._at, number, "type")

    def _slid(self, number: int) -> None:
        self.box.show_number(number)
        self._owner.number_came(self._at, number, "slide" if self.slider.isSliderDown() else "")

    def _move_slider(self, number: int) -> None:
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(min(max(number, self.slider.minimum()), self.slider.maximum()))
        blocker.unblock()


