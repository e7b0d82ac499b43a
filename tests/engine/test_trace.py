from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine.output import apply
from convviz.engine.trace import trace
from convviz.errors import Cancelled, InvalidLayer
from convviz.layers import Conv2d
from tests import drawn


@given(drawn.layers(), st.integers(0, 99))
def test_a_trace_says_where_each_padded_number_is_from(case, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, np.float64, seed)
    found = trace(layer, x, weight, bias)
    assert found.output.tobytes() == apply(layer, x, weight, bias).tobytes()
    for at in np.ndindex(found.padded.shape):
        source = [int(along[i]) for along, i in zip(found.sources, at[1:], strict=True)]
        expected = 0 if min(source) < 0 else x[(at[0], *source)]
        assert found.padded[at] == expected


def test_a_trace_refuses_what_the_engine_refuses():
    with pytest.raises(InvalidLayer, match="the layer takes 1 channel, the input has 3"):
        trace(Conv2d(1, 1, 3), np.ones((3, 5, 5)), np.ones((1, 1, 3, 3)))


def test_a_trace_can_be_cancelled():
    with pytest.raises(Cancelled):
        trace(Conv2d(1, 1, 3), np.ones((1, 5, 5)), np.ones((1, 1, 3, 3)), None, lambda _: False)
