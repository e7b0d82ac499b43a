"""Terms and pointing for every kind of layer, checked by the numbers themselves."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import strategies as st

from convviz.engine.trace import trace, traced
from convviz.layers import AdaptivePool, ConvTranspose, Fold, Pad, Pool, Unfold, Weighted
from convviz.steps.order import Steps, divisible
from convviz.steps.pointing import cells_met, cells_read, copies, meets, readers, window
from convviz.steps.terms import Terms
from tests import drawn

KINDS = st.sampled_from(["int64", "uint8", "float64", "float32"])
SPECIAL = np.array([0.0, -0.0, -0.0, 1.0, -2.5, 1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan])


def agree(found):
    """Whether every output is what its terms make, to the last bit and the sign of zeros."""
    for at in np.ndindex(found.output.shape):
        terms, output = Terms(found, at), found.output[at]
        total = output.dtype.type(terms.total)
        same = total.tobytes() == output.tobytes() or (np.isnan(total) and np.isnan(output))
        assert same, (found.layer, at, terms.total, output)
        if len(terms):
            last = terms[-1].partial
            with np.errstate(all="ignore"):
                if terms.how == "sum" and terms.bias is None:
                    assert str(found.output.dtype.type(last)) == str(output)
                if terms.how == "max" and terms.chosen is not None:
                    assert terms[terms.chosen].value == pytest.approx(last, rel=0, nan_ok=True)


@drawn.for_each(drawn.EVERY, KINDS, st.integers(0, 99))
def test_every_output_is_the_total_of_its_terms_to_the_last_bit(case, kind, seed):
    layer, shape = case
    agree(trace(layer, *drawn.numbers(layer, shape, kind, seed)))


@drawn.for_each(drawn.EVERY, st.sampled_from(["float64", "float32"]), st.integers(0, 999))
def test_infinities_nans_and_signed_zeros_come_through(case, kind, seed):
    layer, shape = case
    rng = np.random.default_rng(seed)
    with np.errstate(over="ignore"):
        arrays = [
            None if array is None else rng.choice(SPECIAL, array.shape).astype(kind)
            for array in drawn.numbers(layer, shape, kind, seed)
        ]
    agree(trace(layer, *arrays))


@drawn.for_each(drawn.EVERY, st.integers(0, 99))
def test_integers_beyond_the_floats_are_exact(case, seed):
    layer, shape = case
    x, weight, bias = drawn.numbers(layer, shape, np.int64, seed)
    agree(trace(layer, x * (2**55 + 1), weight, bias))


@drawn.for_each(drawn.EVERY, KINDS, st.integers(0, 99))
def test_terms_say_where_their_values_stand(case, kind, seed):
    layer, shape = case
    found = trace(layer, *drawn.numbers(layer, shape, kind, seed))
    rng = np.random.default_rng(seed)
    at = tuple(int(rng.integers(length)) for length in found.output.shape)
    terms = list(Terms(found, at))
    firsts = [before for before, _ in found.pads]
    for term in terms:
        # Beyond the end of the padded input a window has no terms.
        inner = tuple(p + b for p, b in zip(term.position, firsts, strict=True))
        assert min(inner) >= 0
        assert found.padded[(term.channel, *inner)] == pytest.approx(term.value, rel=1e-15)
        if term.source is not None:
            assert found.input[(term.channel, *term.source)] == term.value
        elif not isinstance(layer, Pad):
            assert term.value == (-np.inf if getattr(layer, "reduction", "") == "max" else 0)
        if term.weight is not None:
            row = (at[0], term.channel % found.weight.shape[1])
            if isinstance(layer, ConvTranspose):
                row = (term.channel, at[0] % found.weight.shape[1])
            assert found.weight[(*row, *term.tap)] == term.weight
    places = {term.position for term in terms}
    assert places == set(cells_read(found, at))
    if not isinstance(layer, Fold):
        assert places == set(product(*window(found, at[1:])))


def structure(layer):
    """Return, for each output position, what it reads: found by putting one cell to 1.

    Weights and the bias are such that no changes cancel; a maximum is an average here,
    and a norm a sum, since these read the same.
    """
    if isinstance(layer, Pool):
        layer = Pool(
            "average", layer.kernel_size, layer.stride, layer.padding, (1,) * layer.axes,
            layer.ceil_mode, True, 1,
        )  # fmt: skip
    if isinstance(layer, AdaptivePool):
        layer = AdaptivePool("average", layer.output_size)
    weight = np.ones(layer.weight_shape) if isinstance(layer, Weighted) else None
    return lambda x: traced(layer, x, weight, None).output


@drawn.for_each(drawn.EVERY, st.data())
def test_readers_of_an_input_cell_are_the_outputs_that_change_with_it(case, data):
    layer, shape = case
    if isinstance(layer, Pool) and set(layer.dilation) != {1}:
        layer = Pool("average", layer.kernel_size, layer.stride, layer.padding, (1,) * layer.axes)
        shape = (shape[0], *(length + 3 for length in shape[1:]))
    output = structure(layer)
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
    x = np.zeros(shape)
    before = output(x)
    x[cell if isinstance(layer, Unfold) else (slice(None), *cell[1:])] = 1
    changed = np.argwhere((output(x) != before).any(axis=0))
    weight = np.ones(layer.weight_shape) if isinstance(layer, Weighted) else None
    found = trace(layer, np.zeros(shape), weight)
    assert readers(found, cell[1:], cell[0]) == [tuple(map(int, at)) for at in changed]


@drawn.for_each(drawn.EVERY, st.data())
def test_an_output_reads_a_cell_exactly_if_the_cell_says_so(case, data):
    layer, shape = case
    found = trace(layer, *drawn.numbers(layer, shape, np.int64, 0))
    at = tuple(data.draw(st.integers(0, length - 1)) for length in found.output.shape)
    for term in Terms(found, at):
        assert at[1:] in readers(found, term.position, term.channel)
        for copy in copies(found, term.position):
            cell = tuple(p + b for p, (b, _) in zip(copy, found.pads, strict=True))
            assert found.padded[(slice(None), *cell)].tolist() == (
                found.padded[
                    (
                        slice(None),
                        *(p + b for p, (b, _) in zip(term.position, found.pads, strict=True)),
                    )
                ].tolist()
            )


@drawn.for_each(drawn.EVERY)
def test_what_a_tap_meets_is_what_the_terms_with_it_read(case):
    layer, shape = case
    found = trace(layer, *drawn.numbers(layer, shape, np.int64, 0))
    met = {}
    for at in np.ndindex(found.output.shape):
        for number, term in enumerate(Terms(found, at)):
            met.setdefault(term.tap, set()).add(term.position)
            assert number == term.index
    for tap, cells in met.items():
        assert set(cells_met(found, tap)) == cells
        if not isinstance(layer, Fold | AdaptivePool):
            assert set(product(*meets(found, tap))) == cells


def test_a_maximum_chooses_the_first_and_of_nans_the_last():
    layer = Pool("max", (4,), (1,), ((0, 0),), (1,))
    assert Terms(trace(layer, np.array([[2, 5, 5, 1]])), (0, 0)).chosen == 1
    assert Terms(trace(layer, np.array([[2, np.nan, np.nan, 9]])), (0, 0)).chosen == 2
    assert Terms(trace(Pad(((1, 1),)), np.ones((1, 2))), (0, 0)).chosen is None


def test_a_window_of_padding_alone_chooses_nothing():
    layer = Pool("max", (2,), (1,), ((1, 1),), (3,))
    terms = Terms(trace(layer, np.array([[7.0, 8.0]])), (0, 0))
    assert (terms.chosen, terms.total) == (None, -np.inf)
    assert [(term.value, term.product, term.partial) for term in terms] == [(-np.inf,) * 3] * 2
    whole = Terms(trace(layer, np.array([[7, 8]])), (0, 0))
    assert whole.total == np.iinfo(np.int64).min


def test_padding_of_a_maximum_is_minus_infinity_until_a_number_comes():
    layer = Pool("max", (3,), (1,), ((1, 1),), (1,))
    terms = Terms(trace(layer, np.array([[2**62 + 1, 7]])), (0, 0))
    assert [term.value for term in terms] == [-np.inf, 2**62 + 1, 7]
    assert [term.partial for term in terms] == [-np.inf, 2**62 + 1, 2**62 + 1]
    assert (terms.chosen, terms.total) == (1, 2**62 + 1)


def test_a_transposed_output_that_nothing_reaches_has_no_terms():
    layer = ConvTranspose(1, 1, (1,), (2,), ((0, 0),), (0,), (1,))
    found = trace(layer, np.array([[1.0, 2.0]]), np.array([[[3.0]]]), np.array([5.0]))
    assert found.output.tolist() == [[8.0, 5.0, 11.0]]
    terms = Terms(found, (0, 1))
    assert (len(terms), terms.total) == (0, 5.0)
    assert list(terms) == []


def test_cells_cut_off_are_read_by_nothing():
    found = trace(Pad(((-2, 1),), "constant", 9), np.array([[1, 2, 3, 4]]))
    assert found.output.tolist() == [[3, 4, 9]]
    assert [readers(found, (at,)) for at in range(1, 6)] == [[], [(0,)], [(1,)], [(2,)], []]
    assert list(copies(found, (0,))) == []
    assert [term.source for term in Terms(found, (0, 2))] == [None]


def test_terms_of_a_part_add_up_in_their_order():
    layer = Pool("average", (4,), (1,), ((0, 0),), (1,))
    terms = Terms(trace(layer, np.array([[1e16, 1.0, 1.0, -1e16]])), (0, 0))
    assert (terms.sum_of(0, 2), terms.sum_of(1, 4)) == (1e16, -1e16 + 2)


def test_only_layers_whose_outputs_have_as_many_terms_are_divided_into_them():
    layer = Pool("max", (3,), (1,), ((0, 0),), (1,))
    assert len(Steps.of(layer, (1, 4), by_taps=True)) == 2 * 3
    assert divisible(layer)
    adaptive = AdaptivePool("max", (2,))
    assert not divisible(adaptive)
    assert len(Steps.of(adaptive, (1, 2), by_taps=True)) == 2
