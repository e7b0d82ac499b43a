from __future__ import annotations

from hypothesis import given, settings

from convviz.advice.dialects import differences
from convviz.layers import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    ConvTranspose1d,
    ConvTranspose2d,
    Fold,
    LPPool1d,
    MaxPool1d,
    Pad1d,
    Unfold,
)
from convviz.layers.construct import unfold
from tests.layers import kinds


def rows(layer, *shape):
    return {row.dialect: (row.verdict, row.message) for row in differences(layer, shape)}


def test_plain_convolutions_are_the_same_everywhere():
    found = rows(Conv2d(1, 1, 3, padding=1), 1, 5, 5)
    assert {verdict for verdict, _ in found.values()} == {"same"}
    assert found["jax"][1] == "JAX gives the same numbers"


def test_averages_divide_otherwise():
    found = rows(AvgPool2d(3, 2, 1), 1, 7, 7)
    assert found["onnx"] == (
        "differs",
        "ONNX differs: averages divide by the input's cells alone, at the border by less than 9",
    )
    assert found["jax"][0] == "same"
    back = rows(AvgPool2d(3, 2, 1, dialect="onnx"), 1, 7, 7)
    assert back["pytorch"][1] == "PyTorch differs: averages divide by the padding's cells too"


def test_same_is_not_the_same():
    layer = Conv2d(1, 1, 3, stride=2, padding="same", dialect="onnx")
    assert rows(layer, 1, 6, 6)["tensorflow"][0] == "same"
    verdict, message = rows(layer, 1, 6, 6)["pytorch"]
    assert verdict == "refuses"
    assert message.startswith("PyTorch refuses it: padding 'same' keeps the size only at stride 1")


def test_transposed_sizes():
    layer = ConvTranspose1d(1, 1, 2, 3, "valid", dialect="onnx")
    assert rows(layer, 1, 3)["tensorflow"][1] == (
        "TensorFlow differs: the output is 9, not 8; output padding 1, not 0"
    )
    wide = rows(ConvTranspose1d(1, 1, 3, 2, "same_lower", dialect="onnx"), 1, 3)
    assert [wide[dialect][0] for dialect in ("pytorch", "tensorflow", "jax")] == ["refuses"] * 3
    plain = rows(ConvTranspose2d(1, 1, 3, 2), 1, 3, 3)
    assert plain["jax"][1] == (
        "JAX differs: the output is 3 × 3, not 7 × 7; 2 is cut off, not 0; "
        "the kernel is stamped mirrored"
    )
    back = rows(ConvTranspose1d(1, 1, 3, 2, "same", dialect="jax"), 1, 3)
    assert back["onnx"][1] == "ONNX differs: the kernel is stamped as it is, not mirrored"


def test_signs_of_power_averages():
    assert "signs are dropped" in rows(LPPool1d(3, 2), 1, 6)["onnx"][1]
    back = rows(LPPool1d(3, 2, 2, dialect="onnx"), 1, 6)
    assert "signs are kept" in back["pytorch"][1]
    assert rows(LPPool1d(2, 2), 1, 6)["onnx"][0] == "same"
    assert rows(LPPool1d(2, 2), 1, 6)["jax"][0] == "refuses"


def test_some_have_no_such_layer():
    assert rows(AdaptiveAvgPool2d(2), 1, 4, 4)["onnx"][0] == "refuses"
    assert rows(Pad1d(1, "circular"), 1, 4)["tensorflow"][0] == "refuses"
    assert rows(MaxPool1d(3, 2, ceil_mode=True), 1, 6)["jax"][0] == "refuses"
    assert differences(unfold(2), (1, 4, 4)) == ()


def test_pads_differ_by_the_dialects_rule():
    # In PyTorch's dialect there is the name at stride 1 alone, where all agree.
    layer = Conv2d(1, 1, 2, padding="same")
    assert rows(layer, 1, 5, 5)["onnx"][0] == "same"


@settings(max_examples=80)
@given(kinds.layers())
def test_each_other_dialect_has_its_say(case):
    layer, shape = case
    found = differences(layer, shape)
    assert len(found) == (0 if isinstance(layer, (Fold, Unfold)) else 3)
    for row in found:
        assert row.message.count(":") or row.verdict == "same"
        assert (row.output_shape is None) == (row.verdict == "refuses")
