"""The activations of a whole network: what each node makes of a real input."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.network.pointwise import pointwise
from convviz.engine.network.room import require_room
from convviz.engine.network.weights import NodeWeights, weight_shape
from convviz.engine.output import apply
from convviz.errors import Cancelled, InvalidLayer, Problem
from convviz.layers.graph import INPUT, Graph
from convviz.layers.layer import Layer
from convviz.layers.network.patterns import Blends, axes_of
from convviz.layers.network.walk import Found, first_failing, walk
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Join,
    Linear,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)

Array = NDArray[Any]
Progress = Callable[[float], bool]
Activations = dict[str, Array | None]
_NONE = NodeWeights()


def compute_network(
    graph: Graph,
    x: Array,
    weights: Mapping[str, NodeWeights],
    progress: Progress | None = None,
) -> Activations:
    """Return what every node of a network gives for an input.

    Norms that come without numbers take means 0, variances and scales 1; dropout does
    nothing, as in use.

    Parameters
    ----------
    graph
        The network.
    x
        Its input (channels, *spatial).
    weights
        The layers' numbers by name.
    progress
        Told the share that is done; answers whether to go on.

    Returns
    -------
    dict
        The input's and every node's output by name: None of unknown layers, and of
        those that read one.

    Raises
    ------
    convviz.errors.InvalidLayer
        A layer can't take what it is given; what is wrong, and where.
    convviz.errors.ConvvizError
        What a layer gives would not fit into memory.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    found = walk(graph, x.shape)
    failing = first_failing(found)
    if failing is not None:
        raise InvalidLayer(_named(failing.node.name, failing.problems))
    require_room((at.node.name, at.output_shape or ()) for at in found)
    made: Activations = {INPUT: x}
    for number, at in enumerate(found):
        if progress is not None and not progress(number / len(found)):
            raise Cancelled("computing the network was cancelled")
        inputs = [made[name] for name in at.node.inputs]
        known = [array for array in inputs if array is not None]
        given = weights.get(at.node.name, _NONE)
        made[at.node.name] = _output(at, known, given) if len(known) == len(inputs) else None
    return made


def _named(name: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(
        Problem(one.field, f"{name}: {one.message}", one.axis, kind=one.kind) for one in problems
    )


def _output(at: Found, inputs: Sequence[Array], weights: NodeWeights) -> Array | None:
    layer = at.node.layer
    if isinstance(layer, Box):
        return None
    problems = _misshapen(layer, weights)
    if problems:
        raise InvalidLayer(_named(at.node.name, problems))
    if not isinstance(layer, Layer):
        return _plain_output(layer, inputs, weights)
    try:
        return apply(layer, inputs[0], weights.weight, weights.bias)
    except InvalidLayer as error:
        raise InvalidLayer(_named(at.node.name, error.problems)) from None


def _misshapen(layer: Layer | Plain, weights: NodeWeights) -> tuple[Problem, ...]:
    """Return what is wrong with the shapes of a plain layer's numbers, and what is missing."""
    if isinstance(layer, Layer):
        return ()
    asked = weight_shape(layer)
    each = asked[:1] if asked else None
    rows = (
        ("weight", weights.weight, asked),
        ("bias", weights.bias, each),
        ("mean", weights.mean, each),
        ("variance", weights.variance, each),
    )
    problems = [
        Problem(field, f"the {field} has the shape {array.shape}, it takes {shape or 'none'}")
        for field, array, shape in rows
        if array is not None and array.shape != shape
    ]
    if isinstance(layer, Linear) and weights.weight is None:
        problems.append(Problem("weight", f"it needs a weight of {asked}"))
    return tuple(problems)


def _plain_output(layer: Plain, inputs: Sequence[Array], weights: NodeWeights) -> Array | None:
    x = inputs[0]
    match layer:
        case Pointwise():
            return pointwise(layer, x, weights.weight)
        case Norm():
            return normalised(layer, x, weights)
        case Linear():
            # Its weight was looked for.
            y = x @ np.asarray(weights.weight).T
            return np.asarray(y if weights.bias is None else y + weights.bias)
    return _arranged(layer, inputs)


def _arranged(layer: Plain, inputs: Sequence[Array]) -> Array:
    """Return what a layer makes of its inputs that has learnt nothing."""
    match layer:
        case Join():
            return np.asarray(reduce(np.add if layer.kind == "add" else np.multiply, inputs))
        case Concat():
            return np.concatenate(list(inputs))
        case Narrow():
            return inputs[0][layer.start : layer.start + layer.length]
        case CropTo() | Upsample():
            return _resampled(layer, inputs)
    return inputs[0].reshape(-1)  # flattened


def normalised(layer: Norm, x: Array, weights: NodeWeights) -> Array:
    """Return a norm's output."""
    if layer.kind == "batch_norm":
        found = x if weights.mean is None else x - _channels(weights.mean, x)
        variance = np.ones(1, x.dtype) if weights.variance is None else weights.variance
        found = found / np.sqrt(_channels(variance, x) + x.dtype.type(layer.eps))
    else:
        groups = len(x) if layer.kind == "instance_norm" else layer.groups
        parts = x.reshape(groups, -1)
        spread = np.sqrt(parts.var(axis=1, keepdims=True) + layer.eps)
        found = ((parts - parts.mean(axis=1, keepdims=True)) / spread).reshape(x.shape)
    if weights.weight is not None:
        found = found * _channels(weights.weight, x)
    return np.asarray(found if weights.bias is None else found + _channels(weights.bias, x))


def _channels(numbers: Array, x: Array) -> Array:
    return numbers.reshape(-1, *(1,) * (x.ndim - 1))


def _resampled(layer: CropTo | Upsample, inputs: Sequence[Array]) -> Array:
    x = inputs[0]
    axes = axes_of(layer, [array.shape for array in inputs]) or ()
    for along, axis in enumerate(axes, start=1):
        if isinstance(axis, Blends):
            x = blended(x, axis, along)
        else:
            first = axis.positions(0)[0]
            x = np.take(x, range(first, first + axis.count), axis=along)
    return x


def shares(axis: Blends) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the two cells that each output lies between, and the second one's share."""
    places = [axis.place(output) for output in range(axis.count)]
    low = np.array([whole for whole, _, _ in places])
    share = np.array([above / below for _, above, below in places])
    last = axis.size - 1
    return low.clip(0, last), (low + (share > 0)).clip(0, last), share


def blended(x: Array, axis: Blends, along: int) -> Array:
    """Return an array enlarged along one axis."""
    low, high, share = shares(axis)
    first = np.take(x, low, axis=along)
    if axis.mode == "nearest":
        return first
    along_axis = share.reshape(-1, *(1,) * (x.ndim - along - 1))
    return np.asarray(first * (1 - along_axis) + np.take(x, high, axis=along) * along_axis)
