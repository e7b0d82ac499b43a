"""Grids seen at an angle: the same in pixels and in SVG, without seams, labels upright."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from convviz.paint.qt import FramePainter, painting
from convviz.paint.svg import svg
from convviz.paint.theme import label_colour, theme
from convviz.scene.items import Polygon, Scene, Sheet
from tests.paint.test_svg import pixels

SHADES = np.linspace(0, 255, 12).astype(np.uint8).reshape(3, 4)
LABELS = (("1", "2", "3", "4"), ("5", "", "7", "8"), ("9", "<", "−1", "12"))
SHEETS = (
    Sheet(20, 60, (30, -8), (0, 32), SHADES, "input", LABELS, 12),
    Sheet(180, 30, (26, 12), (-14, 18), SHADES[:1], "padding", LABELS[:1], hatched=True),
    Sheet(180, 100, (26, 12), (-14, 18), SHADES, "output", lines=None, opacity=0.5),
    Sheet(5, 5, (9, 0), (0, 9), SHADES[:0], "kernel"),
    Polygon(((30, 20), (120, 5), (150, 40)), "window.fill", "window.edge", 2),
    Polygon(((200, 10), (240, 10), (250, 30)), "accent", opacity=0.4),
    Polygon(((260, 10), (300, 20), (280, 60)), edge="padding.edge", dashed=True),
)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_both_painters_draw_the_same(name):
    scene = Scene(320, 200, SHEETS)
    painted = FramePainter(scene, theme(name)).image(Scene(320, 200))
    drawn = QImage(320, 200, QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    with painting(drawn) as painter:
        QSvgRenderer(QByteArray(svg([scene], theme(name)).encode())).render(painter)
    difference = np.abs(pixels(painted) - pixels(drawn)).max(axis=2)
    assert (difference <= 4).mean() > 0.98
    assert (difference <= 64).mean() > 0.999


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("lines", [None, "grid"])
def test_cells_of_one_colour_have_no_seams(lines):
    shades = np.full((5, 5), 200, np.uint8)
    scene = Scene(200, 200, (Sheet(20, 60, (24, -7), (3, 25), shades, "input", lines=lines),))
    colours = {tuple(theme("light").ramps["input"][200].tolist())}
    image = pixels(FramePainter(scene, theme("light")).image(Scene(200, 200)))
    for row in range(5):
        for column in range(5):
            x, y = scene.items[0].at(row + 0.5, column + 0.5)
            assert tuple(image[int(y), int(x)].tolist()) in colours
    if lines is None:
        x, y = scene.items[0].at(2, 2)
        assert tuple(image[int(y), int(x)].tolist()) in colours


def test_runs_of_equal_cells_are_one_shape_and_every_label_is_its_own_text():
    shades = np.array([[7, 7, 9], [9, 9, 9]], np.uint8)
    labels = (("a", "", "b"), ("", "", ""))
    text = svg([Scene(99, 99, (Sheet(9, 9, (9, 2), (1, 9), shades, "input", labels),))],
               theme("light"))
    assert len(re.findall(r'<path d="M[^"]*Z" fill', text)) == 3
    assert re.findall(r"<text [^>]*>(\w)</text>", text) == ["a", "b"]
    assert "#" + label_colour(theme("light"), "input")[7].tobytes().hex() in text


@pytest.mark.parametrize(("side", "lines"), [(70, "grid"), (3, None)])
def test_many_cells_or_cells_without_lines_are_one_picture(side, lines):
    shades = np.arange(side * side).reshape(side, side).astype(np.uint8)
    sheet = Sheet(9, 9, (0.5, 0.1), (0, 0.5), shades, "grey", lines=lines)
    text = svg([Scene(99, 99, (sheet,))], theme("light"))
    assert text.count("<image") == 1
    assert 'transform="matrix(0.5 0.1 0 0.5 9 9)"' in text
