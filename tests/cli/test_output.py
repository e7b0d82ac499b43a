"""What is printed where the reader, the terminal or the disk is not as one hopes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from convviz.cli import main
from convviz.cli.output import escaped

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Unix shell's redirections")


def shell(words: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of a shell in which $cv is convviz."""
    return subprocess.run(
        ["/bin/bash", "-c", f"cv='{sys.executable} -m convviz'; {words}"],
        capture_output=True, text=True, check=False, timeout=60,
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("$cv describe >&-", 1),
        ("$cv --help >&-", 1),
        ("$cv describe --help >&-", 1),
        ("$cv describe 2>&-", 0),
        ("$cv describe --stride 0 2>&-", 2),
        ("$cv describe --stride 0 2>/dev/full", 2),
        ("$cv describe --stride 0 >&- 2>&-", 2),
        ("set -o pipefail; $cv describe --help | true", 1),
        ("set -o pipefail; $cv describe --stride 0 2>&1 | true", 2),
    ],
)
def test_closed_streams_leave_the_status_and_no_traceback(words: str, status: int) -> None:
    done = shell(words)
    assert done.stderr == ""
    assert done.returncode == status


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("words", ["--help", "describe --help", "--version"])
def test_help_on_a_full_disk_is_one_sentence(words: str) -> None:
    done = shell(f"$cv {words} >/dev/full")
    assert done.returncode == 1
    assert done.stderr == "convviz: the output could not be written: No space left on device\n"


def test_frames_that_are_written_are_a_success_whoever_hears_of_it(tmp_path: Path) -> None:
    for number, closed in enumerate((">&- 2>&-", ">/dev/full")):
        folder = tmp_path / str(number)
        done = shell(f"$cv export --steps 1-2 --size 320x180 --out {folder} {closed}")
        assert done.returncode == 0
        assert done.stderr == ""
        for path in folder.iterdir():
            assert path.read_bytes().startswith(b"\x89PNG")
        assert len(list(folder.iterdir())) == 2


def test_the_plain_locale_is_no_news(tmp_path: Path) -> None:
    done = shell(f"LC_ALL=C $cv export --steps 1 --size 320x180 --out {tmp_path}")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_a_terminal_would_obey_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "a\x1b[31mb\nc.png"]) == 2
    assert capsys.readouterr().err == "convviz: there is no file a\\x1b[31mb\\nc.png\n"
    assert escaped("\udce9\u202e\ud800é") == "\\xe9\\u202e\\ud800é"
