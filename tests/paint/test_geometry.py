"""Shapes that all painters share."""

import pytest

from convviz.paint.geometry import arrow_shape, crisp_shift, hatch, label_baseline
from convviz.scene.items import Arrow
from convviz.scene.metrics import CAP_HEIGHT


def test_an_arrow_ends_at_its_tip_and_bends_to_the_left():
    shape = arrow_shape(Arrow(0, 0, 100, 0, "accent", 1.5, 0.1))
    assert shape.head[0] == (100, 0)
    assert shape.control == (50, -20)  # the curve itself reaches 10


def test_a_short_arrow_keeps_half_of_its_shaft():
    shape = arrow_shape(Arrow(0, 0, 6, 0, "accent", 2))
    assert shape.head[1][0] == pytest.approx(3)


def test_an_arrow_without_length_is_nothing():
    assert arrow_shape(Arrow(3, 3, 3, 3, "accent", bend=0.5)) is None


@pytest.mark.parametrize("cell", [2.5, 7, 30, 56.25])
def test_hatching_stays_inside_and_goes_on_in_the_next_grid(cell):
    first = hatch(10, 20, 3 * cell, cell, cell)
    second = hatch(10 + 3 * cell, 20, 2 * cell, cell, cell)
    for x1, y1, x2, y2 in first:
        assert 10 - 1e-9 <= x1 <= x2 <= 10 + 3 * cell + 1e-9
        assert 20 - 1e-9 <= y2 <= y1 <= 20 + cell + 1e-9
    ends = {round(y2, 6) for _, _, x2, y2 in first if x2 == pytest.approx(10 + 3 * cell)}
    starts = {round(y1, 6) for x1, y1, _, _ in second if x1 == pytest.approx(10 + 3 * cell)}
    inside = {y for y in ends if 20 < y < 20 + cell}
    if cell >= 4:
        assert inside <= starts


def test_digits_stand_in_the_middle_of_their_cell():
    bottom = label_baseline(40, 16)
    assert bottom - CAP_HEIGHT * 16 == pytest.approx(40 - bottom)


@pytest.mark.parametrize(("line", "shift"), [(1, 0.5), (2, 0), (3, 0.5), (1.5, 0), (0, 0)])
def test_strokes_of_odd_width_move_by_half_a_pixel(line, shift):
    assert crisp_shift(line) == shift
