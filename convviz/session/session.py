"""The window's state and the one door through which it changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from convviz.document.comparing import same_network, same_numbers, same_sources
from convviz.document.document import Document
from convviz.document.editing import change
from convviz.document.fitting import with_view_kept
from convviz.document.microscope import kept_in_network
from convviz.engine.trace import Trace
from convviz.errors import Fix, Problem
from convviz.options import ViewOptions
from convviz.session.history import History
from convviz.session.playback import Playback
from convviz.steps.order import Steps
from convviz.steps.pointing import Pointer

Unit = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A snapshot of everything that the window shows.

    Attributes
    ----------
    document
        The last valid document.
    draft
        What the fields say while that is not valid, else None.
    problems
        What is wrong with the draft; empty without one.
    trace
        The numbers of the last document that was computed, None before the first.
    traced
        The document that `trace` belongs to; another one than `document` while
        a newer one is being computed.
    history
        What can be undone.
    playback
        Whether the animation runs, and how.
    pointer, pinned
        What the pointer is on, and what a click holds on to.
    unit
        The unit of the document's network whose receptive field is on show: its
        layer's name and its place, without the channel. None where none is chosen.
    path
        The document's file, None before it was saved.
    saved
        The document as it is in that file (or as it was when new).
    """

    document: Document
    draft: Document | None = None
    problems: tuple[Problem, ...] = ()
    trace: Trace | None = None
    traced: Document | None = None
    history: History = field(default_factory=History)
    playback: Playback = field(default_factory=Playback)
    pointer: Pointer | None = None
    pinned: Pointer | None = None
    unit: Unit | None = None
    path: Path | None = None
    saved: Document | None = None

    @property
    def shown(self) -> Pointer | None:
        """What is pointed at: under the pointer, else pinned."""
        return self.pointer or self.pinned

    @property
    def fields(self) -> Document:
        """What the fields say: the draft, or the document without one."""
        if self.draft is None:
            return self.document
        return replace(self.draft, view=self.document.view, step=self.document.step)

    @property
    def pending(self) -> bool:
        """Whether the document's numbers are still being computed."""
        return self.traced is None or not same_numbers(self.traced, self.document)

    @property
    def steps(self) -> Steps:
        """The steps of the document."""
        return self.document.steps

    @property
    def unsaved(self) -> bool:
        """Whether closing would lose a change of the document."""
        return self.saved is None or not (
            same_numbers(self.saved, self.document)
            and self.saved.network == self.document.network
        )


