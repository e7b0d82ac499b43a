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

    @property
    def shown(self) -> Layer:
        """The layer where it is one that can be looked at step by step.

        Raises
        ------
        TypeError
            It is a plain one.
        """
        if isinstance(self.layer, Layer):
            return self.layer
        raise TypeError(f"{self.name} is a {type(self.layer).__name__}, which has no steps")


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers in an order in which each reads only what stands before it."""

    nodes: tuple[Node, ...]

    @classmethod
    def single(cls, layer: Layer, name: str = "conv") -> Graph:
        """Return the graph of one layer that reads the input."""
        return cls((Node(name, layer),))

    def node(self, name: str) -> Node:
        """Return the node of a name.

        Raises
        ------
        KeyError
            There is none.
        """
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)
