"""What is wrong with a transposed convolution: every reason at once, each with fixes."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.errors import Fix, Problem
from convviz.layers import sizes
from convviz.layers.checks import common
from convviz.layers.checks.trying import Shape, tried
from convviz.layers.concrete import concrete
from convviz.layers.conv import Pair
from convviz.layers.dialect import Dialect
from convviz.layers.transposed import ConvTranspose
from convviz.layers.words import axis_name, numbers_along, sides, sides_along

# Which names of padding each has: tf.nn.conv2d_transpose, lax.conv_transpose, ONNX's auto_pad.
_NAMES: dict[Dialect, tuple[str, ...]] = {
    "pytorch": (),
    "tensorflow": ("valid", "same"),
    "jax": ("valid", "same"),
    "onnx": ("valid", "same", "same_lower"),
}


def check(layer: ConvTranspose, input_shape: Shape = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), or None to look at the layer alone.
    """
    fields = ("stride", "dilation", "padding", "output_padding")
    lengths = tuple(common.of_lengths(layer, *fields))
    return lengths or tried(_problems, layer, input_shape)


def _problems(layer: ConvTranspose, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from common.of_numbers(layer, "kernel_size", "stride", "dilation")
    yield from common.of_numbers(layer, "output_padding", least=0)
    if not isinstance(layer.padding, str) and layer.dialect != "jax":
        yield from common.of_negative_padding(layer, layer.padding)
    yield from common.of_channels(layer)
    yield from _of_words(layer)
    yield from common.of_strided_dilation(layer)
    yield from _of_output_padding(layer)
    if input_shape is None:
        return
    axes = tuple(common.of_axes(layer, input_shape))
    yield from axes
    if not axes:
        channels, *size = input_shape
        yield from common.of_input_channels(layer, channels)
        yield from common.of_input_size(layer, tuple(size), tuple(max(1, one) for one in size))
        yield from _of_fit(layer, tuple(size))


def _of_words(layer: ConvTranspose) -> Iterator[Problem]:
    name = common.named(layer.dialect)
    if layer.padding_mode != "zeros":
        yield Problem(
            "padding_mode",
            f"a transposed convolution has padding mode zeros alone, not {layer.padding_mode}: "
            "its padding is what is cut off the output",
            fixes=(Fix("zeros", (("padding_mode", "zeros"),)),),
        )
    if layer.groups > 1 and layer.dialect in {"tensorflow", "jax"}:
        yield Problem(
            "groups",
            f"{name}'s transposed convolutions have no groups: groups {layer.groups} must be 1",
            fixes=(Fix("groups 1", (("groups", 1),)),),
            kind="dialect",
        )
    names = _NAMES.get(layer.dialect, ())
    if isinstance(layer.padding, str) and layer.padding not in names:
        takes = f"takes {', '.join(map(repr, names))}" if names else "takes numbers alone"
        explicit, said = _in_numbers(layer)
        yield Problem(
            "padding",
            f"padding {layer.padding!r}: a transposed convolution of {name} {takes}{said}",
            fixes=(*explicit, *(Fix(one, (("padding", one),)) for one in reversed(names))),
        )


def _in_numbers(layer: ConvTranspose) -> tuple[tuple[Fix, ...], str]:
    """Return the padding in numbers that a name would be elsewhere, and the words for it."""
    none = Fix("padding 0", (("padding", ((0, 0),) * layer.axes),))
    if layer.dialect == "jax" or layer.padding not in {"same", "same_lower"}:
        return (() if layer.dialect == "jax" else (none,)), ""
    ends = [
        sizes.transposed_padding(layer.padding, "onnx", span, stride, 0)
        for span, stride in zip(layer.effective_kernel, layer.stride, strict=True)
    ]
    pads: tuple[Pair, ...] = tuple(cut for cut, _ in ends)
    extra = tuple(longer for _, longer in ends)
    changes: tuple[tuple[str, object], ...] = (("padding", pads), ("output_padding", extra))
    label = f"padding {sides_along(pads)}"
    label += f", output padding {numbers_along(extra)}" if any(extra) else ""
    framework = "TensorFlow" if layer.padding == "same" else "ONNX"
    said = f"; {framework} would cut off {sides_along(pads)}"
    return (Fix(f"{label} as {framework} does", changes), none), said


def _of_output_padding(layer: ConvTranspose) -> Iterator[Problem]:
    for axis, extra in enumerate(layer.output_padding):
        stride, dilation = layer.stride[axis], layer.dilation[axis]
        limit, rule = {
            "jax": (1, "JAX has none, what it pads after says as much: it must be 0"),
            "tensorflow": (stride, f"it must be less than the stride: {extra} ≥ {stride}"),
        }.get(
            layer.dialect,
            (
                max(stride, dilation),
                f"it must be less than the stride {stride} or the dilation {dilation}, "
                f"whichever is larger: {extra} ≥ {max(stride, dilation)}",
            ),
        )
        if extra < max(limit, 1):
            continue
        less = common.with_axis(layer.output_padding, axis, limit - 1)
        more = common.with_axis(layer.stride, axis, extra + 1)
        yield Problem(
            "output_padding",
            f"output padding {extra} along the {axis_name(layer.axes, axis)}: {rule}",
            axis,
            (
                Fix(f"output padding {limit - 1}", (("output_padding", less),)),
                Fix(f"stride {extra + 1}", (("stride", more),)),
            ),
            "limit",
        )


def _of_fit(layer: ConvTranspose, size: tuple[int, ...]) -> Iterator[Problem]:
    if isinstance(layer.padding, str):
        return  # All names leave an output.
    decided = concrete(layer, size)
    for axis, (before, after) in enumerate(decided.pads):
        numbers = (layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis], size[axis])
        if min(numbers) < 1 or min(layer.output_padding) < 0:
            continue
        kernel, stride, dilation, length = numbers
        extra = decided.output_padding[axis]
        pads = (before, after)
        count = sizes.transposed_size(length, pads, kernel, stride, dilation, extra)
        if count < 1:
            yield Problem(
                "padding",
                f"the output's {axis_name(layer.axes, axis)} would be {count}: "
                f"({length} − 1)·{stride} − {before} − {after} + {dilation}·({kernel} − 1) + "
                f"{extra} + 1 = {count}, it must be at least 1",
                axis,
                _fitting(layer, size, axis, 1 - count),
                "fit",
            )


def _fitting(
    layer: ConvTranspose, size: tuple[int, ...], axis: int, missing: int
) -> tuple[Fix, ...]:
    """Return changes of one parameter each that may make the output longer by `missing`."""
    before, after = layer.pads[axis]
    half, kept = -(-missing // 2), before + after - missing
    less = (min(before, kept // 2), kept - min(before, kept // 2))
    if layer.dialect == "jax":
        less = (before + half, after + half)
    padding = common.with_axis(layer.pads, axis, less)
    candidates = [Fix(f"padding {sides(less)}", (("padding", padding),))]
    more = {
        "output_padding": layer.output_padding[axis] + missing,
        "kernel_size": layer.kernel_size[axis] + -(-missing // layer.dilation[axis]),
    }
    for field, value in more.items():
        values = common.with_axis(getattr(layer, field), axis, value)
        label = "output padding" if field == "output_padding" else "kernel"
        candidates.append(Fix(f"{label} {value}", ((field, values),)))
    longer = size[axis] + -(-missing // layer.stride[axis])
    return (*candidates, common.larger_input(layer, size, axis, longer))
