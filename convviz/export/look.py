"""How exported pictures look and move: what a style holds, in the units of people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from convviz.options import (
    PIXELS,
    UNITS,
    AnimationOptions,
    Arranged,
    FrameOptions,
    Panel,
    ThemeName,
    Unit,
    VectorText,
    ViewOptions,
)

Numbers = Literal["window", "none", "auto", "0", "1", "2", "3", "4"]
"""Numbers in cells: as in the window, none, as many digits as needed, so many decimals."""
NUMBERS: tuple[Numbers, ...] = get_args(Numbers)

SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)
DPIS = (96, 150, 300, 600)
_NATURAL = 9 / 16
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(px|mm|in)?")
_PANELS = FrameOptions().panels


@dataclass(frozen=True, slots=True)
class Look:
    """What a named style holds.

    Attributes
    ----------
    width, height, unit
        The picture's size; without a height, as high as its content.
    scale
        Pixels of a raster picture for each, where the unit is pixels.
    dpi
        Pixels of a raster picture in an inch, where it isn't.
    theme, transparent, font_size, panels, arrangement, vector_text
        As in `convviz.options.FrameOptions`.
    numbers
        What is written into cells.
    pace, hold, loop, between
        As in `convviz.options.AnimationOptions`.
    """

    width: float = 1280
    height: float | None = 720
    unit: Unit = "px"
    scale: float = 1.0
    dpi: int = 300
    theme: ThemeName = "light"
    transparent: bool = False
    font_size: float | None = None
    panels: tuple[Panel, ...] = _PANELS
    arrangement: Arranged = "auto"
    numbers: Numbers = "window"
    vector_text: VectorText = "text"
    pace: float = 2.0
    hold: float = 1.5
    loop: bool = True
    between: int = 0

    def frame(self, *, raster: bool, natural: float | None = None) -> FrameOptions:
        """Return what one picture looks like.

        Parameters
        ----------
        raster
            Whether it is made of pixels.
        natural
            The height of its content in pixels of 1/96 inch, where no height is given.
        """
        each = PIXELS[self.unit]
        width = _whole(self.width * each)
        height = natural or width * _NATURAL
        if self.height is not None:
            height = self.height * each
        return FrameOptions(
            size=(width, _whole(height)),
            scale=self.resolution if raster else 1.0,
            unit=self.unit,
            theme=self.theme,
            transparent=self.transparent,
            font_size=self.font_size,
            panels=self.panels,
            arrangement=self.arrangement,
            vector_text=self.vector_text,
        )

    @property
    def resolution(self) -> float:
        """Pixels for each 1/96 inch."""
        return self.scale if self.unit == "px" else self.dpi / 96

    @property
    def animation(self) -> AnimationOptions:
        """How pictures follow one another."""
        return AnimationOptions(self.pace, self.hold, self.loop, self.between)

    def view(self, view: ViewOptions) -> ViewOptions:
        """Return the window's view with the numbers that are wanted."""
        match self.numbers:
            case "window":
                return view
            case "none":
                return replace(view, values=False)
            case "auto":
                return replace(view, values=True, decimals=None)
        return replace(view, values=True, decimals=int(self.numbers))


@dataclass(frozen=True, slots=True)
class Preset:
    """A size with a name; `label` is what people read, `name` what they type."""

    name: str
    label: str
    width: float
    height: float | None
    unit: Unit


PRESETS = (
    Preset("single-column", "Single column, 85 mm", 85, None, "mm"),
    Preset("double-column", "Double column, 175 mm", 175, None, "mm"),
    Preset("slide", "Slide 16:9, 1280 × 720", 1280, 720, "px"),
    Preset("full-hd", "Full HD, 1920 × 1080", 1920, 1080, "px"),
)


def preset_of(look: Look) -> Preset | None:
    """Return the size with a name that a look has, None when it has another."""
    for preset in PRESETS:
        if (look.width, look.height, look.unit) == (preset.width, preset.height, preset.unit):
            return preset
    return None


def preset_named(name: str) -> Preset | None:
    """Return the size of a name that people type, None where there is none."""
    return next((preset for preset in PRESETS if preset.name == name), None)


def length(text: str) -> tuple[float, Unit] | None:
    """Return the number and the unit of a length such as ``85mm``; without one it is in pixels."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        return None
    unit = next((unit for unit in UNITS if unit == found[2]), UNITS[0])
    return _whole(float(found[1])), unit


def with_preset(look: Look, preset: Preset) -> Look:
    """Return a look in the size of a preset."""
    return replace(look, width=preset.width, height=preset.height, unit=preset.unit)


def in_unit(look: Look, unit: Unit) -> Look:
    """Return a look of the same size, measured in another unit."""
    factor = PIXELS[look.unit] / PIXELS[unit]
    height = None if look.height is None else _rounded(look.height * factor, unit)
    return replace(look, width=_rounded(look.width * factor, unit), height=height, unit=unit)


def _rounded(amount: float, unit: Unit) -> float:
    return _whole(round(amount, {"px": 0, "mm": 1, "in": 2}[unit]))


def _whole(number: float) -> float:
    """Return a whole number as one, so that it is written so."""
    return int(number) if number == int(number) else number
