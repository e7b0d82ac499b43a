"""The only listener of the session: one notification becomes Qt signals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import prod
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from convviz import frames
from convviz.document.comparing import same_numbers
from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.layers.shapes import output_shape_of
from convviz.session.session import Session, State
from convviz.steps.order import terms_at_most
from convviz.ui.work import Job, Progress

if TYPE_CHECKING:
    from convviz.interop.images import Channel
    from convviz.session.opening import Opened

AT_ONCE = 3_000_000
"""Multiply-adds up to which a layer is computed without leaving the window's thread."""
TICK = 16
"""Milliseconds between two frames of the animation."""
_MANY = 4096
"""Steps from which on a picture that is opened shows all of its output at once."""
LONGEST_TICK = 0.25
"""Seconds of the animation that may go by at once, however long the window stood still."""


class Bridge(QObject):
    """Turns the session's changes into signals, and computes what they ask for.

    Panels read `state`, call methods of `session`, and connect to `changed`.

    Parameters
    ----------
    session
        What the window shows.
    clock
        Seconds of a monotonic clock.
    parent
        The Qt parent.
    """

    changed = Signal(object, object)
    """(old, new) `convviz.session.session.State`; in order, changes during a change as one."""
    computing = Signal(object)
    """Share of the numbers that is computed, from 0 to 1; None when nothing is any more."""
    busy = Signal(str)
    """What is being done with a file ("Opening photo.png"); empty when nothing is any more."""
    told = Signal(str)
    """One sentence for the person: something is done."""
    complained = Signal(str)
    """One sentence for the person: why something could not be done."""
    opened = Signal(object, object)
    """(`convviz.session.opening.Opened`, its Path): a file that was read; see `take`."""
    saved = Signal(object)
    """The Path into which the document was saved."""

    def __init__(
        self,
        session: Session,
        clock: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._clock = clock
        self._told = session.state
        self._telling = False
        self._wanted: Document | None = None
        self._computation: Job | None = None
        self._abandoned: list[Job] = []
        self._jobs: list[Job] = []
        self._quiet: list[Job] = []
        self._stopped = False
        self._opening: Job | None = None
        self._then = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self.tick)
        session.listen(self._listen)
        self._follow(session.state)
        self._told = session.state

    @property
    def state(self) -> State:
        """The session's present snapshot."""
        return self.session.state

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds of a monotonic clock."""
        return self._clock

    def tick(self) -> None:
        """Let the time since the last tick go by."""
        now = self._clock()
        passed, self._then = now - self._then, now
        if not self.state.pending:
            self.session.advance(min(passed, LONGEST_TICK))

    def tell(self, sentence: str) -> None:
        """Say in one sentence that something is done."""
        self.told.emit(sentence)

    def complain(self, sentence: str) -> None:
        """Say in one sentence why something could not be done."""
        self.complained.emit(sentence)

    def open_file(self, path: Path, channel: Channel = "grey", *, as_picture: bool = False) -> None:
        """Read a file off the window's thread; `opened` comes when it could be read.

        Parameters
        ----------
        path
            A document, an exported PNG, an image, an array or a table.
        channel
            What is taken of a colour image.
        as_picture
            Take an exported PNG as an image, not as the document it carries.
        """
        document = self.state.document

        def read(_progress: Progress) -> tuple[Opened, Path]:
            # Readers load Pillow and others: only when a file is opened.
            from convviz.session.opening import open_path  # noqa: PLC0415

            return open_path(path, document, channel, as_picture=as_picture), path

        if self._opening is not None:
            self._opening.cancel()
        self._opening = self.run(f"Opening {path.name}", read)
        self._opening.finished.connect(self._was_read)

    def take(self, opened: Opened, path: Path) -> None:
        """Show what was read: a document begins anew, anything else is a change."""
        if opened.kind == "document":
            self.session.open(opened.document, path if opened.path_is_document else None)
        else:
            self.session.edit(f"Open {path.name}", opened.document)
            steps = len(self.state.steps)
            if steps > _MANY:
                # Nobody waits for the last of so many steps to see what comes out.
                self.session.view(replace(self.state.document.view, ghost=True))
                self.session.go(steps - 1)

    def save_file(self, path: Path) -> Job:
        """Save the document off the window's thread; `saved` comes when that is done."""
        document = self.state.document

        def write(_progress: Progress) -> tuple[Path, Document]:
            from convviz.document.files import save  # noqa: PLC0415

            save(document, path)
            return path, document

        job = self.run(f"Saving {path.name}", write)
        job.finished.connect(self._was_saved)
        return job

    def run(self, what: str, work: Callable[[Progress], object]) -> Job:
        """Start work off the window's thread; what goes wrong is told.

        Parameters
        ----------
        what
            What is being done, for the status: "Saving layer.convviz".
        work
            As for `convviz.ui.work.Job`.
        """
        job = Job(work, self)
        self._jobs.append(job)
        job.failed.connect(self._failed)
        job.ended.connect(self._tidy)
        self.busy.emit(what)
        # Not at once: whoever called is yet to connect to its signals.
        QTimer.singleShot(0, job, job.start)
        return job

    def run_quietly(
        self, work: Callable[[Progress], object], pool: QThreadPool | None = None
    ) -> Job:
        """Start work off the window's thread that is nothing to wait for.

        Whoever starts it shows how it goes, and what goes wrong.

        Parameters
        ----------
        work
            As for `convviz.ui.work.Job`.
        pool
            Whose threads do it, None for the program's.
        """
        job = Job(work, self, pool)
        self._quiet.append(job)
        job.ended.connect(self._tidy_quietly)
        if self._stopped:
            job.cancel()
        QTimer.singleShot(0, job, job.start)
        return job

    def cancel(self) -> None:
        """Give up what is being computed or opened.

        A change whose numbers never came is taken back.
        """
        if self._opening is not None:
            self._opening.cancel()
        if self._computation is not None:
            self._abandon()
            if self.state.history.past:
                self.session.undo()

    def stop(self) -> None:
        """Cancel all work and stop the animation; the window is closing."""
        self._timer.stop()
        self._stopped = True
        for job in self._running():
            job.cancel()

    def wait(self) -> None:
        """Wait until no thread works for this bridge any more."""
        for job in self._running():
            job.wait()

    def _running(self) -> list[Job]:
        present = [self._computation] if self._computation else []
        return [*self._jobs, *self._quiet, *self._abandoned, *present]

    # ── The session's changes ──────────────────────────────────────────────

    def _listen(self, _old: State, new: State) -> None:
        self._follow(new)
        if new.playback.playing != self._timer.isActive():
            self._play(new.playback.playing)
        if self._telling:
            return
        self._telling = True
        try:
            while self._told is not self.state:
                before, self._told = self._told, self.state
                self.changed.emit(before, self._told)
        finally:
            self._telling = False

    def _play(self, playing: bool) -> None:
        if playing:
            self._then = self._clock()
            self._timer.start()
        else:
            self._timer.stop()

    # ── Computing ──────────────────────────────────────────────────────────

    def _follow(self, state: State) -> None:
        """Compute what the state waits for, and nothing else."""
        if not state.pending:
            self._abandon()
        elif self._wanted is None or not same_numbers(self._wanted, state.document):
            self._abandon()
            self._compute(state.document)

    def _abandon(self) -> None:
        """Drop what is being computed: something newer has overtaken it."""
        self._wanted = None
        if self._computation is not None:
            self._computation.cancel()
            self._abandoned.append(self._computation)
            self._computation = None
            self.computing.emit(None)

    def _compute(self, document: Document) -> None:
        self._wanted = document
        if multiply_adds(document) <= AT_ONCE:
            self._fold(document, frames.compute(document))
            return

        def compute(progress: Progress) -> tuple[Document, Trace]:
            return document, frames.compute(document, progress)

        job = self._computation = Job(compute, self)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._computed)
        job.failed.connect(self._failed)
        job.ended.connect(self._computation_ended)
        self.computing.emit(0.0)
        job.start()

    def _fold(self, document: Document, trace: Trace) -> None:
        """Deliver numbers as a part of the change that asked for them."""
        telling, self._telling = self._telling, True
        try:
            self.session.deliver(document, trace)
        finally:
            self._telling = telling

    def _progressed(self, share: float) -> None:
        if self._computation is not None:
            self.computing.emit(share)

    def _computed(self, result: tuple[Document, Trace]) -> None:
        self.session.deliver(*result)

    def _computation_ended(self, job: Job) -> None:
        if job is self._computation:
            self._computation = None
            self.computing.emit(None)
        if job in self._abandoned:
            self._abandoned.remove(job)
        job.put_away()

    # ── Files ──────────────────────────────────────────────────────────────

    def _was_read(self, result: tuple[Opened, Path]) -> None:
        self.opened.emit(*result)

    def _was_saved(self, result: tuple[Path, Document]) -> None:
        self.session.mark_saved(*result)
        self.saved.emit(result[0])

    def _failed(self, error: Exception) -> None:
        self.complain(str(error))

    def _tidy(self, job: Job) -> None:
        if job is self._opening:
            self._opening = None
        self._jobs.remove(job)
        if not self._jobs:
            self.busy.emit("")
        job.put_away()

    def _tidy_quietly(self, job: Job) -> None:
        self._quiet.remove(job)
        job.put_away()


def multiply_adds(document: Document) -> int:
    """Return about how many products, sums or comparisons a document's numbers take."""
    layers = (node.shown for node in document.graph.nodes)
    return sum(
        prod(output_shape_of(layer, shape)) * terms_at_most(layer, shape)
        for layer, shape in zip(layers, document.given, strict=True)
    )
