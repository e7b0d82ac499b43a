"""The numbers that a network's layers have learnt, and made-up ones."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
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

    Biases are zeros, scales ones. The same seed gives the same numbers, whatever else
    stands in the graph.
    """
    found = {}
    for node in graph.nodes:
        layer = node.layer
        if isinstance(layer, Conv | ConvTranspose | Linear):
            shape = weight_shape(layer) or ()
            reads = layer.in_features if isinstance(layer, Linear) else layer.taps
            rng = np.random.default_rng([seed, *node.name.encode()])
            weight = rng.standard_normal(shape) * np.sqrt(2 / max(reads, 1))
            found[node.name] = NodeWeights(weight)
    return found


def equal_weights(graph: Graph) -> dict[str, NodeWeights]:
    """Return weights that are all alike, so that a unit is the mean of what it reads."""
    found = {}
    for node in graph.nodes:
        layer = node.layer
        if isinstance(layer, Conv | ConvTranspose | Linear):
            shape = weight_shape(layer) or ()
            reads = layer.in_features if isinstance(layer, Linear) else layer.taps
            found[node.name] = NodeWeights(np.full(shape, 1 / max(reads, 1)))
    return found


def numbers_of(weights: NodeWeights) -> int:
    """Count the numbers that a layer has learnt; means and variances are none."""
    return sum(prod(array.shape) for array in (weights.weight, weights.bias) if array is not None)
