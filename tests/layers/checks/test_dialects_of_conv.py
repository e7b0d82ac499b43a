from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.errors import InvalidLayer
from convviz.layers import Conv1d, Conv2d, check


def only(layer, *shape):
    (problem,) = check(layer, shape or None)
    return problem


@pytest.mark.parametrize("dialect", ["tensorflow", "jax", "onnx"])
def test_same_takes_a_stride_elsewhere(dialect):
    layer = Conv2d(1, 1, 3, stride=2, padding="same", dialect=dialect)
    assert layer.output_shape((1, 7, 8)) == (1, 4, 4)
    with pytest.raises(InvalidLayer, match="keeps the size only at stride 1"):
        Conv2d(1, 1, 3, stride=2, padding="same")


def test_same_always_fits():
    assert Conv1d(1, 1, 9, stride=4, padding="same", dialect="jax").output_shape((1, 1)) == (1, 1)


def test_tensorflow_has_no_same_lower():
    problem = only(replace(Conv1d(1, 1, 2), padding="same_lower", dialect="tensorflow"))
    assert [fix.label for fix in problem.fixes] == ["same"]


@pytest.mark.parametrize(
    ("dialect", "mode", "known"),
    [
        ("tensorflow", "reflect", "zeros"),
        ("onnx", "circular", "zeros"),
        ("jax", "replicate", "zeros or reflect or circular"),
    ],
)
def test_others_fill_padding_otherwise(dialect, mode, known):
    problem = only(replace(Conv1d(1, 1, 3, padding=1), padding_mode=mode, dialect=dialect), 1, 5)
    assert f"convolutions fill padding with {known}, not {mode}" in problem.message


def test_jax_crops_where_the_others_refuse():
    layer = Conv1d(1, 1, 1, padding=((1, 0),))
    assert replace(layer, padding=((-1, -2),), dialect="jax").output_shape((1, 5)) == (1, 2)
    assert only(replace(layer, padding=((-1, -5),), dialect="jax"), 1, 5).kind == "fit"
    assert only(replace(layer, padding=((-1, -2),), dialect="onnx"), 1, 5).kind == "number"


def test_reflect_of_a_strided_same_is_judged_by_the_padding_it_has():
    layer = Conv1d(1, 1, 5, stride=4, padding="same", padding_mode="reflect", dialect="jax")
    assert check(layer, (1, 5)) == ()
    problem = only(layer, 1, 2)
    assert "padding 2 along the length, the input is 2" in problem.message


def test_keras_takes_no_stride_with_a_dilation_along_any_axis():
    layer = Conv2d(1, 1, 2, stride=(2, 1), dilation=(1, 2))
    assert only(replace(layer, dialect="tensorflow")).field == "dilation"
    assert check(replace(layer, dialect="onnx"), (1, 9, 9)) == ()
