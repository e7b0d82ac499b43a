"""The view of a network's layers: one is chosen, entered, dragged to another place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from convviz.ui.network.model import LayersModel
from convviz.ui.theme import colour

_ROW = 26
"""Height of a row."""
_WIDEST = 170
_WIDEST_NAME = 1200
_BESIDE = 26
_SAMPLED = 400


class LayersView(QTableView):
    """A table of layers of which one is chosen.

    Parameters
    ----------
    model
        Its rows.
    """

    chosen = Signal(str)
    """The layer that was chosen with keys or the mouse, by its name."""
    entered_layer = Signal(str)
    """The layer that is to be looked into: Enter, or a double click beside its name."""

    removal_wanted = Signal()
    """The chosen layer is to be taken out: Delete."""

    def __init__(self, model: LayersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = model
        self._widths, self._least = 0, _WIDEST
        self.setModel(model)
        self.setObjectName("layers")
        self.setAccessibleName("Layers of the network")
        self.setItemDelegate(_Delegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._double_clicked)

    @property
    def current(self) -> str:
        """The chosen layer's name, empty where there is none."""
        at = self.currentIndex().row()
        rows = self._layers.rows
        return rows[at].name if 0 <= at < len(rows) else ""

    def choose(self, name: str) -> None:
        """Choose a layer without telling anybody."""
        place = self._layers.place(name)
        if place >= 0 and place != self.currentIndex().row():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(self._layers.index(place, max(self.currentIndex().column(), 0)))
            self.blockSignals(blocked)
            self.scrollTo(self._layers.index(place, 0))
            self.viewport().update()

    def step(self, by: int) -> None:
        """Choose the layer some rows further down, or up."""
        at = min(max(self.currentIndex().row() + by, 0), len(self._layers.rows) - 1)
        if at >= 0:
            self.setCurrentIndex(self._layers.index(at, max(self.currentIndex().column(), 0)))

    def beside(self, name: str) -> str:
        """Return the layer after one, or before the last; empty where there is no other."""
        names = [row.name for row in self._layers.rows]
        at = names.index(name)
        others = [*names[at + 1 : at + 2], *names[max(at - 1, 0) : at]]
        return others[0] if others else ""

    def fit_columns(self) -> None:
        """Make columns as wide as what stands in them; hide those that say nothing."""
        bold = self.font()
        bold.setBold(True)
        plain = QFontMetrics(self.font())
        model, rows = self._layers, min(len(self._layers.rows), _SAMPLED)
        for column in range(model.columnCount()):
            texts = [str(model.index(row, column).data() or "") for row in range(rows)]
            said = any(text not in {"", "–", "1"} for text in texts) or column == 0
            self.setColumnHidden(column, not said)
            heading = str(model.headerData(column, Qt.Orientation.Horizontal))
            metrics = plain if column else QFontMetrics(bold)  # names are bold
            widest = max(map(metrics.horizontalAdvance, (heading, *texts)))
            self.setColumnWidth(column, min(widest + _BESIDE, _WIDEST))
        self._widths = sum(
            self.columnWidth(column) for column in range(1, model.columnCount())
            if not self.isColumnHidden(column)
        )
        self._least = self.columnWidth(0)
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room is left."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        free = self.viewport().width() - self._widths
        self.setColumnWidth(0, min(max(self._least, free), _WIDEST_NAME))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which layer was chosen."""
        super().selectionChanged(selected, deselected)
        if selected.indexes() and self.current:
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks into a layer, Delete takes it out."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current and not editing:
            self.entered_layer.emit(self.current)
            return
        if event.key() == Qt.Key.Key_Delete and self.current and not editing:
            self.removal_wanted.emit()
            return
        super().keyPressEvent(event)

    def _double_clicked(self, index: QModelIndex) -> None:
        self.entered_layer.emit(self._layers.rows[index.row()].name)


class _Delegate(QStyledItemDelegate):
    """Cells in the tone of their layer: what fails in red, what follows from that faint."""

    def __init__(self, model: LayersModel, view: LayersView) -> None:
        super().__init__(view)
        self._layers = model
        self._view = view

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Set a cell's colours."""
        super().initStyleOption(option, index)
        row = self._layers.rows[index.row()]
        tone = "error" if row.problems else "muted" if row.output_shape is None else ""
        if tone:
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, colour(self._view, tone))
        if row.problems:
            option.backgroundBrush = QBrush(colour(self._view, "error.surface"))
        option.font.setBold(index.column() == 0)
