"""Ctrl+C, whenever it comes: one sentence, 130, and whole frames only."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.cli.interrupt import Patience

PROGRAM = """\
import signal, sys, threading
from convviz.__main__ import main
threading.Timer({delay}, signal.raise_signal, [signal.SIGINT]).start()
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")
@pytest.mark.parametrize("delay", [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0])
def test_an_interrupt_at_any_time_is_one_sentence(tmp_path: Path, delay: float) -> None:
    folder = tmp_path / "frames"
    done = subprocess.run(
        [
            sys.executable, "-c", PROGRAM.format(delay=delay), "export", "--input", "64x64",
            "--out", str(folder),
        ],
        capture_output=True, text=True, check=False, timeout=60,
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == "convviz: interrupted"
    if folder.exists():
        for path in folder.iterdir():
            assert path.read_bytes().endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_while_frames_are_written_it_is_remembered(number: signal.Signals, status: int) -> None:
    before = signal.getsignal(number)
    with Patience() as patience:
        assert patience.status == 0
        signal.raise_signal(number)
        assert patience.status == status
    assert signal.getsignal(number) is before
