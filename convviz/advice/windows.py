"""Advice on layers that move a window: what it skips, leaves over, or sees of padding alone."""

from __future__ import annotations

from convviz.advice.measures import (
    Windowed,
    left_out,
    left_over,
    pads,
    seeing_padding,
    stepped_over,
    windows,
)
from convviz.advice.notes import Advice, Axes, cells, counted, mending
from convviz.errors import Fix
from convviz.layers import Pool
from convviz.layers.concrete import concrete
from convviz.layers.fixes import with_axes
from convviz.layers.words import sides

_MOST_STRIDES_TRIED = 64


def of_stride(layer: Windowed, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of cells between windows."""
    axis = axes[0]
    count = stepped_over(layer, size, axis)
    if not count:
        return None
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    kernel = -(-(stride - 1) // layer.dilation[axis]) + 1
    return Advice(
        "stride",
        f"no window reads {counted(count, size[axis], axes, len(size))}: stride {stride} is "
        f"larger than the kernel's span of {span}",
        mending(
            stepped_over,
            [
                Fix(f"stride {span}", (("stride", with_axes(layer.stride, axes, span)),)),
                Fix(
                    f"kernel {kernel}",
                    (("kernel_size", with_axes(layer.kernel_size, axes, kernel)),),
                ),
            ],
            layer,
            size,
            axes,
        ),
    )


def of_dilation(layer: Windowed, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of cells between the taps of all windows."""
    axis = axes[0]
    count = left_out(layer, size, axis)
    if not count:
        return None
    stride, dilation = layer.stride[axis], layer.dilation[axis]
    fixes = (
        Fix("dilation 1", (("dilation", with_axes(layer.dilation, axes, 1)),)),
        Fix("stride 1", (("stride", with_axes(layer.stride, axes, 1)),)),
    )
    return Advice(
        "dilation",
        f"no window reads {counted(count, size[axis], axes, len(size))}: they fall between the "
        f"taps of dilation {dilation} at stride {stride}",
        mending(left_out, fixes, layer, size, axes),
    )


def of_end(layer: Windowed, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of cells after the last window."""
    axis = axes[0]
    count = left_over(layer, size, axis)
    if not count:
        return None
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    before, after = pads(layer, size, axis)
    padded = size[axis] + before + after
    reached = (before, after + stride - (padded - span) % stride)
    strides = (
        Fix(f"stride {less}", (("stride", with_axes(layer.stride, axes, less)),))
        for less in (*range(stride - 1, max(stride - _MOST_STRIDES_TRIED, 1), -1), 1)
    )
    decided = concrete(layer, size).pads
    partial = [Fix("ceil mode", (("ceil_mode", True),))] if isinstance(layer, Pool) else []
    padding = Fix(f"padding {sides(reached)}", (("padding", with_axes(decided, axes, reached)),))
    return Advice(
        "stride",
        f"no window reaches the last {counted(count, size[axis], axes, len(size))}: "
        f"({padded} − {span}) mod stride {stride} = {(padded - span) % stride}",
        (
            *mending(left_over, [*partial, padding], layer, size, axes),
            *mending(left_over, strides, layer, size, axes)[:1],
        ),
    )


def of_padding(layer: Windowed, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of windows that lie in the padding."""
    axis = axes[0]
    count = seeing_padding(layer, size, axis)
    if not count:
        return None
    span = layer.effective_kernel[axis]
    around = pads(layer, size, axis)
    less = (min(around[0], span - 1), min(around[1], span - 1))
    decided = concrete(layer, size).pads
    whole = windows(layer, size, axis)
    return Advice(
        "padding",
        f"nothing but padding is seen by {count} of {whole} output "
        f"{cells(axes, len(size))}: padding {sides(around)} is not less than the kernel's "
        f"span of {span}",
        mending(
            seeing_padding,
            [Fix(f"padding {sides(less)}", (("padding", with_axes(decided, axes, less)),))],
            layer,
            size,
            axes,
        ),
    )
