"""Layers in PyTorch's names and their size arithmetic, in plain integers."""

from convviz.layers.check import check
from convviz.layers.construct import Conv1d, Conv2d, Conv3d
from convviz.layers.conv import (
    PADDING_MODES,
    PADDING_NAMES,
    Conv,
    Padding,
    PaddingMode,
    PaddingName,
    Pair,
)
from convviz.layers.graph import Graph, Node
from convviz.layers.receptive import ReceptiveField, receptive_field
from convviz.layers.summary import Summary, output_shape, summarise

__all__ = [
    "PADDING_MODES",
    "PADDING_NAMES",
    "Conv",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "Graph",
    "Node",
    "Padding",
    "PaddingMode",
    "PaddingName",
    "Pair",
    "ReceptiveField",
    "Summary",
    "check",
    "output_shape",
    "receptive_field",
    "summarise",
]
