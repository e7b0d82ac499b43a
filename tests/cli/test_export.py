"""``convviz export``, as people and scripts run it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convviz.cli import main
from convviz.document.editing import new_document
from convviz.document.files import save
from convviz.interop.images import read_image
from convviz.layers import Conv2d
from convviz.options import ViewOptions
from convviz.session.opening import open_path
from tests.chains import chain

pty = pytest.importorskip("pty", reason="a terminal to draw a progress bar on is Unix's")
resource = pytest.importorskip("resource", reason="limits of a process are Unix's")


def export(words: str, folder: Path) -> int:
    """Export small frames into a folder and return the exit status."""
    return main(["export", *words.split(), "--size", "320x180", "--out", str(folder)])


def refusal(capsys: pytest.CaptureFixture[str], words: str, folder: Path) -> str:
    """Return the one sentence with which an export is refused, and nothing done."""
    before = set(folder.iterdir()) if folder.exists() else None
    assert export(words, folder) == 2
    assert (set(folder.iterdir()) if folder.exists() else None) == before
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()[0]


def started(*words: str, **more: object) -> subprocess.Popen[bytes]:
    """Start an export with no display anywhere."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return subprocess.Popen(
        [sys.executable, "-m", "convviz", "export", *words],
        env=environment, stdout=subprocess.PIPE, **more,  # type: ignore[call-overload, no-any-return]
    )


def whole(folder: Path) -> list[str]:
    """Return the names in a folder, having checked that each is a whole frame."""
    for path in folder.iterdir():
        assert read_image(path).size
        assert path.read_bytes().endswith(b"IEND\xaeB`\x82")
    return sorted(path.name for path in folder.iterdir())


def test_the_opening_scene_is_exported_when_nothing_is_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "frames"
    assert export("", folder) == 0
    said = capsys.readouterr()
    assert said.out == f"9 frames in {folder}{os.sep}\n"
    assert said.err == ""
    assert whole(folder) == [f"frame-{step}.png" for step in range(1, 10)]


def test_a_layer_is_exported_as_it_was_asked_for(tmp_path: Path) -> None:
    words = (
        "--input random:6x8 --seed 3 --kernel sobel_x --padding 1 --padding-mode reflect "
        "--stride 1x2 --steps 3-4,24 --theme dark --ghost --no-values --bias"
    )
    assert export(words, tmp_path) == 0
    assert whole(tmp_path) == ["frame-03.png", "frame-04.png", "frame-24.png"]
    document = open_path(tmp_path / "frame-24.png", new_document()).document
    layer = document.layer
    assert repr(layer) == (
        "Conv2d(1, 1, kernel_size=3, stride=(1, 2), padding=1, padding_mode='reflect')"
    )
    assert document.step == 23
    assert document.view.ghost
    assert not document.view.values
    assert document.input_source.seed == 3
    assert document.layer_weights.weight.array()[0, 0].tolist() == [
        [-1, 0, 1], [-2, 0, 2], [-1, 0, 1]
    ]


def test_what_is_shown_and_how_is_told_in_a_list(tmp_path: Path) -> None:
    words = (
        "--steps 2 --view products,Path,no-struck --view colour-bar --colours cividis "
        "--decimals 2 --input-levels -3:3 --output-levels=0:1e2"
    )
    assert export(words, tmp_path) == 0
    view = open_path(tmp_path / "frame-2.png", new_document()).document.view
    assert view == ViewOptions(
        products=True, path=True, struck=False, colour_bar=True, colour_map="cividis",
        decimals=2, input_levels=(-3, 3), output_levels=(0, 100),
    )
    again = str(tmp_path / "frame-2.png")
    assert export(f"{again} --steps 2 --view no-path,linking --decimals auto", tmp_path / "b") == 0
    view = open_path(tmp_path / "b" / "frame-2.png", new_document()).document.view
    assert (view.path, view.linking, view.products, view.decimals) == (False, True, True, None)


def test_a_signal_and_taps(tmp_path: Path) -> None:
    assert export("--input 6 --kernel 3 --padding causal --by-taps", tmp_path) == 0
    assert len(whole(tmp_path)) == 18


