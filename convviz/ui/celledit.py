"""Typing a number right into a cell of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from convviz.document import editing
from convviz.document.document import Document
from convviz.document.values import Number
from convviz.errors import ConvvizError
from convviz.figures.sentences import place
from convviz.scene.items import Target
from convviz.ui.bridge import Bridge

if TYPE_CHECKING:
    from convviz.ui.canvas import Canvas

_WIDTH, _HEIGHT = 64, 28


class CellEditor(QLineEdit):
    """A field over a cell of the input or the kernel.

    Enter puts the number in, Tab goes on to the next cell, Escape leaves
    everything as it was. What is no number stays, with the reason below it.
    """

    def __init__(self, bridge: Bridge, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._bridge = bridge
        self._canvas = canvas
        self._target: Target | None = None
        self.setObjectName("cell")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName("Number in the cell")
        self.hide()
        self.reason = QLabel(canvas)
        self.reason.setObjectName("card")
        self.reason.setProperty("tone", "error")
        self.reason.setContentsMargins(8, 4, 8, 4)
        self.reason.hide()
        self.textEdited.connect(self._forgive)

    @property
    def target(self) -> Target | None:
        """The cell that is being edited."""
        return self._target

    def edit(self, target: Target) -> bool:
        """Open over a cell; return whether it is one that can be edited."""
        index = self._index(target)
        if index is None:
            return False
        rect = self._canvas.cell_rect(target)
        if rect is None:
            return False
        if not QRectF(self._canvas.rect()).contains(rect) and target[0] == "input":
            row, column = target[1]
            self._canvas.show_place((row, column))
            rect = self._canvas.cell_rect(target) or rect
        self._target = target
        width = max(_WIDTH, round(rect.width()))
        height = max(_HEIGHT, round(rect.height()))
        centre = rect.center().toPoint()
        self.setGeometry(centre.x() - width // 2, centre.y() - height // 2, width, height)
        number = _array(self._bridge.state.document, target[0])[index].item()
        self.setText(f"{number:.17g}" if isinstance(number, float) else str(number))
        self.setAccessibleDescription(f"{target[0]} {place(index[-len(self._axes()):])}")
        self._forgive()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        return True

    def close_unfinished(self) -> None:
        """Close without putting anything in."""
        self._target = None
        self.hide()
        self.reason.hide()

    def commit(self) -> bool:
        """Put the number in; return whether it was one."""
        if self._target is None:
            return False
        # Loaded when first needed: starting is quicker without.
        from convviz.interop.numbers import parse_number  # noqa: PLC0415

        try:
            self._put(self._target, parse_number(self.text()))
        except ConvvizError as error:
            self._complain(str(error))
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape; the rest is typing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.commit():
                self._leave()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Tab, which otherwise goes to the next field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Tab:
                self._go_on(1)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self._go_on(-1)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the number in when the keyboard goes elsewhere; drop what is none."""
        if self._target is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self.commit()
            self.close_unfinished()
        super().focusOutEvent(event)

    def _leave(self) -> None:
        self.close_unfinished()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self, by: int) -> None:
        target = self._target
        if target is None or not self.commit():
            return
        kind, (row, column) = target
        shape = _array(self._bridge.state.document, kind).shape
        columns = shape[-1]
        rows = shape[-2] if len(self._axes()) > 1 else 1
        cell = (row * columns + column + by) % (rows * columns)
        self.edit((kind, divmod(cell, columns)))

    def _axes(self) -> range:
        return range(self._bridge.state.document.layer.axes)

    def _index(self, target: Target) -> tuple[int, ...] | None:
        """Return a cell's index in its array, None when there is no such cell."""
        picture = self._canvas.picture
        if picture is None or self._bridge.state.pending:
            return None
        return picture.index_of(self._canvas.step, target)

    def _put(self, target: Target, number: Number) -> None:
        index = self._index(target)
        document = self._bridge.state.document
        if index is None or _array(document, target[0])[index].item() == number:
            return
        where = place(index[-len(self._axes()):])
        change = editing.with_input_cell if target[0] == "input" else editing.with_weight_cell
        self._bridge.session.edit(
            f"Edit {target[0]} {where}", change(document, index, number)
        )

    def _complain(self, sentence: str) -> None:
        self._mark(wrong=True)
        self.reason.setText(sentence)
        self.reason.adjustSize()
        left = min(self.x(), self._canvas.width() - self.reason.width() - 8)
        below = self.geometry().bottom() + 4
        if below + self.reason.height() > self._canvas.height():
            below = self.y() - 4 - self.reason.height()
        self.reason.move(max(8, left), below)
        self.reason.show()
        self.reason.raise_()

    def _forgive(self) -> None:
        self._mark(wrong=False)
        self.reason.hide()

    def _mark(self, *, wrong: bool) -> None:
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            self.style().polish(self)


def _array(document: Document, kind: str) -> NDArray[Any]:
    return (document.input if kind == "input" else document.layer_weights.weight).array()
