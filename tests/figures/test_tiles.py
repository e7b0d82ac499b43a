"""Colours follow the numbers, labels fit their cells, coarse pictures stand where they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.engine.coarse import Coarse, coarse, finite_range
from convviz.figures.grid import Grid
from convviz.figures.tiles import SMALLEST_FONT, Plane, levels_of, tile
from convviz.scene.items import Cells, Image
from convviz.scene.metrics import text_width
from tests.pictures import read

RAMPS = st.sampled_from(["input", "grey", "diverging", "purple-green"])
KINDS = st.sampled_from(["float64", "float32", "float16", "int64", "uint8", "int32"])
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4))
ANY = KINDS.flatmap(lambda kind: arrays.arrays(kind, SHAPES))


def plane(values, ramp="input", levels=None, ranges=None):
    return Plane(
        values, (), ramp, levels_of(ranges or Coarse(*finite_range(values)), ramp, levels)
    )


def grid(values, cell):
    rows, columns = values.shape
    return Grid(10, 20, columns * cell, rows * cell, cell, rows, columns, 10, 20)


@given(ANY, RAMPS, st.none() | st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)).map(sorted))
def test_a_larger_number_never_has_a_lower_shade(values, ramp, levels):
    shades = plane(values, ramp, levels).shades(values)
    flat, colours = values.ravel(), shades.ravel()
    numbers = ~np.isnan(flat)
    order = np.argsort(flat[numbers], kind="stable")
    assert (np.diff(colours[numbers][order].astype(int)) >= 0).all()
    assert (colours[~numbers] == 0).all()


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.5, 1.0],
        [-1e308, 0.0, 1e308],
        [1e300, 1.5e300, 2e300],
        [1e9, 1e9 + 0.5, 1e9 + 1],
        [0.0, 5e-324, 1e-323],
        [0.0, 1e-310, 2e-310],
        [10**15, 10**15 + 1, 10**15 + 2],
        [np.float32(-3e38), np.float32(0), np.float32(3e38)],
    ],
)
def test_the_range_of_the_numbers_takes_the_whole_ramp_whatever_it_is(values):
    values = np.array([values])
    assert plane(values).shades(values)[0].tolist() == [0, 128, 255]


def test_zero_is_in_the_middle_of_diverging_colours():
    for values in ([[-1.0, 0.0, 4.0]], [[0.0, 0.0]], [[0, 0]]):
        shown = np.array(values)
        shades = plane(shown, "diverging").shades(shown)
        assert set(shades[shown == 0].tolist()) == {128}


def test_numbers_that_are_all_the_same_have_one_colour_that_is_neither_end():
    for number in (0, -3, 7.5, 1e300):
        values = np.full((2, 2), number)
        (shade,) = set(plane(values).shades(values).ravel().tolist())
        assert 0 < shade < 255


def test_equal_levels_part_the_numbers():
    values = np.array([[np.nan, -np.inf, 1.0, 2.0, 3.0, np.inf]])
    assert plane(values, levels=(2.0, 2.0)).shades(values)[0].tolist() == [0, 0, 0, 96, 255, 255]


def test_numbers_beyond_chosen_levels_have_the_ends_colours():
    values = np.array([[-1e300, -1.0, 0.0, 1.0, 1e300, np.inf, -np.inf, np.nan]])
    shades = plane(values, levels=(0.0, 1.0)).shades(values)
    assert shades[0].tolist() == [0, 0, 0, 255, 255, 255, 0, 0]


@given(ANY, st.floats(2, 100), st.none() | st.integers(0, 6))
def test_labels_fit_their_cells_and_are_never_too_small(values, cell, decimals):
    found = tile(plane(values), grid(values, cell), values=True, decimals=decimals)
    if found.labels is None:
        return
    assert found.font >= SMALLEST_FONT
    for row in found.labels:
        assert all(text_width(text, found.font) < cell for text in row)
    assert found.font < cell


@given(ANY.filter(lambda values: values.dtype.kind == "f"), st.floats(20, 100))
def test_labels_say_the_number_to_two_digits_or_to_a_place_that_counts(values, cell):
    # The second is told by the largest: 0.003 beside 7 may become 0.0, never beside 0.02.
    found = tile(plane(values), grid(values, cell), values=True, decimals=None)
    said = [] if found.labels is None else sum(found.labels, ())
    for text, value in zip(said, values.ravel().tolist(), strict=bool(said)):
        # Rounded up, the very largest are beyond what reads back as a float.
        if not 1.7e308 < abs(value) < np.inf:
            most = float(np.abs(values).max(initial=0.0, where=np.isfinite(values)))
            assert read(text) == pytest.approx(value, rel=0.0501, abs=0.0501 * most, nan_ok=True)


def test_all_labels_of_a_panel_have_the_most_digits_that_fit():
    values = np.array([[1 / 3, 100 / 3]])
    written = [
        tile(plane(values), grid(values, cell), values=True, decimals=None).labels
        for cell in (60, 36, 26, 20)
    ]
    assert written == [(("0.3333", "33.33"),), (("0.333", "33.3"),), (("0.3", "33.3"),), None]


def test_values_can_be_left_out():
    values = np.ones((2, 2))
    assert tile(plane(values), grid(values, 50), values=False, decimals=None).labels is None


def test_too_many_cells_are_not_labelled():
    values = np.ones((100, 100))
    assert tile(plane(values), grid(values, 50), values=True, decimals=None).labels is None


def test_nothing_visible_is_nothing_drawn():
    values = np.ones((3, 3))
    hidden = Grid(0, 0, 0, 0, 50, 3, 3, 0, 0)
    found = tile(plane(values), hidden, values=True, decimals=None)
    assert found.part(range(3), range(3)) == ()


def test_small_cells_are_one_image_large_ones_cells():
    values = np.arange(12.0).reshape(3, 4)
    (small,) = tile(plane(values), grid(values, 4), values=True, decimals=None).part(
        range(3), range(4)
    )
    assert isinstance(small, Image)
    assert not small.smooth
    assert (small.x, small.y, small.width, small.height) == (10, 20, 16, 12)
    (large,) = tile(plane(values), grid(values, 30), values=True, decimals=None).part(
        range(1, 3), range(2, 4), ramp="padding", hatched=True
    )
    assert isinstance(large, Cells)
    assert (large.x, large.y, large.ramp, large.hatched) == (70, 50, "padding", True)
    assert large.labels == (("6", "7"), ("10", "11"))


@given(
    st.integers(1025, 1400), st.integers(1, 1400), st.sampled_from([0.05, 0.2, 0.26, 0.5]),
    st.integers(0, 1400), st.integers(0, 1400),
)
def test_coarse_pictures_show_each_number_within_a_pixel_of_its_place(
    rows, columns, cell, bottom, right
):
    # The shade of a block of cells is the mean of their rows' numbers.
    values = np.repeat(np.arange(float(rows))[:, np.newaxis], columns, axis=1)
    ranges = coarse(values[np.newaxis])
    shown = Plane(values, tuple(level[0] for level in ranges.levels), "grey", (0.0, 255.0))
    found = tile(shown, grid(values, cell), values=True, decimals=None)
    for item in found.part(range(min(bottom, rows)), range(min(right, columns))):
        assert isinstance(item, Image)
        assert item.smooth == (found.factor > 1)
        assert item.x + item.width <= 10 + min(right, columns) * cell + 1
        assert item.y + item.height <= 20 + min(bottom, rows) * cell + 1
        block = item.height / len(item.shades)
        assert block == pytest.approx(found.factor * cell)
        for index, shade in enumerate(item.shades[:, 0].tolist()):
            if shade < 255:
                row = (item.y + (index + 0.5) * block - 20) / cell - 0.5
                assert abs(row - shade) <= found.factor / 2 + 0.51


def test_of_a_coarse_picture_a_block_appears_when_its_last_row_is_there():
    values = np.zeros((1025, 8))
    ranges = coarse(values[np.newaxis])
    shown = Plane(values, tuple(level[0] for level in ranges.levels), "grey", (0.0, 1.0))
    found = tile(shown, grid(values, 0.5), values=True, decimals=None)
    assert found.factor == 2
    assert found.part(range(1), range(8)) == ()
    heights = [found.part(range(rows), range(8))[0].shades.shape[0] for rows in (2, 3, 4, 1025)]
    assert heights == [1, 1, 2, 513]


def test_levels_are_the_chosen_ones_else_the_arrays():
    ranges = Coarse(-1.0, 3.0)
    assert levels_of(ranges, "grey", (0, 2)) == (0, 2)
    assert levels_of(ranges, "grey", None) == (-1, 3)
    assert levels_of(ranges, "diverging", None) == (-3, 3)
