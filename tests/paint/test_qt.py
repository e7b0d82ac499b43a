"""Painting with Qt: the right pixels, sharp, and nothing left open."""

import sys
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage, QPainter

from convviz import assets
from convviz.errors import ConvvizError
from convviz.paint.qt import FramePainter, application, load_fonts, paint, painting, png
from convviz.paint.qt.application import has_no_display
from convviz.paint.theme import theme
from convviz.scene.items import Arrow, Cells, Group, Image, Line, Ramp, Rect, Scene, Text

LIGHT = theme("light")
NOTHING = Scene(1, 1)

pytestmark = pytest.mark.usefixtures("app")


def pixels(image):
    """Return red, green, blue of each pixel, shape (rows, columns, 3)."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return lines[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def painted(*items, size=(60, 40), scale=1.0):
    return pixels(FramePainter(Scene(*size, items), LIGHT, scale).image(NOTHING))


def colour(role):
    return list(LIGHT.colours[role][:3])


SHADES = np.array([[0, 80, 160], [255, 40, 120]], np.uint8)


@pytest.mark.parametrize("ramp", get_args(Ramp))
def test_cells_have_their_exact_colours_up_to_their_edges(ramp):
    shown = painted(Cells(5, 7, 10, SHADES, ramp, lines=None))
    wanted = LIGHT.ramps[ramp][SHADES].repeat(10, axis=0).repeat(10, axis=1)
    assert np.array_equal(shown[7:27, 5:35], wanted)
    assert (shown[6] == colour("background")).all()
    assert (shown[:, 35] == colour("background")).all()


@pytest.mark.parametrize(("x", "cell", "scale"), [(3.3, 7.03, 1), (0.5, 9.5, 1), (2.25, 6.1, 1.5)])
def test_cells_between_pixels_have_no_seams_and_no_blur(x, cell, scale):
    shades = np.tile(np.array([[0, 255]], np.uint8), (4, 3))
    shown = painted(Cells(x, x, cell, shades, "input", lines=None), size=(80, 60), scale=scale)
    left, right = round(x * scale + 1e-9), round((x + 6 * cell) * scale)
    row = shown[round((x + cell / 2) * scale), left:right]
    both = LIGHT.ramps["input"][[0, 255]]
    assert all(any((pixel == one).all() for one in both) for pixel in row)


def test_lines_are_one_sharp_pixel_where_cells_meet():
    shown = painted(Cells(5.2, 7.4, 10, SHADES, "input"))
    for x in (5, 15, 25, 35):
        assert (shown[7:28, x] == colour("grid")).all()
    assert (shown[12, 6:15] == LIGHT.ramps["input"][0]).all()


def test_a_scene_twice_as_large_is_as_sharp():
    shown = painted(Cells(5, 5, 10, SHADES, "input"), scale=2)
    assert (shown[20, 30:32] == colour("grid")).all()
    assert (shown[20, 32:50] == LIGHT.ramps["input"][80]).all()


def test_edges_of_rectangles_are_sharp():
    shown = painted(Rect(10, 10, 20, 20, None, "accent", 1), Rect(40, 10, 10, 10, None, "error", 2))
    assert (shown[10:31, 10] == colour("accent")).all()
    assert (shown[15, 9] == colour("background")).all()
    assert (shown[15, 39:41] == colour("error")).all()
    assert (shown[15, 41] == colour("background")).all()


def test_a_rectangle_thinner_than_its_edge_is_solid():
    shown = painted(Rect(10, 10, 20, 2, None, "accent", 4))
    assert (shown[8:14, 8:32] == colour("accent")).all()


def test_upright_lines_are_sharp_and_slanting_ones_smooth():
    shown = painted(Line(((5, 5), (5, 30)), "accent"), Line(((20, 5), (50, 30)), "accent"))
    assert (shown[6:29, 5] == colour("accent")).all()
    assert len(np.unique(shown[:, 20:].reshape(-1, 3), axis=0)) > 5


def test_hatching_stays_within_its_cells():
    shown = painted(
        Cells(10, 10, 20, np.zeros((1, 2), np.uint8), "padding", lines=None, hatched=True)
    )
    inside = shown[10:30, 10:50].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) >= 2
    shown[10:30, 10:50] = colour("background")
    assert (shown == colour("background")).all()


def ink(shown, box):
    """Return the rows and columns of a box in which anything was drawn."""
    top, bottom, left, right = box
    drawn = (shown[top:bottom, left:right] != shown[top, left]).any(axis=2)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return rows + top, columns + left


def test_labels_stand_in_the_middle_of_their_cells():
    shown = painted(
        Cells(0, 0, 40, np.array([[0, 255]], np.uint8), "input", (("8", "88"),), 16, None),
        size=(80, 40),
    )
    for left in (0, 40):
        rows, columns = ink(shown, (0, 40, left, left + 40))
        assert abs(rows.mean() - 19.5) <= 1
        assert abs(columns.mean() - (left + 19.5)) <= 1


def test_every_label_has_the_readable_colour_of_its_shade():
    labels = (("█", "█"),)
    shades = np.array([[0, 255]], np.uint8)
    shown = painted(Cells(0, 0, 40, shades, "grey", labels, 30, None), size=(80, 40))
    assert (shown[18, 20] == [255, 255, 255]).all()
    assert (shown[18, 60] == list(LIGHT.labels[0][:3])).all()


def test_a_cell_without_text_stays_without():
    shown = painted(Cells(0, 0, 40, SHADES[:1, :1], "input", (("",),), 16, None), size=(40, 40))
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(("anchor", "left"), [("start", 30), ("middle", 20), ("end", 10)])
def test_text_is_anchored_where_it_says(anchor, left):
    text = Text(30, 30, "█" * 2, 20 / 1.538, anchor=anchor)  # a block is 0.769 wide
    _, columns = ink(painted(text), (0, 40, 0, 60))
    assert abs(columns[0] - left) <= 1
    assert abs(columns[-1] - (left + 19)) <= 1


def test_bold_text_is_heavier():
    thin, bold = (painted(Text(5, 30, "Kernel", 14, bold=bold)).mean() for bold in (False, True))
    assert bold < thin


@pytest.mark.parametrize("scale", [1.0, 2.5, 3.0, 3.125, 4.0, 6.25, 9.0])
def test_text_of_any_size_is_there_however_fine_the_picture(scale):
    # Qt leaves out glyphs of 64 pixels and more whose size is no whole number.
    words = Text(30, 30, "8=∗", 22.67, "text", "middle")
    number = Cells(5, 5, 30, np.full((1, 1), 255, np.uint8), "padding", (("8",),), 18.7)

    def darkness(item, scale):
        return 255 - painted(item, scale=scale).mean()

    for item in (words, number):
        assert darkness(item, scale) == pytest.approx(darkness(item, 2.0), rel=0.08)
        assert darkness(item, scale) > 5


def test_signs_that_the_font_lacks_leave_the_rest_readable():
    plain = painted(Text(2, 30, "12", 14))
    strange = painted(Text(2, 30, "12\U0001f600漢", 14))
    assert np.array_equal(plain[:, :19], strange[:, :19])
    assert (strange[:, 20:] != plain[:, 20:]).any()


@pytest.mark.parametrize("smooth", [False, True])
def test_pictures_are_blocks_unless_they_are_smooth(smooth):
    image = Image(10, 10, 40, 20, np.array([[0, 255]], np.uint8), "grey", smooth)
    inside = painted(image)[10:30, 10:50].reshape(-1, 3)
    assert (len(np.unique(inside, axis=0)) > 2) is smooth


def test_pictures_need_not_be_contiguous():
    shades = np.arange(200, dtype=np.uint8).reshape(10, 20)
    strided, copied = (
        Image(0, 0, 60, 40, view, "grey") for view in (shades[::2, ::3], shades[::2, ::3].copy())
    )
    assert np.array_equal(painted(strided), painted(copied))


def test_groups_clip_what_is_in_them_and_nothing_after():
    box = Rect(0, 0, 60, 40, "accent")
    shown = painted(Group("view", (box,), clip=(10, 10, 20, 20)), Rect(50, 30, 5, 5, "error"))
    assert (shown[10:30, 10:30] == colour("accent")).all()
    assert (shown[9, 20] == colour("background")).all()
    assert (shown[32, 52] == colour("error")).all()


def test_opacities_of_groups_and_items_multiply():
    box = Rect(0, 0, 60, 40, "hover.edge", opacity=0.5)
    shown = painted(Group("faded", (box,), opacity=0.5))[20, 30]
    wanted = np.array(colour("background")) * 0.75 + np.array(colour("hover.edge")) * 0.25
    assert np.abs(shown - wanted).max() <= 2


def test_an_arrow_points_at_its_end():
    shown = painted(Arrow(5, 20, 50, 20, "accent", 2))
    assert (shown[20, 45] == colour("accent")).all()
    rows, columns = ink(shown, (0, 40, 0, 60))
    assert columns[-1] in {49, 50}
    assert len(rows) > 4


@pytest.mark.parametrize(
    "item",
    [
        Cells(0, 0, 5, np.zeros((0, 3), np.uint8), "input"),
        Arrow(3, 3, 3, 3, "accent"),
        Text(3, 3, "", 12),
        Group("empty", ()),
    ],
)
def test_empty_items_are_nothing(item):
    assert (painted(item) == colour("background")).all()


def test_the_overlay_leaves_the_base_as_it_was():
    frames = FramePainter(Scene(60, 40, (Text(5, 20, "base", 12),)), LIGHT)
    before = pixels(frames.image(NOTHING))
    frames.image(Scene(60, 40, (Rect(0, 0, 60, 40, "error"),)))
    assert np.array_equal(pixels(frames.image(NOTHING)), before)


def test_a_transparent_picture_has_no_background():
    frames = FramePainter(Scene(60, 40, (Rect(0, 0, 30, 40, "accent"),)), LIGHT, transparent=True)
    image = frames.image(NOTHING)
    assert image.pixelColor(45, 20).alpha() == 0
    assert image.pixelColor(15, 20) == QColor(*LIGHT.colours["accent"])


@pytest.mark.parametrize("scale", [0.5, 1, 1.5, 3])
def test_scale_gives_pixels_for_pixels(scale):
    image = FramePainter(Scene(60, 40), LIGHT, scale).image(NOTHING)
    assert (image.width(), image.height()) == (60 * scale, 40 * scale)


def test_a_picture_too_large_for_memory_is_refused():
    with pytest.raises(ConvvizError, match="1000000×1000000 pixels"):
        FramePainter(Scene(1e6, 1e6), LIGHT)


@pytest.mark.parametrize("turn", [0, 30])
def test_everything_paints_also_when_turned(everything, turn):
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    with painting(image) as painter:
        painter.rotate(turn)
        paint(painter, everything, LIGHT)
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 50


def test_a_painter_ends_when_painting_fails(everything):
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    broken = replace(everything, items=(*everything.items, Text(0, 9, "x", 9, "no such role")))
    with pytest.raises(KeyError), painting(image) as painter:
        paint(painter, broken, LIGHT)
    assert not image.paintingActive()


def test_a_borrowed_painter_comes_back_as_it_was(everything):
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    with painting(image) as painter:
        painter.setOpacity(0.5)
        painter.setPen(QColor("red"))
        paint(painter, everything, LIGHT)
        assert painter.opacity() == 0.5
        assert painter.pen().color() == QColor("red")
        assert not painter.hasClipping()
        assert not painter.testRenderHint(QPainter.RenderHint.Antialiasing)


def test_many_frames_lose_no_reference(everything):
    frames = FramePainter(everything, LIGHT)
    frames.image(everything)
    before = sys.getrefcount(None)
    for _ in range(20):
        frames.image(everything)
    # A binding that loses one with each call loses thousands here; other tests' garbage, a few.
    assert sys.getrefcount(None) > before - 500


def test_png_keeps_pixels_and_carries_text(everything):
    image = FramePainter(everything, LIGHT).image(NOTHING)
    back = QImage.fromData(png(image, {"convviz": "∗"}))
    assert np.array_equal(pixels(back), pixels(image))
    assert back.dotsPerMeterX() == 3780
    assert back.text("convviz") == "∗"


def test_png_of_nothing_says_so():
    with pytest.raises(ConvvizError, match="can't be written as PNG"):
        png(QImage())


def test_there_is_one_application():
    assert application() is application(widgets=True) is QCoreApplication.instance()


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    QCoreApplication.instance().setProperty("convviz fonts", False)
    try:
        (tmp_path / "DejaVuSans.ttf").write_text("no font")
        monkeypatch.setattr(assets, "path", lambda *parts: tmp_path / parts[-1])
        with pytest.raises(ConvvizError, match=r"font DejaVuSans\.ttf can't be read"):
            load_fonts()
    finally:
        QCoreApplication.instance().setProperty("convviz fonts", True)


@pytest.mark.parametrize(
    ("platform", "display", "none"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_only_linux_without_a_display_has_none(monkeypatch, platform, display, none):
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    assert has_no_display() is none
