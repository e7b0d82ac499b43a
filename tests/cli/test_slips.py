"""What is typed wrong gets an answer at once, in one sentence that names the option."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter

import pytest

from convviz.cli import describe, export, main
from convviz.cli.draft import draft

LONG = "9" * 300


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["describe", "--stride=--"], "--stride: expected N"),
        (["describe", "--input=--"], "--input: expected INPUT"),
        (["export", "--pattern=--"], "--pattern: expected NAME"),
        (["describe", ""], "expected FILE"),
        (["describe", "--document", ""], "--document: expected FILE"),
        (["describe", "--input", ""], "--input: expected INPUT"),
        (["export", "--out", ""], "--out: expected FOLDER"),
        ([""], "the name of the file to open is empty"),
        (["describe", "--seed", "abc"], "--seed abc: expected a whole number"),
        (["describe", "--bias=1"], "--bias takes no value: it is --bias or --no-bias alone"),
        (["describe", "--json=1"], "--json takes no value"),
        (["describe", "--input", "-x.npy"], "there is no file -x.npy"),
        (["--kernel", "3"], "--kernel belongs to convviz describe and convviz export"),
        (["--out=x"], "--out belongs to convviz export"),
        (["describe", "--padding-mode", "reflec"], "did you mean reflect?"),
        (["describe", "--input", "ramp"], "ramp needs a size: ramp:5x5"),
        (["describe", "--input", "ramp:"], "--input ramp:: expected a size after the colon"),
        (["describe", "--kernel", "gaussian:abc"], "--kernel gaussian:abc: expected a size"),
        (["describe", "--kernel", f"a{LONG}"], "…: expected a size (3, 3x5)"),
        (["describe", "--stride", f"{LONG}y"], "…: expected a whole number"),
        (["export", "--steps", "1000000000000000000000"], "there are steps 1 to 9"),
        (["export", "--steps", "0"], "steps 0: there are steps 1 to 9"),
        (
            ["export", "--input", "200x200", "--steps", "1-20000"],
            "these are 20,000 frames, at most 10,000 are saved at once",
        ),
        (["export", "--scale", "0.001"], "16 to 16384 on each side"),
        (["describe", "x" * 300], "can't be read: its name is too long"),
        (["x" * 300], "can't be read: its name is too long"),
    ],
)
def test_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert sentence in line
    assert len(line) < 400


def test_the_channels_mistake_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "--channels", "0:1"]) == 2
    assert capsys.readouterr().err.count("channels 0") == 1


@pytest.mark.parametrize("kernel", ["ones:65536", "ones:20000", "gaussian:8000"])
def test_a_kernel_that_can_t_be_is_refused_at_once(kernel: str) -> None:
    main(["describe", "--kernel", "ones"])  # loads what is needed
    before = perf_counter()
    assert main(["describe", "--input", "5x5", "--kernel", kernel]) == 2
    assert main(["describe", "--input", "ones:65536x65536", "--kernel", "gaussian:8000"]) == 0
    assert perf_counter() - before < 2


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["--kernel", "abc"], "kernel_size"),
        (["nofile"], "document"),
        (["--input", "nofile.png"], "input"),
        (["--input", "rmp:5x5"], "input"),
        (["--channel", "rde"], "input"),
        (["--seed", "x"], "input"),
        (["--padding-mode", "reflec"], "padding_mode"),
    ],
)
def test_json_says_what_is_wrong_as_json(
    capsys: pytest.CaptureFixture[str], words: list[str], field: str
) -> None:
    assert main(["describe", *words, "--json"]) == 2
    said = capsys.readouterr()
    assert said.err == ""
    (problem,) = json.loads(said.out)["problems"]
    assert problem["field"] == field


def test_too_little_memory_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def greedy(_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(describe, draft.__name__, greedy)
    assert main(["describe"]) == 1
    monkeypatch.setattr(export, "draft_document", greedy)
    assert main(["export"]) == 1
    sentence = "convviz: there is not enough memory for that\n"
    assert capsys.readouterr().err == 2 * sentence


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may look everywhere"
)
def test_a_folder_without_permission_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        for words, status in (
            ([str(locked / "zz.png")], 2),
            (["describe", str(locked / "zz.png")], 2),
            (["export", "--out", str(locked)], 1),
            (["export", "--out", str(locked / "in")], 1),
        ):
            assert main(words) == status
            (line,) = capsys.readouterr().err.splitlines()
            assert "there is no permission" in line
    finally:
        locked.chmod(0o700)
