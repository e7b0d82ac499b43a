"""The options of ``convviz export`` that say what a picture shows and how."""

from __future__ import annotations

import argparse
from dataclasses import replace
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from convviz.cli.grammar import shortened
from convviz.cli.parser import UsageError, suggestion
from convviz.options import (
    COLOUR_MAPS,
    MOST_DECIMALS,
    SWITCHES,
    ColourMap,
    Levels,
    ViewOptions,
)

if TYPE_CHECKING:
    from convviz.document.document import Document

_NAMES = tuple(name for name in SWITCHES if name != "motion")
_OFF = "no-"


def add_to(group: argparse._ArgumentGroup) -> None:
    """Add the options to a group of a parser's."""
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
    view: ViewOptions = replace(document.view, **wanted)
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
