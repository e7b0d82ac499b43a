"""Start convviz: set up what it needs, then hand over to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from environment import CHECKOUT, LOCK, Environment
from machine import Machine, Run, Say, SetupError, run, say, this_machine

INTERRUPTED = 130
Start = Callable[[Sequence[str]], int]


def main(arguments: Sequence[str]) -> int:
    """Set up and start convviz; the exit code where it wasn't handed over to."""
    return launch(arguments, Path.cwd(), CHECKOUT, this_machine(), run, say, start)


def launch(
    arguments: Sequence[str],
    here: Path,
    checkout: Path,
    machine: Machine,
    run: Run,
    say: Say,
    start: Start,
) -> int:
    """Do what ``main`` does on any machine, real or made up."""
    environment = Environment(checkout, machine, run, say)
    try:
        environment.prepare([LOCK], machine.qt_platforms)
        arguments = list(arguments) or opening_arguments(machine, here, say)
        # -P: a numpy.py in the folder where the user stands is none of ours.
        return start([str(environment.python), "-P", "-m", "convviz", *arguments])
    except SetupError as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED


def opening_arguments(machine: Machine, here: Path, say: Say) -> list[str]:
    """Return what convviz is started with when the user named nothing.

    That is nothing, for a window; with no display it is to export the opening scene's frames.
    """
    if machine.display:
        return []
    folder = fresh_folder(here)
    say(f"no display to open a window on: exporting the opening scene's frames to {folder}")
    return ["export", "--out", str(folder)]


def fresh_folder(here: Path) -> Path:
    """Return the first of ``convviz-frames``, ``convviz-frames-2``, … that isn't there yet."""
    folder, number = here / "convviz-frames", 1
    while folder.exists():
        number += 1
        folder = here / f"convviz-frames-{number}"
    return folder


def start(command: Sequence[str]) -> int:
    """Become the command; where that doesn't exist (Windows) run it and return its exit code."""
    if os.name == "posix":
        os.execv(command[0], list(command))
    return subprocess.run(command, check=False).returncode
