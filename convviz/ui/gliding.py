"""The way from one step to the next on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from convviz.frames import Picture
from convviz.frames.easing import between
from convviz.scene.items import Scene

SECONDS = 0.16
"""How long a way takes; of the time that a step has while playing at most half."""
_TICK = 16


class Glide(QObject):
    """Shows what moves on its way from one step to another, for a moment.

    Parameters
    ----------
    clock
        Seconds of a monotonic clock.
    parent
        The Qt parent.
    """

    moved = Signal()
    """Another picture is to be painted."""

    def __init__(self, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._from: int | None = None
        self._begun = self._seconds = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._go_on)

    @property
    def going(self) -> bool:
        """Whether it is on the way."""
        return self._from is not None

    def begin(self, step: int, seconds: float) -> None:
        """Set out from a step; a way that wasn't finished is left."""
        self._from, self._begun, self._seconds = step, self._clock(), seconds
        self._timer.start()

    def stop(self) -> None:
        """Be there."""
        self._from = None
        self._timer.stop()

    def scene(self, picture: Picture, step: int) -> Scene | None:
        """Return what moves on its way to a step, None where it is there."""
        if self._from is None:
            return None
        share = (self._clock() - self._begun) / self._seconds
        if not 0 <= share < 1:
            self.stop()
            return None
        return between(picture, self._from, step, share)

    def _go_on(self) -> None:
        # Nothing paints a picture that isn't seen, so the way ends here too.
        if self._clock() - self._begun >= self._seconds:
            self.stop()
        self.moved.emit()
