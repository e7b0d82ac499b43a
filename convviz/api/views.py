"""What of a layer a figure shows and how, as keywords."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, TypedDict, cast

from convviz.errors import ConvvizError
from convviz.layers import construct
from convviz.layers.construct import arguments
from convviz.options import (
    COLOUR_MAPS,
    LEAST_TURN,
    MOST_DECIMALS,
    MOST_TURN,
    SWITCHES,
    ColourMap,
    Levels,
)

if TYPE_CHECKING:
    from convviz.document.document import Document


class Shown(TypedDict, total=False):
    """Keywords of `figure` that say what is shown; see `convviz.options.ViewOptions`."""

    values: bool
    colours: bool
    decimals: int | None
    factored: bool
    ghost: bool
    sources: bool
    struck: bool
    products: bool
    linking: bool
    projection: bool
    path: bool
    coordinates: bool
    colour_bar: bool
    symmetric: bool
    by_taps: bool
    colour_map: ColourMap
    input_levels: Levels | None
    output_levels: Levels | None
    turn: float


def checked(keywords: Mapping[str, object]) -> dict[str, Any]:
    """Return keywords with their values as the options of a view take them.

    Raises
    ------
    TypeError
        There is no such keyword.
    ConvvizError
        A value says something that can't be.
    """
    return {name: _value(name, value) for name, value in keywords.items()}


def check_meaning(document: Document, keywords: Mapping[str, object]) -> None:
    """Refuse what is switched on and means nothing for a layer or its view.

    Raises
    ------
    ConvvizError
        There is some such.
    """
    from convviz.frames.switches import lacking  # noqa: PLC0415

    for name, value in keywords.items():
        why = lacking(document, name) if value is True else ""
        if why:
            raise ConvvizError(f"{name}=True: {why}")


def _value(name: str, value: object) -> object:
    if name not in Shown.__annotations__:
        raise TypeError(f"figure() got an unexpected keyword argument {name!r}")
    if name in SWITCHES:
        return arguments.truth(name, value)
    if name == "colour_map":
        return _colour_map(value)
    if name == "turn":
        return _turn(value)
    if value is None:
        return None
    if name == "decimals":
        count = construct.whole(name, value)
        if not 0 <= count <= MOST_DECIMALS:
            raise ConvvizError(f"decimals is from 0 to {MOST_DECIMALS}, got {count}")
        return count
    return _levels(name, value)


def _colour_map(value: object) -> ColourMap:
    for known in COLOUR_MAPS:
        if known == value:
            return known
    raise ConvvizError(f"colour_map is one of {', '.join(COLOUR_MAPS)}, got {value!r}")


def _turn(turn: object) -> float:
    try:
        degrees = float(cast("float", turn))
    except (TypeError, ValueError, OverflowError):
        degrees = nan
    if not LEAST_TURN <= degrees <= MOST_TURN:
        raise ConvvizError(
            f"turn takes degrees from {LEAST_TURN:g} to {MOST_TURN:g}, got {turn!r}"
        )
    return degrees


def _levels(name: str, value: object) -> Levels:
    try:
        low, high = map(float, cast("Any", value))
    except (TypeError, ValueError, OverflowError):
        low, high = 1.0, 0.0
    if not (isfinite(low) and isfinite(high) and low <= high):
        raise ConvvizError(f"{name} takes a smaller and a larger number, got {value!r}")
    return low, high