def test_a_document_is_exported_with_what_is_changed_on_the_line(tmp_path: Path) -> None:
    save(new_document(Conv2d(1, 1, 2, stride=2), (1, 6, 6)), tmp_path / "scene.convviz")
    document = str(tmp_path / "scene.convviz")
    assert export(f"{document} --pattern {{step}} --steps 9", tmp_path / "a") == 0
    assert whole(tmp_path / "a") == ["9.png"]
    assert export(f"--document {document} --padding 1", tmp_path / "b") == 0
    assert len(whole(tmp_path / "b")) == 16
    again = str(tmp_path / "b" / "frame-05.png")
    assert export(f"{again} --steps 5", tmp_path / "c") == 0
    assert (tmp_path / "c" / "frame-05.png").read_bytes() == Path(again).read_bytes()


def test_pictures_arrays_and_tables_are_inputs(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (6, 7, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    np.save(tmp_path / "data.npy", pixels.transpose(2, 0, 1))
    (tmp_path / "table.csv").write_text("1;2,5;3\n4;5;6\n7;8;9\n")
    for name, more, shape in (
        ("photo.png", "--channel red", (1, 6, 7)),
        ("data.npy", "--channels 3:2", (3, 6, 7)),
        ("table.csv", "--kernel 2", (1, 3, 3)),
    ):
        folder = tmp_path / f"of {name}"
        assert export(f"--input {tmp_path / name} --steps 1 {more}", folder) == 0
        (frame,) = folder.iterdir()
        assert open_path(frame, new_document()).document.input.shape == shape


def test_frames_are_the_same_whoever_makes_them(tmp_path: Path) -> None:
    assert export("--padding 1 --steps 7", tmp_path / "here") == 0
    with started(
        "--padding", "1", "--steps", "7", "--size", "320x180", "--out", str(tmp_path / "there")
    ) as process:
        assert process.wait() == 0
    assert (tmp_path / "here" / "frame-07.png").read_bytes() == (
        tmp_path / "there" / "frame-07.png"
    ).read_bytes()


def test_nothing_is_overwritten_unasked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "frame-3.png").write_text("mine")
    (tmp_path / "frame-4.png").write_text("mine")
    line = refusal(capsys, "", tmp_path)
    assert "frame-3.png and 1 more would be overwritten; --overwrite allows it" in line
    assert (tmp_path / "frame-3.png").read_text() == "mine"
    assert export("--overwrite", tmp_path) == 0
    assert len(whole(tmp_path)) == 9


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--kernel 7", "kernel 7, the input is 5 along the height and width: 7 > 5"),
        ("--padding 5 --padding-mode reflect", "reflect padding must be less than the input"),
        ("--stride -1", "stride -1 along the height and width: it must be at least 1"),
        ("--input 3000x3000", "these are 8,988,004 frames, more than 10,000: choose some"),
        ("--input 5000x5", "convviz takes at most 4096"),
        ("--steps 10", "steps 10: there are steps 1 to 9"),
        ("--steps some", "expected numbers and ranges, as in 1-9,12"),
        ("--pattern frame", "lacks {step}"),
        ("--size 1280", "expected width x height, as in 1280x720"),
        ("--size 10x10", "at least 64 on each side"),
        ("--scale 1000", "is not possible: 16 to 16384"),
        ("--scale two", "--scale two: expected a number"),
        ("--theme drak", "there are light, dark, print, grey; did you mean dark?"),
        ("--channel gren", "did you mean green?"),
        ("--seed x", "--seed x: expected a whole number"),
        ("--view produtcs", "there is no such thing to show; did you mean products?"),
        ("--view rhubarb", "there are values, colours, factored"),
        ("--view motion", "--view motion: there is no such thing to show"),
        ("--layer max-pool --view products", "--view products: the layer has no kernel"),
        ("--show im2col --view path", "--view path: only the view Layer has it"),
        ("--decimals many", "--decimals many: expected 0 to 17, or auto"),
        ("--decimals 18", "--decimals 18: expected 0 to 17, or auto"),
        ("--colours virids", "did you mean viridis?"),
        ("--input-levels 9:1", "expected a smaller and a larger number, as in 0:255"),
        ("--output-levels wide", "--output-levels wide: expected a smaller and a larger"),
        ("--ghots", "there is no option --ghots; did you mean --ghost?"),
    ],
)
def test_what_can_t_be_exported_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: str, sentence: str
) -> None:
    # The size that `export` adds would hide the one under test.
    folder = tmp_path / "frames"
    assert main(["export", "--out", str(folder), *words.split()]) == 2
    assert sentence in capsys.readouterr().err.splitlines()[0]
    assert not folder.exists()


