"""Layers joined into a graph; one layer is the smallest."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.layers.layer import Layer
from convviz.layers.plain import Plain

INPUT = "input"


@dataclass(frozen=True, slots=True)
class Node:
    """One layer of a graph, with the names of what it reads."""

    name: str
    layer: Layer | Plain
    inputs: tuple[str, ...] = (INPUT,)


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers in an order in which each reads only what stands before it."""

    nodes: tuple[Node, ...]

    @classmethod
    def single(cls, layer: Layer, name: str = "conv") -> Graph:
        """Return the graph of one layer that reads the input."""
        return cls((Node(name, layer),))
