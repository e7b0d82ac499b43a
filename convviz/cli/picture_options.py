"""The options of ``convviz export`` that say how large a picture is, how it is set and moves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf, isfinite
from typing import Any, TypeVar

from convviz.cli.grammar import shortened
from convviz.cli.parser import UsageError, suggestion
from convviz.export.look import PRESETS, Look, length, preset_named, with_preset
from convviz.export.moments import animation_problem
from convviz.export.styles import NAME as STYLES_FILE
from convviz.export.styles import Styles
from convviz.options import ARRANGEMENTS, PANELS, THEMES, UNITS, VECTOR_TEXTS, Panel, Unit
from convviz.places import settings_folder

Word = TypeVar("Word", bound=str)

_SIZES = ", ".join(preset.name for preset in PRESETS)
_LARGEST_TYPE = 200.0


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the options to a parser, in groups of their own."""
    group = parser.add_argument_group("the picture")
    group.add_argument(
        "--size", metavar="WxH", help="width and height in pixels, or a name (1280x720): "
        f"{_SIZES}",
    )
    group.add_argument(
        "--width", metavar="LENGTH",
        help="such as 85mm, 3.3in or 640px; without --height as high as its content",
    )
    group.add_argument("--height", metavar="LENGTH", help="likewise, or auto")
    group.add_argument(
        "--scale", metavar="N", help="2 makes the same picture twice as fine (1)"
    )
    group.add_argument(
        "--dpi", metavar="N", help="pixels in an inch, of a width in mm or in (300)"
    )
    group.add_argument("--theme", metavar="THEME", help=f"{_listed(THEMES)} (light)")
    group.add_argument("--transparent", action="store_true", help="leave the background out")
    group.add_argument("--font-size", metavar="POINTS", help="of titles and words (as fits)")
    group.add_argument(
        "--panels", metavar="LIST",
        help=f"what is in it: {', '.join(PANELS)}; +caption,-kernel changes the usual",
    )
    group.add_argument(
        "--arrangement", metavar="HOW", help=f"of the panels: {_listed(ARRANGEMENTS)} (auto)"
    )
    group.add_argument(
        "--text", metavar="HOW", help="of SVG and PDF: text or paths (text)"
    )
    group.add_argument(
        "--style", metavar="NAME", help="a look that was saved, here or in the window"
    )
    group.add_argument("--save-style", metavar="NAME", help="keep this look under a name")
    group = parser.add_argument_group("animations")
    group.add_argument("--pace", metavar="N", help="steps a second (2)")
    group.add_argument("--hold", metavar="SECONDS", help="how long the last step stays (1.5)")
    group.add_argument("--no-loop", action="store_true", help="play once")
    group.add_argument("--between", metavar="N", help="pictures between steps, gliding (0)")


def styles() -> Styles:
    """Return the looks that have a name."""
    return Styles(settings_folder() / STYLES_FILE)


def look_of(arguments: argparse.Namespace) -> Look:
    """Return the look that the options ask for; what they don't say is the style's.

    Raises
    ------
    UsageError
        An option can't be read, or there is no such style.
    """
    look = Look() if arguments.style is None else _style(arguments.style)
    look = _sized(look, arguments)
    changes: dict[str, Any] = {}
    for name, read in _READ.items():
        text = getattr(arguments, name)
        if text is not None:
            changes[name] = read(text)
    if arguments.panels is not None:
        changes["panels"] = _panels(arguments.panels, look.panels)
    if arguments.text is not None:
        changes["vector_text"] = _one_of("--text", arguments.text, VECTOR_TEXTS)
    if arguments.transparent:
        changes["transparent"] = True
    if arguments.no_loop:
        changes["loop"] = False
    look = replace(look, **changes)
    problem = animation_problem(look.animation)
    if problem is not None:
        raise UsageError(problem)
    return look


def keep_style(name: str, look: Look) -> None:
    """Keep a look under a name.

    Raises
    ------
    convviz.errors.NotWritten
        It could not be.
    """
    styles().save(name, look)


