from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from convviz.errors import InvalidLayer
from convviz.layers import Conv, Conv1d, Conv2d, Conv3d
from tests import drawn


def test_one_number_is_for_all_axes():
    assert Conv2d(3, 8, 3, 2, 1, 2) == Conv(
        3, 8, (3, 3), (2, 2), ((1, 1), (1, 1)), (2, 2), 1, True, "zeros"
    )


def test_order_and_defaults_are_those_of_pytorch():
    assert Conv2d(4, 8, (3, 5), (1, 2), (1, 2), (2, 1), 4, False, "reflect") == Conv(
        4, 8, (3, 5), (1, 2), ((1, 1), (2, 2)), (2, 1), 4, False, "reflect"
    )
    assert Conv1d(1, 1, 3) == Conv(1, 1, (3,), (1,), ((0, 0),), (1,), 1, True, "zeros")
    assert Conv3d(1, 1, 2).axes == 3


def test_padding_takes_a_pair_for_each_axis():
    assert Conv2d(1, 1, 3, padding=((1, 2), (3, 4))).pads == ((1, 2), (3, 4))
    assert Conv2d(1, 1, 3, padding=[[1, 2], 3]).pads == ((1, 2), (3, 3))
    assert Conv1d(1, 1, 3, padding=((0, 2),)).pads == ((0, 2),)
    assert Conv2d(1, 1, 3, padding="full").pads == ((2, 2), (2, 2))


def test_whole_numbers_of_any_kind_become_plain_ones():
    layer = Conv2d(np.int64(1), True, np.uint8(3))
    assert [type(n) for n in (layer.in_channels, layer.out_channels, *layer.kernel_size)] == (
        [int] * 4
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"kernel_size": 2.0}, "kernel_size takes whole numbers, got 2.0"),
        ({"kernel_size": "3"}, "kernel_size takes whole numbers, got '3'"),
        ({"kernel_size": (3, 3, 3)}, "kernel_size takes 1 or 2 numbers, got 3: (3, 3, 3)"),
        ({"stride": None}, "stride takes whole numbers, got None"),
        ({"padding": ((1, 1),)}, "padding takes a pair for each of 2 axes, got ((1, 1),)"),
        ({"padding": ((1, 2, 3), 1)}, "padding takes 1 or 2 numbers, got 3: (1, 2, 3)"),
        ({"groups": 1.5}, "groups takes whole numbers, got 1.5"),
    ],
)
def test_what_is_no_whole_number_is_refused(arguments, said):
    with pytest.raises(InvalidLayer) as caught:
        Conv2d(1, 1, **{"kernel_size": 3, **arguments})
    assert str(caught.value) == said
    assert caught.value.problems[0].field in arguments


def test_one_axis_takes_one_number():
    with pytest.raises(InvalidLayer, match=r"stride takes 1 number, got 2: \(1, 2\)"):
        Conv1d(1, 1, 3, stride=(1, 2))


def test_invalid_layer_is_a_value_error():
    with pytest.raises(ValueError, match="keeps the size only at stride 1, the stride is 2"):
        Conv2d(1, 1, 3, stride=2, padding="same")


@given(drawn.layers())
def test_a_layer_reads_as_the_call_that_makes_it(case):
    layer, _ = case
    constructors = {"Conv1d": Conv1d, "Conv2d": Conv2d, "Conv3d": Conv3d}
    assert eval(repr(layer), constructors) == layer  # noqa: S307


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Conv2d(1, 1, 3), "Conv2d(1, 1, kernel_size=3)"),
        (
            Conv2d(4, 8, (3, 5), 2, 1, (1, 2), 4, False, "circular"),
            "Conv2d(4, 8, kernel_size=(3, 5), stride=2, padding=1, dilation=(1, 2), groups=4, "
            "bias=False, padding_mode='circular')",
        ),
        (Conv1d(1, 1, 2, padding="same"), "Conv1d(1, 1, kernel_size=2, padding='same')"),
        (
            Conv2d(1, 1, 2, padding=((0, 1), (0, 1))),
            "Conv2d(1, 1, kernel_size=2, padding=((0, 1), (0, 1)))",
        ),
        (Conv2d(1, 1, 2, padding=(0, 1)), "Conv2d(1, 1, kernel_size=2, padding=(0, 1))"),
    ],
)
def test_defaults_are_left_out_of_the_call(layer, text):
    assert repr(layer) == text


def test_arrays_stand_for_numbers_of_each_axis():
    layer = Conv2d(1, 1, np.array([3, 5]), stride=np.array([1, 2]), padding=np.array([[0, 1]] * 2))
    assert layer == Conv2d(1, 1, (3, 5), stride=(1, 2), padding=((0, 1), (0, 1)))
    assert type(layer.kernel_size[0]) is int
    assert Conv2d(1, 1, np.int64(3), bias=np.False_).bias is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"bias": "x"}, "bias is True or False, got 'x'"),
        ({"bias": None}, "bias is True or False, got None"),
        ({"padding_mode": 3}, "padding_mode is one of zeros, reflect"),
        ({"padding_mode": np.zeros(2)}, "padding_mode is one of zeros, reflect"),
        ({"stride": np.array([1.5, 2])}, "stride takes whole numbers, got 1.5"),
    ],
)
def test_arguments_of_a_wrong_kind_are_one_sentence(arguments, sentence):
    with pytest.raises(InvalidLayer, match=sentence):
        Conv2d(1, 1, 3, **arguments)


@pytest.mark.parametrize("wrong", [None, 5, "777"])
def test_an_input_s_shape_is_a_list_of_whole_numbers(wrong):
    with pytest.raises(InvalidLayer, match="an input's shape is whole numbers such as"):
        Conv2d(1, 1, 3).output_shape(wrong)
