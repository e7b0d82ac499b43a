"""What is shown of a document kept within what there is."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.layers import Layer
from convviz.layers.concrete import concrete
from convviz.layers.shapes import around


def depths(layer: Layer, input_shape: tuple[int, ...]) -> range:
    """Return the input's slices that can be shown, padding's too; none but of three axes."""
    if layer.axes != 3:
        return range(0)
    before, after = around(concrete(layer, input_shape[1:]))[0]
    return range(min(-before, 0), input_shape[1] + max(after, 0))


def with_view_kept(document: Document) -> Document:
    """Return a valid document whose view shows a channel and a slice that there are."""
    view, shape = document.view, document.input.shape
    if view.input_channel >= shape[0]:
        view = replace(view, input_channel=0)
    if view.depth is not None and view.depth not in depths(document.layer, shape):
        view = replace(view, depth=None)
    return document if view is document.view else replace(document, view=view)
