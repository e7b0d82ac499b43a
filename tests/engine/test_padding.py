from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine.output import apply
from convviz.engine.padding import NO_SOURCE, pad, source_index, unpad
from convviz.layers import PADDING_MODES
from tests import drawn, loops, pool_loops


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


@given(drawn.pads(), st.sampled_from(["int64", "float32"]), st.integers(0, 99))
def test_padded_and_cut_off_cells_are_those_found_step_by_step(case, kind, seed):
    layer, shape = case
    x, _, _ = drawn.numbers(layer, shape, kind, seed)
    found = apply(layer, x)
    for at in np.ndindex(found.shape):
        sources = []
        for place, size, (before, after) in zip(at[1:], shape[1:], layer.padding, strict=True):
            # Circular padding repeats what is left, the others copy from all of the axis.
            cut = (max(-before, 0), max(-after, 0)) if layer.mode == "circular" else (0, 0)
            source = pool_loops.padded_position(
                place - before - cut[0], size - sum(cut), layer.mode
            )
            sources.append(None if source is None else source + cut[0])
        expected = layer.value if None in sources else x[(at[0], *sources)]
        assert found[at] == np.float64(expected)


def kind_of(kind, value):
    return str(pad(np.ones((1, 2), kind), ((1, 0),), "constant", value).dtype)


def test_a_constant_is_held_as_the_input_is_where_that_holds_it():
    nan, inf = np.nan, np.inf
    assert [kind_of("float32", value) for value in (0, 0.5, nan, 1e300)] == ["float32"] * 4
    assert kind_of("float16", -inf) == "float16"
    assert [kind_of("uint8", value) for value in (7.0, 255, 256, -1)] == [
        "uint8", "uint8", "int64", "int64",
    ]  # fmt: skip
    assert [kind_of("int64", value) for value in (0.5, nan, -inf, 2**63, 2**62)] == [
        "float64", "float64", "float64", "float64", "int64",
    ]  # fmt: skip
    assert [kind_of("uint64", value) for value in (2**63, -1)] == ["uint64", "float64"]
    assert [kind_of("bool", value) for value in (1, 2)] == ["bool", "int64"]
    assert pad(np.ones((1, 1)), ((0, 1),), "constant", nan).tolist()[0][0] == 1.0


def test_an_axis_may_be_cut_off_whole_and_padded_with_a_constant():
    x = np.array([[1, 2]])
    for sides in ((-2, 3), (3, -2), (-3, 4)):
        assert pad(x, (sides,), "constant", 7).tolist() == [[7] * 3]
        sources = source_index(2, sides, "constant")
        assert unpad(np.ones((1, 3)), [sources], (2,)).tolist() == [[0, 0]]


def test_what_reaches_padded_cells_is_added_where_they_are_copied_from():
    sources = [source_index(3, (2, 1), "reflect")]
    found = unpad(np.array([[1, 2, 4, 8, 16, 32]]), sources, (3,))
    assert found.tolist() == [[4, 2 + 8 + 32, 1 + 16]]
    turned = [source_index(2, (1, -1), "reflect")]
    assert turned[0].tolist() == [1, 0]
    assert unpad(np.array([[1, 2]]), turned, (2,)).tolist() == [[2, 1]]


@pytest.mark.parametrize(
    ("value", "held"), [(10**30, 1e30), (10**400, np.inf), (-(10**400), -np.inf)]
)
def test_a_whole_number_that_no_integer_holds_is_the_nearest_float(value, held):
    assert pad(np.ones((1, 1), int), ((1, 0),), "constant", value).tolist() == [[held, 1.0]]
