"""What plain layers make of their inputs' shapes, or why they can't."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from convviz.errors import Fix, Problem
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)
from convviz.layers.words import counted_axes

Shape = tuple[int, ...]
"""(channels, *spatial), or (features,) after `Flatten`."""

Made = tuple[Shape | None, tuple[Problem, ...]]
"""A shape, or None and what is wrong."""


def plain_output(layer: Plain, inputs: Sequence[Shape]) -> Made:
    """Return the shape that a plain layer makes of inputs, or None and what is wrong.

    Parameters
    ----------
    layer
        The layer.
    inputs
        Shapes of what it reads, in their order.
    """
    wrong = _wrong_count(layer, len(inputs))
    if wrong:
        return None, (Problem("inputs", wrong),)
    match layer:
        case Join() | Concat() | CropTo():
            return _together(layer, inputs)
        case Upsample():
            return _enlarged(layer, inputs)
        case Box():
            return layer.output_shape or inputs[0], ()
    return _of_one(layer, inputs[0])


def said(shape: Shape) -> str:
    """Return a shape as people write it: ``3 × 480 × 640``."""
    return " × ".join(map(str, shape))


def _wrong_count(layer: Plain, count: int) -> str:
    least, most = 1, 1
    match layer:
        case Join() | Concat():
            most = count
        case CropTo():
            least = most = 2
        case Upsample() if layer.scale_factor is None and layer.size is None:
            least = most = 2
        case Box():
            least, most = (0 if layer.output_shape else 1), count
    if least <= count <= most:
        return ""
    expected = "1 input" if least == 1 else f"{least} inputs"
    return f"it reads {expected}, {count or 'none'} {'is' if count < 2 else 'are'} given"


def _of_one(layer: Pointwise | Norm | Flatten | Linear | Narrow, shape: Shape) -> Made:
    match layer:
        case Flatten():
            return (prod(shape),), ()
        case Linear():
            problem = _of_features(layer, shape)
            return (None, (problem,)) if problem else ((*shape[:-1], layer.out_features), ())
        case Norm():
            problem = _of_norm(layer, shape[0])
            return (None, (problem,)) if problem else (shape, ())
        case Narrow():
            problem = _of_part(layer, shape[0])
            return (None, (problem,)) if problem else ((layer.length, *shape[1:]), ())
    return shape, ()


def _of_features(layer: Linear, shape: Shape) -> Problem | None:
    asked, given = layer.in_features, shape[-1]
    if asked == given:
        return None
    flat = prod(shape)
    fixes = [Fix(f"in features {given}", (("in_features", given),))]
    hint = ""
    if len(shape) > 1:
        hint = f"; flattened, {said(shape)} has {flat}"
        changed = [] if flat == asked else [("in_features", flat)]
        label = "flatten before" + (f", in features {flat}" if changed else "")
        fixes.insert(0, Fix(label, (("before", Flatten()), *changed)))
    message = f"it takes {asked} features, its input has {given}: {asked} ≠ {given}{hint}"
    return Problem("in_features", message, fixes=tuple(fixes))


def _of_norm(layer: Norm, channels: int) -> Problem | None:
    if layer.num_features != channels:
        return Problem(
            "num_features",
            f"it normalises {layer.num_features} channels, its input has {channels}: "
            f"{layer.num_features} ≠ {channels}",
            fixes=(Fix(f"num features {channels}", (("num_features", channels),)),),
        )
    if channels % layer.groups:
        return Problem(
            "groups",
            f"{channels} channels can't be divided into {layer.groups} groups: "
            f"{channels} mod {layer.groups} = {channels % layer.groups}",
            fixes=(Fix("groups 1", (("groups", 1),)),),
        )
    return None


def _of_part(layer: Narrow, channels: int) -> Problem | None:
    end = layer.start + layer.length
    if layer.start >= 0 and layer.length >= 1 and end <= channels:
        return None
    message = (
        f"it takes channels {layer.start + 1} to {end}, its input has {channels}: "
        f"{end} > {channels}"
        if layer.start >= 0 and layer.length >= 1
        else f"it takes {layer.length} channels from {layer.start} on: there are none such"
    )
    left = channels - layer.start
    fixes = (Fix(f"length {left}", (("length", left),)),) if layer.start >= 0 and left > 0 else ()
    return Problem("length", message, fixes=fixes)


def _together(layer: Join | Concat | CropTo, inputs: Sequence[Shape]) -> Made:
    match layer:
        case Join():
            return _joined(layer.kind, inputs)
        case CropTo():
            return _cropped(*inputs)
    return _chained(inputs)


def _joined(kind: str, inputs: Sequence[Shape]) -> Made:
    first = inputs[0]
    for other in inputs[1:]:
        if len(other) != len(first) or not all(map(_meet, first, other)):
            message = f"{kind} takes inputs of one shape: {said(first)} ≠ {said(other)}"
            return None, (Problem("inputs", message),)
        first = tuple(map(max, first, other))
    return first, ()


def _meet(one: int, other: int) -> bool:
    return one == other or 1 in {one, other}


def _chained(inputs: Sequence[Shape]) -> Made:
    first = inputs[0]
    for number, other in enumerate(inputs[1:], start=1):
        if other[1:] != first[1:]:
            fixes = _crops(inputs, number)
            message = f"concat takes inputs of one size: {said(first[1:])} ≠ {said(other[1:])}"
            return None, (Problem("inputs", message, fixes=fixes),)
    return (sum(shape[0] for shape in inputs), *first[1:]), ()


def _crops(inputs: Sequence[Shape], number: int) -> tuple[Fix, ...]:
    """Return the change that cuts the larger of two inputs to the smaller, where that does."""
    first, other = inputs[0], inputs[number]
    if len(inputs) != 2 or len(first) != len(other):
        return ()
    sizes = {"first": (first[1:], other[1:], 0), "second": (other[1:], first[1:], 1)}
    return tuple(
        Fix(f"crop the {word} input to {said(small)}", (("crop", at),))
        for word, (large, small, at) in sizes.items()
        if all(have >= want for have, want in zip(large, small, strict=True))
    )


def _cropped(first: Shape, second: Shape) -> Made:
    if len(first) != len(second) or len(first) < 2:
        message = f"it crops {said(first)} to the size of {said(second)}: they have other axes"
        return None, (Problem("inputs", message),)
    for have, want in zip(first[1:], second[1:], strict=True):
        if have < want:
            message = f"{said(first[1:])} can't be cropped to {said(second[1:])}: {have} < {want}"
            return None, (Problem("inputs", message),)
    return (first[0], *second[1:]), ()


def _enlarged(layer: Upsample, inputs: Sequence[Shape]) -> Made:
    channels, *sizes = inputs[0]
    if layer.scale_factor is not None and layer.size is not None:
        return None, (Problem("size", "it is given a factor and a size: one of them says all"),)
    factors, size = layer.scale_factor, layer.size
    if factors is None and size is None:
        size = inputs[1][1:]
    numbers = factors or size or ()
    if len(numbers) != len(sizes):
        field = "scale_factor" if factors else "size"
        message = (
            f"it enlarges {counted_axes(len(numbers))}, "
            f"its input {said(inputs[0])} has {len(sizes)}"
        )
        return None, (Problem(field, message),)
    if factors:
        return (channels, *(have * by for have, by in zip(sizes, factors, strict=True))), ()
    return (channels, *numbers), ()
