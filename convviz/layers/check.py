"""What is wrong with a layer: every reason at once, each with its smallest fixes.

The refusals are PyTorch's; where it has no word (``full``, ``causal``,
padding on each side) the same reasoning is carried on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from convviz.errors import Fix, Problem
from convviz.layers import sizes
from convviz.layers.conv import PADDING_MODES, PADDING_NAMES, Conv

T = TypeVar("T")

_AXIS_NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


def axis_name(axes: int, axis: int) -> str:
    """Return what people call one axis: height, width, … ."""
    return _AXIS_NAMES[axes][axis] if axes in _AXIS_NAMES else f"axis {axis}"


def check(layer: Conv, input_shape: tuple[int, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; it may say anything.
    input_shape
        (channels, *spatial), or None to look at the layer alone.

    Returns
    -------
    tuple of Problem
        Empty when the layer is valid and takes such an input.
    """
    problems = [*_of_numbers(layer), *_of_channels(layer), *_of_padding(layer, input_shape)]
    if input_shape is not None:
        problems += _of_input(layer, input_shape)
        if not problems:
            problems += _of_fit(layer, input_shape[1:])
    return tuple(problems)


def _of_numbers(layer: Conv) -> Iterator[Problem]:
    for field in ("kernel_size", "stride", "dilation"):
        values: tuple[int, ...] = getattr(layer, field)
        for axis, value in enumerate(values):
            if value < 1:
                mended = tuple(max(1, number) for number in values)
                yield Problem(
                    field,
                    f"{_word(field)} {value} along the {axis_name(layer.axes, axis)}: "
                    "it must be at least 1",
                    axis,
                    (Fix(f"{_word(field)} 1", ((field, mended),)),),
                )
    if not isinstance(layer.padding, str):
        for axis, pair in enumerate(layer.padding):
            if min(pair) < 0:
                mended_pads = tuple((max(0, a), max(0, b)) for a, b in layer.padding)
                yield Problem(
                    "padding",
                    f"padding {min(pair)} along the {axis_name(layer.axes, axis)}: "
                    "it can't be negative",
                    axis,
                    (Fix("padding 0 there", (("padding", mended_pads),)),),
                )


