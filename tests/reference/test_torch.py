"""The engine and the check against what PyTorch 2.13 computed and refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from convviz.engine.convolution import apply
from convviz.errors import InvalidLayer
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d, check

FILE = Path(__file__).with_name("torch_convolutions.npz")
CONSTRUCTORS = {1: Conv1d, 2: Conv2d, 3: Conv3d}

with np.load(FILE, allow_pickle=False) as stored:
    ARRAYS = dict(stored)
RECORD = json.loads(ARRAYS.pop("said").tobytes())


def layer_of(case) -> Conv:
    return CONSTRUCTORS[case["axes"]](**case["layer"])


def arrays_of(number, *, whole):
    """Return (x, weight, bias or None, output), integers as such if `whole`."""
    found = (ARRAYS.get(f"{name}{number}") for name in ("x", "weight", "bias", "output"))
    return [array if array is None or whole else array.astype(np.float64) for array in found]


def test_the_record_covers_what_layers_have():
    layers = [case["layer"] for case in RECORD["cases"]]
    assert RECORD["torch"].startswith("2.13")
    assert {case["axes"] for case in RECORD["cases"]} == {1, 2, 3}
    for mode in ("zeros", "reflect", "replicate", "circular"):
        padded = [layer for layer in layers if layer["padding"] not in (0, "valid")]
        assert sum(layer["padding_mode"] == mode for layer in padded) >= 15
    assert {layer["padding"] for layer in layers if isinstance(layer["padding"], str)} == {
        "same",
        "valid",
    }
    assert sum(layer["groups"] > 1 for layer in layers) >= 30
    assert sum(max(layer["dilation"]) > 1 for layer in layers) >= 50
    assert sum(max(layer["stride"]) > 1 for layer in layers) >= 50


@pytest.mark.parametrize("number", range(len(RECORD["cases"])))
def test_numbers_are_those_of_pytorch(number):
    case = RECORD["cases"][number]
    layer = layer_of(case)
    x, weight, bias, output = arrays_of(number, whole=False)
    found = apply(layer, x, weight, bias)
    assert layer.output_shape(x.shape) == output.shape
    if case["kind"] == "any":  # PyTorch adds in another order.
        np.testing.assert_allclose(found, output, rtol=1e-12, atol=1e-13)
    else:
        assert found.tolist() == output.tolist()
    if case["kind"] == "integer":
        whole = apply(layer, *arrays_of(number, whole=True)[:3])
        assert whole.dtype == np.int64
        assert whole.tolist() == output.tolist()


def verdict_of(case) -> tuple[int, ...] | None:
    """Return the shape that our layer gives, None for a refusal."""
    try:
        layer = layer_of(case)
    except InvalidLayer:
        return None
    shape = (layer.in_channels, *case["size"])
    return None if check(layer, shape) else layer.output_shape(shape)


def crops(case) -> bool:
    """Whether padding is negative, which PyTorch takes in all modes but zeros."""
    padding = case["layer"]["padding"]
    return isinstance(padding, list) and min(padding) < 0


@pytest.mark.parametrize("number", range(len(RECORD["verdicts"])))
def test_what_pytorch_refuses_is_refused_and_what_it_takes_is_taken(number):
    case = RECORD["verdicts"][number]
    expected = None if case["shape"] is None or crops(case) else tuple(case["shape"])
    assert verdict_of(case) == expected, case["said"]
