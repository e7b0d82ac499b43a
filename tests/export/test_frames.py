"""Frames on disk: whole, the same every time, and with their document in them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convviz.document.document import Document, InputSource
from convviz.document.editing import new_document, with_input
from convviz.errors import Cancelled, NotWritten
from convviz.export.frames import Frames, export_frames
from convviz.frames import compute
from convviz.interop.images import read_image
from convviz.layers import Conv2d, Conv3d
from convviz.options import FrameOptions
from convviz.paint.qt import png
from convviz.session.opening import open_path

SMALL = FrameOptions(size=(320, 180))
OPENING = new_document()


def exported(
    document: Document,
    folder: Path,
    steps: Sequence[int] = range(9),
    options: FrameOptions = SMALL,
    *,
    overwrite: bool = False,
) -> list[Path]:
    """Export some frames of a document."""
    return export_frames(
        document, compute(document), steps, options, folder, overwrite=overwrite
    )


def test_a_frame_for_each_step_asked_for(tmp_path: Path) -> None:
    paths = exported(OPENING, tmp_path / "new" / "folder", [0, 4, 8])
    assert [path.name for path in paths] == ["frame-1.png", "frame-5.png", "frame-9.png"]
    assert sorted((tmp_path / "new" / "folder").iterdir()) == paths


def test_frames_have_the_size_asked_for_in_pixels(tmp_path: Path) -> None:
    (path,) = exported(OPENING, tmp_path, [3], FrameOptions(size=(320, 180), scale=1.5))
    assert read_image(path).shape == (1, 270, 480)


def test_two_exports_are_the_same_to_the_byte(tmp_path: Path) -> None:
    first = exported(OPENING, tmp_path / "first")
    second = exported(OPENING, tmp_path / "second")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_frame_is_the_same_alone_and_after_others(tmp_path: Path) -> None:
    document = new_document(Conv2d(4, 2, 3, padding=1, groups=2, bias=True), (4, 4, 4))
    document = replace(document, view=replace(document.view, by_taps=True))
    everything = exported(document, tmp_path / "all", range(0, 576, 25))
    alone = exported(document, tmp_path / "alone", [350])
    assert alone[0].read_bytes() == everything[350 // 25].read_bytes()


def test_a_frame_opens_as_its_document_at_its_step(tmp_path: Path) -> None:
    document = new_document(Conv2d(1, 1, 3, padding=1, padding_mode="reflect"))
    path = exported(document, tmp_path, [17])[0]
    opened = open_path(path, OPENING)
    assert opened.kind == "document"
    assert opened.document.step == 17
    assert opened.document.layer == document.layer
    assert np.array_equal(opened.document.input.array(), document.input.array())


def test_a_large_input_stands_once_beside_its_frames(tmp_path: Path) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (1, 600, 500), np.uint8)
    document = with_input(OPENING, picture, InputSource("file", "photo.png"))
    paths = exported(document, tmp_path, [1000, 1001])
    (sidecar,) = set(tmp_path.iterdir()) - set(paths)
    assert sidecar.suffix == ".npy"
    opened = open_path(paths[1], OPENING).document
    assert opened.step == 1001
    assert np.array_equal(opened.input.array(), picture)


def test_nothing_is_written_where_one_file_is_there(tmp_path: Path) -> None:
    taken = tmp_path / "frame-4.png"
    taken.write_text("mine")
    with pytest.raises(NotWritten, match=r"frame-4\.png would be overwritten"):
        exported(OPENING, tmp_path)
    assert list(tmp_path.iterdir()) == [taken]
    assert taken.read_text() == "mine"
    exported(OPENING, tmp_path, overwrite=True)
    assert len(list(tmp_path.iterdir())) == 9
    assert taken.read_bytes().startswith(b"\x89PNG")


def test_a_cancel_leaves_whole_frames_only(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 3

    with pytest.raises(Cancelled):
        export_frames(OPENING, compute(OPENING), range(9), SMALL, tmp_path, progress=go_on)
    assert told == [(0, 9), (1, 9), (2, 9), (3, 9)]
    names = [path.name for path in sorted(tmp_path.iterdir())]
    assert names == ["frame-1.png", "frame-2.png", "frame-3.png"]
    for path in tmp_path.iterdir():
        assert read_image(path).shape == (1, 180, 320)


def test_a_cancel_before_the_first_frame_leaves_no_folder(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> bool:
        return False

    with pytest.raises(Cancelled):
        export_frames(
            OPENING, compute(OPENING), range(9), SMALL, tmp_path / "new", progress=stop
        )
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_with_all_done(tmp_path: Path) -> None:
    told: list[int] = []

    def go_on(done: int, _total: int) -> bool:
        told.append(done)
        return True

    export_frames(OPENING, compute(OPENING), [2, 5], SMALL, tmp_path, progress=go_on)
    assert told == [0, 1, 2]


def test_frames_may_be_made_beside_the_main_thread(tmp_path: Path) -> None:
    here = exported(OPENING, tmp_path / "here")
    there = tmp_path / "there"
    thread = threading.Thread(target=exported, args=(OPENING, there))
    thread.start()
    thread.join()
    assert [path.read_bytes() for path in sorted(there.iterdir())] == [
        path.read_bytes() for path in here
    ]


def test_a_preview_is_the_picture_of_the_frame(tmp_path: Path) -> None:
    frames = Frames(OPENING, compute(OPENING), SMALL)
    (tmp_path / "preview.png").write_bytes(png(frames.image(5)))
    (path,) = exported(OPENING, tmp_path, [5])
    assert np.array_equal(read_image(path), read_image(tmp_path / "preview.png"))


def test_transparent_frames_have_no_background(tmp_path: Path) -> None:
    options = replace(SMALL, transparent=True)
    (path,) = exported(OPENING, tmp_path, [0], options)
    alpha = read_image(path, "alpha")
    assert alpha[0, 0, 0] == 0
    assert alpha.max() == 255


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (FrameOptions(size=(10, 500)), "10×500 is too small: at least 64"),
        (FrameOptions(size=(1280, 720), scale=20), "25600×14400 pixels is not possible"),
        (FrameOptions(scale=-1), "scale -1: it must be more than 0"),
        (FrameOptions(theme="blue"), "no theme 'blue'"),  # type: ignore[arg-type]
    ],
)
def test_sizes_that_can_t_be_are_refused(
    tmp_path: Path, options: FrameOptions, sentence: str
) -> None:
    with pytest.raises(NotWritten, match=sentence):
        exported(OPENING, tmp_path, [0], options)


def test_a_volume_is_shown_slice_by_slice(tmp_path: Path) -> None:
    document = new_document(Conv3d(1, 1, 2), (1, 3, 3, 3))
    paths = exported(document, tmp_path, range(8))
    assert len(paths) == 8
    pictures = {path.read_bytes() for path in paths}
    assert len(pictures) == 8


def test_a_bad_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="lacks"):
        export_frames(OPENING, compute(OPENING), [0], SMALL, tmp_path, "frame")


def test_a_file_in_the_folder_s_place_is_told(tmp_path: Path) -> None:
    place = tmp_path / "frames"
    place.touch()
    for folder in (place, place / "below"):
        with pytest.raises(NotWritten, match="a file is in its place"):
            exported(OPENING, folder)
