"""System libraries and packages: what Qt and the tests need, what is missing, how to get it.

Qt brings its own libraries but not the system's. Where one is missing it blames another and aborts
in a way that Python can't catch, so ``ldd`` is asked first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from machine import Machine, Run, Say, SetupError

Packages = dict[str, tuple[str, ...]]

OFFSCREEN: Packages = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libX11.so.6": ("libx11-6",),
    "libz.so.1": ("zlib1g",),
    "libzstd.so.1": ("libzstd1",),
}
XCB: Packages = {
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
}
WAYLAND: Packages = {
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
}
BY_PLATFORM: dict[str, Packages] = {"offscreen": OFFSCREEN, "xcb": XCB, "wayland": WAYLAND}
OTHERS: Packages = {"libgssapi_krb5.so.2": ("libgssapi-krb5-2",)}

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "QtOpenGLWidgets", "QtTest")
PLUGINS = {
    "wayland": (
        "wayland-shell-integration/*xdg-shell*",
        "wayland-graphics-integration-client/*egl*",
    )
}


def not_found(ldd: str) -> tuple[str, ...]:
    """Return the libraries that the output of ``ldd`` names as missing, each once, in order."""
    names: list[str] = re.findall(r"^\s*(\S+) => not found", ldd, re.MULTILINE)
    return tuple(dict.fromkeys(names))


def missing_libraries(site_packages: Path, platforms: Iterable[str], run: Run) -> tuple[str, ...]:
    """Return the system libraries that PySide6 in ``site_packages`` lacks for these platforms.

    Where there is no ``ldd`` nothing can be told, and nothing is.
    """
    qt = site_packages / "PySide6"
    files = [path for name in MODULES for path in sorted(qt.glob(f"{name}.*so"))]
    for name in platforms:
        for pattern in (f"platforms/libq{name}.so", *PLUGINS.get(name, ())):
            files.extend(sorted((qt / "Qt" / "plugins").glob(pattern)))
    return not_found(run(["ldd", *map(str, files)]).out) if files else ()


def unlisted_libraries(platforms: Iterable[str], run: Run) -> tuple[str, ...]:
    """Return what Qt is known to need and the system's library cache doesn't list.

    This is for the time before there is a Qt that could be asked.
    """
    listed = set(re.findall(r"^\s*(\S+) \(", run(["/sbin/ldconfig", "-p"]).out, re.MULTILINE))
    known = (name for platform in platforms for name in BY_PLATFORM.get(platform, {}))
    return tuple(name for name in known if name not in listed) if listed else ()


def candidates(library: str) -> tuple[str, ...]:
    """Return the names under which Debian's releases pack a library, newest first."""
    for table in (*BY_PLATFORM.values(), OTHERS):
        if library in table:
            return table[library]
    return ()


def choose_packages(wanted: Sequence[tuple[str, ...]], run: Run) -> tuple[str, ...]:
    """Return one package for each group of candidate names: the first that apt knows.

    Where apt knows none, as with empty package lists, it is the last: the name of longest standing.
    """
    names = sorted({name for group in wanted for name in group if len(group) > 1})
    shown = run(["apt-cache", "show", "--no-all-versions", *names]).out if names else ""
    known = set(re.findall(r"^Package: (\S+)", shown, re.MULTILINE))
    chosen = (next((name for name in group if name in known), group[-1]) for group in wanted)
    return tuple(dict.fromkeys(chosen))


def command_line(packages: Sequence[str], machine: Machine) -> str:
    """Return the one line that installs packages on Debian or Ubuntu for who is not root."""
    install = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"sudo sh -c '{install}'" if "sudo" in machine.commands else f"su -c '{install}'"


def install_packages(packages: Sequence[str], run: Run, say: Say) -> None:
    """Install packages with apt-get, as root.

    Raises
    ------
    SetupError
        When apt-get fails, with the first error it told.
    """
    say(f"installing the system packages {', '.join(packages)} (apt-get)")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    done = run(install)
    if done.code != 0:
        errors = [line for line in done.err.splitlines() if line.startswith("E:")]
        reason = errors[0][2:].strip() if errors else f"apt-get ended with code {done.code}"
        raise SetupError(f"these system packages could not be installed: {reason}")


def provide_packages(
    wanted: Sequence[tuple[str, ...]], machine: Machine, run: Run, say: Say, *, why: str
) -> None:
    """Install the packages as root, else stop with the line to type (Debian and Ubuntu).

    Raises
    ------
    SetupError
        When this is not root, or when apt-get fails.
    """
    if machine.root:
        run(["apt-get", "update", "-qq"])
        install_packages(choose_packages(wanted, run), run, say)
        return
    line = command_line(choose_packages(wanted, run), machine)
    raise SetupError(f"{why}; as you are not root, type this line and start again:\n{line}")


def provide_libraries(missing: Sequence[str], machine: Machine, run: Run, say: Say) -> None:
    """See to it that missing system libraries get here.

    Raises
    ------
    SetupError
        When they don't: this is not root, no Debian, a library that no known package holds.
    """
    unknown = [name for name in missing if not candidates(name)]
    if unknown or not machine.debian:
        raise SetupError(
            f"Qt needs system libraries that are missing here: {', '.join(unknown or missing)}; "
            "install the packages of your system that hold them and start again"
        )
    wanted = [candidates(name) for name in missing]
    provide_packages(wanted, machine, run, say, why=f"Qt lacks {_some(missing)}")


def _some(names: Sequence[str], shown: int = 3) -> str:
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more system libraries" if more > 0 else "")
