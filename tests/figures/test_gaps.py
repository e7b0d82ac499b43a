"""Gaps: the convolution over the stretched input is the transposed one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.stretched import stretched
from convviz.engine.trace import trace
from convviz.figures import gaps
from convviz.figures.gap_words import notes, sentence
from convviz.figures.slices import flat
from convviz.figures.stretch import Stretch
from convviz.layers import check
from convviz.scene.items import Cells, Group
from convviz.steps.order import Steps
from tests import drawn
from tests.figures.backs import added, conv, ramped, seen, stays_inside, transpose
from tests.pictures import all_cells, named, read, spots, walk, written, written_on

LAYERS = drawn.transposed(axes=st.integers(1, 2)).filter(lambda made: not check(*made))


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=60)
def test_the_windows_are_those_of_the_convolution_over_the_stretched_input(made, number):
    layer, shape = made
    t = trace(layer, *drawn.numbers(layer, shape, "int64", number))
    how, over = Stretch.of(t), stretched(t)
    values = how.values(t.input[0])
    rows, columns = (
        [at - first for at in axis] for axis, first in zip(how.read, how.first, strict=True)
    )
    assert (values[np.ix_(rows, columns)] == flat(over.trace.padded[0])).all()
    kernel = flat(over.weight[0, 0])
    window = how.window((0, 0))
    assert tuple(map(len, window)) == kernel.shape


@given(LAYERS, st.integers(0, 999))
@settings(max_examples=40)
def test_what_is_written_is_what_the_layer_has(made, number):
    layer, shape = made
    t = trace(layer, *drawn.numbers(layer, shape, "int64", number))
    still, overlay, step = seen(gaps, gaps.moving, t, number)
    output = flat(t.output[step.output[0]])
    for cell, text in written_on(still.scene, overlay, "output").items():
        assert read(text) == output[cell]
    steps = Steps.of(layer, shape, by_taps=True)
    still, overlay, step = seen(gaps, gaps.moving, t, len(steps) - 1, by_taps=True)
    output = flat(t.output[step.output[0]])
    for cell, text in written_on(still.scene, overlay, "output").items():
        assert not text or added(text) == output[cell]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (transpose(extra=(1, 1)), (1, 3, 3)),
        (transpose((3, 2), (1, 3), ((2, 2), (0, 1)), dilation=(2, 1), bias=True), (1, 5, 3)),
        (transpose((2, 2), (2, 2), ((2, 3), (1, 0)), flipped=True), (1, 5, 4)),
        (transpose((3,), (3,), ((1, 0),), (2,)), (1, 5)),
        (transpose((2,), (2,), ((2, 0),), (1,)), (1, 1)),
        (transpose(), (1, 60, 80)),
        (transpose(), (1, 200, 300)),
    ],
)
def test_panels_stay_in_the_picture_at_every_size(layer, shape):
    pointers = (
        ("stretched", (0, 1)), ("input", (0, 1)), ("mirrored", (0, 1)), ("kernel", (0, 1)),
        ("output", (0, 1)),
    )
    stays_inside(gaps, gaps.moving, ramped(layer, shape), pointers)


def test_the_kernel_on_show_is_mirrored_and_one_that_is_mirrored_already_as_it_is():
    t = ramped(transpose(), (1, 2, 2))
    still, _, _ = seen(gaps, gaps.moving, t, 0)
    assert written(still.scene, "mirrored")[0, 0] == "9"
    t = ramped(transpose(flipped=True), (1, 2, 2))
    still, _, _ = seen(gaps, gaps.moving, t, 0)
    assert written(still.scene, "mirrored")[0, 0] == "1"


def test_zeros_are_put_between_and_around():
    t = ramped(transpose(), (1, 2, 2))
    still, _, _ = seen(gaps, gaps.moving, t, 0)
    cells = written(still.scene, "stretched")
    assert [cells[0, column] for column in range(-1, 4)] == ["0", "1", "0", "2", "0"]


def test_zeros_put_in_are_fainter_than_the_inputs_own_cells_everywhere():
    t = ramped(transpose(), (1, 3, 3))
    still, overlay, _ = seen(gaps, gaps.moving, t, 6)
    for items in (still.scene.items, overlay.items):
        groups = [item for item in items if isinstance(item, Group)]
        (inside,) = [group for group in groups if group.name in {"stretched", "window"}]
        for item in inside.items:
            if isinstance(item, Cells):
                assert "0" not in {text for row in item.labels for text in row}
        zeros = [item for item in inside.items if isinstance(item, Group)]
        assert zeros
        assert all(group.name == "zeros" and group.opacity < 0.7 for group in zeros)


def test_taps_that_meet_more_than_zeros_are_framed():
    t = ramped(transpose((4, 4)), (1, 3, 3))
    _, overlay, _ = seen(gaps, gaps.moving, t, 7)
    assert sum(getattr(item, "edge", "") == "window.edge" for item in named(overlay, "taps")) == 4


def lit(overlay):
    return [item for item, _, _ in walk(overlay.items) if getattr(item, "edge", "") == "hover.edge"]


@pytest.mark.parametrize("flipped", [False, True])
def test_a_pointed_cell_lights_what_it_has_to_do_with(flipped):
    t = ramped(transpose(flipped=flipped), (1, 3, 3))
    still, _, _ = seen(gaps, gaps.moving, t, 4)
    for kind in ("stretched", "mirrored", "output"):
        for cell in all_cells(spots(still.scene)[kind]):
            for by_taps in (False, True):
                _, overlay, _ = seen(gaps, gaps.moving, t, 4, by_taps=by_taps, pointer=(kind, cell))
                assert len(lit(overlay)) == 2
    kernel = [lit(seen(gaps, gaps.moving, t, 4, pointer=("kernel", (0, 1)))[1])]
    shown = (0, 1) if flipped else (2, 1)
    assert kernel == [lit(seen(gaps, gaps.moving, t, 4, pointer=("mirrored", shown))[1])]
    given = lit(seen(gaps, gaps.moving, t, 4, pointer=("input", (1, 1)))[1])
    assert given == lit(seen(gaps, gaps.moving, t, 4, pointer=("stretched", (2, 2)))[1])


def test_a_cell_that_no_window_reads_and_places_elsewhere_light_no_outputs():
    t = ramped(transpose((1, 1), (2, 2), ((1, 0), (0, 0))), (1, 3, 3))
    assert len(lit(seen(gaps, gaps.moving, t, 0, pointer=("stretched", (0, 0)))[1])) == 1
    for pointer in (("stretched", (9, 9)), ("input", (9, 9)), ("output", (9, 0)), ("term", (0,))):
        assert not lit(seen(gaps, gaps.moving, t, 0, pointer=pointer)[1])


def test_only_transposed_convolutions_have_gaps():
    assert gaps.available(transpose())
    assert not gaps.available(conv())


def said(t, number, by_taps=False):
    steps = Steps.of(t.layer, t.input.shape, by_taps=by_taps)
    return sentence(t, steps[number], len(steps))


def test_a_window_is_told_in_words():
    t = ramped(transpose(channels=(1, 2), bias=True), (1, 3, 3))
    assert said(t, 0) == (
        "Step 1 of 50: output channel 1, row 1, column 1 is 105; its window over the stretched "
        "input meets one input cell: 5, and the bias is added"
    )
    t = ramped(transpose((5, 5), (1, 1)), (1, 5, 5))
    assert "meets 25 input cells: " in said(t, 24)
    assert said(t, 24).endswith(" + …")
    t = ramped(transpose((1, 1), (2, 2), ((0, 0), (0, 0))), (1, 2, 2))
    assert said(t, 1).endswith("is 0; its window over the stretched input meets nothing but zeros")
    assert said(t, 1, by_taps=True).startswith("Step 2 of 4: input row 1, column 2 is 2; 2 times")


def test_notes_say_which_convolution_it_is():
    assert notes(ramped(transpose(), (1, 3, 3))) == [
        "The same as a convolution with stride 1 over the input with 1 zero between its cells, "
        "its kernel mirrored.",
        "Padding 3 − 1 − 1 = 1 on every side.",
    ]
    several = transpose((3, 3), (3, 1), ((1, 3), (0, 0)), channels=(2, 1))
    assert notes(ramped(several, (2, 3, 3))) == [
        "The same as a convolution with stride 1 over the input with 2 × 0 zeros between its "
        "cells, its kernel mirrored and its channels swapped.",
        "Padding k_eff − 1 − P, after the last cell + output_padding: top 1, bottom −1, left 2, "
        "right 2: negative padding cuts cells off.",
    ]
    one = transpose((3,), (1,), ((0, 1),), (0,), flipped=True)
    assert notes(ramped(one, (1, 3))) == [
        "The same as a convolution with stride 1 over the input.",
        "Padding k_eff − 1 − P, after the last cell + output_padding: left 2, right 1.",
    ]
