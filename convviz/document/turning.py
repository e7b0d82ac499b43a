"""A document with its layer turned into one of another kind."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from convviz.document.axes import switch_axes
from convviz.document.converting import converted
from convviz.document.document import Document, InputSource, Weights
from convviz.document.kinds import Kind, fold_input, image_channels, kind_of
from convviz.document.values import Values
from convviz.engine.folding import unfold
from convviz.layers import Fold, Graph, Layer, Unfold, Weighted
from convviz.limits import MAX_NUMBERS

_TYPED = InputSource("typed")


def with_kind(document: Document, kind: Kind) -> Document:
    """Return the document with its layer made one of another kind; still to be settled.

    The matrix that `Fold` takes holds the windows of the image that there was, and
    an image comes back from one as large as it makes. What has two axes only gets
    the document's last two.
    """
    if kind in {"unfold", "fold"} and document.layer.axes != 2:
        document = switch_axes(document, 2)
    layer, name = document.layer, kind_of(document.layer)
    channels = image_channels(layer, document.input.shape)
    size = layer.output_size if isinstance(layer, Fold) else document.input.shape[1:]
    made = converted(layer, kind, (channels, *size))
    shape = fold_input(made, channels) if isinstance(made, Fold) else (channels, *size)
    weights = _turned(document.layer_weights, layer, made)
    document = _with_input(document, layer, made, shape)
    node = replace(document.graph.nodes[0], layer=made)
    if node.name == name:  # it was never given another
        rest = {title: own for title, own in document.weights.items() if title != name}
        node, document = replace(node, name=kind), replace(document, weights=rest)
    graph = Graph((node, *document.graph.nodes[1:]))
    return replace(document, graph=graph).with_weights(weights)


def _turned(weights: Weights, layer: Layer, made: Layer) -> Weights:
    """Return the weight with the channels of each group in the other order, kernels as they are.

    A convolution's weight begins with its channels after, a transposed one's with
    those before.
    """
    if not (isinstance(layer, Weighted) and isinstance(made, Weighted)):
        return weights
    alike = layer.groups == made.groups > 0
    if not alike or weights.weight.shape != layer.weight_shape:
        return weights
    first, second, *kernel = weights.weight.shape
    grouped = weights.weight.array().reshape(layer.groups, -1, second, *kernel)
    turned = grouped.swapaxes(1, 2).reshape(-1, first // layer.groups, *kernel)
    return replace(weights, weight=Values(np.ascontiguousarray(turned)))


def _with_input(
    document: Document, layer: Layer, made: Layer, shape: tuple[int, ...]
) -> Document:
    """Return the document with an input of another shape asked for, or made where it can be."""
    values = document.input
    if document.input_source.kind != "preset" and values.asked is None:
        if isinstance(made, Fold) and prod(shape) <= MAX_NUMBERS and _has_windows(made):
            array = _windows_of(values.array(), made)
            return replace(document, input=Values(array), input_source=_TYPED)
        if (
            isinstance(layer, Fold)
            and _has_windows(layer)
            and fold_input(layer, shape[0]) == values.shape
        ):
            array = _image_of(values.array(), layer)
            return replace(document, input=Values(array), input_source=_TYPED)
    if len(values.base.shape) != len(shape):
        return replace(document, input=Values.unmade(len(shape)).asking(shape))
    return replace(document, input=values.asking(shape))


def _has_windows(layer: Fold) -> bool:
    """Return whether windows can be laid over the image, which a draft may not allow."""
    numbers = (*layer.kernel_size, *layer.stride, *layer.dilation)
    return min(numbers) > 0 <= min(map(min, layer.padding)) and min(layer.windows) > 0


def _windows_of(image: NDArray[Any], layer: Fold) -> NDArray[Any]:
    """Return the matrix of an image's windows; zeros where they read padding."""
    cells = np.append(image.ravel(), image.dtype.type(0))
    return cast("NDArray[Any]", cells[_cells(image.shape, layer)])


def _image_of(matrix: NDArray[Any], layer: Fold) -> NDArray[Any]:
    """Return the image of which a matrix holds the windows; zeros where none reads it."""
    shape = (matrix.shape[1] // layer.taps, *layer.output_size)
    cells = np.zeros(prod(shape) + 1, matrix.dtype)
    cells[_cells(shape, layer)] = matrix
    return cells[:-1].reshape(shape)


def _cells(shape: tuple[int, ...], layer: Fold) -> NDArray[Any]:
    """Return which cell of an image, counted through, is where in the matrix; −1 for padding."""
    numbers = np.arange(prod(shape)).reshape(shape)
    padded = np.pad(numbers, ((0, 0), *layer.padding), constant_values=-1)
    windows = Unfold(layer.kernel_size, layer.dilation, layer.padding, layer.stride)
    return unfold(windows, padded)
