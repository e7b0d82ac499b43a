"""Which cells have to do with which, checked by changing one and seeing what follows."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.engine.trace import trace
from convviz.layers import Conv1d, Conv2d
from convviz.steps.pointing import copies, meets, readers, window
from tests import drawn, loops


def generic(layer, shape):
    """Return a trace whose weights are powers of two, so that no changes cancel."""
    x = np.zeros(shape, int)
    weight = np.zeros(layer.weight_shape, int)
    weight.reshape(layer.out_channels, -1)[:] = 2 ** np.arange(layer.taps, dtype=np.int64)
    return trace(layer, x, weight)


@settings(max_examples=60)
@given(drawn.layers(most=4), st.data())
def test_readers_of_an_input_cell_are_the_outputs_that_change_with_it(case, data):
    layer, shape = case
    before = generic(layer, shape)
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in shape[1:])
    x = before.input.copy()
    x[(slice(None), *cell)] = 1
    after = trace(layer, x, before.weight)
    changed = (after.output != before.output).any(axis=0)
    assert readers(before, cell) == [tuple(map(int, at)) for at in np.argwhere(changed)]


@settings(max_examples=60)
@given(drawn.layers(most=4), st.data())
def test_copies_of_an_input_cell_are_the_padded_cells_that_change_with_it(case, data):
    layer, shape = case
    before = generic(layer, shape)
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in shape[1:])
    x = before.input.copy()
    x[(slice(None), *cell)] = 1
    changed = np.argwhere(trace(layer, x, before.weight).padded[0])
    firsts = [first for first, _ in layer.pads]
    expected = [tuple((at - firsts).tolist()) for at in changed]
    assert list(copies(before, cell)) == expected
    assert cell in expected


@settings(max_examples=60)
@given(drawn.layers(), st.data())
def test_windows_readers_and_taps_agree(case, data):
    layer, shape = case
    found = generic(layer, shape)
    size = found.output.shape[1:]
    at = tuple(data.draw(st.integers(0, length - 1)) for length in size)
    cells = list(product(*window(found, at)))
    starts = loops.positions(layer, shape[1:])
    assert cells == loops.reads(layer, [along[i] for along, i in zip(starts, at, strict=True)])
    for cell in cells:
        assert at in readers(found, cell)
    tap = tuple(data.draw(st.integers(0, length - 1)) for length in layer.kernel_size)
    met = {
        loops.reads(layer, start)[np.ravel_multi_index(tap, layer.kernel_size)]
        for start in product(*starts)
    }
    assert set(product(*meets(found, tap))) == met


@given(drawn.layers())
def test_a_cell_of_the_padding_is_read_where_it_stands(case):
    layer, shape = case
    found = generic(layer, shape)
    cell = tuple(-before for before, _ in layer.pads)
    if any(cell):
        assert list(copies(found, cell)) == [cell]
        assert readers(found, cell) == [(0,) * layer.axes]


def test_edges_are_read_less_than_the_middle():
    found = generic(Conv2d(1, 1, 3), (1, 5, 5))
    counts = [[len(readers(found, (row, column))) for column in range(5)] for row in range(5)]
    assert counts == [
        [1, 2, 3, 2, 1],
        [2, 4, 6, 4, 2],
        [3, 6, 9, 6, 3],
        [2, 4, 6, 4, 2],
        [1, 2, 3, 2, 1],
    ]


def test_a_skipped_cell_has_no_readers():
    found = generic(Conv1d(1, 1, 2, stride=3), (1, 8))
    assert [readers(found, (at,)) for at in range(8)] == [
        [(0,)], [(0,)], [], [(1,)], [(1,)], [], [(2,)], [(2,)],
    ]  # fmt: skip


def test_the_first_cell_is_also_read_through_the_border_that_repeats_it():
    found = generic(Conv1d(1, 1, 3, padding=2, padding_mode="replicate"), (1, 4))
    assert list(copies(found, (0,))) == [(-2,), (-1,), (0,)]
    assert readers(found, (0,)) == [(0,), (1,), (2,)]
    assert readers(found, (-2,)) == [(0,)]


def test_a_corner_with_a_wide_border_is_found_at_once():
    layer = Conv2d(1, 1, 3, padding=1000, padding_mode="replicate")
    found = trace(layer, np.ones((1, 2, 2)), np.ones((1, 1, 3, 3)))
    assert len(readers(found, (0, 0))) == 1001**2
