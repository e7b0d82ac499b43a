"""The constructors of all families: PyTorch's names, order and defaults."""

from __future__ import annotations

import inspect

import pytest

from convviz import layers as face
from convviz.errors import InvalidLayer
from convviz.layers import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool3d,
    AdaptivePool,
    AvgPool2d,
    Conv2d,
    ConvTranspose2d,
    Fold,
    GlobalAvgPool1d,
    GlobalMaxPool2d,
    LPPool2d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
    Pad2d,
    Unfold,
)
from convviz.layers.construct import fold, require_layer, unfold


@pytest.mark.parametrize("name", ["Conv", "ConvTranspose", "MaxPool", "AvgPool", "LPPool", "Pad",
                                  "AdaptiveAvgPool", "AdaptiveMaxPool", "GlobalAvgPool",
                                  "GlobalMaxPool"])  # fmt: skip
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_each_says_what_it_takes_and_returns(name, axes):
    make = getattr(face, f"{name}{axes}d")
    assert make.__name__ == f"{name}{axes}d"
    over = {1: "one axis", 2: "two axes, rows", 3: "three axes, depth"}[axes]
    assert over in make.__doc__.splitlines()[0]
    parameters = inspect.signature(make).parameters
    assert "axes" not in parameters
    assert list(parameters)[-1] == "dialect"
    for told in parameters:
        assert told in make.__doc__
    given = {"LPPool": (2, 3), "Conv": (2, 4, 3), "ConvTranspose": (2, 4, 3)}.get(name, (3,))
    made = make() if name.startswith("Global") else make(*given)
    assert made.axes == axes
    require_layer(made)


def test_order_and_defaults_are_pytorchs():
    made = ConvTranspose2d(2, 4, 3, 2, 1, 1, 2, False, 1, "zeros")
    assert (made.stride, made.padding, made.output_padding) == ((2, 2), ((1, 1), (1, 1)), (1, 1))
    assert (made.groups, made.bias, made.dilation) == (2, False, (1, 1))
    assert MaxPool2d(3, 2, 1, 2, True, True) == MaxPool2d(
        3, stride=2, padding=1, dilation=2, ceil_mode=True
    )
    average = AvgPool2d((3, 2), 2, 1, True, False, 5)
    assert (average.count_include_pad, average.divisor_override) == (False, 5)
    assert LPPool2d(3.0, 2, 1, True).norm_type == 3
    assert AvgPool2d(2).count_include_pad is None


def test_without_a_stride_pools_step_by_their_kernel_but_for_jax_and_onnx():
    assert MaxPool2d((3, 2)).stride == (3, 2)
    assert MaxPool2d(3, dialect="tensorflow").stride == (3, 3)
    assert MaxPool1d(3, dialect="jax").stride == (1,)
    assert LPPool2d(2, 3, dialect="onnx").stride == (1, 1)


def test_output_sizes_may_be_left_open():
    assert AdaptiveAvgPool2d((None, 3)) == AdaptivePool("average", (None, 3))
    assert AdaptiveMaxPool3d(2, True).output_size == (2, 2, 2)
    assert AdaptiveAvgPool2d(None).output_shape((1, 4, 5)) == (1, 4, 5)
    assert GlobalAvgPool1d().output_size == (1,)
    with pytest.raises(InvalidLayer, match="output_size takes 1 or 2 numbers, got 3"):
        AdaptiveAvgPool2d((1, None, 3))
    with pytest.raises(InvalidLayer, match="output_size takes whole numbers"):
        AdaptiveAvgPool2d("all")


def test_padding_in_all_its_forms():
    assert Pad2d(1) == Pad2d((1, 1)) == Pad2d(((1, 1), (1, 1)))
    assert Pad2d(((0, -1), (2, 3)), "reflect").padding == ((0, -1), (2, 3))
    with pytest.raises(InvalidLayer, match="padding takes numbers"):
        Pad2d("same")
    assert unfold(3, padding=((1, 0), (0, 1))).padding == ((1, 0), (0, 1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: MaxPool2d(3, return_indices="yes"), "return_indices is True or False"),
        (lambda: MaxPool2d(3, ceil_mode=2), "ceil_mode is True or False"),
        (lambda: AvgPool2d(3, count_include_pad="no"), "count_include_pad is True or False"),
        (lambda: AvgPool2d(3, divisor_override=2.5), "divisor_override takes whole numbers"),
        (lambda: LPPool2d("2", 3), "norm_type takes a number, got '2'"),
        (lambda: Pad2d(1, value=None), "value takes a number, got None"),
        (lambda: Pad2d(1, 3), "mode is one of constant, reflect"),
        (lambda: MaxPool2d(3, dialect=None), "dialect is one of pytorch, tensorflow"),
        (lambda: MaxPool2d(3, dialect="keras"), "dialect 'keras' is none of pytorch"),
        (lambda: Conv2d(1, 1, 3, flipped=2), "flipped is True or False"),
    ],
)
def test_what_cannot_be_is_told(make, said):
    with pytest.raises(InvalidLayer, match=said):
        make()


def test_calls_are_written_short():
    calls = {
        MaxPool2d(3): "MaxPool2d(kernel_size=3)",
        MaxPool3d((3, 2, 2), 1): "MaxPool3d(kernel_size=(3, 2, 2), stride=1)",
        LPPool2d(1.5, 2, ceil_mode=True): "LPPool2d(1.5, kernel_size=2, ceil_mode=True)",
        GlobalMaxPool2d(dialect="onnx"): "GlobalMaxPool2d(dialect='onnx')",
        AdaptiveAvgPool2d((None, 2)): "AdaptiveAvgPool2d(output_size=(None, 2))",
        Pad2d(0): "Pad2d(padding=0)",
        Pad2d(1, value=2): "Pad2d(padding=1, value=2)",
        unfold(3, stride=2): "Unfold(kernel_size=3, stride=2)",
        fold((4, 5), 2, padding=1): "Fold(output_size=(4, 5), kernel_size=2, padding=1)",
        ConvTranspose2d(1, 2, 3, padding=((0, 1), (1, 0))): (
            "ConvTranspose2d(1, 2, kernel_size=3, padding=((0, 1), (1, 0)))"
        ),
        Conv2d(1, 1, 3, flipped=True): "Conv2d(1, 1, kernel_size=3, flipped=True)",
    }
    for layer, call in calls.items():
        assert repr(layer) == call


def test_windows_as_columns_and_back():
    assert unfold(3, padding=1, stride=2).output_shape((3, 7, 7)) == (1, 27, 16)
    assert fold(7, 3, padding=1, stride=2).output_shape((1, 27, 16)) == (3, 7, 7)
    assert isinstance(unfold(1), Unfold)
    assert isinstance(fold(1, 1), Fold)
