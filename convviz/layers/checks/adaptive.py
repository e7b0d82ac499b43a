"""What is wrong with an adaptive pool: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.errors import Fix, Problem
from convviz.layers.checks import common
from convviz.layers.checks.trying import Shape, tried
from convviz.layers.pooling import AdaptivePool
from convviz.layers.words import axis_name


def check(layer: AdaptivePool, input_shape: Shape = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), or None to look at the layer alone.
    """
    return tuple(common.of_lengths(layer)) or tried(_problems, layer, input_shape)


def _problems(layer: AdaptivePool, input_shape: Shape) -> Iterator[Problem]:
    yield from common.of_dialect(layer.dialect)
    yield from _of_output(layer)
    yield from _of_word(layer)
    if input_shape is None:
        return
    axes = tuple(common.of_axes(layer, input_shape))
    yield from axes
    if not axes:
        channels, *size = input_shape
        if channels < 1:
            yield common.no_channels(channels)
        yield from common.of_input_size(layer, tuple(size), tuple(max(1, one) for one in size))


def _of_output(layer: AdaptivePool) -> Iterator[Problem]:
    mended = tuple(None if size is None else max(1, size) for size in layer.output_size)
    for axis, size in enumerate(layer.output_size):
        if size is not None and size < 1:
            yield Problem(
                "output_size",
                f"output size {size} along the {axis_name(layer.axes, axis)}: "
                "it must be at least 1",
                axis,
                (Fix("output size 1", (("output_size", mended),)),),
                "number",
            )


def _of_word(layer: AdaptivePool) -> Iterator[Problem]:
    ones = Fix("output size 1", (("output_size", (1,) * layer.axes),))
    if layer.dialect in {"jax", "onnx"} and set(layer.output_size) != {1}:
        yield Problem(
            "output_size",
            f"{common.named(layer.dialect)} has no adaptive pools, only global ones: "
            "the output size must be 1",
            fixes=(ones,),
        )
    elif layer.dialect == "pytorch" and layer.output_size == (None,):
        yield Problem(
            "output_size",
            "PyTorch's adaptive pools over one axis take a number, not None",
            fixes=(ones,),
        )
