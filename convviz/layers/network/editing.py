"""Changes of a network's graph: layers put in, taken out, moved, renamed, with what reads them.

A layer that is put in reads what stands before it, and what read that reads the new one;
what read a layer that is taken out reads that layer's first input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from convviz.errors import ConvvizError
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer
from convviz.layers.network.names import kind_name
from convviz.layers.plain import Plain


def inserted(graph: Graph, after: str, layer: Layer | Plain, name: str = "") -> Graph:
    """Return a graph with a layer after another one.

    Parameters
    ----------
    graph
        The network's.
    after
        Name of the layer that it reads; ``"input"`` for the first place.
    layer
        The new layer.
    name
        What it is called; empty for its kind with a number that is free.
    """
    node = Node(name or free_name(graph, layer), layer, (after,))
    place = _place(graph, after) + 1
    below = [_reading(one, after, node.name) for one in graph.nodes[place:]]
    return Graph((*graph.nodes[:place], node, *below))


def duplicated(graph: Graph, name: str) -> tuple[Graph, str]:
    """Return a graph with a layer twice, one after the other, and the second one's name."""
    layer = graph.node(name).layer
    copy = free_name(graph, layer, name)
    return inserted(graph, name, layer, copy), copy


def removed(graph: Graph, name: str) -> Graph:
    """Return a graph without a layer."""
    node = graph.node(name)
    before = node.inputs[0] if node.inputs else INPUT
    return Graph(
        tuple(_reading(one, name, before) for one in graph.nodes if one.name != name)
    )


def moved(graph: Graph, name: str, after: str) -> Graph:
    """Return a graph with a layer at another place: after a layer, or after ``"input"``.

    Of what it read beside the one before it, it goes on reading what stands before it there.
    """
    if after == name:
        return graph
    node = graph.node(name)
    made = inserted(removed(graph, name), after, node.layer, name)
    known = {INPUT, *(one.name for one in made.nodes[: _place(made, name)])}
    others = tuple(one for one in node.inputs[1:] if one in known)
    return _with_node(made, name, replace(made.node(name), inputs=(after, *others)))


def shifted(graph: Graph, name: str, by: int) -> Graph:
    """Return a graph with a layer some places further down, or up; the same at the ends."""
    order = [one.name for one in graph.nodes]
    at = order.index(name)
    to = min(max(at + by, 0), len(order) - 1)
    if to == at:
        return graph
    order.remove(name)
    return moved(graph, name, order[to - 1] if to else INPUT)


def with_layer(graph: Graph, name: str, layer: Layer | Plain) -> Graph:
    """Return a graph in which a name stands for another layer; the same where it already does."""
    node = graph.node(name)
    return graph if node.layer == layer else _with_node(graph, name, replace(node, layer=layer))


def with_inputs(graph: Graph, name: str, inputs: Iterable[str]) -> Graph:
    """Return a graph in which a layer reads others.

    Raises
    ------
    convviz.errors.ConvvizError
        One of them doesn't stand before it.
    """
    reads = tuple(inputs)
    before = {INPUT, *(one.name for one in graph.nodes[: _place(graph, name)])}
    for read in reads:
        if read not in before:
            raise ConvvizError(f"{name} can't read {read}, which doesn't stand before it")
    if not reads:
        raise ConvvizError(f"{name} has to read at least one layer, or the input")
    return _with_node(graph, name, replace(graph.node(name), inputs=reads))


def renamed(graph: Graph, name: str, new: str) -> Graph:
    """Return a graph in which a layer is called something else.

    Raises
    ------
    convviz.errors.ConvvizError
        The name is empty, or another layer's.
    """
    title = new.strip()
    if not title:
        raise ConvvizError("a layer needs a name")
    if title != name and title in {INPUT, *(one.name for one in graph.nodes)}:
        raise ConvvizError(f"{title} is the name of another layer")
    return Graph(
        tuple(
            replace(_reading(one, name, title), name=title if one.name == name else one.name)
            for one in graph.nodes
        )
    )


def free_name(graph: Graph, layer: Layer | Plain, like: str = "") -> str:
    """Return a name that no layer of a graph has: that of its kind, or like another, numbered."""
    word = like or re.sub(r"[1-3]d$", "", kind_name(layer, 1)).lower().replace(" ", "_")
    stem = re.sub(r"_?\d+$", "", word) or word
    taken = {INPUT, *(node.name for node in graph.nodes)}
    joint = "_" if stem[-1].isdigit() else ""
    number = 1
    while f"{stem}{joint}{number}" in taken:
        number += 1
    return f"{stem}{joint}{number}"


def _place(graph: Graph, name: str) -> int:
    """Return which layer of a graph one is, -1 for the input."""
    if name == INPUT:
        return -1
    return next(at for at, node in enumerate(graph.nodes) if node.name == name)


def _reading(node: Node, old: str, new: str) -> Node:
    if old not in node.inputs:
        return node
    return replace(node, inputs=tuple(new if one == old else one for one in node.inputs))


def _with_node(graph: Graph, name: str, node: Node) -> Graph:
    return Graph(tuple(node if one.name == name else one for one in graph.nodes))
