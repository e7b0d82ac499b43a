"""Valid layers of every kind on inputs of small size."""

from __future__ import annotations

from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from convviz.document.kinds import KINDS, fold_input
from convviz.layers import (
    DIALECTS,
    PADDING_MODES,
    PADDING_NAMES,
    AdaptivePool,
    Conv,
    ConvTranspose,
    Fold,
    Pad,
    Pool,
    Unfold,
    check,
)
from convviz.layers.padding import PAD_MODES

REDUCTIONS = {"max_pool": "max", "avg_pool": "average", "lp_pool": "norm"}


def each(axes, least, most):
    """Return one number for each axis."""
    return st.tuples(*[st.integers(least, most)] * axes)


def pads(axes, least=0, most=2):
    """Return a pair for each axis, none oftener than by chance."""
    pair = st.tuples(st.integers(least, most), st.integers(least, most))
    return st.one_of(st.just(((0, 0),) * axes), st.tuples(*[pair] * axes))


@st.composite
def layers(draw, kinds=KINDS, dialects=DIALECTS):
    """Return a valid layer and the shape of an input that it takes."""
    kind, dialect = draw(st.sampled_from(kinds)), draw(st.sampled_from(dialects))
    axes = 2 if kind in {"fold", "unfold"} else draw(st.integers(1, 3))
    channels, size = draw(st.integers(1, 2)), draw(each(axes, 1, 6 if axes < 3 else 4))
    layer = draw(_layer(kind, dialect, axes, channels, size))
    shape = (layer.in_channels if hasattr(layer, "in_channels") else channels, *size)
    if isinstance(layer, Fold):
        shape = fold_input(layer, channels)
    assume(prod(shape) < 2000)
    assume(not check(layer, shape))
    return layer, shape


@st.composite
def _layer(draw, kind, dialect, axes, channels, size):  # noqa: PLR0911 - one for each kind
    kernel, stride = draw(each(axes, 1, 3)), draw(each(axes, 1, 3))
    dilation = draw(st.one_of(st.just((1,) * axes), each(axes, 1, 2)))
    named = st.one_of(pads(axes), st.sampled_from(PADDING_NAMES))
    groups, bias, flipped = draw(st.integers(1, 2)), draw(st.booleans()), draw(st.booleans())
    ins, outs = channels * groups, draw(st.integers(1, 2)) * groups
    if kind == "conv":
        mode = draw(st.sampled_from(PADDING_MODES))
        return Conv(
            ins, outs, kernel, stride, draw(named), dilation, groups, bias, mode, flipped, dialect
        )
    if kind == "conv_transpose":
        extra = draw(st.one_of(st.just((0,) * axes), each(axes, 0, 1)))
        return ConvTranspose(
            ins, outs, kernel, stride, draw(named), extra, dilation, groups, bias, "zeros",
            flipped, dialect,
        )
    if kind in REDUCTIONS:
        count, divisor, norm = None, None, 2.0
        if kind == "avg_pool":
            count = draw(st.sampled_from([None, True, False]))
            divisor = draw(st.sampled_from([None, None, 3]))
        elif kind == "lp_pool":
            norm = draw(st.sampled_from([1.0, 2.0, 2.5]))
        return Pool(
            REDUCTIONS[kind], kernel, stride, draw(named), dilation, draw(st.booleans()), count,
            divisor, norm, dialect,
        )
    if kind == "pad":
        mode, value = draw(st.sampled_from(PAD_MODES)), draw(st.sampled_from([0, 7, 2.5]))
        return Pad(draw(pads(axes, -1)), mode, value if mode == "constant" else 0, dialect)
    if kind == "unfold":
        return Unfold(kernel, dilation, draw(pads(axes)), stride, dialect)
    if kind == "fold":
        return Fold(size, kernel, dilation, draw(pads(axes)), stride, dialect)
    parts = st.one_of(st.none(), st.integers(1, 4))
    parts = draw(st.tuples(*[parts] * axes))
    return AdaptivePool("max" if kind == "adaptive_max_pool" else "average", parts, dialect)
