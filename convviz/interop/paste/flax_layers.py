"""Flax' layers: each maker has the signature of the class or function in ``flax.linen``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.calling import Layers, Maker, channels, count, real
from convviz.interop.paste.keras_layers import dense as keras_dense
from convviz.layers import Conv, ConvTranspose, Pool
from convviz.layers.construct.arguments import padding_per_axis, per_axis, valid, whole
from convviz.layers.conv import Padding, PaddingMode
from convviz.layers.plain import Norm, Pointwise
from convviz.layers.pooling import Reduction

IGNORED = frozenset({
    "name", "dtype", "param_dtype", "precision", "kernel_init", "bias_init", "mask",
    "use_running_average", "momentum", "axis", "deterministic", "scale_init", "rng_collection",
    "broadcast_dims", "rngs", "train", "training", "axis_name", "approximate",
})  # fmt: skip
"""Arguments that change nothing here."""
_MODES: dict[str, PaddingMode] = {"CIRCULAR": "circular", "REFLECT": "reflect"}


def _kernel(kernel_size: object) -> tuple[int, ...]:
    numbers = (kernel_size,) if isinstance(kernel_size, int) else kernel_size
    if not isinstance(numbers, list | tuple) or not 1 <= len(numbers) <= 3:
        raise Unclear("kernel_size is a list of 1 to 3 numbers, one for each axis")
    return tuple(whole("kernel_size", number) for number in numbers)


def _padding(padding: object, axes: int) -> Padding:
    if isinstance(padding, str):
        return cast("Padding", padding.lower())
    return padding_per_axis(cast("Any", padding), axes)


def _conv(
    known: Known, features: int, kernel_size: Any, strides: Any = 1, padding: Any = "SAME",
    input_dilation: Any = 1, kernel_dilation: Any = 1, feature_group_count: int = 1,
    use_bias: bool = True,
) -> AnyLayer:  # fmt: skip
    kernel = _kernel(kernel_size)
    axes = len(kernel)
    if set(per_axis("input_dilation", input_dilation, axes)) != {1}:
        raise Unclear("an input_dilation isn't read: use ConvTranspose")
    dilation = per_axis("kernel_dilation", kernel_dilation, axes)
    mode: PaddingMode = "zeros"
    padded = _padding(padding, axes)
    if isinstance(padding, str) and padding in _MODES:
        mode = _MODES[padding]
        spans = [by * (size - 1) for size, by in zip(kernel, dilation, strict=True)]
        padded = tuple((span // 2, span - span // 2) for span in spans)
    return valid(
        Conv(
            channels(known, axes), whole("features", features), kernel,
            per_axis("strides", 1 if strides is None else strides, axes), padded, dilation,
            whole("feature_group_count", feature_group_count), bool(use_bias), mode,
            dialect="jax",
        )
    )  # fmt: skip


def _conv_transpose(
    known: Known, features: int, kernel_size: Any, strides: Any = None, padding: Any = "SAME",
    kernel_dilation: Any = 1, use_bias: bool = True, transpose_kernel: bool = False,
) -> AnyLayer:  # fmt: skip
    kernel = _kernel(kernel_size)
    axes = len(kernel)
    return valid(
        ConvTranspose(
            channels(known, axes), whole("features", features), kernel,
            per_axis("strides", 1 if strides is None else strides, axes),
            _padding(padding, axes), (0,) * axes,
            per_axis("kernel_dilation", kernel_dilation, axes), bias=bool(use_bias),
            flipped=bool(transpose_kernel), dialect="jax",
        )
    )  # fmt: skip


def _pool(reduction: Reduction) -> Maker:
    def made(
        known: Known, window_shape: Sequence[int], strides: Any = None, padding: Any = "VALID",
        count_include_pad: bool = True,
    ) -> AnyLayer:  # fmt: skip
        del known
        kernel = _kernel(window_shape)
        stride = per_axis("strides", 1 if strides is None else strides, len(kernel))
        counted = None if count_include_pad or reduction == "max" else False
        return valid(
            Pool(
                reduction, kernel, stride, _padding(padding, len(kernel)), (1,) * len(kernel),
                count_include_pad=counted, dialect="jax",
            )
        )  # fmt: skip

    return made


def _dense(known: Known, features: int, use_bias: bool = True) -> Layers:
    made = cast("tuple[AnyLayer]", keras_dense(known, features, None, use_bias))
    (layer,) = made
    if isinstance(layer, Conv):
        axes = layer.axes
        return _conv(known, features, (1,) * axes, 1, "VALID", use_bias=use_bias)
    return layer


def _batch_norm(
    known: Known, epsilon: float = 1e-5, use_bias: bool = True, use_scale: bool = True
) -> Norm:
    affine = bool(use_bias or use_scale)
    return Norm("batch_norm", channels(known, 0), affine, eps=real("epsilon", epsilon))


def _group_norm(
    known: Known, num_groups: int | None = 32, group_size: int | None = None,
    epsilon: float = 1e-6, use_bias: bool = True, use_scale: bool = True,
) -> Norm:  # fmt: skip
    features = channels(known, 0)
    if group_size is not None:
        num_groups = features // count("group_size", group_size)
    affine = bool(use_bias or use_scale)
    groups = count("num_groups", num_groups)
    return Norm("group_norm", features, affine, groups, real("epsilon", epsilon))


def _instance_norm(
    known: Known, epsilon: float = 1e-6, use_bias: bool = True, use_scale: bool = True
) -> Norm:
    affine = bool(use_bias or use_scale)
    return Norm("instance_norm", channels(known, 0), affine, eps=real("epsilon", epsilon))


def _layer_norm(
    known: Known, epsilon: float = 1e-6, use_bias: bool = True, use_scale: bool = True
) -> Pointwise:
    del epsilon
    return Pointwise("LayerNorm", channels(known, 0) * (bool(use_bias) + bool(use_scale)))


def _dropout(known: Known, rate: float) -> Pointwise:
    del known
    return Pointwise("dropout", 0, (("p", real("rate", rate)),))


def _prelu(known: Known, negative_slope_init: object = 0.01) -> Pointwise:
    del known, negative_slope_init
    return Pointwise("prelu", 1)


LAYERS: dict[str, Maker] = {
    "Conv": _conv, "ConvTranspose": _conv_transpose, "Dense": _dense, "BatchNorm": _batch_norm,
    "GroupNorm": _group_norm, "InstanceNorm": _instance_norm, "LayerNorm": _layer_norm,
    "Dropout": _dropout, "PReLU": _prelu,
}  # fmt: skip
"""Makers by the classes' names."""
FUNCTIONS: dict[str, Maker] = {"max_pool": _pool("max"), "avg_pool": _pool("average")}
"""Makers by the names of functions that take a tensor first."""
