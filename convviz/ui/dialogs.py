"""Small windows beside the window: preferences, shortcuts, about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.actions import ROWS
from convviz.ui.settings import ROWS as SETTINGS
from convviz.ui.settings import Row, Settings, with_choice
from convviz.version import __version__


class SettingBox(QComboBox):
    """Chooses one setting."""

    chosen_value = Signal(str, object)
    """(the setting's field, its value)"""

    def __init__(self, row: Row, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = row.field
        self.setAccessibleName(row.label)
        self.setAccessibleDescription(row.about)
        self.setToolTip(row.about)
        for value, label in row.choices:
            self.addItem(label, value)
        self.setCurrentIndex(self.findData(getattr(settings, row.field)))
        self.activated.connect(self._chosen)

    def _chosen(self, index: int) -> None:
        self.chosen_value.emit(self.field, self.itemData(index))


class PreferencesDialog(QDialog):
    """All settings; each takes effect when it is chosen.

    Parameters
    ----------
    settings
        As they are.
    parent
        The window.
    """

    changed = Signal(object)
    """The new `convviz.ui.settings.Settings`."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self._settings = settings
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        self.boxes = [SettingBox(row, settings, self) for row in SETTINGS]
        for row, box in zip(SETTINGS, self.boxes, strict=True):
            form.addRow(row.label, box)
            box.chosen_value.connect(self._choose)
        _with_close(self, form)

    def _choose(self, field: str, value: object) -> None:
        self._settings = with_choice(self._settings, field, value)
        self.changed.emit(self._settings)


class ShortcutsDialog(QDialog):
    """All keys, from the same rows as the menus.

    Parameters
    ----------
    parent
        The window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(560, 560)
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(4, 4, 12, 4)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for title, on_picture in (("With the picture in focus", True), ("Everywhere", False)):
            heading = QLabel(title, inside)
            heading.setProperty("tone", "title")
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for row in ROWS:
                if row.shortcuts and row.on_picture == on_picture:
                    at = grid.rowCount()
                    keys = QLabel(_keys(row.shortcuts), inside)
                    keys.setProperty("tone", "muted")
                    grid.addWidget(keys, at, 0, Qt.AlignmentFlag.AlignTop)
                    grid.addWidget(QLabel(row.text.removesuffix("…"), inside), at, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName("Keyboard shortcuts")
        whole = QVBoxLayout()
        whole.addWidget(area)
        _with_close(self, whole)


class AboutDialog(QDialog):
    """What this is.

    Parameters
    ----------
    parent
        The window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About convviz")
        text = QLabel(
            f"<p><b>convviz {__version__}</b></p>"
            "<p>See exactly what a convolution does, step by step, with the numbers.</p>"
            "<p>Under the MIT licence. The bundled DejaVu fonts have their own free licence.</p>",
            self,
        )
        text.setWordWrap(True)
        text.setMinimumWidth(360)
        whole = QVBoxLayout()
        whole.addWidget(text)
        _with_close(self, whole)


def _with_close(dialog: QDialog, content: QFormLayout | QVBoxLayout) -> None:
    """Lay out a dialog: its content and a button that closes it."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(16, 16, 16, 16)
    whole.setSpacing(16)
    whole.addLayout(content, 1)
    whole.addWidget(buttons)


def _keys(shortcuts: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(QKeySequence(keys).toString(native) for keys in shortcuts)
