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
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from convviz.document.axes import switch_axes
from convviz.document.document import Document, InputSource, KernelSource, Weights
from convviz.document.kinds import Kind, converted, fold_input, kind_of
from convviz.document.presets import input_preset, kernel_exists, kernel_preset
from convviz.document.resizing import resize_bias, resize_input, resize_weight
from convviz.document.values import Number, Values
from convviz.errors import UnreadableFile
from convviz.layers import Conv2d, ConvTranspose, Fold, Graph, Layer, Weighted
from convviz.limits import MAX_NUMBERS

Shape = tuple[int, ...]

_TYPED_INPUT = InputSource("typed")
_TYPED_KERNEL = KernelSource("typed")
_PER_AXIS = ("kernel_size", "stride", "dilation")


def new_document(
    layer: Layer | None = None,
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
        Any of ``"kind"`` (a `convviz.document.kinds.Kind`), ``"input_size"`` (a
        tuple of spatial sizes), ``"in_channels"`` (the input's too), ``"axes"``
        (1 to 3), and the fields of the layer; where a field holds one number for
        each axis, a single number stands for all.
    """
    rest = dict(changes)
    kind = rest.pop("kind", None)
    if kind is not None and kind != kind_of(document.layer):
        document = _of_kind(document, cast("Kind", kind))
    axes = rest.pop("axes", None)
    if axes is not None and axes != document.layer.axes:
        document = switch_axes(document, cast("int", axes))
    axes = document.layer.axes
    size = _per_axis(rest.pop("input_size", document.input.shape[1:]), axes)
    for field in _PER_AXIS:
        if field in rest:
            rest[field] = _per_axis(rest[field], axes)
    if isinstance(rest.get("padding"), int):
        rest["padding"] = ((rest["padding"],) * 2,) * axes
    channels = cast("int", rest.get("in_channels", document.input.shape[0]))
    if not isinstance(document.layer, Weighted):
        rest.pop("in_channels", None)
    layer = replace(document.layer, **rest)  # type: ignore[arg-type]  # the layer's fields
    return settled(
        replace(
            _with_layer(document, layer),
            input=document.input.asking((channels, *size)),
        )
    )


def _of_kind(document: Document, kind: Kind) -> Document:
    """Return the document with its layer made one of another kind; still to be settled.

    The matrix that `Fold` takes is as large as it has to be for the image that
    there was; an image comes back from one as large as it makes.
    """
    layer, shape = document.layer, document.input.shape
    if isinstance(layer, Fold):
        shape = (max(shape[1] // max(layer.taps, 1), 1), *layer.output_size)
    made = converted(layer, kind, shape)
    if isinstance(made, Fold):
        shape = fold_input(made, shape[0])
    weights = document.layer_weights
    if isinstance(made, Weighted) and weights.weight.shape != made.weight_shape:
        turned = weights.weight.array()
        if turned.ndim == len(made.weight_shape):
            # Channels before and after change places; the kernels stay.
            weights = replace(weights, weight=Values(np.swapaxes(turned, 0, 1).copy()))
    document = _with_weights(_with_layer(document, made), weights)
    return replace(document, input=document.input.asking(shape))


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
        document = switch_axes(document, cast("int", axes))
    layer = document.layer
    if isinstance(layer, Weighted):
        layer = replace(layer, in_channels=array.shape[0])
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
    if not isinstance(layer, Weighted):
        return document
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
        As the layer's ``weight_shape``, or a kernel alone, which every plane gets.
        A layer without a weight stays as it is.

    Raises
    ------
    convviz.errors.UnreadableFile
        It has no numbers, or more axes than a weight.
    """
    layer = document.layer
    if not isinstance(layer, Weighted):
        return document
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
    ins, outs = array.shape[1] * layer.groups, array.shape[0]
    if isinstance(layer, ConvTranspose):
        ins, outs = array.shape[0], array.shape[1] * layer.groups
    changed = replace(layer, kernel_size=array.shape[2:], out_channels=outs, in_channels=ins)
    document = _with_layer(document, changed)
    weights = replace(
        document.layer_weights, weight=Values(_numbers(array)), source=_TYPED_KERNEL
    )
    asked = document.input.asking((ins, *document.input.shape[1:]))
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
        The cell in the weight's own shape.
    """
    weights = document.layer_weights
    return _with_weights(
        document,
        replace(weights, weight=weights.weight.with_cell(index, number), source=_TYPED_KERNEL),
    )


def with_bias(document: Document, array: NDArray[Any]) -> Document:
    """Return the document with another bias, switched on; it is cut or extended to fit.

    A layer that has none stays as it is.
    """
    if not isinstance(document.layer, Weighted):
        return document
    document = _with_layer(document, replace(document.layer, bias=True))
    weights = replace(document.layer_weights, bias=Values(_numbers(array.ravel())))
    return settled(_with_weights(document, weights))


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
    if not isinstance(layer, Weighted):
        return document
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


def _with_layer(document: Document, layer: Layer) -> Document:
    first, *others = document.graph.nodes
    return replace(document, graph=Graph((replace(first, layer=layer), *others)))


def _with_weights(document: Document, weights: Weights) -> Document:
    return replace(document, weights={**document.weights, document.graph.nodes[0].name: weights})


def _planes(layer: Weighted, taps: int) -> tuple[int, int]:
    """Return how many kernels the layer has; one when a draft's channels make no sense."""
    groups = max(layer.groups, 1)
    planes = (layer.out_channels, layer.in_channels // groups)
    if isinstance(layer, ConvTranspose):
        planes = (layer.in_channels, layer.out_channels // groups)
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
