"""Driving the window with mouse and keyboard, as a person does."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from convviz.session.session import State
from convviz.ui.window import Window


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Driver:
    """Hands on mouse and keyboard of one window."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot = qtbot
        self.window = window
        self.canvas = window.canvas
        self._busy: list[str] = []
        window.bridge.busy.connect(self._note)

    @property
    def state(self) -> State:
        return self.window.bridge.state

    @property
    def step(self) -> int:
        return self.state.document.step

    def _note(self, what: str) -> None:
        self._busy.append(what)

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in whatever has the keyboard."""
        self.qtbot.keyClick(self._focus(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text into whatever has the keyboard."""
        self.qtbot.keyClicks(self._focus(), text)

    def _focus(self) -> QWidget:
        """Return what has the keyboard; the window when what had it is gone.

        On a desktop the window manager sees to that.
        """
        QApplication.processEvents()
        widget = QApplication.focusWidget()
        if widget is None or not widget.isVisible():
            self.window.activateWindow()
            QApplication.processEvents()
            widget = self.window.focusWidget()
        return widget or self.window

    def place(self, kind: str, row: int, column: int) -> QPoint:
        """Return the middle of a cell."""
        rect = self.canvas.cell_rect((kind, (row, column)))
        assert rect is not None
        return rect.center().toPoint()

    def hover(self, kind: str, row: int, column: int) -> None:
        self.qtbot.mouseMove(self.canvas, self.place(kind, row, column))
        QApplication.processEvents()

    def click(self, kind: str, row: int, column: int) -> None:
        place = self.place(kind, row, column)
        self.qtbot.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=place)

    def double_click(self, place: QPoint) -> None:
        self.qtbot.mouseDClick(self.canvas, Qt.MouseButton.LeftButton, pos=place)

    def wheel(self, place: QPoint, turned: int) -> None:
        event = QWheelEvent(
            QPointF(place), QPointF(self.canvas.mapToGlobal(place)), QPoint(), QPoint(0, turned),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    def drop(self, path: Path) -> None:
        """Drop a file onto the window and wait until it is read, or refused."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        enter = QDragEnterEvent(
            QPoint(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        event = QDropEvent(
            QPointF(400, 300), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.wait_for_work(lambda: QApplication.sendEvent(self.window, event))

    def wait_for_work(self, begin) -> None:
        """Begin some work off the window's thread and wait until all of it is over."""
        self._busy.clear()
        begin()
        self.qtbot.waitUntil(lambda: "" in self._busy, timeout=10_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the numbers on show are those of the document."""
        self.qtbot.waitUntil(lambda: not self.state.pending, timeout=20_000)
