from __future__ import annotations

import pytest

from convviz.layers import (
    AdaptiveAvgPool2d,
    Conv1d,
    ConvTranspose1d,
    MaxPool1d,
    Pad2d,
    Pool,
    summarise,
)
from convviz.layers.construct import fold, unfold
from convviz.layers.costs import multiply_adds, unread
from convviz.layers.formulas import CeilFormula, formulas
from convviz.layers.sizes import Unread, unstamped


def text(layer, *size):
    return [str(row) for row in formulas(layer, size)]


def test_a_transposed_convolution():
    assert text(ConvTranspose1d(1, 1, 3, 2, 1, 1), 4) == [
        "(4 − 1)·2 − 1 − 1 + 1·(3 − 1) + 1 + 1 = 6 − 2 + 2 + 2 = 8"
    ]
    # What JAX pads more than a stamp spans, is cut off negatively.
    assert text(ConvTranspose1d(1, 1, 3, padding=((3, 2),), dialect="jax"), 4) == [
        "(4 − 1)·1 + 1 − 0 + 1·(3 − 1) + 0 + 1 = 3 + 1 + 2 + 1 = 7"
    ]


def test_a_pool_that_rounds_up():
    assert text(MaxPool1d(3, 2, ceil_mode=True), 6) == [
        "⌈(6 + 0 + 0 − 1·(3 − 1) − 1) / 2⌉ + 1 = ⌈3 / 2⌉ + 1 = 3"
    ]
    assert CeilFormula(5, 0, 0, 1, 3, 0).result == 0


def test_the_dropped_window_is_said():
    (row,) = formulas(MaxPool1d(1, 3, ceil_mode=True), (5,))
    assert (row.dropped, row.drop, row.result) == (True, row.drop, 2)
    assert row.drop == (
        "the last window is dropped, it would begin in the padding: 2·3 ≥ 5 + 0"
    )
    assert str(row) == (
        "⌈(5 + 0 + 0 − 1·(1 − 1) − 1) / 3⌉ + 1 − 1 = ⌈4 / 3⌉ + 1 − 1 = 2 "
        "(the last window is dropped, it would begin in the padding: 2·3 ≥ 5 + 0)"
    )
    (kept,) = formulas(MaxPool1d(3, 2, ceil_mode=True), (6,))
    assert kept.drop == ""


def test_padding_and_adaptive_pools():
    assert text(Pad2d(((1, -2), (2, 2))), 5, 6) == ["5 + 1 − 2 = 4", "6 + 2 + 2 = 10"]
    assert [row.reduced for row in formulas(Pad2d(((1, -2), (2, 2))), (5, 6))] == [
        "5 − 1", "6 + 4"
    ]
    assert text(AdaptiveAvgPool2d((3, 1)), 5, 6) == [
        "3, part o from ⌊o·5/3⌋ to ⌈(o + 1)·5/3⌉", "1, all 6 cells"
    ]
    assert [row.reduced for row in formulas(AdaptiveAvgPool2d((None, 1)), (5, 6))] == ["5", "1"]


def test_matrices():
    rows, columns = formulas(unfold(3, stride=2), (7, 5), 2)
    assert str(rows) == "2 · 3 · 3 = 18"
    assert str(columns) == (
        "(⌊(7 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1) · (⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1) "
        "= 3 · 2 = 6"
    )
    height, _ = formulas(fold((7, 5), 3, stride=2), (18, 6))
    assert (height.substituted, height.reduced, height.result) == ("7", "7", 7)
    assert str(height) == (
        "7, windows ⌊(7 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊4 / 2⌋ + 1 = 3"
    )


def test_drafts_have_formulas_too():
    draft = Pool("max", (3,), (0,), "same", (1,), ceil_mode=True, dialect="onnx")
    assert formulas(draft, (5,))[0].result == 0
    (row,) = formulas(Conv1d(1, 1, 3, padding="same", dialect="jax"), (0,))
    assert row.result == 0


def test_dialects_pad_by_the_inputs_size():
    (row,) = formulas(Conv1d(1, 1, 3, stride=2, padding="same", dialect="jax"), (6,))
    assert (row.before, row.after, row.result) == (0, 1, 3)


def test_transposed_products_are_counted_on_the_input():
    # 3 cells, each stamped with 5 taps for each of the 2 outputs of its group, 4 channels.
    layer = ConvTranspose1d(4, 4, 5, stride=3, padding=2, groups=2)
    assert multiply_adds(layer, (4, 3)) == 4 * 3 * 5 * 2
    said = summarise(layer, (4, 3))
    assert (said.weights, said.biases, said.operations) == (4 * 2 * 5, 4, 120)
    assert summarise(ConvTranspose1d(1, 2, 3, bias=False), (1, 3)).biases == 0


def test_rows_and_columns_of_a_matrix_that_are_cut_off():
    # A window of one column lies in the padding at each end.
    assert unread(fold((1, 2), 1, padding=((0, 0), (1, 1))), (1, 4)) == (
        Unread(0, 0), Unread(2, 0)
    )
    # With one window its outer taps never land in the output.
    assert unread(fold((1, 1), 3, padding=1), (9, 1)) == (Unread(8, 0), Unread(0, 0))


@pytest.mark.parametrize(
    ("size", "count", "before", "kernel", "stride", "dilation"),
    [(4, 2, 3, 1, 1, 1), (3, 1, 2, 2, 1, 3), (5, 2, 9, 3, 2, 4), (2, 1, 50, 2, 1, 1)],
)
def test_stamps_that_are_cut_off(size, count, before, kernel, stride, dilation):
    lost = sum(
        not any(0 <= at * stride + tap * dilation - before < count for tap in range(kernel))
        for at in range(size)
    )
    assert unstamped(size, count, before, kernel, stride, dilation) == lost
