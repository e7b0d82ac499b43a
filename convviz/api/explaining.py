"""Live PyTorch modules explained: a layer as a picture of its own numbers, a model as a network."""

from __future__ import annotations

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

    Nothing of the module is run: its layers are read from its attributes and from what it
    prints of itself.

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
        Of a single layer its first step, with its own weights; of a model a network, whose
        layers stand in the order in which it holds them.

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
    from convviz.session.networks import pasted_network  # noqa: PLC0415 - when first wanted

    array = None if x is None else _array(x)
    shape = None if array is None else _shape(array)
    # What a module prints is its layers with their parameters.
    opened = pasted_network(repr(module), type(module).__name__, input_shape=shape)
    nodes = opened.network.graph.nodes
    layer = nodes[0].layer
    if len(nodes) > 1 or not isinstance(layer, Layer):
        return opened.network
    given = _unbatched(array, layer, opened.network.input_shape)
    weight, bias = (_parameter(module, name) for name in ("weight", "bias"))
    return _figure(layer, given, weight, bias)


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
