"""The program as it is started: a real window on a virtual screen, driven by keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

TOOLS = ("Xvfb", "openbox", "xdotool")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xvfb


@contextmanager
def running(*command: str, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment with a screen and a window manager of its own."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.fail(f"a real window needs {', '.join(missing)}: install them to run this test")
    with ExitStack() as stack:
        reader, writer = os.pipe()
        stack.callback(os.close, reader)
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=(writer,), stderr=subprocess.DEVNULL,
        )
        stack.callback(screen.wait, 10)
        stack.callback(screen.terminate)
        os.close(writer)
        display = os.read(reader, 16).decode().strip()
        env = {
            **{key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"},
            "DISPLAY": f":{display}",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "PYTHONPATH": str(ROOT),
        }
        stack.enter_context(running("openbox", env=env))
        yield env


def test_a_person_opens_steps_exports_and_closes(
    desktop: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    def xdotool(*arguments: str) -> str:
        return subprocess.run(
            ["xdotool", *arguments], env=desktop, check=True, capture_output=True, text=True,
            timeout=30,
        ).stdout.strip()

    def frames() -> list[str]:
        return sorted(path.name for path in out.glob("*.png"))

    out = tmp_path / "frames"
    with running(sys.executable, "-m", "convviz", env=desktop) as program:
        window = xdotool("search", "--sync", "--onlyvisible", "--name", "convviz").splitlines()[-1]
        xdotool("windowactivate", "--sync", window)
        xdotool("key", "--delay", "40", "Right", "Right", "Shift+Down", "space", "space")
        xdotool("key", "ctrl+e")
        dialog = xdotool("search", "--sync", "--onlyvisible", "--name", "^Export$")
        xdotool("windowactivate", "--sync", dialog.splitlines()[-1])
        xdotool("key", "alt+f")
        xdotool("key", "ctrl+a")
        xdotool("type", "--delay", "5", str(out))
        xdotool("key", "Return")
        qtbot.waitUntil(lambda: len(frames()) == 9, timeout=20_000)
        xdotool("windowactivate", "--sync", window)
        xdotool("key", "ctrl+q")
        assert program.wait(20) == 0

    by_command = tmp_path / "by_command"
    subprocess.run(
        [sys.executable, "-m", "convviz", "export", "--out", str(by_command)],
        check=True, cwd=ROOT, env=desktop, capture_output=True,
    )
    assert frames() == sorted(path.name for path in by_command.iterdir())
    assert all((out / name).read_bytes() == (by_command / name).read_bytes() for name in frames())
