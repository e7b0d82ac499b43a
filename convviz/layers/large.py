"""What is too large to be held and shown; told before any of it is made."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convviz.errors import Fix, Problem
from convviz.layers.concrete import concrete
from convviz.layers.folding import Fold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.shapes import around, output_shape_of
from convviz.layers.words import axis_name
from convviz.limits import MAX_NUMBERS, MAX_SIDE, memory, times


def too_large(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Problem, ...]:
    """Return what of a layer and its input is larger than convviz takes.

    Parameters
    ----------
    layer, input_shape
        They are valid together.
    """
    # A matrix is as long as its windows are many; its numbers are limited all the same.
    size = () if isinstance(layer, Fold) else input_shape[1:]
    return tuple(_of_sides(layer, size)) or arrays_too_large(layer, input_shape)


def arrays_too_large(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Problem, ...]:
    """Return the first array that would have more numbers than memory is meant to hold.

    Parameters
    ----------
    layer, input_shape
        They are valid together.
    """
    size = input_shape[1:]
    decided = concrete(layer, size)
    padded = (
        input_shape[0],
        *(length + sum(pads) for length, pads in zip(size, around(decided), strict=True)),
    )
    weight = layer.weight_shape if isinstance(layer, Weighted) else ()
    rows = (
        ("in_channels", "the input", input_shape),
        ("kernel_size", "the weight", weight),
        ("padding", "the padded input", padded),
        ("out_channels", "the output", output_shape_of(layer, input_shape)),
    )
    return tuple(
        Problem(field, _sentence(what, shape), fixes=_fixes(layer, field, shape))
        for field, what, shape in rows
        if prod(shape) > MAX_NUMBERS
    )[:1]


def _of_sides(layer: Layer, size: tuple[int, ...]) -> Iterator[Problem]:
    if isinstance(layer, Fold):
        return  # a matrix has a column for each window of a picture
    for axis, length in enumerate(size):
        if length > MAX_SIDE:
            mended = tuple(min(number, MAX_SIDE) for number in size)
            yield Problem(
                "input",
                f"the input's {axis_name(layer.axes, axis)} is {length}: "
                f"convviz takes at most {MAX_SIDE}",
                axis,
                (Fix(f"at most {MAX_SIDE}", (("input_size", mended),)),),
                "side",
            )


def _sentence(what: str, shape: tuple[int, ...]) -> str:
    return (
        f"{what} would be {times(shape)}, {memory(shape)}: "
        f"convviz takes at most {memory((MAX_NUMBERS,))}"
    )


def _fixes(layer: Layer, field: str, shape: tuple[int, ...]) -> tuple[Fix, ...]:
    """Return fewer channels as the fix, where that alone helps and keeps the layer valid."""
    if field not in {"in_channels", "out_channels"} or not isinstance(layer, Weighted):
        return ()
    most = MAX_NUMBERS // prod(shape[1:])
    most -= most % layer.groups
    if most < 1:
        return ()
    return (Fix(f"{field.replace('_', ' ')} {most}", ((field, most),)),)
