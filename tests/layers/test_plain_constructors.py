from __future__ import annotations

import pytest

import convviz as cv
from convviz.errors import InvalidLayer
from convviz.layers.plain import Join, Linear, Narrow, Norm, Pointwise, Upsample


def test_constructors_are_pytorchs():
    assert cv.ReLU() == Pointwise("relu")
    bare = (cv.ReLU6, cv.GELU, cv.SiLU, cv.Sigmoid, cv.Tanh, cv.Softmax)
    assert [layer().kind for layer in bare] == [
        "relu6", "gelu", "silu", "sigmoid", "tanh", "softmax"
    ]
    assert cv.LeakyReLU(0.2) == Pointwise("leaky_relu", constants=(("negative_slope", 0.2),))
    assert cv.ELU().constants == (("alpha", 1.0),)
    assert cv.Dropout(0.1).constants == (("p", 0.1),)
    assert cv.BatchNorm2d(8) == Norm("batch_norm", 8)
    assert cv.InstanceNorm2d(8) == Norm("instance_norm", 8, affine=False)
    assert cv.GroupNorm(2, 8) == Norm("group_norm", 8, groups=2)
    assert cv.Linear(8, 4, bias=False) == Linear(8, 4, bias=False)
    assert (cv.Add(), cv.Multiply()) == (Join("add"), Join("multiply"))
    assert {type(layer()).__name__ for layer in (cv.Flatten, cv.Concat, cv.Crop)} == {
        "Flatten", "Concat", "CropTo"
    }
    assert cv.Narrow(2, 4) == Narrow(2, 4)
    assert cv.Upsample(2) == Upsample((2, 2))
    assert cv.Upsample((2,), mode="linear") == Upsample((2,), mode="linear")
    assert cv.Upsample(size=(7, 9), mode="bilinear", align_corners=True) == Upsample(
        size=(7, 9), mode="linear", align_corners=True
    )
    assert cv.Upsample() == Upsample()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: cv.Linear(0, 2), "in_features 0: it must be at least 1"),
        (lambda: cv.Linear(2.5, 2), "in_features takes whole numbers, got 2.5"),
        (lambda: cv.BatchNorm1d(-1), "num_features -1: it must be at least 1"),
        (lambda: cv.Narrow(-1, 2), "start -1: it must be at least 0"),
        (lambda: cv.Narrow(0, 0), "length 0: it must be at least 1"),
        (lambda: cv.Upsample(2, 8), "upsample takes a scale_factor or a size, not both"),
        (lambda: cv.Upsample(2, mode="cubic"), "mode is one of nearest, linear, got 'cubic'"),
        (lambda: cv.Upsample(2, mode=1), "mode is one of nearest, linear, got 1"),
        (lambda: cv.Upsample(0), "scale_factor 0: it must be at least 1"),
        (lambda: cv.LeakyReLU("a"), "negative_slope takes a number, got 'a'"),
    ],
)
def test_what_cannot_be_is_said(make, message):
    with pytest.raises(InvalidLayer) as raised:
        make()
    assert str(raised.value) == message
