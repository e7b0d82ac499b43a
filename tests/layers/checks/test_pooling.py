from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from convviz.errors import InvalidLayer
from convviz.layers import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptivePool,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    GlobalMaxPool2d,
    LPPool1d,
    LPPool2d,
    LPPool3d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
    check,
)

PLAIN = MaxPool1d(3, 2)


def only(layer, *shape):
    (problem,) = check(layer, shape or None)
    return problem


def labels(problem):
    return [fix.label for fix in problem.fixes]


def test_pytorch_pads_at_most_half_of_the_kernel_whatever_its_dilation():
    problem = only(replace(PLAIN, padding=((2, 1),), dilation=(2,)))
    assert problem.message == (
        "padding 2 along the length: PyTorch's pools take at most half of the kernel, 3/2: 2 > 1"
    )
    assert labels(problem) == ["padding 1", "kernel 4"]


@pytest.mark.parametrize("dialect", ["tensorflow", "onnx"])
def test_others_pad_less_than_the_kernel(dialect):
    assert check(replace(PLAIN, padding=((2, 2),), dialect=dialect)) == ()
    problem = only(replace(PLAIN, padding=((3, 0),), dialect=dialect))
    assert "less than the kernel, 3: 3 > 2" in problem.message
    assert labels(problem) == ["padding 2 before, 0 after", "kernel 4"]


def test_jax_pads_any_amount_and_crops():
    assert check(replace(PLAIN, padding=((9, -1),), dialect="jax"), (1, 4)) == ()


def test_names_of_padding():
    problem = only(replace(PLAIN, padding="same"), 1, 6)
    assert problem.message == (
        "padding 'same': pools of PyTorch take numbers alone; "
        "TensorFlow would pad 0 before, 1 after"
    )
    assert labels(problem) == ["padding 0 before, 1 after as TensorFlow does", "padding 0"]
    lower = only(replace(PLAIN, padding="same_lower"), 1, 6)
    assert "ONNX would pad 1 before, 0 after" in lower.message
    assert labels(only(replace(PLAIN, padding="same"))) == ["padding 0"]
    assert check(replace(PLAIN, padding="same_lower", dialect="onnx"), (1, 6)) == ()
    lower = only(replace(PLAIN, padding="same_lower", dialect="tensorflow"), 1, 6)
    assert labels(lower) == ["same", "valid", "padding 0"]


def test_only_some_have_a_dilation():
    average = only(replace(AvgPool1d(2), dilation=(2,)))
    assert average.message == "PyTorch's AvgPool1d has no dilation: dilation 2 must be 1"
    strided = only(replace(PLAIN, dilation=(2,), dialect="tensorflow"))
    assert "stride 2, dilation 2" in strided.message
    assert labels(strided) == ["dilation 1", "stride 1"]
    same = replace(PLAIN, stride=(1,), dilation=(2,), padding="same", dialect="tensorflow")
    assert labels(only(same)) == ["dilation 1", "valid"]
    assert check(replace(same, padding="valid"), (1, 6)) == ()
    assert check(replace(PLAIN, dilation=(2,), dialect="jax"), (1, 6)) == ()


@pytest.mark.parametrize("dialect", ["tensorflow", "jax"])
def test_ceil_mode_is_pytorchs_and_onnxs(dialect):
    assert labels(only(replace(PLAIN, ceil_mode=True, dialect=dialect))) == ["no ceil mode"]


def test_tensorflow_never_counts_padding():
    layer = AvgPool1d(3, 2, 1, count_include_pad=True)
    assert labels(only(replace(layer, dialect="tensorflow"))) == ["leave padding out"]
    assert check(replace(layer, dialect="onnx")) == ()


def test_divisors():
    assert only(replace(AvgPool2d(2), divisor_override=0)).message == (
        "divisor 0: it must not be 0"
    )
    assert check(AvgPool2d(2, divisor_override=-3), (1, 4, 4)) == ()
    for layer in (AvgPool1d(2), replace(AvgPool2d(2), dialect="onnx"), MaxPool2d(2)):
        problem = only(replace(layer, divisor_override=3))
        assert problem.message == (
            "divisor 3: only PyTorch's AvgPool2d and AvgPool3d take a divisor"
        )
        assert labels(problem) == ["no divisor"]


@pytest.mark.parametrize("power", [0, nan])
def test_a_power_must_be_a_number_other_than_0(power):
    with pytest.raises(InvalidLayer, match="must be a number other than 0"):
        LPPool1d(power, 2)


