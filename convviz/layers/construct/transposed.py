"""Transposed convolutions, as PyTorch's constructors make them."""

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
from convviz.layers.conv import PaddingMode
from convviz.layers.dialect import DIALECTS, Dialect
from convviz.layers.transposed import ConvTranspose


def conv_transpose(
    axes: int,
    in_channels: int,
    out_channels: int,
    kernel_size: PerAxis,
    stride: PerAxis = 1,
    padding: PaddingArgument = 0,
    output_padding: PerAxis = 0,
    groups: int = 1,
    bias: bool = True,
    dilation: PerAxis = 1,
    padding_mode: PaddingMode = "zeros",
    *,
    flipped: bool = False,
    dialect: Dialect = "pytorch",
) -> ConvTranspose:
    """Return a transposed convolution over `axes` axes.

    Order and meaning of the arguments are those of ``torch.nn.ConvTranspose2d``
    (the dilation stands after the bias there); the two that come last are convviz's.

    Parameters
    ----------
    in_channels, out_channels
        Number of channels before and after.
    kernel_size, stride, dilation
        One number for all axes, or one for each.
    padding
        What is cut off the output: one number, one for each axis, or a pair for
        each axis. TensorFlow, JAX and ONNX also take ``"valid"`` and ``"same"``,
        ONNX ``"same_lower"``. Numbers in JAX's dialect are what `lax` pads the
        input with, which has zeros put between its cells.
    output_padding
        Cells that the output is longer at its end.
    groups
        Into how many groups the channels are divided.
    bias
        Whether a number is added to each output channel.
    padding_mode
        ``"zeros"`` is all there is.
    flipped
        Mirror the kernel along every axis before it is stamped.
    dialect
        Whose rules decide where frameworks differ: ``"pytorch"``,
        ``"tensorflow"`` (Keras too), ``"jax"`` or ``"onnx"``.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import ConvTranspose2d
    >>> layer = ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)
    >>> layer.output_shape((1, 7, 7))
    (1, 14, 14)
    """
    return valid(
        ConvTranspose(
            in_channels=whole("in_channels", in_channels),
            out_channels=whole("out_channels", out_channels),
            kernel_size=per_axis("kernel_size", kernel_size, axes),
            stride=per_axis("stride", stride, axes),
            padding=padding_per_axis(padding, axes),
            output_padding=per_axis("output_padding", output_padding, axes),
            dilation=per_axis("dilation", dilation, axes),
            groups=whole("groups", groups),
            bias=truth("bias", bias),
            padding_mode=text("padding_mode", padding_mode, ("zeros",)),
            flipped=truth("flipped", flipped),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


ConvTranspose1d = over(1, "ConvTranspose1d", conv_transpose)
ConvTranspose2d = over(2, "ConvTranspose2d", conv_transpose)
ConvTranspose3d = over(3, "ConvTranspose3d", conv_transpose)
