"""What any layer makes of an input: the one door to its numbers."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress, convolve, convolve_quickly
from convviz.engine.folding import fold, unfold
from convviz.engine.padding import Mode, pad, source_index
from convviz.engine.pooling import pool
from convviz.engine.transposed import convolve_transposed
from convviz.errors import InvalidLayer, Problem
from convviz.layers.check import check
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.large import arrays_too_large
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import around
from convviz.layers.transposed import ConvTranspose


def apply(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None = None,
    bias: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """Return the layer's output for one input.

    Parameters
    ----------
    layer
        The layer.
    x
        Input of shape (in_channels, *spatial); the matrix of `Fold` as (1, rows, columns).
    weight
        As the layer's ``weight_shape``; None for layers without.
    bias
        Shape (out_channels,), or None for no bias.

    Returns
    -------
    ndarray, shape (out_channels, *spatial)
        int64 when everything given is integer (exact while no sum can pass
        2⁶³, else float64), float32 when everything is float32, float64 otherwise.
        As exact as a trace's, but for the order in which convolutions add up floats:
        `convviz.engine.convolution.convolve_quickly` says how near that is.

    Raises
    ------
    convviz.errors.InvalidLayer
        The layer can't be, can't take such an input, the weight or bias has
        another shape than the layer's, what comes of it would not fit into
        memory, or something is no real number.
    """
    require(layer, x, weight, bias)
    layer = concrete(layer, x.shape[1:])
    if isinstance(layer, Conv) and weight is not None:
        return convolve_quickly(layer, x, mirrored(layer, weight), bias)
    return output_of(layer, x, padded_for(layer, x), weight, bias)


def require(
    layer: Layer, x: NDArray[Any], weight: NDArray[Any] | None, bias: NDArray[Any] | None
) -> None:
    """Return if a layer can be computed with such arrays.

    Raises
    ------
    convviz.errors.InvalidLayer
        It can't: as for `apply`.
    """
    problems = (
        check(layer, x.shape)
        or check_weights(layer, weight, bias)
        or arrays_too_large(layer, x.shape)
    )
    problems += tuple(
        Problem(field, f"the {name} must hold real numbers, it holds {array.dtype}")
        for field, name, array in (
            ("input", "input", x),
            ("weight", "weight", weight),
            ("bias", "bias", bias),
        )
        if array is not None and array.dtype.kind not in "iubf"
    )
    if problems:
        raise InvalidLayer(problems)


def check_weights(
    layer: Layer, weight: NDArray[Any] | None, bias: NDArray[Any] | None
) -> tuple[Problem, ...]:
    """Return what is wrong with the shapes of a weight and a bias."""
    if not isinstance(layer, Weighted):
        return tuple(
            Problem(name, f"a {name} is given, the layer has none")
            for name, array in (("weight", weight), ("bias", bias))
            if array is not None
        )
    problems = []
    if weight is None:
        problems.append(Problem("weight", f"the layer needs a weight of {layer.weight_shape}"))
    elif weight.shape != layer.weight_shape:
        problems.append(
            Problem(
                "weight",
                f"the layer's weight has the shape {layer.weight_shape}, "
                f"the one given {weight.shape}",
            )
        )
    if bias is not None and bias.shape != (layer.out_channels,):
        problems.append(
            Problem(
                "bias",
                f"the layer's bias has the shape {(layer.out_channels,)}, "
                f"the one given {bias.shape}",
            )
        )
    return tuple(problems)


def padded_for(layer: Layer, x: NDArray[Any]) -> NDArray[Any]:
    """Return the input with the padding that a concrete layer puts around it."""
    value = layer.value if isinstance(layer, Pad) else 0
    if isinstance(layer, Pool) and layer.reduction == "max":
        value = -inf  # never the maximum
    return pad(x, around(layer), _mode(layer), value)


def sources_for(layer: Layer, size: tuple[int, ...]) -> tuple[NDArray[np.intp], ...]:
    """Return, for each axis, the input index whose value a padded cell has, −1 for none."""
    return tuple(
        source_index(length, pads, _mode(layer))
        for length, pads in zip(size, around(layer), strict=True)
    )


def _mode(layer: Layer) -> Mode:
    if isinstance(layer, Conv):
        return layer.padding_mode
    return layer.mode if isinstance(layer, Pad) else "zeros"


def output_of(
    layer: Layer,
    x: NDArray[Any],
    padded: NDArray[Any],
    weight: NDArray[Any] | None,
    bias: NDArray[Any] | None,
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return a concrete layer's output; nothing is checked.

    Every number is made of its terms in their order (see `convviz.steps.terms`),
    one rounding at a time.

    Parameters
    ----------
    layer, x, weight, bias
        As for `apply`; the layer is concrete.
    padded
        As `padded_for` makes it.
    progress
        Told the share that is done, often; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    match layer:
        case Pool() | AdaptivePool():
            return pool(layer, x, padded, progress)
        case Pad():
            return padded.copy()
        case Unfold():
            return unfold(layer, padded, progress)
        case Fold():
            return fold(layer, x, progress)
    assert weight is not None  # noqa: S101 - `require` saw to it
    if isinstance(layer, ConvTranspose):
        return convolve_transposed(layer, x, weight, bias, progress)
    return convolve(layer, padded, mirrored(layer, weight), bias, progress)


def mirrored(layer: Conv | ConvTranspose, weight: NDArray[Any]) -> NDArray[Any]:
    """Return the weight as it meets the input: mirrored along every axis where it is flipped."""
    return np.flip(weight, tuple(range(2, weight.ndim))) if layer.flipped else weight
