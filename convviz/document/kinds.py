"""Kinds of layers as people choose them, and what can be told each."""

from __future__ import annotations

from math import prod
from typing import Literal, get_args

from convviz.layers.conv import Conv
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
    "adaptive_max_pool": "Adaptive max pool",
    "adaptive_avg_pool": "Adaptive mean pool",
    "pad": "Padding",
    "unfold": "Unfold (im2col)",
    "fold": "Fold (col2im)",
}
PARAMETERS: dict[Kind, tuple[str, ...]] = {
    "conv": (
        "in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation",
        "groups", "bias", "padding_mode", "flipped",
    ),
    "conv_transpose": (
        "in_channels", "out_channels", "kernel_size", "stride", "padding", "output_padding",
        "dilation", "groups", "bias", "flipped",
    ),
    "max_pool": ("kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "avg_pool": (
        "kernel_size", "stride", "padding", "dilation", "ceil_mode", "count_include_pad",
        "divisor_override",
    ),
    "lp_pool": ("norm_type", "kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "adaptive_max_pool": ("output_size",),
    "adaptive_avg_pool": ("output_size",),
    "pad": ("padding", "mode", "value"),
    "unfold": ("kernel_size", "dilation", "padding", "stride"),
    "fold": ("output_size", "kernel_size", "dilation", "padding", "stride"),
}  # fmt: skip
"""What can be told each kind of layer, in PyTorch's names; the layer's fields of the same name."""
_POOLS: dict[Reduction, Kind] = {
    "max": "max_pool", "average": "avg_pool", "norm": "lp_pool",
}  # fmt: skip
_OTHERS: dict[type[Layer], Kind] = {
    Conv: "conv", ConvTranspose: "conv_transpose", Pad: "pad", Unfold: "unfold", Fold: "fold",
}  # fmt: skip


def kind_of(layer: Layer) -> Kind:
    """Return which kind a layer is of."""
    if isinstance(layer, Pool):
        return _POOLS[layer.reduction]
    if isinstance(layer, AdaptivePool):
        return "adaptive_max_pool" if layer.reduction == "max" else "adaptive_avg_pool"
    return _OTHERS[type(layer)]


def fold_input(layer: Fold, channels: int) -> Size:
    """Return the shape (1, rows, columns) of the matrix of an image with so many channels."""
    rows = channels * layer.taps
    if min(layer.stride) < 1:  # a draft's
        return (1, rows, 1)
    return (1, rows, prod(max(count, 1) for count in layer.windows))


def image_channels(layer: Layer, input_shape: Size) -> int:
    """Return how many channels the image has: of `Fold` the one that it makes."""
    if isinstance(layer, Fold):
        return max(input_shape[1] // max(layer.taps, 1), 1)
    return input_shape[0]
