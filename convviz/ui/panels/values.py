"""The panel with the histogram of values, the levels of the colours, and the colour bar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from convviz.frames import Colouring, colourings
from convviz.frames.showing import COLOUR_MAP_NAMES
from convviz.options import COLOUR_MAPS, Levels
from convviz.scene.items import Role
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.colour_bar import ColourBar
from convviz.ui.panels.histogram import histogram
from convviz.ui.panels.quiet import QuietComboBox

if TYPE_CHECKING:
    from convviz.ui.panels.values_chart import ValuesChart

_ROLES: tuple[Role, Role] = ("input.edge", "output.edge")
Which = Literal["input", "output"]


class ValuesPanel(QWidget):
    """Which values there are, and which of them are the darkest and the lightest.

    The plot is made when the panel is first shown.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.chart: ValuesChart | None = None
        self._counted: tuple[object, ...] = ()
        self.setObjectName("values")
        self.setAccessibleName("Values")
        self.which = QuietComboBox()
        self.which.setAccessibleName("Values of")
        for label, which in (("Input", "input"), ("Output", "output")):
            self.which.addItem(label, which)
        self.colour_map = QuietComboBox()
        self.colour_map.setAccessibleName("Colours")
        for each in COLOUR_MAPS:
            self.colour_map.addItem(COLOUR_MAP_NAMES[each], each)
        self.reset = QPushButton("Reset levels")
        self.reset.setAccessibleName("Reset levels")
        self.reset.setToolTip("Let the colours span all values again")
        self.bar = ColourBar()
        self._lay_out()
        self.which.currentIndexChanged.connect(self._show)
        self.colour_map.activated.connect(self._take_colour_map)
        self.reset.clicked.connect(self._take_reset)
        bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, combo in (("Values of the", self.which), ("Colours", self.colour_map)):
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToContents)
            combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            label = QLabel(text)
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo)
        row.addStretch(1)
        row.addWidget(self.reset)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self._column.addLayout(row)
        self._column.addWidget(self.bar)
        self.setMinimumHeight(180)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plot, the first time."""
        super().showEvent(event)
        if self.chart is None:
            # pyqtgraph is loaded only when there is something to see of it.
            from convviz.ui.panels.values_chart import ValuesChart  # noqa: PLC0415

            self.chart = ValuesChart(self)
            self.chart.dragged.connect(self._take_levels)
            self._column.insertWidget(1, self.chart, 1)
        self._show()

    @property
    def _shown(self) -> Which:
        return "input" if self.which.currentData() == "input" else "output"

    def _changed(self, old: State, new: State) -> None:
        if self.isVisible() and (
            old.trace is not new.trace or old.document.view != new.document.view
        ):
            self._show()

    def _show(self) -> None:
        state = self._bridge.state
        if self.chart is None or state.trace is None or state.pending:
            return
        trace, view = state.trace, state.document.view
        of_input, of_output = colourings(state.document, trace)
        mine = of_input if self._shown == "input" else of_output
        chosen = view.input_levels if self._shown == "input" else view.output_levels
        self.bar.show_colouring(mine)
        self.reset.setEnabled(chosen is not None)
        self.colour_map.setCurrentIndex(COLOUR_MAPS.index(view.colour_map))
        key = (trace, self._shown)
        if key == self._counted:
            self.chart.show_levels(mine.levels)
            return
        self._counted = key
        self._count(mine)

    def _count(self, mine: Colouring) -> None:
        trace = self._bridge.state.trace
        if self.chart is None or trace is None:
            return
        if self._shown == "input":
            array, ranges, role = trace.input, trace.padded_coarse, _ROLES[0]
        else:
            array, ranges, role = trace.output, trace.output_coarse, _ROLES[1]
        counted = histogram(array, ranges.low, ranges.high)
        self.chart.show_histogram(counted, mine.levels, role)

    def _take_levels(self, levels: Levels | None) -> None:
        session = self._bridge.session
        view = session.state.document.view
        if self._shown == "input":
            session.view(replace(view, input_levels=levels))
        else:
            session.view(replace(view, output_levels=levels))

    def _take_reset(self) -> None:
        self._take_levels(None)
        self._counted = ()
        self._show()

    def _take_colour_map(self, at: int) -> None:
        session = self._bridge.session
        session.view(replace(session.state.document.view, colour_map=COLOUR_MAPS[at]))
