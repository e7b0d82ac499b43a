"""Advice on a valid layer: input that it never reads, output that sees no input, no effect.

Every sentence is a fact with its numbers; every fix is one that was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from convviz.advice.measures import left_out, left_over, seeing_padding, stepped_over, windows
from convviz.errors import Fix
from convviz.layers import Conv, check
from convviz.layers.check import apply_fix, axis_name
from convviz.layers.words import sides

T = TypeVar("T")
Axes = tuple[int, ...]
Measure = Callable[[Conv, tuple[int, ...], int], int]
"""How many cells along an axis a pitfall concerns, for a layer and an input's size."""

_CELLS = {"depth": "slices", "height": "rows", "width": "columns"}
_MOST_STRIDES_TRIED = 64


@dataclass(frozen=True, slots=True)
class Advice:
    """Something about a valid layer that people rarely want.

    Attributes
    ----------
    field
        The parameter's name, as in `convviz.errors.Problem`.
    message
        One sentence with its numbers.
    fixes
        Small changes after which it is no longer so, the usual one first.
    """

    field: str
    message: str
    fixes: tuple[Fix, ...] = ()


def advise(layer: Conv, input_shape: tuple[int, ...]) -> tuple[Advice, ...]:
    """Return advice on a layer and its input; none while they are not valid.

    Axes with the same numbers share their sentences and fixes.

    Parameters
    ----------
    layer
        The layer.
    input_shape
        (channels, *spatial).
    """
    if check(layer, input_shape):
        return ()
    size = input_shape[1:]
    rules = (_stride, _dilation, _end, _padding, _same, _single)
    found = [rule(layer, size, axes) for rule in rules for axes in _alike(layer, size)]
    return tuple(advice for advice in (*found, _mode(layer, size)) if advice is not None)


