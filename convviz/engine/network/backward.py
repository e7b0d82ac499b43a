"""Gradients through a whole network, from one node back to all before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.gradients import of_input
from convviz.engine.network.compute import Activations, shares
from convviz.engine.network.pointwise import slope
from convviz.engine.network.weights import NodeWeights
from convviz.errors import ConvvizError
from convviz.layers.concrete import concrete
from convviz.layers.graph import Graph
from convviz.layers.layer import Layer
from convviz.layers.network.patterns import Blends, axes_of
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Join,
    Linear,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)

Array = NDArray[Any]
_NONE = NodeWeights()


def gradients_before(
    graph: Graph,
    made: Activations,
    weights: Mapping[str, NodeWeights],
    node: str,
    gradient: Array,
) -> dict[str, Array]:
    """Return the gradient with respect to every node that another hangs on, and the input.

    Parameters
    ----------
    graph, weights
        The network and its numbers.
    made
        What `convviz.engine.network.compute.compute_network` made of the input.
    node
        Where the gradient comes from.
    gradient
        That with respect to the node's output, of its shape.

    Raises
    ------
    ConvvizError
        It isn't known what a layer on the way does.
    """
    found = {node: gradient}
    for at in reversed(graph.nodes):
        if at.name not in found:
            continue
        inputs = [made[name] for name in at.inputs]
        known = [array for array in inputs if array is not None]
        if len(known) < len(inputs) or isinstance(at.layer, Box):
            raise ConvvizError(f"it isn't known what {at.name} does to a gradient")
        parts = _before(at.layer, known, found[at.name], weights.get(at.name, _NONE))
        for name, part in zip(at.inputs, parts, strict=False):
            found[name] = found[name] + part if name in found else part
    return found


def _before(
    layer: Layer | Plain, inputs: list[Array], gradient: Array, weights: NodeWeights
) -> list[Array]:
    """Return the gradients with respect to a layer's inputs."""
    x = inputs[0]
    match layer:
        case Join():
            return _of_join(layer, inputs, gradient)
        case Concat():
            ends = np.cumsum([len(array) for array in inputs])[:-1]
            return list(np.split(gradient, ends))
        case CropTo() | Upsample():
            return [_of_resampled(layer, [array.shape for array in inputs], gradient)]
    return [_of_one(layer, x, gradient, weights)]


def _of_one(layer: Layer | Plain, x: Array, gradient: Array, weights: NodeWeights) -> Array:
    if isinstance(layer, Layer):
        return of_input(concrete(layer, x.shape[1:]), x, weights.weight, gradient)
    match layer:
        case Linear():
            return np.asarray(gradient @ np.asarray(weights.weight))
        case Norm():
            return _of_norm(layer, x, gradient, weights)
        case Pointwise():
            return np.asarray(gradient * np.asarray(slope(layer, x, weights.weight)))
        case Narrow():
            found = np.zeros(x.shape, gradient.dtype)
            found[layer.start : layer.start + layer.length] = gradient
            return found
    return gradient.reshape(x.shape)  # flattened


def _of_join(layer: Join, inputs: list[Array], gradient: Array) -> list[Array]:
    found = []
    for number, array in enumerate(inputs):
        part = gradient
        if layer.kind == "multiply":
            for other in (*inputs[:number], *inputs[number + 1 :]):
                part = part * other
        repeated = tuple(
            axis
            for axis, (mine, whole) in enumerate(zip(array.shape, gradient.shape, strict=True))
            if mine != whole
        )
        found.append(part.sum(axis=repeated, keepdims=True) if repeated else part)
    return found


def _of_norm(layer: Norm, x: Array, gradient: Array, weights: NodeWeights) -> Array:
    over = (-1, *(1,) * (x.ndim - 1))
    scaled = gradient if weights.weight is None else gradient * weights.weight.reshape(over)
    if layer.kind == "batch_norm":
        variance = np.ones(1) if weights.variance is None else weights.variance
        return np.asarray(scaled / np.sqrt(variance.reshape(over) + layer.eps))
    groups = len(x) if layer.kind == "instance_norm" else layer.groups
    parts, grown = x.reshape(groups, -1), scaled.reshape(groups, -1)
    spread = np.sqrt(parts.var(axis=1, keepdims=True) + layer.eps)
    normal = (parts - parts.mean(axis=1, keepdims=True)) / spread
    along = normal * (grown * normal).mean(axis=1, keepdims=True)
    means = grown.mean(axis=1, keepdims=True) + along
    return np.asarray(((grown - means) / spread).reshape(x.shape))


def _of_resampled(layer: CropTo | Upsample, shapes: list[Shape], gradient: Array) -> Array:
    axes = axes_of(layer, shapes) or ()
    for along, (axis, size) in enumerate(zip(axes, shapes[0][1:], strict=True), start=1):
        rows = np.moveaxis(gradient, along, 0)
        found = np.zeros((size, *rows.shape[1:]), rows.dtype)
        if isinstance(axis, Blends):
            low, high, share = shares(axis)
            share = np.zeros(len(low)) if axis.mode == "nearest" else share
            by = share.reshape(-1, *(1,) * (rows.ndim - 1))
            np.add.at(found, low, rows * (1 - by))
            np.add.at(found, high, rows * by)
        else:
            first = axis.positions(0)[0]
            found[first : first + axis.count] = rows
        gradient = np.moveaxis(found, 0, along)
    return gradient
