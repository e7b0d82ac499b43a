"""An input for a network of which only the layers are known."""

from __future__ import annotations

from convviz.layers.graph import Graph
from convviz.layers.layer import Layer, Weighted
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.plain import Linear, Norm, Pointwise

_SIDES = {
    1: (1024, 16000, 128, 4096),
    2: (224, 32, 28, 64, 256, 299, 227, 128, 96, 512, 384, 572, 16, 8, 4, 1),
    3: (32, 64, 16, 112, 8),
}
"""Sizes that networks are usually made for, the most usual first, by the number of axes."""
_RGB = 3


def likely_input(graph: Graph) -> tuple[int, ...]:
    """Return an input (channels, *spatial) that a graph was likely made for.

    A graph that begins with a fully connected layer is given its features. Channels are
    those that its first layers ask for; the size is the first usual one that goes through,
    else the most usual one.
    """
    layers = (node.layer for node in graph.nodes)
    first = next((layer for layer in layers if not isinstance(layer, Pointwise)), None)
    if isinstance(first, Linear):
        return (first.in_features,)
    axes = next((node.layer.axes for node in graph.nodes if isinstance(node.layer, Layer)), 2)
    channels = _channels(graph)
    shapes = [(channels, *(side,) * axes) for side in _SIDES[axes]]
    for shape in shapes:
        if first_failing(walk(graph, shape)) is None:
            return shape
    return shapes[0]


def _channels(graph: Graph) -> int:
    """Return how many channels the first layer that asks for some takes; else a colour picture's.

    Layers that take any number are looked through.
    """
    for node in graph.nodes:
        if isinstance(node.layer, Weighted):
            return node.layer.in_channels
        if isinstance(node.layer, Norm):
            return node.layer.num_features
        if isinstance(node.layer, Linear):
            return _RGB  # its features are flattened
    return _RGB
