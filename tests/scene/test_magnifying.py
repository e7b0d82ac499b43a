"""Display lists enlarged."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.scene.items import (
    Arrow,
    Cells,
    Group,
    Hotspot,
    Image,
    Line,
    Polygon,
    Rect,
    Scene,
    Sheet,
    Text,
)
from convviz.scene.magnifying import Magnifier, magnifier

SHADES = np.zeros((2, 3), np.uint8)
ITEMS = (
    Cells(10, 20, 8, SHADES, "input", font_size=6),
    Image(1, 2, 3, 4, SHADES, "input"),
    Rect(1, 2, 3, 4, edge="grid", line=1.5),
    Line(((0, 0), (5, 6)), "grid", 2.0),
    Arrow(1, 2, 3, 4, "text"),
    Text(7, 9, "a", 10),
    Sheet(10, 20, (6, -1), (2, 8), SHADES, "input", font_size=6),
    Polygon(((0, 0), (5, 6), (0, 6)), "accent"),
)


def test_everything_is_as_much_larger_and_moved():
    scene = Scene(100, 80, (Group("all", ITEMS, clip=(0, 0, 50, 40)),))
    [group] = Magnifier(2, -10, 5).scene(scene).items
    assert isinstance(group, Group)
    assert group.clip == (-10, 5, 100, 80)
    cells, image, rect, line, arrow, text, sheet, polygon = group.items
    assert (cells.x, cells.y, cells.cell, cells.font_size) == (10, 45, 16, 12)
    assert (image.x, image.y, image.width, image.height) == (-8, 9, 6, 8)
    assert (rect.x, rect.y, rect.width, rect.height, rect.line) == (-8, 9, 6, 8, 1.5)
    assert (line.points, line.line) == (((-10, 5), (0, 17)), 2.0)
    assert (arrow.x1, arrow.y1, arrow.x2, arrow.y2) == (-8, 9, -4, 13)
    assert (text.x, text.y, text.size) == (4, 23, 20)
    assert (sheet.x, sheet.y, sheet.font_size) == (10, 45, 12)
    assert (sheet.across, sheet.down) == ((12, -2), (4, 16))
    assert polygon.points == ((-10, 5), (0, 17), (-10, 17))


def test_a_group_without_a_clip_has_none():
    [group] = Magnifier(2, 0, 0).scene(Scene(9, 9, (Group("all", ()),))).items
    assert isinstance(group, Group)
    assert group.clip is None


def test_a_point_hits_what_is_seen_there():
    spot = Hotspot("input", 10, 10, 40, 40, (10, 10), (10, 10), (-1, -1), (4, 4))
    slanted = Hotspot(
        "output", 60, 10, 40, 40, (60, 20), (8, 8), shape=(3, 3), slant=(4, -3)
    )
    scene = Scene(100, 100, hotspots=(spot, slanted))
    lens = Magnifier(3, -20, -30)
    for x, y in ((12, 12), (25, 38), (49, 49), (66, 22), (76, 30)):
        assert lens.scene(scene).hit(*lens.point(x, y)) == scene.hit(x, y) is not None


@pytest.mark.parametrize("at", [(50, 40), (0, 0), (100, 80), (20, 70)])
def test_the_point_comes_to_the_middle_as_far_as_no_gap_opens(at):
    lens = magnifier((100, 80), 2.5, at)
    left, top = lens.point(0, 0)
    right, bottom = lens.point(100, 80)
    assert max(left, top) <= 0
    assert right >= 100
    assert bottom >= 80
    x, y = lens.point(*at)
    assert x == pytest.approx(50) or left == 0 or right == pytest.approx(100)
    assert y == pytest.approx(40) or top == 0 or bottom == pytest.approx(80)
