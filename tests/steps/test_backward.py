"""Gradients in steps: what flows back adds up to the gradients, for every kind of layer."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.trace import trace
from convviz.layers import Conv1d, Pad, Pool, Weighted
from convviz.steps.backward import (
    flow,
    gradient_trace,
    input_so_far,
    weight_so_far,
    weight_term,
)
from tests import drawn

SEEDS = st.integers(0, 999)
KINDS = st.sampled_from(["int64", "float64"])


def backwards(case, kind, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    if isinstance(layer, Pool) and layer.reduction == "norm":
        x = np.abs(x) + x.dtype.type(1)
    found = trace(layer, x, weight, bias)
    grad, _, _ = drawn.numbers(Pad(()), found.output.shape, kind, seed + 1)
    return gradient_trace(found, grad)


def alike(a, b, size):
    """Whether two sums are the same: exactly, or of floats to rounding."""
    if a.dtype.kind == "i":
        return a.tolist() == b.tolist()
    return np.allclose(a, b, rtol=1e-9, atol=1e-12 * size)


@drawn.for_each(drawn.EVERY, KINDS, SEEDS)
def test_what_flows_back_step_by_step_is_the_gradient(case, kind, seed):
    found = backwards(case, kind, seed)
    total, halfway = np.zeros_like(found.total.x), None
    half = found.grad_output.size // 2
    size = 1.0
    for number, at in enumerate(np.ndindex(found.grad_output.shape)):
        if number == half:
            halfway = total.copy()
        for part in flow(found, at):
            size += abs(part.amount)
            if part.source is not None:
                total[(part.channel, *part.source)] += part.amount
    assert alike(total, found.total.x, size)
    assert alike(halfway, input_so_far(found, half), size)


@settings(max_examples=60)
@given(
    st.one_of(drawn.layers(axes=st.just(2), most=4), drawn.transposed(st.integers(1, 2))),
    KINDS,
    SEEDS,
)
def test_a_weights_gradient_collects_over_the_steps(case, kind, seed):
    found = backwards(case, kind, seed)
    total, halfway = np.zeros_like(found.total.weight), None
    half = found.grad_output.size // 2
    size = 1.0
    for number, at in enumerate(np.ndindex(found.grad_output.shape)):
        if number == half:
            halfway = total.copy()
        for place in np.ndindex(total.shape):
            term = weight_term(found, place, at)
            if term is not None:
                total[place] += term[1]
                size += abs(term[1])
    assert alike(total, found.total.weight, size)
    assert alike(halfway, weight_so_far(found, half), size)


def test_an_output_hands_its_gradient_back_through_the_kernel():
    found = trace(Conv1d(1, 1, 3, padding=1), np.array([[1, 2, 3]]), np.array([[[4, 5, 6]]]))
    back = gradient_trace(found, np.array([[10, 20, 30]]))
    first = flow(back, (0, 0))
    assert [(part.source, part.factor, part.amount) for part in first] == [
        (None, 4, 40),
        ((0,), 5, 50),
        ((1,), 6, 60),
    ]
    assert weight_term(back, (0, 0, 0), (0, 1)) == (1, 20)
    assert weight_term(back, (0, 0, 0), (0, 0)) == (0, 0)


def test_an_average_hands_back_shares_and_a_maximum_all_of_it():
    x, grad = np.array([[1.0, 5.0, 2.0]]), np.array([[6.0]])
    for reduction, expected in (("average", [2, 2, 2]), ("max", [0, 6, 0])):
        layer = Pool(reduction, (3,), (1,), ((0, 0),), (1,))
        parts = flow(gradient_trace(trace(layer, x), grad), (0, 0))
        assert [part.amount for part in parts] == expected


def test_a_norm_hands_back_its_slopes_and_an_infinite_one_all_to_its_cell():
    x, grad = np.array([[3.0, -4.0]]), np.array([[10.0]])
    for norm_type, expected in ((2.0, [6, -8]), (inf, [0, -10]), (-inf, [10, 0])):
        layer = Pool("norm", (2,), (1,), ((0, 0),), (1,), norm_type=norm_type)
        parts = flow(gradient_trace(trace(layer, x), grad), (0, 0))
        assert [part.amount for part in parts] == pytest.approx(expected)


def test_a_window_of_padding_alone_hands_back_nothing():
    layer = Pool("max", (2,), (1,), ((1, 1),), (3,))
    back = gradient_trace(trace(layer, np.array([[1.0, 2.0]])), np.array([[6.0]]))
    assert [part.amount for part in flow(back, (0, 0))] == [0, 0]


def test_layers_without_a_weight_have_no_gradient_of_one():
    back = gradient_trace(trace(Pad(((1, 0),)), np.array([[1, 2]])), np.array([[1, 2, 3]]))
    assert weight_term(back, (0, 0, 0), (0, 0)) is None
    assert not isinstance(back.trace.layer, Weighted)
    with pytest.raises(TypeError, match="no weight"):
        weight_so_far(back, 1)
