"""The rows of the export dialog: a label, what is to be chosen, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from convviz.options import PANELS, Panel
from convviz.ui.panels.marks import muted
from convviz.ui.panels.notices import Notice, Notices
from convviz.ui.panels.quiet import QuietComboBox
from convviz.ui.switch import Switch, show_switch

LABEL = 88
FIELD = 76
"""Widths of a label and of a field for one number."""
HEIGHT = 26
"""Of all fields, so that those beside one another are as high and lines don't shift."""


class FormRow(QWidget):
    """A label, fields beside one another, and what is wrong with them underneath.

    Parameters
    ----------
    text
        The label; the first field is its buddy.
    widgets
        The fields; a text stands back between them.
    stretched
        Whether the first takes the room that is left.
    """

    def __init__(
        self, text: str, widgets: Iterable[QWidget | str], *, stretched: bool = False
    ) -> None:
        super().__init__()
        self.label = QLabel(text)
        self.label.setFixedWidth(LABEL)
        self._notices = Notices("error")
        line = QHBoxLayout()
        line.setSpacing(8)
        placed = [muted(each) if isinstance(each, str) else each for each in widgets]
        for at, widget in enumerate(placed):
            line.addWidget(widget, int(stretched and at == 0))
        if not stretched:
            line.addStretch(1)
        self.label.setBuddy(placed[0])
        self.label.setFixedHeight(HEIGHT)
        for widget in placed:
            for field in (widget, *widget.findChildren(QWidget)):
                if isinstance(field, QComboBox | QLineEdit | QPushButton):
                    field.setFixedHeight(HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(line, 0, 1)
        grid.addWidget(self._notices, 1, 1)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is said under the fields."""
        return self._notices.notices

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; nothing when empty."""
        self._notices.show_notices([Notice(problem)] if problem else [])


class Combo(QuietComboBox):
    """One of several values, each with a text.

    Parameters
    ----------
    name
        What a screen reader says.
    entries
        Values and their texts.
    tip
        What it does, in one sentence.
    """

    edited = Signal()
    """The person chose another."""

    def __init__(
        self, name: str, entries: Sequence[tuple[object, str]], tip: str = "", width: int = 0
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self._values: tuple[object, ...] = ()
        self.offer(entries)
        if width:
            self.setFixedWidth(width)
        self.currentIndexChanged.connect(self._chosen)

    @property
    def value(self) -> object:
        """What is chosen."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def offer(self, entries: Sequence[tuple[object, str]]) -> None:
        """Offer these in place of what was offered before."""
        values = tuple(value for value, _ in entries)
        if values == self._values:
            return
        blocked = self.blockSignals(True)
        self.clear()
        self.addItems([text for _, text in entries])
        self._values = values
        self.blockSignals(blocked)

    def show_value(self, value: object) -> None:
        """Show a value, without anybody having chosen it."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self.blockSignals(blocked)

    def _chosen(self) -> None:
        self.edited.emit()


class Toggle(Switch):
    """A switch that tells only of the person's own doing."""

    edited = Signal()

    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.toggled.connect(self._toggled)

    def show_on(self, *, on: bool) -> None:
        """Show whether it is on."""
        show_switch(self, on=on)
        self.update()

    def _toggled(self) -> None:
        self.edited.emit()


class PanelSwitches(QWidget):
    """Which parts a picture has."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._switches = {name: Toggle(name.capitalize()) for name in PANELS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for at, switch in enumerate(self._switches.values()):
            grid.addWidget(switch, at // 2, at % 2)
            switch.edited.connect(self.edited)
        self.setFocusProxy(self._switches["input"])

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Those that are on."""
        return tuple(name for name, switch in self._switches.items() if switch.isChecked())

    def switch(self, panel: Panel) -> Toggle:
        """Return the switch of one part."""
        return self._switches[panel]

    def show_panels(self, panels: Iterable[Panel]) -> None:
        """Show which are on."""
        for name, switch in self._switches.items():
            switch.show_on(on=name in panels)


class Part(QWidget):
    """Rows under a heading."""

    def __init__(self, title: str, rows: Sequence[QWidget]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if title:
            heading = QLabel(title)
            heading.setProperty("tone", "title")
            heading.setMinimumHeight(20)
            column.addWidget(heading)
        for row in rows:
            column.addWidget(row)

    def refresh(self) -> None:
        """Be there only while one of the rows is."""
        self.setVisible(any(not row.isHidden() for row in self._rows))


def line(name: str, tip: str = "") -> QLineEdit:
    """Return a line for a text."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setAccessibleDescription(tip)
    made.setToolTip(tip)
    return made
