"""Numbers of one parameter: alike and shown as one, or opened and shown apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from convviz.errors import Problem
from convviz.ui.panels import metrics
from convviz.ui.panels.chain import ChainButton
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.number_field import NumberField
from convviz.ui.panels.number_rows import Level, Range, Row
from convviz.ui.panels.quiet import QuietSlider
from convviz.ui.panels.whole_number import WholeNumberBox

_NOTICES_LINE = 8


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
        self._tip, self._span = tip, span
        # Rows and chains beyond the first are made when they are opened.
        self._fields: list[NumberField] = []
        self._chains: list[ChainButton] = []
        self._notices = Notices("error", self)
        self._notices.fix_wanted.connect(self.fix_wanted)
        self._grid.addWidget(self._notices, _NOTICES_LINE, 0, 1, metrics.COLUMNS)
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

    def _number_came(self, at: int, number: int, gesture: str) -> None:
        row = self._rows[at]
        numbers = tuple(
            number if index in row.numbers else old for index, old in enumerate(self._numbers)
        )
        self._numbers = numbers
        self.edited.emit(numbers, f"{gesture} {row.name}" if gesture else "")

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
        while len(self._fields) < len(self._rows):
            self._add_field()
        for at, field in enumerate(self._fields):
            shown = at < len(self._rows)
            field.name_after(self._rows[at] if shown else None)
        chains = [level.chain for level in self._levels[: self._level + 1] if level.chain]
        while len(self._chains) < len(chains):
            self._add_chain()
        for at, chain in enumerate(self._chains):
            chain.setVisible(at < len(chains))
            if at < len(chains):
                chain.show_held(chains[at], opened=self._level > at)
        self._put_in_tab_order()
        if self._numbers:
            self._tell()

    def _add_field(self) -> None:
        field = NumberField(len(self._fields), self._tip, self._span, self._grid, self)
        field.came.connect(self._number_came)
        field.misread.connect(self._tell)
        field.settled.connect(self.settled)
        self._fields.append(field)

    def _add_chain(self) -> None:
        chain = ChainButton(len(self._chains), self)
        chain.asked.connect(self._open_or_close)
        self._grid.addWidget(chain, len(self._chains), metrics.CHAIN)
        self._chains.append(chain)

    def _put_in_tab_order(self) -> None:
        """Have Tab go through the numbers and then the chains, whenever they were made."""
        order: list[QWidget] = [*(field.box for field in self._fields), *self._chains]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

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
