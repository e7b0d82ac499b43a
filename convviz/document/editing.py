"""Changes of a document: each takes one and returns another, which may be a draft.

A draft says what can't be (yet): the layer's fields hold it, and the input's
`Values.asked` the shape. Its arrays are left as they were and are made as soon
as the parts go together again, so that nothing absurd is ever allocated and a
detour through a wrong number loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from convviz.document.axes import switch_axes
from convviz.document.document import Document, InputSource, KernelSource, Weights
from convviz.document.presets import input_preset, kernel_exists, kernel_preset
from convviz.document.resizing import resize_bias, resize_input, resize_weight
from convviz.document.values import Number, Values
from convviz.errors import UnreadableFile
from convviz.layers import Conv, Conv2d, Graph
from convviz.limits import MAX_NUMBERS

Shape = tuple[int, ...]

_TYPED_INPUT = InputSource("typed")
_TYPED_KERNEL = KernelSource("typed")
_PER_AXIS = ("kernel_size", "stride", "dilation")


def new_document(
    layer: Conv | None = None,
    input_shape: Shape = (1, 5, 5),
    input_preset: str = "ramp",
    kernel_preset: str = "corners",
) -> Document:
    """Return a document made of presets; by default the scene of the first start.

    A kernel preset that doesn't exist at the layer's size becomes ones.

    Parameters
    ----------
    layer
        The layer, or None for a 3×3 kernel without bias.
    input_shape
        (channels, *spatial).
    """
    layer = layer or Conv2d(1, 1, 3, bias=False)
    graph = Graph.single(layer)
    nothing = np.zeros((0,) * len(input_shape), np.int64)
    weights = Weights(
        Values(np.zeros((0,) * (layer.axes + 2), np.int64)),
        source=KernelSource("preset", kernel_preset),
    )
    return settled(
        Document(
            Values(nothing, asked=input_shape),
            InputSource("preset", input_preset),
            graph,
            {graph.nodes[0].name: weights},
        )
    )


def change(document: Document, changes: Mapping[str, object]) -> Document:
    """Return the document with parameters of the layer or the input's size changed.

    Wrong numbers make a draft and are never refused here.

    Parameters
    ----------
    document
        The document, or a draft.
    changes
        Any of ``"input_size"`` (a tuple of spatial sizes), ``"in_channels"``
        (the input's too), ``"axes"`` (1 or 2), and the fields of
        `convviz.layers.Conv`; where a field holds one number for each axis, a
        single number stands for all.
    """
    rest = dict(changes)
    axes = rest.pop("axes", None)
    if axes is not None and axes != document.layer.axes:
        document = switch_axes(document, cast("Literal[1, 2]", axes))
    axes = document.layer.axes
    size = _per_axis(rest.pop("input_size", document.input.shape[1:]), axes)
    for field in _PER_AXIS:
        if field in rest:
            rest[field] = _per_axis(rest[field], axes)
    if isinstance(rest.get("padding"), int):
        rest["padding"] = ((rest["padding"],) * 2,) * axes
    channels = cast("int", rest.get("in_channels", document.input.shape[0]))
    layer = replace(document.layer, **rest)  # type: ignore[arg-type]  # the fields of Conv
    return settled(
        replace(
            _with_layer(document, layer),
            input=document.input.asking((channels, *size)),
        )
    )


def with_input(document: Document, array: NDArray[Any], source: InputSource) -> Document:
    """Return the document with another input; the layer takes its channels and axes.

    Parameters
    ----------
    array
        (channels, *spatial). Without channels, (H, W) or (L,), it has one; a
        single row or column of a table is a signal to a layer of one axis.
    source
        Where it is from.

    Raises
    ------
    convviz.errors.UnreadableFile
        It has no numbers, or more than 3 axes.
    """
    array = _input_shaped(array, document.layer.axes)
    axes = array.ndim - 1
    if axes != document.layer.axes:
        document = switch_axes(document, cast("Literal[1, 2]", axes))
    layer = replace(document.layer, in_channels=array.shape[0])
    view = replace(
        document.view,
        zoom=1.0, centre=None, input_levels=None, output_levels=None, input_channel=0,
    )
    return settled(
        replace(
            _with_layer(document, layer),
            input=Values(_numbers(array)), input_source=source, view=view,
        )
    )


def with_input_preset(document: Document, name: str, seed: int = 0) -> Document:
    """Return the document with a named input of the size that it has."""
    source = InputSource("preset", name, seed)
    nothing = np.zeros((0,) * len(document.input.shape), np.int64)
    view = replace(document.view, input_levels=None, output_levels=None)
    return settled(
        replace(
            document,
            input=Values(nothing, asked=document.input.shape), input_source=source, view=view,
        )
    )


def with_kernel_preset(document: Document, name: str, seed: int = 0) -> Document:
    """Return the document with a named kernel.

    It has the size that there is, or 3 along each axis where there is no such
    kernel at that size; the document stays as it is where there is none then.
    """
    layer = document.layer
    if not kernel_exists(name, layer.kernel_size):
        layer = replace(layer, kernel_size=(3,) * layer.axes)
        if not kernel_exists(name, layer.kernel_size):
            return document
    nothing = Values(np.zeros((0,) * (layer.axes + 2), np.int64))
    weights = replace(
        document.layer_weights, weight=nothing, source=KernelSource("preset", name, seed)
    )
    return settled(_with_weights(_with_layer(document, layer), weights))


def with_weight(document: Document, array: NDArray[Any]) -> Document:
    """Return the document with another weight; the layer takes its size and channels.

    Parameters
    ----------
    array
        Shape (out_channels, in_channels / groups, *kernel_size), or a kernel
        alone, which every plane gets.

    Raises
    ------
    convviz.errors.UnreadableFile
        It has no numbers, or more axes than a weight.
    """
    layer = document.layer
    if not array.size or array.ndim > layer.axes + 2:
        raise UnreadableFile(
            f"a kernel has {layer.axes} axes ({layer.axes + 2} with its channels) and at least "
            f"one number; this has the shape {array.shape}"
        )
    if array.ndim <= layer.axes:
        kernel = array.reshape((1,) * (layer.axes - array.ndim) + array.shape)
        array = np.broadcast_to(kernel, (*_planes(layer, kernel.size), *kernel.shape))
    elif array.ndim == layer.axes + 1:
        array = array[:, np.newaxis]
    channels = array.shape[1] * layer.groups
    document = _with_layer(
        document,
        replace(
            layer,
            kernel_size=array.shape[2:], out_channels=array.shape[0], in_channels=channels,
        ),
    )
    weights = replace(
        document.layer_weights, weight=Values(_numbers(array)), source=_TYPED_KERNEL
    )
    asked = document.input.asking((channels, *document.input.shape[1:]))
    return settled(_with_weights(replace(document, input=asked), weights))


def with_input_cell(document: Document, index: Shape, number: Number) -> Document:
    """Return the document with one number of the input changed.

    Parameters
    ----------
    index
        (channel, *position).
    """
    return replace(
        document, input=document.input.with_cell(index, number), input_source=_TYPED_INPUT
    )


def with_weight_cell(document: Document, index: Shape, number: Number) -> Document:
    """Return the document with one number of the weight changed.

    Parameters
    ----------
    index
        (output channel, input channel within its group, *tap).
    """
    weights = document.layer_weights
    return _with_weights(
        document,
        replace(weights, weight=weights.weight.with_cell(index, number), source=_TYPED_KERNEL),
    )


def with_bias(document: Document, array: NDArray[Any]) -> Document:
    """Return the document with another bias, switched on; it is cut or extended to fit."""
    document = _with_layer(document, replace(document.layer, bias=True))
    weights = replace(document.layer_weights, bias=Values(_numbers(array.ravel())))
    return settled(_with_weights(document, weights))


def with_bias_cell(document: Document, channel: int, number: Number) -> Document:
    """Return the document with the bias of one output channel changed."""
    weights = document.layer_weights
    bias = weights.bias or Values(np.zeros(document.layer.out_channels, np.int64))
    document = _with_layer(document, replace(document.layer, bias=True))
    return _with_weights(document, replace(weights, bias=bias.with_cell((channel,), number)))


def settled(document: Document) -> Document:
    """Return the document with its arrays made to fit; a draft as it is."""
    if document.layer_problems():
        return document
    return _fitting_weights(_fitting_input(document))


def _fitting_input(document: Document) -> Document:
    values = document.input
    if values.asked is None:
        return document
    shape, source = values.shape, document.input_source
    if source.kind == "preset":
        return replace(document, input=Values(input_preset(source.name, shape, source.seed)))
    array = resize_input(values.array(), shape)
    return replace(document, input=Values(array), input_source=_TYPED_INPUT)


def _fitting_weights(document: Document) -> Document:
    layer, weights = document.layer, document.layer_weights
    if weights.weight.shape != layer.weight_shape:
        weights = _made_weight(weights, layer.weight_shape)
    bias = weights.bias
    if not layer.bias:
        bias = None
    elif bias is None:
        bias = Values(np.zeros(layer.out_channels, np.int64))
    elif bias.shape != (layer.out_channels,):
        bias = Values(resize_bias(bias.array(), layer.out_channels))
    if bias is not weights.bias:
        weights = replace(weights, bias=bias)
    return document if weights is document.layer_weights else _with_weights(document, weights)


def _made_weight(weights: Weights, shape: Shape) -> Weights:
    source, old = weights.source, weights.weight.array()
    made = None
    if source.kind == "preset":
        made = kernel_preset(source.name, shape, source.seed)
    if made is not None:
        return replace(weights, weight=Values(made))
    if not old.size:
        return replace(
            weights, weight=Values(np.ones(shape, np.int64)), source=KernelSource("preset", "ones")
        )
    return replace(weights, weight=Values(resize_weight(old, shape)), source=_TYPED_KERNEL)


def _with_layer(document: Document, layer: Conv) -> Document:
    first, *others = document.graph.nodes
    return replace(document, graph=Graph((replace(first, layer=layer), *others)))


def _with_weights(document: Document, weights: Weights) -> Document:
    return replace(document, weights={**document.weights, document.graph.nodes[0].name: weights})


def _planes(layer: Conv, taps: int) -> tuple[int, int]:
    """Return how many kernels the layer has; one when a draft's channels make no sense."""
    planes = (layer.out_channels, layer.in_channels // max(layer.groups, 1))
    return planes if min(planes) > 0 and prod(planes) * taps <= MAX_NUMBERS else (1, 1)


def _per_axis(value: object, axes: int) -> Shape:
    """Return one number for each axis; the last one stands for those left out."""
    values = value if isinstance(value, tuple) else (value,)
    return (*values, *(values[-1],) * (axes - len(values)))[:axes]


def _numbers(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy of its own that nobody else writes to, truth values as numbers."""
    return np.array(array, np.uint8 if array.dtype.kind == "b" else None, order="C")


def _input_shaped(array: NDArray[Any], axes: int) -> NDArray[Any]:
    if not array.size or array.ndim > 3:
        raise UnreadableFile(
            "an input is a row, a plane, or planes of numbers (at most 3 axes); "
            f"this has the shape {array.shape}"
        )
    if array.ndim == 3:
        return array
    if axes != 1:
        return np.atleast_2d(array)[np.newaxis]
    return array.reshape(1, -1) if array.ndim < 2 or array.shape[1] == 1 else array
