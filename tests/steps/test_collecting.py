"""Gradients collected over the steps come to what the engine makes of them at once."""

import numpy as np
import pytest

from convviz.engine.gradients import gradients
from convviz.engine.trace import trace
from convviz.layers.conv import Conv
from convviz.layers.padding import Pad
from convviz.layers.pooling import Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps.collecting import Collected, between, outputs_of

PAIR = ((1, 1), (1, 1))
LAYERS = [
    (Conv(4, 6, (3, 3), (1, 2), PAIR, (1, 1), 2, bias=True), (4, 4, 5)),
    (Conv(1, 2, (3,), (1,), ((2, 2),), (2,), 1, bias=False, padding_mode="reflect"), (1, 7)),
    (ConvTranspose(4, 2, (3, 3), (2, 1), PAIR, (1, 0), (1, 1), 2, bias=True), (4, 3, 3)),
    (Pool("max", (2, 2), (2, 1), ((0, 0), (0, 0)), (1, 1)), (2, 4, 5)),
    (Pool("average", (3,), (2,), ((1, 1),), (1,)), (2, 6)),
    (Pad(((1, 2), (0, -1)), "reflect"), (2, 4, 4)),
]


def traced(layer, shape):
    rng = np.random.default_rng(3)
    weight = rng.normal(size=layer.weight_shape) if hasattr(layer, "weight_shape") else None
    bias = rng.normal(size=layer.out_channels) if getattr(layer, "bias", False) else None
    found = trace(layer, rng.normal(size=shape), weight, bias)
    return found, rng.normal(size=found.output.shape)


@pytest.mark.parametrize(("layer", "shape"), LAYERS)
def test_after_the_last_step_the_gradients_are_the_layers(layer, shape):
    t, grad = traced(layer, shape)
    whole = gradients(layer, t.input, t.weight, grad)
    cells = t.output[0].size
    for channel in range(shape[0]):
        outputs = outputs_of(t.layer, channel)
        for output in outputs:
            found = Collected.of(t, channel, output, grad)
            assert np.allclose(found.final, whole.x[channel], rtol=1e-12, atol=1e-12)
            if t.weight is not None:
                first, second = (output, channel) if isinstance(layer, Conv) else (channel, output)
                kernel = whole.weight[first, second % t.weight.shape[1]]
                assert np.allclose(found.weight_after(cells), kernel, rtol=1e-12, atol=1e-12)
                assert (found.weight_after(cells) == found.weight).all()
        assert np.allclose(found.input_after(cells), whole.x[channel], rtol=1e-12, atol=1e-12)
        assert (found.input_after(0) == found.earlier).all()


def test_without_a_weight_there_is_none_to_collect():
    t, grad = traced(*LAYERS[3])
    assert Collected.of(t, 0, 0, grad).weight_after(3) is None


def test_the_part_between_two_channels_adds_up_to_the_layer():
    t, _ = traced(*LAYERS[0])
    for output in range(6):
        parts = [
            between(t, channel, range(output, output + 1)).output[0]
            for channel in t.layer.input_channels(output)
        ]
        assert np.allclose(sum(parts) + t.bias[output], t.output[output])