def _style(name: str) -> Look:
    known = styles()
    if name in known.names:
        return known.look(name)
    there = f": there are {', '.join(known.names)}" if known.names else ": none is saved yet"
    near = suggestion(name, known.names)
    raise UsageError(f"--style {shortened(name)}: there is no such style{near or there}")


def _sized(look: Look, arguments: argparse.Namespace) -> Look:
    """Return a look of the size that is asked for."""
    if arguments.size is not None and (arguments.width, arguments.height) != (None, None):
        raise UsageError("--size says width and height: leave --width and --height out")
    if arguments.size is not None:
        return _of_size(look, arguments.size)
    if arguments.width is not None:
        width, unit = _length("--width", arguments.width)
        look = replace(look, width=width, height=None, unit=unit)
    if arguments.height == "auto":
        return replace(look, height=None)
    if arguments.height is not None:
        height, unit = _length("--height", arguments.height)
        if unit != look.unit:
            raise UsageError(
                f"--height {shortened(arguments.height)}: the width is in {look.unit}, "
                "both take the same unit"
            )
        look = replace(look, height=height)
    return look


def _of_size(look: Look, text: str) -> Look:
    preset = preset_named(text)
    if preset is not None:
        return with_preset(look, preset)
    size = re.fullmatch(r"(\d{1,6})[xX×](\d{1,6})", text)
    if size is None:
        near = suggestion(text, [preset.name for preset in PRESETS])
        raise UsageError(
            f"--size {shortened(text)}: "
            f"expected width x height, as in 1280x720, or {_SIZES}{near}"
        )
    return replace(look, width=int(size[1]), height=int(size[2]), unit="px")


def _length(option: str, text: str) -> tuple[float, Unit]:
    found = length(text)
    if found is None:
        raise UsageError(
            f"{option} {shortened(text)}: expected a length in {_listed(UNITS)}, as in 85mm"
        )
    return found


def _panels(text: str, usual: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """Return the parts of a list; those with a sign change the usual ones."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise UsageError("--panels: a picture needs at least one part")
    signed = [word[0] in "+-" for word in words]
    if any(signed) and not all(signed):
        raise UsageError(
            f"--panels {shortened(text)}: either all have a sign, as in +caption,-kernel, or none"
        )
    chosen = {*usual} if all(signed) else set()
    for word in words:
        panel = _one_of("--panels", word.lstrip("+-"), PANELS)
        chosen = chosen - {panel} if word.startswith("-") else chosen | {panel}
    if not chosen:
        raise UsageError("--panels: a picture needs at least one part")
    return tuple(panel for panel in PANELS if panel in chosen)


def _number(option: str, example: str, most: float = inf) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = inf
        if not isfinite(number) or number > most:
            upto = f" up to {most:g}" if most < inf else ""
            raise UsageError(
                f"{option} {shortened(text)}: expected a number{upto}, as in {example}"
            )
        return int(number) if number.is_integer() else number

    return read


def _whole(option: str, example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isdecimal() and len(text) < 7):
            raise UsageError(
                f"{option} {shortened(text)}: expected a whole number, as in {example}"
            )
        return int(text)

    return read


def _font_size(text: str) -> float:
    size = _number("--font-size", "8", _LARGEST_TYPE)(text)
    if size < 1:
        raise UsageError(f"--font-size {shortened(text)}: it must be at least 1 point")
    return size


def _one_of(option: str, text: str, words: Sequence[Word]) -> Word:
    for word in words:
        if word == text:
            return word
    raise UsageError(
        f"{option} {shortened(text)}: there are {', '.join(words)}{suggestion(text, words)}"
    )


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


_READ: dict[str, Callable[[str], Any]] = {
    "scale": _number("--scale", "2"),
    "dpi": _whole("--dpi", "300"),
    "theme": lambda text: _one_of("--theme", text, THEMES),
    "font_size": _font_size,
    "arrangement": lambda text: _one_of("--arrangement", text, ARRANGEMENTS),
    "pace": _number("--pace", "4"),
    "hold": _number("--hold", "2"),
    "between": _whole("--between", "3"),
}
"""How each option's text is read, by the field of a look that it sets."""