def test_powers():
    assert check(LPPool2d(inf, 2), (1, 4, 4)) == ()
    assert check(LPPool2d(-0.5, 2), (1, 4, 4)) == ()
    for power in (inf, 0.5):
        with pytest.raises(InvalidLayer, match="ONNX takes whole numbers"):
            LPPool1d(power, 2, dialect="onnx")
    assert LPPool1d(3, 2, padding=1, dialect="onnx")
    padded = only(replace(LPPool1d(2, 2), padding=((1, 1),)))
    assert padded.message == "PyTorch's LPPool1d has no padding: it must be 0"
    assert labels(only(replace(LPPool1d(2, 2), dialect="jax"))) == ["PyTorch"]


def test_a_window_must_fit():
    problem = only(MaxPool2d(3, 1), 1, 2, 5)
    assert problem.message == (
        "kernel 3, the input is 2 along the height: 3 > 2, it doesn't fit"
    )
    assert labels(problem) == ["padding 1", "kernel 2", "input height 3"]
    dilated = only(MaxPool1d(3, 1, 1, dilation=3), 1, 3)
    assert dilated.message.startswith("kernel 3 at dilation 3 spans 7, the padded input is 5")
    assert labels(dilated) == ["dilation 2", "kernel 2", "input length 5"]


def test_a_kernel_of_one_cell_fits_wherever_jax_leaves_one():
    problem = only(MaxPool1d(1, 1, ((-1, -1),), dialect="jax"), 1, 2)
    assert labels(problem) == ["padding 0", "input length 3"]


def test_ceil_mode_takes_a_window_larger_than_the_input():
    assert MaxPool1d(5, 4, ceil_mode=True).output_shape((1, 2)) == (1, 1)
    assert only(MaxPool1d(3, 1, ceil_mode=True), 1, 2).kind == "fit"


def test_pytorchs_3d_averages_take_no_kernel_larger_than_the_input():
    for layer in (AvgPool3d(2, padding=1), LPPool3d(2, 2, ceil_mode=True)):
        problem = only(layer, 1, 1, 4, 4)
        assert "3d takes no kernel larger than the input before padding: kernel 2 > 1 along" in (
            problem.message
        )
    assert labels(only(LPPool3d(2, 2, ceil_mode=True), 1, 1, 4, 4)) == ["kernel 1", "input depth 2"]
    assert check(MaxPool3d(2, padding=1), (1, 1, 4, 4)) == ()
    assert check(LPPool3d(inf, 2, ceil_mode=True), (1, 1, 4, 4)) == ()
    assert labels(only(AvgPool3d(3), 1, 0, 4, 4)) == ["size 3 there"]


def test_inputs_of_pools():
    assert only(PLAIN, 0, 5).message == "the input has 0 channels: there must be at least 1"
    assert only(PLAIN, 1, 0).fixes[0].label == "size 3 there"
    assert only(PLAIN, 1, 5, 5).field == "input"
    assert only(replace(PLAIN, stride=(0,)), 1, 5).field == "stride"
    assert only(replace(PLAIN, padding=((0, 0), (0, 0)))).field == "padding"


def test_adaptive_pools():
    problem = only(replace(AdaptiveAvgPool2d(2), output_size=(0, None)), 1, 4, 4)
    assert problem.message == "output size 0 along the height: it must be at least 1"
    assert problem.fixes[0].changes == (("output_size", (1, None)),)
    assert only(AdaptiveAvgPool2d(2), 0, 4, 4).field == "input"
    assert only(AdaptiveAvgPool2d(2), 1, 0, 4).field == "input"
    assert only(AdaptiveAvgPool2d(2), 1, 4).field == "input"
    assert AdaptiveAvgPool2d(9).output_shape((3, 4, 5)) == (3, 9, 9)
    with pytest.raises(InvalidLayer, match="take a number, not None"):
        AdaptiveAvgPool1d(None)
    assert only(AdaptivePool("max", ())).field == "kernel_size"


@pytest.mark.parametrize("dialect", ["jax", "onnx"])
def test_some_have_global_pools_alone(dialect):
    assert GlobalMaxPool2d(dialect=dialect).output_shape((3, 4, 5)) == (3, 1, 1)
    with pytest.raises(InvalidLayer, match="no adaptive pools, only global ones"):
        AdaptiveAvgPool2d(2, dialect=dialect)
