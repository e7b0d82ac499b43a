"""A layer's parameters as JSON values, and a layer from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Any

from convviz.document.fields import Fields, number, truth, whole
from convviz.document.kinds import PARAMETERS, Kind, kind_of
from convviz.errors import InvalidLayer, UnreadableFile
from convviz.layers import (
    PADDING_MODES,
    AdaptivePool,
    Conv,
    ConvTranspose,
    Dialect,
    Fold,
    Layer,
    Pad,
    Pool,
    Unfold,
    check,
    construct,
)
from convviz.layers.construct.arguments import padding_per_axis
from convviz.layers.padding import PAD_MODES

_PER_AXIS = ("kernel_size", "stride", "padding", "output_padding", "dilation", "output_size")
_USUAL: dict[str, object] = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
_NAMED_PADDING = ("conv", "conv_transpose", "max_pool", "avg_pool", "lp_pool")
_UNUSUAL = {"flipped": False, "count_include_pad": None, "divisor_override": None}
"""Parameters that are only written where they say something else."""
_MAKERS: dict[Kind, Callable[..., Layer]] = {
    "conv": Conv,
    "conv_transpose": ConvTranspose,
    "max_pool": partial(Pool, "max"),
    "avg_pool": partial(Pool, "average"),
    "lp_pool": partial(Pool, "norm"),
    "adaptive_max_pool": partial(AdaptivePool, "max"),
    "adaptive_avg_pool": partial(AdaptivePool, "average"),
    "pad": Pad,
    "unfold": Unfold,
    "fold": Fold,
}
_WORDS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


def layer_values(layer: Layer) -> dict[str, Any]:
    """Return a layer's parameters as JSON values, in PyTorch's names."""
    values = {name: getattr(layer, name) for name in PARAMETERS[kind_of(layer)]}
    return {
        name: _plain(value)
        for name, value in values.items()
        if name not in _UNUSUAL or value != _UNUSUAL[name]
    }


def layer_from(fields: Fields, kind: Kind, dialect: Dialect) -> Layer:
    """Return the valid layer that the parameters of a kind describe.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with them.
    """
    try:
        layer = _MAKERS[kind](**_values(fields, kind, dialect), dialect=dialect)
        problems = check(layer)
        if problems:
            raise InvalidLayer(problems)
    except InvalidLayer as error:
        raise UnreadableFile(f"{fields.where} can't be: {error}") from None
    return layer


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _values(fields: Fields, kind: Kind, dialect: Dialect) -> dict[str, Any]:
    """Return all parameters of a kind; the one that tells the number of axes is read first."""
    first = next(name for name in ("kernel_size", *PARAMETERS[kind]) if name in PARAMETERS[kind])
    given = fields.take(first)
    axes = _axes(given, fields.at(first), kind)
    values = {first: _along_axes(kind, first, given, axes, fields.at(first))}
    usual = _USUAL
    if "pool" in kind and dialect in {"pytorch", "tensorflow"}:
        usual = {**_USUAL, "stride": list(given)}
    for name in PARAMETERS[kind]:
        if name in _PER_AXIS and name != first:
            given = fields.take(name, usual[name]) if name in usual else fields.take(name)
            values[name] = _along_axes(kind, name, given, axes, fields.at(name))
        elif name != first:
            values[name] = _SINGLE[name](fields, name)
    return values


def _axes(value: object, where: str, kind: Kind) -> int:
    """Return how many axes a layer has by the parameter that gives one number for each."""
    counts = (2,) if kind in {"unfold", "fold"} else (1, 2, 3)
    if not isinstance(value, list) or len(value) not in counts:
        many = "2" if len(counts) == 1 else "1 to 3"
        what = "numbers or pairs" if kind == "pad" else "whole numbers"
        raise UnreadableFile(f"{where} must be a list of {many} {what}, one for each axis")
    return len(value)


def _along_axes(kind: Kind, name: str, value: object, axes: int, where: str) -> object:
    """Return what a parameter says of each axis."""
    if name == "padding" and not (isinstance(value, str) and kind in _NAMED_PADDING):
        return padding_per_axis(_wholes(value, where), axes)
    if name == "padding":
        return value
    if name == "output_size" and kind != "fold" and isinstance(value, list):
        return tuple(None if size is None else whole(size, where) for size in value)
    return construct.per_axis(name, _wholes(value, where), axes)


def _optional(fields: Fields, name: str, checked: Callable[[object, str], object]) -> object:
    value = fields.take(name, None)
    return None if value is None else checked(value, fields.at(name))


def _constant(value: object, where: str) -> int | float:
    """Return any number, a whole one exactly."""
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return number(value, where)


def _wholes(value: object, where: str) -> Any:
    """Return a whole number, or lists of nothing else."""
    if isinstance(value, list):
        return [_wholes(part, where) for part in value]
    return whole(value, where)


_SINGLE: dict[str, Callable[[Fields, str], object]] = {
    "in_channels": Fields.whole,
    "out_channels": Fields.whole,
    "groups": lambda fields, name: fields.whole(name, 1),
    "bias": lambda fields, name: fields.truth(name, default=True),
    "padding_mode": lambda fields, name: fields.choice(name, PADDING_MODES, "zeros"),
    "flipped": lambda fields, name: fields.truth(name, default=False),
    "ceil_mode": lambda fields, name: fields.truth(name, default=False),
    "count_include_pad": lambda fields, name: _optional(fields, name, truth),
    "divisor_override": lambda fields, name: _optional(fields, name, whole),
    "norm_type": lambda fields, name: fields.number(name, 2.0),
    "mode": lambda fields, name: fields.choice(name, PAD_MODES, "constant"),
    "value": lambda fields, name: _constant(fields.take(name, 0), fields.at(name)),
}
"""Readers of the parameters that have one value for the whole layer."""
