"""A system made up: what commands answer, and what a virtual environment looks like."""

from collections.abc import Sequence
from pathlib import Path

from machine import Finished


class FakeSystem:
    """Answers commands as a system would, and keeps what was run and said.

    ``missing`` are the libraries that ``ldd`` doesn't find until apt-get installs something;
    ``known`` the packages that apt has heard of; ``fails`` maps a word in a command to its failure.
    """

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.said: list[str] = []
        self.missing: Sequence[str] = ()
        self.known: Sequence[str] = ()
        self.fails: dict[str, Finished] = {}
        self.venv_python = "3.11"  # what the Python that is there says it is
        self.makes_python = "3.11"  # what the Python is that makes another
        self.interrupt = ""

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def run(self, command: Sequence[str], *, show: bool = False) -> Finished:  # noqa: ARG002
        self.commands.append(list(command))
        if self.interrupt and self.interrupt in command:
            raise KeyboardInterrupt
        for word, failure in self.fails.items():
            if word in command:
                return failure
        return self._answer(list(command))

    def ran(self, *words: str) -> bool:
        return any(all(word in command for word in words) for command in self.commands)

    def _answer(self, command: list[str]) -> Finished:
        if command[0] == "ldd":
            lines = ["\tlibc.so.6 => /lib/libc.so.6 (0x0)"]
            lines += [f"\t{name} => not found" for name in self.missing]
            return Finished(0, "\n".join(lines))
        if command[:2] == ["apt-cache", "show"]:
            shown = [f"Package: {name}" for name in command if name in self.known]
            return Finished(0, "\n".join(shown))
        if command[:2] == ["apt-get", "install"]:
            self.missing = ()
        if command[1:3] == ["-m", "venv"]:
            make_venv(Path(command[3]), self.makes_python)
        if command[1] == "-c":
            return Finished(0, f"{self.venv_python}\n")
        return Finished(0)


def make_venv(folder: Path, python: str = "3.11") -> None:
    """Make what ``python -m venv`` makes, as far as the scripts look at it, with PySide6 in it."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    (folder / "Scripts").mkdir()
    (folder / "Scripts" / "python.exe").touch()
    for packages in (
        folder / "lib" / f"python{python}" / "site-packages",
        folder / "Lib" / "site-packages",
    ):
        plugins = packages / "PySide6" / "Qt" / "plugins" / "platforms"
        plugins.mkdir(parents=True, exist_ok=True)
        (packages / "PySide6" / "QtGui.abi3.so").touch()
        for name in ("offscreen", "xcb", "wayland"):
            (plugins / f"libq{name}.so").touch()
