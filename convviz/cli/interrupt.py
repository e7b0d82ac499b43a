"""What Ctrl+C does: the program leaves at once, or after the frame that is being written."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

INTERRUPTED = 130


def leave_at_once() -> None:
    """Make an interrupt end the process with one sentence, whatever it is doing.

    No exception is raised for it: foreign code that calls Python, such as an
    import of Qt, would swallow it or abort.
    """
    signal.signal(signal.SIGINT, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    clear = b"\r\x1b[K" if os.isatty(2) else b""
    with suppress(OSError):
        os.write(2, clear + b"convviz: interrupted\n")
    os._exit(INTERRUPTED)


class Patience:
    """While it is entered, an interrupt or a request to end is remembered and does no more.

    Attributes
    ----------
    status
        The exit status that the signal asks for, 0 when none came.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.status = 0
        self._before: list[Any] = []

    def __enter__(self) -> Patience:
        self._before = [signal.signal(number, self._remember) for number in self._SIGNALS]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, before in zip(self._SIGNALS, self._before, strict=True):
            signal.signal(number, before)

    def _remember(self, number: int, _frame: FrameType | None) -> None:
        self.status = 128 + number
