"""The panel that plots the output size against each parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from convviz.layers.words import axis_name
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.panels.curves import LABELS, changes, curves, parameters_of
from convviz.ui.panels.marks import muted
from convviz.ui.panels.quiet import QuietComboBox

if TYPE_CHECKING:
    from convviz.ui.panels.sizes_chart import SizesChart


class SizesPanel(QWidget):
    """Output size over kernel, stride, padding, dilation or input; a click takes a value.

    The plot is made when the panel is first shown.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.chart: SizesChart | None = None
        self.setObjectName("sizes")
        self.setAccessibleName("Output sizes")
        self.parameter = QuietComboBox()
        self.parameter.setAccessibleName("Parameter to plot against")
        self.axis = QuietComboBox()
        self.axis.setAccessibleName("Axis to plot")
        self._offered: tuple[tuple[str, ...], int] = ((), 0)
        for combo in (self.parameter, self.axis):
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToContents)
            combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        against = QLabel("Output size over the")
        against.setBuddy(self.parameter)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (against, self.parameter, self.axis):
            row.addWidget(widget)
        row.addStretch(1)
        self._hint = muted("Click to take a value")
        row.addWidget(self._hint)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self._column.addLayout(row)
        self.setMinimumHeight(180)
        self._offer()
        self.parameter.currentIndexChanged.connect(self._show)
        self.axis.currentIndexChanged.connect(self._show)
        bridge.changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plot, the first time."""
        super().showEvent(event)
        if self.chart is None:
            # pyqtgraph is loaded only when there is something to see of it.
            from convviz.ui.panels.sizes_chart import SizesChart  # noqa: PLC0415

            self.chart = SizesChart(self)
            self.chart.taken.connect(self._take)
            self._column.addWidget(self.chart, 1)
        self._show()

    @property
    def _axes(self) -> tuple[int, ...]:
        return tuple(self.axis.currentData())

    def _offer(self) -> None:
        """Offer the parameters and axes that the layer has."""
        layer = self._bridge.state.fields.layer
        offered = parameters_of(layer), layer.axes
        if offered == self._offered:
            return
        self._offered = offered
        before = self.parameter.currentData()
        for combo in (self.parameter, self.axis):
            combo.blockSignals(True)
            combo.clear()
        for parameter in offered[0]:
            self.parameter.addItem(LABELS[parameter].capitalize(), parameter)
        self.parameter.setCurrentIndex(max(self.parameter.findData(before), 0))
        names = [axis_name(layer.axes, axis).capitalize() for axis in range(layer.axes)]
        if layer.axes > 1:
            every = f"{', '.join(names[:-1])} and {names[-1]}".capitalize()
            self.axis.addItem(every, tuple(range(layer.axes)))
        for axis, name in enumerate(names):
            self.axis.addItem(name, (axis,))
        for combo in (self.parameter, self.axis):
            combo.blockSignals(False)

    def _changed(self, old: State, new: State) -> None:
        if self.isVisible() and (
            old.document.graph is not new.document.graph
            or old.document.input is not new.document.input
            or old.draft is not new.draft
        ):
            self._show()

    def _show(self) -> None:
        if self.chart is None:
            return
        fields = self._bridge.state.fields
        self._offer()
        self.axis.setVisible(fields.layer.axes > 1)
        self.chart.show_curves(
            curves(fields, self.parameter.currentData(), self._axes), fields.layer.axes
        )

    def _take(self, value: int) -> None:
        parameter = self.parameter.currentData()
        self._bridge.session.change(
            f"{LABELS[parameter].capitalize()} {value}",
            changes(self._bridge.state.fields, parameter, self._axes, value),
        )
