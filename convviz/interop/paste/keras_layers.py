"""Keras' layers: each maker has the signature of the class in ``keras.layers``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.calling import (
    Layers,
    Maker,
    NoChannels,
    channels,
    count,
    pointwise,
    real,
    reshaped,
)
from convviz.interop.paste.splitting import is_channels
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Pad, Pool
from convviz.layers.construct.arguments import padding_per_axis, per_axis, valid, whole
from convviz.layers.conv import Padding
from convviz.layers.plain import Concat, Flatten, Join, Linear, Norm, Pointwise, Upsample
from convviz.layers.pooling import Reduction

IGNORED = frozenset({
    "name", "trainable", "dtype", "input_shape", "batch_input_shape", "input_dim", "seed",
    "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
    "activity_regularizer", "kernel_constraint", "bias_constraint", "depthwise_initializer",
    "pointwise_initializer", "depthwise_regularizer", "pointwise_regularizer", "noise_shape",
    "beta_initializer", "gamma_initializer", "moving_mean_initializer", "momentum",
    "moving_variance_initializer", "beta_regularizer", "gamma_regularizer", "fused",
    "synchronized",
})  # fmt: skip
"""Arguments that change nothing here."""

_ACTIVATIONS = {
    "relu": "relu", "relu6": "relu6", "elu": "elu", "gelu": "gelu", "silu": "silu",
    "swish": "silu", "sigmoid": "sigmoid", "tanh": "tanh", "softmax": "softmax",
    "log_softmax": "log_softmax", "softplus": "softplus", "hard_swish": "hardswish",
    "hard_silu": "hardswish", "hard_sigmoid": "hardsigmoid", "leaky_relu": "leaky_relu",
}  # fmt: skip
_USUAL = {"leaky_relu": (("negative_slope", 0.2),), "elu": (("alpha", 1.0),)}


def activation(name: object) -> tuple[AnyLayer, ...]:
    """Return the pointwise layer of an activation's name; nothing for none.

    Raises
    ------
    Unclear
        It is no name.
    """
    if name is None or name == "linear":
        return ()
    if not isinstance(name, str):
        raise Unclear("its activation isn't known here")
    kind = _ACTIVATIONS.get(name, name)
    return (Pointwise(kind, 0, _USUAL.get(kind, ())),)


def _named(padding: object, axes: int) -> Padding:
    if not isinstance(padding, str):
        raise Unclear('padding is "valid" or "same"')
    return padding_per_axis(cast("Any", padding.lower()), axes)


def _first_last(data_format: object) -> None:
    if data_format not in {None, "channels_last"}:
        raise Unclear("channels_first isn't read, only channels_last")


def _conv(axes: int) -> Maker:
    def made(
        known: Known, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: object = None, dilation_rate: Any = 1, groups: int = 1,
        activation: object = None, use_bias: bool = True,
    ) -> Layers:  # fmt: skip
        _first_last(data_format)
        layer = Conv(
            channels(known, axes), whole("filters", filters),
            per_axis("kernel_size", kernel_size, axes), per_axis("strides", strides, axes),
            _named(padding, axes), per_axis("dilation_rate", dilation_rate, axes),
            whole("groups", groups), bool(use_bias), dialect="tensorflow",
        )  # fmt: skip
        return (valid(layer), *_activation(activation))

    return made


def _depthwise(axes: int) -> Maker:
    def made(
        known: Known, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        depth_multiplier: int = 1, data_format: object = None, dilation_rate: Any = 1,
        activation: object = None, use_bias: bool = True,
    ) -> Layers:  # fmt: skip
        ins = channels(known, axes)
        outs = ins * count("depth_multiplier", depth_multiplier)
        return _conv(axes)(
            known, outs, kernel_size, strides, padding, data_format, dilation_rate, ins,
            activation, use_bias,
        )  # fmt: skip

    return made


def _separable(axes: int) -> Maker:
    def made(
        known: Known, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        data_format: object = None, dilation_rate: Any = 1, depth_multiplier: int = 1,
        activation: object = None, use_bias: bool = True,
    ) -> Layers:  # fmt: skip
        deep = _depthwise(axes)(
            known, kernel_size, strides, padding, depth_multiplier, data_format, dilation_rate,
            None, False,
        )  # fmt: skip
        (first,) = cast("tuple[Conv]", deep)
        between = Known(None, first.out_channels, axes)
        point = _conv(axes)(between, filters, 1, activation=activation, use_bias=use_bias)
        return (first, *cast("tuple[AnyLayer, ...]", point))

    return made


def _transposed(axes: int) -> Maker:
    def made(
        known: Known, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
        output_padding: Any = None, data_format: object = None, dilation_rate: Any = 1,
        activation: object = None, use_bias: bool = True,
    ) -> Layers:  # fmt: skip
        _first_last(data_format)
        if output_padding is not None:
            raise Unclear("output_padding isn't read in Keras' layers")
        layer = ConvTranspose(
            channels(known, axes), whole("filters", filters),
            per_axis("kernel_size", kernel_size, axes), per_axis("strides", strides, axes),
            _named(padding, axes), (0,) * axes,
            per_axis("dilation_rate", dilation_rate, axes), bias=bool(use_bias),
            dialect="tensorflow",
        )  # fmt: skip
        return (valid(layer), *_activation(activation))

    return made


_activation = activation


def _pool(axes: int, average: bool) -> Maker:
    def made(
        known: Known, pool_size: Any = 2, strides: Any = None, padding: str = "valid",
        data_format: object = None,
    ) -> AnyLayer:  # fmt: skip
        del known
        _first_last(data_format)
        kernel = per_axis("pool_size", pool_size, axes)
        stride = kernel if strides is None else per_axis("strides", strides, axes)
        padded = _named(padding, axes)
        kind: Reduction = "average" if average else "max"
        return valid(Pool(kind, kernel, stride, padded, (1,) * axes, dialect="tensorflow"))

    return made


def _global_pool(axes: int, average: bool) -> Maker:
    def made(known: Known, data_format: object = None, keepdims: bool = False) -> Layers:
        del known
        _first_last(data_format)
        pool = AdaptivePool("average" if average else "max", (1,) * axes, "tensorflow")
        return pool if keepdims else (pool, Flatten())

    return made


def _pad(axes: int, sign: int) -> Maker:
    def made(known: Known, padding: Any = 1, data_format: object = None) -> AnyLayer:
        del known
        _first_last(data_format)
        if axes == 1 and isinstance(padding, list | tuple):
            padding = (padding,)
        pairs = cast("tuple[tuple[int, int], ...]", padding_per_axis(padding, axes))
        sides = tuple((sign * before, sign * after) for before, after in pairs)
        return valid(Pad(sides, dialect="tensorflow"))

    return made if sign > 0 else _cropping(made)


def _cropping(pad: Maker) -> Maker:
    def made(known: Known, cropping: Any = 1, data_format: object = None) -> Layers:
        return pad(known, cropping, data_format)

    return made


def _upsampling(axes: int) -> Maker:
    def made(
        known: Known, size: Any = 2, data_format: object = None, interpolation: str = "nearest"
    ) -> AnyLayer:
        del known
        _first_last(data_format)
        if interpolation not in {"nearest", "bilinear"}:
            raise Unclear(f"upsampling is nearest or bilinear here, not {interpolation}")
        factors = tuple(count("size", one) for one in per_axis("size", size, axes))
        return Upsample(factors, None, "nearest" if interpolation == "nearest" else "linear")

    return made


def dense(
    known: Known, units: int, activation: object = None, use_bias: bool = True
) -> Layers:
    """Return a fully connected layer; of an input with places a convolution of single cells."""
    outs = count("units", units)
    if known.axes:
        layer: AnyLayer = valid(
            Conv(
                channels(known, known.axes), outs, (1,) * known.axes, (1,) * known.axes, "valid",
                (1,) * known.axes, bias=bool(use_bias), dialect="tensorflow",
            )
        )  # fmt: skip
    else:
        layer = Linear(channels(known, 0), outs, bool(use_bias))
    return (layer, *_activation(activation))


def _batch_norm(
    known: Known, epsilon: float = 1e-3, center: bool = True, scale: bool = True, axis: object = -1
) -> Layers:
    _require_last(axis, known)
    norm = Norm("batch_norm", channels(known, 0), eps=real("epsilon", epsilon))
    return _learning(norm, center=bool(center), scale=bool(scale))


def _group_norm(
    known: Known, groups: int = 32, epsilon: float = 1e-3, center: bool = True,
    scale: bool = True, axis: object = -1,
) -> Layers:  # fmt: skip
    _require_last(axis, known)
    features = channels(known, 0)
    many = features if groups == -1 else count("groups", groups)
    norm = Norm("group_norm", features, groups=many, eps=real("epsilon", epsilon))
    return _learning(norm, center=bool(center), scale=bool(scale))


def _learning(norm: Norm, *, center: bool, scale: bool) -> Layers:
    """Return a norm that learns offsets and scales, one of the two, or neither."""
    if center == scale:
        return replace(norm, affine=center)
    kind = "Offset" if center else "Scale"
    return replace(norm, affine=False), Pointwise(kind, norm.num_features)


def _require_last(axis: object, known: Known) -> None:
    """Return if an axis is the last, where Keras has the channels.

    Raises
    ------
    Unclear
        It isn't.
    """
    if not is_channels(axis, known, "tensorflow"):
        raise Unclear(f"axis {axis}: channels stand last here")


def _layer_norm(
    known: Known, epsilon: float = 1e-3, center: bool = True, scale: bool = True, axis: object = -1
) -> Pointwise:
    _require_last(axis, known)
    del epsilon
    return Pointwise("LayerNorm", channels(known, 0) * (bool(center) + bool(scale)))


def _relu(
    known: Known, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0
) -> Pointwise:
    del known
    if threshold:
        raise Unclear("a ReLU with a threshold isn't read")
    if negative_slope:
        return Pointwise("leaky_relu", 0, (("negative_slope", real("slope", negative_slope)),))
    if max_value not in {None, 6}:
        raise Unclear("a ReLU ends at 6 or nowhere here")
    return Pointwise("relu" if max_value is None else "relu6")


def _leaky_relu(
    known: Known, negative_slope: float = 0.3, alpha: float | None = None
) -> Pointwise:
    del known
    slope = real("negative_slope", negative_slope if alpha is None else alpha)
    return Pointwise("leaky_relu", 0, (("negative_slope", slope),))


def _elu(known: Known, alpha: float = 1.0) -> Pointwise:
    del known
    return Pointwise("elu", 0, (("alpha", real("alpha", alpha)),))


def _prelu(known: Known, shared_axes: Sequence[int] | None = None) -> Pointwise:
    if not shared_axes and known.axes:
        raise Unclear("a PReLU with a slope for each place isn't read: share its axes")
    return Pointwise("prelu", channels(known, known.axes or 0))


def _dropout(known: Known, rate: float = 0.5) -> Pointwise:
    del known
    return Pointwise("dropout", 0, (("p", real("rate", rate)),))


def _activated(known: Known, activation: object) -> Layers:
    del known
    return _activation(activation) or Pointwise("identity")


def _reshape(known: Known, target_shape: Sequence[object]) -> AnyLayer:
    *sizes, last = target_shape
    return reshaped(known, (last, *sizes), "Reshape")


def _flatten(known: Known, data_format: object = None) -> Flatten:
    del known, data_format
    return Flatten()


def _join(layer: Join) -> Maker:
    def made(known: Known) -> Join:
        del known
        return layer

    return made


def _concatenated(known: Known, axis: object = -1) -> Concat:
    _require_last(axis, known)
    return Concat()


def _softmax(known: Known, axis: object = -1) -> Pointwise:
    _require_last(axis, known)
    return Pointwise("softmax")


def _table() -> dict[str, Maker]:
    table: dict[str, Maker] = {
        "Dense": dense, "BatchNormalization": _batch_norm, "GroupNormalization": _group_norm,
        "LayerNormalization": _layer_norm, "ReLU": _relu, "LeakyReLU": _leaky_relu, "ELU": _elu,
        "PReLU": _prelu, "Dropout": _dropout, "Activation": _activated, "Flatten": _flatten,
        "Reshape": _reshape, "Softmax": _softmax, "Identity": pointwise("identity"),
        "Rescaling": pointwise("Rescaling"), "Normalization": pointwise("Normalization"),
        "GaussianNoise": pointwise("dropout"), "GaussianDropout": pointwise("dropout"),
        "Add": _join(Join("add")), "Multiply": _join(Join("multiply")),
        "Concatenate": _concatenated,
    }  # fmt: skip
    for axes in (1, 2, 3):
        families = {
            "Conv{}D": _conv(axes), "Convolution{}D": _conv(axes),
            "Conv{}DTranspose": _transposed(axes), "DepthwiseConv{}D": _depthwise(axes),
            "SeparableConv{}D": _separable(axes), "MaxPooling{}D": _pool(axes, False),
            "MaxPool{}D": _pool(axes, False), "AveragePooling{}D": _pool(axes, True),
            "AvgPool{}D": _pool(axes, True), "GlobalAveragePooling{}D": _global_pool(axes, True),
            "GlobalMaxPooling{}D": _global_pool(axes, False), "GlobalAvgPool{}D":
            _global_pool(axes, True), "GlobalMaxPool{}D": _global_pool(axes, False),
            "ZeroPadding{}D": _pad(axes, 1), "Cropping{}D": _pad(axes, -1),
            "UpSampling{}D": _upsampling(axes), "SpatialDropout{}D": _dropout,
        }  # fmt: skip
        table |= {name.format(axes): make for name, make in families.items()}
    return table


LAYERS = _table()
"""Makers by the classes' names."""

__all__ = ["IGNORED", "LAYERS", "NoChannels", "activation", "dense"]
