"""The examples that courses work through: the 5×5 ramp and the corners-and-centre kernel."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.engine.output import apply
from convviz.engine.trace import trace
from convviz.layers import Conv2d
from convviz.steps.terms import Terms

R = np.arange(1, 26).reshape(1, 5, 5)
X = np.array([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]])
DENSE = [[35, 40, 45], [60, 65, 70], [85, 90, 95]]
PADDED = [
    [8, 16, 19, 22, 14],
    [20, 35, 40, 45, 28],
    [35, 60, 65, 70, 43],
    [50, 85, 90, 95, 58],
    [38, 56, 59, 62, 44],
]


def of(**parameters):
    return apply(Conv2d(1, 1, 3, bias=False, **parameters), R, X)[0].tolist()


def test_stride_1():
    assert of() == DENSE


def test_stride_2_is_every_second_row_and_column_of_the_dense_result():
    assert of(stride=2) == [[35, 45], [85, 95]]
    assert of(stride=2) == [row[::2] for row in DENSE[::2]]


def test_zero_padding_leaves_the_inside_as_it_was():
    assert of(padding=1) == PADDED
    assert [row[1:-1] for row in of(padding=1)[1:-1]] == DENSE


def test_dilation_2_taps_every_second_cell():
    assert of(dilation=2) == [[65]]
    terms = Terms(trace(Conv2d(1, 1, 3, dilation=2, bias=False), R, X), (0, 0, 0))
    assert [term.value for term in terms if term.weight] == [1, 5, 13, 21, 25]
    assert terms.total == 65


def test_dilation_2_with_padding_2_keeps_the_size():
    assert np.array(of(dilation=2, padding=2)).shape == (5, 5)


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
def test_padding_modes_differ_in_border_rows_and_columns_only(mode):
    found = np.array(of(padding=1, padding_mode=mode))
    assert found.shape == (5, 5)
    assert found[1:-1, 1:-1].tolist() == DENSE
    border = np.ones((5, 5), bool)
    border[1:-1, 1:-1] = False
    assert (found[border] != np.array(PADDED)[border]).all()


def test_reflect_by_hand():
    # Around the corner 1 lie 7, 6, 7 above, 2 at both sides, and 7, 6, 7 below.
    assert of(padding=1, padding_mode="reflect")[0][0] == 7 + 7 + 1 + 7 + 7


@pytest.mark.parametrize(
    ("parameters", "shape", "corner"),
    [({}, (3, 3), 54), ({"stride": 2}, (2, 2), 54), ({"padding": 1}, (5, 5), 12)],
)
def test_ramp_from_0_under_nine_ones(parameters, shape, corner):
    ones = np.ones((1, 1, 3, 3), int)
    found = apply(Conv2d(1, 1, 3, **parameters), R - 1, ones)[0]
    assert found.shape == shape
    assert found[0, 0] == corner


def test_sixteen_channels_of_a_32_pixel_picture():
    layer = Conv2d(1, 16, 3, stride=2, padding=1)
    assert layer.output_shape((1, 32, 32)) == (16, 16, 16)
    out = apply(layer, np.ones((1, 32, 32)), np.ones((16, 1, 3, 3)), np.arange(16.0))
    assert out.shape == (16, 16, 16)
    assert out[:, 5, 5].tolist() == [9.0 + bias for bias in range(16)]


def test_a_kernel_is_not_flipped():
    impulse = np.zeros((1, 3, 3), int)
    impulse[0, 1, 1] = 1
    kernel = np.arange(9).reshape(1, 1, 3, 3)
    assert apply(Conv2d(1, 1, 3, padding=1), impulse, kernel)[0].tolist() == [
        [8, 7, 6],
        [5, 4, 3],
        [2, 1, 0],
    ]
