"""Whether a window can be opened: asked before Qt, which would abort where it can't."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from pathlib import Path

from convviz.cli.parser import UsageError

_SECONDS = 3.0
_X11 = re.compile(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?")


def check_display(environ: Mapping[str, str], platform: str, file: Path | None) -> None:
    """Check that a display answers, where Qt needs one.

    Parameters
    ----------
    environ
        The environment's variables.
    platform
        As `sys.platform`.
    file
        What the window would open, for the sentence.

    Raises
    ------
    UsageError
        There is no display, or none answers.
    """
    wanted = re.split("[:;]", environ.get("QT_QPA_PLATFORM", ""))[0].removesuffix("-egl")
    if platform in {"win32", "cygwin", "darwin"} or wanted not in {"", "xcb", "wayland"}:
        return
    variables = {"": ("WAYLAND_DISPLAY", "DISPLAY"), "xcb": ("DISPLAY",)}.get(
        wanted, ("WAYLAND_DISPLAY",)
    )
    displays = {name: environ[name] for name in variables if environ.get(name)}
    if any(_answers(name, display, environ) for name, display in displays.items()):
        return
    unset = "neither {} nor {} is set" if len(variables) > 1 else "{} is not set"
    reason = (
        " and ".join(f"{name}={display} does not answer" for name, display in displays.items())
        or f"no display to open a window on: {unset.format(*variables)}"
    )
    file_text = f" {file}" if file else ""
    raise UsageError(
        f"{reason}; frames need none: convviz export{file_text} --out frames/"
    )


def _answers(variable: str, display: str, environ: Mapping[str, str]) -> bool:
    if variable == "WAYLAND_DISPLAY":
        return _connects(str(Path(environ.get("XDG_RUNTIME_DIR", ""), display)))
    match = _X11.fullmatch(display)
    if match is None or "/" in match["host"]:  # a socket's path, as on macOS
        return True
    if match["host"] in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{match['number']}"  # noqa: S108 - X's fixed place
        return _connects(path) or _connects(f"\0{path}")
    return _connects((match["host"].strip("[]"), 6000 + int(match["number"])))


def _connects(address: str | tuple[str, int]) -> bool:
    """Return whether something listens at a socket's path, or at a host and port."""
    try:
        if not isinstance(address, str):
            socket.create_connection(address, _SECONDS).close()
            return True
        with socket.socket(socket.AF_UNIX) as local:
            local.settimeout(_SECONDS)
            local.connect(address)
            return True
    except (OSError, OverflowError):  # the latter: a port that can't be
        return False
