"""What is wrong with a layer: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from convviz.errors import Problem
from convviz.layers.checks import adaptive, conv, folding, padding, pooling, transposed
from convviz.layers.conv import Conv
from convviz.layers.fixes import apply_fix
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.layers.words import axis_name

__all__ = ["apply_fix", "axis_name", "check"]


def check(layer: Layer, input_shape: tuple[int, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given.

    The refusals are those of the layer's dialect; where it has no word (``full``,
    padding on each side) the same reasoning is carried on.

    Parameters
    ----------
    layer
        The layer; its whole numbers may be any.
    input_shape
        (channels, *spatial), of `Fold` (1, rows, columns), or None to look at the layer alone.

    Returns
    -------
    tuple of Problem
        Empty when the layer is valid and takes such an input.
    """
    match layer:
        case Conv():
            return conv.check(layer, input_shape)
        case ConvTranspose():
            return transposed.check(layer, input_shape)
        case Pool():
            return pooling.check(layer, input_shape)
        case AdaptivePool():
            return adaptive.check(layer, input_shape)
        case Pad():
            return padding.check(layer, input_shape)
    return folding.check(layer, input_shape)
