"""Panels of any number and size find room in any box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.figures.board import Panel, board
from convviz.scene.items import Text
from convviz.scene.metrics import text_width

LENGTH = st.integers(1, 300)
SHAPES = st.lists(st.tuples(LENGTH, LENGTH, st.booleans()), min_size=3, max_size=3)
WAYS = [((0,), (1,), (2,)), ((0,), (1, 2)), ((0, 1, 2),)]


def panels(shapes, **options):
    return [
        Panel("kind", "A title", "and a detail", "text", (rows, columns), small=small, **options)
        for rows, columns, small in shapes
    ]


@given(SHAPES, st.integers(40, 2000), st.integers(40, 1200), st.booleans())
def test_panels_stay_in_their_box_and_apart(shapes, width, height, noted):
    notes = ["A note that says " + "much " * 40] if noted else []
    made = panels(shapes, sign="=", lead=1.5, foot=1.0)
    found = board(made, WAYS, notes, (10, 20, width, height))
    for grid in found.grids:
        assert grid.x >= 10 - 1
        assert grid.y >= 20 - 1
        assert grid.x + grid.width <= 10 + width + 1
        assert grid.y + grid.height <= 20 + height + 1
    for one, other in ((0, 1), (0, 2), (1, 2)):
        a, b = found.grids[one], found.grids[other]
        apart = (
            a.x + a.width <= b.x or b.x + b.width <= a.x
            or a.y + a.height <= b.y or b.y + b.height <= a.y
        )
        assert apart


@given(SHAPES, st.integers(200, 2000), st.integers(200, 1200))
def test_no_text_is_cut_by_the_box(shapes, width, height):
    found = board(panels(shapes, sign="="), WAYS, ["Short", "A note " * 30], (0, 0, width, height))
    for item in found.items:
        if isinstance(item, Text) and item.anchor == "start":
            assert item.x + text_width(item.text, item.size, item.bold) <= width + 1


def test_the_arrangement_with_clearly_larger_cells_is_taken():
    wide = panels([(1, 30, False)] * 3)
    tall = panels([(30, 1, False)] * 3)
    assert len({grid.x for grid in board(wide, WAYS, [], (0, 0, 800, 400)).grids}) == 1
    assert len({grid.y for grid in board(tall, WAYS, [], (0, 0, 800, 400)).grids}) == 1


def test_small_panels_stay_readable_beside_large_ones():
    found = board(
        panels([(200, 200, False), (3, 3, True), (200, 200, False)]), WAYS, [], (0, 0, 1280, 720)
    )
    assert found.grids[0].cell < 5
    assert found.grids[1].cell >= 40


def test_a_large_board_has_cells_of_a_sensible_size():
    assert board(panels([(1, 1, False)] * 3), WAYS, [], (0, 0, 4000, 3000)).grids[0].cell == 88


@pytest.mark.parametrize("detail", ["", "a detail that is much longer than there is room for"])
def test_a_detail_that_does_not_fit_is_left_out(detail):
    one = Panel("kind", "T", detail, "text", (40, 1))
    found = board([one], [((0,),)], [], (0, 0, 120, 600))
    assert [item.text for item in found.items if isinstance(item, Text)] == ["T"]
