"""The commands around ``describe`` and ``export``: what is typed wrong, statuses, the window."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.cli import main
from convviz.cli.display import check_display
from convviz.cli.parser import UsageError, joined
from convviz.version import __version__


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run convviz as people do, without a display unless one is given."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return subprocess.run(
        [sys.executable, "-m", "convviz", *words],
        capture_output=True, text=True, check=False, env=inherited | environment,
    )


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the one sentence with which a command line is refused."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"convviz {__version__}\n"
    for words in (["--help"], ["-h"], []):
        assert main(words) == 0
        assert "convviz FILE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("descibe", "there is no file descibe; did you mean describe?"),
        ("--versoin", "there is no option --versoin; did you mean --version?"),
        ("--what", "there is no option --what (convviz --help lists them)"),
        ("nowhere.png", "there is no file nowhere.png"),
        ("describe --strid 2", "there is no option --strid; did you mean --stride?"),
        ("describe --strid=2", "there is no option --strid; did you mean --stride?"),
        ("describe --xyz", "there is no option --xyz (convviz describe --help lists them)"),
        ("describe --stride", "--stride: expected one argument"),
        ("describe --pad 1", "did you mean --padding?"),
        ("describe one.convviz two", "'two' is one argument too many"),
        ("describe one --document two", "give one document, not both one and two"),
        ("describe nowhere.convviz", "there is no file nowhere.convviz"),
        ("describe --input nowhere.png", "there is no file nowhere.png"),
        ("describe --input rmp:5x5", "did you mean 'ramp'?"),
        ("describe --kernel sobl_x", "did you mean 'sobel_x'?"),
        ("describe --kernel sobel_x:4", "there is no sobel_x of size 4x4"),
    ],
)
def test_a_slip_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    assert sentence in complaint(capsys, *words.split())


def test_a_negative_value_belongs_to_its_option() -> None:
    words = ["--stride", "-1", "--padding", "-1x2", "--json", "file", "-3"]
    assert joined(words, {"--stride", "--padding"}) == [
        "--stride=-1", "--padding=-1x2", "--json", "file", "-3"
    ]


def test_the_window_is_opened_with_a_file_or_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    opened: list[Path | None] = []

    def open_window(file: Path | None) -> int:
        opened.append(file)
        return 0

    picture = tmp_path / "photo.png"
    picture.touch()
    assert main([], open_window) == 0
    assert main([str(picture)], open_window) == 0
    assert main([str(picture), str(picture)], open_window) == 2
    assert opened == [None, picture]


def test_without_a_display_the_window_is_refused_with_the_way_to_export(tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.touch()
    done = run(str(picture))
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "no display" in line
    assert f"convviz export {picture} --out frames/" in line


def test_a_display_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    for name, value in (("DISPLAY", ":987"), ("WAYLAND_DISPLAY", str(tmp_path / "wayland-9"))):
        done = run(**{name: value})
        assert done.returncode == 2
        assert f"{name}={value} does not answer" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="displays are a matter of Unix sockets")
def test_a_display_that_answers_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        environ = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-0"}
        check_display(environ, "linux", None)
        check_display(environ | {"QT_QPA_PLATFORM": "wayland"}, "linux", None)
        with pytest.raises(UsageError, match="DISPLAY is not set"):
            check_display(environ | {"QT_QPA_PLATFORM": "xcb"}, "linux", None)


def test_a_remote_display_is_asked_over_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        check_display({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux", None)
    with pytest.raises(UsageError, match="does not answer"):
        check_display({"DISPLAY": "127.0.0.1:65535"}, "linux", None)


def test_other_platforms_need_no_display() -> None:
    for platform in ("darwin", "win32"):
        check_display({}, platform, None)
    check_display({"QT_QPA_PLATFORM": "offscreen"}, "linux", None)
    check_display({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", None)
    check_display({"DISPLAY": "/private/tmp/launch/org.xquartz:0"}, "linux", None)


def test_statuses_are_those_of_the_process() -> None:
    assert run("--version").stdout == f"convviz {__version__}\n"
    done = run("describe", "--input", "7x7", "--stride", "-1")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("convviz: stride -1")


def test_sizes_are_described_without_numpy_or_qt() -> None:
    program = (
        "import sys; from convviz.cli import main; "
        "main(['--version']); main(['describe', '--input', '7x7']); "
        "print([name for name in ('numpy', 'PySide6', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_terminal_without_the_signs_gets_ascii() -> None:
    done = run("describe", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "floor((5 + 0 + 0 - 1*(3 - 1) - 1) / 1) + 1 = floor(2 / 1) + 1 = 3" in done.stdout


def test_a_reader_that_goes_away_is_no_error_message() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "convviz", "describe"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_to_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "convviz", "describe"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line == "convviz: the output could not be written: No space left on device"


def test_an_interrupt_is_a_sentence_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupting(io.StringIO):
        def write(self, text: str) -> int:  # noqa: ARG002
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdout", Interrupting())
    assert main(["describe"]) == 130
    assert capsys.readouterr().err == "convviz: interrupted\n"
