"""What is wrong with a pool: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, isinf, isnan

from convviz.errors import Fix, Problem
from convviz.layers import sizes
from convviz.layers.checks import common
from convviz.layers.checks.trying import Shape, tried
from convviz.layers.concrete import concrete
from convviz.layers.conv import Pair
from convviz.layers.dialect import Dialect
from convviz.layers.pooling import Pool
from convviz.layers.words import axis_name, sides, sides_along

# Which names of padding each has: PyTorch's pools, tf.nn.pool, lax.reduce_window, ONNX's auto_pad.
_NAMES: dict[Dialect, tuple[str, ...]] = {
    "pytorch": (),
    "tensorflow": ("valid", "same"),
    "jax": ("valid", "same", "same_lower"),
    "onnx": ("valid", "same", "same_lower"),
}
_PYTORCH = {"max": "MaxPool", "average": "AvgPool", "norm": "LPPool"}


def check(layer: Pool, input_shape: Shape = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), or None to look at the layer alone.
    """
    lengths = tuple(common.of_lengths(layer, "stride", "dilation", "padding"))
    return lengths or tried(_problems, layer, input_shape)


def _problems(layer: Pool, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from common.of_numbers(layer, "kernel_size", "stride", "dilation")
    yield from _of_name(layer, input_shape)
    yield from _of_padding(layer)
    yield from _of_dilation(layer)
    yield from _of_options(layer)
    yield from _of_average(layer)
    yield from _of_norm(layer)
    if input_shape is None:
        return
    axes = tuple(common.of_axes(layer, input_shape))
    yield from axes
    if not axes:
        channels, *size = input_shape
        if channels < 1:
            yield common.no_channels(channels)
        yield from common.of_input_size(layer, tuple(size), _least_size(layer, tuple(size)))
        yield from _of_fit(layer, tuple(size))


def _of_name(layer: Pool, input_shape: Shape) -> Iterator[Problem]:
    names = _NAMES.get(layer.dialect, ())
    if not isinstance(layer.padding, str) or layer.padding in names:
        return
    takes = f"take {', '.join(map(repr, names))}" if names else "take numbers alone"
    offered = [Fix(one, (("padding", one),)) for one in reversed(names)]
    message = f"padding {layer.padding!r}: pools of {common.named(layer.dialect)} {takes}"
    pads = _same(layer, input_shape)
    if pads and not names:
        framework = "TensorFlow" if layer.padding == "same" else "ONNX"
        said = sides_along(pads)
        message += f"; {framework} would pad {said}"
        offered.append(Fix(f"padding {said} as {framework} does", (("padding", pads),)))
    offered.append(Fix("padding 0", (("padding", ((0, 0),) * layer.axes),)))
    yield Problem("padding", message, fixes=tuple(offered))


def _same(layer: Pool, input_shape: Shape) -> tuple[Pair, ...]:
    """Return the numbers that ``same`` is for an input, nothing where they aren't known."""
    size = () if input_shape is None else input_shape[1:]
    numbers = (*layer.kernel_size, *layer.stride, *layer.dilation, *size)
    if layer.padding not in {"same", "same_lower"} or len(size) != layer.axes or min(numbers) < 1:
        return ()
    return concrete(layer, size).pads


def _of_padding(layer: Pool) -> Iterator[Problem]:
    if isinstance(layer.padding, str):
        return
    if layer.dialect != "jax":  # which crops
        yield from common.of_negative_padding(layer, layer.padding)
    if layer.reduction == "norm" and layer.dialect == "pytorch":
        if any(map(any, layer.padding)):
            yield Problem(
                "padding",
                f"PyTorch's LPPool{layer.axes}d has no padding: it must be 0",
                fixes=(Fix("padding 0", (("padding", ((0, 0),) * layer.axes),)),),
            )
        return
    for axis, (pair, kernel) in enumerate(zip(layer.padding, layer.kernel_size, strict=True)):
        if kernel >= 1:
            yield from _of_much_padding(layer, pair, kernel, axis)


def _of_much_padding(layer: Pool, pair: Pair, kernel: int, axis: int) -> Iterator[Problem]:
    if layer.dialect == "jax":
        return
    most = kernel // 2 if layer.dialect == "pytorch" else kernel - 1
    if max(pair) <= most:
        return
    name, along = common.named(layer.dialect), axis_name(layer.axes, axis)
    half = f"at most half of the kernel, {kernel}/2" if layer.dialect == "pytorch" else (
        f"less than the kernel, {kernel}"
    )
    less = (min(pair[0], most), min(pair[1], most))
    wider = max(pair) * 2 if layer.dialect == "pytorch" else max(pair) + 1
    yield Problem(
        "padding",
        f"padding {max(pair)} along the {along}: {name}'s pools take {half}: "
        f"{max(pair)} > {most}",
        axis,
        (
            Fix(
                f"padding {sides(less)}",
                (("padding", common.with_axis(layer.pads, axis, less)),),
            ),
            Fix(
                f"kernel {wider}",
                (("kernel_size", common.with_axis(layer.kernel_size, axis, wider)),),
            ),
        ),
        "limit",
    )


def _of_dilation(layer: Pool) -> Iterator[Problem]:
    stride, dilation = max(layer.stride), max(layer.dilation)
    if dilation <= 1:
        return
    ones = Fix("dilation 1", (("dilation", (1,) * layer.axes),))
    name = _PYTORCH[layer.reduction]
    if layer.dialect == "pytorch" and layer.reduction != "max":
        message = f"PyTorch's {name}{layer.axes}d has no dilation: dilation {dilation} must be 1"
        yield Problem("dilation", message, fixes=(ones,))
    elif layer.dialect == "tensorflow" and stride > 1:
        message = (
            "tf.nn.pool takes no stride above 1 together with a dilation above 1: "
            f"stride {stride}, dilation {dilation}"
        )
        less = Fix("stride 1", (("stride", (1,) * layer.axes),))
        yield Problem("dilation", message, fixes=(ones, less))
    elif layer.dialect == "tensorflow" and layer.padding == "same":
        message = f"tf.nn.pool has no padding 'same' with a dilation above 1: dilation {dilation}"
        yield Problem("dilation", message, fixes=(ones, Fix("valid", (("padding", "valid"),))))


def _of_options(layer: Pool) -> Iterator[Problem]:
    if layer.ceil_mode and layer.dialect in {"tensorflow", "jax"}:
        yield Problem(
            "ceil_mode",
            f"{common.named(layer.dialect)} has no ceil mode: the last windows are always dropped",
            fixes=(Fix("no ceil mode", (("ceil_mode", False),)),),
        )
    if layer.count_include_pad and layer.dialect == "tensorflow":
        yield Problem(
            "count_include_pad",
            "TensorFlow's averages leave the padding out: count_include_pad can't be True",
            fixes=(Fix("leave padding out", (("count_include_pad", False),)),),
        )


def _of_average(layer: Pool) -> Iterator[Problem]:
    divisor = layer.divisor_override
    if divisor is None:
        return
    fixes = (Fix("no divisor", (("divisor_override", None),)),)
    if divisor == 0:
        field = "divisor_override"
        yield Problem(field, "divisor 0: it must not be 0", fixes=fixes, kind="zero")
    if layer.dialect != "pytorch" or layer.axes == 1 or layer.reduction != "average":
        yield Problem(
            "divisor_override",
            f"divisor {divisor}: only PyTorch's AvgPool2d and AvgPool3d take a divisor",
            fixes=fixes,
            kind="dialect",
        )


def _of_norm(layer: Pool) -> Iterator[Problem]:
    if layer.reduction != "norm":
        return
    power = layer.norm_type
    fixes = (Fix("norm type 2", (("norm_type", 2),)),)
    if layer.dialect in {"tensorflow", "jax"}:
        yield Problem(
            "dialect",
            f"{common.named(layer.dialect)} has no power-average pools: PyTorch and ONNX have",
            fixes=(Fix("PyTorch", (("dialect", "pytorch"),)),),
        )
    elif isnan(power) or power == 0:
        yield Problem(
            "norm_type", f"norm type {power}: it must be a number other than 0", fixes=fixes
        )
    elif layer.dialect == "onnx" and (not isfinite(power) or power % 1):
        yield Problem(
            "norm_type",
            f"norm type {power}: ONNX takes whole numbers",
            fixes=fixes,
        )


def _least_size(layer: Pool, size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the size with axes that have no cell made as long as a window needs."""
    whole = layer.axes == 3 and _reads_whole_windows(layer)
    return tuple(
        length if length > 0 else max(1, span - sum(pads), span if whole else 1)
        for length, span, pads in zip(size, layer.effective_kernel, layer.pads, strict=True)
    )


def _of_fit(layer: Pool, size: tuple[int, ...]) -> Iterator[Problem]:
    if isinstance(layer.padding, str) and layer.padding not in _NAMES.get(layer.dialect, ()):
        return
    if min(*layer.stride, *layer.dilation, *layer.kernel_size, *size) < 1:
        return
    pads = concrete(layer, size).pads
    for axis, length in enumerate(size):
        kernel, stride, dilation = (
            layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis],
        )
        row = (length, pads[axis], kernel, stride, dilation, layer.ceil_mode)
        if sizes.pool_size(*row) < 1:
            yield _fit_problem(layer, size, pads, axis)
        elif layer.axes == 3 and length < kernel and _reads_whole_windows(layer):
            yield Problem(
                "kernel_size",
                f"PyTorch's {_PYTORCH[layer.reduction]}3d takes no kernel larger than the input "
                f"before padding: kernel {kernel} > {length} along the "
                f"{axis_name(layer.axes, axis)}",
                axis,
                (
                    _kernel(layer, axis, length),
                    common.larger_input(layer, size, axis, kernel),
                ),
                "whole",
            )


def _reads_whole_windows(layer: Pool) -> bool:
    # A norm of infinite power is a maximum to PyTorch.
    maximum = layer.reduction == "max" or (layer.reduction == "norm" and isinf(layer.norm_type))
    return layer.dialect == "pytorch" and not maximum


def _fit_problem(
    layer: Pool, size: tuple[int, ...], pads: tuple[Pair, ...], axis: int
) -> Problem:
    kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
    span, padded = layer.effective_kernel[axis], size[axis] + sum(pads[axis])
    spans = f" at dilation {dilation} spans {span}" if dilation > 1 else ""
    what = "input" if pads[axis] == (0, 0) else "padded input"
    missing = span - padded
    before, after = (side + -(-missing // 2) for side in pads[axis])
    candidates = [
        Fix(
            f"padding {sides((before, after))}",
            (("padding", common.with_axis(pads, axis, (before, after))),),
        )
    ]
    if kernel > 1:
        less = (padded - 1) // (kernel - 1)
        values = common.with_axis(layer.dilation, axis, less)
        candidates.append(Fix(f"dilation {less}", (("dilation", values),)))
    candidates += [
        _kernel(layer, axis, (padded - 1) // dilation + 1),
        common.larger_input(layer, size, axis, size[axis] + missing),
    ]
    return Problem(
        "kernel_size",
        f"kernel {kernel}{spans}, the {what} is {padded} along the "
        f"{axis_name(layer.axes, axis)}: {span} > {padded}, it doesn't fit",
        axis,
        tuple(candidates),
        "fit",
    )


def _kernel(layer: Pool, axis: int, kernel: int) -> Fix:
    return Fix(
        f"kernel {kernel}",
        (("kernel_size", common.with_axis(layer.kernel_size, axis, kernel)),),
    )
