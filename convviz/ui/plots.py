"""pyqtgraph, let in at this one place: it has no type marker.

Import this module only where a plot is about to be shown; it takes 0.2 s.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pyqtgraph  # type: ignore[import-untyped]
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

pyqtgraph.setConfigOptions(antialias=True)

PlotWidget: Any = pyqtgraph.PlotWidget
PlotDataItem: Any = pyqtgraph.PlotDataItem
BarGraphItem: Any = pyqtgraph.BarGraphItem
InfiniteLine: Any = pyqtgraph.InfiniteLine
LinearRegionItem: Any = pyqtgraph.LinearRegionItem
TextItem: Any = pyqtgraph.TextItem
pen: Any = pyqtgraph.mkPen
brush: Any = pyqtgraph.mkBrush


def quiet_plot(parent: QWidget) -> Any:
    """Return a plot widget without buttons, menus, or panning of its own."""
    widget = PlotWidget(parent, background=None)
    item = widget.getPlotItem()
    item.setMenuEnabled(False)
    item.hideButtons()
    item.setMouseEnabled(x=False, y=False)
    widget.setFrameShape(widget.Shape.NoFrame)
    return widget


def show_axes(widget: Any, text: QColor, line: QColor, font: QFont) -> None:
    """Give a plot's axes their colours and font."""
    for side in ("bottom", "left"):
        axis = widget.getPlotItem().getAxis(side)
        axis.setTextPen(text)
        axis.setPen(line)
        axis.setStyle(tickFont=font, tickLength=-4)


def name_axes(widget: Any, bottom: str, left: str, text: QColor, font: QFont) -> None:
    """Write beside a plot's axes what they are; after `show_axes`, which colours them too."""
    for side, name in (("bottom", bottom), ("left", left)):
        axis = widget.getPlotItem().getAxis(side)
        axis.setLabel(name, color=text.name())
        axis.label.setFont(font)


def whole_ticks(widget: Any, side: str, low: int, high: int, most: int) -> None:
    """Put ticks at whole numbers from low to high, so many at the most."""
    step = next(
        factor * 10**power
        for power in count()
        for factor in (1, 2, 5)
        if (high - low) / (factor * 10**power) < most
    )
    first = -(-low // step) * step
    ticks = [(at, str(at).replace("-", "−")) for at in range(first, high + 1, step)]
    widget.getPlotItem().getAxis(side).setTicks([ticks])
