"""Opening whatever it is, by its content."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from convviz.document.comparing import same_numbers
from convviz.document.document import InputSource
from convviz.document.editing import change, new_document, with_input, with_kernel_preset
from convviz.document.files import for_png, save
from convviz.document.kinds import KINDS
from convviz.errors import UnreadableFile
from convviz.options import ViewOptions
from convviz.session.opening import open_path

PRESENT = new_document()


def framed(folder, document, name="frame-1.png"):
    """Write a PNG that carries a document, as exports do."""
    text, sidecars = for_png(document)
    info = PngImagePlugin.PngInfo()
    info.add_text("convviz", text)
    path = folder / name
    Image.new("L", (6, 4), 9).save(path, pnginfo=info)
    for sidecar, data in sidecars.items():
        (folder / sidecar).write_bytes(data)
    return path


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        open_path(path, PRESENT, **options)
    return str(caught.value)


@pytest.mark.parametrize("name", ["x.convviz", "x.json", "x", "x.png"])
@pytest.mark.parametrize("side", [5, 80])
def test_a_document_is_known_by_its_content(tmp_path, name, side):
    document = change(new_document(), {"input_size": (side, side), "stride": 2})
    path = tmp_path / name
    save(document, path)
    opened = open_path(path, PRESENT)
    assert (opened.kind, opened.path_is_document) == ("document", True)
    assert same_numbers(opened.document, document) or side == 80
    assert opened.document.layer == document.layer


def test_an_exported_frame_brings_its_document_back_or_is_a_picture(tmp_path):
    document = replace(with_kernel_preset(PRESENT, "box"), step=4, view=ViewOptions(zoom=2))
    path = framed(tmp_path, document)
    opened = open_path(path, PRESENT)
    assert (opened.kind, opened.path_is_document) == ("document", False)
    assert opened.document.step == 4
    assert opened.document.view.zoom == 2
    picture = open_path(path, PRESENT, as_picture=True)
    assert picture.kind == "picture"
    assert picture.document.input.array().tolist() == [[[9] * 6] * 4]


def test_a_frame_without_the_file_beside_it_names_that_file(tmp_path):
    array = np.random.default_rng(0).integers(0, 9, (1, 700, 700))
    document = with_input(PRESENT, array, InputSource("file", "x.npy"))
    path = framed(tmp_path, document)
    (sidecar,) = tmp_path.glob("convviz-*.npy")
    assert open_path(path, PRESENT).document.input.array().tolist() == array.tolist()
    sidecar.unlink()
    assert refusal(path) == (
        f"frame-1.png belongs with {sidecar.name}, which holds its numbers and isn't in {tmp_path}"
    )
    assert open_path(path, PRESENT, as_picture=True).kind == "picture"


def test_a_picture_becomes_the_input_and_the_layer_stays(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (9, 6), (255, 0, 0)).save(path, quality=95)
    sobel = with_kernel_preset(PRESENT, "sobel_x")
    opened = open_path(path, sobel, "red")
    assert (opened.kind, opened.path_is_document) == ("picture", False)
    assert opened.document.input.shape == (1, 6, 9)
    assert opened.document.input.array().min() > 250
    assert opened.document.input_source == InputSource("file", "photo.jpg")
    assert opened.document.layer == sobel.layer
    assert opened.document.layer_weights is sobel.layer_weights


def test_a_picture_too_small_for_the_kernel_is_a_draft_with_its_reason(tmp_path):
    path = tmp_path / "dot.png"
    Image.new("L", (1, 1)).save(path)
    assert "doesn't fit" in open_path(path, PRESENT).document.problems()[0].message


@pytest.mark.parametrize("name", ["x.npy", "x.dat", "x"])
def test_an_array_is_known_by_its_content(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        np.save(file, np.arange(24.0).reshape(2, 3, 4))
    opened = open_path(path, PRESENT)
    assert opened.kind == "array"
    assert opened.document.layer.in_channels == 2


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.txt", "x", "numbers.unknown"])
def test_numbers_in_text_are_a_table(tmp_path, name):
    path = tmp_path / name
    path.write_text("0,5\t1\t2\n3\t4\t5\n6\t7\t8\n")
    opened = open_path(path, PRESENT)
    assert opened.kind == "table"
    assert opened.document.input.array()[0, 0].tolist() == [0.5, 1, 2]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("photo.png", b"hello world", 'photo.png isn\'t a picture that Pillow can read'),
        ("x.npy", b"hello world", "x.npy isn't a NumPy array: it doesn't begin as .npy files do"),
        ("x.convviz", b"hello world", "x.convviz isn't a convviz document: line 1, column 1"),
        ("x.csv", b"a,b", 'row 1, column 1 of x.csv is "a", not a number'),
        ("notes", b"hello world", 'row 1, column 1 of notes is "hello", not a number'),
        ("x.bin", b"\0\1\2", "x.bin isn't a picture that Pillow can read"),
        ("x.npz", b"PK\5\6" + bytes(18), "x.npz isn't a convviz document: it is a zip without"),
        ("empty.png", b"", "empty.png is empty"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(tmp_path, name, data, sentence):
    path = tmp_path / name
    path.write_bytes(data)
    assert sentence in refusal(path)


def test_folders_and_missing_files_are_said(tmp_path):
    assert refusal(tmp_path).endswith("is a folder, not a file")
    assert refusal(tmp_path / "no.png").startswith("there is no file")


def test_an_array_of_one_axis_is_a_signal(tmp_path):
    np.save(tmp_path / "signal.npy", np.arange(9))
    document = open_path(tmp_path / "signal.npy", PRESENT).document
    assert document.layer.axes == 1
    assert document.input.array().tolist() == [list(range(9))]
    assert document.problems() == ()
    again = open_path(tmp_path / "signal.npy", document).document
    assert again.input.shape == (1, 9)


def test_a_picture_is_no_volume_and_a_volume_gets_three_axes(tmp_path):
    Image.new("L", (9, 6)).save(tmp_path / "photo.png")
    np.save(tmp_path / "volume.npy", np.zeros((2, 4, 5, 6)))
    volume = open_path(tmp_path / "volume.npy", PRESENT).document
    assert (volume.layer.axes, volume.input.shape) == (3, (2, 4, 5, 6))
    assert volume.problems() == ()
    plane = open_path(tmp_path / "photo.png", volume).document
    assert (plane.layer.axes, plane.input.shape) == (2, (1, 6, 9))
    assert plane.problems() == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_goes_into_every_kind_of_layer(tmp_path, kind):
    Image.new("L", (9, 9)).save(tmp_path / "photo.png")
    document = open_path(tmp_path / "photo.png", change(PRESENT, {"kind": kind})).document
    assert document.input.shape == (1, 9, 9)
    assert document.problems() == ()
