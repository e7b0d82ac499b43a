"""What a layer amounts to, in a small table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convviz.figures.numbers import grouped
from convviz.layers import Summary
from convviz.limits import times
from convviz.ui.panels.marks import muted

_TIPS = {
    "Output": "Shape of the feature maps: channels × rows × columns.",
    "Effective kernel": "Cells from the kernel's first to its last on the input: D·(K − 1) + 1.",
    "Receptive field": "The part of the input that one output number sees.",
    "Not read": "Input cells that no window reads.",
    "Parameters": "Numbers that training would change: weights and biases.",
    "Multiply-adds": "Products of the whole layer, each added once: what it costs to compute.",
    "Operations": "Cells that are compared or added, each time that a window reads one.",
}
_CELLS = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def rows(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Return the table: what each row is called and says."""
    split = f" ({grouped(summary.weights)} + {grouped(summary.biases)})" if summary.biases else ""
    seen = summary.receptive_field
    costs = ("Multiply-adds", grouped(summary.multiply_adds))
    if not summary.multiply_adds:
        costs = ("Operations", grouped(summary.operations))
    return (
        ("Output", times(summary.output_shape)),
        ("Effective kernel", times(summary.effective_kernel)),
        ("Receptive field", times(seen.size) if seen else "differs from cell to cell"),
        ("Not read", _unread(summary)),
        ("Parameters", grouped(summary.parameters) + split),
        costs,
    )


def _unread(summary: Summary) -> str:
    names = _CELLS[len(summary.unread)]
    found = [
        f"{unread.input} {name}{'s' if unread.input != 1 else ''}"
        for unread, name in zip(summary.unread, names, strict=True)
        if unread.input
    ]
    return ", ".join(found) or "nothing"


class FactsTable(QWidget):
    """Names at the left, numbers at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The layer in numbers")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, QLabel] = {}
        self._numbers: dict[str, QLabel] = {}
        for name, tip in _TIPS.items():
            at = len(self._numbers)
            label, number = muted(name), QLabel()
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for widget in (label, number):
                widget.setToolTip(tip)
            self._grid.addWidget(label, at, 0)
            self._grid.addWidget(number, at, 1)
            self._labels[name], self._numbers[name] = label, number

    @property
    def texts(self) -> dict[str, str]:
        """What is on show, by its name."""
        return {
            name: label.text() for name, label in self._numbers.items() if not label.isHidden()
        }

    def show_summary(self, summary: Summary) -> None:
        """Show a layer's numbers."""
        found = dict(rows(summary))
        for name, label in self._labels.items():
            label.setVisible(name in found)
            self._numbers[name].setVisible(name in found)
        for name, text in found.items():
            self._numbers[name].setText(text)
            self._numbers[name].setAccessibleName(f"{name}: {text}")
