"""What the pictures of transposed convolutions and of gradients are made from in tests."""

from __future__ import annotations

from itertools import product
from re import findall

import numpy as np

from convviz.engine.trace import trace
from convviz.figures.still import Choice
from convviz.layers.conv import Conv
from convviz.layers.folding import Unfold
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.steps import folded
from convviz.steps.order import Steps
from tests.pictures import read, walk

SIZES = ((1280, 720), (640, 360), (360, 640), (90, 70))


def transpose(kernel=(3, 3), stride=(2, 2), pads=((1, 1), (1, 1)), extra=(0, 0), **others):
    """Return a transposed convolution of one channel."""
    options = {"bias": False, "dilation": (1,) * len(kernel), **others}
    channels = options.pop("channels", (1, 1))
    return ConvTranspose(
        *channels, kernel_size=kernel, stride=stride, padding=pads, output_padding=extra, **options
    )


def conv(kernel=(3, 3), stride=(1, 1), pads=((0, 0), (0, 0)), **others):
    """Return a convolution of one channel."""
    options = {"bias": False, "dilation": (1,) * len(kernel), **others}
    channels = options.pop("channels", (1, 1))
    return Conv(*channels, kernel_size=kernel, stride=stride, padding=pads, **options)


def ramped(layer, shape):
    """Return the numbers of a layer on a ramp from 1, with weights that are a ramp, too."""
    weighted = isinstance(layer, Conv | ConvTranspose)
    weight = np.arange(1, 1 + int(np.prod(layer.weight_shape))) if weighted else None
    x = np.arange(1, 1 + int(np.prod(shape))).reshape(shape)
    bias = np.arange(1, 1 + layer.out_channels) * 100 if weighted and layer.bias else None
    return trace(layer, x, None if weight is None else weight.reshape(layer.weight_shape), bias)


def seen(module, moving, found, number, *, pointer=None, size=(1280, 720), **view):
    """Return (still, overlay, step) of a view of some numbers at a step."""
    options = ViewOptions(**view)
    steps = Steps.of(found.layer, found.input.shape, by_taps=options.by_taps)
    step = steps[number % len(steps)]
    still = module.still(found, chosen(found, step), options, size)
    return still, moving(still, step, options, pointer), step


def chosen(found, step):
    """Return the channels that a step shows."""
    layer = found.layer
    if step.stamp is not None:
        return Choice(step.stamp[0], step.output[0])
    if isinstance(layer, Unfold):
        return Choice(folded.image_cell(layer, found.reading, step.output[1:])[0], 0)
    return Choice(layer.input_channels(step.output[0])[0], step.output[0])


def added(text):
    """Return what a written sum comes to; where it says so itself, that has to be right."""
    terms, _, said = text.partition("=")
    total = sum(map(read, findall(r"−?[^\s+−]+", terms.replace(" − ", " + −"))))
    assert not said or read(said.strip()) == total
    return total


def stays_inside(module, moving, found, pointers):
    """Assert that all panels are in the picture at every size, whatever is pointed at."""
    for size, by_taps, values in product(SIZES, (False, True), (False, True)):
        view = ViewOptions(by_taps=by_taps, values=values, ghost=values)
        steps = Steps.of(found.layer, found.input.shape, by_taps=by_taps)
        step = steps[7 % len(steps)]
        still = module.still(found, chosen(found, step), view, size)
        for spot in still.scene.hotspots:
            assert min(spot.x, spot.y) >= 0
            assert spot.x + spot.width <= size[0]
            assert spot.y + spot.height <= size[1]
        plain = moving(still, step, view, None)
        assert (plain.width, plain.height) == size
        for pointer in pointers:
            lit = moving(still, step, view, pointer)
            assert len(list(walk(lit.items))) > len(list(walk(plain.items))) / 2
