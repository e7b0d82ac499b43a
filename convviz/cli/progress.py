"""A line on the terminal that fills up."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from time import monotonic

_WIDEST = 40
_SECONDS = 0.1


class Bar:
    """A progress bar on standard error; silent where that isn't a terminal.

    Parameters
    ----------
    what
        What is counted: ``"frames"``.
    clock
        Returns seconds; the bar is drawn ten times in each at most.

    Attributes
    ----------
    done
        How many were done when it was told last.
    """

    def __init__(self, what: str, clock: Callable[[], float] = monotonic) -> None:
        self._what = what
        self._clock = clock
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0
        self.done = 0

    def __call__(self, done: int, total: int) -> bool:
        """Show that `done` of `total` are done; answers that work is to go on."""
        self.done = done
        self._show(done / max(total, 1), f"{done} of {total} {self._what}")
        return True

    def share(self, part: float) -> bool:
        """Show the share of the numbers that is computed; answers as above."""
        self._show(part, f"computing the output: {part:.0%}")
        return True

    def clear(self) -> None:
        """Take the line away."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _show(self, part: float, said: str) -> None:
        if not self._on or (self._clock() < self._next and part < 1):
            return
        self._next = self._clock() + _SECONDS
        width = max(4, min(_WIDEST, shutil.get_terminal_size().columns - len(said) - 4))
        full = int(width * part)
        sys.stderr.write(f"\r[{'=' * full}{' ' * (width - full)}] {said}\x1b[K")
        sys.stderr.flush()
