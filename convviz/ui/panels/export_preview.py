"""A small picture of what will be exported; an animation plays in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.errors import ConvvizError
from convviz.export.moments import Moment
from convviz.options import ThemeName
from convviz.paint.qt import painting
from convviz.paint.theme import theme
from convviz.ui.panels.export_subject import Pictures, Subject
from convviz.ui.theme import colour
from convviz.ui.work import Job, Progress

_WAIT = 40
_SQUARE = 8

Run = Callable[[Callable[[Progress], object]], Job]


class Preview(QWidget):
    """Paints frames with the exporter's own code, at the size that there is room for.

    While somebody types a size it waits for the last letter. Painting is done off
    the window's thread.

    Parameters
    ----------
    run
        Starts work off the window's thread.
    """

    shown = Signal(int)
    """The step on show, from 0."""

    def __init__(self, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._subject: Subject | None = None
        self._pictures: Pictures | None = None
        self._made_for: tuple[object, ...] = ()
        self._at = 0
        self._began = monotonic()
        self._job: Job | None = None
        self._stale = False
        self._image: QImage | None = None
        self._theme: ThemeName = "light"
        self.playing = True
        self.setAccessibleName("Preview")
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._paint_soon)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._next)

    @property
    def image(self) -> QImage | None:
        """The picture on show."""
        return self._image

    @property
    def busy(self) -> bool:
        """Whether another picture is on its way."""
        return self._job is not None or self._timer.isActive()

    @property
    def moves(self) -> bool:
        """Whether it has several steps to show."""
        return self._subject is not None and self._subject.moves

    def show_subject(self, subject: Subject) -> None:
        """Show something else, soon; an animation goes on where it is."""
        before, self._subject = self._subject, subject
        if before is None or list(before.steps) != list(subject.steps):
            self._at = 0
        self._timer.start(_WAIT)

    def play(self, *, on: bool) -> None:
        """Go on playing, or stand still."""
        self.playing = on
        self._began = monotonic()
        self._schedule()

    def sizeHint(self) -> QSize:
        """Return the room for a wide frame."""
        return QSize(480, 270)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint the frame at its new size."""
        super().resizeEvent(event)
        self._timer.start(_WAIT)

    def showEvent(self, event: QShowEvent) -> None:
        """Play on."""
        super().showEvent(event)
        self._timer.start(_WAIT)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still while nobody looks."""
        super().hideEvent(event)
        self._clock.stop()

    # ── Making pictures ────────────────────────────────────────────────────

    def _next(self) -> None:
        if self._subject is None or not self.moves:
            return
        seconds = self._subject.moment(self._at).seconds
        now = monotonic()
        behind = max(0.0, now - self._began - seconds)
        # Where painting takes longer than a picture is seen, some are left out.
        self._at = (self._at + 1 + int(behind / seconds)) % self._subject.moments
        self._began = now
        self._paint_soon()

    def _paint_soon(self) -> None:
        if self._subject is None or not self.isVisible():
            return
        if self._job is not None:
            self._stale = True
            return
        self._stale = False
        subject, ratio = self._subject, self.devicePixelRatio()
        self._at = min(self._at, subject.moments - 1)
        room = (self.width() * ratio, self.height() * ratio)
        key = (*subject.looks, room)
        if key != self._made_for:
            self._made_for, self._pictures = key, None
        moment = subject.moment(self._at)
        self._job = self._run(partial(_make, subject, room, self._pictures, moment))
        self._job.finished.connect(self._made)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)

    def _made(self, result: tuple[Pictures, QImage, Subject, Moment]) -> None:
        self._pictures, self._image, subject, moment = result
        self._theme = subject.frame.theme
        self._image.setDevicePixelRatio(self.devicePixelRatio())
        said = "The sheet" if subject.sheet else f"Step {moment.step + 1}"
        self.setAccessibleDescription(f"{said} as it will be saved")
        self.shown.emit(moment.step)
        self.update()

    def _failed(self, error: ConvvizError) -> None:
        self._image = None
        self.setAccessibleDescription(str(error))
        self.update()

    def _ended(self) -> None:
        self._job = None
        if self._stale:
            self._paint_soon()
        else:
            self._schedule()

    def _schedule(self) -> None:
        self._clock.stop()
        subject = self._subject
        if subject is None or not (self.moves and self.playing and self.isVisible()):
            return
        due = self._began + subject.moment(min(self._at, subject.moments - 1)).seconds
        self._clock.start(max(0, round(1000 * (due - monotonic()))))

    # ── Painting ───────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in the middle, squares behind what is transparent."""
        if self._image is None:
            return
        size = self._image.deviceIndependentSize()
        frame = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2,
            size.width(), size.height(),
        )
        with painting(self) as painter:
            if self._image.hasAlphaChannel():
                self._squares(painter, frame)
            painter.drawImage(frame, self._image)
            painter.setPen(colour(self, "border"))
            painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))

    def _squares(self, painter: QPainter, frame: QRectF) -> None:
        shown = theme(self._theme)
        painter.fillRect(frame, QColor(*shown.colours["background"]))
        grey = QColor(*shown.colours["text.muted"])
        grey.setAlpha(32)
        painter.setClipRect(frame)
        for row in range(int(frame.height()) // _SQUARE + 1):
            for column in range(row % 2, int(frame.width()) // _SQUARE + 1, 2):
                painter.fillRect(
                    QRectF(
                        frame.x() + column * _SQUARE, frame.y() + row * _SQUARE, _SQUARE, _SQUARE
                    ),
                    grey,
                )
        painter.setClipping(False)


def _make(
    subject: Subject,
    room: tuple[float, float],
    pictures: Pictures | None,
    moment: Moment,
    _progress: Progress,
) -> tuple[Pictures, QImage, Subject, Moment]:
    if pictures is None:
        pictures = Pictures(subject, room)
    return pictures, pictures.image(moment), subject, moment
