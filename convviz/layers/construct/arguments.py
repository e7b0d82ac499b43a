"""Loose arguments made plain: whole numbers, one for each axis, names."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any, TypeVar, cast, get_args

from convviz.errors import InvalidLayer, Problem
from convviz.layers.check import check
from convviz.layers.conv import Padding, PaddingName, Pair
from convviz.layers.layer import Layer

PerAxis = int | Sequence[int]
PaddingArgument = int | Sequence[int] | Sequence[Sequence[int]] | PaddingName

L = TypeVar("L", bound=Layer)


def per_axis(field: str, value: object, axes: int) -> tuple[int, ...]:
    """Return one whole number for each axis.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is neither one whole number nor one for each axis.
    """
    value = _listed(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) != axes:
            many = "1 number" if axes == 1 else f"1 or {axes} numbers"
            raise _invalid(field, f"takes {many}, got {len(value)}: {value}")
        return tuple(whole(field, number) for number in value)
    return (whole(field, value),) * axes


def optional_per_axis(field: str, value: object, axes: int) -> tuple[int | None, ...]:
    """Return one whole number or None for each axis.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is neither one such nor one for each axis.
    """
    value = _listed(value)
    if not isinstance(value, Sequence) or isinstance(value, str):
        value = (value,) * axes
    filled = per_axis(field, [0 if number is None else number for number in value], axes)
    return tuple(
        None if given is None else number for given, number in zip(value, filled, strict=True)
    )


def pairs_per_axis(value: object, axes: int) -> tuple[Pair, ...]:
    """Return (before, after) for each axis, where no name is taken.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is neither one number, nor one or a pair for each axis.
    """
    if isinstance(value, str):
        raise _invalid("padding", f"takes numbers, got {value!r}")
    return cast("tuple[Pair, ...]", padding_per_axis(cast("PaddingArgument", value), axes))


def padding_per_axis(value: PaddingArgument, axes: int) -> Padding:
    """Return (before, after) for each axis, or the name as it is.

    Raises
    ------
    convviz.errors.InvalidLayer
        `value` is none of the forms that `Conv2d` lists.
    """
    if isinstance(value, str):
        return value
    value = cast("PaddingArgument", _listed(value))
    if isinstance(value, Sequence) and any(isinstance(side, Sequence) for side in value):
        if len(value) != axes:
            raise _invalid("padding", f"takes a pair for each of {axes} axes, got {value}")
        return tuple(_pair(cast("Any", side)) for side in value)
    return tuple((side, side) for side in per_axis("padding", value, axes))


def whole(name: str, value: object, field: str = "") -> int:
    """Return a whole number as int.

    Raises
    ------
    convviz.errors.InvalidLayer
        It isn't one.
    """
    try:
        return int(index(cast("int", value)))
    except TypeError:
        message = f"{name} takes whole numbers, got {value!r}"
        raise InvalidLayer((Problem(field or name, message),)) from None


def shape(value: object) -> tuple[int, ...]:
    """Return an input's shape as plain whole numbers.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is anything but whole numbers.
    """
    value = _listed(value)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InvalidLayer(
            (
                Problem(
                    "input",
                    "an input's shape is whole numbers such as (channels, height, width), "
                    f"got {value!r}",
                ),
            )
        )
    return tuple(whole("the input's shape", length, "input") for length in value)


def require_layer(layer: object) -> None:
    """Return if it is a layer.

    Raises
    ------
    TypeError
        It isn't.
    """
    if not isinstance(layer, get_args(Layer)):
        raise TypeError(f"a layer is expected, as Conv2d makes one, not {type(layer).__name__}")


def valid(layer: L) -> L:
    """Return the layer if nothing is wrong with it.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something is; with all of it.
    """
    problems = check(layer)
    if problems:
        raise InvalidLayer(problems)
    return layer


def _listed(value: object) -> object:
    """Return an array as lists, anything else as it is; NumPy isn't needed for that."""
    to_list = getattr(value, "tolist", None)
    return to_list() if callable(to_list) else value


def truth(field: str, value: object) -> bool:
    """Return True or False, also from 1 or 0.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is anything else.
    """
    value = _listed(value)
    if isinstance(value, int) and value in {0, 1}:
        return bool(value)
    raise _invalid(field, f"is True or False, got {value!r}")


def number(field: str, value: object) -> float:
    """Return a number, a whole one as int.

    Raises
    ------
    convviz.errors.InvalidLayer
        It isn't one.
    """
    value = _listed(value)
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else value
    raise _invalid(field, f"takes a number, got {value!r}")


def text(field: str, value: object, choices: Sequence[str]) -> Any:
    """Return one of some words, which the layer's check compares with those there are.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is no text.
    """
    if not isinstance(value, str):
        raise _invalid(field, f"is one of {', '.join(choices)}, got {value!r}")
    return value


def _pair(value: PerAxis) -> tuple[int, int]:
    before, after = per_axis("padding", value, 2)
    return before, after


def _invalid(field: str, said: str) -> InvalidLayer:
    return InvalidLayer((Problem(field, f"{field} {said}"),))
