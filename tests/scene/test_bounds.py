"""How far items reach."""

import numpy as np

from convviz.scene.bounds import edges, edges_of, on_page
from convviz.scene.items import Arrow, Group, Polygon, Rect, Scene, Sheet, Text
from convviz.scene.metrics import text_width


def test_a_sheet_reaches_to_its_four_corners():
    sheet = Sheet(10, 20, (5, -1), (2, 4), np.zeros((3, 2), np.uint8), "input")
    assert edges(sheet) == (10, 18, 26, 32)


def test_shapes_and_arrows_reach_to_their_points():
    assert edges(Polygon(((1, 5), (4, 2), (3, 9)))) == (1, 2, 4, 9)
    assert edges(Arrow(7, 1, 2, 6, "text")) == (2, 1, 7, 6)


def test_a_text_reaches_as_far_as_its_letters_on_the_side_of_its_anchor():
    width = text_width("wide", 10.0)
    for anchor, left in (("start", 50.0), ("middle", 50 - width / 2), ("end", 50 - width)):
        found = edges(Text(50, 30, "wide", 10.0, "text", anchor))
        assert (found[0], found[2]) == (left, left + width)
        assert found[1] < 30 < found[3]


def test_a_group_reaches_no_further_than_its_clip():
    inside = Rect(0, 0, 100, 50, fill="text")
    assert edges(Group("a", (inside,), clip=(10, 10, 20, 20))) == (10, 10, 30, 30)
    assert edges(Group("a", (inside,), clip=(200, 10, 20, 20))) is None
    assert edges_of([Group("a", ())]) is None


def test_what_stands_outside_of_the_page_is_left_out_and_what_reaches_in_stays():
    outside, across = Rect(-50, 0, 20, 20, fill="text"), Rect(-10, 0, 20, 20, fill="text")
    scene = Scene(100, 100, (outside, Group("a", (outside, across)), Group("b", (outside,))))
    assert on_page(scene).items == (Group("a", (across,)),)
