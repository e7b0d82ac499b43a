"""A document taken from one number of axes to another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from convviz.document.document import Document, KernelSource, Weights
from convviz.document.presets import kernel_exists
from convviz.document.values import Values
from convviz.layers import Graph, Layer, Weighted

_LARGEST_SIDE = {2: 64, 3: 12}
"""Up to which a preset becomes a square or a cube, by the number of axes."""
_NEUTRAL: tuple[tuple[str, object], ...] = (
    ("kernel_size", 1), ("stride", 1), ("dilation", 1), ("padding", (0, 0)),
    ("output_padding", 0), ("output_size", None),
)  # fmt: skip
"""Fields with a value for each axis, and the one that does nothing."""


def switch_axes(document: Document, axes: int) -> Document:
    """Return the document with a layer of another number of axes; arrays still to be settled.

    To fewer axes the last ones stay: the input's first row or slice, the
    kernel's middle one. To more a preset becomes a square or a cube; other
    numbers become one row or slice, and the layer does to it what it did.
    """
    square = axes > document.layer.axes and _becomes_square(document, axes)
    layer = _with_axes(document.layer, axes, square=square)
    first, *others = document.graph.nodes
    kernel_size = layer.kernel_size if isinstance(layer, Weighted) else (3,) * axes
    return replace(
        document,
        graph=Graph((replace(first, layer=layer), *others)),
        input=_input(document, axes, square=square),
        weights={
            **document.weights,
            first.name: _weights(document.layer_weights, kernel_size),
        },
        view=replace(document.view, zoom=1.0, centre=None, depth=None),
    )


def _input(document: Document, axes: int, *, square: bool) -> Values:
    array = document.input.array()
    channels, *spatial = document.input.shape
    more = axes - len(spatial)
    size = (*(spatial[0] if square else 1,) * more, *spatial[max(-more, 0) :])
    if document.input_source.kind == "preset" or not array.size:
        return Values.unmade(axes + 1).asking((channels, *size))
    at: Any = (0,) * -more if more < 0 else (np.newaxis,) * more
    return Values(array[(slice(None), *at)].copy()).asking((channels, *size))


def _weights(weights: Weights, kernel_size: tuple[int, ...]) -> Weights:
    array, source = weights.weight.array(), weights.source
    axes = len(kernel_size)
    preset = source.kind == "preset" and kernel_exists(source.name, kernel_size)
    if preset or not array.size:
        return replace(weights, weight=Values.unmade(axes + 2))
    more = axes + 2 - array.ndim
    at: Any = (np.newaxis,) * more
    if more < 0:
        at = tuple((length - 1) // 2 for length in array.shape[2 : 2 - more])
    return replace(
        weights,
        weight=Values(array[(slice(None), slice(None), *at)].copy()),
        source=KernelSource("typed"),
    )


def _becomes_square(document: Document, axes: int) -> bool:
    return (
        document.input_source.kind == "preset"
        and document.input.shape[-1] <= _LARGEST_SIDE[axes]
    )


def _with_axes(layer: Layer, axes: int, *, square: bool) -> Layer:
    """Return a layer of another number of axes.

    Fewer keep the last ones. More do the same along all, or along the new ones
    nothing.
    """
    changes: dict[str, object] = {}
    for field, neutral in _NEUTRAL:
        values = getattr(layer, field, None)
        if isinstance(values, tuple):
            more = axes - len(values)
            fill = values[0] if square else neutral
            changes[field] = (*(fill,) * more, *values[max(-more, 0) :])
    if getattr(layer, "padding", None) == "causal":
        changes["padding"] = "valid"
    return replace(layer, **changes)  # type: ignore[arg-type]  # the layer's own fields
