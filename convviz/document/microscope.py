"""From a network to one of its layers, which is looked at step by step, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.document import Document, InputSource, Weights
from convviz.document.editing import new_document
from convviz.document.fitting import with_view_kept
from convviz.document.values import Values
from convviz.errors import ConvvizError
from convviz.layers import Layer, Weighted, check
from convviz.layers.large import too_large
from convviz.layers.network.editing import with_layer
from convviz.layers.network.names import kind_name
from convviz.layers.network.network import Network
from convviz.layers.network.walk import walk
from convviz.layers.shapes import output_shape_of

_MOST_NUMBERS = 1 << 26
"""Numbers of an input or an output that a layer is opened with."""


def with_network(document: Document, network: Network | None) -> Document:
    """Return the document with another network; the layer on show stays, as none of it."""
    return replace(document, network=network, at="")


def with_graph_of(document: Document, network: Network) -> Document:
    """Return the document with its network changed; the layer on show follows its own.

    Where that is gone, doesn't fit any more, or reads another input, the layer on show
    stays as it is, as none of the network.
    """
    before, at = document.network, document.at
    changed = replace(document, network=network, at="")
    names = {node.name: node.layer for node in network.graph.nodes}
    if not at or before is None or before.input_shape != network.input_shape:
        return changed
    if names.get(at) == document.layer and _read(before, at) == _read(network, at):
        return replace(document, network=network)
    return changed if why_not(network, at) else looking_into(changed, at)


def _read(network: Network, name: str) -> tuple[tuple[int, ...], ...] | None:
    """Return the shapes that a layer of a network reads."""
    steps = walk(network.graph, network.input_shape)
    return next((one.input_shapes for one in steps if one.node.name == name), None)


def why_not(network: Network, name: str) -> str:
    """Return why a layer of a network can't be looked at step by step; empty where it can."""
    found = next((one for one in walk(network.graph, network.input_shape)
                  if one.node.name == name), None)
    if found is None:
        return f"the network has no layer {name}"
    if not isinstance(found.node.layer, Layer):
        axes = len(found.input_shapes[0]) - 1 if found.input_shapes else 0
        return f"{name} is a {kind_name(found.node.layer, axes)}, which moves no window"
    if found.problems:
        return f"{name} doesn't fit: {found.problems[0].message}"
    if found.output_shape is None:
        return f"what {name} reads isn't known: a layer before it doesn't fit"
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """What a layer of a network is given, and what it has learnt.

    Attributes
    ----------
    input
        (channels, *spatial).
    weight, bias
        As the layer has them; None where it has none.
    """

    input: NDArray[Any]
    weight: NDArray[Any] | None = None
    bias: NDArray[Any] | None = None


def looking_into(document: Document, name: str, numbers: Numbers | None = None) -> Document:
    """Return the document with one of its network's layers on show.

    It reads an input of the shape that it has there, with its own numbers or random ones.
    An input that doesn't fit into memory with what becomes of it is cut to the middle
    part of its size; channels are all kept.

    Parameters
    ----------
    document
        One with a network that has a usual input.
    name
        The layer's.
    numbers
        Its own; None for random ones.

    Raises
    ------
    convviz.errors.ConvvizError
        It has no windows, or doesn't fit what it reads; the sentence says which.
    """
    network = document.network
    if network is None:
        raise ConvvizError("there is no network to look into")
    reason = why_not(network, name)
    if reason:
        raise ConvvizError(reason)
    if document.at == name:
        return document
    found = next(
        one for one in walk(network.graph, network.input_shape) if one.node.name == name
    )
    layer = found.node.layer
    assert isinstance(layer, Layer)  # noqa: S101 - there would be a reason otherwise
    shape = shown_shape(layer, found.input_shapes[0])
    made = new_document(layer, shape, "random", "random")
    if numbers is not None:
        made = _with_numbers(made, shape, numbers)
    view = replace(
        document.view, show="layer", zoom=1.0, centre=None, input_levels=None,
        output_levels=None, input_channel=0, depth=None, by_taps=False,
    )
    return with_view_kept(replace(made, view=view, network=network, at=name))


def _with_numbers(document: Document, shape: tuple[int, ...], numbers: Numbers) -> Document:
    """Return a document with given numbers; of the input the middle of a shape."""
    middle = tuple(
        slice((has - wanted) // 2, (has - wanted) // 2 + wanted)
        for has, wanted in zip(numbers.input.shape, shape, strict=True)
    )
    given = np.ascontiguousarray(numbers.input[middle])
    changed = replace(document, input=Values(given), input_source=InputSource("typed"))
    if numbers.weight is None or not isinstance(document.layer, Weighted):
        return changed
    bias = None
    if document.layer.bias:
        none = np.zeros(document.layer.out_channels)
        bias = Values(none if numbers.bias is None else numbers.bias)
    return changed.with_weights(Weights(Values(numbers.weight), bias))


def shown_shape(layer: Layer, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the largest part of an input's shape that a layer can be shown on.

    Longer sides are halved before shorter ones, as long as the layer takes what is left.
    """
    while too_large(layer, shape) or _numbers(layer, shape) > _MOST_NUMBERS:
        longest = max(range(1, len(shape)), key=shape.__getitem__)
        half = (*shape[:longest], -(-shape[longest] // 2), *shape[longest + 1 :])
        if half == shape or check(layer, half):
            break
        shape = half
    return shape


def kept_in_network(document: Document) -> Document:
    """Return the document with its network's layer as the one on show is."""
    network = document.network
    if network is None or not document.at:
        return document
    graph = with_layer(network.graph, document.at, document.layer)
    if graph is network.graph:
        return document
    return replace(document, network=replace(network, graph=graph))


def _numbers(layer: Layer, shape: tuple[int, ...]) -> int:
    return max(prod(shape), prod(output_shape_of(layer, shape)))
