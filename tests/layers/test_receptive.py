from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.errors import ConvvizError, InvalidLayer
from convviz.layers import (
    AdaptiveAvgPool1d,
    AvgPool2d,
    Conv,
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    GlobalAvgPool1d,
    MaxPool1d,
    MaxPool2d,
    Pad2d,
    ReceptiveField,
    receptive_field,
)
from convviz.layers.construct import fold, unfold


def test_no_layers_no_fields():
    assert receptive_field([]) == []


def test_padding_moves_the_first_centre():
    assert receptive_field([Conv2d(1, 1, 3)])[0] == ReceptiveField((3, 3), (1, 1), (1.0, 1.0))
    assert receptive_field([Conv2d(1, 1, 3, padding=1)])[0].start == (0.0, 0.0)
    assert receptive_field([Conv2d(1, 1, 3, padding=1, dilation=2)])[0].start == (1.0, 1.0)
    assert receptive_field([Conv1d(1, 1, 3, padding="causal")])[0].start == (-1.0,)
    assert receptive_field([Conv1d(1, 1, 2, stride=2)])[0] == ReceptiveField((2,), (2,), (0.5,))


def test_axes_are_by_themselves():
    fields = receptive_field([Conv2d(1, 1, (3, 1), stride=(2, 1)), Conv2d(1, 1, (3, 5))])
    assert fields[-1] == ReceptiveField((7, 5), (2, 1), (3.0, 2.0))


def test_layers_of_other_axes_are_refused():
    with pytest.raises(InvalidLayer, match="layer 2 has 1 axis, those before it 2"):
        receptive_field([Conv2d(1, 1, 3), Conv1d(1, 1, 3)])


def line(kernel, stride, dilation, before):
    return Conv(1, 1, (kernel,), (stride,), ((before, 0),), (dilation,))


FEW = st.integers(1, 4)


@given(st.lists(st.builds(line, FEW, FEW, FEW, st.integers(0, 5)), min_size=1, max_size=4), FEW)
def test_fields_are_those_found_by_following_every_tap(layers, unit):
    seen = {unit}
    for layer in reversed(layers):
        seen = {
            at * layer.stride[0] + tap * layer.dilation[0] - layer.pads[0][0]
            for at in seen
            for tap in range(layer.kernel_size[0])
        }
    field = receptive_field(layers)[-1]
    assert max(seen) - min(seen) + 1 == field.size[0]
    assert (max(seen) + min(seen)) / 2 == field.start[0] + unit * field.jump[0]


def test_a_chain_is_made_of_layers_whose_channels_fit():
    with pytest.raises(InvalidLayer, match="layer 2 takes 3 channels, the one before gives 4"):
        receptive_field([Conv2d(1, 4, 3), Conv2d(3, 1, 3)])
    for wrong in (Conv2d(1, 1, 3), 5):
        with pytest.raises(TypeError, match=r"receptive_field\(\[layer\]\)"):
            receptive_field(wrong)
    with pytest.raises(TypeError, match="a layer is expected"):
        receptive_field([None])


def test_no_stride_is_too_large():
    far = Conv1d(1, 1, 4, stride=10**9)
    fields = receptive_field([far] * 40 + [Conv1d(1, 1, 1, padding=5)])
    assert fields[39].jump == (10**360,)
    assert fields[39].start == (float("inf"),)


def test_pools_and_padding_are_windows_too():
    fields = receptive_field([Pad2d(1), Conv2d(1, 4, 3), MaxPool2d(2), AvgPool2d(3, 1, 1)])
    assert [field.size[0] for field in fields] == [1, 3, 4, 8]
    assert [field.jump[0] for field in fields] == [1, 1, 2, 2]
    assert [field.start[0] for field in fields] == [-1, 0, 0.5, 0.5]


def test_padding_that_depends_on_the_size_takes_the_size():
    layers = [Conv1d(1, 1, 3, stride=2, padding="same", dialect="jax"), MaxPool1d(2)]
    with pytest.raises(ConvvizError, match="layer 1 has padding 'same', which depends on the"):
        receptive_field(layers)
    assert receptive_field(layers, (6,))[0].start == (1.0,)
    assert receptive_field(layers, (7,))[0].start == (0.0,)


def test_equal_parts_are_a_pool():
    assert receptive_field([GlobalAvgPool1d()], (7,)) == [ReceptiveField((7,), (7,), (3.0,))]
    assert receptive_field([MaxPool1d(2), AdaptiveAvgPool1d(3)], (12,))[1].size == (4,)
    with pytest.raises(ConvvizError, match="unequal parts: 7 mod 3 = 1"):
        receptive_field([AdaptiveAvgPool1d(3)], (7,))
    with pytest.raises(ConvvizError, match="layer 1 is an adaptive pool, whose parts depend"):
        receptive_field([AdaptiveAvgPool1d(3)])


def test_where_units_see_differently_it_is_said():
    with pytest.raises(ConvvizError, match="layer 2 is a transposed convolution"):
        receptive_field([MaxPool1d(2), ConvTranspose1d(1, 1, 2)])
    with pytest.raises(ConvvizError, match="folds a matrix"):
        receptive_field([fold(4, 2)])
    assert receptive_field([unfold(3)])[0].size == (3, 3)
