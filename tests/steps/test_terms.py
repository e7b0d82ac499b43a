from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.engine.trace import trace
from convviz.layers import Conv1d, Conv2d
from convviz.steps.terms import Terms
from tests import drawn, loops

KINDS = st.sampled_from([np.int64, np.uint8, np.float64, np.float32])


@given(drawn.layers(), KINDS, st.integers(0, 99))
def test_every_output_is_the_total_of_its_terms_to_the_last_bit(case, kind, seed):
    layer, shape = case
    found = trace(layer, *drawn.numbers(layer, shape, kind, seed))
    for at in np.ndindex(found.output.shape):
        terms = Terms(found, at)
        assert len(terms) == layer.taps
        assert found.output.dtype.type(terms.total).tobytes() == found.output[at].tobytes()


@given(drawn.layers(), KINDS, st.integers(0, 99), st.data())
def test_terms_are_what_the_window_reads_in_its_order(case, kind, seed, data):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, kind, seed)
    found = trace(layer, x, weight, bias)
    at = tuple(data.draw(st.integers(0, length - 1)) for length in found.output.shape)
    starts = loops.positions(layer, shape[1:])
    positions = loops.reads(layer, [along[i] for along, i in zip(starts, at[1:], strict=True)])
    terms = list(Terms(found, at))
    taps = list(np.ndindex(layer.kernel_size))
    channels = layer.input_channels(at[0])
    assert [term.index for term in terms] == list(range(layer.taps))
    assert [(term.channel, term.tap) for term in terms] == [(c, t) for c in channels for t in taps]
    assert [term.position for term in terms] == positions * len(channels)
    partial = None
    for term in terms:
        assert term.value == loops.value(layer, x, term.channel, term.position)
        assert term.weight == weight[(at[0], term.channel - channels[0], *term.tap)]
        if term.source is None:
            assert term.value == 0
        else:
            assert term.value == x[(term.channel, *term.source)]
        number = found.output.dtype.type
        assert term.product == number(term.value) * number(term.weight)
        product = number(term.product)
        partial = product if partial is None else partial + product
        assert term.partial == partial


def ramp(**parameters):
    layer = Conv2d(1, 1, 3, **parameters)
    return trace(layer, np.arange(1, 26).reshape(1, 5, 5), np.arange(9).reshape(1, 1, 3, 3))


def test_terms_are_a_sequence():
    terms = Terms(ramp(), (0, 0, 0))
    assert terms[-1] == terms[8]
    assert [term.weight for term in terms[2:5]] == [2, 3, 4]
    assert terms[4].product == 7 * 4
    with pytest.raises(IndexError):
        terms[9]


def test_terms_in_the_padding_have_the_source_that_it_copies():
    assert Terms(ramp(padding=1), (0, 0, 0))[0].source is None
    first = Terms(ramp(padding=1, padding_mode="reflect"), (0, 0, 0))[0]
    assert (first.position, first.source, first.value) == ((-1, -1), (1, 1), 7)


def test_the_bias_comes_after_the_last_term():
    found = trace(Conv1d(1, 1, 2), np.array([[1, 2]]), np.array([[[3, 4]]]), np.array([100]))
    terms = Terms(found, (0, 0))
    assert (terms[-1].partial, terms.bias, terms.total) == (11, 100, 111)
    without = Terms(trace(Conv1d(1, 1, 2), np.array([[1, 2]]), np.array([[[3, 4]]])), (0, 0))
    assert (without.bias, without.total) == (None, 11)


def test_numbers_are_plain_ones():
    term = Terms(ramp(), (0, 0, 0))[1]
    assert [type(n) for n in (term.value, term.weight, term.product, term.partial)] == [int] * 4


def test_what_is_not_finite_is_shown_as_it_is():
    x = np.array([[np.inf, 1e308, 0.0]])
    weight = np.array([[[0.0, 1e308, 1.0]]])
    with np.errstate(all="raise"):
        terms = Terms(trace(Conv1d(1, 1, 3), x, weight), (0, 0))
    assert [str(term.product) for term in terms] == ["nan", "inf", "0.0"]
    assert str(terms.total) == "nan"


def test_integers_too_large_to_be_added_up_are_floats_in_terms_too():
    x = np.array([[2**62, 2**62]])
    found = trace(Conv1d(1, 1, 2), x, np.ones((1, 1, 2), int))
    assert Terms(found, (0, 0)).total == found.output[0, 0] == 2.0**63
