"""What hypothesis draws of all kinds of layers: valid ones, and drafts that say anything."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from convviz.layers import (
    DIALECTS,
    PADDING_MODES,
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
from tests.drawn import ABSURD

NAMES = ("valid", "same", "same_lower")
SMALL = st.integers(1, 4)


@st.composite
def any_layer(  # noqa: PLR0911 - one for each kind
    draw, number=SMALL, pad=None, axes=None
):
    """Draw a layer of any kind, with numbers as given; most are valid where these are small."""
    count = axes or draw(st.integers(1, 3))
    pad = st.integers(0, 2) if pad is None else pad
    extra = st.integers(0, 2) if number is SMALL else number
    per = st.tuples(*[number] * count)
    pairs = st.tuples(*[st.tuples(pad, pad)] * count)
    padding = pairs | st.sampled_from(NAMES)
    dialect = draw(st.sampled_from(DIALECTS))
    kinds = ["conv", "transposed", "pool", "adaptive", "pad", "fold", "unfold"]
    kind = draw(st.sampled_from(kinds))
    if kind == "conv":
        names = st.sampled_from([*NAMES, "full", "causal"])
        return Conv(
            draw(number), draw(number), draw(per), draw(per), draw(pairs | names), draw(per),
            groups=draw(st.integers(1, 2)), padding_mode=draw(st.sampled_from(PADDING_MODES)),
            flipped=draw(st.booleans()), bias=draw(st.booleans()), dialect=dialect,
        )
    if kind == "transposed":
        return ConvTranspose(
            draw(number), draw(number), draw(per), draw(per), draw(padding),
            draw(st.tuples(*[extra] * count)), draw(per), groups=draw(st.integers(1, 2)),
            bias=draw(st.booleans()), flipped=draw(st.booleans()), dialect=dialect,
        )
    if kind == "pool":
        reduction = draw(st.sampled_from(["max", "average", "norm"]))
        return Pool(
            reduction, draw(per), draw(per), draw(padding),
            draw(per | st.just((1,) * count)), ceil_mode=draw(st.booleans()),
            count_include_pad=draw(st.sampled_from([None, True, False]))
            if reduction == "average" else None,
            divisor_override=draw(st.sampled_from([None, None, 0, 3]))
            if reduction == "average" else None,
            norm_type=draw(st.sampled_from([1, 2, 3, 0.5, 0])) if reduction == "norm" else 2.0,
            dialect=dialect,
        )
    if kind == "adaptive":
        sizes = draw(st.tuples(*[st.none() | number] * count) | st.just((1,) * count))
        return AdaptivePool(draw(st.sampled_from(["max", "average"])), sizes, dialect)
    if kind == "pad":
        side = st.integers(-2, 3) if number is SMALL else pad
        return Pad(
            draw(st.tuples(*[st.tuples(side, side)] * count)), draw(st.sampled_from(PAD_MODES)),
            value=draw(st.sampled_from([0, 0, 1.5])), dialect=dialect,
        )
    per = st.tuples(number, number)
    pairs = st.tuples(st.tuples(pad, pad), st.tuples(pad, pad))
    if kind == "unfold":
        return Unfold(draw(per), draw(per), draw(pairs), draw(per))
    return Fold(draw(per), draw(per), draw(per), draw(pairs), draw(per))


@st.composite
def layers(draw):
    """Draw (layer, input_shape) of any kind, valid together."""
    layer = draw(any_layer())
    channels = getattr(layer, "in_channels", draw(st.integers(1, 3)))
    shape = (channels, *draw(st.tuples(*[st.integers(1, 8)] * layer.axes)))
    if isinstance(layer, Fold):
        assume(min(layer.windows) > 0)
        shape = (1, channels * layer.taps, layer.windows[0] * layer.windows[1])
    assume(check(layer, shape) == ())
    return layer, shape


@st.composite
def drafts(draw):
    """Draw (layer, input_shape), both as absurd as can be typed."""
    number = draw(st.sampled_from([SMALL, ABSURD, ABSURD]))
    layer = draw(any_layer(number, ABSURD if number is ABSURD else None))
    right = st.tuples(*[number] * (layer.axes + 1))
    return layer, draw(st.none() | right | right | st.lists(ABSURD, max_size=5).map(tuple))
