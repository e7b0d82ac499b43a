"""The plot of output sizes over one parameter."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.layers.check import axis_name
from convviz.ui import plots
from convviz.ui.panels.curves import LABELS, Curves
from convviz.ui.theme import colour, scene_theme

_MOST_TICKS = 9


class SizesChart(QWidget):
    """Points joined by a line, the present value marked, any other a click away."""

    taken = Signal(int)
    """The value that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Curves | None = None
        self._axes = 2
        self.plot: Any = plots.quiet_plot(self)
        self.plot.setAccessibleName("Output size")
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self._hair = plots.InfiniteLine(angle=90, movable=False)
        self._label = plots.TextItem(anchor=(0.5, 1.2))
        self._lines: list[Any] = []
        self._names: list[Any] = []
        self._mark = plots.PlotDataItem(symbol="o", symbolSize=13, pen=None)
        self._under = plots.PlotDataItem(symbol="o", symbolSize=9, pen=None)
        for item in (self._hair, self._mark, self._under, self._label):
            self.plot.addItem(item)
        self._unpoint()
        self.plot.scene().sigMouseMoved.connect(self._moved)
        self.plot.scene().sigMouseClicked.connect(self._clicked)

    @property
    def label(self) -> str:
        """What stands at the value pointed at: "stride 3 → 2"; empty without one."""
        return str(self._label.toPlainText()) if self._label.isVisible() else ""

    def show_curves(self, curves: Curves, axes: int) -> None:
        """Show output sizes of a layer with so many spatial axes."""
        self._curves, self._axes = curves, axes
        self._unpoint()
        self._draw()
        self.plot.setAccessibleDescription(
            "; ".join(_said(curves, at, axes) for at in range(len(curves.values)))
        )

    def place(self, value: int) -> QPointF:
        """Return where a value stands, in the plot's own pixels."""
        view = self.plot.getPlotItem().getViewBox()
        at = view.mapViewToScene(QPointF(value, self._size(value)))
        return QPointF(self.plot.mapFromScene(at))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._unpoint()

    def changeEvent(self, event: QEvent) -> None:
        """Take another theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._curves is not None:
            self._draw()

    def _draw(self) -> None:
        curves = self._curves
        if curves is None:
            return
        for line in self._lines:
            self.plot.removeItem(line)
        self._lines = [
            self._line(curves, at, dashed=at > 0)
            for at in range(len(curves.curves))
            if (at == 0 or curves.curves[at].sizes != curves.curves[0].sizes)
            # A line of gaps alone has no bounds to be shown in.
            and any(size is not None for size in curves.curves[at].sizes)
        ]
        self._name_lines(curves)
        known = [size for curve in curves.curves for size in curve.sizes if size is not None]
        low, high = curves.values[0], curves.values[-1]
        # Room above for the lines' names.
        top = max(known, default=1) * (1.15 if len(self._lines) == 1 else 1.4) + 0.5
        self.plot.setXRange(low - 0.5, high + 0.5, padding=0)
        self.plot.setYRange(0, top, padding=0)
        plots.whole_ticks(self.plot, "bottom", low, high, _MOST_TICKS)
        plots.whole_ticks(self.plot, "left", 0, int(top - 0.4), 6)
        plots.show_axes(
            self.plot, colour(self, "muted"), colour(self, "border"), self.font()
        )
        plots.name_axes(
            self.plot, LABELS[curves.parameter], "output size",
            colour(self, "muted"), self.font(),
        )
        self._mark.setData(*self._present(curves))
        accent = plots.pen(colour(self, "accent"), width=2)
        self._mark.setSymbolPen(accent)
        self._mark.setSymbolBrush(plots.brush(colour(self, "accent")))
        self._under.setSymbolPen(accent)
        self._under.setSymbolBrush(plots.brush(colour(self, "base")))
        self._hair.setPen(plots.pen(colour(self, "border"), width=1))
        self._label.setColor(colour(self, "text"))
        self._label.fill = plots.brush(colour(self, "base"))
        self._label.border = plots.pen(colour(self, "border"))

    def _line(self, curves: Curves, at: int, *, dashed: bool) -> Any:
        rgba = scene_theme(self).colours["output.edge"]
        sizes = np.array([np.nan if size is None else size for size in curves.curves[at].sizes])
        line = plots.PlotDataItem(
            np.array(curves.values), sizes, connect="finite",
            pen=plots.pen(
                rgba, width=2, style=Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            ),
            symbol="o", symbolSize=5, symbolPen=None, symbolBrush=plots.brush(rgba),
        )
        self.plot.addItem(line)
        line.setZValue(-1)
        return line

    def _name_lines(self, curves: Curves) -> None:
        """Write beside each line which axis it is of, when there are two."""
        for name in self._names:
            self.plot.removeItem(name)
        self._names = []
        for curve in curves.curves if len(self._lines) > 1 else ():
            at = next((at for at, size in enumerate(curve.sizes) if size is not None), None)
            if at is not None:
                name = plots.TextItem(
                    axis_name(self._axes, curve.axis), colour(self, "muted"), anchor=(0, 1.1)
                )
                name.setPos(curves.values[at], curve.sizes[at])
                self.plot.addItem(name)
                self._names.append(name)

    def _present(self, curves: Curves) -> tuple[list[float], list[float]]:
        here = curves.present
        if here is None:
            return [], []
        at = round(here) - curves.values[0]
        if not 0 <= at < len(curves.values):
            return [], []
        sizes = {curve.sizes[at] for curve in curves.curves} - {None}
        return [here] * len(sizes), sorted(float(size or 0) for size in sizes)

    def _size(self, value: int) -> int:
        if self._curves is None:
            return 0
        return self._curves.curves[0].sizes[value - self._curves.values[0]] or 0

    def _value_at(self, at: QPointF) -> int | None:
        view = self.plot.getPlotItem().getViewBox()
        if self._curves is None or not view.sceneBoundingRect().contains(at):
            return None
        value = round(view.mapSceneToView(at).x())
        return value if value in self._curves.values else None

    def _moved(self, at: QPointF) -> None:
        value = self._value_at(at)
        if value is None or self._curves is None:
            self._unpoint()
            return
        self._hair.setPos(value)
        index = value - self._curves.values[0]
        self._label.setText(_said(self._curves, index, self._axes))
        last = len(self._curves.values) - 1
        self._label.setAnchor((min(max(index / last, 0.05), 0.95) if last else 0.5, 1.3))
        known = [curve.sizes[index] for curve in self._curves.curves]
        sizes = [float(size) for size in known if size is not None]
        self._label.setPos(value, max(sizes, default=0.0))
        self._under.setData([value] * len(sizes), sizes)
        for item in (self._hair, self._label, self._under):
            item.setVisible(True)

    def _unpoint(self) -> None:
        for item in (self._hair, self._label, self._under):
            item.setVisible(False)

    def _clicked(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        value = self._value_at(event.scenePos())
        if value is not None:
            self.taken.emit(value)


def _said(curves: Curves, at: int, axes: int) -> str:
    sizes = [curve.sizes[at] for curve in curves.curves]
    if len(set(sizes)) == 1:
        said = "doesn't fit" if sizes[0] is None else str(sizes[0])
    else:
        said = ", ".join(
            f"{axis_name(axes, curve.axis)} {'doesn’t fit' if size is None else size}"
            for curve, size in zip(curves.curves, sizes, strict=True)
        )
    return f"{LABELS[curves.parameter]} {curves.values[at]} → {said}"
