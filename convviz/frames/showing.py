"""What of a layer can be shown."""

from __future__ import annotations

from convviz.layers import Conv, ConvTranspose, Layer, Pool, Unfold
from convviz.options import SHOWS, Show

SHOW_NAMES: dict[Show, str] = {
    "layer": "Layer",
    "three": "Three ways",
    "stamps": "Stamps",
    "gaps": "Gaps",
    "im2col": "Matrix product",
    "matrix": "Whole matrix",
    "coverage": "Coverage",
    "gradient": "Gradient",
}
SHOW_NOTES: dict[Show, str] = {
    "layer": "Input, kernel and output",
    "three": "Stamps, gaps and the matrix at once, on one clock",
    "stamps": "Each input cell stamps the scaled kernel, and the stamps add up",
    "gaps": "The same as a convolution over the input with zeros between its cells",
    "im2col": "Each window as a column: one matrix product makes the output",
    "matrix": "The layer as one matrix that the whole input is multiplied with",
    "coverage": "How often each cell is read",
    "gradient": "How the output's gradient flows back to input and weights",
}


def shows(layer: Layer) -> tuple[Show, ...]:
    """Return what of a layer can be shown, in the order in which it is offered."""
    return tuple(show for show in SHOWS if _has(layer, show))


def _has(layer: Layer, show: Show) -> bool:
    match show:
        case "layer":
            return True
        case "three" | "stamps" | "gaps":
            return isinstance(layer, ConvTranspose) and layer.axes < 3
        case "im2col":
            return isinstance(layer, Conv | Unfold) and layer.axes < 3
        case "matrix":
            linear = not isinstance(layer, Pool) or layer.reduction == "average"
            return linear and layer.axes < 3
    return layer.axes < 3
