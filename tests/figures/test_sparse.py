"""A whole layer as a matrix: the engine's own, with the step's row or stamp's column lit."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.engine.matrices import sparse as engine_sparse
from convviz.engine.trace import trace
from convviz.figures import sparse
from convviz.figures.matrix.entries import LayerMatrix
from convviz.figures.tiles import SMALLEST_LABELLED_CELL
from convviz.layers import AvgPool2d, Conv2d, ConvTranspose, Fold, Pad, check
from convviz.layers.transposed import ConvTranspose as Transposed
from tests import drawn
from tests.figures.views import LARGE, labels_at, numbers_in, some_step, view, views
from tests.pictures import edged, named, texts

RAMP = np.arange(25).reshape(1, 5, 5)
CORNERS = [[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]]
LINEAR = drawn.linear_layers().filter(lambda case: sparse.available(case[0]) and not check(*case))
TRANSPOSED = drawn.transposed(axes=st.integers(1, 2)).filter(lambda case: not check(*case))


def plain(**options):
    """Return a 3×3 kernel over a 5×5 ramp."""
    return view(sparse, Conv2d(1, 1, 3, bias=False), RAMP, CORNERS, **options)


def stamps(**options):
    """Return a 2×2 kernel stamped on a 3×3 ramp with stride 2."""
    layer = Transposed(
        1, 1, (2, 2), (2, 2), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False
    )
    return view(sparse, layer, np.arange(9).reshape(1, 3, 3), [[[[1, 2], [3, 4]]]], by_taps=True,
                **options)


def part_of(of, number):
    """Return the part of the matrix that a step's picture shows."""
    still = of.still(number)
    row, column = sparse.place_of(still, of.step(number))
    return still.part or sparse.part_of(still, of.options, row, column)


