"""Pools against plain loops, exact rational arithmetic, and PyTorch's rules by hand."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine.indices import max_indices
from convviz.engine.output import apply
from convviz.engine.trace import trace
from convviz.errors import Cancelled, InvalidLayer
from convviz.layers import AdaptivePool, Conv1d, Pool
from tests import drawn, pool_loops

SEEDS = st.integers(0, 999)


def pool1(reduction, kernel, stride=None, padding=(0, 0), dilation=1, **rest):
    return Pool(reduction, (kernel,), (stride or kernel,), (padding,), (dilation,), **rest)


def of(layer, numbers):
    return apply(layer, np.array([numbers]))[0].tolist()


@drawn.for_each(
    {kind: drawn.pools(reductions=(kind,)) for kind in ("max", "average", "norm")},
    st.sampled_from([1, 2**54 + 1]),
    SEEDS,
)
def test_integers_are_exact(case, factor, seed):
    layer, shape = case
    x = np.random.default_rng(seed).integers(-9, 10, shape) * factor
    found = apply(layer, x)
    for place, cells in pool_loops.pool(layer, x).items():
        for channel, plane in enumerate(x):
            real = [int(plane[cell]) for cell in cells if cell is not None]
            number = found[(channel, *place)]
            if layer.reduction == "max":
                assert number == max(real, default=np.iinfo(np.int64).min)
            elif layer.reduction == "average":
                divisor = len(cells) if layer.counts_padding else len(real)
                divisor = layer.divisor_override or divisor
                exact = sum(map(abs, real)) < 2**63 and layer.taps * abs(x).max() < 2**63
                nearest = float(Fraction(sum(real), divisor))
                assert number == nearest if exact else number == pytest.approx(nearest)
            else:
                assert number == pytest.approx(norm(layer, real), rel=1e-12, nan_ok=True)
    assert found.dtype == (np.int64 if layer.reduction == "max" else np.float64)


def norm(layer, values):
    """Return the norm of a window, from PyTorch's and ONNX's words."""
    power = layer.norm_type
    if np.isinf(power):
        return (max if power > 0 else min)(map(abs, values))
    if layer.dialect == "onnx":
        values, scale = [abs(value) for value in values], 1
    else:
        scale = layer.taps / len(values)
    with np.errstate(all="ignore"):
        total = sum(np.power(np.float64(value), power) for value in values) * scale
        return np.power(total, 1 / power)


@given(drawn.adaptive_pools("max") | drawn.adaptive_pools("average"), SEEDS)
def test_adaptive_pools_divide_as_fractions_say(case, seed):
    layer, shape = case
    x = np.random.default_rng(seed).integers(-9, 10, shape)
    axes = [
        pool_loops.parts(size, size if count is None else count)
        for size, count in zip(shape[1:], layer.output_size, strict=True)
    ]
    found = apply(layer, x)
    for place in product(*(range(len(axis)) for axis in axes)):
        cells = list(product(*(axis[at] for axis, at in zip(axes, place, strict=True))))
        for channel, plane in enumerate(x):
            values = [int(plane[cell]) for cell in cells]
            expected = max(values) if layer.reduction == "max" else sum(values) / len(values)
            assert found[(channel, *place)] == expected


@given(
    drawn.pools(reductions=("max",)) | drawn.adaptive_pools("max"),
    st.sampled_from(["int64", "uint8", "float64", "float32"]),
    SEEDS,
)
def test_indices_are_of_the_first_largest_or_the_last_that_is_no_number(case, kind, seed):
    layer, shape = case
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 3, shape).astype(kind)
    if x.dtype.kind == "f":
        x[rng.random(shape) < 0.2] = np.nan
        x[rng.random(shape) < 0.2] = -np.inf
        x[rng.random(shape) < 0.2] = -0.0
    found, indices = apply(layer, x), max_indices(layer, x)
    assert (found.dtype, indices.dtype, indices.shape) == (x.dtype, np.int64, found.shape)
    for place, cells in windows_of(layer, x):
        for channel, plane in enumerate(x):
            best = None
            for cell in cells:
                if best is None or plane[cell] > plane[best] or np.isnan(plane[cell]):
                    best = cell
            at = (channel, *place)
            expected = -1 if best is None else int(np.ravel_multi_index(best, plane.shape))
            assert indices[at] == expected
            if best is not None:
                assert str(found[at]) == str(plane[best])


def windows_of(layer, x):
    if isinstance(layer, Pool):
        for place, cells in pool_loops.pool(layer, x).items():
            yield place, [cell for cell in cells if cell is not None]
        return
    axes = [
        pool_loops.parts(size, size if count is None else count)
        for size, count in zip(x.shape[1:], layer.output_size, strict=True)
    ]
    for place in product(*(range(len(axis)) for axis in axes)):
        yield place, list(product(*(axis[at] for axis, at in zip(axes, place, strict=True))))


def test_an_average_at_the_border_counts_what_pytorch_counts():
    n = [1.0, 2, 3, 4, 5, 6]
    with_padding = pool1("average", 3, 2, (1, 1), ceil_mode=True, count_include_pad=True)
    assert of(with_padding, n) == [1, 3, 5, 3]
    without = pool1("average", 3, 2, (1, 1), ceil_mode=True, count_include_pad=False)
    assert of(without, n) == [1.5, 3, 5, 6]
    assert of(pool1("average", 3, 2, ceil_mode=True), n) == [2, 4, 5.5]


def test_ceil_mode_drops_a_last_window_that_would_begin_in_the_padding():
    assert len(of(pool1("max", 2, 3, (1, 1), ceil_mode=True), [1, 2, 3, 4])) == 2
    assert len(of(pool1("max", 1, 3, ceil_mode=True), [1, 2, 3, 4, 5])) == 2
    assert of(pool1("max", 5, 4, ceil_mode=True), [1, 2]) == [2]


def test_a_maximum_is_never_the_padding_nor_between_dilated_taps():
    assert of(pool1("max", 3, 1, (1, 1)), [-3, -2, -5]) == [-2, -2, -2]
    assert of(pool1("max", 2, 1, dilation=2), [1, 9, 2, 8]) == [2, 9]
    assert of(pool1("max", 2, 1, (1, 1), dilation=3), [1.0, 2.0]) == [-np.inf]


def test_norms_of_partial_windows_are_scaled_up_in_pytorch_alone():
    n = [1.0, 2, 3, 4, 5]
    assert of(pool1("norm", 2, ceil_mode=True), n)[-1] == pytest.approx(50**0.5)
    onnx = pool1("norm", 2, ceil_mode=True, norm_type=1.0, dialect="onnx")
    assert of(onnx, n) == [3, 7, 5]


def test_an_odd_norm_keeps_signs_in_pytorch_and_drops_them_in_onnx():
    assert of(pool1("norm", 2, norm_type=3.0), [-3.0, 4.0]) == [pytest.approx(37 ** (1 / 3))]
    assert np.isnan(of(pool1("norm", 2, norm_type=3.0), [-4.0, 3.0])[0])
    onnx = pool1("norm", 2, norm_type=3.0, dialect="onnx")
    assert of(onnx, [-3.0, 4.0]) == [pytest.approx(91 ** (1 / 3))]


def test_a_divisor_may_be_any_number():
    for divisor, numbers, means in ((-4, [1, 3, 5, 7], [-1, -3]), (2**30, [1.0, 3.0], [4 / 2**30])):
        layer = Pool(
            "average", (1, 2), (1, 2), ((0, 0),) * 2, (1, 1), divisor_override=divisor
        )
        assert apply(layer, np.array([[numbers]]))[0, 0].tolist() == means


def test_an_average_of_padding_alone_is_no_number_where_padding_is_not_counted():
    layer = pool1("average", 2, 1, (2, 0), count_include_pad=False, dialect="jax")
    assert np.isnan(of(layer, [1.0, 2.0])[0])
    assert np.isnan(of(layer, [2**60, 2**60])[0])


def test_totals_that_no_float_holds_are_divided_exactly():
    assert of(pool1("average", 3), [2**54 + 1, 2**54 + 1, 1]) == [float((2**55 + 3) / 3)]


def test_maxima_keep_every_kind_of_number():
    layer = pool1("max", 3, 1, (1, 1))
    for kind in ("bool", "uint8", "int16", "uint64", "float16", "float32", "float64"):
        found = apply(layer, np.array([[0, 1, 1]], kind))
        assert (found.dtype, found.tolist()) == (kind, [[1, 1, 1]])
    assert of(layer, [2**63 - 1, -(2**63)]) == [2**63 - 1] * 2


def test_averages_of_large_integers_that_might_pass_the_largest_are_floats():
    assert of(pool1("average", 2), [2**62, 2**62]) == [2.0**62]
    assert of(pool1("average", 2), [2**63 - 1, 2**63 - 1]) == [2.0**63]


@pytest.mark.parametrize("reduction", ["max", "average", "norm"])
def test_windows_as_large_as_the_picture(reduction):
    x = np.arange(48.0 * 50).reshape(1, 48, 50)
    layer = Pool(reduction, (48, 50), (1, 1), ((0, 0), (0, 0)), (1, 1))
    flat = x.ravel()
    expected = {
        "max": flat.max(),
        "average": flat.sum() / flat.size,
        "norm": np.sqrt((flat**2).sum()),
    }
    assert apply(layer, x)[0, 0, 0] == pytest.approx(expected[reduction], rel=1e-14)


def test_many_parts_of_uneven_size():
    x = np.arange(37.0).reshape(1, 37)
    found = apply(AdaptivePool("average", (29,)), x)[0]
    expected = [np.mean(part) for part in pool_loops.parts(37, 29)]
    assert found.tolist() == pytest.approx(expected)


def test_a_layer_with_a_weight_needs_one_and_others_take_none():
    with pytest.raises(InvalidLayer, match=r"the layer needs a weight of \(1, 1, 1\)"):
        apply(Conv1d(1, 1, 1), np.ones((1, 2)))
    with pytest.raises(InvalidLayer, match="a weight is given, the layer has none"):
        apply(pool1("max", 1), np.ones((1, 2)), np.ones((1, 1, 1)))


def told(shares, share):
    """Remember a share that is done, and go on."""
    shares.append(share)
    return True


@pytest.mark.parametrize("reduction", ["max", "average", "norm"])
def test_pools_tell_how_far_they_are_and_stop_when_asked(reduction):
    for layer in (pool1(reduction, 3, 1), pool1(reduction, 40)):
        with pytest.raises(Cancelled):
            trace(layer, np.ones((1, 40)), progress=lambda _: False)
        shares = [-1.0]
        trace(layer, np.ones((1, 40)), progress=partial(told, shares))
        assert shares == sorted(shares)
        assert shares[1] == 0
        assert shares[-1] < 1


def test_a_sum_of_minus_nothing_has_no_sign():
    assert of(pool1("norm", 1, norm_type=-1.0), [-np.inf]) == [np.inf]
