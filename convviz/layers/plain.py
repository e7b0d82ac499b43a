"""Layers of networks that move no window: joined, pointwise and fully connected ones.

They have no steps to look at; a network needs them for its shapes, costs and
receptive fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PointwiseKind = Literal[
    "identity", "relu", "relu6", "leaky_relu", "prelu", "elu", "gelu", "silu", "hardswish",
    "hardsigmoid", "sigmoid", "tanh", "softplus", "softmax", "log_softmax", "dropout", "lrn",
]  # fmt: skip
POINTWISE_NAMES: dict[str, str] = {
    "identity": "Identity", "relu": "ReLU", "relu6": "ReLU6", "leaky_relu": "LeakyReLU",
    "prelu": "PReLU", "elu": "ELU", "gelu": "GELU", "silu": "SiLU", "hardswish": "Hardswish",
    "hardsigmoid": "Hardsigmoid", "sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus",
    "softmax": "Softmax", "log_softmax": "LogSoftmax", "dropout": "Dropout",
    "lrn": "Local response norm",
}  # fmt: skip
"""What people call the pointwise layers whose values are known."""

NormKind = Literal["batch_norm", "instance_norm", "group_norm"]
NORM_NAMES: dict[NormKind, str] = {
    "batch_norm": "Batch norm", "instance_norm": "Instance norm", "group_norm": "Group norm",
}  # fmt: skip
JoinKind = Literal["add", "multiply"]
UpsampleMode = Literal["nearest", "linear"]
EPS = 1e-5
"""What norms add to the variance, unless told."""


@dataclass(frozen=True, slots=True)
class Pointwise:
    """Every output is made of the inputs at its own place: activations, dropout, ….

    Attributes
    ----------
    kind
        One of `POINTWISE_NAMES`, or what an unknown one is called where it comes
        from, whose values can't be told.
    parameters
        Numbers that it learns.
    constants
        Numbers that it was given, by name: ``(("negative_slope", 0.2),)``.
    """

    kind: str
    parameters: int = 0
    constants: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Norm:
    """Normalisation, with a scale and an offset of each channel if `affine`.

    Attributes
    ----------
    kind
        ``"batch_norm"`` takes means and variances that it has learnt, so that places
        stay by themselves; the others take those of the whole input.
    num_features
        Number of channels.
    affine
        Whether each channel has a scale and an offset.
    groups
        Into how many groups ``"group_norm"`` divides the channels.
    eps
        What is added to the variance.
    """

    kind: NormKind
    num_features: int
    affine: bool = True
    groups: int = 1
    eps: float = EPS


@dataclass(frozen=True, slots=True)
class Flatten:
    """All of the input as one row of features."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A fully connected layer: each output is made of all features of the input."""

    in_features: int
    out_features: int
    bias: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """Several inputs added or multiplied place by place; axes of one cell are repeated."""

    kind: JoinKind = "add"


@dataclass(frozen=True, slots=True)
class Concat:
    """Several inputs of one size, their channels one after the other."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Some of the input's channels: `length` of them, from number `start` on."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class CropTo:
    """The middle of the first input, as large as the second; an odd rest is cut off behind."""


@dataclass(frozen=True, slots=True)
class Upsample:
    """Cells repeated along each axis, or what lies between them by straight lines.

    Attributes
    ----------
    scale_factor
        How many outputs a cell becomes along each axis; None where a size is given.
    size
        The output's spatial size. Where it is None too, the output is as large as
        the second input.
    mode
        ``"nearest"`` repeats; ``"linear"`` blends the two nearest along each axis.
    align_corners
        The middles of the corner cells stay where they are; else the corners.
    """

    scale_factor: tuple[int, ...] | None = None
    size: tuple[int, ...] | None = None
    mode: UpsampleMode = "nearest"
    align_corners: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A layer of which no more than the shape is known.

    Attributes
    ----------
    kind
        What it is called where it comes from.
    output_shape
        (channels, *spatial), or None for that of its first input.
    local
        Each output is made of the inputs at its own place, as far as is known.
    """

    kind: str
    output_shape: tuple[int, ...] | None = None
    local: bool = False


Plain = Pointwise | Norm | Flatten | Linear | Join | Concat | Narrow | CropTo | Upsample | Box
