"""Live PyTorch modules explained: a layer as a picture of its own numbers, a model as a network."""

from __future__ import annotations

import warnings
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Any

from convviz.api.arrays import input_array
from convviz.api.chains import single_document
from convviz.api.pictures import Figure
from convviz.errors import ConvvizError
from convviz.layers import Layer
from convviz.layers.network.network import Network
from convviz.options import FrameOptions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_LIKELY = 7
"""Cells along each side of an input that isn't given."""


def explain(module: object, x: ArrayLike | None = None) -> Figure | Network:
    """Return a live PyTorch module as what convviz shows of it.

    A model's forward is followed by PyTorch's own tracer, `torch.fx`, with stand-ins for
    tensors: nothing is computed. A model whose way hangs on numbers can't be followed;
    its layers then stand in the order in which it holds them, and a warning says so.

    Parameters
    ----------
    module
        A `torch.nn.Module`: a single layer that moves a window, or a model.
    x
        An input, channels first, with or without a batch of one; of a model its shape
        alone is used. None for one that is likely.

    Returns
    -------
    Figure or Network
        Of a single layer its first step, with its own weights; of a model a network.

    Warns
    -----
    UserWarning
        Something in a model isn't understood and is left out, or its forward can't be
        followed.

    Raises
    ------
    TypeError
        It is no module of PyTorch's.
    convviz.errors.ConvvizError
        Nothing in it is understood, or it can't take such an input.

    Examples
    --------
    >>> import torch, convviz as cv
    >>> conv = torch.nn.Conv2d(1, 1, 3)
    >>> cv.explain(conv, torch.rand(1, 5, 5)).save("conv.svg")
    >>> cv.table(cv.explain(torch.nn.Sequential(conv, torch.nn.ReLU()), torch.rand(1, 5, 5)))
    """
    if not any(kind.__module__.startswith("torch.nn") for kind in type(module).__mro__):
        raise TypeError(f"explain takes a torch.nn.Module, not a {type(module).__name__}")
    array = None if x is None else _array(x)
    shape = None if array is None else _shape(array)
    network = _network(module, shape)
    layers = (node.layer for node in network.graph.nodes)
    axes = next((layer.axes for layer in layers if isinstance(layer, Layer)), 0)
    if array is not None and axes and len(shape or ()) != axes + 1:
        # Whether a first 1 is a batch or a channel is seen by the number of axes.
        batched = array.ndim == axes + 2 and array.shape[0] == 1
        network = _network(module, array.shape[1:] if batched else array.shape)
    nodes = network.graph.nodes
    layer = nodes[0].layer
    if len(nodes) > 1 or not isinstance(layer, Layer):
        return network
    given = _unbatched(array, layer, network.input_shape)
    weight, bias = (_parameter(module, name) for name in ("weight", "bias"))
    return _figure(layer, given, weight, bias)


def _network(module: object, shape: tuple[int, ...] | None) -> Network:
    """Return a module as a network; one without others is a network of one layer."""
    from convviz.interop.live import traced, with_own_names  # noqa: PLC0415 - when first wanted
    from convviz.session.networks import pasted_network  # noqa: PLC0415

    title, found = type(module).__name__, traced(module)
    if isinstance(found, str):
        if found:
            _warn(f"the forward of {title} can't be followed ({found}): its layers stand in "
                  "the order in which it holds them")  # fmt: skip
        # What a module prints is its layers with their parameters.
        opened = pasted_network(repr(module), title, input_shape=shape)
        network = opened.network
    else:
        opened = pasted_network(found.code, title, input_shape=shape)
        graph = with_own_names(opened.network.graph, found.names)
        network = replace(opened.network, graph=graph)
    for note in opened.notes:
        if shape is not None or note != opened.notes[-1]:  # which says that no shape was given
            _warn(f"{title}: {note}")
    return network


def _warn(words: str) -> None:
    warnings.warn(words, stacklevel=4)  # at the call of `explain`


def _figure(
    layer: Layer, x: NDArray[Any], weight: NDArray[Any] | None, bias: NDArray[Any] | None
) -> Figure:
    from convviz.frames.compute import compute  # noqa: PLC0415 - when first wanted

    document = single_document(layer, input_array(layer, x), weight, bias)
    return Figure(0, FrameOptions(), document, compute(document))


def _array(x: object) -> NDArray[Any]:
    """Return an array of a tensor's numbers, or of what NumPy takes."""
    import numpy as np  # noqa: PLC0415 - as the rest of the face, loaded when needed

    detach = getattr(x, "detach", None)
    return np.asarray(x if detach is None else detach().cpu().numpy())


def _shape(array: NDArray[Any]) -> tuple[int, ...]:
    """Return an array's shape without its batch, where it has one."""
    if not 2 <= array.ndim <= 5:
        raise ConvvizError(f"an input has channels and 1 to 3 sizes, got the shape {array.shape}")
    batched = array.ndim > 3 and array.shape[0] == 1
    return array.shape[1:] if batched else array.shape


def _unbatched(
    array: NDArray[Any] | None, layer: Layer, shape: tuple[int, ...]
) -> NDArray[Any]:
    """Return a layer's input: the one given, or a likely one of whole numbers."""
    if array is None:
        sizes = tuple(min(side, _LIKELY) for side in shape[1:])
        numbers = [at % 10 for at in range(shape[0] * prod(sizes))]
        return _array(numbers).reshape(shape[0], *sizes)
    return array[0] if array.ndim == layer.axes + 2 else array


def _parameter(module: object, name: str) -> NDArray[Any] | None:
    value = getattr(module, name, None)
    return None if value is None else _array(value)
