"""Pointing at a picture: what stands where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(
    st.floats(4, 30), st.floats(4, 30), st.floats(-12, 12), st.floats(-3, 3),
    st.integers(1, 6), st.integers(1, 6),
)
def test_every_cell_of_a_slanted_grid_answers_in_its_middle_and_nothing_beside_it(
    width, height, lean, drop, rows, columns
):
    corners = [(0, 0), (columns * width, columns * drop), (rows * lean, rows * height)]
    corners.append((columns * width + rows * lean, columns * drop + rows * height))
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    spot = Hotspot(
        "output", left, top, max(x for x, _ in corners) - left,
        max(y for _, y in corners) - top, (0, 0), (width, height), (-1, 2), (rows, columns),
        slant=(lean, drop),
    )
    for row in range(rows):
        for column in range(columns):
            assert spot.hit(*spot.point(row + 0.5, column + 0.5)) == (
                "output", (row - 1, column + 2)
            )
    for row, column in ((-0.5, 0.5), (0.5, -0.5), (rows + 0.5, 0.5), (0.5, columns + 0.5)):
        assert spot.hit(*spot.point(row, column)) is None
