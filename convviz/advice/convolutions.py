"""Advice on convolutions alone: parameters that are uneven or have no effect."""

from __future__ import annotations

from convviz.advice.measures import pads
from convviz.advice.notes import Advice, Axes, mending, names
from convviz.errors import Fix
from convviz.layers import Conv, check
from convviz.layers.check import apply_fix
from convviz.layers.fixes import with_axes


def of_same(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of a ``same`` padding that is uneven at stride 1, where the kernel could be odd."""
    axis = axes[0]
    named = layer.padding in {"same", "same_lower"} and layer.stride[axis] == 1
    if not named or not _unevenness(layer, size, axis):
        return None
    before, after = pads(layer, size, axis)
    kernel, span = layer.kernel_size[axis], layer.effective_kernel[axis]
    fixes = (
        Fix(f"kernel {odd}", (("kernel_size", with_axes(layer.kernel_size, axes, odd)),))
        for odd in (kernel - 1, kernel + 1)
    )
    return Advice(
        "kernel_size",
        f"padding {layer.padding!r} is uneven for a kernel that spans {span}: {before} before "
        f"and {after} after along the {names(axes, len(size))}",
        mending(_unevenness, fixes, layer, size, axes),
    )


def of_single(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    """Tell of a dilation of a kernel with one cell."""
    axis = axes[0]
    if layer.kernel_size[axis] > 1 or layer.dilation[axis] == 1:
        return None
    return Advice(
        "dilation",
        f"dilation {layer.dilation[axis]} changes nothing: the kernel has 1 cell along the "
        f"{names(axes, len(size))}",
        (Fix("dilation 1", (("dilation", with_axes(layer.dilation, axes, 1)),)),),
    )


def of_mode(layer: Conv, size: tuple[int, ...]) -> Advice | None:
    """Tell of a padding mode without padding."""
    around = [pads(layer, size, axis) for axis in range(layer.axes)]
    if layer.padding_mode == "zeros" or any(map(any, around)):
        return None
    halves = tuple((span - 1) // 2 for span in layer.effective_kernel)
    label = f"padding {halves[0] if len(set(halves)) == 1 else halves}"
    padded = Fix(label, (("padding", tuple((half, half) for half in halves)),))
    changed, _ = apply_fix(layer, size, padded)
    useful = any(halves) and not check(changed, (layer.in_channels, *size))
    return Advice(
        "padding_mode",
        f"padding mode {layer.padding_mode} changes nothing: there are 0 cells of padding to fill",
        (*((padded,) if useful else ()), Fix("zeros", (("padding_mode", "zeros"),))),
    )


def _unevenness(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    before, after = pads(layer, size, axis)
    return abs(after - before)
