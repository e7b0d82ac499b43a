"""Gradients against finite differences, as adjoints, and against the layers they belong to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convviz.engine.gradients import gradients
from convviz.engine.indices import max_indices
from convviz.engine.output import apply
from convviz.errors import Cancelled, InvalidLayer
from convviz.layers import (
    AdaptivePool,
    Conv,
    Conv1d,
    Conv2d,
    ConvTranspose,
    Pad,
    Pool,
    Weighted,
)
from convviz.layers.shapes import output_shape_of
from tests import drawn

SEEDS = st.integers(0, 999)
WHOLE = [kind for kind in drawn.LINEAR if "average" not in kind]


def dot(a, b):
    return float((a.astype(np.float64) * b.astype(np.float64)).sum())


def moderate(layer, shape, seed):
    """Return (x, weight, bias) of numbers near 1, none of them equal."""
    rng = np.random.default_rng(seed)
    x = rng.permutation(np.prod(shape)).reshape(shape) / 7.0 + 0.5
    if not isinstance(layer, Weighted):
        return x, None, None
    return (
        x,
        rng.standard_normal(layer.weight_shape),
        rng.standard_normal(layer.out_channels) if layer.bias else None,
    )


@drawn.for_each(drawn.EVERY, SEEDS)
def test_gradients_are_how_the_output_changes(case, seed):
    layer, shape = case
    x, weight, bias = moderate(layer, shape, seed)
    if isinstance(layer, Pool):
        # Where a window reads nothing, or less than nothing is divided, nothing changes smoothly.
        assume(np.isfinite(apply(layer, x)).all())
    rng = np.random.default_rng(seed + 1)
    grad = rng.standard_normal(apply(layer, x, weight, bias).shape)
    found = gradients(layer, x, weight, grad)
    assert (found.weight is None) == (weight is None)
    assert (found.bias is None) == (bias is None)
    for which, (array, gradient) in enumerate(zip((x, weight, bias), found, strict=True)):
        if array is None:
            continue
        assert gradient.shape == array.shape
        for _ in range(2):
            towards = rng.standard_normal(array.shape)
            ends = []
            for sign in (1, -1):
                moved = [x, weight, bias]
                moved[which] = array + sign * 1e-5 * towards
                ends.append(apply(layer, *moved))
            finite = np.isfinite(ends[0]) & np.isfinite(ends[1])
            changed = np.where(finite, ends[0], 0) - np.where(finite, ends[1], 0)
            expected = dot(changed / 2e-5, grad)
            scale = 1 + np.abs(gradient).sum() + np.abs(grad).sum()
            assert dot(gradient, towards) == pytest.approx(expected, rel=1e-4, abs=1e-5 * scale)


@drawn.for_each(drawn.LINEAR, SEEDS)
def test_a_gradient_is_the_adjoint_of_the_layer(case, seed):
    layer, shape = case
    if isinstance(layer, Pad):
        layer = replace(layer, value=0)
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=False)
    x, weight, _ = drawn.numbers(layer, shape, np.float64, seed)
    grad, _, _ = drawn.numbers(Pad(()), output_shape_of(layer, shape), np.float64, seed + 1)
    back = gradients(layer, x, weight, grad).x
    there = dot(apply(layer, x, weight), grad)
    sizes = None if weight is None else np.abs(weight)
    size = dot(np.abs(apply(layer, np.abs(x), sizes)), np.abs(grad))
    assert there == pytest.approx(dot(x, back), rel=0, abs=1e-12 * size + 1e-300)


@drawn.for_each({kind: drawn.LINEAR[kind] for kind in WHOLE}, SEEDS)
def test_adjoints_of_integers_are_exact(case, seed):
    layer, shape = case
    if isinstance(layer, Pad):
        layer = replace(layer, value=0)
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=False)
    x, weight, _ = drawn.numbers(layer, shape, np.int64, seed)
    grad, _, _ = drawn.numbers(Pad(()), output_shape_of(layer, shape), np.int64, seed + 1)
    found = gradients(layer, x, weight, grad)
    assert found.x.dtype == np.int64
    assert (apply(layer, x, weight) * grad).sum() == (x * found.x).sum()
    if weight is not None:
        # The output is linear in the weight too.
        assert (apply(layer, x, weight) * grad).sum() == (weight * found.weight).sum()


@given(drawn.layers(most=5), SEEDS)
def test_a_transposed_layer_is_the_adjoint_of_the_convolution_with_its_weight(case, seed):
    conv, shape = case
    conv = replace(
        conv, padding=conv.pads, padding_mode="zeros", bias=False, flipped=bool(seed % 2)
    )
    x, weight, _ = drawn.numbers(conv, shape, np.int64, seed)
    out = output_shape_of(conv, shape)
    rest = tuple(
        length + sum(pads) - (count - 1) * stride - span
        for length, pads, count, stride, span in zip(
            shape[1:], conv.pads, out[1:], conv.stride, conv.effective_kernel, strict=True
        )
    )
    back = ConvTranspose(
        conv.out_channels, conv.in_channels, conv.kernel_size, conv.stride, conv.pads, rest,
        conv.dilation, conv.groups, bias=False, flipped=conv.flipped,
    )  # fmt: skip
    grad, _, _ = drawn.numbers(Pad(()), out, np.int64, seed + 1)
    stamped = apply(back, grad, weight)
    assert stamped.shape == shape
    assert stamped.tolist() == gradients(conv, x, weight, grad).x.tolist()


@drawn.for_each(drawn.EVERY, SEEDS)
def test_gradients_are_linear_in_that_of_the_output(case, seed):
    layer, shape = case
    x, weight, _ = drawn.numbers(layer, shape, np.int64, seed)
    shape = output_shape_of(layer, shape)
    one, two = (drawn.numbers(Pad(()), shape, np.int64, seed + i)[0] for i in (1, 2))
    found, a, b = (gradients(layer, x, weight, grad) for grad in (one + 2 * two, one, two))
    for whole, first, second in zip(found, a, b, strict=True):
        if whole is not None:
            np.testing.assert_allclose(whole, first + 2 * second, rtol=1e-9, atol=1e-9)


def test_a_maximum_hands_its_gradient_to_the_first_one():
    layer = Pool("max", (2,), (2,), ((0, 0),), (1,))
    x = np.array([[2.0, 2.0, 1.0, 3.0]])
    assert gradients(layer, x, None, np.array([[10.0, 20.0]])).x.tolist() == [[10, 0, 0, 20]]
    assert max_indices(layer, x).tolist() == [[0, 3]]


def test_overlapping_windows_add_up_at_a_maximum():
    layer = Pool("max", (3,), (1,), ((1, 1),), (1,))
    found = gradients(layer, np.array([[1, 9, 1]]), None, np.array([[1, 2, 3]])).x
    assert (found.tolist(), found.dtype) == ([[0, 6, 0]], np.int64)


def test_a_window_of_padding_alone_hands_on_nothing():
    layer = Pool("max", (2,), (1,), ((1, 1),), (3,))
    x = np.array([[1.0, 2.0]])
    assert max_indices(layer, x).tolist() == [[-1]]
    assert gradients(layer, x, None, np.ones((1, 1))).x.tolist() == [[0, 0]]


def test_a_norm_of_nothing_hands_on_nothing():
    layer = Pool("norm", (2,), (2,), ((0, 0),), (1,))
    x = np.array([[0.0, 0.0, 3.0, -4.0]])
    found = gradients(layer, x, None, np.ones((1, 2))).x
    assert found.tolist() == [[0, 0, pytest.approx(0.6), -0.8]]


def test_an_infinite_norm_hands_its_gradient_to_the_largest():
    layer = Pool("norm", (2,), (2,), ((0, 0),), (1,), norm_type=np.inf)
    x = np.array([[3.0, -4.0, np.nan, -1.0]])
    assert gradients(layer, x, None, np.ones((1, 2))).x[0, :2].tolist() == [0, -1]
    least = replace(layer, norm_type=-np.inf)
    assert gradients(least, x[:, :2], None, np.ones((1, 1))).x.tolist() == [[1, 0]]


def test_gradients_unpack_and_keep_single_floats():
    x, weight = np.ones((1, 4, 4), np.float32), np.ones((1, 1, 3, 3), np.float32)
    gx, gw, gb = gradients(Conv2d(1, 1, 3), x, weight, np.ones((1, 2, 2), np.float32))
    assert [g.dtype for g in (gx, gw, gb)] == [np.float32] * 3
    assert gx[0].tolist() == [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    assert (gw == 4).all()
    assert gb.tolist() == [4]


def test_a_gradient_of_another_shape_is_refused():
    x, weight = np.ones((1, 4)), np.ones((1, 1, 3))
    with pytest.raises(InvalidLayer, match=r"has the shape \(1, 2\), its gradient \(1, 3\)"):
        gradients(Conv1d(1, 1, 3), x, weight, np.ones((1, 3)))
    with pytest.raises(InvalidLayer, match="the gradient must hold real numbers"):
        gradients(Conv1d(1, 1, 3), x, weight, np.ones((1, 2), complex))


def test_indices_are_those_of_a_maximum():
    with pytest.raises(TypeError, match="the layer is none"):
        max_indices(AdaptivePool("average", (1,)), np.ones((1, 2)))


@drawn.for_each(drawn.EVERY, SEEDS)
def test_long_work_tells_how_far_it_is_and_stops_when_asked(case, seed):
    layer, shape = case
    x, weight, _ = drawn.numbers(layer, shape, np.float64, seed)
    grad = np.ones(output_shape_of(layer, shape))
    shares = []
    gradients(layer, x, weight, grad, lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares)
    if isinstance(layer, Conv):
        with pytest.raises(Cancelled):
            gradients(layer, x, weight, grad, lambda _: False)


@pytest.mark.parametrize("power", [1.0, np.inf])
def test_a_norm_of_nan_hands_on_nothing_where_pytorch_does(power):
    layer = Pool("norm", (2,), (2,), ((0, 0),), (1,), norm_type=power)
    found = gradients(layer, np.array([[np.nan, 1.0]]), None, np.array([[1.0]]))
    assert found.x.tolist() == [[0.0, 0.0]]
