"""Named styles: choose one, keep the present look as one, forget one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from convviz.ui.panels.export_rows import Combo, line

_NONE = "None"


class StyleRow(QWidget):
    """A list of styles with buttons; to save one, a line for its name takes their place."""

    chosen = Signal(str)
    """The name of the style that is wanted."""
    saved = Signal(str)
    """Under which name the present look is to be kept."""
    deleted = Signal(str)
    """The name of the style that is to be forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = Combo("Style", [("", _NONE)], "A size and a look with a name")
        self.save_as = _button("Save as…", "Save the look as a style")
        self.delete = _button("Delete", "Delete the style")
        self.name = line("Name of the style")
        self.name.setPlaceholderText("Name of the style")
        self.save = _button("Save", "Save the style")
        self.leave = _button("Cancel", "Don't save a style")
        choosing, naming = QWidget(), QWidget()
        for part, widgets in (
            (choosing, (self.combo, self.save_as, self.delete)),
            (naming, (self.name, self.save, self.leave)),
        ):
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for at, widget in enumerate(widgets):
                row.addWidget(widget, int(at == 0))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(choosing)
        self._pages.addWidget(naming)
        self.setFocusProxy(self.combo)
        self.combo.edited.connect(self._choose)
        self.save_as.clicked.connect(self._ask)
        self.delete.clicked.connect(self._delete)
        self.name.textChanged.connect(self._named)
        self.name.installEventFilter(self)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self._leave)

    @property
    def naming(self) -> bool:
        """Whether a name is being asked for."""
        return self._pages.currentIndex() == 1

    def show_styles(self, names: Sequence[str], present: str) -> None:
        """Show which there are, and the one that the look is; "" for none of them."""
        self.combo.offer([("", _NONE), *((name, name) for name in names)])
        self.combo.show_value(present)
        self.delete.setEnabled(bool(present))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Have Return save and Escape give up, not what the dialog does with them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
        return False

    def _choose(self) -> None:
        name = str(self.combo.value or "")
        if name:
            self.chosen.emit(name)

    def _ask(self) -> None:
        self.name.setText(str(self.combo.value or ""))
        self._named()
        self._pages.setCurrentIndex(1)
        self.name.setFocus()
        self.name.selectAll()

    def _named(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            self._leave()
            self.saved.emit(name)

    def _leave(self) -> None:
        self._pages.setCurrentIndex(0)
        self.save_as.setFocus()

    def _delete(self) -> None:
        self.combo.setFocus()
        self.deleted.emit(str(self.combo.value or ""))


def _button(text: str, name: str) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(name)
    made.setAutoDefault(False)
    return made
