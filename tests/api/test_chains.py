"""Figures of several layers, from arrays."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest

import convviz as cv

LAYERS = [cv.Conv2d(1, 2, 3, padding=1, bias=False), cv.MaxPool2d(2), cv.Conv2d(2, 1, 2)]
RAMP = np.arange(36).reshape(1, 6, 6)


def test_a_list_of_layers_is_drawn_in_depth_step_by_step_of_the_last(tmp_path):
    figure = cv.figure(LAYERS, RAMP, show="isometric", step=-1)
    assert figure.step == 3
    root = ET.fromstring(figure.svg())  # noqa: S314 - our own text
    assert root.get("width") == "1280"
    figure.save(tmp_path / "chain.png")
    figure.save(tmp_path / "chain.pdf")
    assert (tmp_path / "chain.pdf").read_bytes().startswith(b"%PDF")


def test_a_list_of_layers_moves_too():
    moving = cv.animation(LAYERS, RAMP, show="isometric", turn=50, size=(200, 120))
    assert moving.steps == (0, 1, 2, 3)
    assert moving.html().startswith("<")


def test_each_layer_has_its_own_weight_and_bias():
    weights = [np.ones((2, 1, 3, 3)), None, np.ones((1, 2, 2, 2))]
    figure = cv.figure(LAYERS, RAMP, weights, [None, None, [7]], show="isometric")
    first = cv.apply(LAYERS[1], cv.apply(LAYERS[0], RAMP, weights[0]))
    expected = cv.apply(LAYERS[2], first, weights[2], [7])
    np.testing.assert_array_equal(figure._trace.above[-1].output, expected)
    named = cv.figure(LAYERS, RAMP, ["ones", None, "ones"], show="isometric")
    np.testing.assert_array_equal(named._trace.above[-1].output, expected - 7)


def test_one_layer_in_a_list_is_a_layer():
    alone = cv.figure(LAYERS[:1], RAMP, [np.ones((2, 1, 3, 3))], show="isometric").svg()
    assert alone == cv.figure(LAYERS[0], RAMP, np.ones((2, 1, 3, 3)), show="isometric").svg()
    assert alone != cv.figure(
        LAYERS[0], RAMP, np.ones((2, 1, 3, 3)), show="isometric", turn=50
    ).svg()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: cv.figure([], RAMP), "at least one"),
        (lambda: cv.figure(LAYERS, RAMP), "show 'layer': several layers are shown as isometric"),
        (lambda: cv.figure([LAYERS[0], LAYERS[0]], RAMP, show="isometric"), "layer 2: "),
        (lambda: cv.figure(LAYERS, RAMP, [None], show="isometric"), "weight: a list of layers ta"),
        (lambda: cv.figure(LAYERS, RAMP, "ones", show="isometric"), "takes a list of 3"),
        (lambda: cv.figure([cv.Unfold(3)], RAMP, show="isometric"), "this layer is shown as la"),
        (
            lambda: cv.figure(
                [LAYERS[0], cv.MaxPool2d(2, dialect="jax")], RAMP, show="isometric"
            ),
            "layer 2 is jax, the first pytorch",
        ),
        (lambda: cv.figure(LAYERS[0], RAMP, show="isometric", turn=90), "from 10 to 65, got 90"),
        (lambda: cv.figure(LAYERS[0], RAMP, show="isometric", turn="x"), "from 10 to 65, got 'x'"),
    ],
)
def test_what_cannot_be_is_one_sentence(call, sentence):
    with pytest.raises(cv.ConvvizError) as caught:
        call()
    assert sentence in str(caught.value)


def test_a_list_of_something_else_is_refused():
    with pytest.raises(TypeError):
        cv.figure([LAYERS[0], "pool"], RAMP, show="isometric")
