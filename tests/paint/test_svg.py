"""SVG: the same picture as the pixels, readable by everything."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from convviz.paint.qt import FramePainter, painting
from convviz.paint.svg import svg
from convviz.paint.theme import theme
from convviz.scene.items import Cells, Group, Image, Rect, Scene, Text

GOLDEN = Path(__file__).parents[1] / "golden" / "every-item.svg"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - our own text


def pixels(image):
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return lines[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).astype(int)


def test_every_item_is_written_as_before(everything):
    assert svg([everything], theme("light")) == GOLDEN.read_text("utf-8")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_it_looks_like_the_painted_picture(everything, name):
    painted = FramePainter(everything, theme(name)).image(Scene(320, 200))
    drawn = QImage(320, 200, QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    with painting(drawn) as painter:
        QSvgRenderer(QByteArray(svg([everything], theme(name)).encode())).render(painter)
    difference = np.abs(pixels(painted) - pixels(drawn)).max(axis=2)
    assert (difference <= 4).mean() > 0.99
    assert (difference <= 64).mean() > 0.999


def test_scenes_lie_over_each_other_in_their_order():
    low, high = (Scene(10, 10, (Text(0, 9, text, 9),)) for text in ("low", "high"))
    texts = [text.text for text in parsed(svg([low, high], theme("light"))).iter(f"{SVG}text")]
    assert texts == ["low", "high"]


def test_groups_keep_their_names_and_clips():
    scene = Scene(9, 9, (Group('a "b" <c>', (Rect(0, 0, 9, 9, "accent"),), (1, 2, 3, 4)),))
    root = parsed(svg([scene], theme("light"), transparent=True))
    group = root.find(f"{SVG}g")
    clip = root.find(f".//{SVG}clipPath")
    assert group.get("class") == 'a "b" <c>'
    assert group.get("clip-path") == f"url(#{clip.get('id')})"
    assert [clip[0].get(side) for side in ("x", "y", "width", "height")] == ["1", "2", "3", "4"]


def test_a_transparent_picture_has_no_background():
    scene = Scene(9, 9)
    assert "rect" in svg([scene], theme("light"))
    assert "rect" not in svg([scene], theme("light"), transparent=True)


def test_runs_of_equal_cells_are_one_rectangle():
    shades = np.array([[7, 7, 7, 9], [9, 9, 9, 9]], np.uint8)
    scene = Scene(9, 9, (Cells(0, 0, 5, shades, "input", lines=None),))
    boxes = [rect.get("width") for rect in parsed(svg([scene], theme("light"))).iter(f"{SVG}rect")]
    assert boxes[1:] == ["15", "5", "20"]


@pytest.mark.parametrize("smooth", [False, True])
def test_many_cells_are_one_picture(smooth):
    shades = np.zeros((100, 100), np.uint8)
    item = Image(0, 0, 9, 9, shades, "grey", smooth) if smooth else Cells(0, 0, 1, shades, "grey")
    root = parsed(svg([Scene(100, 100, (item,))], theme("light")))
    (image,) = root.iter(f"{SVG}image")
    assert ("pixelated" in image.get("style", "")) is not smooth


def test_an_empty_grid_is_nothing():
    scene = Scene(9, 9, (Cells(0, 0, 5, np.zeros((0, 3), np.uint8), "input"),))
    assert "cells" not in svg([scene], theme("light"))