def test_files_that_are_not_what_they_seem_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, cut, wide = tmp_path / "text.png", tmp_path / "cut.npy", tmp_path / "wide.npy"
    text.write_text("hello\n")
    np.save(wide, np.zeros((2, 6, 6)))
    cut.write_bytes(wide.read_bytes()[:200])
    folder = tmp_path / "frames"
    assert "text.png isn't a picture" in refusal(capsys, f"--input {text}", folder)
    assert "cut.npy is cut off" in refusal(capsys, f"--input {cut}", folder)
    line = refusal(capsys, f"--input {wide} --channels 3:1", folder)
    assert f"{wide} has 2 channels" in line
    save(new_document(), tmp_path / "scene.convviz")
    line = refusal(capsys, f"{tmp_path / 'scene.convviz'} --input 16", folder)
    assert "--input 16 has 1 axis, the layer of" in line


def test_a_folder_that_can_t_be_made_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "frames"
    place.touch()
    assert export("", place) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"convviz: the folder {place} can't be made: a file is in its place"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of 128 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "convviz-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk; the limit on file sizes is tested always")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_a_sentence_and_leaves_whole_frames(
    capsys: pytest.CaptureFixture[str], small_disk: Path
) -> None:
    assert main(["export", "--out", str(small_disk / "frames")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    sentence, others = said.err.splitlines()
    assert sentence.endswith("can't be written: the disk is full")
    assert "each whole" in others
    names = whole(small_disk / "frames")
    assert 0 < len(names) < 9
    missing = {f"frame-{step}.png" for step in range(1, 10)} - {*names}
    assert any(name in sentence for name in missing)


def limit_file_size() -> None:
    """Let no file grow beyond a frame's size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_frame_that_can_t_be_written_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    with started(
        "--out", str(folder), stderr=subprocess.PIPE, preexec_fn=limit_file_size
    ) as process:
        out, err = process.communicate()
    assert process.returncode == 1
    assert out == b""
    (line,) = err.decode().splitlines()
    assert "frame-1.png can't be written: it is too large for the disk" in line
    assert not folder.exists()


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    with started("--out", str(tmp_path / "frames"), stderr=subprocess.PIPE) as process:
        _, err = process.communicate()
    tmp_path.chmod(0o700)
    assert process.returncode == 1
    assert b"there is no permission" in err


def test_an_interrupt_leaves_whole_frames_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    ours, theirs = pty.openpty()
    with started(
        "--input", "12x12", "--by-taps", "--out", str(folder), stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        # The progress bar tells that frames are being written.
        while b" of 900 frames" not in said:
            said += os.read(ours, 4096)
        while b" 0 of 900 frames" in said[-40:]:
            said += os.read(ours, 4096)
        process.send_signal(signal.SIGINT)
        with suppress(OSError):  # the terminal is gone with its last user
            while more := os.read(ours, 4096):
                said += more
        assert process.wait() == 130
    os.close(ours)
    *_, sentence, others = said.decode().splitlines()
    assert sentence.endswith("convviz: interrupted")
    assert f"the frames saved before are in {folder}{os.sep}, each whole" in others
    assert 0 < len(whole(folder)) < 900


def test_a_chain_of_layers_is_exported_in_depth_and_each_frame_opens_again(tmp_path: Path) -> None:
    save(chain(), tmp_path / "chain.convviz")
    assert export(f"{tmp_path / 'chain.convviz'} --steps 5-7", tmp_path / "a") == 0
    assert whole(tmp_path / "a") == ["frame-05.png", "frame-06.png", "frame-07.png"]
    document = open_path(tmp_path / "a" / "frame-06.png", new_document()).document
    assert len(document.graph.nodes) == 3
    assert document.whole
    assert document.step == 5


def test_a_layer_is_exported_in_depth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert export("--show isometric --turn 50 --steps 3", tmp_path / "a") == 0
    view = open_path(tmp_path / "a" / "frame-3.png", new_document()).document.view
    assert (view.show, view.turn) == ("isometric", 50)
    capsys.readouterr()
    said = refusal(capsys, "--layer unfold --show isometric", tmp_path / "b")
    assert "this layer isn't shown so" in said
    said = refusal(capsys, "--show isometric --turn x", tmp_path / "b")
    assert said.endswith("--turn x: expected degrees from 10 to 65")
