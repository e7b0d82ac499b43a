"""A layer made one of another kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from convviz.document.kinds import Kind, fold_input, kind_of
from convviz.layers import check, sizes
from convviz.layers.conv import Conv, Padding, PaddingMode, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad, PadMode
from convviz.layers.pooling import AdaptivePool, Pool, Reduction
from convviz.layers.shapes import spatial_output
from convviz.layers.transposed import ConvTranspose

Size = tuple[int, ...]

_MOST_FIXES = 12
_MODES: tuple[tuple[PadMode, PaddingMode], ...] = (
    ("reflect", "reflect"), ("replicate", "replicate"), ("circular", "circular"),
)  # fmt: skip
"""What padding is filled with, as a layer of its own and as a convolution's."""


def converted(layer: Layer, kind: Kind, input_shape: Size) -> Layer:
    """Return a layer of another kind with all that the two have in common.

    It is valid where the layer was: what the other kind refuses is changed as
    little as that takes.

    Parameters
    ----------
    layer
        The layer.
    kind
        The kind wanted; `Unfold` and `Fold` are for two axes.
    input_shape
        (channels, *spatial) of the image: of the input that the layer will have, or
        of the output of `Fold`.
    """
    if kind == kind_of(layer):
        return layer
    made = _made(layer, kind, input_shape)
    if not _fits(layer, input_shape):
        return made
    for candidate in _candidates(made, input_shape):
        mended = _mended(candidate, input_shape)
        if mended is not None:
            return mended
    return made


def _fits(layer: Layer, input_shape: Size) -> bool:
    return not check(layer, _shape(layer, input_shape))


def _shape(layer: Layer, input_shape: Size) -> Size:
    return fold_input(layer, input_shape[0]) if isinstance(layer, Fold) else input_shape


def _made(layer: Layer, kind: Kind, input_shape: Size) -> Layer:
    """Return the layer of another kind that has all that the two have in common."""
    channels, *size = input_shape
    kernel, stride, dilation = _window(layer, tuple(size), kind)
    padding, dialect = _padding(layer), layer.dialect
    match kind:
        case "conv" | "conv_transpose":
            outs, groups, bias, flipped = _channels(layer, channels)
            if kind == "conv":
                return Conv(
                    channels, outs, kernel, stride, padding, dilation, groups, bias,
                    _conv_mode(layer), flipped, dialect,
                )
            return ConvTranspose(
                channels, outs, kernel, stride, padding, (0,) * len(kernel), dilation, groups,
                bias, "zeros", flipped, dialect,
            )
        case "max_pool" | "avg_pool" | "lp_pool":
            ceil_mode = isinstance(layer, Pool) and layer.ceil_mode
            reduction = {"max_pool": "max", "avg_pool": "average", "lp_pool": "norm"}[kind]
            return Pool(
                cast("Reduction", reduction), kernel, stride, padding, dilation, ceil_mode,
                dialect=dialect,
            )
        case "adaptive_max_pool" | "adaptive_avg_pool":
            made = _parts(layer, tuple(size))
            return AdaptivePool("max" if "max" in kind else "average", made, dialect)
        case "pad":
            pads = _numbers(layer, padding)
            if not any(map(any, pads)):
                pads = ((1, 1),) * len(kernel)
            return Pad(pads, _pad_mode(layer), dialect=dialect)
        case "unfold":
            return Unfold(kernel, dilation, _numbers(layer, padding), stride, dialect)
        case "fold":
            pads = _numbers(layer, padding)
            return Fold(tuple(size), kernel, dilation, pads, stride, dialect)