@given(LINEAR, st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_the_matrix_is_the_engines_for_every_linear_layer(case, seed):
    layer, shape = case
    found = trace(layer, *drawn.numbers(layer, shape, "int64", seed))
    whole = engine_sparse(found)
    held = np.zeros(whole.shape, int)
    np.add.at(held, (whole.rows, whole.columns), 1)
    for output in range(found.output.shape[0]):
        matrix = LayerMatrix.of(found, output)
        rows = slice(output * matrix.rows, (output + 1) * matrix.rows)
        first = matrix.channels.start * np.prod(found.input.shape[1:])
        columns = slice(first, first + matrix.columns)
        values, count = matrix.dense(range(matrix.rows), range(matrix.columns))
        assert np.allclose(values, whole.dense()[rows, columns], equal_nan=True)
        assert count.tolist() == held[rows, columns].tolist()
        assert held[rows].sum() == count.sum()
        assert matrix.places == (count > 0).sum()
        assert matrix.folded == (count > 1).any()
        pattern = matrix.pattern(matrix.rows, matrix.columns)
        assert pattern.tolist() == (count > 0).tolist()


@given(views(sparse, layers=LINEAR, size=LARGE, by_taps=False), st.data())
@settings(max_examples=40, deadline=None)
def test_weights_stand_where_they_are_held_and_y_fills_in(of, draw):
    number = some_step(draw, of)
    step, scene, part = of.step(number), of.both(number), part_of(of, number)
    assume(part.grid.cell >= SMALLEST_LABELLED_CELL)
    labelled = {
        (round(row), round(column))
        for (x, y) in labels_at(scene, "matrix")
        if part.grid.contains(x, y)
        for row, column in [part.grid.at(x, y)]
    }
    assert labelled == {(int(row), int(column)) for row, column in np.argwhere(part.held > 0)}
    row = sparse.place_of(of.still(number), step)[0]
    y = of.trace.output[step.output[0]].ravel()
    shown = {at: text for (at, _), text in _texts_in(scene, "reached", part.output.grid).items()}
    assert sorted(shown) == list(range(row + 1))
    if y.dtype.kind == "i":
        assert [int(text.replace("−", "-")) for _, text in sorted(shown.items())] == y[
            : row + 1
        ].tolist()


def _texts_in(scene, name, grid):
    found = {}
    for (x, y), text in labels_at(scene, name).items():
        if grid.contains(x, y):
            row, column = grid.at(x, y)
            found[round(row), round(column)] = text
    return found


@given(views(sparse, layers=TRANSPOSED, size=LARGE, by_taps=True), st.data())
@settings(max_examples=50, deadline=None)
def test_on_the_clock_of_stamps_y_is_what_the_columns_so_far_add_up_to(of, draw):
    number = some_step(draw, of)
    step, scene, part = of.step(number), of.both(number), part_of(of, number)
    matrix = LayerMatrix.of(of.trace, step.output[0])
    values, held = matrix.dense(range(matrix.rows), range(matrix.columns))
    channels = of.trace.input[matrix.channels.start : matrix.channels.stop]
    column = matrix.column_of(step.stamp[0], step.stamp[1:])
    sums = (values * channels.ravel())[:, : column + 1].sum(axis=1)
    complete = held[:, column + 1 :].sum(axis=1) == 0
    bias = 0 if of.trace.bias is None else of.trace.bias[step.output[0]]
    shown = numbers_in(scene, "reached", part.output.grid)
    for row in range(matrix.rows):
        if complete[row]:
            assert shown[row, 0] == sums[row] + bias
        elif held[row, : column + 1].any():
            assert shown[row, 0] == sums[row]
        else:
            assert (row, 0) not in shown


@given(views(sparse, layers=LINEAR, size=LARGE, by_taps=True), st.data())
@settings(max_examples=30, deadline=None)
def test_by_taps_y_shows_the_sum_so_far(of, draw):
    number = some_step(draw, of)
    step = of.step(number)
    if step.tap is None or of.trace.output.dtype.kind != "i":
        return
    scene, part = of.both(number), part_of(of, number)
    row = sparse.place_of(of.still(number), step)[0]
    terms = sparse.Terms(of.trace, step.output)
    last = terms.total if step.tap == len(terms) - 1 else terms[step.tap].partial
    assert numbers_in(scene, "reached", part.output.grid)[row, 0] == last


def test_the_steps_row_is_lit_with_what_it_takes_of_x():
    scene = plain(size=(1280, 800)).both(3)
    assert sorted(map(int, labels_at(scene, "row").values())) == sorted(
        RAMP[0, 1:4, :3].ravel().tolist()
    )
    said = [text.text for text in texts(scene)]
    assert "9 × 25" in said
    assert "81 of 225 cells hold a weight, all others are 0" in said
    assert "C" in said
    assert "".join(item.text for item in named(scene, "product")).startswith("row × x = 1·5 + ")
    assert labels_at(scene, "window")


@pytest.mark.parametrize("size", [(630, 620), (1280, 800), (500, 900)])
def test_the_equation_reads_y_is_c_times_x_and_columns_are_named_so_that_they_can_be_read(size):
    layer = Conv2d(1, 1, 3, padding=1, bias=False)
    of = view(sparse, layer, RAMP, CORNERS, size=size)
    scene, part = of.both(7), part_of(of, 7)
    assert part.output.grid.x < part.grid.x < part.input.grid.x
    said = {text.text: text for text in texts(scene)}
    assert said["y"].x < said["="].x < said["C"].x < said["x"].x
    heads = [text for text in named(scene, "names") if text.y < part.grid.top]
    assert {"1,1", "2,1", "3,1", "4,1", "5,1"} <= {text.text for text in heads}
    assert all(
        one.x + len(one.text) * one.size / 4 < next_one.x - len(one.text) * one.size / 4
        for one, next_one in pairwise(sorted(heads, key=lambda text: text.x))
    )


def test_a_stamp_lights_its_column_and_says_what_it_adds_to():
    scene = stamps().both(4)
    assert edged(scene, "column", "window.edge")
    said = [text.text for text in texts(scene)]
    assert "Cᵀ" in said
    assert "4 × its column is added to 4 cells of y" in said
    of = stamps()
    assert edged(of.moving(4, ("input", (0, 0))), "ghost", "ghost.edge")
    assert sparse.sentence(of.trace, of.step(4), len(of.steps)) == (
        "Step 5 of 9: the layer as a matrix of 36 by 9, of which 36 cells hold a weight and all "
        "others are 0; column 5 times input row 2, column 2, which is 4, is added to 4 outputs"
    )


def test_pointing_at_a_tap_lights_every_cell_that_holds_it():
    of = plain()
    lit = edged(of.moving(0, ("kernel", (1, 1))), "pointed", "hover.edge")
    assert len(lit) == 9 + 1


def test_pointing_at_an_input_cell_lights_its_column_and_the_outputs_that_take_it():
    of = plain()
    lit = edged(of.moving(0, ("input", (2, 2))), "column", "hover.edge")
    assert len(lit) == 9 + 3  # outputs; its cell of x twice, its column


def test_pointing_at_copied_padding_lights_the_column_of_the_cell_that_it_copies():
    layer = Conv2d(1, 1, 3, padding=1, padding_mode="reflect", bias=False)
    of = view(sparse, layer, RAMP, CORNERS)
    copied = of.moving(0, ("input", (-1, -1)))
    own = of.moving(0, ("input", (1, 1)))
    assert edged(copied, "column", "hover.edge") == edged(own, "column", "hover.edge") != []
    (said,) = [text.text for text in texts(of.both(0)) if "hold a weight" in text.text]
    assert said == (
        f"{LayerMatrix.of(of.trace, 0).places} of 625 cells hold a weight, all others are 0; "
        "weights that meet copies of one input cell add up (reflect)"
    )
    plain_zeros = view(sparse, Conv2d(1, 1, 3, padding=1, bias=False), RAMP, CORNERS)
    assert not edged(plain_zeros.moving(0, ("input", (-1, -1))), "column", "hover.edge")


def test_pointing_at_a_cell_of_the_matrix_lights_its_tap_its_input_and_its_output():
    of = plain()
    scene = of.moving(0, ("matrix", (6, 12)))
    assert len(edged(scene, "pointed", "hover.edge")) == 4  # x, the cell, the tap, the input
    assert edged(scene, "row", "hover.edge")
    assert edged(of.moving(0, ("term", (3,))), "pointed", "hover.edge")
    assert len(edged(of.moving(0, ("matrix", (0, 24))), "pointed", "hover.edge")) == 3


def test_a_cell_of_another_channel_is_lit_but_not_on_the_input_on_show():
    layer = Conv2d(2, 1, 1, bias=False)
    of = view(sparse, layer, np.zeros((2, 2, 2), int), np.ones((1, 2, 1, 1), int))
    assert len(edged(of.moving(0, ("matrix", (1, 1))), "pointed", "hover.edge")) == 4
    assert len(edged(of.moving(0, ("matrix", (1, 5))), "pointed", "hover.edge")) == 3


def test_a_term_in_the_padding_has_no_column():
    layer = Conv2d(1, 1, 3, padding=1, bias=False)
    of = view(sparse, layer, RAMP, CORNERS, by_taps=True, size=LARGE)
    assert not edged(of.moving(0, ("term", (0,))), "pointed", "hover.edge")
    assert edged(of.moving(0, ("term", (0,))), "row", "hover.edge")
    assert labels_at(of.moving(0), "row") == {}
    assert len(labels_at(of.moving(4), "row")) == 1
    corner = of.steps.at((0, 4, 4), 8)
    assert len(labels_at(of.moving(corner), "row")) == 4


def test_a_large_matrix_is_shown_as_its_pattern_and_a_part_that_follows_the_step():
    layer = Conv2d(2, 2, 3, padding=1, bias=False)
    of = view(sparse, layer, np.zeros((2, 20, 20), int), np.ones((2, 2, 3, 3), int))
    number = of.steps.at((1, 12, 7))
    scene, part = of.moving(number), part_of(of, number)
    assert named(of.still(number).scene, "pattern")
    assert 12 * 20 + 7 in part.rows
    assert set(LayerMatrix.of(of.trace, 1).row(247)[0].tolist()) & set(part.columns)
    said = [text.text for text in texts(scene)]
    assert (
        f"rows {part.rows.start + 1} to {part.rows.stop}, "
        f"columns {part.columns.start + 1} to {part.columns.stop}"
    ) in said
    x, y = part.grid.centre((part.rows.start, part.columns.start))
    assert scene.hit(x, y) == ("matrix", (part.rows.start, part.columns.start))
    assert not edged(of.moving(number, ("output", (0, 0))), "row", "hover.edge")
    beside = of.moving(number, ("matrix", (0, part.columns.start)))
    assert len(edged(beside, "pointed", "hover.edge")) == 2  # x and the input alone
    aside = of.moving(number, ("matrix", (part.rows.start, 0)))
    assert edged(aside, "row", "hover.edge")
    assert len(edged(aside, "pointed", "hover.edge")) == 1  # the input alone
    assert not edged(of.moving(number, ("input", (19, 19))), "column", "hover.edge")
    nearer = view(sparse, layer, np.zeros((2, 20, 20), int), np.ones((2, 2, 3, 3), int), zoom=3.0)
    assert part_of(nearer, number).grid.cell > part.grid.cell
    by_taps = view(
        sparse, layer, np.zeros((2, 20, 20), int), np.ones((2, 2, 3, 3), int), by_taps=True
    )
    far = by_taps.steps.at((1, 12, 7), 17)
    column = LayerMatrix.of(by_taps.trace, 1).column_of(1, (13, 8))
    assert column in part_of(by_taps, far).columns
    assert edged(by_taps.moving(far), "row", "window.edge")
    assert by_taps.moving(by_taps.steps.at((1, 12, 7), 0), ("kernel", (0, 0)))


def test_a_large_transposed_matrix_follows_the_stamp():
    layer = Transposed(1, 1, (3, 3), (2, 2), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False)
    of = view(sparse, layer, np.zeros((1, 20, 20), int), np.ones((1, 1, 3, 3), int), by_taps=True)
    assert edged(of.moving(210), "column", "window.edge")
    assert not edged(of.moving(210, ("input", (0, 0))), "column", "hover.edge")
    assert edged(of.moving(210, ("input", (0, 0))), "ghost", "ghost.edge")


def test_notes_tell_of_the_bias_and_of_paddings_number():
    of = view(sparse, Conv2d(1, 1, 3), RAMP, CORNERS, [7])
    assert any("y = C·x + 7, the bias" in text.text for text in texts(of.both(0)))
    padded = view(sparse, Pad(((1, 1),), "constant", 3), np.arange(4)[None], ghost=True)
    said = [text.text for text in texts(padded.both(0))]
    assert any("rows without a weight are the padding's 3" in text for text in said)
    assert "".join(item.text for item in named(padded.both(1), "product")) == "row × x = 0"
    assert named(padded.both(0), "ghost")


def test_an_average_is_a_row_of_equal_shares():
    of = view(sparse, AvgPool2d(2), np.arange(16).reshape(1, 4, 4))
    scene = of.both(0)
    assert {text for text in labels_at(scene, "matrix").values() if text} == {"0.25"}
    assert "".join(item.text for item in named(scene, "product")) == (
        "row × x = (0 + 1 + 4 + 5) ÷ 4 = 2.5"
    )


def test_a_folded_matrix_reads_single_cells():
    layer = Fold((4, 4), (2, 2), (1, 1), ((0, 0), (0, 0)), (1, 1))
    of = view(sparse, layer, np.arange(36).reshape(1, 4, 9))
    assert len(labels_at(of.both(5), "window")) == 4
    assert of.moving(0, ("output", (3, 3)))


def test_a_cell_that_gets_nothing_says_so():
    layer = ConvTranspose(
        1, 1, (1, 1), (2, 2), ((0, 0), (0, 0)), (0, 0), (1, 1)
    )
    of = view(sparse, layer, np.ones((1, 2, 2), int), [[[[5]]]], [3])
    assert "".join(item.text for item in named(of.both(1), "product")) == (
        "row × x = nothing + 3 = 3"
    )
    bare = ConvTranspose(
        1, 1, (1, 1), (2, 2), ((0, 0), (0, 0)), (0, 0), (1, 1), bias=False
    )
    of = view(sparse, bare, np.ones((1, 2, 2), int), [[[[5]]]])
    assert "".join(item.text for item in named(of.both(1), "product")) == "row × x = 0"


@pytest.mark.parametrize(
    ("options", "number", "end"),
    [
        ({}, 3, "row 4 times the input as a column gives output row 2, column 1, 55"),
        (
            {"by_taps": True}, 1,
            "row 1 times the input as a column gives output row 1, column 1, 0 after 2 of 9 "
            "products",
        ),
    ],
)
def test_a_step_is_told_in_words(options, number, end):
    of = plain(**options)
    words = sparse.sentence(of.trace, of.step(number), len(of.steps))
    assert words.endswith(
        "the layer as a matrix of 9 by 25, of which 81 cells hold a weight and all others are 0; "
        + end
    )
