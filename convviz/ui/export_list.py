"""The card that lists exports: how far each is, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetrics, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.export_queue import Export, ExportQueue
from convviz.ui.icons import icon
from convviz.ui.panels.marks import show_tone
from convviz.ui.panels.notices import capitalised

WIDTH = 336
_MOST = 360


class ExportRow(QFrame):
    """One export: name, progress, what became of it.

    Parameters
    ----------
    export
        The export.
    queue
        Where it can be cancelled.
    """

    def __init__(self, export: Export, queue: ExportQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self.export = export
        self._queue = queue
        self.name = _Elided(export.name)
        self.name.setProperty("tone", "title")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(f"Progress of {export.name}")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_file = _button("Open", f"Open {export.name}")
        self.open_folder = _button("Open folder", f"Open the folder of {export.name}")
        self.cancel = _button("Cancel", f"Cancel {export.name}")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.text, 1)
        for each in (self.open_file, self.open_folder, self.cancel):
            below.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.bar)
        column.addLayout(below)
        self.cancel.clicked.connect(self._cancel)
        self.open_file.clicked.connect(self._open_file)
        self.open_folder.clicked.connect(self._open_folder)
        self.refresh()

    def refresh(self) -> None:
        """Show what the export has come to."""
        export = self.export
        self.bar.setVisible(export.stage == "running")
        self.bar.setValue(round(1000 * export.share))
        self.cancel.setVisible(not export.over)
        done = export.stage == "done"
        self.open_folder.setVisible(done)
        self.open_file.setVisible(done and len(export.paths) == 1)
        self.text.setText(_said(export))
        show_tone(self.text, "error" if export.stage == "failed" else "muted")

    def _cancel(self) -> None:
        self._queue.cancel(self.export)

    def _open_file(self) -> None:
        _open(self.export.paths[0])

    def _open_folder(self) -> None:
        _open(self.export.target.parent)


class ExportList(QFrame):
    """All exports, over the window's right upper corner.

    It is no window of its own and takes nothing away from the one under it.

    Parameters
    ----------
    queue
        The exports.
    parent
        What it lies over.
    """

    closed = Signal()

    def __init__(self, queue: ExportQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self._room = parent
        self._top = 0
        self._rows: dict[Export, ExportRow] = {}
        self.setObjectName("card")
        self.setAccessibleName("Exports")
        self.setFixedWidth(WIDTH)
        title = QLabel("Exports")
        title.setProperty("tone", "title")
        self.clear = _button("Clear", "Forget the exports that are over")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName("Close the list of exports")
        self.close_button.setToolTip("Close (Escape)")
        self.nothing = QLabel("Nothing has been exported yet.")
        self.nothing.setProperty("tone", "muted")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(self.clear)
        head.addWidget(self.close_button)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(16)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        self._area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.nothing)
        column.addWidget(self._area)
        self.clear.clicked.connect(queue.clear)
        self.close_button.clicked.connect(self.hide)
        queue.changed.connect(self._show)
        parent.installEventFilter(self)
        self._inside.installEventFilter(self)
        self._tint()
        self.hide()

    @property
    def rows(self) -> tuple[ExportRow, ...]:
        """What is listed, the newest first."""
        return tuple(self._rows[export] for export in reversed(self._queue.exports))

    def open(self, top: int) -> None:
        """Show it.

        Parameters
        ----------
        top
            Where it begins.
        """
        self._top = top
        self._show()
        self._place()
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is closed."""
        super().hideEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Stay in the corner, as high as its rows need."""
        moved = event.type() == QEvent.Type.Resize and watched is self._room
        grown = event.type() == QEvent.Type.LayoutRequest and watched is self._inside
        if (moved or grown) and self.isVisible():
            self._place()
        return False

    def _tint(self) -> None:
        self.close_button.setIcon(icon("close", self.palette()))

    def _show(self) -> None:
        exports = self._queue.exports
        for export in [export for export in self._rows if export not in exports]:
            row = self._rows.pop(export)
            row.hide()
            row.deleteLater()
        for export in exports:
            if export not in self._rows:
                self._rows[export] = ExportRow(export, self._queue, self._inside)
                self._column.insertWidget(0, self._rows[export])
            self._rows[export].refresh()
        self.nothing.setVisible(not exports)
        self._area.setVisible(bool(exports))
        self.clear.setVisible(any(export.over for export in exports))
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        room = self._room
        self._inside.setFixedWidth(WIDTH - 16 - 8)
        self._column.activate()
        wanted = self._column.heightForWidth(self._inside.width())
        self._area.setFixedHeight(min(max(wanted, 1), _MOST, max(80, room.height() - 200)))
        self.adjustSize()
        self.move(room.width() - self.width() - 8, self._top)


class _Elided(QLabel):
    """A label whose text is shortened in the middle where there is no room for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setMinimumWidth(40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten it anew."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self.font())
        self.setText(
            metrics.elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width())
        )


def _said(export: Export) -> str:
    match export.stage:
        case "waiting":
            return "Waiting for its turn"
        case "running":
            return f"{export.share:.0%}"
        case "cancelled":
            return "Cancelled"
        case "failed":
            return f"{capitalised(export.reason)}."
    count = len(export.paths)
    return "Saved" if count == 1 else f"{count:,} files saved"


def _button(text: str, name: str) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(name)
    made.setAutoDefault(False)
    return made


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
