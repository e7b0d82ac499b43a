"""Exports one after another, off the window's thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QThreadPool, Signal

from convviz.errors import ConvvizError
from convviz.export import jobs
from convviz.export.jobs import ExportJob
from convviz.ui.bridge import Bridge
from convviz.ui.work import Job, Progress

Stage = Literal["waiting", "running", "done", "failed", "cancelled"]
MOST_KEPT = 20
"""Exports that are over and still listed."""


class Export(QObject):
    """One export of the queue.

    Attributes
    ----------
    name
        What people know it by: the name of its file, or of the first and the last.
    target
        Its file, or the pattern of its files.
    stage
        How far it has come.
    share
        How much of it is done, from 0 to 1.
    paths
        The files, when it is done.
    reason
        Why it failed, when it did.
    """

    changed = Signal()

    def __init__(self, job: ExportJob, parent: QObject) -> None:
        super().__init__(parent)
        paths = job.paths()
        ends = paths if len(paths) < 2 else [paths[0], paths[-1]]
        self.name = " … ".join(path.name for path in ends)
        self.target = job.target
        self.stage: Stage = "waiting"
        self.share = 0.0
        self.paths: list[Path] = []
        self.reason = ""
        self._files = frozenset(paths)
        self._job: ExportJob | None = job
        self._work: Job | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage not in {"waiting", "running"}

    @property
    def files(self) -> frozenset[Path]:
        """The files that it will have written."""
        return self._files

    def start(self, bridge: Bridge, pool: QThreadPool) -> Job:
        """Begin; returns the work, whose `ended` comes last."""
        assert self._job is not None  # noqa: S101 - begun once
        self._work = bridge.run_quietly(partial(_work, self._job, self.paths), pool)
        self._job = None
        self.stage = "running"
        self._work.progressed.connect(self._progressed)
        self._work.failed.connect(self._failed)
        self.changed.emit()
        return self._work

    def cancel(self) -> None:
        """Stop it, or don't begin."""
        if self._work is not None:
            self._work.cancel()
        elif self.stage == "waiting":
            self._end("cancelled")

    def ended(self) -> None:
        """Take in that its thread is done with it."""
        self._work = None
        if self.stage == "running":
            # A cancel that came after the last byte is none.
            self._end("done" if self.paths else "cancelled")

    def _progressed(self, share: float) -> None:
        self.share = share
        self.changed.emit()

    def _failed(self, error: ConvvizError) -> None:
        self.reason = str(error)
        self._end("failed")

    def _end(self, stage: Stage) -> None:
        self._job = None  # An input may be large.
        self.stage = stage
        self.changed.emit()


class ExportQueue(QObject):
    """Exports in the order in which they were asked for, one at a time.

    Parameters
    ----------
    bridge
        Runs them.
    """

    changed = Signal()
    """Something began, went on, ended, was added or forgotten."""
    ended = Signal(object)
    """The `Export` that is over, cancelled or not."""
    idle = Signal()
    """Nothing is running or waiting any more."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._exports: list[Export] = []
        self._batch: list[Export] = []
        self._running: Export | None = None
        # Its own thread: files are opened and numbers computed beside a long export.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    @property
    def exports(self) -> tuple[Export, ...]:
        """All that are listed, the first asked for first."""
        return tuple(self._exports)

    @property
    def going(self) -> tuple[Export, ...]:
        """Those that are running or waiting."""
        return tuple(export for export in self._exports if not export.over)

    @property
    def share(self) -> float:
        """How much is done of all that were asked for since it was idle last."""
        if not self._batch:
            return 1.0
        return sum(1.0 if each.over else each.share for each in self._batch) / len(self._batch)

    def files(self) -> frozenset[Path]:
        """Return the files that those running or waiting will write."""
        return frozenset().union(*(export.files for export in self.going))

    def add(self, job: ExportJob) -> Export:
        """Have something exported when its turn comes."""
        over = [export for export in self._exports if export.over]
        for old in over[: max(0, len(over) - MOST_KEPT + 1)]:
            self._forget(old)
        export = Export(job, self)
        export.changed.connect(self.changed)
        self._exports.append(export)
        self._batch.append(export)
        self.changed.emit()
        self._next()
        return export

    def cancel(self, export: Export) -> None:
        """Stop one export."""
        waiting = export.stage == "waiting"
        export.cancel()
        if waiting and export.over:
            self._over(export)

    def cancel_all(self) -> None:
        """Stop them all."""
        for export in reversed(self.going):
            self.cancel(export)

    def clear(self) -> None:
        """Forget those that are over."""
        for export in [export for export in self._exports if export.over]:
            self._forget(export)
        self.changed.emit()

    def _forget(self, export: Export) -> None:
        self._exports.remove(export)
        export.deleteLater()

    def _next(self) -> None:
        if self._running is not None or not self.going:
            return
        self._running = self.going[0]
        self._running.start(self._bridge, self._pool).ended.connect(self._ended)

    def _ended(self, _work: Job) -> None:
        export, self._running = self._running, None
        assert export is not None  # noqa: S101 - one at a time
        export.ended()
        self._over(export)
        self._next()

    def _over(self, export: Export) -> None:
        self.ended.emit(export)
        if not self.going:
            self._batch.clear()
            self.changed.emit()
            self.idle.emit()


def _work(job: ExportJob, paths: list[Path], progress: Progress) -> None:
    def tell(done: int, count: int) -> bool:
        return progress(done / max(count, 1))

    paths += jobs.export(job, tell)
