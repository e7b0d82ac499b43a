"""The effective receptive field: how strongly a unit hangs on each input cell.

After W. Luo, Y. Li, R. Urtasun and R. Zemel, "Understanding the Effective Receptive
Field in Deep Convolutional Neural Networks", NeurIPS 2016: the gradient of a unit with
respect to the input. It is the theoretical field at most, and mostly much less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.network.backward import gradients_before
from convviz.engine.network.compute import compute_network
from convviz.engine.network.weights import NodeWeights, random_weights
from convviz.errors import ConvvizError
from convviz.layers.conv import Conv
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.network.walk import made_of, walk
from convviz.layers.plain import Linear, Narrow, Norm, Plain, Pointwise
from convviz.layers.transposed import ConvTranspose

Array = NDArray[Any]


def effective_field(
    graph: Graph,
    x: Array,
    weights: Mapping[str, NodeWeights],
    node: str,
    unit: tuple[int, ...] | None = None,
    progress: Progress | None = None,
) -> Array:
    """Return how strongly a unit of a network hangs on each cell of its input.

    Parameters
    ----------
    graph, x, weights
        The network, its input (channels, *spatial) and its numbers.
    node, unit
        Which unit, all of its channels; None for the one in the middle.
    progress
        Told the share of the layers that is computed.

    Returns
    -------
    ndarray, of the input's spatial size
        Absolute gradients, added over the input's channels.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    convviz.errors.ConvvizError
        The network can't be computed up to there, or there is no such node.
    """
    upto = _upto(graph, node)
    made = compute_network(upto, x, weights, progress)
    output = made[node]
    if output is None:
        raise ConvvizError(f"it isn't known what {node} gives")
    gradient = np.zeros(output.shape)
    middle = tuple(side // 2 for side in output.shape[1:])
    place: tuple[Any, ...] = (slice(None), *(middle if unit is None else unit))
    gradient[place] = 1
    found = gradients_before(upto, made, weights, node, gradient)
    return np.asarray(np.abs(found[INPUT]).sum(axis=0))


def sampled_field(
    graph: Graph,
    input_shape: Shape,
    node: str,
    unit: tuple[int, ...] | None = None,
    *,
    seed: int = 0,
    runs: int = 4,
    channels: int = 4,
    progress: Progress | None = None,
) -> Array:
    """Return the effective field of a network with random weights, on random inputs.

    The network is made a few channels wide, which its field doesn't hang on.

    Parameters
    ----------
    graph, input_shape, node, unit
        As for `effective_field`.
    seed
        Of weights and inputs; the same one gives the same field.
    runs
        Over how many networks and inputs the mean is taken.
    channels
        How many channels its layers have.
    progress
        Told the share that is done.

    Returns
    -------
    ndarray, of the input's spatial size
        From 0 to 1, unless the unit sees nothing.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    narrow, shape = narrowed(_upto(graph, node), input_shape, channels)
    total = np.zeros(input_shape[1:])
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        x = rng.standard_normal(shape)
        weights = random_weights(narrow, seed * runs + run)
        part = None if progress is None else _part(progress, run / runs, 1 / runs)
        field = effective_field(narrow, x, weights, node, unit, part)
        total += field / (field.max() or 1)
    return np.asarray(total / (total.max() or 1))


def _part(progress: Progress, start: float, length: float) -> Progress:
    """Return what tells the share of a part as one of the whole."""
    return lambda share: progress(start + length * share)


def narrowed(graph: Graph, input_shape: Shape, channels: int) -> tuple[Graph, Shape]:
    """Return a network of the same layers a few channels wide, and its input's shape.

    Raises
    ------
    convviz.errors.ConvvizError
        A layer can't take what it is given.
    """
    narrow_shape = (1, *input_shape[1:]) if len(input_shape) > 1 else input_shape
    shapes: dict[str, Shape] = {INPUT: narrow_shape}
    nodes = []
    for at in walk(graph, input_shape):
        node, inputs = at.node, tuple(shapes[name] for name in at.node.inputs)
        layer = _narrow(node.layer, inputs[0] if inputs else (1,), channels)
        if isinstance(layer, Narrow) and at.input_shapes:
            layer = _part_of(layer, at.input_shapes[0][0], inputs[0][0])
        shape, problems = made_of(layer, inputs)
        if shape is None:
            raise ConvvizError(f"{node.name}: {problems[0].message}")
        shapes[node.name] = shape
        nodes.append(Node(node.name, layer, node.inputs))
    return Graph(tuple(nodes)), narrow_shape


def _narrow(layer: Layer | Plain, given: Shape, channels: int) -> Layer | Plain:
    match layer:
        case Conv() | ConvTranspose():
            return replace(layer, in_channels=given[0], out_channels=channels, groups=1, bias=False)
        case Linear():
            return Linear(given[-1], channels, bias=False)
        case Norm():
            return replace(layer, num_features=given[0], groups=1)
        case Pointwise() if layer.parameters > 1:
            return replace(layer, parameters=1)
    return layer


def _part_of(layer: Narrow, channels: int, left: int) -> Narrow:
    """Return the layer that takes about the same part of the channels that are left of more."""
    length = min(max(layer.length * left // channels, 1), left)
    return Narrow(min(layer.start * left // channels, left - length), length)


def _upto(graph: Graph, node: str) -> Graph:
    """Return the graph without what stands after a node, nor what the node doesn't hang on."""
    needed = {node}
    kept = []
    for at in reversed(graph.nodes):
        if at.name in needed:
            kept.append(at)
            needed.update(at.inputs)
    if not kept and node != INPUT:
        raise ConvvizError(f"there is no layer {node}")
    return Graph(tuple(reversed(kept)))
