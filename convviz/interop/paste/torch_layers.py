"""PyTorch's layers: each maker has the signature of the class in ``torch.nn``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.calling import Maker, alone, channels, count, pointwise, real, reshaped
from convviz.layers import AdaptivePool, construct
from convviz.layers.construct.arguments import PaddingArgument, PerAxis
from convviz.layers.construct.padding import pad
from convviz.layers.conv import Conv, PaddingMode, Pair
from convviz.layers.plain import (
    Box,
    Flatten,
    Linear,
    Norm,
    Pointwise,
    Upsample,
    UpsampleMode,
)
from convviz.layers.transposed import ConvTranspose

IGNORED = frozenset({"device", "dtype", "inplace"})
"""Arguments that change nothing here."""


def _batch_norm(
    num_features: int, eps: float = 1e-5, momentum: object = 0.1, affine: bool = True,
    track_running_stats: bool = True, process_group: object = None, bias: bool = True,
) -> Norm:  # fmt: skip
    del momentum, track_running_stats, process_group, bias
    features = count("num_features", num_features)
    return Norm("batch_norm", features, bool(affine), eps=real("eps", eps))


def _instance_norm(
    num_features: int, eps: float = 1e-5, momentum: object = 0.1, affine: bool = False,
    track_running_stats: bool = False, bias: bool = True,
) -> Norm:  # fmt: skip
    del momentum, track_running_stats, bias
    features = count("num_features", num_features)
    return Norm("instance_norm", features, bool(affine), eps=real("eps", eps))


def _group_norm(
    num_groups: int, num_channels: int, eps: float = 1e-5, affine: bool = True,
    bias: bool = True,
) -> Norm:  # fmt: skip
    del bias
    groups, features = count("num_groups", num_groups), count("num_channels", num_channels)
    return Norm("group_norm", features, bool(affine), groups, real("eps", eps))


def _layer_norm(
    normalized_shape: int | Sequence[int], eps: float = 1e-5, elementwise_affine: bool = True,
    bias: bool = True,
) -> AnyLayer:  # fmt: skip
    del eps
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
    numbers = prod(count("normalized_shape", size) for size in shape)
    if len(shape) > 1:
        return Box("LayerNorm")
    return Pointwise("LayerNorm", numbers * (1 + bool(bias)) if elementwise_affine else 0)


def _linear(in_features: int, out_features: int, bias: bool = True) -> Linear:
    ins, outs = count("in_features", in_features), count("out_features", out_features)
    return Linear(ins, outs, bool(bias))


def _lazy_linear(known: Known, out_features: int, bias: bool = True) -> Linear:
    return _linear(channels(known, 0), out_features, bias)


def _flatten(start_dim: int = 1, end_dim: int = -1) -> AnyLayer:
    if start_dim != 1 or end_dim not in {-1, 3}:
        raise Unclear("only whole inputs can be flattened here, from start_dim 1 on")
    return Flatten()


def _unflatten(known: Known, dim: int, unflattened_size: Sequence[int]) -> Box:
    if dim not in {1, -1}:
        raise Unclear("only the features can be unflattened here, dim 1")
    return reshaped(known, tuple(unflattened_size), "Unflatten")


def _leaky_relu(negative_slope: float = 0.01) -> Pointwise:
    return Pointwise("leaky_relu", 0, (("negative_slope", real("negative_slope", negative_slope)),))


def _elu(alpha: float = 1.0) -> Pointwise:
    return Pointwise("elu", 0, (("alpha", real("alpha", alpha)),))


def _prelu(num_parameters: int = 1, init: object = 0.25) -> Pointwise:
    del init
    return Pointwise("prelu", count("num_parameters", num_parameters))


def _dropout(p: float = 0.5, mode: object = None, training: object = None) -> Pointwise:
    del mode, training
    return Pointwise("dropout", 0, (("p", real("p", p)),))


def _lrn(size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Pointwise:
    named = (("size", size), ("alpha", alpha), ("beta", beta), ("k", k))
    return Pointwise("lrn", 0, tuple((name, real(name, value)) for name, value in named))


_MODES = {"nearest": "nearest", "linear": "linear", "bilinear": "linear", "trilinear": "linear"}
_MODE_AXES = {"linear": 1, "bilinear": 2, "trilinear": 3}


def _upsample(
    known: Known, size: object = None, scale_factor: object = None, mode: str = "nearest",
    align_corners: bool | None = None, recompute_scale_factor: object = None,
    antialias: object = None,
) -> Upsample:  # fmt: skip
    del recompute_scale_factor, antialias
    if mode not in _MODES:
        raise Unclear(f"upsampling is nearest or linear here, not {mode}")
    if (size is None) == (scale_factor is None):
        raise Unclear("it takes a size or a scale_factor")
    given = size if scale_factor is None else scale_factor
    axes = known.axes or _MODE_AXES.get(mode, 2)
    numbers = tuple(given) if isinstance(given, list | tuple) else (given,) * axes
    whole = tuple(int(one) if isinstance(one, float) and one % 1 == 0 else one for one in numbers)
    sizes = tuple(count("the factor" if size is None else "size", one) for one in whole)
    way: UpsampleMode = "linear" if mode != "nearest" else "nearest"
    if scale_factor is None:
        return Upsample(None, sizes, way, bool(align_corners))
    return Upsample(sizes, None, way, bool(align_corners))


def _pixel_shuffle(known: Known, upscale_factor: int) -> Box:
    by = count("upscale_factor", upscale_factor)
    if known.shape is None or len(known.shape) != 3:
        raise Unclear("the shape that it gives hangs on the input's, which isn't told")
    if known.shape[0] % by**2:
        raise Unclear(f"{known.shape[0]} channels can't be shared out to {by} × {by} cells")
    deep, rows, columns = known.shape
    return Box("PixelShuffle", (max(deep // by**2, 1), rows * by, columns * by))


def _padding(axes: int, mode: str) -> Callable[..., AnyLayer]:
    """Return the constructor of a padding layer: its numbers begin with the last axis."""

    def made(padding: int | Sequence[int], value: float = 0) -> AnyLayer:
        return pad(axes, last_first(padding, axes), mode, value)  # type: ignore[arg-type]

    return made


def last_first(padding: object, axes: int) -> tuple[Pair, ...]:
    """Return PyTorch's paddings, of the last axis first, as a pair for each axis.

    Raises
    ------
    Unclear
        They aren't so many whole numbers.
    """
    numbers = list(padding) if isinstance(padding, list | tuple) else [padding] * (2 * axes)
    if len(numbers) % 2 or len(numbers) > 2 * axes:
        raise Unclear(f"padding is 1 number or {2 * axes}, got {len(numbers)}")
    whole = [one for one in numbers if isinstance(one, int) and not isinstance(one, bool)]
    if len(whole) < len(numbers):
        raise Unclear("padding takes whole numbers")
    whole += [0] * (2 * axes - len(whole))
    return tuple(zip(whole[::2], whole[1::2], strict=True))[::-1]


def _lazy_conv(axes: int) -> Maker:
    def made(
        known: Known, out_channels: int, kernel_size: PerAxis, stride: PerAxis = 1,
        padding: PaddingArgument = 0, dilation: PerAxis = 1, groups: int = 1,
        bias: bool = True, padding_mode: PaddingMode = "zeros",
    ) -> Conv:  # fmt: skip
        ins = channels(known, axes)
        return construct.conv(
            axes, ins, out_channels, kernel_size, stride, padding, dilation, groups, bias,
            padding_mode,
        )  # fmt: skip

    return made


def _lazy_conv_transpose(axes: int) -> Maker:
    make = (construct.ConvTranspose1d, construct.ConvTranspose2d, construct.ConvTranspose3d)

    def made(
        known: Known, out_channels: int, kernel_size: PerAxis, stride: PerAxis = 1,
        padding: PaddingArgument = 0, output_padding: PerAxis = 0, groups: int = 1,
        bias: bool = True, dilation: PerAxis = 1,
    ) -> ConvTranspose:  # fmt: skip
        return make[axes - 1](
            channels(known, axes), out_channels, kernel_size, stride, padding, output_padding,
            groups, bias, dilation,
        )  # fmt: skip

    return made


def _lazy_batch_norm(axes: int) -> Maker:
    def made(known: Known, eps: float = 1e-5, momentum: object = 0.1) -> Norm:
        return _batch_norm(channels(known, axes), eps, momentum)

    return made


def _global(known: Known, reduction: str) -> AnyLayer:
    """Return the mean or maximum over all places, one cell for each channel."""
    axes = known.axes or 2
    return AdaptivePool("max" if reduction == "max" else "average", (1,) * axes)


def _table() -> dict[str, Maker]:
    table: dict[str, Maker] = {
        "Linear": alone(_linear), "LazyLinear": _lazy_linear, "Flatten": alone(_flatten),
        "Unflatten": _unflatten, "GroupNorm": alone(_group_norm), "LayerNorm": alone(_layer_norm),
        "LayerNorm2d": alone(_layer_norm), "SyncBatchNorm": alone(_batch_norm),
        "FrozenBatchNorm2d": alone(_batch_norm), "LocalResponseNorm": alone(_lrn),
        "LeakyReLU": alone(_leaky_relu), "ELU": alone(_elu), "PReLU": alone(_prelu),
        "Dropout": alone(_dropout), "AlphaDropout": alone(_dropout),
        "StochasticDepth": alone(_dropout), "DropPath": alone(_dropout), "Upsample": _upsample,
        "UpsamplingNearest2d": _upsample, "PixelShuffle": _pixel_shuffle,
        "Unfold": alone(construct.unfold), "Fold": alone(construct.fold),
        "Identity": pointwise("identity"), "ReLU": pointwise("relu"), "ReLU6": pointwise("relu6"),
        "GELU": pointwise("gelu"), "SiLU": pointwise("silu"), "Hardswish": pointwise("hardswish"),
        "Hardsigmoid": pointwise("hardsigmoid"), "Sigmoid": pointwise("sigmoid"),
        "Tanh": pointwise("tanh"), "Softplus": pointwise("softplus"),
        "Softmax": pointwise("softmax"), "Softmax2d": pointwise("softmax"),
        "LogSoftmax": pointwise("log_softmax"),
    }  # fmt: skip
    others = (
        "Hardtanh", "SELU", "CELU", "Mish", "Softsign", "LogSigmoid", "Tanhshrink", "Threshold",
        "Hardshrink", "Softshrink", "RReLU",
    )  # fmt: skip
    table |= {name: pointwise(name) for name in others}
    for axes in (1, 2, 3):
        families: dict[str, Maker] = {
            "BatchNorm": alone(_batch_norm), "InstanceNorm": alone(_instance_norm),
            "Dropout": alone(_dropout), "LazyConv": _lazy_conv(axes),
            "LazyConvTranspose": _lazy_conv_transpose(axes),
            "LazyBatchNorm": _lazy_batch_norm(axes),
        }  # fmt: skip
        modes = {
            "Zero": "constant", "Constant": "constant", "Reflection": "reflect",
            "Replication": "replicate", "Circular": "circular",
        }  # fmt: skip
        families |= {f"{name}Pad": alone(_padding(axes, mode)) for name, mode in modes.items()}
        direct = (
            "Conv", "ConvTranspose", "MaxPool", "AvgPool", "LPPool", "AdaptiveAvgPool",
            "AdaptiveMaxPool", "GlobalAvgPool", "GlobalMaxPool", "Pad",
        )  # fmt: skip
        families |= {name: alone(getattr(construct, f"{name}{axes}d")) for name in direct}
        table |= {f"{name}{axes}d": make for name, make in families.items()}
    return table


LAYERS = _table()
"""Makers by the classes' names; convviz's own names are among them."""
