"""Pools of windows, as PyTorch's constructors make them."""

from __future__ import annotations

from convviz.layers.construct.arguments import (
    PaddingArgument,
    PerAxis,
    number,
    padding_per_axis,
    per_axis,
    text,
    truth,
    valid,
    whole,
)
from convviz.layers.construct.families import over
from convviz.layers.dialect import DIALECTS, Dialect
from convviz.layers.pooling import Pool


def max_pool(
    axes: int,
    kernel_size: PerAxis,
    stride: PerAxis | None = None,
    padding: PaddingArgument = 0,
    dilation: PerAxis = 1,
    return_indices: bool = False,
    ceil_mode: bool = False,
    *,
    dialect: Dialect = "pytorch",
) -> Pool:
    """Return a max pool over `axes` axes.

    Order and meaning of the arguments are those of ``torch.nn.MaxPool2d``.

    Parameters
    ----------
    kernel_size, stride, dilation
        One number for all axes, or one for each. Without a stride it is the
        kernel, for JAX and ONNX 1.
    padding
        One number, one for each axis, or a pair for each axis; it is never the
        maximum. TensorFlow, JAX and ONNX also take ``"valid"`` and ``"same"``,
        JAX and ONNX ``"same_lower"``.
    return_indices
        Taken for PyTorch's sake; it changes nothing about the layer.
    ceil_mode
        Windows that reach beyond the padded input count too, unless they would
        begin in the padding at its end.
    dialect
        Whose rules decide where frameworks differ: ``"pytorch"``,
        ``"tensorflow"`` (Keras too), ``"jax"`` or ``"onnx"``.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import MaxPool2d
    >>> MaxPool2d(3, stride=2, padding=1).output_shape((64, 112, 112))
    (64, 56, 56)
    """
    truth("return_indices", return_indices)
    kernel = per_axis("kernel_size", kernel_size, axes)
    return valid(
        Pool(
            reduction="max",
            kernel_size=kernel,
            stride=_stride(stride, kernel, dialect),
            padding=padding_per_axis(padding, axes),
            dilation=per_axis("dilation", dilation, axes),
            ceil_mode=truth("ceil_mode", ceil_mode),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


def avg_pool(
    axes: int,
    kernel_size: PerAxis,
    stride: PerAxis | None = None,
    padding: PaddingArgument = 0,
    ceil_mode: bool = False,
    count_include_pad: bool | None = None,
    divisor_override: int | None = None,
    *,
    dilation: PerAxis = 1,
    dialect: Dialect = "pytorch",
) -> Pool:
    """Return an average pool over `axes` axes.

    Order and meaning of the arguments are those of ``torch.nn.AvgPool2d``.

    Parameters
    ----------
    kernel_size, stride
        One number for all axes, or one for each. Without a stride it is the
        kernel, for JAX and ONNX 1.
    padding, ceil_mode, dilation, dialect
        As of `MaxPool2d`; the padding's cells are zeros. PyTorch has no dilation here.
    count_include_pad
        Divide by the padding's cells too; without it as the dialect does:
        PyTorch and JAX do, TensorFlow and ONNX don't.
    divisor_override
        Divide by this instead of by the number of cells.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import AvgPool2d
    >>> AvgPool2d(3, stride=2, ceil_mode=True).output_shape((1, 6, 6))
    (1, 3, 3)
    """
    kernel = per_axis("kernel_size", kernel_size, axes)
    counts, divisor = count_include_pad, divisor_override
    return valid(
        Pool(
            reduction="average",
            kernel_size=kernel,
            stride=_stride(stride, kernel, dialect),
            padding=padding_per_axis(padding, axes),
            dilation=per_axis("dilation", dilation, axes),
            ceil_mode=truth("ceil_mode", ceil_mode),
            count_include_pad=None if counts is None else truth("count_include_pad", counts),
            divisor_override=None if divisor is None else whole("divisor_override", divisor),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


def lp_pool(
    axes: int,
    norm_type: float,
    kernel_size: PerAxis,
    stride: PerAxis | None = None,
    ceil_mode: bool = False,
    padding: PaddingArgument = 0,
    *,
    dilation: PerAxis = 1,
    dialect: Dialect = "pytorch",
) -> Pool:
    """Return a power-average pool over `axes` axes: ``(Σ xᵖ)^(1/p)`` of each window.

    Order and meaning of the arguments are those of ``torch.nn.LPPool2d``, which
    has no padding; ONNX's LpPool has. PyTorch doesn't drop the sign of x, ONNX
    does; with `ceil_mode` PyTorch scales the sum of a window with fewer cells up
    to a whole one's.

    Parameters
    ----------
    norm_type
        The power p, any number but 0.
    kernel_size, stride
        One number for all axes, or one for each. Without a stride it is the
        kernel, for ONNX 1.
    ceil_mode, padding, dilation, dialect
        As of `MaxPool2d`; the padding's cells are zeros. PyTorch has no dilation here.

    Raises
    ------
    convviz.errors.InvalidLayer
        The parameters contradict each other.

    Examples
    --------
    >>> from convviz.layers import LPPool2d
    >>> LPPool2d(2, 3, stride=2).output_shape((1, 7, 7))
    (1, 3, 3)
    """
    kernel = per_axis("kernel_size", kernel_size, axes)
    return valid(
        Pool(
            reduction="norm",
            kernel_size=kernel,
            stride=_stride(stride, kernel, dialect),
            padding=padding_per_axis(padding, axes),
            dilation=per_axis("dilation", dilation, axes),
            ceil_mode=truth("ceil_mode", ceil_mode),
            norm_type=number("norm_type", norm_type),
            dialect=text("dialect", dialect, DIALECTS),
        )
    )


def _stride(stride: PerAxis | None, kernel: tuple[int, ...], dialect: Dialect) -> tuple[int, ...]:
    if stride is None:
        return (1,) * len(kernel) if dialect in {"jax", "onnx"} else kernel
    return per_axis("stride", stride, len(kernel))


MaxPool1d = over(1, "MaxPool1d", max_pool)
MaxPool2d = over(2, "MaxPool2d", max_pool)
MaxPool3d = over(3, "MaxPool3d", max_pool)
AvgPool1d = over(1, "AvgPool1d", avg_pool)
AvgPool2d = over(2, "AvgPool2d", avg_pool)
AvgPool3d = over(3, "AvgPool3d", avg_pool)
LPPool1d = over(1, "LPPool1d", lp_pool)
LPPool2d = over(2, "LPPool2d", lp_pool)
LPPool3d = over(3, "LPPool3d", lp_pool)
