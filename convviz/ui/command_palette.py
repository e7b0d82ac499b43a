"""Any command by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.menus import Action, Actions

_ACTION = Qt.ItemDataRole.UserRole
_WIDTH, _ROW, _MOST = 520, 28, 10


class CommandPalette(QFrame):
    """A field and what matches it, over the middle of the window.

    Parameters
    ----------
    actions
        What there is.
    parent
        The window.
    """

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._actions = actions
        self._back: QWidget | None = None
        self.setObjectName("card")
        self.setAccessibleName("Find a command")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find a command")
        self.field.setAccessibleName("Find a command")
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Commands found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.itemClicked.connect(self._clicked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(8)
        whole.addWidget(self.field)
        whole.addWidget(self.list)
        self.hide()

    def open(self) -> None:
        """Show it, empty."""
        window = self._window
        self._back = window.focusWidget()
        self.field.clear()
        self._filter("")
        width = min(_WIDTH, window.width() - 32)
        self.move((window.width() - width) // 2, 64)
        self.setFixedWidth(width)
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_quietly(self) -> None:
        """Hide it and give the keyboard back."""
        # Hiding moves the keyboard on, which counts as leaving the palette.
        back, self._back = self._back, None
        self.hide()
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the field's arrows, Enter and Escape; close when the keyboard goes elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event.key())
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._back = None
            self.hide()
        return super().eventFilter(watched, event)

    def _pressed(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _MOST, Qt.Key.Key_PageUp: -_MOST,
        }
        if key in steps:
            row = self.list.currentRow() + steps[Qt.Key(key)]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            item = self.list.currentItem()
            if item is not None:
                self._clicked(item)
        elif key == Qt.Key.Key_Escape:
            self.close_quietly()
        else:
            return False
        return True

    def _clicked(self, item: QListWidgetItem) -> None:
        action: Action = item.data(_ACTION)
        self.close_quietly()
        action.trigger()

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        self.list.clear()
        for action in self._actions:
            path = action.path
            if action.isEnabled() and all(word in path.lower() for word in words):
                item = QListWidgetItem(path, self.list)
                item.setData(_ACTION, action)
                item.setSizeHint(QSize(0, _ROW))
        self.list.setCurrentRow(0)
        rows = min(max(self.list.count(), 1), _MOST)
        self.list.setFixedHeight(rows * _ROW + 2 * self.list.frameWidth())
        self.adjustSize()


class _Rows(QStyledItemDelegate):
    """Draws a command with its keys at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        action: Action = index.data(_ACTION)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if not keys:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        rect: QRect = option.rect
        painter.save()
        painter.setPen(palette.color(role))
        painter.drawText(
            rect.adjusted(0, 0, -8, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            keys,
        )
        painter.restore()
