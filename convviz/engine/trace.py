"""All the numbers of one layer on one input, from which everything shown is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, coarse
from convviz.engine.convolution import Progress
from convviz.engine.output import output_of, padded_for, require, sources_for
from convviz.layers.concrete import concrete
from convviz.layers.conv import Pair
from convviz.layers.layer import Layer
from convviz.layers.reading import Reading
from convviz.layers.shapes import around, reading


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Trace:
    """A layer's input, padded input and output, and where padding comes from.

    Attributes
    ----------
    layer
        The layer, concrete: all that its dialect and the input's size decide is
        written out.
    input
        Shape (in_channels, *spatial).
    weight
        Shape (out_channels, in_channels / groups, *kernel_size), or
        (in_channels, out_channels / groups, *kernel_size) of a transposed
        convolution; None for layers without.
    bias
        Shape (out_channels,), or None.
    padded
        The input with the padding that is around it.
    pads
        (before, after) cells of that padding for each spatial axis.
    sources
        For each spatial axis, the input index whose value a padded cell has;
        −1 in padding with a constant.
    reading
        For each spatial axis, which cells its outputs read.
    output
        Shape (out_channels, *spatial).
    padded_coarse, output_coarse
        Ranges of the padded input and of the output, and their coarse versions.
    above
        The numbers of the layers after it in a chain, each reading the one before.
    """

    layer: Layer
    input: NDArray[Any]
    weight: NDArray[Any] | None
    bias: NDArray[Any] | None
    padded: NDArray[Any]
    pads: tuple[Pair, ...]
    sources: tuple[NDArray[np.intp], ...]
    reading: tuple[Reading, ...]
    output: NDArray[Any]
    padded_coarse: Coarse
    output_coarse: Coarse
    above: tuple[Trace, ...] = ()


def trace(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None = None,
    bias: NDArray[Any] | None = None,
    progress: Progress | None = None,
) -> Trace:
    """Compute a layer on one input and keep the numbers in between.

    Parameters
    ----------
    layer, x, weight, bias
        As for `convviz.engine.output.apply`.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.InvalidLayer
        As for `apply`.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    require(layer, x, weight, bias)
    return traced(concrete(layer, x.shape[1:]), x, weight, bias, progress)


def traced(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None,
    bias: NDArray[Any] | None,
    progress: Progress | None = None,
) -> Trace:
    """Return the same for a concrete layer; nothing is checked."""
    padded = padded_for(layer, x)
    output = output_of(layer, x, padded, weight, bias, progress)
    return Trace(
        layer,
        x,
        weight,
        bias,
        padded,
        around(layer),
        sources_for(layer, x.shape[1:]),
        reading(layer, x.shape[1:]),
        output,
        coarse(padded),
        coarse(output),
    )
