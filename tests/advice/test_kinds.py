"""Advice on transposed convolutions and pools, and hints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from convviz.advice import advise, hints
from convviz.advice.measures import added_without_stamp, terms, unevenness, without_stamp
from convviz.layers import (
    AvgPool1d,
    AvgPool2d,
    Conv1d,
    Conv2d,
    ConvTranspose,
    ConvTranspose1d,
    ConvTranspose2d,
    GlobalAvgPool1d,
    LPPool1d,
    MaxPool1d,
    MaxPool2d,
    check,
)
from convviz.layers.check import apply_fix
from convviz.layers.shapes import reading
from tests.layers import kinds


def said(layer, *shape):
    return [advice.message for advice in advise(layer, shape)]


def labels(layer, *shape):
    return [[fix.label for fix in advice.fixes] for advice in advise(layer, shape)]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (ConvTranspose2d(1, 1, 4, 2, 1), (1, 7, 7)),
        (ConvTranspose2d(1, 1, 2, 2), (1, 7, 7)),
        (MaxPool2d(2), (1, 8, 8)),
        (MaxPool2d(3, 2, 1), (1, 112, 112)),
        (AvgPool2d(3, 1, 1, count_include_pad=False), (1, 8, 8)),
        (AvgPool2d(3, 1, 1, divisor_override=9), (1, 8, 8)),
        (AvgPool2d(3, 1, "same", dialect="tensorflow"), (1, 8, 8)),
        (GlobalAvgPool1d(), (3, 9)),
    ],
)
def test_usual_layers_need_no_advice(layer, shape):
    assert advise(layer, shape) == ()


def test_a_checkerboard_is_told_with_its_counts():
    layer = ConvTranspose1d(1, 1, 3, 2, 1, 1)
    assert said(layer, 1, 7) == [
        "neighbouring outputs get different numbers of terms along the length: 2, 1, 2, 1 …; "
        "kernel 3 is no multiple of stride 2, which can show as a checkerboard"
    ]
    assert labels(layer, 1, 7) == [
        ["kernel 4 at the same output size", "kernel 2 at the same output size"]
    ]
    (advice,) = advise(layer, (1, 7))
    for fix in advice.fixes[:2]:
        assert apply_fix(layer, (7,), fix)[0].output_shape((1, 7)) == (1, 14)


def test_a_kernel_is_offered_at_another_size_where_no_padding_keeps_it():
    wide = ConvTranspose1d(1, 1, 3, 2)
    assert "kernel 4 at the same output size" in labels(wide, 1, 7)[0]
    jax = ConvTranspose1d(1, 1, 1, 2, ((0, 5),), dialect="jax")
    assert any("kernel 2" in label for label in labels(jax, 1, 3)[0])


def test_taps_that_always_miss():
    layer = ConvTranspose1d(1, 1, 3, 2, dilation=2)
    first, second = said(layer, 1, 4)
    assert "1, 0, 1" not in first
    assert "dilation 2 and stride 2 have a common divisor" in (
        said(replace(layer, kernel_size=(4,)), 1, 4)[0]
    )
    assert second == (
        "nothing but the bias is in 5 of 11 cells of the output: they fall between the taps of "
        "dilation 2 at stride 2"
    )
    assert labels(layer, 1, 4)[1] == ["dilation 1", "stride 1"]


def test_gaps_between_stamps():
    layer = ConvTranspose1d(1, 1, 2, 3)
    assert said(layer, 1, 3)[1] == (
        "nothing but the bias is in 2 of 8 cells of the output: stride 3 is larger than the "
        "kernel's span of 2"
    )
    assert labels(layer, 1, 3)[1] == ["stride 2", "stride 1"]


def test_output_padding_beyond_the_last_stamp():
    layer = ConvTranspose1d(1, 1, 4, 2, output_padding=1)
    assert said(layer, 1, 3) == [
        "nothing but the bias is in the last 1 of 9 cells of the output: output padding 1 goes "
        "beyond the last stamp"
    ]
    assert labels(layer, 1, 3) == [["output padding 0"]]
    # Padding that is cut off after hides a stamp's end, which output padding shows again.
    assert said(ConvTranspose1d(1, 1, 4, 2, 1, 1), 1, 3) == []


@settings(max_examples=80)
@given(kinds.layers())
def test_outputs_without_a_stamp_are_those_that_read_nothing(case):
    layer, shape = case
    if not isinstance(layer, ConvTranspose):
        return
    for axis, read in enumerate(reading(layer, shape[1:])):
        empty = [not read.taps(at) for at in range(read.count)]
        assert without_stamp(layer, shape[1:], axis) == sum(empty)
        assert added_without_stamp(layer, shape[1:], axis) <= sum(empty)
        found = terms(layer, axis, layer.stride[axis])
        assert sum(found) == layer.kernel_size[axis]
        for at in range(read.count):
            place = at + read.before
            assert len(read.taps(at)) <= found[place % layer.stride[axis]]


def test_pools_that_skip_or_drop():
    assert said(MaxPool1d(2, 3), 1, 8) == [
        "no window reads 2 of 8 cells: stride 3 is larger than the kernel's span of 2"
    ]
    assert said(MaxPool2d(3, 2), 1, 6, 6) == [
        "no window reaches the last 1 of 6 rows (and columns): (6 − 3) mod stride 2 = 1"
    ]
    assert labels(MaxPool2d(3, 2), 1, 6, 6) == [["ceil mode", "padding 0 before, 1 after",
                                                 "stride 1"]]  # fmt: skip
    assert advise(MaxPool2d(3, 2, ceil_mode=True), (1, 6, 6)) == ()
    assert "between the taps" in said(MaxPool1d(2, 2, dilation=2), 1, 7)[0]


def test_padding_lowers_averages():
    layer = AvgPool2d(3, 2, 1)
    assert said(layer, 1, 7, 7) == [
        "padding lowers the averages at the border: where a corner's window holds 4 cells of the "
        "input, it divides by 9"
    ]
    assert labels(layer, 1, 7, 7) == [["leave padding out"]]
    # No window gets to the padding after.
    unreached = AvgPool1d(2, 2, ((0, 1),))
    assert said(unreached, 1, 4) == []


def test_windows_in_the_padding_alone():
    (advice,) = advise(MaxPool1d(2, 2, ((2, 2),), dialect="jax"), (1, 4))
    assert advice.message == (
        "nothing but padding is seen by 2 of 4 output cells: padding 2 is not less than the "
        "kernel's span of 2"
    )
    assert [fix.label for fix in advice.fixes] == ["padding 1"]


@settings(max_examples=100)
@given(kinds.layers())
def test_advice_and_hints_are_on_valid_layers_and_their_fixes_are_valid(case):
    layer, shape = case
    for advice in (*advise(layer, shape), *hints(layer, shape)):
        assert advice.message
        for fix in advice.fixes:
            changed, size = apply_fix(layer, shape[1:], fix)
            assert check(changed, (shape[0], *size)) == ()


def test_hints():
    grids, separable = (advice.message for advice in hints(Conv2d(8, 8, 3, dilation=2), (8, 9, 9)))
    assert grids.startswith("at dilation 2 and stride 1 the outputs along the height and width "
                            "fall into 2 grids that have no input cell in common")  # fmt: skip
    assert separable == (
        "a depthwise convolution and a pointwise one after it would have 136 weights: "
        "8·9 + 8·8, in place of 576"
    )
    (depthwise,) = hints(Conv2d(8, 8, 3, groups=8, padding=1), (8, 9, 9))
    assert depthwise.message == (
        "depthwise, each channel by itself: 72 weights and 5832 multiply-adds, 8 times less than "
        "the 576 and 46656 without groups; a pointwise convolution after it, kernel 1 with 8 "
        "channels, mixes them for 64 weights and 5184 multiply-adds more"
    )
    (groups,) = hints(Conv1d(4, 4, 3, groups=2), (4, 9))
    assert groups.message.startswith("2 groups that see nothing of each other: 24 weights")
    assert hints(Conv1d(1, 1, 3), (1, 9)) == ()
    assert hints(Conv1d(1, 1, 9), (1, 3)) == ()
    assert hints(GlobalAvgPool1d(), (1, 3)) == ()


def test_stride_versus_pooling():
    (hint,) = hints(MaxPool2d(2), (4, 8, 8))
    assert hint.message == (
        "the pool keeps the largest of 4 cells every 2 along the height and learns nothing; a "
        "convolution with the same kernel and stride would learn what to keep, with 64 weights "
        "and 1024 multiply-adds"
    )
    assert hints(LPPool1d(2, 3, 1), (1, 8)) == ()


def test_a_stride_as_large_as_can_be_takes_no_memory_for_advice():
    layer = ConvTranspose1d(1, 1, 1, stride=2**31 - 1)
    assert len(said(layer, 1, 1)) <= 2
    assert unevenness(layer, (1,), 0) == 1


@settings(max_examples=150)
@given(kinds.layers())
def test_unevenness_is_the_most_terms_less_the_fewest(case):
    layer, shape = case
    if isinstance(layer, ConvTranspose):
        for axis, stride in enumerate(layer.stride):
            found = terms(layer, axis, stride)
            assert unevenness(layer, shape[1:], axis) == max(found) - min(found)
