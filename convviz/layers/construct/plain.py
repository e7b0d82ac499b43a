"""PyTorch's constructors of layers that move no window; what it writes as + is `Add`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from convviz.errors import InvalidLayer, Problem
from convviz.layers.construct.arguments import number, per_axis, text, truth, whole
from convviz.layers.plain import (
    EPS,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    NormKind,
    Pointwise,
    Upsample,
    UpsampleMode,
)

_AXES = 2


def pointwise(kind: str, **constants: object) -> Pointwise:
    """Return a pointwise layer of a kind, with the numbers that it is given."""
    given = tuple((name, float(number(name, value))) for name, value in constants.items())
    return Pointwise(kind, constants=given)


def relu() -> Pointwise:
    """Return the layer that makes negative numbers 0."""
    return pointwise("relu")


def relu6() -> Pointwise:
    """Return the layer that makes negative numbers 0, and those above 6, 6."""
    return pointwise("relu6")


def leaky_relu(negative_slope: float = 0.01) -> Pointwise:
    """Return the layer that makes negative numbers so many times smaller."""
    return pointwise("leaky_relu", negative_slope=negative_slope)


def elu(alpha: float = 1.0) -> Pointwise:
    """Return the layer that makes negative x ``alpha·(eˣ − 1)``."""
    return pointwise("elu", alpha=alpha)


def gelu() -> Pointwise:
    """Return the layer that gives ``x·Φ(x)`` with the normal distribution's Φ."""
    return pointwise("gelu")


def silu() -> Pointwise:
    """Return the layer that gives ``x·σ(x)`` with the logistic σ; also called Swish."""
    return pointwise("silu")


def sigmoid() -> Pointwise:
    """Return the layer that gives ``1 / (1 + e⁻ˣ)``."""
    return pointwise("sigmoid")


def tanh() -> Pointwise:
    """Return the layer that gives the hyperbolic tangent."""
    return pointwise("tanh")


def softmax() -> Pointwise:
    """Return the layer that gives each channel its share of ``Σ eˣ``, place by place."""
    return pointwise("softmax")


def dropout(p: float = 0.5) -> Pointwise:
    """Return the layer that, in use, changes nothing; in training it drops a share of p."""
    return pointwise("dropout", p=p)


def batch_norm(num_features: int, eps: float = EPS, *, affine: bool = True) -> Norm:
    """Return normalisation of each channel by what was learnt."""
    return _norm("batch_norm", num_features, 1, eps, affine)


def instance_norm(num_features: int, eps: float = EPS, *, affine: bool = False) -> Norm:
    """Return normalisation of each channel by its own mean and variance."""
    return _norm("instance_norm", num_features, 1, eps, affine)


def group_norm(
    num_groups: int, num_channels: int, eps: float = EPS, *, affine: bool = True
) -> Norm:
    """Return normalisation of groups of channels by their own mean and variance."""
    return _norm("group_norm", num_channels, num_groups, eps, affine)


def flatten() -> Flatten:
    """Return the layer that lays all of the input in one row of features."""
    return Flatten()


def linear(in_features: int, out_features: int, *, bias: bool = True) -> Linear:
    """Return a fully connected layer.

    Raises
    ------
    convviz.errors.InvalidLayer
        A number is below 1, or none.
    """
    return Linear(
        _counted("in_features", in_features),
        _counted("out_features", out_features),
        truth("bias", bias),
    )


def add() -> Join:
    """Return the layer that adds several inputs place by place."""
    return Join("add")


def multiply() -> Join:
    """Return the layer that multiplies several inputs place by place."""
    return Join("multiply")


def concat() -> Concat:
    """Return the layer that puts the channels of several inputs one after the other."""
    return Concat()


def narrow(start: int, length: int) -> Narrow:
    """Return the layer that gives some of its input's channels: PyTorch's ``x.narrow(1, …)``.

    Parameters
    ----------
    start
        The first of them, counted from 0.
    length
        How many.

    Raises
    ------
    convviz.errors.InvalidLayer
        `start` is below 0, or `length` below 1.
    """
    first = whole("start", start)
    if first < 0:
        raise _invalid("start", f"start {first}: it must be at least 0")
    return Narrow(first, _counted("length", length))


def crop() -> CropTo:
    """Return the layer that cuts its first input to the size of its second, around the middle."""
    return CropTo()


def upsample(
    scale_factor: int | Sequence[int] | None = None,
    size: int | Sequence[int] | None = None,
    mode: str = "nearest",
    *,
    align_corners: bool = False,
) -> Upsample:
    """Return the layer that enlarges its input.

    Parameters
    ----------
    scale_factor, size
        By how much, or to what size; one number stands for two axes. With neither, to the
        size of its second input.
    mode
        ``"nearest"``, or ``"linear"`` (also ``"bilinear"``, ``"trilinear"``).
    align_corners
        The middles of the corner cells stay where they are; else the corners.

    Raises
    ------
    convviz.errors.InvalidLayer
        A number is below 1, both sizes are given, or there is no such mode.
    """
    if scale_factor is not None and size is not None:
        raise _invalid("size", "upsample takes a scale_factor or a size, not both")
    plain = {"bilinear": "linear", "trilinear": "linear"}.get(mode, mode)
    if text("mode", plain, get_args(UpsampleMode)) not in get_args(UpsampleMode):
        raise _invalid("mode", f"mode is one of nearest, linear, got {mode!r}")
    return Upsample(
        _sizes("scale_factor", scale_factor),
        _sizes("size", size),
        cast("UpsampleMode", plain),
        truth("align_corners", align_corners),
    )


def _norm(kind: NormKind, channels: int, groups: int, eps: float, affine: bool) -> Norm:
    return Norm(
        kind,
        _counted("num_features", channels),
        affine=truth("affine", affine),
        groups=_counted("num_groups", groups),
        eps=float(number("eps", eps)),
    )


def _sizes(name: str, value: int | Sequence[int] | None) -> tuple[int, ...] | None:
    if value is None:
        return None
    axes = len(value) if isinstance(value, Sequence) else _AXES
    return tuple(_counted(name, one) for one in per_axis(name, value, axes))


def _counted(name: str, value: object) -> int:
    count = whole(name, value)
    if count < 1:
        raise _invalid(name, f"{name} {count}: it must be at least 1")
    return count


def _invalid(field: str, message: str) -> InvalidLayer:
    return InvalidLayer((Problem(field, message),))
