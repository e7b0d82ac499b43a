"""The options of ``convviz export`` that say what a picture shows and how."""

from __future__ import annotations

import argparse
from dataclasses import replace
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Any

from convviz.cli.grammar import shortened
from convviz.cli.layer_fields import dialect_of
from convviz.cli.parser import UsageError, suggestion
from convviz.options import (
    COLOUR_MAPS,
    LEAST_TURN,
    MOST_DECIMALS,
    MOST_TURN,
    SHOWS,
    SWITCHES,
    ColourMap,
    Levels,
    Show,
    ViewOptions,
)

if TYPE_CHECKING:
    from convviz.document.document import Document
    from convviz.layers import Layer

_NAMES = tuple(name for name in SWITCHES if name != "motion")
_OFF = "no-"


def add_to(group: argparse._ArgumentGroup) -> None:
    """Add the options to a group of a parser's."""
    group.add_argument(
        "--show", metavar="VIEW", help=f"what of the layer is shown: {', '.join(SHOWS)} (layer)"
    )
    group.add_argument(
        "--turn", metavar="DEGREES",
        help=f"how far plates of isometric are turned, {LEAST_TURN:g} to {MOST_TURN:g} (36)",
    )
    group.add_argument(
        "--by-taps", action="store_true",
        help="a step is one product, of a transposed convolution one stamp",
    )
    group.add_argument(
        "--compare", metavar="DIALECT", help="light the output cells that differ under it"
    )
    group.add_argument(
        "--ghost", action="store_true", help="show outputs not reached yet, faintly"
    )
    group.add_argument("--no-values", action="store_true", help="leave the numbers out")
    group.add_argument(
        "--view", metavar="LIST", action="append",
        help=f"what is drawn, no- before what is not: {', '.join(map(_typed, _NAMES))}",
    )
    group.add_argument(
        "--decimals", metavar="N", help="digits after the point, or auto (auto)"
    )
    group.add_argument(
        "--colours", metavar="MAP", help=f"colours of cells: {', '.join(COLOUR_MAPS)} (auto)"
    )
    group.add_argument(
        "--input-levels", metavar="LOW:HIGH", help="numbers at the two ends of the colours"
    )
    group.add_argument("--output-levels", metavar="LOW:HIGH", help="the same of the output")


def with_view(document: Document, arguments: argparse.Namespace) -> Document:
    """Return a document whose view is as the options say.

    Raises
    ------
    UsageError
        An option can't be read, or means nothing for such a layer or view.
    """
    wanted = dict(_switched(",".join(arguments.view or ())))
    view: ViewOptions = replace(_shown(document, arguments), **wanted)
    if arguments.decimals is not None:
        view = replace(view, decimals=_decimals(arguments.decimals))
    if arguments.colours is not None:
        view = replace(view, colour_map=_colour_map(arguments.colours))
    if arguments.input_levels is not None:
        view = replace(view, input_levels=_levels("--input-levels", arguments.input_levels))
    if arguments.output_levels is not None:
        view = replace(view, output_levels=_levels("--output-levels", arguments.output_levels))
    document = replace(document, view=view)
    _check_all_mean_something(document, [name for name, on in wanted.items() if on])
    return document


def _shown(document: Document, arguments: argparse.Namespace) -> ViewOptions:
    view, compared = document.view, arguments.compare
    return replace(
        view,
        show=view.show if arguments.show is None else _show(arguments.show, document.layer),
        turn=view.turn if arguments.turn is None else _turn(arguments.turn),
        compared=view.compared if compared is None else dialect_of("--compare", compared),
        by_taps=view.by_taps or arguments.by_taps,
        ghost=view.ghost or arguments.ghost,
        values=view.values and not arguments.no_values,
    )


def _turn(text: str) -> float:
    try:
        turn = float(text)
    except ValueError:
        turn = inf
    if not LEAST_TURN <= turn <= MOST_TURN:
        raise UsageError(
            f"--turn {shortened(text)}: expected degrees from {LEAST_TURN:g} to {MOST_TURN:g}"
        )
    return turn


def _show(name: str, layer: Layer) -> Show:
    from convviz.frames.drawings import shows  # noqa: PLC0415

    has = shows(layer)
    for show in has:
        if show == name:
            return show
    near = suggestion(name, SHOWS)
    if name in SHOWS or not near:
        near = f": there are {', '.join(has)}"
    raise UsageError(f"--show {shortened(name)}: this layer isn't shown so{near}")


def _check_all_mean_something(document: Document, names: list[str]) -> None:
    if not names or document.problems():
        return
    # The drawings come with it.
    from convviz.frames.switches import lacking  # noqa: PLC0415

    for name in names:
        why = lacking(document, name)
        if why:
            raise UsageError(f"--view {_typed(name)}: {why}")


def _typed(name: str) -> str:
    return name.replace("_", "-")


def _switched(text: str) -> list[tuple[str, Any]]:
    """Return the switches of a list and whether they are on."""
    words = [word.strip().lower().replace("_", "-") for word in text.split(",")]
    return [_switch(word) for word in words if word]


def _switch(word: str) -> tuple[str, bool]:
    name = word.removeprefix(_OFF)
    for known in _NAMES:
        if _typed(known) == name:
            return known, name == word
    known_names = [_typed(each) for each in _NAMES]
    raise UsageError(
        f"--view {shortened(word)}: there is no such thing to show"
        + suggestion(name, known_names, f", there are {', '.join(known_names)}")
    )


def _decimals(text: str) -> int | None:
    if text.lower() == "auto":
        return None
    # isdigit is also true of ², which int refuses.
    if not (text.isdecimal() and len(text) < 4 and int(text) <= MOST_DECIMALS):
        raise UsageError(
            f"--decimals {shortened(text)}: expected 0 to {MOST_DECIMALS}, or auto"
        )
    return int(text)


def _colour_map(text: str) -> ColourMap:
    for name in COLOUR_MAPS:
        if name == text:
            return name
    raise UsageError(
        f"--colours {shortened(text)}: there are {', '.join(COLOUR_MAPS)}"
        + suggestion(text, COLOUR_MAPS)
    )


def _levels(option: str, text: str) -> Levels:
    low, _, high = text.partition(":")
    try:
        levels = float(low), float(high)
    except ValueError:
        levels = nan, nan
    if not all(map(isfinite, levels)) or levels[0] > levels[1]:
        raise UsageError(
            f"{option} {shortened(text)}: expected a smaller and a larger number, as in 0:255"
        )
    return levels
