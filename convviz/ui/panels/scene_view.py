"""A widget that shows a display list and answers to the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.paint.qt import Fonts, paint, painting
from convviz.scene.items import Scene, Target
from convviz.scene.parts import between
from convviz.ui.theme import scene_theme

_AROUND = 2
"""Pixels by which strokes and letters may stand out of their own height."""
_FAINT = 0.45


class SceneView(QWidget):
    """Shows a scene at its own height; the panel makes it for the width that there is.

    Parameters
    ----------
    name
        What a screen reader calls it; the scene's text is its description.
    """

    pointed = Signal(object)
    """What the pointer is on now, None for nothing."""
    clicked = Signal(object)
    """What was clicked, None beside everything."""
    resized = Signal()
    """There is more or less width; the scene should be made again."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fonts = Fonts()
        self._scene: Scene | None = None
        self._text = ""
        self._make_text: Callable[[], str] | None = None
        self._target: Target | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.copy_action = QAction("Copy as text", self)
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.triggered.connect(self.copy)
        self.addAction(self.copy_action)

    @property
    def scene(self) -> Scene | None:
        """What is on show."""
        return self._scene

    @property
    def text(self) -> str:
        """The same as text."""
        return self._text if self._make_text is None else self._make_text()

    def show_scene(
        self, scene: Scene | None, text: str, make_text: Callable[[], str] | None = None
    ) -> None:
        """Show a scene, or nothing.

        Parameters
        ----------
        text
            The same as text, to be read out.
        make_text
            Makes the text to copy where that is too long to be made each time.
        """
        self._scene = scene
        self._text = text
        self._make_text = make_text
        self.setAccessibleDescription(text)
        height = 0 if scene is None else round(scene.height)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)

    def sizeHint(self) -> QSize:
        """Return the scene's size."""
        if self._scene is None:
            return QSize(0, 0)
        return QSize(round(self._scene.width), round(self._scene.height))

    def minimumSizeHint(self) -> QSize:
        """Let the panel be narrower; the scene is made again for the width."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a scene of another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what of the scene is to be seen; faint when it is out of date (disabled)."""
        if self._scene is None:
            return
        seen = event.rect()
        scene = between(self._scene, seen.top() - _AROUND, seen.bottom() + _AROUND)
        with painting(self) as painter:
            painter.setOpacity(1.0 if self.isEnabled() else _FAINT)
            paint(painter, scene, scene_theme(self), self._fonts)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what the pointer is on."""
        self._point(self._hit(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has gone."""
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell what was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self._hit(event))

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in another theme, or when it no longer counts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        elif event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._point(None)

    def _hit(self, event: QMouseEvent) -> Target | None:
        at = event.position()
        return None if self._scene is None else self._scene.hit(at.x(), at.y())

    def _point(self, target: Target | None) -> None:
        if target != self._target:
            self._target = target
            self.pointed.emit(target)
