"""All the numbers of one layer on one input, from which everything shown is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, coarse
from convviz.engine.convolution import Progress, convolve, require
from convviz.engine.padding import pad, source_index
from convviz.layers import Conv


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A layer's input, padded input and output, and where padding comes from.

    Attributes
    ----------
    layer
        The layer.
    input
        Shape (in_channels, *spatial).
    weight
        Shape (out_channels, in_channels / groups, *kernel_size).
    bias
        Shape (out_channels,), or None.
    padded
        The input with its padding.
    sources
        For each spatial axis, the input index whose value a padded cell has;
        −1 in zero padding.
    output
        Shape (out_channels, *spatial).
    padded_coarse, output_coarse
        Ranges of the padded input and of the output, and their coarse versions.
    """

    layer: Conv
    input: NDArray[Any]
    weight: NDArray[Any]
    bias: NDArray[Any] | None
    padded: NDArray[Any]
    sources: tuple[NDArray[np.intp], ...]
    output: NDArray[Any]
    padded_coarse: Coarse
    output_coarse: Coarse


def trace(
    layer: Conv,
    x: NDArray[Any],
    weight: NDArray[Any],
    bias: NDArray[Any] | None = None,
    progress: Progress | None = None,
) -> Trace:
    """Compute a layer on one input and keep the numbers in between.

    Parameters
    ----------
    layer, x, weight, bias
        As for `convviz.engine.convolution.apply`.
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
    padded = pad(x, layer.pads, layer.padding_mode)
    sources = tuple(
        source_index(size, pads, layer.padding_mode)
        for size, pads in zip(x.shape[1:], layer.pads, strict=True)
    )
    output = convolve(layer, padded, weight, bias, progress)
    return Trace(layer, x, weight, bias, padded, sources, output, coarse(padded), coarse(output))
