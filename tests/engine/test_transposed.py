"""Transposed convolutions: stamps by hand, and the same bits whatever is computed at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine import transposed
from convviz.engine.output import apply
from convviz.engine.trace import trace
from convviz.errors import Cancelled
from convviz.layers import ConvTranspose
from tests import drawn

KINDS = st.sampled_from(["int64", "float64", "float32"])
SPECIAL = np.array([0.0, -0.0, 1.0, -2.5, 1e308, 5e-324, np.inf, -np.inf, np.nan])


def of(kernel, stride, padding=(0, 0), extra=0, dilation=1, dialect="pytorch"):
    layer = ConvTranspose(
        1, 1, (kernel,), (stride,), (padding,), (extra,), (dilation,), bias=False, dialect=dialect
    )
    weight = 10 ** np.arange(kernel).reshape(1, 1, -1)
    return apply(layer, np.array([[1, 2, 3]]), weight)[0].tolist()


def test_each_input_stamps_the_kernel():
    assert of(3, 2) == [1, 10, 102, 20, 203, 30, 300]
    assert of(3, 2, (1, 1)) == [10, 102, 20, 203, 30]
    assert of(3, 2, (1, 1), 1) == [10, 102, 20, 203, 30, 300]
    assert of(2, 3, extra=2) == [1, 10, 0, 2, 20, 0, 3, 30, 0, 0]
    assert of(3, 1, dilation=2) == [1, 2, 13, 20, 130, 200, 300]
    assert of(3, 2, (2, 2), dialect="jax") == [100, 10, 201, 20, 302, 30, 3]


@pytest.mark.parametrize("special", [False, True])
@given(case=drawn.transposed(), kind=KINDS, data=st.data())
def test_parts_of_any_size_give_the_same_numbers(special, case, kind, data):
    layer, shape = case
    seed = data.draw(st.integers(0, 999))
    arrays = drawn.numbers(layer, shape, kind, seed)
    if special and kind != "int64":
        rng = np.random.default_rng(seed)
        with np.errstate(over="ignore"):
            arrays = [
                None if array is None else rng.choice(SPECIAL, array.shape).astype(kind)
                for array in arrays
            ]
    whole = apply(layer, *arrays)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_BLOCK", "_WORTH", "_WORK", "_LONG"):
            patch.setattr(transposed, name, data.draw(st.integers(1, 40)))
        parts = apply(layer, *arrays)
    numbers = ~np.isnan(whole) if kind != "int64" else np.ones(whole.shape, bool)
    assert (np.isnan(parts) == ~numbers).all()
    assert parts[numbers].tobytes() == whole[numbers].tobytes()


def test_long_work_tells_how_far_it_is_and_stops_when_asked():
    layer = ConvTranspose(2, 2, (3, 3), (2, 2), ((1, 1),) * 2, (1, 1), (1, 1), bias=False)
    x, weight = np.ones((2, 40, 40)), np.ones(layer.weight_shape)
    shares = []

    def all_of_it(share):
        shares.append(share)
        return True

    trace(layer, x, weight, progress=all_of_it)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0.5 < shares[-1] < 1
    with pytest.raises(Cancelled):
        trace(layer, x, weight, progress=lambda share: share < 0.5)
