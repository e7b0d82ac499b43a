"""The engine against a convolution in plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine import ordered
from convviz.engine.output import apply
from tests import drawn, loops

SEEDS = st.integers(0, 2**32 - 1)


def same_bits(found, expected):
    """Whether all numbers are equal, with the sign of zeros."""
    return all(
        found[at] == number and np.signbit(found[at]) == np.signbit(number)
        for at, number in expected.items()
    )


@given(drawn.layers(), st.sampled_from(["int64", "int16", "uint8"]), SEEDS)
def test_integers_are_exact(case, kind, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    expected = loops.convolve(layer, x, weight, bias, int)
    found = apply(layer, x, weight, bias)
    assert found.dtype == np.int64
    assert found.shape == layer.output_shape(shape)
    assert {at: int(found[at]) for at in np.ndindex(found.shape)} == expected


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@given(case=drawn.layers(), seed=SEEDS)
def test_floats_are_the_terms_added_in_their_order_to_the_last_bit(kind, case, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    found = apply(layer, x, weight, bias)
    assert found.dtype == kind
    assert same_bits(found, loops.convolve(layer, x, weight, bias, kind))


@given(drawn.layers(), SEEDS)
def test_whatever_is_mixed_is_computed_in_float64(case, seed):
    layer, shape = case
    x, _, bias = drawn.numbers(layer, shape, np.uint8, seed)
    _, weight, _ = drawn.numbers(layer, shape, np.float32, seed)
    found = apply(layer, x, weight, bias)
    assert found.dtype == np.float64
    assert same_bits(found, loops.convolve(layer, x, weight, bias, np.float64))


@given(drawn.layers(), SEEDS, st.integers(1, 40))
def test_blocks_of_any_size_give_the_same_numbers(case, seed, block):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, np.float64, seed)
    whole = apply(layer, x, weight, bias)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "_BLOCK", block)
        assert apply(layer, x, weight, bias).tobytes() == whole.tobytes()


SPECIAL = st.sampled_from([0.0, -0.0, 1.0, -2.5, 1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan])


@settings(max_examples=50)
@given(drawn.layers(axes=st.just(2), most=4), st.data())
def test_infinities_nans_and_signed_zeros_come_through(case, data):
    layer, shape = case
    x, weight, bias = (
        None
        if of is None
        else np.array([data.draw(SPECIAL) for _ in range(int(np.prod(of)))]).reshape(of)
        for of in (shape, layer.weight_shape, (layer.out_channels,) if layer.bias else None)
    )
    found = apply(layer, x, weight, bias)
    with np.errstate(all="ignore"):
        expected = loops.convolve(layer, x, weight, bias, np.float64)
    for at, number in expected.items():
        assert np.isnan(found[at]) == np.isnan(number)
        assert np.isnan(number) or (
            found[at] == number and np.signbit(found[at]) == np.signbit(number)
        )
