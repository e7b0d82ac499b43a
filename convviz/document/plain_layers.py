"""Plain layers of networks as JSON values, and from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast, get_args

from convviz.document.fields import Fields, number, whole
from convviz.errors import UnreadableFile
from convviz.layers.plain import (
    EPS,
    POINTWISE_NAMES,
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    JoinKind,
    Linear,
    Narrow,
    Norm,
    NormKind,
    Plain,
    Pointwise,
    Upsample,
    UpsampleMode,
)

_CONSTANTS: dict[str, tuple[str, ...]] = {
    "leaky_relu": ("negative_slope",),
    "elu": ("alpha",),
    "dropout": ("p",),
    "lrn": ("size", "alpha", "beta", "k"),
}
_BARE: dict[str, Plain] = {"flatten": Flatten(), "concat": Concat(), "crop": CropTo()}
PLAIN_KINDS: tuple[str, ...] = (
    *POINTWISE_NAMES, "pointwise", *get_args(NormKind), "flatten", "linear", *get_args(JoinKind),
    "concat", "narrow", "crop", "upsample", "box",
)  # fmt: skip
"""What plain layers are called in files."""


def plain_values(layer: Plain) -> dict[str, Any]:
    """Return a plain layer's kind and parameters as JSON values; what is usual is left out."""
    match layer:
        case Pointwise():
            values = _pointwise_values(layer)
        case Norm():
            values = {
                "kind": layer.kind,
                "num_features": layer.num_features,
                "groups": None if layer.groups == 1 else layer.groups,
                "affine": None if layer.affine else False,
                "eps": None if layer.eps == EPS else layer.eps,
            }
        case Linear():
            values = {
                "kind": "linear",
                "in_features": layer.in_features,
                "out_features": layer.out_features,
                "bias": None if layer.bias else False,
            }
        case Upsample():
            values = {
                "kind": "upsample",
                "scale_factor": layer.scale_factor,
                "size": layer.size,
                "mode": None if layer.mode == "nearest" else layer.mode,
                "align_corners": layer.align_corners or None,
            }
        case Box():
            values = {
                "kind": "box",
                "called": layer.kind,
                "output_shape": layer.output_shape,
                "local": layer.local or None,
            }
        case Narrow():
            values = {"kind": "narrow", "start": layer.start, "length": layer.length}
        case Join():
            values = {"kind": layer.kind}
        case _:
            values = {"kind": next(word for word, bare in _BARE.items() if bare == layer)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }


def plain_from(fields: Fields, kind: str) -> Plain:
    """Return the plain layer that the parameters of a kind describe.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with them.
    """
    if kind in _BARE:
        return _BARE[kind]
    if kind in _MAKERS:
        return _MAKERS[kind](fields)
    if kind in get_args(NormKind):
        return _norm(fields, cast("NormKind", kind))
    if kind in get_args(JoinKind):
        return Join(cast("JoinKind", kind))
    return _pointwise(fields, kind)


def _pointwise_values(layer: Pointwise) -> dict[str, Any]:
    known = layer.kind in POINTWISE_NAMES
    named = {"kind": layer.kind} if known else {"kind": "pointwise", "called": layer.kind}
    return {**named, "parameters": layer.parameters or None, **dict(layer.constants)}


def _pointwise(fields: Fields, kind: str) -> Pointwise:
    called = fields.text("called") if kind == "pointwise" else kind
    parameters = fields.whole("parameters", 0)
    if parameters < 0:
        raise UnreadableFile(f"{fields.at('parameters')} is {parameters}: it can't be negative")
    given = [(name, fields.take(name, None)) for name in _CONSTANTS.get(kind, ())]
    constants = [
        (name, number(value, fields.at(name))) for name, value in given if value is not None
    ]
    return Pointwise(called, parameters, tuple(constants))


def _norm(fields: Fields, kind: NormKind) -> Norm:
    return Norm(
        kind,
        _at_least_one(fields, "num_features"),
        affine=fields.truth("affine", default=True),
        groups=_at_least_one(fields, "groups", 1),
        eps=fields.number("eps", EPS),
    )


def _linear(fields: Fields) -> Linear:
    return Linear(
        _at_least_one(fields, "in_features"),
        _at_least_one(fields, "out_features"),
        fields.truth("bias", default=True),
    )


def _narrow(fields: Fields) -> Narrow:
    start = fields.whole("start")
    if start < 0:
        raise UnreadableFile(f"{fields.at('start')} is {start}: it can't be negative")
    return Narrow(start, _at_least_one(fields, "length"))


def _upsample(fields: Fields) -> Upsample:
    return Upsample(
        _sizes(fields, "scale_factor"),
        _sizes(fields, "size"),
        cast("UpsampleMode", fields.choice("mode", get_args(UpsampleMode), "nearest")),
        fields.truth("align_corners", default=False),
    )


def _box(fields: Fields) -> Box:
    return Box(
        fields.text("called"),
        _sizes(fields, "output_shape"),
        fields.truth("local", default=False),
    )


def _at_least_one(fields: Fields, name: str, *default: int) -> int:
    value = fields.whole(name, *default)
    if value < 1:
        raise UnreadableFile(f"{fields.at(name)} is {value}: it must be at least 1")
    return value


def _sizes(fields: Fields, name: str) -> tuple[int, ...] | None:
    """Return a list of whole numbers from 1 on, None where it isn't given."""
    value = fields.take(name, None)
    if value is None:
        return None
    where = fields.at(name)
    if not isinstance(value, list) or not value:
        raise UnreadableFile(f"{where} must be a list of whole numbers")
    numbers = tuple(whole(part, where) for part in value)
    if min(numbers) < 1:
        raise UnreadableFile(f"{where} has {min(numbers)}: each must be at least 1")
    return numbers


_MAKERS: dict[str, Callable[[Fields], Plain]] = {
    "linear": _linear,
    "narrow": _narrow,
    "upsample": _upsample,
    "box": _box,
}
