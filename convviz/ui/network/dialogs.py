"""Questions of the network's page: what a layer reads, which file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.layers.graph import INPUT, Node

_SIZE = (360, 420)


class ReadsDialog(QDialog):
    """Asks which of the layers before a layer it reads.

    Parameters
    ----------
    node
        The layer.
    before
        Names of the layers that stand before it.
    """

    chosen = Signal(str, object)
    """(the layer's name, a tuple of the names that it is to read)"""

    def __init__(self, node: Node, before: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = node
        self.setWindowTitle(f"What {node.name} reads")
        self.resize(*_SIZE)
        self.list = QListWidget(self)
        self.list.setSpacing(3)
        self.list.setAccessibleName(f"Layers that {node.name} can read")
        for name in (INPUT, *before):
            item = QListWidgetItem(name, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = name in node.inputs
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.scrollToBottom()
        word = QLabel("Sums and concatenations read several, in the order of the table.", self)
        word.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (word, self.list, buttons):
            column.addWidget(widget)
        self.list.setFocus()

    def _take(self) -> None:
        items = [self.list.item(at) for at in range(self.list.count())]
        ticked = [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]
        # What it read before keeps its order: of a difference, or a crop, that matters.
        kept = [name for name in self._node.inputs if name in ticked]
        self.accept()
        self.chosen.emit(
            self._node.name, (*kept, *(name for name in ticked if name not in kept))
        )
