import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from environment import LOCK, Environment
from fakes import FakeSystem
from launch import launch
from machine import Finished, Machine, this_machine

ROOT = Path(__file__).resolve().parents[2]


class Starter:
    """Keeps the command that would have been started."""

    def __init__(self) -> None:
        self.command: list[str] = []

    def start(self, command: Sequence[str]) -> int:
        self.command = list(command)
        return 7


@pytest.fixture
def starter() -> Starter:
    return Starter()


@pytest.fixture
def go(
    fake: FakeSystem, starter: Starter, checkout: Path, a_machine: Callable[..., Machine]
) -> Callable[..., int]:
    """Return what starts convviz with arguments on a machine with these differences."""

    def start(*arguments: str, **changes: object) -> int:
        machine = a_machine(**changes)
        here = checkout.parent
        return launch(arguments, here, checkout, machine, fake.run, fake.say, starter.start)

    return start


def test_convviz_gets_the_arguments_and_its_exit_code_is_passed_on(
    go: Callable[..., int], starter: Starter, checkout: Path
) -> None:
    assert go("describe", "--input", "7x7") == 7
    python = str(checkout / ".venv" / "bin" / "python")
    assert starter.command == [python, "-P", "-m", "convviz", "describe", "--input", "7x7"]


def test_with_a_display_and_no_arguments_the_window_opens(
    go: Callable[..., int], starter: Starter
) -> None:
    go()
    assert starter.command[-1] == "convviz"


def test_with_no_display_and_no_arguments_frames_are_exported(
    go: Callable[..., int], starter: Starter, fake: FakeSystem, tmp_path: Path
) -> None:
    go(environ={})
    folder = tmp_path / "convviz-frames"
    assert starter.command[-3:] == ["export", "--out", str(folder)]
    assert fake.said[-1] == (
        f"no display to open a window on: exporting the opening scene's frames to {folder}"
    )


def test_frames_of_an_earlier_start_are_left_alone(
    go: Callable[..., int], starter: Starter, tmp_path: Path
) -> None:
    (tmp_path / "convviz-frames").mkdir()
    (tmp_path / "convviz-frames-2").touch()
    go(environ={})
    assert starter.command[-1] == str(tmp_path / "convviz-frames-3")


def test_arguments_are_obeyed_without_a_display(go: Callable[..., int], starter: Starter) -> None:
    go("photo.png", environ={})
    assert starter.command[-2:] == ["convviz", "photo.png"]


def test_windows_starts_its_own_python(
    go: Callable[..., int], starter: Starter, checkout: Path
) -> None:
    go(platform="win32", environ={})
    assert starter.command[0] == str(checkout / ".venv" / "Scripts" / "python.exe")
    assert starter.command[-1] == "convviz"


def test_what_stops_the_set_up_is_said_and_fails(
    go: Callable[..., int], starter: Starter, fake: FakeSystem
) -> None:
    fake.fails["pip"] = Finished(1, err="ReadTimeout")
    assert go() == 1
    assert "could not be reached" in fake.said[-1]
    assert starter.command == []


def test_ctrl_c_ends_the_set_up_quietly(go: Callable[..., int], fake: FakeSystem) -> None:
    fake.interrupt = "pip"
    assert go() == 130
    assert fake.said[-1] == "interrupted"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")
def test_a_later_start_goes_straight_to_the_program(
    checkout: Path, fake: FakeSystem, tmp_path: Path
) -> None:
    for script in ROOT.glob("packaging/*.py"):
        shutil.copy(script, checkout / "packaging")
    machine = this_machine()
    made = Environment(checkout, machine, fake.run, fake.say)
    fake.makes_python = machine.python
    made.prepare([LOCK], ("offscreen",) if machine.linux else ())
    made.python.write_text('#!/bin/sh\necho "$@"\nexit 5\n', encoding="utf-8")
    made.python.chmod(0o755)
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, checkout / "packaging" / "run.py", "describe", "--input", "7x7"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begin

    assert done.stderr == ""
    assert done.stdout == "-P -m convviz describe --input 7x7\n"
    assert done.returncode == 5
    assert seconds < 1