class Session:
    """Holds the state; tells its listeners of each new one.

    Parameters
    ----------
    document
        A valid document to begin with.
    """

    def __init__(self, document: Document) -> None:
        self._state = State(document, saved=document)
        self._listeners: list[Callable[[State, State], None]] = []
        self._untold: deque[tuple[State, State]] = deque()

    @property
    def state(self) -> State:
        """The present snapshot."""
        return self._state

    def listen(self, changed: Callable[[State, State], None]) -> None:
        """Have `changed(old, new)` called after every change of the state."""
        self._listeners.append(changed)

    def edit(self, label: str, document: Document, merge: Hashable = None) -> None:
        """Replace the document; an invalid one becomes the draft.

        Parameters
        ----------
        label
            What the change is called, for the Undo menu.
        document
            The new document.
        merge
            Changes in a row with the same key are undone as one.
        """
        problems = document.problems()
        if problems:
            self._become(replace(self._state, draft=document, problems=problems))
            return
        document = kept_in_network(document)
        before = self._state.document
        same = same_numbers(document, before) and same_sources(document, before)
        if same and same_network(document, before):
            self.discard_draft()
            return
        self._travel(self._state.history.record(label, before, merge), document)

    def change(self, label: str, changes: Mapping[str, object], merge: Hashable = None) -> None:
        """Change parameters of the layer or the input's size.

        Parameters
        ----------
        changes
            As `convviz.document.editing.change` takes them.
        """
        self.edit(label, change(self._state.fields, changes), merge)

    def fix(self, fix: Fix) -> None:
        """Apply a fix to what the fields say."""
        self.change(fix.label, dict(fix.changes))

    def seal(self) -> None:
        """End a gesture: the next change is undone by itself."""
        history = self._state.history.seal()
        if history is not self._state.history:
            self._become(replace(self._state, history=history))

    def discard_draft(self) -> None:
        """Have the fields say what the document says."""
        if self._state.draft is not None:
            self._become(replace(self._state, draft=None, problems=()))

    def undo(self) -> None:
        """Take the last change back, or the draft when there is one."""
        if self._state.draft is not None:
            self.discard_draft()
        elif self._state.history.past:
            history, document = self._state.history.undo(self._state.document)
            self._travel(history, self._as_seen(document))

    def redo(self) -> None:
        """Make the change undone last again."""
        if self._state.history.future:
            history, document = self._state.history.redo(self._state.document)
            self._travel(history, self._as_seen(document))

    def open(self, document: Document, path: Path | None, *, unsaved: bool = False) -> None:
        """Begin anew with a document and forget the history.

        Parameters
        ----------
        unsaved
            The document is in no file of its own yet (it came from a picture, say).
        """
        self._become(
            State(
                document,
                playback=replace(self._state.playback, playing=False, waited=0.0),
                path=path,
                saved=None if unsaved else document,
            )
        )

    def mark_saved(self, path: Path, document: Document) -> None:
        """Remember that `document` is now in the file `path`."""
        history = self._state.history.seal()
        self._become(replace(self._state, path=path, saved=document, history=history))

    def view(self, view: ViewOptions) -> None:
        """Show the document with other view options."""
        document = self._state.document
        step, steps = document.step, replace(document, view=view).steps
        if view.by_taps != document.view.by_taps:
            step = steps.at(self._state.steps[step].output)
        elif steps != self._state.steps:  # all layers of a chain, or one
            step = min(step, len(steps) - 1)
        self._become(
            replace(
                self._state,
                document=replace(document, view=view, step=step),
            )
        )

    def go(self, step: int) -> None:
        """Show another step; beyond the ends, the first or last one."""
        step = min(max(step, 0), len(self._state.steps) - 1)
        self._become(
            replace(self._state, document=replace(self._state.document, step=step))
        )

    def play(self, playback: Playback) -> None:
        """Play on in another manner; from the start when the end was reached."""
        starts = playback.playing and not self._state.playback.playing
        self._become(replace(self._state, playback=replace(playback, waited=0.0)))
        if starts and self._state.document.step == len(self._state.steps) - 1:
            self.go(0)

    def advance(self, dt: float) -> None:
        """Let `dt` seconds go by."""
        playback, step = self._state.playback.advance(
            dt, self._state.document.step, len(self._state.steps)
        )
        if playback is not self._state.playback:
            document = self._state.document
            if step != document.step:
                document = replace(document, step=step)
            self._become(replace(self._state, playback=playback, document=document))

    def point(self, target: Pointer | None) -> None:
        """Have the pointer on something, or on nothing."""
        if target != self._state.pointer:
            self._become(replace(self._state, pointer=target))

    def pin(self, target: Pointer | None) -> None:
        """Hold on to something after the pointer has left it, or let go."""
        self._become(replace(self._state, pinned=target))

    def choose(self, unit: Unit | None) -> None:
        """Show the receptive field of a unit of the network, or of none."""
        if unit != self._state.unit:
            self._become(replace(self._state, unit=unit))

    def deliver(self, document: Document, trace: Trace) -> None:
        """Take computed numbers; those of an older document are dropped."""
        if same_numbers(document, self._state.document):
            self._become(replace(self._state, trace=trace, traced=document))

    def _as_seen(self, document: Document) -> Document:
        """Return a document from the history with the present view and step."""
        present = self._state.document
        return replace(document, view=present.view, step=present.step)

    def _travel(self, history: History, document: Document) -> None:
        before = self._state.document
        # A pin on a cell holds while a number changes, not while cells come and go.
        kept = document.graph == before.graph and document.input.shape == before.input.shape
        self._become(
            replace(
                self._state,
                history=history,
                document=_with_step_kept(document),
                draft=None,
                problems=(),
                pinned=self._state.pinned if kept else None,
                pointer=self._state.pointer if kept else None,
            )
        )

    def _become(self, state: State) -> None:
        old, self._state = self._state, state
        self._untold.append((old, state))
        if len(self._untold) > 1:
            # A listener made this change; it is told after the one it listens to.
            return
        try:
            while self._untold:
                for listener in tuple(self._listeners):
                    listener(*self._untold[0])
                self._untold.popleft()
        finally:
            self._untold.clear()


def _with_step_kept(document: Document) -> Document:
    """Return the document with its step and its view within what there is now."""
    count = len(document.steps)
    return with_view_kept(replace(document, step=min(document.step, count - 1)))
