"""PyTorch's constructors: loose arguments in, a valid layer out."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any, cast

from convviz.errors import InvalidLayer, Problem
from convviz.layers.check import check
from convviz.layers.conv import PADDING_MODES, Conv, Padding, PaddingMode, PaddingName

PerAxis = int | Sequence[int]
PaddingArgument = int | Sequence[int] | Sequence[Sequence[int]] | PaddingName


def conv(
    axes: int,
    in_channels: int,
    out_channels: int,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PaddingArgument = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> Conv:
    """Return a convolution over `axes` axes; see `Conv2d` for the arguments."""
    layer = Conv(
        in_channels=whole("in_channels", in_channels),
        out_channels=whole("out_channels", out_channels),
        kernel_size=per_axis("kernel_size", kernel_size, axes),
        stride=per_axis("stride", stride, axes),
        padding=padding_per_axis(padding, axes),
        dilation=per_axis("dilation", dilation, axes),
        groups=whole("groups", groups),
        bias=_truth("bias", bias),
        padding_mode=_text("padding_mode", padding_mode),
    )
    problems = check(layer)
    if problems:
        raise InvalidLayer(problems)
    return layer


def Conv1d(  # noqa: N802 - PyTorch's name
    in_channels: int,
    out_channels: int,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PaddingArgument = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> Conv:
    """Return a convolution over one axis; `padding` may also be ``"causal"``.

    The arguments are those of `Conv2d`.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.
    """
    return conv(
        1,
        in_channels,
        out_channels,
        kernel_size,
        stride,
        padding,
        dilation,
        groups,
        bias,
        padding_mode,
    )


def Conv2d(  # noqa: N802 - PyTorch's name
    in_channels: int,
    out_channels: int,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PaddingArgument = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> Conv:
    """Return a convolution over two axes, rows and columns.

    Order and meaning of the arguments are those of ``torch.nn.Conv2d``.

    Parameters
    ----------
    in_channels, out_channels
        Number of channels before and after.
    kernel_size, stride, dilation
        One number for all axes, or one for each.
    padding
        One number, one for each axis, a pair for each axis
        ``((top, bottom), (left, right))``, or ``"valid"``, ``"same"``,
        ``"same_lower"``, ``"full"``.
    groups
        Into how many groups the channels are divided.
    bias
        Whether a number is added to each output channel.
    padding_mode
        ``"zeros"``, ``"reflect"``, ``"replicate"`` or ``"circular"``.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> Conv2d(1, 1, kernel_size=3, stride=2, padding=1).output_shape((1, 7, 7))
    (1, 4, 4)
    """
    return conv(
        2,
        in_channels,
        out_channels,
        kernel_size,
        stride,
        padding,
        dilation,
        groups,
        bias,
        padding_mode,
    )


def Conv3d(  # noqa: N802 - PyTorch's name
    in_channels: int,
    out_channels: int,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PaddingArgument = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    bias: bool = True,
    padding_mode: PaddingMode = "zeros",
) -> Conv:
    """Return a convolution over three axes, depth, rows and columns.

    The arguments are those of `Conv2d`.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.
    """
    return conv(
        3,
        in_channels,
        out_channels,
        kernel_size,
        stride,
        padding,
        dilation,
        groups,
        bias,
        padding_mode,
    )


def per_axis(field: str, value: object, axes: int) -> tuple[int, ...]:
    """Return one whole number for each axis.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is neither one whole number nor one for each axis.
    """
    value = _listed(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) != axes:
            many = "1 number" if axes == 1 else f"1 or {axes} numbers"
            raise _invalid(field, f"takes {many}, got {len(value)}: {value}")
        return tuple(whole(field, number) for number in value)
    return (whole(field, value),) * axes


def padding_per_axis(value: PaddingArgument, axes: int) -> Padding:
    """Return (before, after) for each axis, or the name as it is.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is none of the forms that `Conv2d` lists.
    """
    if isinstance(value, str):
        return value
    value = cast("PaddingArgument", _listed(value))
    if isinstance(value, Sequence) and any(isinstance(side, Sequence) for side in value):
        if len(value) != axes:
            raise _invalid("padding", f"takes a pair for each of {axes} axes, got {value}")
        return tuple(_pair(cast("Any", side)) for side in value)
    return tuple((side, side) for side in per_axis("padding", value, axes))


def whole(name: str, value: object, field: str = "") -> int:
    """Return a whole number as int.

    Raises
    ------
    convviz.errors.InvalidLayer
        It isn't one.
    """
    try:
        return int(index(cast("int", value)))
    except TypeError:
        message = f"{name} takes whole numbers, got {value!r}"
        raise InvalidLayer((Problem(field or name, message),)) from None


def shape(value: object) -> tuple[int, ...]:
    """Return an input's shape as plain whole numbers.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is anything but whole numbers.
    """
    value = _listed(value)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InvalidLayer(
            (
                Problem(
                    "input",
                    "an input's shape is whole numbers such as (channels, height, width), "
                    f"got {value!r}",
                ),
            )
        )
    return tuple(whole("the input's shape", length, "input") for length in value)


def require_layer(layer: object) -> None:
    """Return if it is a layer.

    Raises
    ------
    TypeError
        It isn't.
    """
    if not isinstance(layer, Conv):
        raise TypeError(f"a layer is expected, as Conv2d makes one, not {type(layer).__name__}")


def _listed(value: object) -> object:
    """Return an array as lists, anything else as it is; NumPy isn't needed for that."""
    to_list = getattr(value, "tolist", None)
    return to_list() if callable(to_list) else value


def _truth(field: str, value: object) -> bool:
    value = _listed(value)
    if isinstance(value, int) and value in {0, 1}:
        return bool(value)
    raise _invalid(field, f"is True or False, got {value!r}")


def _text(field: str, value: object) -> PaddingMode:
    if not isinstance(value, str):
        raise _invalid(field, f"is one of {', '.join(PADDING_MODES)}, got {value!r}")
    return cast("PaddingMode", value)


def _pair(value: PerAxis) -> tuple[int, int]:
    before, after = per_axis("padding", value, 2)
    return before, after


def _invalid(field: str, said: str) -> InvalidLayer:
    return InvalidLayer((Problem(field, f"{field} {said}"),))
