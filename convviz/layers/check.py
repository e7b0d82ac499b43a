"""What is wrong with a layer: every reason at once, each with its smallest fixes."""

from __future__ import annotations

from dataclasses import replace

from convviz.errors import Fix, Problem
from convviz.layers.checks import adaptive, conv, folding, padding, pooling, transposed
from convviz.layers.checks.huge import of_huge
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
    padding on each side) the same reasoning is carried on. Numbers that 32 bits
    don't hold are refused alone, before all else.

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
    return _of_huge(layer, input_shape) or _of_kind(layer, input_shape)


def _of_huge(layer: Layer, input_shape: tuple[int, ...] | None) -> tuple[Problem, ...]:
    """Return numbers that can't be held, with the fixes that bring nothing else to light."""

    def mends(fix: Fix) -> bool:
        changed, _ = apply_fix(layer, (), fix)
        return any(of_huge(changed)) or not _of_kind(changed, input_shape)

    return tuple(
        replace(problem, fixes=tuple(filter(mends, problem.fixes))) for problem in of_huge(layer)
    )


def _of_kind(layer: Layer, input_shape: tuple[int, ...] | None) -> tuple[Problem, ...]:
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