def _window(layer: Layer, size: Size, kind: Kind) -> tuple[Size, Size, Size]:
    """Return kernel size, stride and dilation, as far as a layer has them."""
    ones = (1,) * layer.axes
    if isinstance(layer, AdaptivePool) and "pool" in kind:
        # The windows that are as many; where the sizes divide, they are the parts.
        counts = [
            min(count or length, length)
            for count, length in zip(layer.output_size, size, strict=True)
        ]
        stride = tuple(length // max(count, 1) for length, count in zip(size, counts, strict=True))
        kernel = tuple(
            length - (count - 1) * step
            for length, count, step in zip(size, counts, stride, strict=True)
        )
        return kernel, stride, ones
    if isinstance(layer, AdaptivePool | Pad):
        return tuple(max(min(3, length), 1) for length in size), ones, ones
    return layer.kernel_size, layer.stride, layer.dilation


def _padding(layer: Layer) -> Padding:
    """Return a layer's padding as it is, none of what cuts off."""
    if isinstance(layer, AdaptivePool):
        return ((0, 0),) * layer.axes
    if isinstance(layer.padding, str):
        return layer.padding
    return tuple((max(before, 0), max(after, 0)) for before, after in layer.padding)


def _numbers(layer: Layer, padding: Padding) -> tuple[Pair, ...]:
    """Return padding in numbers; of a name those at stride 1."""
    if not isinstance(padding, str):
        return padding
    if isinstance(layer, Conv):
        return layer.pads
    if padding not in {"same", "same_lower"} or not isinstance(layer, Pool | ConvTranspose):
        return ((0, 0),) * layer.axes
    return tuple(
        sizes.same_padding(length, step, lower=padding == "same_lower")
        for length, step in zip(layer.kernel_size, layer.dilation, strict=True)
    )


def _parts(layer: Layer, size: Size) -> Size:
    """Return how many parts there are along each axis: as many as there were windows."""
    counts = tuple(length // 2 for length in size)
    if isinstance(layer, Conv | Pool | Unfold):
        counts = spatial_output(layer, size)
    return tuple(max(min(count, length), 1) for count, length in zip(counts, size, strict=True))


def _channels(layer: Layer, channels: int) -> tuple[int, int, bool, bool]:
    """Return channels after, groups, bias and whether it is flipped, as far as a layer has them."""
    if isinstance(layer, Conv | ConvTranspose):
        return layer.out_channels, layer.groups, layer.bias, layer.flipped
    return channels, 1, False, False


def _pad_mode(layer: Layer) -> PadMode:
    if isinstance(layer, Conv):
        return next((ours for ours, its in _MODES if its == layer.padding_mode), "constant")
    return "constant"


def _conv_mode(layer: Layer) -> PaddingMode:
    if isinstance(layer, Pad):
        return next((its for ours, its in _MODES if ours == layer.mode), "zeros")
    return "zeros"


def _candidates(made: Layer, input_shape: Size) -> Iterator[Layer]:
    """Yield a layer, and what of it is sure to be taken."""
    yield made
    padding = getattr(made, "padding", None)
    none = ((0, 0),) * made.axes
    if isinstance(padding, str):
        yield replace(made, padding=_numbers(made, padding))  # type: ignore[call-arg]
    if isinstance(made, Conv):
        yield replace(made, padding=none, padding_mode="zeros")
    if isinstance(made, Pad):
        yield replace(made, padding=none, mode="constant")
    if isinstance(made, Conv | ConvTranspose | Pool | Unfold | Fold):
        ones = (1,) * made.axes
        kernel = tuple(map(min, made.kernel_size, input_shape[1:]))
        plain = replace(made, kernel_size=kernel, stride=ones, dilation=ones, padding=none)
        yield plain
        yield replace(plain, kernel_size=ones)


def _mended(layer: Layer, input_shape: Size) -> Layer | None:
    """Return a layer with the first fix of each of its problems made, None if that doesn't do."""
    for _ in range(_MOST_FIXES):
        problems = check(layer, _shape(layer, input_shape))
        if not problems:
            return layer
        changes = next(
            (
                dict(fix.changes)
                for fix in problems[0].fixes
                if not {"input_size", "in_channels"} & {name for name, _ in fix.changes}
            ),
            None,
        )
        if changes is None:
            return None
        layer = replace(layer, **changes)  # type: ignore[arg-type]  # the layer's own fields
    return None
