"""The table of a network's layers as Qt's views read it; layers are moved by dragging rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from convviz.interop.network_tables import HEADINGS, NUMBERS, cells
from convviz.layers.network.table import Row, Table

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_KIND = "application/x-convviz-layer"
_ABOUT = {
    "receptive field": "How many input cells a unit sees, along each axis",
    "jump": "Input cells from a unit to the next",
    "start": "The middle of what the first unit sees, counted from the first input cell's centre",
    "covered": "How much of the input the unit in the middle sees",
    "memory": "Of the output, as 32-bit floats",
}


class LayersModel(QAbstractTableModel):
    """A row for each layer of a network, a column for each of `HEADINGS`."""

    renamed = Signal(str, str)
    """(old, new): a layer was given another name."""
    moved = Signal(str, str)
    """(name, after): a layer was dragged to behind another one, or behind the input."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._texts: list[tuple[str, ...]] = []

    def show_table(self, table: Table | None) -> None:
        """Show a table in place of the last."""
        self.beginResetModel()
        self._table = table
        self._texts = [] if table is None else [cells(row) for row in table.rows]
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The layers on show."""
        return () if self._table is None else self._table.rows

    def place(self, name: str) -> int:
        """Return the row of a layer, -1 where there is none."""
        return next((at for at, row in enumerate(self.rows) if row.name == name), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many layers there are."""
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many facts are told of each."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what stands in a cell, and how."""
        row, heading = self.rows[index.row()], HEADINGS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                text = self._texts[index.row()][index.column()]
                return text or None
            case Qt.ItemDataRole.TextAlignmentRole:
                flags = Qt.AlignmentFlag
                side = flags.AlignRight if heading in NUMBERS else flags.AlignLeft
                return side | flags.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, heading)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{heading} {self._texts[index.row()][index.column()]}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's heading, or a layer's number."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        heading = HEADINGS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading[:1].upper() + heading[1:]
        return _ABOUT.get(heading) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that names can be typed, and rows dragged between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        common = (
            Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled
        )
        return common | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else common

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell that a layer was given another name."""
        name = self.rows[index.row()].name
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str) or value == name:
            return False
        self.renamed.emit(name, value)
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        """Say that rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what is dragged."""
        return [_KIND]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged layer's name."""
        data = QMimeData()
        data.setData(_KIND, self.rows[indexes[0].row()].name.encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index  # noqa: ARG002
    ) -> bool:
        """Tell where a layer was dropped; it is moved when the network is another one."""
        if not data.hasFormat(_KIND) or action != Qt.DropAction.MoveAction:
            return False
        name = bytes(data.data(_KIND).data()).decode()
        if row < 0:
            row = parent.row() + 1 if parent.isValid() else self.rowCount()
        before = [one.name for one in self.rows[:row] if one.name != name]
        self.moved.emit(name, before[-1] if before else "input")
        return False  # nothing is taken out here: the new table comes whole

    def _tip(self, row: Row, heading: str) -> str | None:
        if row.problems:
            return "\n".join(problem.message for problem in row.problems)
        if row.output_shape is None:
            return "What it reads isn't known: a layer before it doesn't fit"
        if heading == "name":
            return f"Reads {', '.join(row.inputs)}"
        return _ABOUT.get(heading)
