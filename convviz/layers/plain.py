"""Layers of networks that move no window: joined, pointwise and fully connected ones.

They have no steps to look at; a network needs them for its shapes, costs and
receptive fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Pointwise:
    """Every output is made of the input at its own place: activations, dropout, ….

    Attributes
    ----------
    kind
        What it is called: ``"ReLU"``, ``"Dropout"``, ….
    parameters
        Numbers that it learns.
    """

    kind: str
    parameters: int = 0


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Normalisation of each channel, with a scale and an offset of each if `affine`."""

    num_features: int
    affine: bool = True


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
    """Several inputs of one shape, added or multiplied place by place."""

    kind: Literal["add", "multiply"] = "add"


@dataclass(frozen=True, slots=True)
class Concat:
    """Several inputs of one size, their channels one after the other."""


@dataclass(frozen=True, slots=True)
class CropTo:
    """The middle of the first input, as large as the second; an odd rest is cut off behind."""


@dataclass(frozen=True, slots=True)
class Upsample:
    """Every cell several times along each axis, or what lies between cells by straight lines.

    Attributes
    ----------
    scale_factor
        How many outputs a cell becomes along each axis.
    mode
        ``"nearest"`` repeats; ``"linear"`` blends the two nearest along each axis,
        corners not aligned.
    """

    scale_factor: tuple[int, ...]
    mode: Literal["nearest", "linear"] = "nearest"


@dataclass(frozen=True, slots=True)
class Opaque:
    """A box of which only the shape is known.

    Attributes
    ----------
    kind
        What it is called where it comes from.
    output_shape
        (channels, *spatial), or None for that of its first input.
    """

    kind: str
    output_shape: tuple[int, ...] | None = None


Plain = Pointwise | BatchNorm | Flatten | Linear | Join | Concat | CropTo | Upsample | Opaque
