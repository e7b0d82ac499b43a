"""The numbers that a network's layers have learnt, and made-up ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers.conv import Conv
from convviz.layers.graph import Graph
from convviz.layers.layer import Layer
from convviz.layers.plain import Linear, Norm, Plain, Pointwise
from convviz.layers.transposed import ConvTranspose

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class NodeWeights:
    """The numbers of one layer of a network; None for what it hasn't.

    Attributes
    ----------
    weight
        Of a convolution as its ``weight_shape``, of a fully connected layer
        (out_features, in_features), of a norm the scales, of a PReLU the slopes.
    bias
        One for each output channel or feature.
    mean, variance
        Those that a batch norm has learnt, one for each channel.
    """

    weight: Array | None = None
    bias: Array | None = None
    mean: Array | None = None
    variance: Array | None = None


def weight_shape(layer: Layer | Plain) -> tuple[int, ...] | None:
    """Return the shape of a layer's weight, None where it has none or needs none."""
    match layer:
        case Conv() | ConvTranspose():
            return layer.weight_shape
        case Linear():
            return (layer.out_features, layer.in_features)
        case Norm() if layer.affine:
            return (layer.num_features,)
        case Pointwise() if layer.kind == "prelu" and layer.parameters:
            return (layer.parameters,)
    return None


def random_weights(graph: Graph, seed: int) -> dict[str, NodeWeights]:
    """Return weights as networks begin with: normal, of variance 2 over the inputs of a unit.

    Biases are zeros, scales ones. The same seed gives a layer of a name the same numbers,
    whatever else stands in the graph.
    """
    found = {}
    for name, shape, reads in _weighted(graph):
        rng = np.random.default_rng([seed, *name.encode()])
        found[name] = NodeWeights(rng.standard_normal(shape) * np.sqrt(2 / reads))
    return found


def equal_weights(graph: Graph) -> dict[str, NodeWeights]:
    """Return weights that are all alike, so that a unit is the mean of what it reads."""
    return {
        name: NodeWeights(np.full(shape, 1 / reads)) for name, shape, reads in _weighted(graph)
    }


def _weighted(graph: Graph) -> Iterator[tuple[str, tuple[int, ...], int]]:
    """Yield the layers that can't do without a weight, with its shape and a unit's inputs."""
    for node in graph.nodes:
        match node.layer:
            case Conv() | ConvTranspose():
                yield node.name, node.layer.weight_shape, node.layer.taps
            case Linear():
                layer = node.layer
                yield node.name, (layer.out_features, layer.in_features), layer.in_features
