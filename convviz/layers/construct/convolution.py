"""Convolutions, as PyTorch's constructors make them."""

from __future__ import annotations

from convviz.layers.construct.arguments import (
    PaddingArgument,
    PerAxis,
    padding_per_axis,
    per_axis,
    text,
    truth,
    valid,
    whole,
)
from convviz.layers.construct.families import over
from convviz.layers.conv import PADDING_MODES, Conv, PaddingMode
from convviz.layers.dialect import DIALECTS, Dialect


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
    *,
    flipped: bool = False,
    dialect: Dialect = "pytorch",
) -> Conv:
    """Return a convolution over `axes` axes.

    Order and meaning of the arguments are those of ``torch.nn.Conv2d``; the two
    that come last are convviz's.

    Parameters
    ----------
    in_channels, out_channels
        Number of channels before and after.
    kernel_size, stride, dilation
        One number for all axes, or one for each.
    padding
        One number, one for each axis, a pair for each axis
        ``((top, bottom), (left, right))``, or ``"valid"``, ``"same"``,
        ``"same_lower"``, ``"full"``, over one axis also ``"causal"``.
    groups
        Into how many groups the channels are divided; ``in_channels`` of them
        make the convolution depthwise.
    bias
        Whether a number is added to each output channel.
    padding_mode
        ``"zeros"``, ``"reflect"``, ``"replicate"`` or ``"circular"``.
    flipped
        Mirror the kernel along every axis: a convolution in the mathematical
        sense, where frameworks compute a cross-correlation.
    dialect
        Whose rules decide where frameworks differ: ``"pytorch"``,
        ``"tensorflow"`` (Keras too), ``"jax"`` or ``"onnx"``.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import Conv2d
    >>> Conv2d(1, 1, kernel_size=3, stride=2, padding=1).output_shape((1, 7, 7))
    (1, 4, 4)
    """
    return valid(
        Conv(
            in_channels=whole("in_channels", in_channels),
            out_channels=whole("out_channels", out_channels),
            kernel_size=per_axis("kernel_size", kernel_size, axes),
            stride=per_axis("stride", stride, axes),
            padding=padding_per_axis(padding, axes),
            dilation=per_axis("dilation", dilation, axes),
            groups=whole("groups", groups),
            bias=truth("bias", bias),
            padding_mode=text("padding_mode", padding_mode, PADDING_MODES),
            flipped=truth("flipped", flipped),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


Conv1d = over(1, "Conv1d", conv)
Conv2d = over(2, "Conv2d", conv)
Conv3d = over(3, "Conv3d", conv)
