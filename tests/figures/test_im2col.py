"""A convolution as its kernel's row times its windows as columns: the numbers, and what is lit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.figures import im2col
from convviz.figures.matrix.windows import WindowMatrix
from convviz.layers import Conv1d, Conv2d, Unfold
from convviz.steps.terms import Terms
from tests import drawn
from tests.figures.views import LARGE, labels_at, numbers_in, some_step, view, views
from tests.pictures import edged, named, texts, walk, within

PLAIN = drawn.layers(axes=st.integers(1, 2), most=5)
CONVOLUTIONS = PLAIN | PLAIN.map(lambda case: (replace(case[0], flipped=True), case[1]))
RAMP = np.arange(25).reshape(1, 5, 5)
CORNERS = [[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]]


def plain(**options):
    """Return a 3×3 kernel over a 5×5 ramp."""
    layer = Conv2d(1, 1, 3, bias=False)
    return view(im2col, layer, RAMP, CORNERS, **options)


def part_of(of, number):
    """Return the part of the matrix that a step's picture shows."""
    still = of.still(number)
    row, column = im2col.place_of(still, of.step(number))
    return still.part or im2col.part_of(still, of.options, row, column)


@given(views(im2col, layers=CONVOLUTIONS, size=LARGE, by_taps=False), st.data())
@settings(max_examples=50, deadline=None)
def test_the_row_times_each_column_is_the_number_below_it(of, draw):
    number = some_step(draw, of)
    step, scene, part = of.step(number), of.both(number), part_of(of, number)
    columns = numbers_in(scene, "matrix", part.grid)
    row = numbers_in(scene, "kernel", part.kernel.grid)
    results = numbers_in(scene, "reached", part.output.grid)
    bias = 0 if of.trace.bias is None else of.trace.bias[step.output[0]]
    reached = number % np.prod(of.trace.output.shape[1:]) + 1
    assert sorted(results) == [(0, at) for at in range(reached)]
    for column in range(reached):
        products = [row[0, at] * columns[at, column] for at in part.rows]
        assert sum(products) + bias == results[0, column]
    assert list(results.values()) == of.trace.output[step.output[0]].ravel()[:reached].tolist()


@given(views(im2col, layers=drawn.folds(), size=LARGE), st.data())
@settings(max_examples=25, deadline=None)
def test_an_unfolded_input_is_the_matrix_itself(of, draw):
    number = some_step(draw, of)
    scene, part = of.both(number), part_of(of, number)
    shown = numbers_in(scene, "matrix", part.grid)
    assert shown == dict(np.ndenumerate(of.trace.output[0]))
    assert named(scene, "kernel") == named(scene, "reached") == []
    row, column = of.step(number).output[1:]
    lit = edged(scene, "column", "window.edge")
    assert any(within((i.x, i.y, i.width, i.height), *part.grid.centre((row, column)))
               for i in lit)


@given(views(im2col, layers=CONVOLUTIONS, size=LARGE, by_taps=True), st.data())
@settings(max_examples=50, deadline=None)
def test_by_taps_the_output_shows_the_sum_so_far_and_the_column_is_lit_that_far(of, draw):
    number = some_step(draw, of)
    step, scene, part = of.step(number), of.both(number), part_of(of, number)
    terms = Terms(of.trace, step.output)
    column = number // len(terms) % part.output.grid.columns
    last = terms.total if step.tap == len(terms) - 1 else terms[step.tap].partial
    assert numbers_in(scene, "reached", part.output.grid)[0, column] == last
    lit = numbers_in(scene, "column", part.grid)
    assert sorted(lit) == [(row, column) for row in range(step.tap + 1)]
    words = im2col.sentence(of.trace, step, len(of.steps))
    assert (" after " in words) == (step.tap < len(terms) - 1)


