"""What is wrong with a layer: every reason at once, each with its smallest fixes.

The refusals are PyTorch's; where it has no word (``full``, ``causal``,
padding on each side) the same reasoning is carried on.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import mul

from convviz.errors import Fix, Problem
from convviz.layers import fixes, sizes
from convviz.layers.conv import PADDING_MODES, PADDING_NAMES, Conv, Pair
from convviz.layers.words import axis_name, axis_names, counted_axes, field_name


def check(layer: Conv, input_shape: tuple[int, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), or None to look at the layer alone.

    Returns
    -------
    tuple of Problem
        Empty when the layer is valid and takes such an input.
    """
    lengths = tuple(_of_lengths(layer))
    if lengths:
        return lengths  # Nothing can be said along an axis that not all of them have.
    problems = [*_of_numbers(layer), *_of_channels(layer), *_of_padding(layer, input_shape)]
    if input_shape is not None and len(input_shape) != layer.axes + 1:
        problems.append(
            Problem(
                "input",
                f"the layer takes {layer.axes + 1} axes (channels, {axis_names(layer.axes)}), "
                f"the input has {len(input_shape)}: {input_shape}",
            )
        )
    elif input_shape is not None:
        problems += [*_of_input(layer, input_shape), *_of_fit(layer, input_shape[1:])]
    return tuple(problems)


def _of_lengths(layer: Conv) -> Iterator[Problem]:
    if layer.axes < 1:
        yield Problem("kernel_size", "the kernel has 0 axes: it must have at least 1")
    for field in ("stride", "dilation", "padding"):
        values = getattr(layer, field)
        if not isinstance(values, str) and len(values) != layer.axes:
            yield Problem(
                field,
                f"{field} is given for {counted_axes(len(values))}, "
                f"the kernel has {layer.axes}: {values}",
            )


def _of_numbers(layer: Conv) -> Iterator[Problem]:
    for field in ("kernel_size", "stride", "dilation"):
        values: tuple[int, ...] = getattr(layer, field)
        mended = tuple(max(1, number) for number in values)
        for axis, value in enumerate(values):
            if value < 1:
                yield Problem(
                    field,
                    f"{field_name(field)} {value} along the {axis_name(layer.axes, axis)}: "
                    "it must be at least 1",
                    axis,
                    (Fix(f"{field_name(field)} 1", ((field, mended),)),),
                    "number",
                )
    if isinstance(layer.padding, str):
        return
    mended_pads = tuple((max(0, before), max(0, after)) for before, after in layer.padding)
    for axis, pair in enumerate(layer.padding):
        if min(pair) < 0:
            yield Problem(
                "padding",
                f"padding {min(pair)} along the {axis_name(layer.axes, axis)}: "
                "it can't be negative",
                axis,
                (Fix("padding 0 there", (("padding", mended_pads),)),),
                "number",
            )


def _of_channels(layer: Conv) -> Iterator[Problem]:
    counts = {
        "in_channels": layer.in_channels,
        "out_channels": layer.out_channels,
        "groups": layer.groups,
    }
    for field, value in counts.items():
        if value < 1:
            wrong = fixes.at_least_one(counts, field)
            yield Problem(
                field,
                f"{field_name(field)} {value}: there must be at least 1",
                fixes=(wrong,),
            )
    if min(counts.values()) < 1:
        return
    for field in ("in_channels", "out_channels"):
        value, groups = counts[field], layer.groups
        if value % groups:
            yield Problem(
                "groups",
                f"{field_name(field)} {value} can't be divided into {groups} groups: "
                f"{value} mod {groups} = {value % groups}",
                fixes=fixes.dividing(layer, field, value),
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
            fixes=fixes.names_of_padding("valid", "same"),
        )
    elif layer.padding == "causal" and layer.axes != 1:
        yield Problem(
            "padding",
            f"causal padding is for 1 axis (time), this layer has {layer.axes}",
            fixes=fixes.names_of_padding("valid", "same", "full"),
        )
    elif layer.padding in {"same", "same_lower"} and max(layer.stride) > 1:
        yield _strided_same(layer, input_shape)


