"""What a node of a network costs: parameters, multiply-adds, memory."""

from __future__ import annotations

from functools import lru_cache
from math import prod

from convviz.layers.conv import Conv
from convviz.layers.costs import biases, weights
from convviz.layers.layer import Layer
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.plain import Linear, Norm, Plain, Pointwise
from convviz.layers.transposed import ConvTranspose

FLOAT32_BYTES = 4


def parameters_of(layer: Layer | Plain) -> int:
    """Count the numbers that a layer learns; means and variances of norms are none."""
    match layer:
        case Linear():
            return layer.out_features * (layer.in_features + layer.bias)
        case Norm():
            return 2 * layer.num_features * layer.affine
        case Pointwise():
            return layer.parameters
        case Conv() | ConvTranspose():
            return weights(layer) + biases(layer)
    return 0


@lru_cache(maxsize=16384)
def multiply_adds_of(layer: Layer | Plain, input_shape: Shape, output_shape: Shape) -> int:
    """Count the products of convolutions and fully connected layers, each added once.

    As published figures do, all else is left out: biases, norms, activations, pools.
    Transposed convolutions are counted on their input, as in
    `convviz.layers.costs.multiply_adds`.
    """
    match layer:
        case Linear():
            return prod(output_shape) * layer.in_features
        case Conv():
            return prod(output_shape) * layer.taps
        case ConvTranspose():
            return prod(input_shape) * prod(layer.weight_shape[1:])
    return 0


def activation_bytes(shape: Shape) -> int:
    """Return the bytes that a node's output takes as float32."""
    return prod(shape) * FLOAT32_BYTES
