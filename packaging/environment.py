"""The checkout's ``.venv``: made when it isn't there, completed when the lock asks for more.

The pinned packages come from a lock file; convviz itself is not installed but found through a
``.pth`` file that names the checkout, so that an edit counts at the next start. A stamp file holds
what was installed for whom: while it is still true, nothing is looked at again.

The first lines of each lock file hold the command that makes it again from ``pyproject.toml``; the
lock for development is made second, since it follows the other (``uv pip compile … -c``).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import system
from machine import Machine, Run, Say, SetupError

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"
UNFINISHED = "convviz-unfinished"
LIBRARIES = "convviz-libraries"


class Environment:
    """The ``.venv`` of a checkout on a machine."""

    def __init__(self, checkout: Path, machine: Machine, run: Run, say: Say) -> None:
        self.checkout = checkout
        self.machine = machine
        self.run = run
        self.say = say
        self.folder = checkout / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter in the environment."""
        windows = self.machine.platform == "win32"
        return self.folder / ("Scripts/python.exe" if windows else "bin/python")

    @property
    def site_packages(self) -> Path:
        """Where the environment keeps packages."""
        windows = self.machine.platform == "win32"
        name = "Lib" if windows else f"lib/python{self.machine.python}"
        return self.folder / name / "site-packages"

    def prepare(self, locks: Sequence[str], platforms: Sequence[str]) -> None:
        """Make everything ready to start the interpreter with convviz and these locks' packages.

        Raises
        ------
        SetupError
            With the one sentence to print when that can't be.
        """
        try:
            self.install(locks)
            self.provide_libraries(platforms)
        except OSError as error:
            raise SetupError(f"{error.filename}: {error.strerror}") from error

    def install(self, locks: Sequence[str]) -> None:
        """Install the packages of the locks that the stamps don't already vouch for."""
        pending = [lock for lock in locks if not self._is_stamped(lock, self._stamp(lock))]
        if not pending:
            return
        if not self._is_usable():
            self._make()
            pending = list(locks)
        unfinished = self.folder / UNFINISHED
        unfinished.touch()
        for lock in pending:
            self._install(lock)
        # ASCII whatever the path: older Pythons read such files in the locale's encoding.
        line = f"import sys; sys.path.append({str(self.checkout)!a})\n"
        (self.site_packages / "convviz-checkout.pth").write_text(line, encoding="ascii")
        for lock in pending:
            self._stamp_path(lock).write_text(self._stamp(lock), encoding="utf-8")
        unfinished.unlink()

    def provide_libraries(self, platforms: Sequence[str]) -> None:
        """See to it that the system has the libraries with which Qt opens these platforms."""
        stamp = "".join(f"{name}\n" for name in platforms) + self._stamp(LOCK)
        if not platforms or self._is_stamped(LIBRARIES, stamp):
            return
        missing = system.missing_libraries(self.site_packages, platforms, self.run)
        if missing:
            system.provide_libraries(missing, self.machine, self.run, self.say)
            still = system.missing_libraries(self.site_packages, platforms, self.run)
            if still:
                raise SetupError(f"Qt still lacks {', '.join(still)} after installing packages")
        with suppress(OSError):  # root's environment serves others too: they look at each start
            self._stamp_path(LIBRARIES).write_text(stamp, encoding="utf-8")

    def _stamp(self, lock: str) -> str:
        text = (self.checkout / "packaging" / lock).read_text(encoding="utf-8")
        return f"Python {self.machine.python}\n{self.checkout}\n{text}"

    def _stamp_path(self, name: str) -> Path:
        return self.folder / (name if name == LIBRARIES else f"convviz-{name}")

    def _is_stamped(self, name: str, stamp: str) -> bool:
        try:
            same = self._stamp_path(name).read_text(encoding="utf-8") == stamp
        except OSError:
            return False
        return same and self.python.exists() and not (self.folder / UNFINISHED).exists()

    def _is_usable(self) -> bool:
        """Whether there is a whole environment of this very Python to install into."""
        if not self.python.exists() or (self.folder / UNFINISHED).exists():
            return False
        code = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
        return self.run([str(self.python), "-c", code]).out.strip() == self.machine.python

    def _make(self) -> None:
        self._need_venv_module()
        if self.folder.exists() or self.folder.is_symlink():
            self.say(f"{self.folder} is unfinished or of another Python: making it again")
            self._remove()
        self.folder.mkdir()
        (self.folder / UNFINISHED).touch()
        done = self.run([sys.executable, "-m", "venv", str(self.folder)])
        if done.code != 0:
            reason = (done.err or done.out).strip().splitlines() or ["python -m venv failed"]
            raise SetupError(f"{self.folder} could not be made: {reason[-1]}")

    def _remove(self) -> None:
        if self.folder.is_dir() and not self.folder.is_symlink():
            shutil.rmtree(self.folder)
        else:
            self.folder.unlink()

    def _need_venv_module(self) -> None:
        if {"venv", "ensurepip"} <= self.machine.modules:
            return
        why = "this Python can't make virtual environments (ensurepip is missing)"
        if not self.machine.debian:
            raise SetupError(f"{why}; install your system's package for it and start again")
        platforms = self.machine.qt_platforms
        libraries = system.unlisted_libraries(platforms, self.run)
        module = (f"python{self.machine.python}-venv",)
        wanted = [module, *map(system.candidates, libraries)]
        system.provide_packages(wanted, self.machine, self.run, self.say, why=why)

    def _install(self, lock: str) -> None:
        self.say(f"installing the packages of packaging/{lock} into {self.folder} (once)")
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install"]
        pinned = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
        path = str(self.checkout / "packaging" / lock)
        done = self.run([*pip, *pinned, "--requirement", path], show=True)
        if done.code != 0:
            raise SetupError(why_pip_failed(done.err, self.machine))


NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "Max retries exceeded",
    "Temporary failure in name resolution",
    "ProxyError",
)


def why_pip_failed(errors: str, machine: Machine) -> str:
    """Return the sentence for a failed ``pip install``, from what it printed as errors."""
    if any(sign in errors for sign in NO_NETWORK):
        return "the package index could not be reached: check the network and start again"
    lines = [line for line in errors.splitlines() if line.startswith("ERROR:")]
    if any("No matching distribution" in line for line in lines):
        name = lines[-1].rpartition(" ")[2]
        return (
            f"there is no ready-made {name} for Python {machine.python} on this system "
            f"({machine.platform})"
        )
    if any("No space left" in line for line in lines):
        return "the disk is full: .venv takes about 400 MB"
    reason = lines[-1].partition(":")[2].strip() if lines else "pip failed without saying why"
    return f"the packages could not be installed: {reason}"
