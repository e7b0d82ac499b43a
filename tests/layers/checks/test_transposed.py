from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.errors import InvalidLayer
from convviz.layers import ConvTranspose1d, ConvTranspose2d, check

PLAIN = ConvTranspose1d(1, 1, 3, stride=2)


def only(layer, *shape):
    (problem,) = check(layer, shape or None)
    return problem


def labels(problem):
    return [fix.label for fix in problem.fixes]


def test_output_padding_must_be_less_than_stride_or_dilation():
    problem = only(replace(PLAIN, output_padding=(2,)))
    assert problem.message == (
        "output padding 2 along the length: it must be less than the stride 2 or the dilation 1, "
        "whichever is larger: 2 ≥ 2"
    )
    assert labels(problem) == ["output padding 1", "stride 3"]
    assert ConvTranspose1d(1, 1, 3, stride=2, output_padding=2, dilation=3)
    with pytest.raises(InvalidLayer, match="along the height"):
        ConvTranspose2d(1, 1, 3, stride=(1, 2), output_padding=1)


def test_keras_compares_output_padding_with_the_stride_alone():
    layer = replace(PLAIN, stride=(1,), output_padding=(1,), dilation=(3,), dialect="tensorflow")
    assert "less than the stride: 1 ≥ 1" in only(layer).message
    assert labels(only(layer)) == ["output padding 0"]  # a stride beside the dilation is refused


def test_jax_has_no_output_padding():
    problem = only(replace(PLAIN, output_padding=(1,), dialect="jax"))
    assert "it must be 0" in problem.message
    assert labels(problem) == ["output padding 0"]


def test_negative_numbers():
    assert only(replace(PLAIN, output_padding=(-1,))).message == (
        "output padding -1 along the length: it can't be negative"
    )
    assert only(replace(PLAIN, padding=((-1, 0),))).field == "padding"
    assert check(replace(PLAIN, padding=((-1, 0),), dialect="jax"), (1, 4)) == ()


@pytest.mark.parametrize("mode", ["reflect", "circular"])
def test_padding_is_cut_off_and_has_no_mode(mode):
    problem = only(replace(PLAIN, padding_mode=mode))
    assert problem.field == "padding_mode"
    assert labels(problem) == ["zeros"]


@pytest.mark.parametrize("dialect", ["tensorflow", "jax"])
def test_groups_are_not_everywhere(dialect):
    layer = ConvTranspose1d(2, 2, 3, groups=2)
    assert labels(only(replace(layer, dialect=dialect))) == ["groups 1"]


def test_pytorch_takes_no_name_and_is_offered_what_it_means():
    problem = only(replace(PLAIN, padding="same"))
    assert problem.message == (
        "padding 'same': a transposed convolution of PyTorch takes numbers alone; "
        "TensorFlow would cut off 0 before, 1 after"
    )
    assert labels(problem) == ["padding 0 before, 1 after as TensorFlow does", "padding 0"]
    wide = only(replace(PLAIN, kernel_size=(1,), padding="same_lower"))
    assert labels(wide)[0] == "padding 0, output padding 1 as ONNX does"
    assert labels(only(replace(PLAIN, padding="full"))) == ["padding 0"]


def test_the_others_take_their_names():
    for dialect, name in [("tensorflow", "same"), ("jax", "valid"), ("onnx", "same_lower")]:
        assert check(replace(PLAIN, padding=name, dialect=dialect), (1, 4)) == ()
    lower = only(replace(PLAIN, padding="same_lower", dialect="tensorflow"))
    assert "takes 'valid', 'same'" in lower.message
    assert labels(lower) == ["padding 1 before, 0 after as ONNX does", "padding 0", "same", "valid"]
    assert labels(only(replace(PLAIN, padding="causal", dialect="jax"))) == ["same", "valid"]


def test_keras_takes_no_stride_with_a_dilation():
    problem = only(replace(PLAIN, dilation=(2,), dialect="tensorflow"))
    assert problem.message == (
        "Keras takes no stride above 1 together with a dilation above 1: stride 2, dilation 2"
    )
    assert labels(problem) == ["dilation 1", "stride 1"]


def test_padding_must_leave_an_output():
    problem = only(replace(PLAIN, padding=((3, 3),)), 1, 2)
    assert problem.message == (
        "the output's length would be -1: (2 − 1)·2 − 3 − 3 + 1·(3 − 1) + 0 + 1 = -1, "
        "it must be at least 1"
    )
    assert labels(problem) == ["padding 2", "kernel 5", "input length 3"]
    jax = only(replace(PLAIN, padding=((-2, -2),), dialect="jax"), 1, 1)
    assert "padding" in labels(jax)[0]


def test_the_input_must_be_one_that_the_layer_takes():
    assert only(PLAIN, 2, 4).field == "in_channels"
    assert only(PLAIN, 1, 0).message == "the input's length is 0: it must be at least 1"
    assert "the input has 3: (1, 2, 3)" in only(PLAIN, 1, 2, 3).message
    assert only(replace(PLAIN, stride=(1, 1))).field == "stride"
    assert "dialect 'caffe' is none of" in only(replace(PLAIN, dialect="caffe")).message
