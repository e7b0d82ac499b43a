"""What is wrong with a convolution: every reason at once, each with its smallest fixes.

The refusals are those of the layer's dialect; where it has no word (``full``,
``causal``, padding on each side) the same reasoning is carried on.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import mul

from convviz.errors import Fix, Problem
from convviz.layers import fixes, sizes
from convviz.layers.checks import common
from convviz.layers.conv import PADDING_MODES, PADDING_NAMES, Conv, PaddingMode, Pair
from convviz.layers.dialect import Dialect
from convviz.layers.words import axis_name, numbers_along, sides_along

# What the convolutions of the others fill padding with: Keras', flax', ONNX's Conv.
_MODES: dict[Dialect, tuple[PaddingMode, ...]] = {
    "tensorflow": ("zeros",),
    "jax": ("zeros", "reflect", "circular"),
    "onnx": ("zeros",),
}


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
    lengths = tuple(common.of_lengths(layer, "stride", "dilation", "padding"))
    if lengths:
        return lengths  # Nothing can be said along an axis that not all of them have.
    problems = [
        *common.of_dialect(layer.dialect),
        *common.of_numbers(layer, "kernel_size", "stride", "dilation"),
        *_of_negative_padding(layer),
        *common.of_channels(layer),
        *_of_mode(layer),
        *_of_padding(layer, input_shape),
        *common.of_strided_dilation(layer),
    ]
    if input_shape is None:
        return tuple(problems)
    axes = tuple(common.of_axes(layer, input_shape))
    if axes:
        return (*problems, *axes)
    channels, *spatial = input_shape
    size = tuple(spatial)
    return (
        *problems,
        *common.of_input_channels(layer, channels),
        *common.of_input_size(layer, size, fixes.least_size(layer, size)),
        *_of_fit(layer, size),
    )


def _of_negative_padding(layer: Conv) -> Iterator[Problem]:
    if not isinstance(layer.padding, str) and layer.dialect != "jax":  # which crops
        yield from common.of_negative_padding(layer, layer.padding)


def _of_mode(layer: Conv) -> Iterator[Problem]:
    zeros = (Fix("zeros", (("padding_mode", "zeros"),)),)
    mode = layer.padding_mode
    if mode not in PADDING_MODES:
        yield Problem(
            "padding_mode", common.none_of("padding_mode", mode, PADDING_MODES), fixes=zeros
        )
    elif mode not in _MODES.get(layer.dialect, PADDING_MODES):
        known = " or ".join(_MODES[layer.dialect])
        yield Problem(
            "padding_mode",
            f"{common.named(layer.dialect)}'s convolutions fill padding with {known}, "
            f"not {mode}: that takes a padding layer before",
            fixes=zeros,
        )


def _of_padding(layer: Conv, input_shape: tuple[int, ...] | None) -> Iterator[Problem]:
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
    elif layer.padding == "same_lower" and layer.dialect == "tensorflow":
        yield Problem(
            "padding",
            "TensorFlow has no padding 'same_lower': an odd cell goes after",
            fixes=fixes.names_of_padding("same"),
        )
    elif (
        layer.dialect == "pytorch"
        and layer.padding in {"same", "same_lower"}
        and max(layer.stride) > 1
    ):
        yield _strided_same(layer, input_shape)


def _strided_same(layer: Conv, input_shape: tuple[int, ...] | None) -> Problem:
    offered = [Fix("stride 1", (("stride", (1,) * layer.axes),))]
    message = (
        f"padding {layer.padding!r} keeps the size only at stride 1, "
        f"the stride is {numbers_along(layer.stride)}"
    )
    size = () if input_shape is None else input_shape[1:]
    framework = "TensorFlow" if layer.padding == "same" else "ONNX's SAME_LOWER"
    sane = min(*layer.stride, *layer.kernel_size, *layer.dilation, *size) >= 1
    if sane and input_shape is None:
        # A size that the stride divides and the kernel fits into; all those pad alike.
        divided = map(mul, layer.stride, layer.effective_kernel)
        pads = _strided_same_pads(layer, tuple(divided))
        said = sides_along(pads)
        offered.insert(0, Fix(f"padding {said} as {framework} does", (("padding", pads),)))
        message += f"; for sizes that the stride divides, {framework} pads {said}"
    elif sane and len(size) == layer.axes:
        pads = _strided_same_pads(layer, size)
        outputs = " × ".join(
            str(-(-length // stride)) for length, stride in zip(size, layer.stride, strict=True)
        )
        said = sides_along(pads)
        offered.insert(0, Fix(f"padding {said} as {framework} does", (("padding", pads),)))
        message += f"; {framework} would pad {said}, which gives {outputs}"
    return Problem("padding", message, fixes=tuple(offered))


def _strided_same_pads(layer: Conv, size: tuple[int, ...]) -> tuple[Pair, ...]:
    lower = layer.padding == "same_lower"
    return tuple(
        sizes.strided_same_padding(length, kernel, stride, dilation, lower=lower)
        for length, kernel, stride, dilation in zip(
            size, layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )


def _of_fit(layer: Conv, size: tuple[int, ...]) -> Iterator[Problem]:
    if isinstance(layer.padding, str) and layer.padding not in PADDING_NAMES:
        return
    pads = fixes.decided_pads(layer, size)
    sane = [
        axis
        for axis in range(layer.axes)
        if min(layer.kernel_size[axis], layer.dilation[axis], size[axis]) >= 1
        and (min(pads[axis]) >= 0 or layer.dialect == "jax")
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
    bound = "less than" if layer.padding_mode == "reflect" else "at most as large as"
    return Problem(
        "padding",
        f"{layer.padding_mode} padding must be {bound} the input: padding "
        f"{max(fixes.decided_pads(layer, size)[axis])} along the {axis_name(layer.axes, axis)}, "
        f"the input is {size[axis]}",
        axis,
        fixes.padding_less(layer, size, axis),
        "mode",
    )