def test_the_window_and_its_column_are_lit_side_by_side():
    of = plain()
    scene = of.both(3)
    assert sorted(labels_at(scene, "window").values()) == sorted(
        map(str, RAMP[0, 1:4, :3].ravel())
    )
    assert sorted(labels_at(scene, "column").values()) == sorted(
        map(str, RAMP[0, 1:4, :3].ravel())
    )
    written = [text.text for text in texts(scene)]
    assert "9 taps × 9 windows" in written
    assert [text.text for text in texts(scene) if text.bold and text.text == "2,1"]
    assert "".join(item.text for item in named(scene, "product")) == (
        "row × column = 1·5 + 0·6 + 1·7 + 0·10 + 1·11 + 0·12 + 1·15 + 0·16 + 1·17 = 55"
    )


def test_pointing_at_an_output_lights_its_window_and_tells_its_products():
    of = plain()
    scene = of.moving(0, ("output", (2, 2)))
    assert labels_at(scene, "ahead").popitem()[1] == "90"
    assert "= 90" in "".join(item.text for item in named(scene, "product"))
    assert edged(scene, "column", "hover.edge")
    assert edged(scene, "ghost", "ghost.edge")
    assert repr(of.moving(0, ("term", (4,)))) != repr(of.moving(0))


def test_pointing_at_an_input_cell_lights_it_in_every_column_that_has_it():
    scene = plain().moving(0, ("input", (2, 2)))
    assert list(labels_at(scene, "pointed").values()) == ["12"] * 9
    assert list(labels_at(plain().moving(0, ("input", (0, 0))), "pointed").values()) == ["0"]


def test_pointing_at_the_input_of_an_unfolded_matrix_lights_its_cells():
    layer = Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1))
    of = view(im2col, layer, RAMP)
    scene = of.moving(0, ("input", (2, 2)))
    assert list(labels_at(scene, "pointed").values()) == ["12"] * 4
    assert len(edged(scene, "ghost", "ghost.edge")) == 2


@pytest.mark.parametrize("flipped", [False, True])
def test_pointing_at_a_tap_lights_the_row_that_it_multiplies(flipped):
    layer = Conv2d(1, 1, 3, bias=False)
    layer = replace(layer, flipped=flipped)
    of = view(im2col, layer, RAMP, np.arange(9).reshape(1, 1, 3, 3))
    still = of.still(0)
    row = 8 if flipped else 0
    spots = [spot for spot in still.scene.hotspots if spot.kind == "kernel"]
    x, y, *_ = still.part.kernel.grid.span([0], [row])
    assert [spot.hit(x + 1, y + 1) for spot in spots if spot.hit(x + 1, y + 1)] == [
        ("kernel", (0, 0))
    ]
    scene = of.moving(0, ("kernel", (0, 0)))
    lit = [
        text for (x, y), text in labels_at(scene, "pointed").items()
        if still.part.grid.contains(x, y)
    ]
    wanted = WindowMatrix.of(of.trace, 0).values(range(row, row + 1), range(9))
    assert sorted(map(int, lit)) == sorted(wanted[0].tolist())


def test_a_matrix_too_large_is_shown_in_parts_that_follow_the_step():
    layer = Conv2d(8, 4, 3, padding=1, bias=False)
    of = view(
        im2col, layer, np.zeros((8, 20, 20), int), np.ones((4, 8, 3, 3), int), by_taps=True
    )
    assert not named(of.still(0).scene, "matrix")
    number = of.steps.at((1, 12, 7), 40)
    scene = of.moving(number)
    part = part_of(of, number)
    assert 40 in part.rows
    assert 12 * 20 + 7 in part.columns
    (said,) = [text.text for text in texts(scene) if text.text.startswith("Shown: ")]
    assert said.endswith("of 72, columns "
                         f"{part.columns.start + 1} to {part.columns.stop} of 400")
    x, y = part.grid.centre((40, 247))
    assert scene.hit(x, y) == ("matrix", (40, 247))
    assert named(scene, "shown")
    elsewhere = of.moving(number, ("output", (19, 19)))
    assert not edged(elsewhere, "column", "hover.edge")
    assert edged(elsewhere, "window", "hover.edge")
    assert not named(of.moving(number, ("matrix", (0, 399))), "column")


