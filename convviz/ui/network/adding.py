"""Layers that can be added to a network, made to fit what they will read."""

from __future__ import annotations

from collections.abc import Callable

from convviz.layers import (
    AdaptivePool,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Layer,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
)
from convviz.layers.plain import (
    Concat,
    Flatten,
    Join,
    Linear,
    Norm,
    Plain,
    Pointwise,
    Upsample,
)

Maker = Callable[[tuple[int, ...]], Layer | Plain]
"""Makes a layer for an input of a shape (channels, *spatial)."""


_CONVS = (Conv1d, Conv2d, Conv3d)
_TRANSPOSED = (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
_MAX = (MaxPool1d, MaxPool2d, MaxPool3d)
_AVERAGE = (AvgPool1d, AvgPool2d, AvgPool3d)


def _conv(shape: tuple[int, ...]) -> Layer:
    return _CONVS[len(shape) - 2](shape[0], shape[0], 3, padding=1)


def _transposed(shape: tuple[int, ...]) -> Layer:
    return _TRANSPOSED[len(shape) - 2](shape[0], shape[0], 2, stride=2)


def _max_pool(shape: tuple[int, ...]) -> Layer:
    return _MAX[len(shape) - 2](2)


def _average_pool(shape: tuple[int, ...]) -> Layer:
    return _AVERAGE[len(shape) - 2](2)


def _global_pool(shape: tuple[int, ...]) -> Layer:
    return AdaptivePool("average", (1,) * (len(shape) - 1))


def _norm(shape: tuple[int, ...]) -> Plain:
    return Norm("batch_norm", shape[0])


def _relu(_shape: tuple[int, ...]) -> Plain:
    return Pointwise("relu")


def _upsample(shape: tuple[int, ...]) -> Plain:
    return Upsample((2,) * (len(shape) - 1))


def _flatten(_shape: tuple[int, ...]) -> Plain:
    return Flatten()


def _linear(shape: tuple[int, ...]) -> Plain:
    return Linear(shape[0], 10)


def _add(_shape: tuple[int, ...]) -> Plain:
    return Join("add")


def _concat(_shape: tuple[int, ...]) -> Plain:
    return Concat()


SPATIAL: tuple[tuple[str, Maker], ...] = (
    ("Convolution", _conv),
    ("Transposed convolution", _transposed),
    ("Max pool", _max_pool),
    ("Average pool", _average_pool),
    ("Global average pool", _global_pool),
    ("Upsample", _upsample),
)
"""Layers that need an input with sizes."""
OTHERS: tuple[tuple[str, Maker], ...] = (
    ("Batch norm", _norm),
    ("ReLU", _relu),
    ("Flatten", _flatten),
    ("Fully connected", _linear),
    ("Add", _add),
    ("Concatenate", _concat),
)
