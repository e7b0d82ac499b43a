"""What the set-up needs to know of the machine it runs on, as one value that tests can make up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


class SetupError(Exception):
    """The set-up can't go on; the message is the sentence to print."""


@dataclass(frozen=True)
class Finished:
    """How a command ended: its exit code, and what it printed where that was kept."""

    code: int
    out: str = ""
    err: str = ""


Run = Callable[..., Finished]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Machine:
    """A system as the set-up sees it.

    ``commands`` are the names found on the PATH among those that the set-up asks for.
    """

    platform: str
    python: str
    root: bool
    os_release: Mapping[str, str]
    environ: Mapping[str, str]
    commands: frozenset[str]
    modules: frozenset[str]

    @property
    def linux(self) -> bool:
        """Whether Qt takes its libraries from the system."""
        return self.platform.startswith("linux")

    @property
    def debian(self) -> bool:
        """Whether packages come by apt-get under Debian's names: Debian, Ubuntu and their kin."""
        family = {self.os_release.get("ID", ""), *self.os_release.get("ID_LIKE", "").split()}
        return self.linux and "apt-get" in self.commands and bool(family & {"debian", "ubuntu"})

    @property
    def display(self) -> bool:
        """Whether a window has somewhere to open; a platform that the user named counts as one."""
        names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        return not self.linux or any(self.environ.get(name) for name in names)

    @property
    def qt_platforms(self) -> tuple[str, ...]:
        """The platform plugins of Qt that have to load here."""
        if not self.linux:
            return ()
        named = self.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
        if named:
            return tuple(dict.fromkeys(("offscreen", "wayland" if "wayland" in named else named)))
        windows = (("DISPLAY", "xcb"), ("WAYLAND_DISPLAY", "wayland"))
        return ("offscreen", *(name for key, name in windows if self.environ.get(key)))


COMMANDS = ("apt-get", "sudo", "Xvfb", "xauth", "xdotool", "openbox")
MODULES = ("venv", "ensurepip")


def this_machine() -> Machine:
    """Read the machine that this runs on."""
    return Machine(
        platform=sys.platform,
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        os_release=read_os_release(Path("/etc/os-release")),
        environ=os.environ,
        commands=frozenset(name for name in COMMANDS if shutil.which(name)),
        modules=frozenset(name for name in MODULES if find_spec(name)),
    )


def read_os_release(path: Path) -> dict[str, str]:
    """Return the entries of an ``os-release`` file; none where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {key.strip(): value.strip().strip("'\"") for key, _, value in pairs}


def run(command: Sequence[str], *, show: bool = False) -> Finished:
    """Run a command and keep what it prints.

    ``show`` passes its output on to the terminal, as stderr: stdout belongs to the program that is
    started in the end. What it prints as errors is kept in both cases.
    """
    out = sys.stderr if show and sys.stderr.isatty() else subprocess.PIPE
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            env=environ,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        return Finished(127, err=f"{command[0]} is not there")
    return Finished(done.returncode, done.stdout or "", done.stderr)


def say(sentence: str) -> None:
    """Tell the user something, on stderr."""
    print(f"convviz: {sentence}", file=sys.stderr, flush=True)
