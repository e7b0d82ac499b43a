"""What people call the layers of a network: PyTorch's names where it has one."""

from __future__ import annotations

from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.plain import (
    POINTWISE_NAMES,
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)
from convviz.layers.pooling import AdaptivePool, Pool

_NORMS = {"batch_norm": "BatchNorm", "instance_norm": "InstanceNorm", "group_norm": "GroupNorm"}
_JOINS = {"add": "Add", "multiply": "Multiply"}
_POOLS = {"max": "MaxPool", "average": "AvgPool", "norm": "LPPool"}
_BARE: dict[type[Plain], str] = {
    Flatten: "Flatten", Linear: "Linear", Concat: "Concat", Narrow: "Narrow", CropTo: "Crop",
    Upsample: "Upsample",
}  # fmt: skip


def kind_name(layer: Layer | Plain, axes: int) -> str:
    """Return what a layer is called on an input with so many spatial axes."""
    match layer:
        case Pointwise():
            return POINTWISE_NAMES.get(layer.kind, layer.kind)
        case Box():
            return layer.kind
        case Norm():
            over = "" if layer.kind == "group_norm" else f"{max(axes, 1)}d"
            return _NORMS[layer.kind] + over
        case Join():
            return _JOINS[layer.kind]
    return _moved(layer) if isinstance(layer, Layer) else _BARE[type(layer)]


def _moved(layer: Layer) -> str:
    match layer:
        case Pool():
            return f"{_POOLS[layer.reduction]}{layer.axes}d"
        case AdaptivePool():
            whole = "Global" if set(layer.output_size) == {1} else "Adaptive"
            kind = "Avg" if layer.reduction == "average" else "Max"
            return f"{whole}{kind}Pool{layer.axes}d"
        case Unfold() | Fold():
            return type(layer).__name__
    return f"{type(layer).__name__}{layer.axes}d"
