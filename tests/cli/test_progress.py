"""The line on the terminal that fills up."""

from __future__ import annotations

import io
import sys

import pytest

from convviz.cli.progress import Bar


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_it_fill_and_go_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    bar = Bar("frames")
    assert bar.share(1.0)
    assert bar(25, 25)
    bar.clear()
    computed, frames, gone = terminal.getvalue().split("\r")[1:]
    assert computed == f"[{'=' * 10}] computing the output: 100%\x1b[K"
    assert frames == f"[{'=' * 21}] 25 of 25 frames\x1b[K"
    assert gone == "\x1b[K"
    assert max(len(computed), len(frames)) <= 40 + len("\x1b[K")


def test_it_is_drawn_ten_times_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    bar = Bar("frames", iter([5.0, 5.0, 5.05, 5.2, 5.2]).__next__)
    for done in (1, 2, 3):
        bar(done, 9)
    shown = terminal.getvalue()
    assert "1 of 9" in shown
    assert "2 of 9" not in shown
    assert "3 of 9" in shown


def test_a_file_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    bar = Bar("frames")
    assert bar(1, 2)
    assert bar.share(0.5)
    bar.clear()
    assert stream.getvalue() == ""
