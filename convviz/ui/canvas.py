"""The picture: painted from what stays and what moves, and answering to mouse and touch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from convviz.document.comparing import same_numbers
from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.frames import Picture
from convviz.paint.qt import Fonts, paint, painting
from convviz.scene.items import Scene, Target
from convviz.session.session import State
from convviz.ui.bridge import Bridge
from convviz.ui.celledit import CellEditor
from convviz.ui.gliding import SECONDS, Glide
from convviz.ui.picture_maker import PictureMaker
from convviz.ui.theme import colour, scene_theme
from convviz.ui.viewing import STEP, Shown, fitted

_DIMMED = 0.4
_STALE = 0.65
_WHEEL = 1.0 / 480
"""Doublings for each eighth of a degree that a wheel turns."""

_BY_KEYBOARD = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class Canvas(QWidget):
    """Shows the session's document and step; what it is pointed at goes back there.

    Parameters
    ----------
    bridge
        Where the state is.
    parent
        The Qt parent.
    """

    menu_wanted = Signal(str, QPoint)
    """(kind of panel, or "" beside them; place on the screen): a context menu, please."""

    painted_first = Signal()
    """The picture has been on the screen for the first time."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._never_painted = True
        self._bridge = bridge
        self._document: Document = bridge.state.document
        self._trace: Trace | None = bridge.state.trace
        self._maker = PictureMaker(bridge, self)
        self._picture: Picture | None = None
        self._base: Scene | None = None
        self._fonts = Fonts()
        self._still: QPixmap | None = None
        self._stale = False
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._ringed = False
        self.moves = True
        self._glide = Glide(bridge.clock, self)
        self._glide.moved.connect(self.update)
        self.setObjectName("canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 240)
        self.setAccessibleName("Picture of the layer")
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.editor = CellEditor(bridge, self)
        self._maker.made.connect(self.update)
        bridge.changed.connect(self._changed)
        bridge.computing.connect(self._computing)
        self.painted_first.connect(self._describe, Qt.ConnectionType.QueuedConnection)

    def sizeHint(self) -> QSize:
        """Return the size that is asked for when nothing else decides."""
        return QSize(720, 560)

    @property
    def picture(self) -> Picture | None:
        """The picture on show, None before the first numbers are there."""
        if self._picture is None and self._trace is not None:
            size = (float(self.width()), float(self.height()))
            self._picture = self._maker.picture(self._document, self._trace, size)
        return self._picture

    @property
    def step(self) -> int:
        """The step on show."""
        return self._document.step

    def target_at(self, place: QPointF) -> Target | None:
        """Return what stands at a point."""
        picture = self.picture
        return picture.hit(self.step, place.x(), place.y()) if picture else None

    def answers(self, target: Target) -> bool:
        """Return whether there is such a cell in the picture."""
        picture = self.picture
        if picture is None:
            return False
        kind, (row, column) = target
        return any(
            spot.kind == kind
            and 0 <= row - spot.first[0] < spot.shape[0]
            and 0 <= column - spot.first[1] < spot.shape[1]
            for spot in picture.base(self.step).hotspots
        )

    def cell_rect(self, target: Target) -> QRectF | None:
        """Return where a cell is, None when it isn't one."""
        picture = self.picture
        box = picture.cell_box(self.step, target) if picture else None
        return QRectF(*box) if box else None

    # ── Zoom and pan ───────────────────────────────────────────────────────

    def zoom_in(self) -> None:
        """Enlarge what is in the middle."""
        self._zoom(STEP, None)

    def zoom_out(self) -> None:
        """Show more around the middle."""
        self._zoom(1 / STEP, None)

    def fit(self) -> None:
        """Show everything."""
        self._bridge.session.view(fitted(self._bridge.state.document.view))

    def show_place(self, place: tuple[float, float]) -> None:
        """Have a place of the input in the middle, if the view is zoomed at all."""
        shown = self._shown()
        if shown is not None and shown.view.zoom > 1:
            self._bridge.session.view(shown.centred(place))

    def _shown(self) -> Shown | None:
        picture = self.picture
        if picture is None or self._bridge.state.pending:
            return None
        return Shown.of(picture, self.step, self._bridge.state.document.view)

    def _zoom(self, factor: float, place: QPointF | None) -> None:
        shown, picture = self._shown(), self.picture
        if shown is None or picture is None:
            return
        under = picture.input_at(self.step, place.x(), place.y()) if place else None
        view = shown.zoomed(factor, under)
        if view == shown.view:
            return
        self._bridge.session.view(view)
        self._keep(under, place)

    def _keep(self, under: tuple[float, float] | None, place: QPointF | None) -> None:
        """Bring back under the pointer what a panel that grew has moved away from it."""
        shown, picture = self._shown(), self.picture
        if under is None or place is None or shown is None or picture is None:
            return
        now = picture.input_at(self.step, place.x(), place.y())
        if now is None or shown.view.centre is None:
            return
        off = (under[0] - now[0], under[1] - now[1])
        if max(map(abs, off)) * shown.cell >= 1:
            row, column = shown.view.centre
            self._bridge.session.view(shown.centred((row + off[0], column + off[1])))

    def _pan(self, place: QPointF) -> None:
        shown, picture = self._shown(), self.picture
        if self._dragged is None or shown is None or picture is None:
            return
        by = place - self._dragged
        self._dragged = place
        view = shown.panned(by.x(), by.y())
        if view != shown.view:
            self._bridge.session.view(view)

    # ── The state ──────────────────────────────────────────────────────────

    def _changed(self, old: State, new: State) -> None:
        picture, step = self._picture, self.step
        if not new.pending:
            self._take(new)
        if self._picture is not picture or new.shown is not None:
            self._glide.stop()
        elif self.step != step:
            self._set_out(step)
        if (
            old.document is not new.document
            or old.shown != new.shown
            or (old.draft is None) != (new.draft is None)
            or old.traced is not new.traced
        ):
            self.update()

    def _take(self, state: State) -> None:
        """Show a document whose numbers are there."""
        before = self._document
        if (
            state.trace is not self._trace
            or not same_numbers(before, state.document)
            or before.view != state.document.view
        ):
            self._picture = None
        self._document, self._trace, self._stale = state.document, state.trace, False
        if before is not state.document:
            self._describe()

    def _set_out(self, step: int) -> None:
        """Let the window glide to the next step; far away it is at once."""
        state = self._bridge.state
        if not self.moves or not state.document.view.motion or abs(self.step - step) != 1:
            self._glide.stop()
            return
        playback = state.playback
        most = 0.5 / playback.speed if playback.playing else SECONDS
        self._glide.begin(step, min(SECONDS, most))

    def _computing(self, share: float | None) -> None:
        stale = bool(share)
        if stale != self._stale:
            self._stale = stale
            self.update()

    def _describe(self) -> None:
        if self._trace is None or self._never_painted:
            return
        from convviz.frames import explain  # noqa: PLC0415 - not before the picture is painted

        self.setAccessibleDescription(explain.sentence(self._document, self._trace, self.step))
        if QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)

    # ── Painting ───────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what stays from its kept image, and what moves over it."""
        with painting(self) as painter:
            self._paint(painter)
        if self._never_painted:
            self._never_painted = False
            self.painted_first.emit()

    def _paint(self, painter: QPainter) -> None:
        theme = scene_theme(self)
        background = QColor(*theme.colours["background"])
        picture = self.picture
        if picture is None:
            painter.fillRect(self.rect(), background)
            return
        state = self._bridge.state
        painter.drawPixmap(0, 0, self._still_pixmap(picture))
        moving = self._glide.scene(picture, self.step)
        if moving is None:
            moving = picture.overlay(self.step, None if self._stale else state.shown)
        paint(painter, moving, theme, self._fonts)
        if state.draft is not None or self._stale:
            background.setAlphaF(1 - (_DIMMED if state.draft is not None else _STALE))
            painter.fillRect(self.rect(), background)
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(colour(self, "accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _still_pixmap(self, picture: Picture) -> QPixmap:
        base, ratio = picture.base(self.step), self.devicePixelRatioF()
        kept = self._still
        if kept is not None and base is self._base and kept.devicePixelRatio() == ratio:
            return kept
        theme = scene_theme(self)
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(QColor(*theme.colours["background"]))
        with painting(made) as painter:
            paint(painter, base, theme, self._fonts)
        self._base, self._still = base, made
        return made

    # ── Events ─────────────────────────────────────────────────────────────

    def event(self, event: QEvent) -> bool:
        """Take gestures, and paint anew in another theme."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1 + event.value(), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            return self._pinched(event)
        elif event.type() in {QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}:
            self._still = None
        return super().event(event)

    def _pinched(self, event: QGestureEvent) -> bool:
        gesture = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(gesture, QPinchGesture):
            return False
        self._zoom(gesture.scaleFactor(), QPointF(self.mapFromGlobal(gesture.centerPoint())))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the picture anew at its new size."""
        self._picture = None
        self.editor.close_unfinished()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._pressed = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at things, or drag the view."""
        place = event.position()
        if self._pressed is None:
            self._bridge.session.point(self.target_at(place))
            return
        away = (place - self._pressed).manhattanLength()
        if self._dragged is None and away >= QApplication.startDragDistance():
            self._dragged = self._pressed
        if self._dragged is not None:
            self._pan(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pin what was clicked, or let it go."""
        clicked = self._pressed is not None and self._dragged is None
        self._pressed = self._dragged = None
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            target = self.target_at(event.position())
            pinned = self._bridge.state.pinned
            self._bridge.session.pin(None if target == pinned else target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a cell, go to an output cell, or fit the view."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        target = self.target_at(event.position())
        self._bridge.session.pin(None)
        if target is None:
            self.fit()
        elif target[0] == "output":
            self.go_to(target[1])
        else:
            self.editor.edit(target)

    def go_to(self, place: tuple[int, ...]) -> None:
        """Show the step of an output cell of the channel on show."""
        picture, state = self.picture, self._bridge.state
        if picture is None or state.pending:
            return
        axes = state.document.layer.axes
        channel = picture.channels(self.step)[1]
        self._bridge.session.go(state.steps.at((channel, *place[-axes:])))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self._zoom(2 ** (turned * _WHEEL), event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._bridge.session.point(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the panel under the pointer."""
        target = self.target_at(QPointF(event.pos()))
        self.menu_wanted.emit(target[0] if target else "", event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, to those who brought it here with Tab."""
        self._ringed = event.reason() in _BY_KEYBOARD
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it isn't here any more."""
        self.update()
        super().focusOutEvent(event)
