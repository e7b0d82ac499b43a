"""How a picture is shown: options of the view and of an exported frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Show = Literal[
    "layer", "three", "stamps", "gaps", "im2col", "matrix", "coverage", "gradient"
]
Levels = tuple[float, float]
ColourMap = Literal["auto", "tint", "grey", "diverging"]
ThemeName = Literal["light", "dark", "print"]

SHOWS: tuple[Show, ...] = get_args(Show)
COLOUR_MAPS: tuple[ColourMap, ...] = ("auto", "tint", "grey", "diverging")
THEMES: tuple[ThemeName, ...] = ("light", "dark", "print")


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What of a layer is shown and how; saved with a document, never undoable.

    Attributes
    ----------
    show
        What of the layer is shown: itself with its input and output
        (``"layer"``); a transposed convolution as stamps that add up, as a
        convolution over its input with zeros between, or in three ways at once;
        a convolution as a product of matrices (``"im2col"``); any layer's
        whole ``"matrix"``; how often each cell is read (``"coverage"``); how
        gradients flow back (``"gradient"``). What a layer doesn't have is shown
        as ``"layer"``.
    values
        Write the numbers into cells that are large enough.
    decimals
        Digits after the point, or None for as many as the numbers need.
    ghost
        Show output cells that the animation hasn't reached, faintly.
    sources
        Draw arrows from the input cells that padding copies.
    by_taps
        A step is one tap (one product) in place of one output cell.
    colour_map
        Colours of input and output cells; ``auto`` takes grey for pictures,
        diverging for outputs and kernels with negative numbers, and the panel's
        tint otherwise.
    input_levels, output_levels
        Values at the two ends of the colours, or None for the smallest and largest.
    input_channel
        The input channel on show (0-based).
    depth
        The input's slice on show of a layer with three axes (0-based, negative
        in the padding), or None for the middle of the step's window.
    compared
        Another dialect; output cells that differ under it are lit. None for none.
    zoom
        1 shows everything; 2 shows half as much along each axis.
    centre
        What the middle of the view shows, as (row, column) in input
        coordinates, or None for the middle of the padded input.
    """

    show: Show = "layer"
    values: bool = True
    decimals: int | None = None
    ghost: bool = False
    sources: bool = True
    by_taps: bool = False
    colour_map: ColourMap = "auto"
    input_levels: Levels | None = None
    output_levels: Levels | None = None
    input_channel: int = 0
    depth: int | None = None
    compared: str | None = None
    zoom: float = 1.0
    centre: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """What an exported frame looks like.

    Attributes
    ----------
    size
        Width and height in pixels, before `scale`.
    scale
        Pixels for each of them; 2 gives twice the resolution of the same picture.
    theme
        Name of the theme.
    transparent
        Leave the background out.
    """

    size: tuple[int, int] = (1280, 720)
    scale: float = 1.0
    theme: ThemeName = "light"
    transparent: bool = False
