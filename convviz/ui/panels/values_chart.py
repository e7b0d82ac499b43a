"""The plot of a histogram with two levels that can be dragged."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.options import Levels
from convviz.scene.items import Role
from convviz.ui import plots
from convviz.ui.panels.histogram import Histogram
from convviz.ui.theme import colour, scene_theme


class ValuesChart(QWidget):
    """Bars, and a region between the numbers at both ends of the colours."""

    dragged = Signal(object)
    """The two levels, while one is dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role: Role = "input.edge"
        self.plot: Any = plots.quiet_plot(self)
        self.plot.setAccessibleName("Histogram of the values")
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self._bars = plots.BarGraphItem(x=[0], height=[0], width=1)
        self.region = plots.LinearRegionItem(swapMode="block")
        self.region.setZValue(10)
        self.plot.addItem(self._bars)
        self.plot.addItem(self.region)
        self.plot.getPlotItem().hideAxis("left")
        self.region.sigRegionChanged.connect(self._dragged)

    def show_histogram(self, counted: Histogram, levels: Levels, role: Role) -> None:
        """Show a histogram in the colour of what it is of."""
        self._role = role
        edges, counts = counted.edges, counted.counts
        self._bars.setOpts(
            x0=edges[:-1], x1=edges[1:], height=counts, x=None, width=None
        )
        low, high = min(edges[0], levels[0]), max(edges[-1], levels[1])
        room = (high - low) * 0.04
        self.plot.setXRange(low - room, high + room, padding=0)
        self.plot.setYRange(0, max(counts.max(), 1) * 1.05, padding=0)
        self.show_levels(levels)
        self._colour()

    def show_levels(self, levels: Levels) -> None:
        """Move the region without a word."""
        blocked = self.region.blockSignals(True)
        self.region.setRegion(levels)
        self.region.blockSignals(blocked)

    def changeEvent(self, event: QEvent) -> None:
        """Take another theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        plots.show_axes(
            self.plot, colour(self, "muted"), colour(self, "border"), self.font()
        )
        self._bars.setOpts(
            pen=plots.pen(colour(self, "window"), width=1),
            brush=plots.brush(scene_theme(self).colours[self._role]),
        )
        fill = colour(self, "accent")
        fill.setAlpha(28)
        self.region.setBrush(fill)
        fill.setAlpha(56)
        self.region.setHoverBrush(fill)
        for line in self.region.lines:
            line.setPen(plots.pen(colour(self, "accent"), width=2))
            line.setHoverPen(plots.pen(colour(self, "accent"), width=4))

    def _dragged(self) -> None:
        low, high = self.region.getRegion()
        self.dragged.emit((float(low), float(high)))
