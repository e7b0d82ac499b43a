"""A graph of layers with what is told about it."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.layers.dialect import Dialect
from convviz.layers.graph import Graph


@dataclass(frozen=True, slots=True)
class Network:
    """A graph of layers with what is told about it.

    Attributes
    ----------
    name
        As it is typed: ``"vgg-16"``.
    title
        As it is read: ``"VGG-16"``.
    source
        Where it is described.
    input_shape
        (channels, *spatial) of its usual input; empty where it has none.
    graph
        The layers.
    dialect
        Whose rules the layers follow.
    """

    name: str
    title: str
    source: str
    input_shape: tuple[int, ...]
    graph: Graph
    dialect: Dialect = "pytorch"
