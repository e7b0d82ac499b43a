from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from convviz.layers import Conv2d, ConvTranspose2d, Pad1d
from convviz.layers.construct import fold
from convviz.layers.reading import Copies, Parts, Stamps, Windows
from convviz.layers.shapes import around, reading
from tests.layers import kinds


@settings(
    max_examples=120, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(kinds.layers())
def test_readers_positions_and_taps_say_the_same(case):
    layer, shape = case
    for axis, size in zip(reading(layer, shape[1:]), shape[1:], strict=True):
        met = {}
        for output in range(axis.count):
            positions = axis.positions(output)
            assert len(positions) == len(axis.taps(output))
            for tap, position in zip(axis.taps(output), positions, strict=True):
                met.setdefault(tap, []).append(position)
                assert output in axis.readers(position)
        for position in range(-4, size + 4):
            for output in axis.readers(position):
                assert position in axis.positions(output)
        if not isinstance(axis, Parts):
            for tap, positions in met.items():
                assert set(axis.meets(tap)) == set(positions)


def test_windows_that_reach_beyond_the_end_read_less():
    axis = Windows(3, 3, 2, 1, 0, 6)
    assert [list(axis.positions(output)) for output in range(3)] == [[0, 1, 2], [2, 3, 4], [4, 5]]
    assert list(axis.meets(2)) == [2, 4]
    assert axis.readers(6) == []


def test_stamps_begin_with_their_last_tap():
    axis = Stamps(7, 3, 3, 2, 1, 0)
    assert list(axis.taps(2)) == [2, 0]
    assert list(axis.positions(2)) == [0, 1]
    assert axis.readers(3) == []
    assert list(Stamps(4, 2, 1, 2, 1, 0).taps(1)) == []


def test_equal_parts_have_taps():
    assert list(Parts(2, 6).meets(1)) == [1, 4]
    assert list(Parts(2, 5).meets(1)) == []
    assert Parts(2, 5).readers(2) == [0, 1]
    assert Parts(2, 5).readers(5) == []


def test_copies():
    axis = Copies(4, -1)
    assert axis.readers(0) == []
    assert list(axis.meets(0)) == [1, 2, 3, 4]


def test_channels_read_their_own_or_their_groups():
    assert list(ConvTranspose2d(4, 6, 3, groups=2).input_channels(4)) == [2, 3]
    assert ConvTranspose2d(4, 6, 3, groups=2).taps == 18
    assert list(Pad1d(1).input_channels(2)) == [2]
    assert list(fold(3, 2).input_channels(2)) == [0]
    assert around(ConvTranspose2d(1, 1, 3, padding=1)) == ((0, 0), (0, 0))
    assert around(Conv2d(1, 1, 3, padding=1)) == ((1, 1), (1, 1))


def test_a_named_padding_has_no_numbers_before_it_is_decided():
    for layer in (
        ConvTranspose2d(1, 1, 3, padding="same", dialect="onnx"),
        kinds.Pool("max", (3, 3), (2, 2), "same", (1, 1), dialect="onnx"),
    ):
        assert layer.pads == ((0, 0), (0, 0))
    pool = kinds.Pool("max", (3, 3), (2, 2), "same", (1, 1), dialect="onnx")
    assert list(pool.input_channels(1)) == [1]
    assert list(kinds.AdaptivePool("max", (1,)).input_channels(3)) == [3]
