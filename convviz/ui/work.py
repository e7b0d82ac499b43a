"""Long work off the window's thread, with progress and a cancel that works."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from convviz.errors import Cancelled, ConvvizError

Progress = Callable[[float], bool]
"""Told the share that is done; answers whether to go on."""

_EVERY = 0.05


class Job(QObject):
    """One piece of work that runs in a thread of its own.

    Keep a reference to it until `ended`. All signals arrive in the thread that
    made the job, in this order: any number of `progressed`, then one of
    `finished`, `failed` or none (cancelled, or an unexpected error, which goes
    to `sys.excepthook`), then `ended`.

    Parameters
    ----------
    work
        Called with a function that it tells its progress, a share from 0 to 1.
    parent
        The Qt parent.
    pool
        Whose threads do it, None for the program's.
    """

    progressed = Signal(float)
    finished = Signal(object)
    """What the work returned."""
    failed = Signal(object)
    """The `convviz.errors.ConvvizError` that it raised."""
    ended = Signal(object)
    """The job itself."""

    def __init__(
        self,
        work: Callable[[Progress], object],
        parent: QObject | None = None,
        pool: QThreadPool | None = None,
    ) -> None:
        super().__init__(parent)
        self._pool = pool or QThreadPool.globalInstance()
        self._work = work
        self._cancelled = Event()
        self._over = Event()
        self._told = monotonic()
        self._runnable: _Runnable | None = None

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def start(self) -> None:
        """Begin, as soon as a thread is free; what was cancelled ends at once."""
        if self.cancelled:
            self.run()
            return
        self._runnable = _Runnable(self)
        self._pool.start(self._runnable)

    def cancel(self) -> None:
        """Ask the work to stop; `finished` does not come any more."""
        self._cancelled.set()

    def wait(self) -> None:
        """Wait until its thread is done with it, if it has begun."""
        if self._runnable is not None:
            self._over.wait()

    def put_away(self) -> None:
        """Delete it; its thread may still be telling others that it has ended."""
        self.wait()
        self.deleteLater()

    def run(self) -> None:
        """Do the work; called in its thread."""
        try:
            if self.cancelled:
                return
            result = self._work(self._progress)
        except Cancelled:
            return
        except ConvvizError as error:
            self.failed.emit(error)
        except MemoryError:
            self.failed.emit(ConvvizError("there is not enough memory for this"))
        else:
            if not self.cancelled:
                self.finished.emit(result)
        finally:
            self.ended.emit(self)
            self._over.set()

    def _progress(self, share: float) -> bool:
        now = monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            self.progressed.emit(share)
        return not self.cancelled


class _Runnable(QRunnable):
    """What the thread pool runs; the job owns it."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._job = job

    def run(self) -> None:
        self._job.run()
