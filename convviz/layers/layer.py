"""All kinds of layers."""

from __future__ import annotations

from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

Layer = Conv | ConvTranspose | Pool | AdaptivePool | Pad | Unfold | Fold

Weighted = Conv | ConvTranspose
"""Layers with a weight, and perhaps a bias."""
