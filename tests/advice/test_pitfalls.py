from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.advice import advise
from convviz.advice.measures import left_out, left_over, seeing_padding, stepped_over
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d, check
from convviz.layers.check import apply_fix
from tests import drawn, loops


def said(layer, *shape):
    return [advice.message for advice in advise(layer, shape)]


def labels(layer, *shape):
    return [[fix.label for fix in advice.fixes] for advice in advise(layer, shape)]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(1, 1, 3), (1, 5, 5)),
        (Conv2d(1, 1, 3, stride=2, padding=1), (1, 224, 224)),  # an unread cell of padding alone
        (Conv2d(3, 8, 3, padding="same", dilation=2), (3, 9, 9)),
        (Conv1d(1, 1, 2, padding="causal", dilation=8), (1, 32)),
        (Conv2d(1, 1, 2, stride=2), (1, 8, 8)),
        (Conv2d(1, 1, 3, padding="full"), (1, 4, 4)),
    ],
)
def test_usual_layers_need_no_advice(layer, shape):
    assert advise(layer, shape) == ()


def test_a_layer_that_is_not_valid_gets_problems_not_advice():
    assert advise(Conv2d(1, 1, 9, stride=20), (1, 3, 3)) == ()


def test_a_stride_larger_than_the_kernel():
    layer = Conv2d(1, 1, 3, stride=4)
    assert said(layer, 1, 27, 27) == [
        "no window reads 6 of 27 rows (and columns): stride 4 is larger than the kernel's span of 3"
    ]
    assert labels(layer, 1, 27, 27) == [["stride 3", "kernel 4"]]


def test_rows_that_are_never_reached():
    layer = Conv2d(1, 1, 3, stride=(3, 1))
    assert said(layer, 1, 8, 8) == [
        "no window reaches the last 2 of 8 rows: (8 − 3) mod stride 3 = 2"
    ]
    (advice,) = advise(layer, (1, 8, 8))
    assert advice.field == "stride"
    assert [fix.label for fix in advice.fixes] == ["padding 0 before, 1 after", "stride 1"]
    assert advice.fixes[0].changes == (("padding", ((0, 1), (0, 0))),)


def test_the_next_smaller_stride_that_reaches_the_end_is_offered():
    assert labels(Conv1d(1, 1, 5, stride=4), 1, 12) == [["padding 0 before, 1 after", "stride 1"]]
    assert labels(Conv1d(1, 1, 5, stride=4), 1, 11) == [["padding 0 before, 2 after", "stride 3"]]


def test_padding_that_the_mode_cannot_fill_is_not_offered():
    layer = Conv1d(1, 1, 1, stride=6, padding_mode="reflect")
    reaching = [advice for advice in advise(layer, (1, 4)) if "reaches" in advice.message]
    assert [fix.label for fix in reaching[0].fixes] == ["padding 0 before, 3 after", "stride 3"]
    reaching = [advice for advice in advise(layer, (1, 3)) if "reaches" in advice.message]
    assert [fix.label for fix in reaching[0].fixes] == ["stride 2"]


def test_gaps_of_a_dilation():
    assert said(Conv2d(1, 1, 3, dilation=2), 1, 5, 5) == [
        "no window reads 2 of 5 rows (and columns): they fall between the taps of "
        "dilation 2 at stride 1"
    ]
    assert labels(Conv1d(1, 1, 3, dilation=2), 1, 5) == [["dilation 1"]]
    assert labels(Conv1d(1, 1, 3, dilation=4, stride=2), 1, 33) == [["dilation 1", "stride 1"]]


def test_windows_in_the_padding():
    layer = Conv2d(1, 1, 3, padding=(4, 0))
    assert said(layer, 1, 5, 5) == [
        "nothing but padding is seen by 4 of 11 output rows: padding 4 is not less than "
        "the kernel's span of 3"
    ]
    assert labels(layer, 1, 5, 5) == [["padding 2"]]
    assert labels(Conv1d(1, 1, 3, padding=((5, 1),)), 1, 5) == [["padding 2 before, 1 after"]]


