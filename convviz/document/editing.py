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
from convviz.document.fitting import with_view_kept
from convviz.document.kinds import Kind, fold_input, image_channels, kind_of
from convviz.document.presets import input_preset, kernel_exists, kernel_preset
from convviz.document.resizing import resize_bias, resize_input, resize_weight
from convviz.document.turning import with_kind
from convviz.document.values import Number, Values
from convviz.errors import UnreadableFile
from convviz.layers import Conv2d, ConvTranspose, Fold, Graph, Layer, Unfold, Weighted
from convviz.limits import MAX_NUMBERS

Shape = tuple[int, ...]

_TYPED_INPUT = InputSource("typed")
_TYPED_KERNEL = KernelSource("typed")
_PER_AXIS = ("kernel_size", "stride", "dilation", "output_padding", "output_size")
_MOST_AXES = 3


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
    graph = Graph.single(layer, kind_of(layer))
    weights = Weights(
        Values.unmade(layer.axes + 2), source=KernelSource("preset", kernel_preset)
    )
    return settled(
        Document(
            Values.unmade(len(input_shape)).asking(input_shape),
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
        tuple of spatial sizes), ``"in_channels"`` (the input's too; of `Fold` those
        of the image that it makes), ``"axes"`` (1 to 3; `Unfold` and `Fold` keep
        their two), and the fields of the layer; where a field holds one number for
        each axis, a single number stands for all.
    """
    rest = dict(changes)
    kind = rest.pop("kind", None)
    if kind is not None and kind != kind_of(document.layer):
        document = with_kind(document, cast("Kind", kind))
    axes = rest.pop("axes", None)
    if axes is not None:
        document = _over_axes(document, cast("int", axes))
    axes = document.layer.axes
    size = rest.pop("input_size", None)
    channels = cast("int", rest.get("in_channels", document.input.shape[0]))
    if not isinstance(document.layer, Weighted):
        rest.pop("in_channels", None)
    for field in _PER_AXIS:
        if field in rest:
            rest[field] = _per_axis(rest[field], axes)
    if isinstance(rest.get("padding"), int):
        rest["padding"] = ((rest["padding"],) * 2,) * axes
    layer = replace(document.layer, **rest)  # type: ignore[arg-type]  # the layer's fields
    shape = (channels, *_per_axis(size or document.input.shape[1:], axes))
    if isinstance(layer, Fold):
        images = changes.get("in_channels", image_channels(document.layer, document.input.shape))
        shape = (1, *shape[1:]) if size else fold_input(layer, cast("int", images))
    return settled(replace(document.with_layer(layer), input=document.input.asking(shape)))


def _over_axes(document: Document, axes: int) -> Document:
    """Return the document with so many axes; `Unfold` and `Fold` have two."""
    if axes == document.layer.axes or isinstance(document.layer, Unfold | Fold):
        return document
    return switch_axes(document, axes)


def with_input(document: Document, array: NDArray[Any], source: InputSource) -> Document:
    """Return the document with another input; the layer takes its channels and axes.

    Parameters
    ----------
    array
        (channels, *spatial). Without channels, (H, W) or (L,), it has one, as has
        (D, H, W) for a layer of three axes; a single row or column of a table is
        a signal to a layer of one axis.
    source
        Where it is from.

    Raises
    ------
    convviz.errors.UnreadableFile
        It has no numbers, or more than 4 axes.
    """
    array = _input_shaped(array, document.layer.axes)
    document = _over_axes(document, array.ndim - 1)
    layer = document.layer
    if isinstance(layer, Weighted):
        layer = replace(layer, in_channels=array.shape[0])
    view = replace(
        document.view,
        zoom=1.0, centre=None, input_levels=None, output_levels=None, input_channel=0,
    )
    return settled(
        replace(
            document.with_layer(layer),
            input=Values(_numbers(array)), input_source=source, view=view,
        )
    )


def with_input_preset(document: Document, name: str, seed: int = 0) -> Document:
    """Return the document with a named input of the size that it has."""
    source = InputSource("preset", name, seed)
    shape = document.input.shape
    view = replace(document.view, input_levels=None, output_levels=None)
    made = Values.unmade(len(shape)).asking(shape)
    return settled(replace(document, input=made, input_source=source, view=view))


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
    weights = replace(
        document.layer_weights,
        weight=Values.unmade(layer.axes + 2), source=KernelSource("preset", name, seed),
    )
    return settled(document.with_layer(layer).with_weights(weights))


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
    document = document.with_layer(changed)
    weights = replace(
        document.layer_weights, weight=Values(_numbers(array)), source=_TYPED_KERNEL
    )
    asked = document.input.asking((ins, *document.input.shape[1:]))
    return settled(replace(document, input=asked).with_weights(weights))


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
    weight = weights.weight.with_cell(index, number)
    return document.with_weights(replace(weights, weight=weight, source=_TYPED_KERNEL))


def with_bias(document: Document, array: NDArray[Any]) -> Document:
    """Return the document with another bias, switched on; it is cut or extended to fit.

    A layer that has none stays as it is.
    """
    if not isinstance(document.layer, Weighted):
        return document
    document = document.with_layer(replace(document.layer, bias=True))
    weights = replace(document.layer_weights, bias=Values(_numbers(array.ravel())))
    return settled(document.with_weights(weights))


def settled(document: Document) -> Document:
    """Return the document with its arrays and its view made to fit; a draft as it is."""
    if document.layer_problems():
        return document
    return with_view_kept(_fitting_weights(_fitting_input(document)))


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
    return document if weights is document.layer_weights else document.with_weights(weights)


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
    if not array.size or array.ndim > _MOST_AXES + 1:
        raise UnreadableFile(
            f"an input is a row, a plane, or planes of numbers (at most {_MOST_AXES + 1} axes, "
            f"channels first); this has the shape {array.shape}"
        )
    if array.ndim == _MOST_AXES + 1 or (array.ndim == _MOST_AXES and axes != _MOST_AXES):
        return array
    if array.ndim == _MOST_AXES:
        return array[np.newaxis]
    if axes != 1:
        return np.atleast_2d(array)[np.newaxis]
    return array.reshape(1, -1) if array.ndim < 2 or array.shape[1] == 1 else array
