"""The shapes along a graph, and where they break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from convviz.errors import Problem
from convviz.layers.check import check
from convviz.layers.conv import Conv
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer, Weighted
from convviz.layers.network.patterns import axes_of, thin
from convviz.layers.network.plain_shapes import Made, Shape, plain_output, said
from convviz.layers.plain import Plain
from convviz.layers.shapes import output_shape_of
from convviz.layers.words import counted_axes

_MOST_KEPT = 16384
_MOST = 1 << 20


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
    """Return what each node makes of an input (channels, *spatial), in the graph's order.

    A node that fails leaves those without a shape that read it, and no others.
    """
    shapes: dict[str, Shape | None] = {INPUT: input_shape}
    found = []
    for node in graph.nodes:
        at = _found(node, shapes)
        shapes[node.name] = at.output_shape
        found.append(at)
    return tuple(found)


def first_failing(found: Sequence[Found]) -> Found | None:
    """Return the first node with something wrong, None where nothing is."""
    return next((at for at in found if at.problems), None)


def _found(node: Node, shapes: dict[str, Shape | None]) -> Found:
    if node.name in shapes:
        return _wrong(node, f"{node.name} is called like another")
    inputs = []
    for name in node.inputs:
        if name not in shapes:
            return _wrong(node, f"{node.name} reads {name}, which doesn't stand before it")
        shape = shapes[name]
        if shape is None:
            return Found(node, (), None)
        inputs.append(shape)
    shape, problems = made_of(node.layer, tuple(inputs))
    return Found(node, tuple(inputs), shape, problems)


def made_of(layer: Layer | Plain, inputs: tuple[Shape, ...]) -> Made:
    """Return the shape that a layer makes of inputs, or None and what is wrong."""
    if not isinstance(layer, Layer):
        return plain_output(layer, inputs)
    if len(inputs) != 1:
        return None, (Problem("inputs", f"it reads 1 input, {len(inputs)} are given"),)
    return _moved(layer, inputs[0])


@lru_cache(maxsize=_MOST_KEPT)
def _moved(layer: Layer, shape: Shape) -> Made:
    """Return the same of a layer that moves windows; networks repeat theirs."""
    if len(shape) != layer.axes + 1:
        has = f"its input is {said(shape)}"
        message = f"it takes channels and {counted_axes(layer.axes)}, {has}"
        return None, (Problem("input", message),)
    problems = () if _thin_is_fine(layer, shape) else check(layer, shape)
    if problems:
        return None, problems
    axes = axes_of(layer, (shape,))
    if axes is None:
        return output_shape_of(layer, shape), ()
    channels = layer.out_channels if isinstance(layer, Weighted) else shape[0]
    return (channels, *(axis.count for axis in axes)), ()


def _thin_is_fine(layer: Layer, shape: Shape) -> bool:
    """Return whether a convolution's channels are right, and nothing is wrong with one of one."""
    if not isinstance(layer, Conv) or layer.groups != 1 or layer.in_channels != shape[0]:
        return False
    if not 1 <= min(shape[0], layer.out_channels) <= max(shape[0], layer.out_channels) <= _MOST:
        return False
    return not _thin_problems(thin(layer), (1, *shape[1:]))


@lru_cache(maxsize=_MOST_KEPT)
def _thin_problems(layer: Conv, shape: Shape) -> tuple[Problem, ...]:
    return check(layer, shape)


def _wrong(node: Node, message: str) -> Found:
    return Found(node, (), None, (Problem("inputs", message),))
