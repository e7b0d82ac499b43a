from __future__ import annotations

from dataclasses import replace

import pytest

from convviz.errors import InvalidLayer
from convviz.layers import Pad1d, Pad2d, check


def only(layer, *shape):
    (problem,) = check(layer, shape or None)
    return problem


def labels(problem):
    return [fix.label for fix in problem.fixes]


@pytest.mark.parametrize(
    ("mode", "bound", "first"),
    [
        ("reflect", "less than", "padding 3"),
        ("symmetric", "at most as large as", "padding 4"),
        ("circular", "at most as large as", "padding 4"),
    ],
)
def test_no_more_padding_than_the_mode_can_fill(mode, bound, first):
    problem = only(Pad1d(5, mode), 1, 4)
    assert problem.message == (
        f"{mode} padding must be {bound} the input: padding 5 along the length, the input is 4"
    )
    longer = 6 if mode == "reflect" else 5
    assert labels(problem) == [first, "mode replicate", "mode constant", f"input length {longer}"]


@pytest.mark.parametrize("mode", ["constant", "replicate"])
def test_some_modes_fill_any_amount(mode):
    assert Pad1d(99, mode).output_shape((1, 2)) == (1, 200)


def test_circular_padding_has_a_limit_in_pytorch_alone():
    assert check(Pad1d(9, "circular", dialect="onnx"), (1, 4)) == ()
    assert check(Pad1d(9, "circular", dialect="jax"), (1, 4)) == ()


def test_cells_are_cut_off_first():
    assert check(Pad1d(((-3, 4),), "circular"), (1, 4)) == ()
    cut = only(Pad1d(((-3, 3),), "symmetric"), 1, 4)
    assert cut.message.endswith("padding 3 along the length, the input is 4, 1 after cropping")
    # PyTorch mirrors what was there before.
    assert check(Pad1d(((-3, 3),), "reflect"), (1, 4)) == ()
    assert only(replace(Pad1d(((-3, 3),), "reflect"), dialect="onnx"), 1, 4).kind == "mode"


def test_something_must_be_left():
    problem = only(Pad2d(((-2, -2), (0, 0)), "replicate"), 1, 4, 4)
    assert problem.message == "4 of 4 cells are cut off along the height: at least 1 must be left"
    assert labels(problem) == ["padding -1 before, -2 after", "input height 5"]
    assert only(Pad1d(((-5, 5),)), 1, 4).kind == "fit"
    assert only(Pad1d(((-2, -2),)), 1, 4).kind == "fit"
    # A constant takes the place of all.
    assert Pad1d(((-4, 2),)).output_shape((1, 4)) == (1, 2)


def test_words():
    assert "mode 'edge' is none of constant" in only(replace(Pad1d(1), mode="edge")).message
    for dialect, mode in [("tensorflow", "circular"), ("onnx", "symmetric")]:
        with pytest.raises(InvalidLayer, match=f"has no {mode} padding"):
            Pad1d(1, mode, dialect=dialect)
    with pytest.raises(InvalidLayer, match="it is filled from the input"):
        Pad1d(1, "reflect", 2.5)


def test_negative_padding_is_not_everywhere():
    assert only(replace(Pad1d(((-1, 1),)), dialect="tensorflow")).kind == "number"
    assert check(Pad1d(((-1, 0),), dialect="tensorflow"), (1, 4)) == ()  # Keras' Cropping1D
    assert only(replace(Pad1d(-1, "reflect"), dialect="jax")).kind == "number"
    assert check(Pad1d(-1, dialect="jax"), (1, 4)) == ()


def test_inputs():
    assert only(Pad1d(1), 0, 4).field == "input"
    assert only(Pad1d(1), 1, 4, 4).field == "input"
    assert labels(only(Pad1d(2, "reflect"), 1, 0)) == ["size 3 there"]
    assert labels(only(Pad1d(-2), 1, 0)) == ["size 5 there"]