def _strided_same(layer: Conv, input_shape: tuple[int, ...] | None) -> Problem:
    offered = [Fix("stride 1", (("stride", (1,) * layer.axes),))]
    stride = layer.stride[0] if len(set(layer.stride)) == 1 else layer.stride
    message = f"padding {layer.padding!r} keeps the size only at stride 1, the stride is {stride}"
    size = () if input_shape is None else input_shape[1:]
    framework = "TensorFlow" if layer.padding == "same" else "ONNX's SAME_LOWER"
    sane = min(*layer.stride, *layer.kernel_size, *layer.dilation, *size) >= 1
    if sane and input_shape is None:
        # A size that the stride divides and the kernel fits into; all those pad alike.
        divided = map(mul, layer.stride, layer.effective_kernel)
        pads = _strided_same_pads(layer, tuple(divided))
        offered.insert(0, Fix(f"padding {pads} as {framework} does", (("padding", pads),)))
        message += f"; for sizes that the stride divides, {framework} pads {pads}"
    elif sane and len(size) == layer.axes:
        pads = _strided_same_pads(layer, size)
        outputs = " × ".join(
            str(-(-length // stride)) for length, stride in zip(size, layer.stride, strict=True)
        )
        offered.insert(0, Fix(f"padding {pads} as {framework} does", (("padding", pads),)))
        message += f"; {framework} would pad {pads} and give {outputs}"
    return Problem("padding", message, fixes=tuple(offered))


def _strided_same_pads(layer: Conv, size: tuple[int, ...]) -> tuple[Pair, ...]:
    lower = layer.padding == "same_lower"
    return tuple(
        sizes.strided_same_padding(length, kernel, stride, dilation, lower=lower)
        for length, kernel, stride, dilation in zip(
            size, layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )


def _of_input(layer: Conv, input_shape: tuple[int, ...]) -> Iterator[Problem]:
    channels, *spatial = input_shape
    if channels < 1 and channels != layer.in_channels:  # else it was said of the layer
        yield Problem("input", f"the input has {channels} channels: there must be at least 1")
    elif channels != layer.in_channels:
        yield Problem(
            "in_channels",
            f"the layer takes {layer.in_channels} "
            f"{'channel' if layer.in_channels == 1 else 'channels'}, "
            f"the input has {channels}",
            fixes=fixes.taking_channels(layer, channels),
        )
    mended = fixes.least_size(layer, tuple(spatial))
    for axis, length in enumerate(spatial):
        if length < 1:
            yield Problem(
                "input",
                f"the input's {axis_name(layer.axes, axis)} is {length}: it must be at least 1",
                axis,
                (Fix(f"size {mended[axis]} there", (("input_size", mended),)),),
                "length",
            )


def _of_fit(layer: Conv, size: tuple[int, ...]) -> Iterator[Problem]:
    if isinstance(layer.padding, str) and layer.padding not in PADDING_NAMES:
        return
    sane = [
        axis
        for axis, pads in enumerate(layer.pads)
        if min(layer.kernel_size[axis], layer.dilation[axis], size[axis]) >= 1 and min(pads) >= 0
    ]
    for axis in sane:
        if "mode" in fixes.faults(layer, size, axis):
            yield _mode_problem(layer, size, axis)
    for axis in sane:
        if "fit" in fixes.faults(layer, size, axis):
            yield _fit_problem(layer, size, axis)


def _fit_problem(layer: Conv, size: tuple[int, ...], axis: int) -> Problem:
    padded, span = layer.padded_size(size)[axis], layer.effective_kernel[axis]
    dilation = layer.dilation[axis]
    spans = f" at dilation {dilation} spans {span}" if dilation > 1 else ""
    what = "input" if layer.pads[axis] == (0, 0) else "padded input"
    return Problem(
        "kernel_size",
        f"kernel {layer.kernel_size[axis]}{spans}, the {what} is {padded} along the "
        f"{axis_name(layer.axes, axis)}: {span} > {padded}, it doesn't fit",
        axis,
        fixes.fitting(layer, size, axis),
        "fit",
    )


def _mode_problem(layer: Conv, size: tuple[int, ...], axis: int) -> Problem:
    sign = "<" if layer.padding_mode == "reflect" else "≤"
    return Problem(
        "padding",
        f"{layer.padding_mode} padding must be {sign} the input: padding "
        f"{max(layer.pads[axis])} along the {axis_name(layer.axes, axis)}, "
        f"the input is {size[axis]}",
        axis,
        fixes.padding_less(layer, size, axis),
        "mode",
    )
