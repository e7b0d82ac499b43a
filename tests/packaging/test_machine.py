import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from machine import Machine, read_os_release, run, this_machine

UBUNTU = 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = "NAME='Fedora Linux'\nID=fedora\n\n# a comment\n"


@pytest.mark.parametrize(("text", "debian"), [(UBUNTU, True), (MINT, True), (FEDORA, False)])
def test_debians_kin_is_known_by_its_os_release(
    text: str, debian: bool, tmp_path: Path, a_machine: Callable[..., Machine]
) -> None:
    path = tmp_path / "os-release"
    path.write_text(text, encoding="utf-8")
    assert a_machine(os_release=read_os_release(path)).debian is debian


def test_a_system_without_os_release_is_no_debian(
    tmp_path: Path, a_machine: Callable[..., Machine]
) -> None:
    assert read_os_release(tmp_path / "none") == {}
    assert not a_machine(os_release={}).debian
    assert not a_machine(commands=frozenset()).debian


@pytest.mark.parametrize(
    ("environ", "display", "platforms"),
    [
        ({}, False, ("offscreen",)),
        ({"DISPLAY": ""}, False, ("offscreen",)),
        ({"DISPLAY": ":0"}, True, ("offscreen", "xcb")),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True, ("offscreen", "wayland")),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, True, ("offscreen", "xcb", "wayland")),
        ({"QT_QPA_PLATFORM": "offscreen"}, True, ("offscreen",)),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb"}, True, ("offscreen", "wayland")),
        ({"QT_QPA_PLATFORM": "vnc:size=8x8", "DISPLAY": ":0"}, True, ("offscreen", "vnc")),
    ],
)
def test_a_display_decides_what_qt_has_to_load(
    environ: dict[str, str],
    display: bool,
    platforms: tuple[str, ...],
    a_machine: Callable[..., Machine],
) -> None:
    machine = a_machine(environ=environ)
    assert machine.display is display
    assert machine.qt_platforms == platforms


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_there_is_a_display_and_qt_needs_nothing(
    platform: str, a_machine: Callable[..., Machine]
) -> None:
    machine = a_machine(platform=platform, environ={})
    assert machine.display
    assert machine.qt_platforms == ()
    assert not machine.debian


def test_this_machine_is_the_one_that_runs_the_test() -> None:
    machine = this_machine()
    assert machine.platform == sys.platform
    assert sys.version.startswith(machine.python + ".")
    assert "venv" in machine.modules


def test_a_commands_output_and_code_are_kept() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    done = run([sys.executable, "-c", code])
    assert (done.code, done.out.strip(), done.err.strip()) == (3, "out", "err")


def test_a_command_that_is_not_there_fails_like_any_other() -> None:
    assert run(["convviz-has-no-such-command"]).code == 127


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_old_python_is_told_in_one_sentence(script: str) -> None:
    path = Path(__file__).resolve().parents[2] / "packaging" / script
    code = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr == f"convviz: needs Python 3.11 or newer, and {sys.executable} is Python 3.9.\n"
    )


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_old_python_can_read_what_tells_it(script: str) -> None:
    import ast

    path = Path(__file__).resolve().parents[2] / "packaging" / script
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 4))
