"""Pictures that are no steps: of networks, as SVG, PNG and PDF."""

import io

import pytest
from PIL import Image

from convviz.document.network_file import preset_network
from convviz.export.scenes import save_scene, scene_svg
from convviz.frames.network_picture import field_picture
from convviz.options import FrameOptions

UNIT = ("pool2", (2, 2))


def draw(size):
    return field_picture(preset_network("lenet-5"), UNIT, size)


def test_a_picture_is_saved_as_what_its_name_ends_in(tmp_path):
    options = FrameOptions(size=(600, 240), scale=2)
    for name, begins in (("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.PDF", b"%PDF")):
        save_scene(draw, "What it sees", options, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    picture = Image.open(io.BytesIO((tmp_path / "a.png").read_bytes()))
    assert picture.size == (1200, 480)
    with pytest.raises(ValueError, match="ends in"):
        save_scene(draw, "", options, tmp_path / "a.gif")


def test_the_same_picture_has_the_same_bytes(tmp_path):
    for name in ("a.svg", "a.png", "a.pdf"):
        for number in (1, 2):
            save_scene(draw, "Field", FrameOptions(size=(600, 240)), tmp_path / f"{number}{name}")
        assert (tmp_path / f"1{name}").read_bytes() == (tmp_path / f"2{name}").read_bytes()


def test_letters_can_be_shapes_and_names_are_a_page_s_own():
    text = scene_svg(draw, "Field", FrameOptions(size=(600, 240)))
    assert "<title>Field</title>" in text
    assert ">conv1</text>" in text
    paths = scene_svg(draw, "Field", FrameOptions(size=(600, 240), vector_text="paths"))
    assert "</text>" not in paths
    own = scene_svg(draw, "Field", FrameOptions(size=(600, 240)), alone=False)
    assert own.count("</text>") == text.count("</text>")


def test_large_pictures_are_the_same_larger(tmp_path):
    save_scene(draw, "", FrameOptions(size=(2880, 960)), tmp_path / "large.png")
    with Image.open(tmp_path / "large.png") as picture:
        assert picture.size == (2880, 960)