def test_where_the_whole_matrix_has_no_room_for_numbers_a_part_of_it_has_them():
    layer = Conv2d(1, 1, 3, padding=1, bias=False)
    of = view(im2col, layer, RAMP, CORNERS, size=(630, 620))
    scene = of.moving(7)
    part = part_of(of, 7)
    assert len(part.rows) == 9
    assert len(numbers_in(scene, "matrix", part.grid)) == 9 * len(part.columns)
    assert len(numbers_in(scene, "kernel", part.kernel.grid)) == 9
    assert numbers_in(scene, "reached", part.output.grid)[0, 7] == 35
    heads = {item.text: item.size for item in named(scene, "columns")}
    assert list(heads)[:3] == ["1,1", "1,2", "1,3"]
    assert min(heads.values()) >= 10
    # In a picture too small for either the whole is worth more.
    small = view(im2col, layer, RAMP, CORNERS, size=(520, 240))
    assert small.still(7).part is not None


def test_of_a_kernel_with_many_channels_rows_are_shown_in_parts():
    layer = Conv2d(16, 1, 3, bias=False)
    of = view(im2col, layer, np.zeros((16, 3, 3), int), np.ones((1, 16, 3, 3), int))
    (said,) = [item.text for item in named(of.moving(0), "shown") if hasattr(item, "text")]
    assert said.startswith("rows 1 to ")
    assert said.endswith(" of 144")


def test_zooming_shows_fewer_larger_cells_of_the_matrix():
    near = plain(zoom=3.0)
    part = part_of(near, 4)
    assert part.grid.cell > part_of(plain(), 4).grid.cell
    assert len(part.columns) < 9


def test_of_a_short_kernel_over_a_long_signal_the_input_keeps_its_room():
    of = view(im2col, Conv1d(1, 1, 3, padding=((2, 0),), bias=False), np.arange(14)[None],
              [[[1, 2, 3]]], ghost=True)
    scene = of.both(13)
    assert len(labels_at(scene, "matrix")) == 3 * 14
    assert sum(1 for item in named(scene, "ghost") if item.labels) == 1
    assert {item.text for item in texts(scene)} >= {"14, padded to 16", "1 × 3", "14"}


def test_long_sums_leave_out_their_middle_and_negative_factors_stand_in_brackets():
    layer = Conv2d(4, 1, 3)
    of = view(im2col, layer, -np.ones((4, 3, 3), int), np.full((1, 4, 3, 3), -2), [-5])
    said = "".join(item.text for item in named(of.moving(0), "product"))
    assert said.startswith("row × column = −2·(−1) + (−2)·(−1) + ")
    assert said.endswith(" + … + (−2)·(−1) + (−5) = 67")
    small = view(im2col, layer, -np.ones((4, 3, 3), int), np.full((1, 4, 3, 3), -2), [-5],
                 size=(60, 400))
    assert not named(small.moving(0), "product")


@pytest.mark.parametrize(
    ("layer", "x", "weight", "words"),
    [
        (
            Conv2d(1, 1, 3, bias=False), RAMP, CORNERS,
            "Step 1 of 9: the kernel as a row times column 1 of the 9 by 9 matrix of windows, "
            "the window of output row 1, column 1, is 30",
        ),
        (
            Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), np.ones((2, 3, 3), int), None,
            "Step 1 of 32: row 1, column 1 of the 8 by 4 matrix of windows is 1, what channel 1, "
            "row 1, column 1 of the window at row 1, column 1 reads",
        ),
        (
            Unfold((2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1)), RAMP, None,
            "Step 1 of 64: row 1, column 1 of the 4 by 16 matrix of windows is 0, what "
            "row 1, column 1 of the window at row 1, column 1 reads",
        ),
    ],
)
def test_a_step_is_told_in_words(layer, x, weight, words):
    of = view(im2col, layer, x, weight)
    assert im2col.sentence(of.trace, of.step(0), len(of.steps)) == words
    assert [item for item, _, _ in walk(of.both(0).items)]
