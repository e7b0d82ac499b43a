"""What a unit of a network sees, as a picture that answers to the pointer."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from convviz.errors import Cancelled, ConvvizError
from convviz.frames import network_picture
from convviz.layers.network.network import Network
from convviz.layers.network.table import Row
from convviz.paint.qt import Fonts, paint, painting
from convviz.scene.items import Scene, Target
from convviz.session.session import State, Unit
from convviz.ui.bridge import Bridge
from convviz.ui.theme import colour, scene_theme
from convviz.ui.work import Job, Progress

Kind = Literal["field", "growth", "paths", "effective"]
KINDS: tuple[tuple[Kind, str, str], ...] = (
    ("field", "Receptive field", "What the chosen unit sees of every map below it"),
    ("growth", "Growth", "How the receptive field grows from layer to layer"),
    ("paths", "Paths", "Over how many paths the unit uses each input cell"),
    ("effective", "Effective field", "How strongly the unit hangs on each input cell"),
)
"""What can be shown: its kind, its name and what it is."""
_Made = tuple[tuple[object, ...], Scene | None, str]
_LEAST = 150
_SMALL = 24


class FieldView(QWidget):
    """Shows the field of the chosen unit; a click on a map chooses another one.

    Parameters
    ----------
    bridge
        The window's bridge.
    """

    unit_chosen = Signal(object)
    """The `Unit` that was clicked, or moved to with the arrow keys."""

    told = Signal(str)
    """What is on show in a sentence; empty where nothing is."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._fonts = Fonts()
        self._scene: Scene | None = None
        self._key: tuple[object, ...] = ()
        self._job: Job | None = None
        self._picture: NDArray[np.uint8] | None = None
        self._pointed: Target | None = None
        self._kind: Kind = "field"
        self.setObjectName("field")
        self.setAccessibleName("What a unit of the network sees")
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bridge.changed.connect(self._changed)

    @property
    def scene(self) -> Scene | None:
        """What is on show, None while it is being made."""
        return self._scene

    def sizeHint(self) -> QSize:
        """Return a size at which nine maps can be read."""
        return QSize(960, 360)

    def show_kind(self, kind: Kind) -> None:
        """Show something else of the unit."""
        self._kind = kind
        self._make()

    def show_picture(self, picture: NDArray[np.uint8]) -> None:
        """Show a picture (rows, columns) as the network's input."""
        self._picture = picture
        self._make()

    # ── Making it ──────────────────────────────────────────────────────────

    def _changed(self, old: State, new: State) -> None:
        if old.unit != new.unit or old.document.network is not new.document.network:
            self._make()

    def _make(self) -> None:
        """Have the picture of the present unit made, in place of any other."""
        state, size = self._bridge.state, (float(self.width()), float(self.height()))
        network, unit = state.document.network, state.unit
        key = (self._kind, network, unit, size, id(self._picture))
        if key == self._key:
            return
        self._key = key
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if network is None or unit is None or min(size) < _SMALL or not self.isVisible():
            self._key = ()
            self._show((), None, "")
            return
        work = partial(_made, key, network, unit, size, self._picture)
        self._job = self._bridge.run_quietly(work)
        self._job.finished.connect(self._finished)

    def _finished(self, made: _Made) -> None:
        if made[0] == self._key:
            self._job = None
            self._show(*made)

    def _show(self, _key: tuple[object, ...], scene: Scene | None, said: str) -> None:
        self._scene = scene
        self.setAccessibleDescription(said)
        self.told.emit("" if scene is None else said)  # why there is none stands in its place
        self.update()

    # ── Events ─────────────────────────────────────────────────────────────

    def showEvent(self, event: QEvent) -> None:
        """Make the picture when somebody looks."""
        self._make()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make it for the room that there is."""
        super().resizeEvent(event)
        self._make()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, as large as it was made."""
        with painting(self) as painter:
            theme = scene_theme(self)
            painter.fillRect(self.rect(), QColor(*theme.colours["background"]))
            if self._scene is None:
                self._paint_reason(painter)
                return
            painter.scale(
                self.width() / self._scene.width, self.height() / self._scene.height
            )
            paint(painter, self._scene, theme, self._fonts)

    def _paint_reason(self, painter: QPainter) -> None:
        """Write why there is no picture, where there is a reason."""
        why = self.accessibleDescription()
        if why:
            painter.setPen(colour(self, "muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 0, -40, 0), flags, why)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which unit the pointer is on."""
        target = self._hit(event)
        if target == self._pointed:
            return
        self._pointed = target
        self.setCursor(
            Qt.CursorShape.ArrowCursor if target is None else Qt.CursorShape.PointingHandCursor
        )
        if target is not None:
            name, (row, column) = target
            said = f"{name}: row {row + 1}, column {column + 1}"
            QToolTip.showText(event.globalPosition().toPoint(), said, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit that was clicked."""
        target = self._hit(event)
        network = self._bridge.state.document.network
        if event.button() == Qt.MouseButton.LeftButton and target is not None and network:
            self.unit_chosen.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen unit with the arrow keys."""
        ways = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }
        way = ways.get(Qt.Key(event.key()))
        unit = self._bridge.state.unit
        if way is None or unit is None or not unit[1]:
            super().keyPressEvent(event)
            return
        name, at = unit
        row, column = (at[-2] if len(at) > 1 else 0, at[-1])
        self.unit_chosen.emit((name, (row + way[0], column + way[1])))

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _hit(self, event: QMouseEvent) -> Target | None:
        if self._scene is None:
            return None
        at = event.position()
        wide, high = self._scene.width / self.width(), self._scene.height / self.height()
        return self._scene.hit(at.x() * wide, at.y() * high)


def unit_at(row: Row, target: Target, before: Unit | None) -> Unit | None:
    """Return the unit of a layer at a row and a column; None beyond its ends.

    None too of a layer that has no size, since it doesn't fit.
    Of three axes, the slice stays the one before, or is the middle one.
    """
    sizes = (row.output_shape or ())[1:]
    if not sizes:
        return None
    place = target[1][-len(sizes) :] if len(sizes) < len(target[1]) else target[1]
    if len(sizes) > len(place):
        same = before is not None and before[0] == row.name
        first = before[1][0] if before is not None and same else sizes[0] // 2
        place = (first, *place)
    inside = all(0 <= at < size for at, size in zip(place, sizes, strict=True))
    return (row.name, tuple(place)) if inside else None


def _made(
    key: tuple[object, ...],
    network: Network,
    unit: Unit,
    size: tuple[float, float],
    picture: NDArray[np.uint8] | None,
    progress: Progress,
) -> _Made:
    """Return the picture and what it says, or nothing and why there is none."""
    try:
        said = network_picture.sentence(network, unit)
        if not progress(0.0):
            return key, None, ""  # another is wanted by now
        scene = network_picture.draw(str(key[0]), network, unit, size, picture, progress)
    except Cancelled:
        raise
    except ConvvizError as error:
        return key, None, str(error)
    return key, scene, said
