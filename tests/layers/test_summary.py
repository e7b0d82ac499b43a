from __future__ import annotations

import pytest
from hypothesis import given

from convviz.errors import InvalidLayer
from convviz.layers import Conv, Conv2d, Graph, Node, summarise
from convviz.layers.sizes import Unread
from convviz.layers.summary import SizeFormula, formulas, output_shape
from tests import drawn, loops


def test_all_that_a_layer_says():
    said = summarise(Conv2d(4, 6, (3, 2), stride=(2, 3), padding=1, groups=2), (4, 7, 8))
    assert said.input_shape == (4, 7, 8)
    assert said.output_shape == (6, 4, 3)
    assert said.effective_kernel == (3, 2)
    assert said.unread == (Unread(0, 0), Unread(3, 1))
    assert (said.weights, said.biases, said.parameters) == (6 * 2 * 6, 6, 78)
    assert said.multiply_adds == 6 * 4 * 3 * 2 * 6
    assert said.receptive_field.size == (3, 2)


def test_a_layer_without_bias_has_weights_alone():
    assert summarise(Conv2d(1, 1, 3, bias=False), (1, 3, 3)).parameters == 9


def test_the_formula_has_its_numbers_filled_in():
    (height, width) = formulas(Conv2d(1, 1, 3, stride=(2, 1), padding=1), (7, 9))
    assert str(height) == "⌊(7 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊6 / 2⌋ + 1 = 4"
    assert (width.numerator, width.result) == (8, 9)


def test_the_formula_holds_for_drafts():
    (row,) = formulas(Conv(1, 1, (5,), (2,), ((0, 0),), (1,)), (1,))
    assert row.reduced == "⌊−4 / 2⌋ + 1"
    assert row.result == -1
    assert SizeFormula(5, 0, 0, 1, 3, 0).result == 0
    assert SizeFormula(5, 0, 0, 1, 3, -1).result == 0


def test_an_invalid_layer_has_no_shape():
    with pytest.raises(InvalidLayer, match="9 > 5"):
        output_shape(Conv2d(1, 1, 9), (1, 5, 9))


@given(drawn.layers())
def test_shapes_are_those_found_by_sliding(case):
    layer, shape = case
    starts = loops.positions(layer, shape[1:])
    assert layer.output_shape(shape) == (layer.out_channels, *map(len, starts))
    said = summarise(layer, shape)
    assert said.multiply_adds == len(starts[0]) * layer.taps * layer.out_channels * (
        said.output_shape[-1] if layer.axes == 2 else 1
    ) * (said.output_shape[2] * said.output_shape[3] if layer.axes == 3 else 1)


def test_the_smallest_graph_is_one_layer():
    layer = Conv2d(1, 1, 3)
    assert Graph.single(layer).nodes == (Node("conv", layer, ("input",)),)


def test_output_channels_read_the_input_channels_of_their_group():
    layer = Conv2d(6, 4, 3, groups=2)
    assert [layer.input_channels(channel) for channel in range(4)] == (
        [range(3)] * 2 + [range(3, 6)] * 2
    )
