"""convviz: see exactly what a convolution does, step by step, with the numbers.

The names are PyTorch's, without the batch axis::

    import convviz as cv

    layer = cv.Conv2d(1, 1, kernel_size=3, stride=2, padding=1)
    layer.output_shape((1, 7, 7))                    # (1, 4, 4)
    y = cv.apply(layer, x, weight)                   # NumPy in, NumPy out
    cv.figure(layer, x, weight, step=3).save("frame.svg")

Importing it costs next to nothing: each name is loaded when first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for typing's, whose import costs more than ours
if TYPE_CHECKING:
    from convviz.api import (
        ELU,
        GELU,
        AdaptiveAvgPool1d,
        AdaptiveAvgPool2d,
        AdaptiveAvgPool3d,
        AdaptiveMaxPool1d,
        AdaptiveMaxPool2d,
        AdaptiveMaxPool3d,
        Add,
        Animation,
        AvgPool1d,
        AvgPool2d,
        AvgPool3d,
        BatchNorm1d,
        BatchNorm2d,
        BatchNorm3d,
        Concat,
        Conv1d,
        Conv2d,
        Conv3d,
        ConvTranspose1d,
        ConvTranspose2d,
        ConvTranspose3d,
        ConvvizError,
        Crop,
        Dropout,
        Figure,
        Flatten,
        Fold,
        GlobalAvgPool1d,
        GlobalAvgPool2d,
        GlobalAvgPool3d,
        GlobalMaxPool1d,
        GlobalMaxPool2d,
        GlobalMaxPool3d,
        GroupNorm,
        InstanceNorm1d,
        InstanceNorm2d,
        InstanceNorm3d,
        InvalidLayer,
        LeakyReLU,
        Linear,
        LPPool1d,
        LPPool2d,
        LPPool3d,
        MaxPool1d,
        MaxPool2d,
        MaxPool3d,
        Multiply,
        Network,
        NotWritten,
        Pad1d,
        Pad2d,
        Pad3d,
        ReceptiveField,
        ReLU,
        ReLU6,
        Sigmoid,
        SiLU,
        Softmax,
        Tanh,
        Unfold,
        Upsample,
        activations,
        animation,
        apply,
        cells_seen,
        effective_field,
        figure,
        fitting,
        gradients,
        max_indices,
        network,
        output_shape,
        path_counts,
        receptive_field,
        table,
    )
    from convviz.version import __version__

__all__ = [
    "ELU",
    "GELU",
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "AdaptiveMaxPool2d",
    "AdaptiveMaxPool3d",
    "Add",
    "Animation",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "Concat",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "ConvvizError",
    "Crop",
    "Dropout",
    "Figure",
    "Flatten",
    "Fold",
    "GlobalAvgPool1d",
    "GlobalAvgPool2d",
    "GlobalAvgPool3d",
    "GlobalMaxPool1d",
    "GlobalMaxPool2d",
    "GlobalMaxPool3d",
    "GroupNorm",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "InvalidLayer",
    "LPPool1d",
    "LPPool2d",
    "LPPool3d",
    "LeakyReLU",
    "Linear",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool3d",
    "Multiply",
    "Network",
    "NotWritten",
    "Pad1d",
    "Pad2d",
    "Pad3d",
    "ReLU",
    "ReLU6",
    "ReceptiveField",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "Unfold",
    "Upsample",
    "__version__",
    "activations",
    "animation",
    "apply",
    "cells_seen",
    "effective_field",
    "figure",
    "fitting",
    "gradients",
    "max_indices",
    "network",
    "output_shape",
    "path_counts",
    "receptive_field",
    "table",
]


def __getattr__(name: str) -> object:
    """Load one of the names above when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'convviz' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - it costs more than all the rest

    home = import_module("convviz.version" if name == "__version__" else "convviz.api")
    value = globals()[name] = getattr(home, name)
    return value


def __dir__() -> list[str]:
    """Return the names above, loaded or not."""
    return sorted({*globals(), *__all__})