def _of_channels(layer: Conv) -> Iterator[Problem]:
    counts = {
        "in_channels": layer.in_channels,
        "out_channels": layer.out_channels,
        "groups": layer.groups,
    }
    for field, value in counts.items():
        if value < 1:
            yield Problem(
                field,
                f"{_word(field)} {value}: there must be at least 1",
                fixes=(Fix(f"{_word(field)} 1", ((field, 1),)),),
            )
    if min(counts.values()) < 1:
        return
    for field in ("in_channels", "out_channels"):
        value, groups = counts[field], layer.groups
        if value % groups:
            up = -(-value // groups) * groups
            divisor = _common_divisor_at_most(groups, layer.in_channels, layer.out_channels)
            yield Problem(
                "groups",
                f"{_word(field)} {value} can't be divided into {groups} groups: "
                f"{value} mod {groups} = {value % groups}",
                fixes=(
                    Fix(f"groups {divisor}", (("groups", divisor),)),
                    Fix(f"{_word(field)} {up}", ((field, up),)),
                ),
            )


def _of_padding(layer: Conv, input_shape: tuple[int, ...] | None) -> Iterator[Problem]:
    if layer.padding_mode not in PADDING_MODES:
        yield Problem(
            "padding_mode",
            f"padding mode {layer.padding_mode!r} is none of {', '.join(PADDING_MODES)}",
            fixes=(Fix("zeros", (("padding_mode", "zeros"),)),),
        )
    if not isinstance(layer.padding, str):
        return
    if layer.padding not in PADDING_NAMES:
        yield Problem(
            "padding",
            f"padding {layer.padding!r} is none of {', '.join(PADDING_NAMES)}",
            fixes=(Fix("valid", (("padding", "valid"),)),),
        )
    elif layer.padding == "causal" and layer.axes != 1:
        yield Problem(
            "padding",
            f"causal padding is for 1 axis (time), this layer has {layer.axes}",
            fixes=(Fix("same", (("padding", "same"),)),),
        )
    elif layer.padding in {"same", "same_lower"} and max(layer.stride) > 1:
        yield _strided_same(layer, input_shape)


def _strided_same(layer: Conv, input_shape: tuple[int, ...] | None) -> Problem:
    fixes = [Fix("stride 1", (("stride", (1,) * layer.axes),))]
    message = (
        f"padding {layer.padding!r} needs stride 1, the stride is {max(layer.stride)}: "
        "no padding keeps the size"
    )
    sane = min(*layer.stride, *layer.kernel_size, *layer.dilation) >= 1
    if sane and input_shape is not None and len(input_shape) == layer.axes + 1:
        lower = layer.padding == "same_lower"
        pads = tuple(
            sizes.strided_same_padding(size, kernel, stride, dilation, lower=lower)
            for size, kernel, stride, dilation in zip(
                input_shape[1:], layer.kernel_size, layer.stride, layer.dilation, strict=True
            )
        )
        fixes.insert(0, Fix(f"padding {pads} as TensorFlow does", (("padding", pads),)))
        message += f"; TensorFlow would pad {pads}"
    return Problem("padding", message, fixes=tuple(fixes))


def _of_input(layer: Conv, input_shape: tuple[int, ...]) -> Iterator[Problem]:
    if len(input_shape) != layer.axes + 1:
        yield Problem(
            "input",
            f"the layer takes (channels, {', '.join(_AXIS_NAMES.get(layer.axes, ()))}), "
            f"the input's shape is {input_shape}",
        )
        return
    channels, *spatial = input_shape
    if channels != layer.in_channels:
        yield Problem(
            "in_channels",
            f"the layer takes {layer.in_channels} channels, the input has {channels}",
            fixes=(Fix(f"in channels {channels}", (("in_channels", channels),)),),
        )
    for axis, size in enumerate(spatial):
        if size < 1:
            mended = tuple(max(1, number) for number in spatial)
            yield Problem(
                "input",
                f"the input's {axis_name(layer.axes, axis)} is {size}: it must be at least 1",
                axis,
                (Fix("size 1 there", (("input_size", mended),)),),
            )


def _of_fit(layer: Conv, size: tuple[int, ...]) -> Iterator[Problem]:
    for axis in range(layer.axes):
        problem = _mode_problem(layer, size, axis)
        if problem is not None:
            yield problem
        padded, span = layer.padded_size(size)[axis], layer.effective_kernel[axis]
        if span > padded:
            dilation = layer.dilation[axis]
            spans = f"kernel {layer.kernel_size[axis]}" + (
                f" at dilation {dilation} spans {span}" if dilation > 1 else ""
            )
            yield Problem(
                "kernel_size",
                f"{spans}, {_padded_input(layer, size, axis)} along the "
                f"{axis_name(layer.axes, axis)}: {span} > {padded}, it doesn't fit",
                axis,
                _fitting(layer, size, axis, span - padded),
            )


def _padded_input(layer: Conv, size: tuple[int, ...], axis: int) -> str:
    if layer.pads[axis] == (0, 0):
        return f"the input is {size[axis]}"
    return f"the padded input is {layer.padded_size(size)[axis]}"


def _most_padding(layer: Conv, size: int) -> int | None:
    """Return how much padding the mode allows on one side, None for any amount."""
    return {"reflect": size - 1, "circular": size}.get(layer.padding_mode)


def _mode_problem(layer: Conv, size: tuple[int, ...], axis: int) -> Problem | None:
    most = _most_padding(layer, size[axis])
    largest = max(layer.pads[axis])
    if most is None or largest <= most:
        return None
    sign = "<" if layer.padding_mode == "reflect" else "≤"
    pads = _with_axis(layer.pads, axis, lambda pair: (min(pair[0], most), min(pair[1], most)))
    candidates = [
        Fix(f"padding {most}", (("padding", pads),)),
        Fix("padding mode replicate", (("padding_mode", "replicate"),)),
        Fix(
            f"input {axis_name(layer.axes, axis)} {largest + (sign == '<')}",
            (("input_size", _with_axis(size, axis, lambda _: largest + (sign == "<"))),),
        ),
    ]
    return Problem(
        "padding",
        f"{layer.padding_mode} padding must be {sign} the input: padding {largest} along the "
        f"{axis_name(layer.axes, axis)}, the input is {size[axis]}",
        axis,
        tuple(fix for fix in candidates if _mends_axis(layer, size, axis, fix)),
    )


def _fitting(layer: Conv, size: tuple[int, ...], axis: int, missing: int) -> tuple[Fix, ...]:
    """Return the smallest changes, one parameter each, that make the kernel fit."""
    kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
    padded = layer.padded_size(size)[axis]
    more = -(-missing // 2)
    pads = _with_axis(layer.pads, axis, lambda pair: (pair[0] + more, pair[1] + more))
    before, after = pads[axis]
    named = str(before) if before == after else f"({before}, {after})"
    smaller_kernel = (padded - 1) // dilation + 1
    candidates = [Fix(f"padding {named}", (("padding", pads),))]
    if kernel > 1 and (padded - 1) // (kernel - 1) >= 1:
        less = (padded - 1) // (kernel - 1)
        candidates.append(
            Fix(
                f"dilation {less}",
                (("dilation", _with_axis(layer.dilation, axis, lambda _: less)),),
            )
        )
    candidates += [
        Fix(
            f"kernel {smaller_kernel}",
            (("kernel_size", _with_axis(layer.kernel_size, axis, lambda _: smaller_kernel)),),
        ),
        Fix(
            f"input {axis_name(layer.axes, axis)} {size[axis] + missing}",
            (("input_size", _with_axis(size, axis, lambda number: number + missing)),),
        ),
    ]
    return tuple(fix for fix in candidates if _mends_axis(layer, size, axis, fix))


def _mends_axis(layer: Conv, size: tuple[int, ...], axis: int, fix: Fix) -> bool:
    changed, changed_size = apply_fix(layer, size, fix)
    most = _most_padding(changed, changed_size[axis])
    return (
        most is None or max(changed.pads[axis]) <= most
    ) and changed.effective_kernel[axis] <= changed.padded_size(changed_size)[axis]


def apply_fix(
    layer: Conv, input_size: tuple[int, ...], fix: Fix
) -> tuple[Conv, tuple[int, ...]]:
    """Return the layer and the input's spatial size with a fix's changes made."""
    changes = dict(fix.changes)
    size = changes.pop("input_size", input_size)
    changed: Conv = replace(layer, **changes)  # type: ignore[arg-type]  # Fix holds Conv's fields
    return changed, size  # type: ignore[return-value]


def _with_axis(values: tuple[T, ...], axis: int, change: Callable[[T], T]
) -> tuple[T, ...]:
    return (*values[:axis], change(values[axis]), *values[axis + 1 :])


def _common_divisor_at_most(limit: int, first: int, second: int) -> int:
    return next(n for n in range(min(limit, first, second), 0, -1) if not first % n | second % n)


def _word(field: str) -> str:
    return {"kernel_size": "kernel"}.get(field, field.replace("_", " "))
