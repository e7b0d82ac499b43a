"""What hypothesis draws: layers that are valid, drafts that say anything, arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.layers import (
    PADDING_MODES,
    PADDING_NAMES,
    AdaptivePool,
    Conv,
    ConvTranspose,
    Fold,
    Pad,
    Pool,
    Unfold,
    Weighted,
    check,
)
from convviz.layers.padding import PAD_MODES

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
    """Return (x, weight, bias) for a layer: integers, or floats of all magnitudes.

    The weight and the bias are None for layers without.
    """
    rng = np.random.default_rng(seed)

    def some(of):
        if np.dtype(kind).kind in "iu":
            low = 0 if np.dtype(kind).kind == "u" else -9
            return rng.integers(low, 10, of).astype(kind)
        return (rng.standard_normal(of) * 10.0 ** rng.integers(-3, 4, of)).astype(kind)

    if not isinstance(layer, Weighted):
        return some(shape), None, None
    bias = some((layer.out_channels,)) if layer.bias else None
    return some(shape), some(layer.weight_shape), bias


@st.composite
def pools(draw, axes=ONE_TO_THREE, reductions=("max", "average", "norm"), most=7):
    """Draw (pool, input_shape) with whatever a dialect lets a pool have."""
    count = draw(axes)
    most = max(2, most - 2 * (count - 1))

    def along(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * count))

    reduction = draw(st.sampled_from(reductions))
    dialects = ["pytorch", "onnx"] + ["tensorflow", "jax"] * (reduction != "norm")
    dialect = draw(st.sampled_from(dialects))
    kernel = along(1, 3)
    padded = reduction != "norm"
    powers = [1.0, 2.0, 3.0] + [0.5, -1.0, np.inf, -np.inf] * (dialect == "pytorch")
    overrides = [-3, 1, 7] * (dialect == "pytorch" and count > 1 and reduction == "average")
    counts = [None, False, True] if reduction == "average" and dialect != "tensorflow" else [None]
    layer = Pool(
        reduction,
        kernel_size=kernel,
        stride=along(1, 3),
        padding=tuple((draw(st.integers(0, k // 2)), draw(st.integers(0, k // 2))) for k in kernel)
        if padded
        else ((0, 0),) * count,
        dilation=along(1, 3) if (reduction, dialect) == ("max", "pytorch") else (1,) * count,
        ceil_mode=dialect in {"pytorch", "onnx"} and draw(st.booleans()),
        count_include_pad=draw(st.sampled_from(counts)),
        divisor_override=draw(st.sampled_from([None, *overrides])),
        norm_type=draw(st.sampled_from(powers)) if reduction == "norm" else 2.0,
        dialect=dialect,
    )
    size = tuple(
        max(length, span - before - after)
        for length, span, (before, after) in zip(
            along(1, most), layer.effective_kernel, layer.pads, strict=True
        )
    )
    if count == 3:  # PyTorch wants a kernel's size there without the padding
        size = tuple(map(max, size, kernel))
    return layer, (draw(st.integers(1, 2)), *size)


@st.composite
def adaptive_pools(draw, reduction):
    """Draw (adaptive pool, input_shape)."""
    count = draw(ONE_TO_THREE)
    along = st.tuples(*[st.integers(1, 9 - 2 * count)] * count)
    cells = st.integers(1, 9 - 2 * count)
    outputs = draw(st.tuples(*[st.none() | cells if count > 1 else cells] * count))
    return AdaptivePool(reduction, outputs), (draw(st.integers(1, 2)), *draw(along))


@st.composite
def transposed(draw, axes=ONE_TO_THREE):
    """Draw (transposed convolution, input_shape), valid together."""
    count = draw(axes)

    def along(low, high):
        return draw(st.tuples(*[st.integers(low, high)] * count))

    kernel, stride, dilation = along(1, 3), along(1, 3), along(1, 3)
    pairs = draw(st.tuples(*[st.tuples(st.integers(-1, 2), st.integers(0, 2))] * count))
    jax = min(map(min, pairs)) < 0  # alone takes less than nothing to cut off
    groups = 1 if jax else draw(st.integers(1, 2))
    # There the numbers say how much is put around the input with its gaps.
    stretched = tuple(
        ((k - 1) * d - before, (k - 1) * d - after)
        for k, d, (before, after) in zip(kernel, dilation, pairs, strict=True)
    )
    layer = ConvTranspose(
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        kernel_size=kernel,
        stride=stride,
        padding=stretched if jax else pairs,
        output_padding=tuple(
            0 if jax else draw(st.integers(0, max(s, d) - 1))
            for s, d in zip(stride, dilation, strict=True)
        ),
        dilation=dilation,
        groups=groups,
        bias=draw(st.booleans()),
        flipped=draw(st.booleans()),
        dialect="jax" if jax else "pytorch",
    )
    size = tuple(
        # So many inputs that some output is left.
        length + -(-max(sum(pads) + 1 - span - extra, 0) // step)
        for length, pads, span, step, extra in zip(
            along(1, 5 - count), pairs, layer.effective_kernel, stride,
            layer.output_padding, strict=True,
        )
    )
    return layer, (layer.in_channels, *size)


@st.composite
def pads(draw):
    """Draw (padding layer, input_shape), valid together; some cells are cut off."""
    count = draw(ONE_TO_THREE)
    size = draw(st.tuples(*[st.integers(1, 7 - count)] * count))
    mode = draw(st.sampled_from(PAD_MODES))
    sides = []
    dialect = "tensorflow" if mode == "symmetric" else "pytorch"
    for length in size:
        cut = length - 1 if dialect == "pytorch" else 0
        before = draw(st.integers(-cut, 3))
        after = draw(st.integers(min(-cut - min(before, 0), 0), 3))
        left = length + min(before, 0) + min(after, 0)
        most = {"reflect": length - 1, "symmetric": length, "circular": left}.get(mode, 3)
        sides.append((min(before, most), min(after, most)))
    value = draw(st.sampled_from([0, 3, -300, 2.5, np.inf])) if mode == "constant" else 0
    return Pad(tuple(sides), mode, value, dialect), (draw(st.integers(1, 2)), *size)


@st.composite
def folds(draw):
    """Draw (unfold or fold, input_shape), valid together."""

    def along(low, high):
        return draw(st.tuples(st.integers(low, high), st.integers(low, high)))

    pairs = draw(st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * 2))
    layer = Unfold(along(1, 3), along(1, 2), pairs, along(1, 3))
    size = tuple(
        max(length, span - sum(sides))
        for length, span, sides in zip(along(1, 5), layer.effective_kernel, pairs, strict=True)
    )
    channels = draw(st.integers(1, 2))
    if draw(st.booleans()):
        return layer, (channels, *size)
    back = Fold(size, layer.kernel_size, layer.dilation, pairs, layer.stride)
    return back, (1, channels * back.taps, back.windows[0] * back.windows[1])


EVERY = {
    "convolution": layers(most=5),
    "flipped": layers(most=5).map(lambda case: (replace(case[0], flipped=True), case[1])),
    "transposed": transposed(),
    "max": pools(reductions=("max",)),
    "average": pools(reductions=("average",)),
    "norm": pools(reductions=("norm",)),
    "adaptive max": adaptive_pools("max"),
    "adaptive average": adaptive_pools("average"),
    "pad": pads(),
    "fold": folds(),
}
"""(layer, input_shape) of every kind of layer."""

LINEAR = {kind: cases for kind, cases in EVERY.items() if "max" not in kind and kind != "norm"}
"""Those whose output is linear in their input, up to a bias and constants of padding."""


def linear_layers():
    """Draw (layer, input_shape) whose output is linear in its input, up to a constant."""
    return st.one_of(*LINEAR.values())


def every_layer():
    """Draw (layer, input_shape) of every kind, convolutions with a mirrored kernel too."""
    return st.one_of(*EVERY.values())


def for_each(kinds, *strategies, examples=20):
    """Run a test with layers of each kind by itself, and with what else is drawn.

    Drawn all from one strategy some kinds would hardly ever come.
    """

    def of(test):
        def run(kind_of_layer):
            given_all = given(kinds[kind_of_layer], *strategies)
            settings(max_examples=examples)(given_all(test))()

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return pytest.mark.parametrize("kind_of_layer", list(kinds))(run)

    return of
