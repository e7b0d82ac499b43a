"""Stamps add up to the output, one after the other, whatever the layer."""

from dataclasses import replace

import numpy as np
import pytest

from convviz.engine.trace import trace
from convviz.layers.transposed import ConvTranspose
from convviz.steps.order import Steps
from convviz.steps.stamping import (
    add_channel,
    blank,
    canvas,
    covered,
    footprint,
    kernel,
    sizes_back,
    stamp,
)


def layer(kernel_size, stride, pads, extra, dilation, channels=(1, 1), groups=1, flipped=False):
    return ConvTranspose(
        *channels, kernel_size, stride, pads, extra, dilation, groups,
        bias=False, flipped=flipped,
    )


LAYERS = [
    (layer((3, 3), (2, 2), ((1, 1), (1, 1)), (1, 1), (1, 1)), (1, 3, 3)),
    (layer((3, 2), (2, 1), ((0, 1), (2, 0)), (0, 0), (2, 1)), (1, 3, 4)),
    (layer((3,), (3,), ((0, 0),), (2,), (1,), (4, 2), 2), (4, 5)),
    (layer((2, 3), (1, 2), ((0, 0), (1, 1)), (0, 1), (1, 2), (2, 3), flipped=True), (2, 4, 3)),
    (layer((1, 2, 2), (1, 2, 1), ((0, 0), (1, 0), (0, 0)), (0, 0, 0), (1, 1, 1)), (1, 2, 3, 2)),
]


def traced(layer, shape, seed=0):
    rng = np.random.default_rng(seed)
    return trace(layer, rng.normal(size=shape), rng.normal(size=layer.weight_shape))


def cut(numbers, there):
    return numbers[tuple(
        slice(-first, count - first)
        for first, count in zip(there.first, there.output, strict=True)
    )]


@pytest.mark.parametrize(("of", "shape"), LAYERS)
def test_all_stamps_add_up_to_the_output_bit_by_bit(of, shape):
    t = traced(of, shape)
    for output in range(of.out_channels):
        onto = blank(t)
        for channel in of.input_channels(output):
            add_channel(t, onto, channel, output, None)
        assert (cut(onto, canvas(t)) == t.output[output]).all()


@pytest.mark.parametrize(("of", "shape"), LAYERS)
def test_each_stamp_adds_itself_at_its_footprint(of, shape):
    t = traced(of, shape)
    there = canvas(t)
    steps = Steps.of(of, shape, by_taps=True)
    for number in range(len(steps)):
        cell, output = steps[number].stamp, steps[number].output[0]
        if not any(cell[1:]):
            expected, touched = blank(t), blank(t) > 0
        places = np.ix_(*(
            [at - first for at in axis]
            for axis, first in zip(footprint(t, cell[1:]), there.first, strict=True)
        ))
        expected[places] += stamp(t, cell, output)
        touched[places] = True
        onto = blank(t)
        add_channel(t, onto, cell[0], output, cell[1:])
        assert np.allclose(onto, expected, rtol=1e-13, atol=1e-13)
        assert (covered(t, cell[1:]) == touched).all()
    assert (covered(t, None) == touched).all()


def test_the_canvas_has_the_border_that_is_cut_and_what_is_reached_by_nothing():
    t = traced(layer((1,), (3,), ((0, 0),), (2,), (1,)), (1, 2))
    assert canvas(t).first == (0,)
    assert canvas(t).shape == t.output.shape[1:] == (6,)
    t = traced(layer((3,), (2,), ((1, 2),), (0,), (1,)), (1, 3))
    assert (canvas(t).first, canvas(t).shape) == ((-1,), (7,))
    t = traced(replace(layer((3,), (2,), ((3, 4),), (0,), (1,)), dialect="jax"), (1, 3))
    assert (canvas(t).first, canvas(t).shape) == ((0,), (10,))


def test_a_flipped_kernel_is_stamped_mirrored():
    t = traced(layer((3,), (1,), ((0, 0),), (0,), (1,), flipped=True), (1, 2))
    assert (kernel(t, 0, 0) == t.weight[0, 0, ::-1]).all()


def test_the_sizes_that_come_to_the_same_size_are_as_many_as_the_stride():
    t = traced(layer((3, 3), (2, 1), ((1, 1), (1, 1)), (1, 0), (1, 1)), (1, 4, 4))
    assert [list(axis) for axis in sizes_back(t)] == [[7, 8], [4]]
    t = traced(layer((1,), (3,), ((0, 1),), (2,), (1,)), (1, 1))
    assert list(sizes_back(t)[0]) == [1, 2]
