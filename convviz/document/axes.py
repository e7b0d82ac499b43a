"""A document taken from two axes to one and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np

from convviz.document.document import Document, KernelSource, Weights
from convviz.document.presets import kernel_exists
from convviz.document.values import Values
from convviz.layers import Conv, Graph

_LARGEST_SQUARE = 64


def switch_axes(document: Document, axes: Literal[1, 2]) -> Document:
    """Return the document with a layer of another number of axes; arrays still to be settled.

    To one axis the width stays: the input's first row, the kernel's middle one.
    To two axes a preset becomes a square; other numbers become one row, and
    the layer does to it what it did.
    """
    square = axes == 2 and _becomes_square(document)
    layer = _fewer(document.layer) if axes == 1 else _more(document.layer, square=square)
    first, *others = document.graph.nodes
    return replace(
        document,
        graph=Graph((replace(first, layer=layer), *others)),
        input=_input(document, axes, square=square),
        weights={
            **document.weights,
            first.name: _weights(document.layer_weights, layer.kernel_size),
        },
        view=replace(document.view, zoom=1.0, centre=None),
    )


def _input(document: Document, axes: Literal[1, 2], *, square: bool) -> Values:
    array = document.input.array()
    channels, *spatial = document.input.shape
    size = spatial[1:] if axes == 1 else [spatial[0] if square else 1, *spatial]
    if document.input_source.kind == "preset" or not array.size:
        return _to_be_made(axes + 1).asking((channels, *size))
    row: Any = 0 if axes == 1 else np.newaxis
    return Values(array[:, row].copy()).asking((channels, *size))


def _weights(weights: Weights, kernel_size: tuple[int, ...]) -> Weights:
    array, source = weights.weight.array(), weights.source
    axes = len(kernel_size)
    preset = source.kind == "preset" and kernel_exists(source.name, kernel_size)
    if preset or not array.size:
        return replace(weights, weight=_to_be_made(axes + 2))
    row: Any = (array.shape[2] - 1) // 2 if axes == 1 else np.newaxis
    return replace(
        weights, weight=Values(array[:, :, row].copy()), source=KernelSource("typed")
    )


def _to_be_made(axes: int) -> Values:
    return Values(np.zeros((0,) * axes, np.int64))


def _becomes_square(document: Document) -> bool:
    return (
        document.input_source.kind == "preset"
        and document.input.shape[-1] <= _LARGEST_SQUARE
    )


def _fewer(layer: Conv) -> Conv:
    return replace(
        layer,
        kernel_size=layer.kernel_size[-1:],
        stride=layer.stride[-1:],
        dilation=layer.dilation[-1:],
        padding=layer.padding if isinstance(layer.padding, str) else layer.padding[-1:],
    )


def _more(layer: Conv, *, square: bool) -> Conv:
    padding = layer.padding
    if padding == "causal":
        padding = "valid"
    elif not isinstance(padding, str):
        padding = (padding[0] if square else (0, 0), *padding)
    return replace(
        layer,
        kernel_size=(layer.kernel_size[0] if square else 1, *layer.kernel_size),
        stride=(layer.stride[0] if square else 1, *layer.stride),
        dilation=(layer.dilation[0] if square else 1, *layer.dilation),
        padding=padding,
    )
