"""What a trace shows: sums in the order of their terms, to the last bit, however they are made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine import ordered
from convviz.engine.convolution import convolve, convolve_quickly
from convviz.engine.padding import pad
from convviz.layers import PADDING_MODES, Conv, Conv2d
from tests import drawn, loops

SEEDS = st.integers(0, 2**32 - 1)
FLOATS = st.sampled_from([np.float32, np.float64])


def summed(layer, x, weight, bias):
    return convolve(layer, pad(x, layer.pads, layer.padding_mode), weight, bias)


def same_bits(found, expected):
    """Whether all numbers are equal, with the sign of zeros."""
    return all(
        found[at] == number and np.signbit(found[at]) == np.signbit(number)
        for at, number in expected.items()
    )


@st.composite
def long_layers(draw):
    """Draw (layer, input_shape) with rows longer than any processor's registers."""
    layer, shape = draw(drawn.layers(axes=st.integers(1, 2), most=3))
    outs = layer.groups * draw(st.integers(1, 4))
    return replace(layer, out_channels=outs), (*shape[:-1], shape[-1] + draw(st.integers(0, 80)))


@settings(max_examples=50)
@given(long_layers(), FLOATS, SEEDS)
def test_long_rows_are_summed_in_the_order_of_their_terms(case, kind, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    found = summed(layer, x, weight, bias)
    assert found.dtype == kind
    assert same_bits(found, loops.convolve(layer, x, weight, bias, kind))


@settings(max_examples=50)
@given(long_layers(), FLOATS, SEEDS)
def test_tap_by_tap_and_at_once_are_the_same_bits(case, kind, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    at_once = summed(layer, x, weight, bias)
    with pytest.MonkeyPatch.context() as patch:
        # As on a machine whose einsum fuses a product and a sum.
        patch.setattr(ordered, "rounds_each_step", lambda _kind: False)
        assert summed(layer, x, weight, bias).tobytes() == at_once.tobytes()


@given(drawn.layers(), SEEDS, st.integers(1, 40))
def test_reading_little_at_once_gives_the_same_numbers(case, seed, most):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, np.float64, seed)
    whole = summed(layer, x, weight, bias)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "_READ", most)
        assert summed(layer, x, weight, bias).tobytes() == whole.tobytes()


@pytest.mark.parametrize("shape", [(1, 3, 3), (1, 3, 4), (1, 4, 3)])
def test_a_single_number_and_a_few_are_summed_alike(shape):
    rng = np.random.default_rng(0)
    layer = Conv2d(1, 1, 3, bias=False)
    for _ in range(20):
        x = rng.standard_normal(shape).astype(np.float32)
        weight = rng.standard_normal(layer.weight_shape).astype(np.float32)
        expected = loops.convolve(layer, x, weight, None, np.float32)
        assert same_bits(summed(layer, x, weight, None), expected)


@st.composite
def wide_layers(draw):
    """Draw (layer, input_shape) with most windows within the input, outputs as wide as it."""
    axes = draw(st.integers(1, 3))
    kernel = draw(st.tuples(*[st.integers(1, 3)] * axes))
    dilation = draw(st.tuples(*[st.integers(1, 2)] * axes))
    groups = draw(st.integers(1, 3))
    layer = Conv(
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        kernel_size=kernel,
        stride=(1,) * axes,
        padding="same",
        dilation=dilation,
        groups=groups,
        bias=draw(st.booleans()),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
    )
    before, after = layer.pads[0]
    first = draw(
        st.sampled_from([(before, after), (0, 0), (before, 0), (before + 3, after), (-1, 0)])
    )
    layer = replace(layer, padding=(first, *layer.pads[1:]))
    return layer, (layer.in_channels, *draw(st.tuples(*[st.integers(6, 9)] * axes)))


@settings(max_examples=50)
@given(wide_layers(), FLOATS, SEEDS, st.sampled_from([1, 7, 1 << 16]))
def test_what_needs_no_padding_is_the_same_bits(case, kind, seed, block):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    expected = summed(layer, x, weight, bias)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "_BLOCK", block)
        found = convolve_quickly(layer, x, weight, bias)
    assert found.tobytes() == expected.tobytes()


ZEROS = st.sampled_from([0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324])


@settings(max_examples=100)
@given(st.lists(ZEROS, min_size=12, max_size=12), st.lists(ZEROS, min_size=4, max_size=4))
def test_a_sum_of_negative_zeros_alone_is_one(numbers, kernel):
    layer = Conv2d(1, 1, 2, bias=False)
    x, weight = np.array(numbers).reshape(1, 3, 4), np.array(kernel).reshape(1, 1, 2, 2)
    expected = loops.convolve(layer, x, weight, None, np.float64)
    assert same_bits(summed(layer, x, weight, None), expected)


@pytest.mark.parametrize("weight", [-1.0, 1.0])
def test_black_is_as_black_as_its_terms(weight):
    layer = Conv2d(1, 1, 3, bias=False)
    found = summed(layer, np.zeros((1, 5, 9)), np.full(layer.weight_shape, weight), None)
    assert (found == 0).all()
    assert (np.signbit(found) == (weight < 0)).all()


def test_an_einsum_in_another_order_is_found_out(monkeypatch):
    einsum = np.einsum

    def last_first(x, x_axes, weights, weight_axes, *rest, **more):
        flip = (..., slice(None, None, -1))
        return einsum(x[flip], x_axes, weights[flip], weight_axes, *rest, **more)

    monkeypatch.setattr(np, "einsum", last_first)
    assert not ordered.rounds_each_step.__wrapped__(np.dtype(np.float32))
    assert ordered.rounds_each_step.__wrapped__(np.dtype(np.int64))