def _stride(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    cells = stepped_over(layer, size, axis)
    if not cells:
        return None
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    kernel = -(-(stride - 1) // layer.dilation[axis]) + 1
    return Advice(
        "stride",
        f"no window reads {_of(cells, size, axes)}: stride {stride} is larger than "
        f"the kernel's span of {span}",
        _mending(
            stepped_over,
            [
                Fix(f"stride {span}", (("stride", _with(layer.stride, axes, span)),)),
                Fix(
                    f"kernel {kernel}",
                    (("kernel_size", _with(layer.kernel_size, axes, kernel)),),
                ),
            ],
            layer,
            size,
            axes,
        ),
    )


def _dilation(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    cells = left_out(layer, size, axis)
    if not cells:
        return None
    stride, dilation = layer.stride[axis], layer.dilation[axis]
    fixes = (
        Fix("dilation 1", (("dilation", _with(layer.dilation, axes, 1)),)),
        Fix("stride 1", (("stride", _with(layer.stride, axes, 1)),)),
    )
    return Advice(
        "dilation",
        f"no window reads {_of(cells, size, axes)}: they fall between the taps of "
        f"dilation {dilation} at stride {stride}",
        _mending(left_out, fixes, layer, size, axes),
    )


def _end(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    cells = left_over(layer, size, axis)
    if not cells:
        return None
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    before, after = layer.pads[axis]
    padded = layer.padded_size(size)[axis]
    reached = (before, after + stride - (padded - span) % stride)
    strides = (
        Fix(f"stride {less}", (("stride", _with(layer.stride, axes, less)),))
        for less in (*range(stride - 1, max(stride - _MOST_STRIDES_TRIED, 1), -1), 1)
    )
    pads = Fix(f"padding {sides(reached)}", (("padding", _with(layer.pads, axes, reached)),))
    return Advice(
        "stride",
        f"no window reaches the last {_of(cells, size, axes)}: "
        f"({padded} − {span}) mod stride {stride} = {(padded - span) % stride}",
        (
            *_mending(left_over, [pads], layer, size, axes),
            *_mending(left_over, strides, layer, size, axes)[:1],
        ),
    )


def _padding(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    cells = seeing_padding(layer, size, axis)
    if not cells:
        return None
    span = layer.effective_kernel[axis]
    pads = layer.pads[axis]
    less = (min(pads[0], span - 1), min(pads[1], span - 1))
    return Advice(
        "padding",
        f"nothing but padding is seen by {cells} of {windows(layer, size, axis)} output "
        f"{_cells(axes, len(size))}: padding {sides(pads)} is not less than the kernel's "
        f"span of {span}",
        _mending(
            seeing_padding,
            [Fix(f"padding {sides(less)}", (("padding", _with(layer.pads, axes, less)),))],
            layer,
            size,
            axes,
        ),
    )


def _same(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    if layer.padding not in {"same", "same_lower"} or not _unevenness(layer, size, axis):
        return None
    before, after = layer.pads[axis]
    kernel, span = layer.kernel_size[axis], layer.effective_kernel[axis]
    fixes = (
        Fix(f"kernel {odd}", (("kernel_size", _with(layer.kernel_size, axes, odd)),))
        for odd in (kernel - 1, kernel + 1)
    )
    return Advice(
        "kernel_size",
        f"padding {layer.padding!r} is uneven for a kernel that spans {span}: {before} before "
        f"and {after} after along the {_names(axes, len(size))}",
        _mending(_unevenness, fixes, layer, size, axes),
    )


def _unevenness(layer: Conv, _size: tuple[int, ...], axis: int) -> int:
    before, after = layer.pads[axis]
    return abs(after - before)


def _single(layer: Conv, size: tuple[int, ...], axes: Axes) -> Advice | None:
    axis = axes[0]
    if layer.kernel_size[axis] > 1 or layer.dilation[axis] == 1:
        return None
    return Advice(
        "dilation",
        f"dilation {layer.dilation[axis]} changes nothing: the kernel has 1 cell along the "
        f"{_names(axes, len(size))}",
        (Fix("dilation 1", (("dilation", _with(layer.dilation, axes, 1)),)),),
    )


def _mode(layer: Conv, size: tuple[int, ...]) -> Advice | None:
    if layer.padding_mode == "zeros" or any(map(any, layer.pads)):
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


def _mending(
    measure: Measure, fixes: Iterable[Fix], layer: Conv, size: tuple[int, ...], axes: Axes
) -> tuple[Fix, ...]:
    """Return the fixes that leave a valid layer and nothing to measure along the axes."""
    mending = []
    for fix in fixes:
        changed, _ = apply_fix(layer, size, fix)
        if not check(changed, (layer.in_channels, *size)) and not any(
            measure(changed, size, axis) for axis in axes
        ):
            mending.append(fix)
    return tuple(mending)


def _alike(layer: Conv, size: tuple[int, ...]) -> list[Axes]:
    """Return the axes, those with the same numbers together."""
    groups: dict[tuple[object, ...], Axes] = {}
    rows = zip(size, layer.pads, layer.kernel_size, layer.stride, layer.dilation, strict=True)
    for axis, row in enumerate(rows):
        groups[row] = (*groups.get(row, ()), axis)
    return list(groups.values())


def _with(values: tuple[T, ...], axes: Axes, value: T) -> tuple[T, ...]:
    return tuple(value if axis in axes else old for axis, old in enumerate(values))


def _of(cells: int, size: tuple[int, ...], axes: Axes) -> str:
    return f"{cells} of {size[axes[0]]} {_cells(axes, len(size))}"


def _cells(axes: Axes, count: int) -> str:
    """Return ``rows``, or ``rows (and columns)`` where two axes are alike."""
    first, *others = (_CELLS.get(axis_name(count, axis), "cells") for axis in axes)
    return f"{first} (and {' and '.join(others)})" if others else first


def _names(axes: Axes, count: int) -> str:
    return " and ".join(axis_name(count, axis) for axis in axes)
