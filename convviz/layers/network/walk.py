"""The shapes along a graph, and where they break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from convviz.errors import Problem
from convviz.layers.check import check
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer
from convviz.layers.plain import (
    BatchNorm,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Opaque,
    Plain,
    Pointwise,
    Upsample,
)
from convviz.layers.shapes import output_shape_of

Shape = tuple[int, ...]
"""(channels, *spatial), or (features,) after `Flatten`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a node of a graph makes of its inputs.

    Attributes
    ----------
    node
        The node.
    input_shapes
        Shapes of what it reads; empty where one of them isn't known.
    output_shape
        Shape of what it gives, or None where it can't be told.
    problems
        What is wrong with the node itself. A node has none, and no shape, where
        something before it is wrong.
    """

    node: Node
    input_shapes: tuple[Shape, ...]
    output_shape: Shape | None
    problems: tuple[Problem, ...] = ()


def walk(graph: Graph, input_shape: Shape) -> tuple[Found, ...]:
    """Return what each node makes of an input (channels, *spatial), in the graph's order."""
    shapes: dict[str, Shape | None] = {INPUT: input_shape}
    found = []
    for node in graph.nodes:
        at = _found(node, shapes)
        shapes[node.name] = at.output_shape
        found.append(at)
    return tuple(found)


def first_failing(found: tuple[Found, ...]) -> Found | None:
    """Return the first node with something wrong, None where nothing is."""
    return next((at for at in found if at.problems), None)


def _found(node: Node, shapes: dict[str, Shape | None]) -> Found:
    unknown = [name for name in node.inputs if name not in shapes]
    if unknown:
        message = f"{node.name} reads {unknown[0]!r}, which doesn't stand before it"
        return Found(node, (), None, (Problem("inputs", message),))
    inputs = [shapes[name] for name in node.inputs]
    known = tuple(shape for shape in inputs if shape is not None)
    if len(known) < len(inputs):
        return Found(node, (), None)
    problems = _problems(node.layer, known)
    return Found(node, known, None if problems else _output(node.layer, known), problems)


def _problems(layer: Layer | Plain, inputs: tuple[Shape, ...]) -> tuple[Problem, ...]:
    wrong = _wrong_count(layer, len(inputs))
    if wrong:
        return (Problem("inputs", wrong),)
    if isinstance(layer, Layer):
        return _checked(layer, inputs[0])
    return tuple(_plain_problems(layer, inputs))


@lru_cache(maxsize=4096)
def _checked(layer: Layer, shape: Shape) -> tuple[Problem, ...]:
    """Return what is wrong with a layer; networks repeat theirs."""
    if len(shape) != layer.axes + 1:
        dims = "features" if len(shape) == 1 else f"{len(shape) - 1} axes and channels"
        message = f"it takes {layer.axes} axes and channels, its input has {dims}: {_said(shape)}"
        return (Problem("input", message),)
    return check(layer, shape)


def _wrong_count(layer: Layer | Plain, count: int) -> str:
    match layer:
        case Join() | Concat():
            return "" if count >= 1 else "it has no input"
        case CropTo():
            return "" if count == 2 else f"it reads 2 inputs, {count} are given"
        case Opaque():
            return "" if count >= 1 or layer.output_shape else "it has no input"
    return "" if count == 1 else f"it reads 1 input, {count} are given"


def _plain_problems(layer: Plain, inputs: tuple[Shape, ...]) -> Iterator[Problem]:
    first = inputs[0] if inputs else ()
    match layer:
        case BatchNorm() if first[0] != layer.num_features:
            yield Problem(
                "num_features",
                f"it normalises {layer.num_features} channels, its input has {first[0]}",
            )
        case Linear() if first[-1] != layer.in_features:
            hint = f": flattened it has {prod(first):,}" if len(first) > 1 else ""
            yield Problem(
                "in_features",
                f"it takes {layer.in_features:,} features, its input has {first[-1]:,}{hint}",
            )
        case Join():
            yield from _unlike(layer.kind, inputs)
        case Concat():
            yield from _unlike("concat", tuple(shape[1:] for shape in inputs))
        case CropTo():
            yield from _too_small(*inputs)
        case Upsample() if len(layer.scale_factor) != len(first) - 1:
            yield Problem(
                "scale_factor",
                f"it has a factor for {len(layer.scale_factor)} axes, "
                f"its input {_said(first)} has {len(first) - 1}",
            )


def _unlike(kind: str, shapes: tuple[Shape, ...]) -> Iterator[Problem]:
    for shape in shapes[1:]:
        if shape != shapes[0]:
            yield Problem(
                "inputs", f"{kind} joins inputs of one size: {_said(shapes[0])} ≠ {_said(shape)}"
            )
            return


def _too_small(first: Shape, second: Shape) -> Iterator[Problem]:
    pairs = zip(first[1:], second[1:], strict=False)
    if len(first) != len(second) or any(have < want for have, want in pairs):
        yield Problem("inputs", f"{_said(first)} can't be cropped to {_said(second)}")


def _output(layer: Layer | Plain, inputs: tuple[Shape, ...]) -> Shape:
    first = inputs[0] if inputs else ()
    match layer:
        case Flatten():
            return (prod(first),)
        case Linear():
            return (*first[:-1], layer.out_features)
        case Concat():
            return (sum(shape[0] for shape in inputs), *first[1:])
        case CropTo():
            return (first[0], *inputs[1][1:])
        case Upsample():
            sizes = zip(first[1:], layer.scale_factor, strict=True)
            return (first[0], *(size * factor for size, factor in sizes))
        case Opaque():
            return layer.output_shape or first
        case Pointwise() | BatchNorm() | Join():
            return first
    return output_shape_of(layer, first)


def _said(shape: Shape) -> str:
    return " × ".join(f"{length:,}" for length in shape)
