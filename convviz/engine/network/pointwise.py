"""What pointwise layers make of numbers, and the slopes of that."""

from __future__ import annotations

from collections.abc import Callable
from math import erf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers.plain import Pointwise

Array = NDArray[Any]

_ROOT2 = 2**0.5
_erf = np.vectorize(erf, otypes=[float])


def pointwise(layer: Pointwise, x: Array, slopes: Array | None = None) -> Array | None:
    """Return a pointwise layer's output, None where it isn't known what it does.

    Parameters
    ----------
    layer
        The layer.
    x
        Its input (channels, *spatial), or (features,).
    slopes
        Of a PReLU, one or one for each channel; a quarter where there are none.
    """
    constants = dict(layer.constants)
    if layer.kind == "prelu":
        return np.where(x > 0, x, x * _per_channel(slopes, x))
    if layer.kind in {"leaky_relu", "elu"}:
        return _bent(layer.kind, x, constants)
    if layer.kind == "lrn":
        return _neighbours(x, constants)
    known = _PLAIN.get(layer.kind)
    return None if known is None else known(x)


def slope(layer: Pointwise, x: Array, slopes: Array | None = None) -> Array | None:
    """Return by how much each output grows with its input, None where that isn't known.

    Those that mix channels (softmax, local response norms) are taken for 1.
    """
    constants = dict(layer.constants)
    match layer.kind:
        case "prelu":
            return np.where(x > 0, 1.0, _per_channel(slopes, x))
        case "leaky_relu":
            return np.where(x > 0, 1.0, constants.get("negative_slope", 0.01))
        case "elu":
            return np.where(x > 0, 1.0, constants.get("alpha", 1.0) * np.exp(np.minimum(x, 0)))
        case "lrn" | "softmax" | "log_softmax":
            return np.ones_like(x)
    known = _SLOPES.get(layer.kind)
    return None if known is None else known(x)


def _bent(kind: str, x: Array, constants: dict[str, float]) -> Array:
    if kind == "elu":
        return np.where(x > 0, x, constants.get("alpha", 1.0) * np.expm1(np.minimum(x, 0)))
    return np.where(x > 0, x, x * constants.get("negative_slope", 0.01))


def _neighbours(x: Array, constants: dict[str, float]) -> Array:
    """Return PyTorch's LocalResponseNorm, over neighbouring channels."""
    size = int(constants.get("size", 5))
    before = size // 2
    squares = np.pad(
        np.square(x), [(before, size - 1 - before), *[(0, 0)] * (x.ndim - 1)]
    )
    mean = sum(squares[at : at + len(x)] for at in range(size)) / size
    scaled = constants.get("k", 1.0) + constants.get("alpha", 1e-4) * mean
    return np.asarray(x / scaled ** constants.get("beta", 0.75))


def _per_channel(slopes: Array | None, x: Array) -> Array:
    if slopes is None:
        return np.asarray(0.25)
    return slopes if slopes.size == 1 else slopes.reshape(-1, *(1,) * (x.ndim - 1))


def _sigmoid(x: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def _softmax(x: Array) -> Array:
    grown = np.exp(x - x.max(axis=0))
    return np.asarray(grown / grown.sum(axis=0))


def _log_softmax(x: Array) -> Array:
    lowered = x - x.max(axis=0)
    return np.asarray(lowered - np.log(np.exp(lowered).sum(axis=0)))


def _normal(x: Array) -> Array:
    return np.asarray(0.5 * (1 + _erf(x / _ROOT2)))


def _density(x: Array) -> Array:
    return np.asarray(np.exp(-np.square(x) / 2) / np.sqrt(2 * np.pi))


def _hardsigmoid(x: Array) -> Array:
    return np.asarray(np.clip(x / 6 + 0.5, 0, 1))


_PLAIN: dict[str, Callable[[Array], Array]] = {
    "identity": lambda x: x,
    "dropout": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "gelu": lambda x: x * _normal(x),
    "silu": lambda x: x * _sigmoid(x),
    "hardsigmoid": _hardsigmoid,
    "hardswish": lambda x: x * _hardsigmoid(x),
    "softplus": lambda x: np.logaddexp(x, 0),
    "softmax": _softmax,
    "log_softmax": _log_softmax,
}
_SLOPES: dict[str, Callable[[Array], Array]] = {
    "identity": np.ones_like,
    "dropout": np.ones_like,
    "relu": lambda x: (x > 0).astype(float),
    "relu6": lambda x: ((x > 0) & (x < 6)).astype(float),
    "sigmoid": lambda x: _sigmoid(x) * (1 - _sigmoid(x)),
    "tanh": lambda x: 1 - np.square(np.tanh(x)),
    "gelu": lambda x: _normal(x) + x * _density(x),
    "silu": lambda x: _sigmoid(x) * (1 + x * (1 - _sigmoid(x))),
    "hardsigmoid": lambda x: ((x > -3) & (x < 3)) / 6,
    "hardswish": lambda x: np.where(x <= -3, 0.0, np.where(x >= 3, 1.0, (2 * x + 3) / 6)),
    "softplus": _sigmoid,
}
