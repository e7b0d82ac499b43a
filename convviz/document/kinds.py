"""Kinds of layers as people choose them, and a layer made one of another kind."""

from __future__ import annotations

from math import prod
from typing import Literal, get_args

from convviz.layers import sizes
from convviz.layers.conv import Conv, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool, Reduction
from convviz.layers.transposed import ConvTranspose

Size = tuple[int, ...]
Kind = Literal[
    "conv", "conv_transpose", "max_pool", "avg_pool", "lp_pool",
    "adaptive_max_pool", "adaptive_avg_pool", "pad", "unfold", "fold",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_NAMES: dict[Kind, str] = {
    "conv": "Convolution",
    "conv_transpose": "Transposed convolution",
    "max_pool": "Max pooling",
    "avg_pool": "Average pooling",
    "lp_pool": "LP pooling",
    "adaptive_max_pool": "Adaptive max pooling",
    "adaptive_avg_pool": "Adaptive average pooling",
    "pad": "Padding",
    "unfold": "Unfold (im2col)",
    "fold": "Fold (col2im)",
}
_POOLS: tuple[tuple[Reduction, Kind], ...] = (
    ("max", "max_pool"), ("average", "avg_pool"), ("norm", "lp_pool"),
)  # fmt: skip


def kind_of(layer: Layer) -> Kind:
    """Return which kind a layer is of."""
    match layer:
        case Conv():
            return "conv"
        case ConvTranspose():
            return "conv_transpose"
        case Pool():
            return dict(_POOLS)[layer.reduction]
        case AdaptivePool():
            return "adaptive_max_pool" if layer.reduction == "max" else "adaptive_avg_pool"
        case Pad():
            return "pad"
        case Unfold():
            return "unfold"
        case Fold():
            return "fold"


def converted(layer: Layer, kind: Kind, input_shape: Size) -> Layer:
    """Return a layer of another kind with all that the two have in common.

    Parameters
    ----------
    layer
        The layer.
    kind
        The kind wanted; `Unfold` and `Fold` are for two axes.
    input_shape
        (channels, *spatial) of the input that it will have.
    """
    if kind == kind_of(layer):
        return layer
    kernel, stride, dilation = _window(layer)
    pads = _pads(layer, kernel, dilation)
    channels = input_shape[0]
    dialect = layer.dialect
    match kind:
        case "conv" | "conv_transpose":
            outs, groups, bias = _channels(layer, channels)
            if kind == "conv":
                return Conv(
                    channels, outs, kernel, stride, pads, dilation, groups, bias, dialect=dialect
                )
            zeros = (0,) * len(kernel)
            return ConvTranspose(
                channels, outs, kernel, stride, pads, zeros, dilation, groups, bias,
                dialect=dialect,
            )
        case "max_pool" | "avg_pool" | "lp_pool":
            reduction = next(how for how, pool in _POOLS if pool == kind)
            if kind != "max_pool":
                dilation = (1,) * len(kernel)
            half = tuple(
                (min(before, length // 2), min(after, length // 2))
                for (before, after), length in zip(pads, kernel, strict=True)
            )
            if kind == "lp_pool" and dialect == "pytorch":
                half = ((0, 0),) * len(kernel)
            return Pool(reduction, kernel, stride, half, dilation, dialect=dialect)
        case "adaptive_max_pool" | "adaptive_avg_pool":
            made = tuple(max(length // 2, 1) for length in input_shape[1:])
            return AdaptivePool("max" if "max" in kind else "average", made, dialect)
        case "pad":
            return Pad(pads if any(map(any, pads)) else ((1, 1),) * len(kernel), dialect=dialect)
        case "unfold":
            return Unfold(kernel, dilation, pads, stride, dialect)
        case "fold":
            size = input_shape[1:]
            return Fold(size, kernel, dilation, pads, stride, dialect)


def fold_input(layer: Fold, channels: int) -> Size:
    """Return the shape (1, rows, columns) of the matrix that a layer takes."""
    return (1, channels * layer.taps, prod(max(count, 1) for count in layer.windows))


def _window(layer: Layer) -> tuple[Size, Size, Size]:
    """Return kernel size, stride and dilation, as far as a layer has them."""
    if isinstance(layer, AdaptivePool | Pad):
        return (3,) * layer.axes, (1,) * layer.axes, (1,) * layer.axes
    return layer.kernel_size, layer.stride, layer.dilation


def _pads(layer: Layer, kernel: Size, dilation: Size) -> tuple[Pair, ...]:
    if isinstance(layer, AdaptivePool):
        return ((0, 0),) * layer.axes
    if isinstance(layer, Pool | ConvTranspose) and layer.padding in {"same", "same_lower"}:
        return tuple(
            sizes.same_padding(length, step) for length, step in zip(kernel, dilation, strict=True)
        )
    return tuple((max(before, 0), max(after, 0)) for before, after in layer.pads)


def _channels(layer: Layer, channels: int) -> tuple[int, int, bool]:
    """Return channels after, groups and bias, as far as a layer has them."""
    if isinstance(layer, Conv | ConvTranspose):
        return layer.out_channels, layer.groups, layer.bias
    return channels, 1, False
