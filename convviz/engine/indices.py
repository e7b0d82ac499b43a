"""Where the maxima of a pool stand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.largest import places_of_largest
from convviz.engine.output import require
from convviz.engine.pooling import spans_of
from convviz.layers.concrete import concrete
from convviz.layers.layer import Layer
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import around


def max_indices(
    layer: Layer, x: NDArray[Any], progress: Progress | None = None
) -> NDArray[np.int64]:
    """Return the place of each output's maximum, as PyTorch's ``return_indices``.

    Parameters
    ----------
    layer
        A pool or an adaptive pool of the largest.
    x
        Input of shape (channels, *spatial).
    progress
        Told the share that is done; answers whether to go on.

    Returns
    -------
    ndarray of int64, shape (channels, *output)
        The place within the channel, counted row by row from 0, padding left out:
        the first of equal maxima, the last number that is none where there are
        such, and −1 in a window of padding alone.

    Raises
    ------
    convviz.errors.InvalidLayer
        As for `convviz.engine.output.apply`.
    convviz.errors.Cancelled
        `progress` answered False.
    TypeError
        The layer takes no maximum.
    """
    if not isinstance(layer, Pool | AdaptivePool) or layer.reduction != "max":
        raise TypeError("indices are those of a maximum: the layer is none")
    require(layer, x, None, None)
    return indices_of(concrete(layer, x.shape[1:]), x, progress)


def indices_of(
    layer: Pool | AdaptivePool, x: NDArray[Any], progress: Progress | None = None
) -> NDArray[np.int64]:
    """Return the same for a concrete layer; nothing is checked."""
    return places_of_largest(x, around(layer), spans_of(layer, x.shape[1:]), progress)
