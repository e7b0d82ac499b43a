"""Layers seen otherwise: as a matrix, as columns, stretched, and by how often cells are used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convviz.engine import matrices
from convviz.engine.coverage import coverage
from convviz.engine.matrices import column_entries, columns, entries, sparse
from convviz.engine.output import apply
from convviz.engine.stretched import stretched
from convviz.engine.trace import trace
from convviz.errors import InvalidLayer
from convviz.layers import (
    AdaptivePool,
    Conv,
    Conv1d,
    Conv2d,
    ConvTranspose,
    Fold,
    Pad,
    Pool,
    Unfold,
    Weighted,
)
from convviz.steps.pointing import readers
from convviz.steps.terms import Terms
from tests import drawn

SEEDS = st.integers(0, 999)


def traced(case, kind, seed):
    layer, shape = case
    return trace(layer, *drawn.numbers(layer, shape, kind, seed))


def transposed1(kernel, stride, padding=(0, 0), extra=0, dilation=1):
    return ConvTranspose(1, 1, (kernel,), (stride,), (padding,), (extra,), (dilation,), bias=False)


@given(drawn.transposed(), SEEDS)
def test_a_stretched_convolution_gives_the_transposed_numbers(case, seed):
    found = traced(case, np.int64, seed)
    view = stretched(found)
    assert view.trace.output.tolist() == found.output.tolist()
    assert view.layer.stride == (1,) * view.layer.axes
    for cell in np.ndindex(view.input.shape):
        at = [int(along[place]) for along, place in zip(view.original, cell[1:], strict=True)]
        expected = 0 if min(at) < 0 else found.input[(cell[0], *at)]
        assert view.input[cell] == expected
    floats = traced(case, np.float64, seed)
    size = np.abs(floats.input).sum() * np.abs(floats.weight).sum()
    assert np.allclose(stretched(floats).trace.output, floats.output, rtol=1e-9, atol=1e-13 * size)


def test_stretching_puts_zeros_between_and_pads_what_the_kernel_lacks():
    found = trace(transposed1(3, 2, (1, 1), 1), np.array([[1, 2, 3]]), np.array([[[5, 6, 7]]]))
    view = stretched(found)
    assert view.input.tolist() == [[1, 0, 2, 0, 3]]
    assert view.layer.padding == ((1, 2),)
    assert view.weight.tolist() == [[[7, 6, 5]]]
    assert view.original[0].tolist() == [0, -1, 1, -1, 2]


def test_only_a_transposed_convolution_is_stretched_and_none_beyond_memory():
    with pytest.raises(TypeError, match="only a transposed convolution"):
        stretched(trace(Conv1d(1, 1, 1, bias=False), np.ones((1, 2)), np.ones((1, 1, 1))))
    layer = transposed1(1, 10**9, (10**9, 0))
    found = trace(layer, np.ones((1, 2)), np.ones((1, 1, 1)))
    with pytest.raises(InvalidLayer, match=r"1,000,000,001 numbers"):
        stretched(found)


@drawn.for_each(drawn.EVERY)
def test_coverage_counts_what_the_terms_read(case):
    layer, shape = case
    found = traced(case, np.int64, 0)
    view = coverage(layer, shape[1:])
    counts = np.zeros_like(view.counts)
    inputs = np.zeros(shape[1:], int)
    last = found.output.shape[1:]
    for at in np.ndindex(found.output.shape):
        if at[0] and not isinstance(layer, Unfold):
            continue
        terms = Terms(found, at)
        if view.side == "output":
            counts[at[1:]] += len({term.tap for term in terms})
            continue
        for term in terms:
            if term.channel != 0:
                continue
            inner = tuple(p + b for p, b in zip(term.position, view.before, strict=True))
            counts[inner] += 1
            if term.source is not None:
                inputs[term.source] += 1
    assert view.counts.shape == (last if view.side == "output" else found.padded.shape[1:])
    if isinstance(layer, Unfold | Conv | ConvTranspose | Pool | AdaptivePool | Pad | Fold):
        assert view.counts.tolist() == counts.tolist()
    gathered = coverage(layer, shape[1:], copies=True)
    if gathered.side == "input":
        assert gathered.counts.tolist() == inputs.tolist()


def test_coverage_shows_the_checkerboard_and_its_cure():
    def stamps(kernel):
        return coverage(transposed1(kernel, 2), (4,)).counts.tolist()

    assert stamps(3) == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    assert stamps(4) == [1, 1, 2, 2, 2, 2, 2, 2, 1, 1]


def test_coverage_of_a_large_picture_is_exact_and_quick():
    found = coverage(Conv2d(1, 1, 3, padding=1), (4096, 4096))
    assert found.counts.shape == (4098, 4098)
    assert found.counts.dtype == np.int64
    assert found.counts[2000, 2000] == 9
    assert found.counts[0, 0] == 1
    assert coverage(Conv2d(1, 1, 3, dilation=2, stride=2), (9, 9)).counts[1, 1] == 0


def times(matrix, x):
    out = np.zeros(matrix.shape[0], np.result_type(matrix.values, x))
    np.add.at(out, matrix.rows, matrix.values * x.ravel()[matrix.columns])
    return out


@drawn.for_each(drawn.LINEAR, st.sampled_from(["int64", "float64"]), SEEDS)
def test_the_matrix_of_a_layer_makes_its_output(case, kind, seed):
    layer, shape = case
    if isinstance(layer, Pad):
        layer = replace(layer, value=0)
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=False)
    found = traced((layer, shape), kind, seed)
    matrix = sparse(found)
    assert matrix.shape == (found.output.size, found.input.size)
    assert len(matrix.values) == entries(found)
    expected = found.output.ravel()
    size = 1e-12 * np.abs(times(matrix, np.abs(found.input)))
    if found.output.dtype.kind == "i":
        assert times(matrix, found.input).tolist() == expected.tolist()
    else:
        assert (np.abs(times(matrix, found.input) - expected) <= np.abs(size) + 1e-9).all()
    if np.prod(matrix.shape) < 20_000:
        assert np.allclose(matrix.dense() @ found.input.ravel(), expected, atol=1e-6)


@drawn.for_each(drawn.EVERY)
def test_entries_of_a_row_are_in_the_order_of_the_cells_terms(case):
    layer, shape = case
    if getattr(layer, "reduction", "average") != "average":
        return
    found = traced(case, np.int64, 0)
    matrix = sparse(found)
    for number, at in enumerate(np.ndindex(found.output.shape)):
        here = matrix.rows == number
        terms = [term for term in Terms(found, at) if term.source is not None]
        cells = [np.ravel_multi_index((term.channel, *term.source), shape) for term in terms]
        assert matrix.columns[here].tolist() == cells
        if isinstance(layer, Weighted):
            assert matrix.values[here].tolist() == [term.weight for term in terms]


@given(drawn.transposed(), SEEDS)
def test_a_transposed_layers_matrix_is_that_of_the_convolution_turned_over(case, seed):
    layer, _ = case
    spans = layer.effective_kernel
    layer = replace(
        layer,
        padding=tuple(
            (max(min(a, span), 0), max(min(b, span), 0))
            for (a, b), span in zip(layer.pads, spans, strict=True)
        ),
        dialect="pytorch", output_padding=(0,) * layer.axes, bias=False,
    )  # fmt: skip
    assume(layer.axes < 3)
    size = tuple(3 + sum(pads) for pads in layer.pads)
    found = traced((layer, (layer.in_channels, *size)), np.int64, seed)
    conv = Conv(
        layer.out_channels, layer.in_channels, layer.kernel_size, layer.stride, layer.padding,
        layer.dilation, layer.groups, bias=False, flipped=layer.flipped,
    )  # fmt: skip
    other = sparse(trace(conv, np.zeros(found.output.shape, int), found.weight))
    assert sparse(found).dense().tolist() == other.dense().T.tolist()


@given(drawn.layers(most=5), st.booleans(), SEEDS)
def test_columns_times_the_weight_are_the_output(case, flipped, seed):
    layer, shape = case
    layer = replace(layer, flipped=flipped)
    found = traced((layer, shape), np.int64, seed)
    outs = layer.out_channels // layer.groups
    for group in range(layer.groups):
        view = columns(found, group)
        assert view.values.size == column_entries(found)
        output = view.weight @ view.values
        if found.bias is not None:
            output = output + found.bias[group * outs : (group + 1) * outs, None]
        expected = found.output[group * outs : (group + 1) * outs].reshape(outs, -1)
        assert output.tolist() == expected.tolist()
        number = seed % view.values.shape[1]
        at = np.unravel_index(number, found.output.shape[1:])
        terms = list(Terms(found, (group * outs, *map(int, at))))
        assert view.values[:, number].tolist() == [term.value for term in terms]
        assert view.channels.tolist() == [term.channel for term in terms]
        assert [tuple(tap) for tap in view.taps.tolist()] == [term.tap for term in terms]
        places = zip(*(along[:, number].tolist() for along in view.positions), strict=True)
        assert list(places) == [term.position for term in terms]


def test_what_has_no_matrix_says_so():
    most = trace(Pool("max", (2,), (1,), ((0, 0),), (1,)), np.ones((1, 3)))
    with pytest.raises(TypeError, match="has no matrix"):
        sparse(most)
    with pytest.raises(TypeError, match="only a convolution's windows"):
        columns(most)


def test_matrices_beyond_the_limit_are_refused_before_they_are_made():
    layer = Conv2d(1, 1, 3, padding=1, bias=False)
    found = trace(layer, np.ones((1, 900, 900)), np.ones((1, 1, 3, 3)))
    assert entries(found) == (900 * 3 - 2) ** 2
    with pytest.raises(InvalidLayer, match=f"7,279,204 numbers: at most {matrices.MAX_ENTRIES:,}"):
        sparse(found)
    with pytest.raises(InvalidLayer, match="7,290,000 numbers"):
        columns(found)
    small = trace(Pad(((0, 0),)), np.ones((1, 2049)))
    assert len(sparse(small).values) == 2049
    with pytest.raises(InvalidLayer, match="numbers"):
        sparse(small).dense()


def test_readers_and_coverage_agree_on_a_dilated_strided_layer():
    layer = Conv1d(1, 1, 3, stride=2, dilation=3, padding=2)
    found = trace(layer, np.ones((1, 12)), np.ones((1, 1, 3)))
    counts = coverage(layer, (12,)).counts
    assert counts.tolist() == [len(readers(found, (at - 2,))) for at in range(16)]


@given(drawn.layers(most=5), SEEDS)
def test_groups_are_blocks_on_the_diagonal(case, seed):
    layer, shape = case
    found = traced((replace(layer, bias=False), shape), np.int64, seed)
    outs, ins = layer.out_channels // layer.groups, layer.in_channels // layer.groups
    for group in range(layer.groups):
        alone = replace(
            layer, in_channels=ins, out_channels=outs, groups=1, bias=False
        )
        part = slice(group * outs, (group + 1) * outs)
        output = apply(alone, found.input[group * ins : (group + 1) * ins], found.weight[part])
        assert output.tolist() == found.output[part].tolist()


@drawn.for_each(drawn.LINEAR, SEEDS)
def test_layers_are_linear(case, seed):
    layer, shape = case
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=False)
    if isinstance(layer, Pad):
        layer = replace(layer, value=0)
    x, weight, _ = drawn.numbers(layer, shape, np.int64, seed)
    y, _, _ = drawn.numbers(layer, shape, np.int64, seed + 1)
    whole = apply(layer, 3 * x - 2 * y, weight)
    parts = 3 * apply(layer, x, weight) - 2 * apply(layer, y, weight)
    assert whole == pytest.approx(parts, rel=1e-12, abs=1e-12)


@settings(max_examples=50)
@given(drawn.layers(most=5), SEEDS)
def test_a_flipped_kernel_is_a_convolution_as_mathematics_has_it(case, seed):
    layer, shape = case
    layer = replace(
        layer, flipped=True, padding="valid", padding_mode="zeros", stride=(1,) * layer.axes,
        dilation=(1,) * layer.axes, groups=1, bias=False,
    )  # fmt: skip
    size = tuple(map(max, shape[1:], layer.kernel_size))
    x, weight, _ = drawn.numbers(layer, (layer.in_channels, *size), np.int64, seed)
    found = apply(layer, x, weight)
    for at in np.ndindex(found.shape):
        # (x ∗ w)[n] = Σ x[n − m]·w[m], n counted so that all of x is there.
        total = 0
        for channel, *m in np.ndindex(weight.shape[1:]):
            n = [a + k - 1 for a, k in zip(at[1:], layer.kernel_size, strict=True)]
            cell = tuple(a - b for a, b in zip(n, m, strict=True))
            total += x[(channel, *cell)] * weight[(at[0], channel, *m)]
        assert found[at] == total
