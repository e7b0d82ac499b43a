"""The library's face: PyTorch's names, arrays in and out, figures.

NumPy and Qt are loaded by what needs them: sizes need neither.
"""

from __future__ import annotations

from convviz.api.computing import apply, gradients, max_indices, output_shape
from convviz.api.explaining import explain
from convviz.api.fields import NetworkFigure, code, field_figure, parse
from convviz.api.moving import Animation, animation
from convviz.api.networks import (
    activations,
    cells_seen,
    effective_field,
    fitting,
    network,
    path_counts,
    receptive_field,
    table,
)
from convviz.api.pictures import Figure, figure
from convviz.errors import ConvvizError, InvalidLayer, NotWritten
from convviz.layers import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AdaptiveMaxPool1d,
    AdaptiveMaxPool2d,
    AdaptiveMaxPool3d,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    GlobalAvgPool1d,
    GlobalAvgPool2d,
    GlobalAvgPool3d,
    GlobalMaxPool1d,
    GlobalMaxPool2d,
    GlobalMaxPool3d,
    LPPool1d,
    LPPool2d,
    LPPool3d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
    Pad1d,
    Pad2d,
    Pad3d,
    ReceptiveField,
)
from convviz.layers.construct import fold as Fold  # noqa: N812 - PyTorch's names
from convviz.layers.construct import unfold as Unfold  # noqa: N812
from convviz.layers.construct.plain import add as Add  # noqa: N812
from convviz.layers.construct.plain import batch_norm as BatchNorm1d  # noqa: N812
from convviz.layers.construct.plain import batch_norm as BatchNorm2d  # noqa: N812
from convviz.layers.construct.plain import batch_norm as BatchNorm3d  # noqa: N812
from convviz.layers.construct.plain import concat as Concat  # noqa: N812
from convviz.layers.construct.plain import crop as Crop  # noqa: N812
from convviz.layers.construct.plain import dropout as Dropout  # noqa: N812
from convviz.layers.construct.plain import elu as ELU  # noqa: N812
from convviz.layers.construct.plain import flatten as Flatten  # noqa: N812
from convviz.layers.construct.plain import gelu as GELU  # noqa: N812
from convviz.layers.construct.plain import group_norm as GroupNorm  # noqa: N812
from convviz.layers.construct.plain import instance_norm as InstanceNorm1d  # noqa: N812
from convviz.layers.construct.plain import instance_norm as InstanceNorm2d  # noqa: N812
from convviz.layers.construct.plain import instance_norm as InstanceNorm3d  # noqa: N812
from convviz.layers.construct.plain import leaky_relu as LeakyReLU  # noqa: N812
from convviz.layers.construct.plain import linear as Linear  # noqa: N812
from convviz.layers.construct.plain import multiply as Multiply  # noqa: N812
from convviz.layers.construct.plain import narrow as Narrow  # noqa: N812
from convviz.layers.construct.plain import relu as ReLU  # noqa: N812
from convviz.layers.construct.plain import relu6 as ReLU6  # noqa: N812
from convviz.layers.construct.plain import sigmoid as Sigmoid  # noqa: N812
from convviz.layers.construct.plain import silu as SiLU  # noqa: N812
from convviz.layers.construct.plain import softmax as Softmax  # noqa: N812
from convviz.layers.construct.plain import tanh as Tanh  # noqa: N812
from convviz.layers.construct.plain import upsample as Upsample  # noqa: N812
from convviz.layers.network.network import Network

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
    "Narrow",
    "Network",
    "NetworkFigure",
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
    "activations",
    "animation",
    "apply",
    "cells_seen",
    "code",
    "effective_field",
    "explain",
    "field_figure",
    "figure",
    "fitting",
    "gradients",
    "max_indices",
    "network",
    "output_shape",
    "parse",
    "path_counts",
    "receptive_field",
    "table",
]
