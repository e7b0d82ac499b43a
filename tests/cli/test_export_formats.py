"""``convviz export -o``: one file, whose ending decides."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QStandardPaths

from convviz.cli import main
from convviz.document.editing import change, new_document
from convviz.document.files import save
from convviz.export.jobs import ENDINGS
from convviz.export.look import Look
from convviz.export.styles import Styles
from convviz.places import settings_folder
from convviz.session.opening import open_path

SMALL = ["--size", "320x180"]


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """Return a document at its fourth step."""
    path = tmp_path / "scene.convviz"
    document = change(new_document(), {"padding": 1})
    save(_at(document, 3), path)
    return path


def _at(document, step):  # type: ignore[no-untyped-def]

    return replace(document, step=step)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "config"))


def export(*words: str | Path) -> int:
    return main(["export", *map(str, words)])


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert export(*words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (sentence,) = said.err.splitlines()
    return sentence


def written(path: Path) -> str:
    """Return the words in an SVG."""
    return " ".join(ET.parse(path).getroot().itertext())  # noqa: S314 - written here


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != ".mp4"])
def test_the_ending_decides_and_the_same_command_gives_the_same_bytes(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending.upper()}"
    assert export("-o", first, *SMALL) == export("-o", second, *SMALL) == 0
    assert capsys.readouterr().out == f"{first}\n{second}\n"
    assert first.read_bytes() == second.read_bytes()
    if ending == ".svg":
        assert "Input" in written(first)
    elif ending == ".pdf":
        assert pages(first) == 9
    else:
        with Image.open(first) as image:
            assert image.size == (320, 180)
            assert getattr(image, "n_frames", 1) == (1 if ending == ".png" else 9)


def test_a_single_picture_is_of_the_documents_step_or_of_the_one_that_is_named(
    scene: Path, tmp_path: Path
) -> None:
    assert export(scene, "-o", tmp_path / "own.png") == 0
    assert export(scene, "-o", tmp_path / "named.png", "--steps", "7") == 0
    steps = [
        open_path(tmp_path / name, new_document()).document.step
        for name in ("own.png", "named.png")
    ]
    assert steps == [3, 6]


def test_several_steps_in_one_picture_are_refused_with_the_two_ways_out(
    scene: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, scene, "-o", tmp_path / "a.svg", "--steps", "2-4")
    assert said == (
        "convviz: a.svg is one picture, --steps are 3: --sheet puts them in one, "
        "-o a-{step}.svg saves a file of each"
    )
    assert export(scene, "-o", tmp_path / "a.svg", "--steps", "2-4", "--sheet") == 0
    assert export(scene, "-o", tmp_path / "a-{step}.svg", "--steps", "2-4") == 0
    names = {path.name for path in tmp_path.glob("*.svg")}
    assert names == {"a.svg", "a-02.svg", "a-03.svg", "a-04.svg"}
    assert "Step 2 of 25" in written(tmp_path / "a.svg")
    assert "Step 4 of 25" in written(tmp_path / "a.svg")


def test_a_figure_has_the_size_and_the_parts_that_were_asked_for(
    scene: Path, tmp_path: Path
) -> None:
    words = ["--width", "85mm", "--font-size", "8", "--panels", "+caption,-kernel"]
    words += ["--arrangement", "column"]
    assert export(scene, "-o", tmp_path / "a.png", "--dpi", "600", *words) == 0
    with Image.open(tmp_path / "a.png") as image:
        assert image.width == round(85 / 25.4 * 600)
        assert image.height > image.width
    assert export(scene, "-o", tmp_path / "a.svg", *words) == 0
    assert "Kernel" not in written(tmp_path / "a.svg")
    assert "Convolution of a 5 × 5 input" in written(tmp_path / "a.svg")
    assert export(scene, "-o", tmp_path / "b.png", "--width", "400", "--height", "300") == 0
    with Image.open(tmp_path / "b.png") as image:
        assert image.size == (400, 300)
    assert export(scene, "-o", tmp_path / "c.png", "--size", "slide", "--scale", "0.5") == 0
    with Image.open(tmp_path / "c.png") as image:
        assert image.size == (640, 360)
    assert export(
        scene, "-o", tmp_path / "d.png", "--size", "slide", "--height", "auto"
    ) == 2


def test_an_animation_moves_as_it_was_asked_to(scene: Path, tmp_path: Path) -> None:
    words = ["--steps", "1-3", "--pace", "4", "--hold", "1", "--no-loop", "--between", "1"]
    assert export(scene, "-o", tmp_path / "a.gif", *SMALL, *words) == 0
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == 5  # type: ignore[attr-defined]
        assert "loop" not in image.info
        durations = []
        for at in range(5):
            image.seek(at)
            durations.append(image.info["duration"])
    assert durations[-1] >= 1200
    assert sum(durations[:4]) == pytest.approx(500, abs=20)


def test_a_style_is_saved_used_and_overruled(
    scene: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--save-style", "paper", "--width", "60mm", "--theme", "print", "--dpi", "150"]
    assert export(scene, "-o", tmp_path / "a.png", *words) == 0
    assert Styles(settings_folder() / "styles.json").look("paper").theme == "print"
    assert export(scene, "-o", tmp_path / "b.png", "--style", "paper") == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert export(scene, "-o", tmp_path / "c.png", "--style", "paper", "--theme", "dark") == 0
    with Image.open(tmp_path / "b.png") as light, Image.open(tmp_path / "c.png") as dark:
        assert light.size == dark.size
        assert light.convert("L").getpixel((2, 2)) > dark.convert("L").getpixel((2, 2))  # type: ignore[operator]
    capsys.readouterr()
    said = refused(capsys, scene, "-o", tmp_path / "d.png", "--style", "papr")
    assert said == "convviz: --style papr: there is no such style; did you mean paper?"
    said = refused(capsys, scene, "-o", tmp_path / "d.png", "--style", "slides")
    assert said == "convviz: --style slides: there is no such style: there are paper"


def test_a_styles_numbers_give_way_to_what_is_asked_for(scene: Path, tmp_path: Path) -> None:
    Styles(settings_folder() / "styles.json").save("exact", Look(numbers="2"))
    assert export(scene, "-o", tmp_path / "a.png", "--style", "exact") == 0
    assert export(scene, "-o", tmp_path / "b.png", "--style", "exact", "--decimals", "1") == 0
    seen = [
        open_path(tmp_path / name, new_document()).document.view.decimals
        for name in ("a.png", "b.png")
    ]
    assert seen == [2, 1]


def test_styles_are_where_the_window_has_them() -> None:
    QCoreApplication.setApplicationName("convviz")
    QCoreApplication.setOrganizationName("convviz")
    if sys.platform == "linux":
        where = QStandardPaths.StandardLocation.AppConfigLocation
        assert str(settings_folder()) == QStandardPaths.writableLocation(where)


@pytest.mark.parametrize(
    ("platform", "end"),
    [
        ("win32", "AppData/Local/convviz/convviz"),
        ("darwin", "Library/Preferences/convviz/convviz"),
        ("linux", ".config/convviz/convviz"),
    ],
)  # fmt: skip
def test_every_system_has_its_own_place_for_styles(
    monkeypatch: pytest.MonkeyPatch, platform: str, end: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("LOCALAPPDATA", "not/absolute")
    assert settings_folder().as_posix().endswith(end)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("-o a.mpeg", "its ending is one of .png, .svg, .pdf, .gif, .apng, .webp, .mp4"),
        ("-o a", "its ending is one of"),
        ("-o a.png --out b", "-o names the file: leave --out and --pattern out"),
        ("-o a.png --pattern b-{step}", "-o names the file: leave --out and --pattern out"),
        ("-o a.gif --sheet", "--sheet makes one picture: a .png, .svg or .pdf without {step}"),
        ("-o a-{step}.png --sheet", "--sheet makes one picture"),
        ("--sheet", "--sheet makes one picture: name it, as in -o sheet.png"),
        ("-o a.png --sheet --input 60x60", "3,364 pictures: at most 400 go on one sheet; "
         "choose some with --steps, as in --steps 1-100"),
        ("-o a{step}{x}.png", "has braces other than those of {step}"),
        ("-o a.png --width 8km", "--width 8km: expected a length in px, mm or in, as in 85mm"),
        ("-o a.png --width 0mm", "is too small"),
        ("-o a.png --width 85mm --height 3in", "the width is in mm, both take the same unit"),
        ("-o a.png --width 85mm --height tall", "--height tall: expected a length"),
        ("-o a.png --size slide --width 85mm", "leave --width and --height out"),
        ("-o a.png --size slid", "did you mean slide?"),
        ("-o a.png --dpi 1.5", "--dpi 1.5: expected a whole number, as in 300"),
        ("-o a.png --dpi 0 --width 85mm", "scale 0: it must be more than 0"),
        ("-o a.png --font-size small", "--font-size small: expected a number up to 200, as in 8"),
        ("-o a.png --font-size 0.5", "it must be at least 1 point"),
        ("-o a.png --panels foo", "there are input, kernel, output, formula, arithmetic, legend"),
        ("-o a.png --panels input,+caption", "either all have a sign"),
        ("-o a.png --panels ,", "a picture needs at least one part"),
        ("-o a.png --panels=-input,-kernel,-output,-legend", "at least one part"),
        ("-o a.png --arrangement rows", "did you mean row?"),
        ("-o a.png --text outlines", "there are text, paths"),
        ("-o a.gif --pace 0", "pace 0: it must be 0.1 to 100 steps a second"),
        ("-o a.gif --hold x", "--hold x: expected a number, as in 2"),
        ("-o a.gif --between 99", "there can be 0 to 60"),
        ("-o a.png --style none", "there is no such style: none is saved yet"),
    ],
)
def test_what_can_t_be_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: str, sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sentence in refused(capsys, *words.split())
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
    scene: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.svg"
    target.write_text("mine")
    said = refused(capsys, scene, "-o", target)
    assert "would be overwritten; --overwrite allows it" in said
    assert target.read_text() == "mine"
    assert export(scene, "-o", target, "--overwrite") == 0
    assert target.read_text().startswith("<")


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (getattr(signal, "SIGKILL", 9), -9)]
)
@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
def test_a_killed_export_leaves_no_file_under_its_name(
    tmp_path: Path, sent: int, status: int
) -> None:
    target = tmp_path / "out" / "long.gif"
    words = ["--input", "40x40", "--size", "1280x720", "-o", str(target)]
    process = subprocess.Popen(
        [sys.executable, "-m", "convviz", "export", *words], stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 60
    while not (target.parent.is_dir() and any(target.parent.iterdir())):
        assert time.monotonic() < end
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(sent)
    assert process.wait(60) == status
    assert not target.exists()
