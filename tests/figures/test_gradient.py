"""Gradients flowing back: what arrives at each step, and that it comes to the whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.gradients import gradients
from convviz.engine.trace import trace
from convviz.figures import gradient
from convviz.figures.gradient_moving import moving
from convviz.figures.gradient_words import notes, sentence
from convviz.figures.slices import flat
from convviz.layers import AdaptivePool, Fold, Pad, Pool, Unfold, check
from convviz.options import ViewOptions
from convviz.steps.order import Steps
from tests import drawn
from tests.figures.backs import added, chosen, conv, ramped, seen, stays_inside, transpose
from tests.pictures import all_cells, named, read, walk, written_on

TWO = st.integers(1, 2)
LAYERS = st.one_of(
    drawn.layers(axes=TWO),
    drawn.transposed(axes=TWO),
    drawn.pools(axes=TWO, reductions=("max", "average")),
    (drawn.adaptive_pools("max") | drawn.adaptive_pools("average")).filter(
        lambda made: made[0].axes < 3
    ),
    drawn.pads().filter(lambda made: made[0].axes < 3),
).filter(lambda made: not check(*made))

PAIR = ((1, 1), (1, 1))
NONE = ((0, 0), (0, 0))
MAX = Pool("max", (2, 2), (2, 2), NONE, (1, 1))
AVERAGE = Pool("average", (2, 2), (1, 1), PAIR, (1, 1))
NORM = Pool("norm", (2, 2), (2, 2), NONE, (1, 1))
UNFOLD = Unfold((2, 2), (1, 1), PAIR, (1, 1))
FOLD = Fold((3, 4), (2, 2), (1, 1), NONE, (1, 1))


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=100)
def test_after_the_last_step_the_gradients_of_the_layer_are_written(made, number):
    layer, shape = made
    t = trace(layer, *drawn.numbers(layer, shape, "int64", number))
    whole = gradients(layer, t.input, t.weight, np.ones(t.output.shape, np.int64))
    still, overlay, step = seen(gradient, moving, t, t.output.size - 1)
    choice = chosen(t, step)
    expected = flat(whole.x[choice.input])
    cells = written_on(still.scene, overlay, "grad_input")
    for (row, column), text in cells.items():
        inside = 0 <= row < expected.shape[0] and 0 <= column < expected.shape[1]
        if inside and text and not text.startswith(("+", "− ")):
            assert added(text) == pytest.approx(expected[row, column], rel=2e-2, abs=1e-2)
    if t.weight is not None:
        written = written_on(still.scene, overlay, "grad_weight")
        weight = still.collected.weight
        for cell, text in written.items():
            assert added(text) == flat(weight)[cell]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (conv(pads=PAIR, channels=(2, 4), groups=2), (2, 4, 4)),
        (conv((3,), (1,), ((2, 0),), padding_mode="replicate"), (1, 6)),
        (transpose(), (1, 3, 3)),
        (MAX, (1, 4, 4)),
        (AVERAGE, (1, 3, 3)),
        (NORM, (1, 4, 4)),
        (AdaptivePool("max", (2, None)), (1, 5, 3)),
        (AdaptivePool("average", (2, 2)), (1, 5, 3)),
        (Pad(((1, 2), (-1, 1)), "reflect"), (1, 4, 4)),
        (UNFOLD, (2, 3, 3)),
        (FOLD, (1, 8, 6)),
        (conv(), (1, 60, 80)),
        (conv(), (1, 200, 300)),
    ],
)
def test_panels_stay_in_the_picture_at_every_size(layer, shape):
    pointers = [
        (kind, (0, 1))
        for kind in ("grad_output", "output", "input", "grad_input", "kernel", "grad_weight")
    ]
    stays_inside(gradient, moving, ramped(layer, shape), pointers)


def test_a_window_says_what_was_there_and_what_is_added():
    t = ramped(conv(), (1, 4, 4))
    still, overlay, _ = seen(gradient, moving, t, 1)
    cells = written_on(still.scene, overlay, "grad_input")
    # The first window handed its weights 1…9 back; the second adds them a column further.
    assert (cells[0, 0], cells[0, 1], cells[0, 3]) == ("1", "2 + 1", "3")
    weights = written_on(still.scene, overlay, "grad_weight")
    assert (weights[0, 0], weights[2, 2]) == ("1 + 2", "11 + 12")


def test_a_sum_too_wide_for_one_line_stands_on_two_and_else_what_it_comes_to():
    t = trace(conv(), *(np.full(shape, 1.23456) for shape in ((1, 4, 4), (1, 1, 3, 3))))
    still, overlay, _ = seen(gradient, moving, t, 1, size=(900, 400))
    assert written_on(still.scene, overlay, "grad_input")[0, 1] == "1.235 +1.235"
    lines = [item.labels for item in named(overlay, "added") if item.labels is not None]
    assert lines[0] == (("1.235",), ("+1.235",))
    still, overlay, _ = seen(gradient, moving, t, 1, size=(540, 146))
    assert written_on(still.scene, overlay, "grad_input")[0, 1] == "2.47"


def test_a_window_keeps_the_sums_in_its_other_cells():
    t = trace(Pool("max", (3, 3), (1, 1), NONE, (1, 1)), np.arange(25).reshape(1, 5, 5))
    still, overlay, _ = seen(gradient, moving, t, 4)
    cells = written_on(still.scene, overlay, "grad_input")
    assert [cells[at, 2] for at in (1, 2, 3)] == ["", "1", "1"]


def test_a_weight_of_0_hands_0_back_where_there_is_a_sum_and_where_there_is_none():
    weight = np.array([[[[1, 0, 2]]]])
    t = trace(conv((1, 3)), np.ones((1, 1, 4), int), weight)
    still, overlay, _ = seen(gradient, moving, t, 0)
    cells = written_on(still.scene, overlay, "grad_input")
    assert [cells[0, at] for at in range(4)] == ["1", "0", "2", ""]
    still, overlay, _ = seen(gradient, moving, t, 1)
    cells = written_on(still.scene, overlay, "grad_input")
    assert [cells[0, at] for at in range(4)] == ["1", "0 + 1", "2 + 0", "2"]
    assert not [item for item in named(overlay, "added") if item.ramp != "gradient"]


def test_taps_are_steps_too():
    t = ramped(conv(), (1, 4, 4))
    still, overlay, _ = seen(gradient, moving, t, 4, by_taps=True)
    cells = written_on(still.scene, overlay, "grad_input")
    assert [cells[at] for at in ((0, 0), (0, 2), (1, 1), (1, 2))] == ["1", "3", "5", ""]


def test_a_maximum_hands_all_to_the_largest():
    x = np.array([[[1, 5], [3, 2]]])
    still, overlay, _ = seen(gradient, moving, trace(MAX, x), 0)
    cells = written_on(still.scene, overlay, "grad_input")
    assert {at for at, text in cells.items() if text == "1"} == {(0, 1)}


def test_an_average_divides():
    still, overlay, _ = seen(gradient, moving, ramped(AVERAGE, (1, 3, 3)), 5)
    assert written_on(still.scene, overlay, "grad_input")[0, 0] == "0.75 +0.25"


def test_another_gradient_can_be_given():
    t = ramped(conv(), (1, 3, 3))
    view = ViewOptions()
    step = Steps.of(t.layer, t.input.shape, by_taps=False)[0]
    still = gradient.still(t, chosen(t, step), view, (1280, 720), np.array([[[-2]]]))
    overlay = moving(still, step, view, None)
    assert read(written_on(still.scene, overlay, "grad_input")[0, 0]) == -2
    assert written_on(still.scene, overlay, "grad_weight")[0, 0] == "−2"


def test_what_falls_into_the_padding_is_struck_and_copies_are_traced_back():
    _, overlay, _ = seen(gradient, moving, ramped(conv(pads=PAIR), (1, 3, 3)), 0)
    strokes = [item for item in named(overlay, "window") if type(item).__name__ == "Line"]
    assert len(strokes) == 5
    _, overlay, _ = seen(gradient, moving, ramped(Pad(PAIR, "reflect"), (1, 3, 3)), 0)
    assert sum(type(item).__name__ == "Arrow" for item in named(overlay, "window")) == 1


def test_an_output_that_nothing_reaches_hands_nothing_back():
    t = ramped(transpose((1, 1), (2, 2), NONE), (1, 2, 2))
    _, overlay, _ = seen(gradient, moving, t, 1)
    assert not named(overlay, "window")
    _, overlay, _ = seen(gradient, moving, t, 1, pointer=("grad_output", (0, 1)))
    assert len(lit(overlay)) == 1


def lit(overlay):
    return [item for item, _, _ in walk(overlay.items) if getattr(item, "edge", "") == "hover.edge"]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (conv(flipped=True), (1, 4, 4)), (transpose(), (1, 2, 2)), (AVERAGE, (1, 3, 3)),
        (UNFOLD, (2, 3, 3)), (FOLD, (1, 4, 6)),
    ],
)
def test_a_pointed_cell_lights_what_it_has_to_do_with(layer, shape):
    t = ramped(layer, shape)
    still, _, _ = seen(gradient, moving, t, 2)
    for spot in still.scene.hotspots:
        for cell in all_cells(spot):
            assert lit(seen(gradient, moving, t, 2, pointer=(spot.kind, cell))[1])
    for pointer in (("term", (0,)), ("grad_input", (99, 0)), ("nothing", (0, 0))):
        assert not lit(seen(gradient, moving, t, 2, pointer=pointer)[1])


def test_a_tap_that_never_meets_an_input_lights_only_itself():
    t = ramped(transpose((3, 3), (1, 1), ((2, 2), (2, 2)), extra=(0, 0)), (1, 3, 3))
    _, overlay, _ = seen(gradient, moving, t, 0, pointer=("kernel", (0, 0)))
    assert len(lit(overlay)) == 4


def test_gradients_are_shown_of_every_layer_of_one_or_two_axes():
    assert gradient.available(MAX)
    assert not gradient.available(Pad(((0, 0),) * 3, "constant"))


def said(layer, shape, number=0):
    t = ramped(layer, shape)
    steps = Steps.of(layer, shape, by_taps=False)
    return sentence(t, steps[number], len(steps)).partition("goes back to ")[2]


def test_where_a_gradient_goes_is_told_in_words():
    assert said(conv(pads=PAIR), (1, 3, 3)) == (
        "9 input cells, times their weights; 5 of them in the padding, where it is lost; "
        "each weight collects input × gradient"
    )
    assert said(conv((1, 1)), (1, 3, 3)).startswith("one input cell, times")
    assert said(transpose((1, 1), (2, 2), NONE), (1, 2, 2), 1) == "nothing: no input reaches it"
    assert said(MAX, (1, 2, 2)) == "input row 2, column 2, its maximum"
    assert said(AVERAGE, (1, 2, 2)) == (
        "4 input cells, divided by 4; 3 of them in the padding, where it is lost"
    )
    assert said(NORM, (1, 2, 2)) == "4 input cells, times the norm's slope"
    assert said(FOLD, (1, 4, 6), 5) == "4 input cells"
    assert said(UNFOLD, (1, 3, 3), 0) == "nothing: it is lost"
    assert said(Pad(PAIR, "reflect"), (1, 3, 3)) == "the input cell that it copies"


def test_a_step_names_its_cell_and_channel():
    t = ramped(conv(channels=(1, 2)), (1, 3, 3))
    steps = Steps.of(t.layer, t.input.shape, by_taps=False)
    assert sentence(t, steps[1], 2, gradient=-0.5).startswith(
        "Step 2 of 2: the gradient −0.5 of output channel 2, row 1, column 1 goes back to "
    )


def test_every_kind_of_layer_says_how_it_hands_gradients_back():
    average = AdaptivePool("average", (1, 1))
    kinds = [conv(), MAX, average, AVERAGE, NORM, FOLD, Pad(PAIR, "reflect")]
    said = [notes(layer)[0] for layer in kinds]
    assert len(set(said)) == len(kinds) - 1


def test_a_stamp_gathers_the_gradient_of_the_cells_that_it_falls_on():
    t = ramped(transpose(channels=(2, 2)), (2, 3, 3))
    whole = gradients(t.layer, t.input, t.weight, np.ones(t.output.shape, np.int64))
    for number in (0, 5, 17):
        still, overlay, step = seen(gradient, moving, t, number, by_taps=True)
        cells = written_on(still.scene, overlay, "grad_input")
        written = {at: read(text) for at, text in cells.items() if text}
        expected = whole.x[step.stamp[0]]
        assert written == {
            at: value
            for place, (at, value) in enumerate(np.ndenumerate(expected))
            if place <= number % 9
        }
    weights = written_on(still.scene, overlay, "grad_weight")
    assert {at: added(text) for at, text in weights.items()} == dict(
        np.ndenumerate(whole.weight[1, 0])
    )


def test_a_stamp_that_is_all_cut_off_gathers_nothing():
    t = ramped(transpose((1, 1), (2, 2), ((1, 0), (0, 0))), (1, 3, 3))
    still, overlay, _ = seen(gradient, moving, t, 0, by_taps=True)
    assert written_on(still.scene, overlay, "grad_input")[0, 0] == "0"
    t = ramped(transpose((2,), (1,), ((0, 0),), (0,), dilation=(2,), channels=(2, 1)), (2, 3))
    steps = Steps.of(t.layer, t.input.shape, by_taps=True)
    assert sentence(t, steps[4], len(steps)) == (
        "Step 5 of 6: input channel 2, cell 2 gathers the gradient of the 2 output cells "
        "that it is stamped on, times their weights"
    )
    t = ramped(transpose((1,), (1,), ((0, 0),), (0,)), (1, 3))
    steps = Steps.of(t.layer, t.input.shape, by_taps=True)
    assert "gathers the gradient of the one output cell" in sentence(t, steps[1], len(steps))
