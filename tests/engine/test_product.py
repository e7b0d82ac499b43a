"""The library's door: several channels as products of matrices, beside the sums in order."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine import product
from convviz.engine.convolution import convolve
from convviz.engine.output import apply
from convviz.engine.padding import pad
from convviz.layers import Conv1d, Conv2d
from tests import drawn

SEEDS = st.integers(0, 2**32 - 1)
SPECIAL = st.sampled_from([0.0, -0.0, 1.0, -2.5, 1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan])


@st.composite
def several(draw):
    """Draw (layer, input_shape) in which at least three output channels share a window."""
    layer, shape = draw(drawn.layers())
    outs = layer.groups * draw(st.integers(3, 5))
    stride = draw(st.sampled_from([layer.stride, (1,) * layer.axes, (4,) * layer.axes]))
    if isinstance(layer.padding, str):
        stride = layer.stride
    return replace(layer, out_channels=outs, stride=stride), shape


def in_order(layer, x, weight, bias):
    with np.errstate(all="ignore"):
        return convolve(layer, pad(x, layer.pads, layer.padding_mode), weight, bias)


@given(several(), st.sampled_from(["int64", "int16", "uint8"]), SEEDS)
def test_integers_are_exact(case, kind, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    found = apply(layer, x, weight, bias)
    assert found.dtype == np.int64
    assert found.tolist() == in_order(layer, x, weight, bias).tolist()


@pytest.mark.parametrize("large", [2**10, 2**20, 2**30 - 1])
def test_large_integers_are_exact(large):
    # Products of two: below 2²⁴, below 2⁵³ and beyond are computed in numbers of three kinds.
    layer = Conv1d(2, 3, 2, bias=False)
    x = np.array([[large, 1, large], [-1, large, -large]])
    weight = np.array([[[large, 1], [1, -1]], [[large, large], [-1, 1]], [[1, 1], [0, large]]])
    expected = [
        [
            sum(
                int(x[channel, at + tap]) * int(weight[out, channel, tap])
                for channel in range(2)
                for tap in range(2)
            )
            for at in range(2)
        ]
        for out in range(3)
    ]
    assert apply(layer, x, weight).tolist() == expected


@pytest.mark.parametrize(("kind", "within"), [(np.float64, 1e-12), (np.float32, 1e-4)])
@given(case=several(), seed=SEEDS)
def test_floats_are_as_near_as_is_told(kind, within, case, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    found = apply(layer, x, weight, bias)
    assert found.dtype == kind
    expected = in_order(layer, x, weight, bias)
    largest = in_order(layer, abs(x), abs(weight), None if bias is None else abs(bias))
    assert (abs(found - expected) <= within * largest).all()


@settings(max_examples=50)
@given(several(), st.data())
def test_what_is_not_finite_is_the_same_through_both_doors(case, data):
    layer, shape = case
    x, weight, bias = (
        None
        if of is None
        else np.array(
            data.draw(st.lists(SPECIAL, min_size=int(np.prod(of)), max_size=int(np.prod(of))))
        ).reshape(of)
        for of in (shape, layer.weight_shape, (layer.out_channels,) if layer.bias else None)
    )
    found, expected = apply(layer, x, weight, bias), in_order(layer, x, weight, bias)
    assert (np.isnan(found) == np.isnan(expected)).all()
    assert (np.isinf(found) == np.isinf(expected)).all()
    assert (np.sign(found[np.isinf(found)]) == np.sign(expected[np.isinf(expected)])).all()


def test_sums_that_overflow_in_one_order_alone_are_summed_in_theirs():
    layer = Conv1d(3, 3, 1, bias=False)
    x = np.array([[1e308], [1e308], [-1e308]])
    assert apply(layer, x, np.ones(layer.weight_shape)).tolist() == [[np.inf]] * 3


@given(several(), SEEDS, st.integers(1, 40), st.integers(1, 40))
def test_blocks_of_any_size_give_the_same_numbers(case, seed, columns, held):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, np.int16, seed)
    whole = apply(layer, x, weight, bias)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(product, "_COLUMNS", columns)
        patch.setattr(product, "_HELD", held)
        assert apply(layer, x, weight, bias).tolist() == whole.tolist()


@pytest.mark.parametrize(
    ("layer", "size", "kind"),
    [
        (Conv2d(1, 1, 3, padding=1, padding_mode="reflect", bias=False), 2048, "float64"),
        (Conv2d(1, 1, 7, padding=3, bias=False), 2048, "uint8"),
        (Conv2d(64, 64, 3, padding=1, groups=64, bias=False), 256, "float32"),
        (Conv2d(128, 128, 3, padding=1, bias=False), 128, "float64"),
        (Conv2d(3, 64, 7, stride=2, padding=3, bias=False), 512, "float32"),
        (Conv2d(3, 64, 7, stride=2, padding=3, bias=False), 512, "uint8"),
        (Conv2d(2048, 512, 1, bias=False), 32, "float32"),
        (Conv2d(512, 8, 3, dilation=30, padding=30, bias=False), 32, "float32"),
        (Conv2d(1, 1, 101, padding=1, bias=False), 100, "uint8"),
    ],
    ids=repr,
)
def test_memory_is_the_input_the_output_and_64_mib(layer, size, kind):
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (layer.in_channels, size, size)).astype(kind)
    weight = rng.integers(-3, 4, layer.weight_shape).astype("int8" if kind == "uint8" else kind)
    tracemalloc.start()
    try:
        out = apply(layer, x, weight)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= out.nbytes + 64 * 2**20


PEAK = """
import re
from pathlib import Path
import numpy as np
from convviz.engine.output import apply
from convviz.layers import Conv2d

def peak():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) * 1024

def run(size):
    layer = Conv2d(64, 64, 3, padding=1, bias=False)
    x = np.ones((64, size, size), np.float32)
    weight = np.ones(layer.weight_shape, np.float32)
    before = peak()
    out = apply(layer, x, weight)
    return peak() - before - out.nbytes

run(16)  # what a library takes once, whatever is computed
print(run(256))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells how much memory a process had")
def test_the_process_takes_no_more_either():
    # What the matrix library takes for itself is counted too.
    done = subprocess.run(
        [sys.executable, "-c", PEAK],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) <= 64 * 2**20
