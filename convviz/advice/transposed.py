"""Advice on transposed convolutions: checkerboards, and output that no stamp covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from convviz.advice.measures import added_without_stamp, terms, unevenness, without_stamp
from convviz.advice.notes import Advice, Axes, counted, mending, names
from convviz.advice.solve import solve_axis
from convviz.errors import Fix
from convviz.layers import ConvTranspose
from convviz.layers.fixes import with_axes
from convviz.layers.shapes import spatial_output

_MOST_TERMS = 6


def of_terms(layer: ConvTranspose, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of neighbours that get different numbers of terms, which shows as a checkerboard."""
    axis = axes[0]
    if not unevenness(layer, size, axis):
        return None
    found = terms(layer, axis, _MOST_TERMS)
    kernel, stride = layer.kernel_size[axis], layer.stride[axis]
    rhythm = ", ".join(map(str, (found * 2)[:_MOST_TERMS]))
    return Advice(
        "kernel_size",
        f"neighbouring outputs get different numbers of terms along the "
        f"{names(axes, len(size))}: {rhythm} …; kernel {kernel} is no multiple of stride {stride}, "
        "which can show as a checkerboard"
        if kernel % stride
        else f"neighbouring outputs get different numbers of terms along the "
        f"{names(axes, len(size))}: {rhythm} …; dilation {layer.dilation[axis]} and stride "
        f"{stride} have a common divisor, which can show as a checkerboard",
        mending(unevenness, _evening(layer, size, axes), layer, size, axes),
    )


def _evening(layer: ConvTranspose, size: tuple[int, ...], axes: Axes) -> Iterator[Fix]:
    """Yield kernels that are multiples of the stride, at the same output size where that goes."""
    axis = axes[0]
    kernel, stride = layer.kernel_size[axis], layer.stride[axis]
    if layer.dilation[axis] > 1:
        yield Fix("dilation 1", (("dilation", with_axes(layer.dilation, axes, 1)),))
    output = spatial_output(layer, size)[axis]
    for multiple in (-(-kernel // stride) * stride, kernel // stride * stride):
        if multiple in {0, kernel}:
            continue
        changed = replace(layer, kernel_size=with_axes(layer.kernel_size, axes, multiple))
        shape = (layer.in_channels, *size)
        kept = [
            solution
            for solution in solve_axis(changed, shape, axis, output)
            if (solution.stride, solution.dilation) == (stride, layer.dilation[axis])
        ]
        for solution in kept[:1]:
            changes = dict(solution.fix(layer, size, axes).changes)
            yield Fix(f"kernel {multiple} at the same output size", tuple(changes.items()))
        if not kept:
            yield Fix(f"kernel {multiple}", (("kernel_size", changed.kernel_size),))
    yield Fix("stride 1", (("stride", with_axes(layer.stride, axes, 1)),))


def of_gaps(layer: ConvTranspose, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of outputs that no stamp covers, but those that output padding adds."""
    axis = axes[0]
    count = without_stamp(layer, size, axis) - added_without_stamp(layer, size, axis)
    if count <= 0:
        return None
    span, stride, dilation = (
        layer.effective_kernel[axis], layer.stride[axis], layer.dilation[axis],
    )
    whole = spatial_output(layer, size)[axis]
    why = (
        f"stride {stride} is larger than the kernel's span of {span}"
        if stride > span
        else f"they fall between the taps of dilation {dilation} at stride {stride}"
    )
    kernel = -(-(stride - 1) // dilation) + 1
    fixes = [
        Fix("dilation 1", (("dilation", with_axes(layer.dilation, axes, 1)),)),
        Fix(f"stride {span}", (("stride", with_axes(layer.stride, axes, span)),)),
        Fix("stride 1", (("stride", with_axes(layer.stride, axes, 1)),)),
        Fix(f"kernel {kernel}", (("kernel_size", with_axes(layer.kernel_size, axes, kernel)),)),
    ]
    real = [fix for fix in fixes if any(getattr(layer, name) != to for name, to in fix.changes)]
    return Advice(
        "stride",
        f"nothing but the bias is in {counted(count, whole, axes, len(size))} of the output: {why}",
        mending(without_stamp, real, layer, size, axes)[:2],
    )


def of_output_padding(layer: ConvTranspose, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of rows that output padding adds where no stamp reaches."""
    axis = axes[0]
    count = added_without_stamp(layer, size, axis)
    extra = layer.output_padding[axis]
    if not count or not extra:
        return None
    whole = spatial_output(layer, size)[axis]
    less = max(extra - count, 0)
    fix = Fix(
        f"output padding {less}",
        (("output_padding", with_axes(layer.output_padding, axes, less)),),
    )
    return Advice(
        "output_padding",
        f"nothing but the bias is in the last {counted(count, whole, axes, len(size))} of the "
        f"output: output padding {extra} goes beyond the last stamp",
        mending(added_without_stamp, [fix], layer, size, axes),
    )
