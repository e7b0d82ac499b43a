"""What is wrong with padding as a layer: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.errors import Fix, Problem
from convviz.layers.checks import common
from convviz.layers.checks.trying import Shape, tried
from convviz.layers.dialect import Dialect
from convviz.layers.padding import PAD_MODES, Pad, PadMode
from convviz.layers.words import axis_name, sides

# What the others don't have: tf.pad, ONNX's Pad. PyTorch's own has no symmetric padding
# and no word against it.
_MISSING: dict[Dialect, tuple[PadMode, ...]] = {
    "tensorflow": ("replicate", "circular"),
    "onnx": ("symmetric",),
}


def check(layer: Pad, input_shape: Shape = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Cells are cut off first. A mirror shows each cell of the input at most once:
    what NumPy and JAX make of more, mirroring again, is refused here.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), or None to look at the layer alone.
    """
    return tuple(common.of_lengths(layer)) or tried(_problems, layer, input_shape)


def _problems(layer: Pad, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from _of_mode(layer)
    if _refuses_negative(layer):
        yield from common.of_negative_padding(layer, layer.padding)
    if input_shape is None:
        return
    axes = tuple(common.of_axes(layer, input_shape))
    yield from axes
    if not axes:
        channels, *size = input_shape
        if channels < 1:
            yield common.no_channels(channels)
        yield from common.of_input_size(layer, tuple(size), _least_size(layer, tuple(size)))
        for axis, length in enumerate(size):
            if length > 0:
                yield from _of_axis(layer, tuple(size), axis)


def _of_mode(layer: Pad) -> Iterator[Problem]:
    constant = (Fix("constant", (("mode", "constant"),)),)
    if layer.mode not in PAD_MODES:
        yield Problem("mode", common.none_of("mode", layer.mode, PAD_MODES), fixes=constant)
    elif layer.mode in _MISSING.get(layer.dialect, ()):
        yield Problem(
            "mode", f"{common.named(layer.dialect)} has no {layer.mode} padding", fixes=constant
        )
    if layer.value != 0 and layer.mode != "constant":
        yield Problem(
            "value",
            f"value {layer.value}: {layer.mode} padding takes none, it is filled from the input",
            fixes=(Fix("value 0", (("value", 0),)), *constant),
        )


def _refuses_negative(layer: Pad) -> bool:
    """Return whether the dialect has no such layer with negative padding.

    lax.pad, which fills with a constant alone, takes it; jax.numpy.pad doesn't. Keras
    cuts off by a layer of its own, tf.pad doesn't.
    """
    if layer.dialect == "tensorflow":
        return max(map(max, layer.padding)) > 0
    return layer.dialect == "jax" and layer.mode != "constant"


def _of_axis(layer: Pad, size: tuple[int, ...], axis: int) -> Iterator[Problem]:
    before, after = layer.padding[axis]
    length, along = size[axis], axis_name(layer.axes, axis)
    cut = -min(before, 0) - min(after, 0)
    # A constant may take the place of all there was, as long as there are cells of it.
    if cut >= length + (layer.mode == "constant" and length + before + after > 0):
        keep = max(length - 1, 0)
        less = (max(before, -(keep // 2)), max(after, -(keep - keep // 2)))
        yield Problem(
            "padding",
            f"{cut} of {length} cells are cut off along the {along}: at least 1 must be left",
            axis,
            (_padding(layer, axis, less), common.larger_input(layer, size, axis, cut + 1)),
            "fit",
        )
        return
    most = _most(layer, length, length - cut)
    if most is None or max(before, after) <= most:
        return
    bound = "less than" if layer.mode == "reflect" else "at most as large as"
    less = (min(before, most), min(after, most))
    left = f"the input is {length}" + (f", {length - cut} after cropping" if cut else "")
    yield Problem(
        "padding",
        f"{layer.mode} padding must be {bound} the input: padding {max(before, after)} along "
        f"the {along}, {left}",
        axis,
        (
            _padding(layer, axis, less),
            Fix("mode replicate", (("mode", "replicate"),)),
            Fix("mode constant", (("mode", "constant"),)),
            common.larger_input(layer, size, axis, length + max(before, after) - most),
        ),
        "mode",
    )


def _most(layer: Pad, length: int, left: int) -> int | None:
    """Return how much padding there can be on one side, None for any amount.

    PyTorch compares with the input as it was before cells are cut off, and mirrors that.
    """
    match layer.mode:
        case "reflect":
            return (length if layer.dialect == "pytorch" else left) - 1
        case "symmetric":
            return left
        case "circular":
            return length if layer.dialect == "pytorch" else None
    return None


def _least_size(layer: Pad, size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the size with axes that have no cell made as long as they have to be."""
    filled = layer.mode in {"reflect", "symmetric", "circular"}
    return tuple(
        length
        if length > 0
        else 1
        - min(before, 0)
        - min(after, 0)
        + (max(before, after, 0) if filled else 0)
        for length, (before, after) in zip(size, layer.padding, strict=True)
    )


def _padding(layer: Pad, axis: int, pair: tuple[int, int]) -> Fix:
    return Fix(
        f"padding {sides(pair)}",
        (("padding", common.with_axis(layer.padding, axis, pair)),),
    )
