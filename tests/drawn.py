"""What hypothesis draws: layers that are valid, drafts that say anything, arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from convviz.layers import PADDING_MODES, PADDING_NAMES, Conv, check

ONE_TO_THREE = st.integers(1, 3)
ABSURD = st.sampled_from(
    [-(10**18), -3, -1, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9, 12, 16, 97, 10**9 + 7, 10**18]
)


@st.composite
def layers(draw, axes=ONE_TO_THREE, most=6):
    """Draw (layer, input_shape), valid together."""
    count = draw(axes)
    most = max(1, most - count + 1)

    def along(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * count))

    groups = draw(st.integers(1, 3))
    stride = along(1, 3)
    names = [
        name
        for name in PADDING_NAMES
        if (name != "causal" or count == 1) and (max(stride) == 1 or not name.startswith("same"))
    ]
    pair = st.tuples(st.integers(0, 3), st.integers(0, 3))
    layer = Conv(
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        kernel_size=along(1, 3),
        stride=stride,
        padding=draw(st.tuples(*[pair] * count) | st.sampled_from(names)),
        dilation=along(1, 3),
        groups=groups,
        bias=draw(st.booleans()),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
    )
    size = tuple(
        max(length, span - before - after)
        for length, span, (before, after) in zip(
            along(1, most), layer.effective_kernel, layer.pads, strict=True
        )
    )
    shape = (layer.in_channels, *size)
    if check(layer, shape):  # The mode can't fill so much padding.
        layer = replace(layer, padding_mode="replicate")
    assert check(layer, shape) == ()
    return layer, shape


@st.composite
def drafts(draw):
    """Draw (layer, input_shape), both as absurd as can be typed."""
    count = draw(st.integers(1, 3))
    along = st.tuples(*[ABSURD] * count)
    pads = st.tuples(*[st.tuples(ABSURD, ABSURD)] * count)
    layer = Conv(
        in_channels=draw(ABSURD),
        out_channels=draw(ABSURD),
        kernel_size=draw(along),
        stride=draw(along),
        padding=draw(pads | st.sampled_from([*PADDING_NAMES, "SAME"])),
        dilation=draw(along),
        groups=draw(ABSURD),
        padding_mode=draw(st.sampled_from([*PADDING_MODES, "constant"])),
    )
    right = st.tuples(*[ABSURD] * (count + 1))
    any_length = st.lists(ABSURD, max_size=5).map(tuple)
    return layer, draw(st.none() | right | right | any_length)


@st.composite
def likely_drafts(draw):
    """Draw (layer, input_shape) as people type them: small numbers, often wrong."""
    count = draw(st.integers(1, 2))
    number = st.integers(0, 7)
    along = st.tuples(*[number] * count)
    pair = st.tuples(st.integers(-1, 7), st.integers(-1, 7))
    layer = Conv(
        in_channels=draw(number),
        out_channels=draw(number),
        kernel_size=draw(along),
        stride=draw(along),
        padding=draw(st.tuples(*[pair] * count) | st.sampled_from(PADDING_NAMES)),
        dilation=draw(along),
        groups=draw(number),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
    )
    return layer, draw(st.tuples(*[number] * (count + 1)))


def numbers(layer, shape, kind, seed):
    """Return (x, weight, bias) for a layer: integers, or floats of all magnitudes."""
    rng = np.random.default_rng(seed)

    def some(of):
        if np.dtype(kind).kind in "iu":
            low = 0 if np.dtype(kind).kind == "u" else -9
            return rng.integers(low, 10, of).astype(kind)
        return (rng.standard_normal(of) * 10.0 ** rng.integers(-3, 4, of)).astype(kind)

    bias = some((layer.out_channels,)) if layer.bias else None
    return some(shape), some(layer.weight_shape), bias
