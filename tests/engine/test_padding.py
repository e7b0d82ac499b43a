from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine.padding import NO_SOURCE, pad, source_index
from convviz.layers import PADDING_MODES
from tests import loops


@pytest.mark.parametrize(
    ("mode", "sources"),
    [
        ("zeros", [-1, -1, 0, 1, 2, 3, -1, -1, -1]),
        ("reflect", [2, 1, 0, 1, 2, 3, 2, 1, 0]),
        ("replicate", [0, 0, 0, 1, 2, 3, 3, 3, 3]),
        ("circular", [2, 3, 0, 1, 2, 3, 0, 1, 2]),
    ],
)
def test_where_a_padded_cell_has_its_value_from(mode, sources):
    assert source_index(4, (2, 3), mode).tolist() == sources


@given(st.integers(1, 9), st.data(), st.sampled_from(PADDING_MODES))
def test_sources_are_those_found_step_by_step(size, data, mode):
    most = {"reflect": size - 1, "circular": size}.get(mode, 20)
    before, after = data.draw(st.tuples(st.integers(0, most), st.integers(0, most)))
    expected = [loops.source(at, size, mode) for at in range(-before, size + after)]
    found = source_index(size, (before, after), mode).tolist()
    assert found == [NO_SOURCE if at is None else at for at in expected]


@pytest.mark.parametrize(
    ("mode", "name"), [("reflect", "reflect"), ("replicate", "edge"), ("circular", "wrap")]
)
def test_padding_is_what_numpy_calls_it(mode, name):
    x = np.arange(2 * 4 * 5).reshape(2, 4, 5)
    sides = ((1, 3), (2, 0))
    assert pad(x, sides, mode).tolist() == np.pad(x, ((0, 0), *sides), mode=name).tolist()


def test_zeros_keep_the_kind_of_number():
    padded = pad(np.ones((1, 2), np.uint8), ((1, 2),), "zeros")
    assert padded.dtype == np.uint8
    assert padded.tolist() == [[0, 1, 1, 0, 0]]


def test_no_padding_copies_nothing():
    x = np.ones((1, 2, 2))
    assert pad(x, ((0, 0), (0, 0)), "reflect") is x