def test_same_padding_of_an_even_span():
    layer = Conv2d(1, 1, (4, 3), padding="same")
    assert said(layer, 1, 8, 8) == [
        "padding 'same' is uneven for a kernel that spans 4: 1 before and 2 after along the height"
    ]
    assert labels(layer, 1, 8, 8) == [["kernel 3", "kernel 5"]]
    mirrored = Conv1d(1, 1, 4, padding="same", padding_mode="reflect")
    assert labels(mirrored, 1, 3) == [["kernel 3", "kernel 5"]]
    # A larger kernel would need more padding than three cells can mirror.
    assert labels(Conv1d(1, 1, 2, padding="same", padding_mode="reflect", dilation=3), 1, 3) == [
        ["kernel 1"]
    ]
    assert "2 before and 1 after" in said(Conv1d(1, 1, 4, padding="same_lower"), 1, 8)[0]


def test_parameters_without_effect():
    assert said(Conv2d(1, 1, 1, dilation=3), 1, 4, 4) == [
        "dilation 3 changes nothing: the kernel has 1 cell along the height and width"
    ]
    layer = Conv2d(1, 1, (3, 5), padding_mode="reflect")
    assert said(layer, 1, 9, 9) == [
        "padding mode reflect changes nothing: there are 0 cells of padding to fill"
    ]
    assert labels(layer, 1, 9, 9) == [["padding (1, 2)", "zeros"]]
    # A single row can't be mirrored, and a kernel of one cell needs no padding.
    assert labels(Conv1d(1, 1, 1, padding_mode="reflect"), 1, 9) == [["zeros"]]


def test_padding_is_offered_to_a_mode_only_as_far_as_it_can_fill_it():
    assert labels(Conv1d(1, 1, 5, padding_mode="reflect"), 1, 5) == [["padding 2", "zeros"]]
    layer = Conv1d(1, 1, 7, padding_mode="circular", dilation=1)
    assert labels(layer, 1, 7) == [["padding 3", "zeros"]]
    wide = Conv2d(1, 1, (1, 3), padding_mode="reflect")
    assert labels(wide, 1, 1, 3) == [["padding (0, 1)", "zeros"]]


def test_axes_have_their_cells():
    assert "2 of 9 slices (and rows and columns)" in said(Conv3d(1, 1, 3, stride=5), 1, 9, 9, 9)[0]
    assert "2 of 8 cells" in said(Conv1d(1, 1, 2, stride=3), 1, 8)[0]
    assert [message[:23] for message in said(Conv2d(1, 1, 2, stride=(3, 4)), 1, 8, 10)] == [
        "no window reads 2 of 8 ",
        "no window reads 4 of 10",
    ]


def test_absurd_layers_are_told_at_once():
    layer = Conv2d(1, 1, 3, stride=10**8, padding=10**9, dilation=10**5)
    assert len(said(layer, 1, 224, 10**18)) >= 2


@settings(max_examples=80)
@given(drawn.layers(axes=st.just(1), most=12), st.integers(1, 9))
def test_cells_are_counted_as_found_one_by_one(case, stride):
    layer, (_, size) = case
    layer = Conv(1, 1, layer.kernel_size, (stride,), layer.pads, layer.dilation)
    (starts,) = loops.positions(layer, (size,))
    span = layer.effective_kernel[0]
    read = {at for start in starts for (at,) in loops.reads(layer, (start,))}
    spanned = {at for start in starts for at in range(start, start + span)}
    cells = set(range(size))
    end = starts[-1] + span
    assert left_over(layer, (size,), 0) == len({at for at in cells if at >= end})
    assert stepped_over(layer, (size,), 0) == len({at for at in cells - spanned if at < end})
    assert left_out(layer, (size,), 0) == len((cells & spanned) - read)
    assert seeing_padding(layer, (size,), 0) == sum(
        start + span <= 0 or start >= size for start in starts
    )


@settings(max_examples=80)
@given(drawn.layers(most=9), st.none() | st.tuples(*[st.integers(1, 5)] * 3))
def test_every_fix_leaves_a_valid_layer_without_that_advice(case, strides):
    layer, shape = case
    if strides is not None:
        layer = replace(layer, stride=strides[: layer.axes], padding=layer.pads)

    def subject(advice):
        return advice.field, re.sub(r"[\d()]+", "", advice.message)

    for advice in advise(layer, shape):
        for fix in advice.fixes:
            changed, size = apply_fix(layer, shape[1:], fix)
            assert check(changed, (shape[0], *size)) == ()
            assert subject(advice) not in map(subject, advise(changed, (shape[0], *size)))
