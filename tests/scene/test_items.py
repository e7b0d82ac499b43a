"""Pointing at a picture: what stands where."""

import pytest

from convviz.scene.items import Hotspot, Scene


def grid(**changes):
    given = {
        "kind": "input",
        "x": 10,
        "y": 20,
        "width": 30,
        "height": 20,
        "origin": (10, 20),
        "cell": (10, 10),
        "shape": (2, 3),
    }
    return Hotspot(**{**given, **changes})


@pytest.mark.parametrize(
    ("point", "target"),
    [
        ((10, 20), ("input", (0, 0))),
        ((19.9, 29.9), ("input", (0, 0))),
        ((35, 32), ("input", (1, 2))),
        ((40, 32), None),
        ((35, 40), None),
        ((9.9, 32), None),
    ],
)
def test_a_point_hits_the_cell_it_is_in(point, target):
    assert grid().hit(*point) == target


def test_cells_of_the_padding_have_negative_places():
    assert grid(first=(-1, -1)).hit(12, 22) == ("input", (-1, -1))


def test_a_zoomed_grid_answers_only_in_its_visible_part():
    zoomed = grid(origin=(-15, 20), shape=(2, 4))
    assert zoomed.hit(11, 21) == ("input", (0, 2))
    assert zoomed.hit(24.9, 21) == ("input", (0, 3))
    assert zoomed.hit(25.1, 21) is None


def test_terms_are_counted_in_one_row():
    assert grid(kind="term", flat=True, first=(0, 6)).hit(35, 32) == ("term", (11,))


def test_what_is_painted_last_is_hit_first():
    low, high = grid(), grid(kind="output", width=10, shape=(2, 1))
    scene = Scene(100, 100, hotspots=(low, high))
    assert scene.hit(12, 22) == ("output", (0, 0))
    assert scene.hit(32, 22) == ("input", (0, 2))
    assert scene.hit(1, 1) is None
