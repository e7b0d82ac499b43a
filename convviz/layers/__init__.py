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
from convviz.layers.dialect import DIALECT_NAMES, DIALECTS, Dialect
from convviz.layers.folding import Fold, Unfold
from convviz.layers.graph import Graph, Node
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.receptive import ReceptiveField, receptive_field
from convviz.layers.summary import Summary, output_shape, summarise
from convviz.layers.transposed import ConvTranspose

__all__ = [
    "DIALECTS",
    "DIALECT_NAMES",
    "PADDING_MODES",
    "PADDING_NAMES",
    "AdaptivePool",
    "Conv",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose",
    "Dialect",
    "Fold",
    "Graph",
    "Layer",
    "Node",
    "Pad",
    "Padding",
    "PaddingMode",
    "PaddingName",
    "Pair",
    "Pool",
    "ReceptiveField",
    "Summary",
    "Unfold",
    "Weighted",
    "check",
    "output_shape",
    "receptive_field",
    "summarise",
]
