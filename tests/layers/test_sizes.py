from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.layers import sizes
from convviz.layers.sizes import Unread

FEW = st.integers(1, 9)


@settings(max_examples=80)
@given(st.integers(1, 30), st.tuples(st.integers(0, 9), st.integers(0, 9)), FEW, FEW, FEW)
def test_unread_cells_are_those_that_no_tap_of_any_window_meets(size, pads, kernel, stride, step):
    before, after = pads
    padded = size + before + after
    last_tap = (kernel - 1) * step
    read = {
        start + tap * step for start in range(0, padded - last_tap, stride) for tap in range(kernel)
    }
    missed = [cell for cell in range(padded) if cell not in read]
    inner = sum(before <= cell < before + size for cell in missed)
    assert sizes.unread(size, pads, kernel, stride, step) == Unread(inner, len(missed) - inner)
    expected = [cell in read for cell in range(padded)]
    assert [bool(cell) for cell in sizes.read_positions(padded, kernel, stride, step)] == expected


def test_unread_cells_of_absurd_sizes_are_counted_at_once():
    # Stride 3 after a kernel of 2: every third cell of 3·10¹⁸ + 2 lies between windows.
    assert sizes.unread(3 * 10**18 + 2, (0, 0), 2, 3, 1) == Unread(10**18, 0)
    # Dilation 2 at stride 2 reads every second cell.
    assert sizes.unread(2 * 10**18 + 1, (0, 0), 10**9, 2, 2) == Unread(10**18, 0)
    assert sizes.unread(5, (10**18, 10**18), 1, 1, 1) == Unread(0, 0)


def test_nothing_is_read_where_no_window_fits():
    assert sizes.unread(3, (1, 0), 9, 1, 1) == Unread(3, 1)
    assert sizes.read_positions(4, 9, 1, 1) == bytearray(4)
    assert sizes.output_size(4, 9, 1, 1) <= 0


def test_two_rows_of_a_strided_layer_stay_unread():
    # 8 cells, windows of 3 at 0 and 4: cell 3 between them and cell 7 after them.
    assert sizes.unread(8, (0, 0), 3, 4, 1) == Unread(2, 0)
    assert list(sizes.read_positions(8, 3, 4, 1)) == [1, 1, 1, 0, 1, 1, 1, 0]


def test_padding_that_is_never_read_is_told_apart():
    # As ResNet's first stride: the last cell of the right padding has no window.
    assert sizes.unread(224, (1, 1), 3, 2, 1) == Unread(0, 1)
