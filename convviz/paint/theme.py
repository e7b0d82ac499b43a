"""Themes: a colour for every role and 256 for every ramp, read from resources/themes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

import numpy as np
from numpy.typing import NDArray

from convviz import assets
from convviz.errors import ConvvizError
from convviz.options import ThemeName
from convviz.paint.colour import RGBA, Stop, contrast, parse, ramp
from convviz.scene.items import Ramp, Role

READABLE = 4.5
"""Contrast that text needs on what it stands on (WCAG AA)."""
BLACK: RGBA = (0, 0, 0, 255)
WHITE: RGBA = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Colours of everything that is painted.

    Attributes
    ----------
    name
        The theme's name.
    colours
        Red, green, blue and alpha (0…255) of each role.
    ramps
        uint8, shape (256, 3), of each ramp; not writeable.
    labels
        The dark and the light colour of numbers in cells.
    ui
        Colours of the window around the picture, by name.
    """

    name: ThemeName
    colours: Mapping[Role, RGBA]
    ramps: Mapping[Ramp, NDArray[np.uint8]]
    labels: tuple[RGBA, RGBA]
    ui: Mapping[str, RGBA]


@cache
def theme(name: ThemeName) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    ConvvizError
        Its file is missing, or lacks a colour.
    """
    raw = json.loads(assets.text("themes", f"{name}.json"))
    try:
        return Theme(
            name=name,
            colours={role: parse(raw["roles"][role]) for role in get_args(Role)},
            ramps={key: _frozen(_ramp(key, raw["ramps"])) for key in get_args(Ramp)},
            labels=(parse(raw["labels"]["dark"]), parse(raw["labels"]["light"])),
            ui={key: parse(colour) for key, colour in raw["ui"].items()},
        )
    except KeyError as missing:
        raise ConvvizError(f"the theme {name} has no {missing.args[0]!r}") from None


@cache
def label_colour(theme: Theme, ramp: Ramp) -> NDArray[np.uint8]:
    """Return the colour of text on each shade of a ramp.

    The theme's dark or light label colour, whichever stands out more, or a
    softer one in the padding; black or white, one of which is always readable,
    where it isn't.

    Returns
    -------
    NDArray[np.uint8]
        Shape (256, 3), contrast at least 4.5 everywhere; not writeable.
    """
    shades = theme.ramps[ramp]
    chosen = _better(BLACK, WHITE, shades)
    _prefer(_better(*theme.labels, shades), chosen, shades)
    if ramp in {"padding", "padding-read"}:  # what isn't data speaks softly
        _prefer(np.array(theme.colours["padding.text"][:3], np.uint8), chosen, shades)
    return _frozen(chosen)


def _prefer(
    wished: NDArray[np.uint8], chosen: NDArray[np.uint8], shades: NDArray[np.uint8]
) -> None:
    """Put a wished colour in place of the chosen one wherever it is readable."""
    readable = contrast(wished, shades) >= READABLE
    chosen[readable] = np.broadcast_to(wished, chosen.shape)[readable]


def _ramp(name: Ramp, raw: Mapping[str, Sequence[Stop]]) -> NDArray[np.uint8]:
    if name == "grey":  # a picture keeps its own values in every theme
        return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    return ramp(raw[name])


def _better(dark: RGBA, light: RGBA, shades: NDArray[np.uint8]) -> NDArray[np.uint8]:
    first, second = (np.array(colour[:3], np.uint8) for colour in (dark, light))
    darker = contrast(first, shades) >= contrast(second, shades)
    return cast("NDArray[np.uint8]", np.where(darker[:, None], first, second))


def _frozen(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    array.flags.writeable = False
    return array
