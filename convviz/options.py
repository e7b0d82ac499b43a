"""How a picture is shown: options of the view and of an exported frame."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args

Show = Literal[
    "layer", "three", "stamps", "gaps", "im2col", "matrix", "coverage", "gradient", "isometric"
]
Levels = tuple[float, float]
ColourMap = Literal[
    "auto", "tint", "grey", "diverging", "purple-green", "viridis", "cividis"
]
ThemeName = Literal["light", "dark", "print", "grey"]
Unit = Literal["px", "mm", "in"]
Panel = Literal["input", "kernel", "output", "formula", "arithmetic", "legend", "caption"]
Arranged = Literal["auto", "row", "column", "over"]
VectorText = Literal["text", "paths"]

LEAST_TURN, MOST_TURN = 10.0, 65.0

SHOWS: tuple[Show, ...] = get_args(Show)
COLOUR_MAPS: tuple[ColourMap, ...] = get_args(ColourMap)
THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
UNITS: tuple[Unit, ...] = get_args(Unit)
PANELS: tuple[Panel, ...] = get_args(Panel)
ARRANGEMENTS: tuple[Arranged, ...] = get_args(Arranged)
MOST_DECIMALS = 17
VECTOR_TEXTS: tuple[VectorText, ...] = get_args(VectorText)
GRIDS: tuple[Panel, ...] = ("input", "kernel", "output")
"""The panels that are grids, in reading order."""
USUAL_PANELS: tuple[Panel, ...] = ("input", "kernel", "output", "legend")
PIXELS: dict[Unit, float] = {"px": 1.0, "mm": 96 / 25.4, "in": 96.0}
"""Pixels of 1/96 inch in each unit."""
WIDEST = 1440.0
"""Pixels beyond which a picture doesn't show more, but the same larger."""
POINT = 96 / 72
"""Pixels of 1/96 inch in a point."""


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
        gradients flow back (``"gradient"``); its maps as plates in depth
        (``"isometric"``), of a chain those of all its layers. What a layer doesn't
        have is shown as ``"layer"``.
    values
        Write the numbers into cells that are large enough.
    colours
        Colour cells by their numbers; else they are plain.
    decimals
        Digits after the point, or None for as many as the numbers need.
    factored
        Write whole numbers, with one common factor beside a panel's title: a
        kernel of ninths reads ``× 1/9`` and has ones. In place of `decimals`
        wherever the numbers have a common denominator that isn't large.
    ghost
        Show output cells that the animation hasn't reached, faintly.
    sources
        Draw arrows from the input cells that padding copies.
    struck
        Strike through the cells that no output reads, and those that are cut off.
    products
        Write under each value in the window the weight that it is multiplied with.
    linking
        Give every input cell in the window the colour of the tap that it meets.
    projection
        Draw lines from the window to its output cell.
    path
        Draw the way of the window's middle up to this step.
    coordinates
        Write rows and columns beside the panels, counted from 0; padding is negative.
    colour_bar
        Draw which colour stands for which number.
    symmetric
        Let colours reach as far below zero as above.
    motion
        Let the window glide from one position to the next on the screen.
    by_taps
        A step is one tap (one product) in place of one output cell.
    colour_map
        Colours of input and output cells; ``auto`` takes grey for pictures,
        purple to green for outputs with negative numbers, and the panel's tint
        otherwise.
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
    turn
        By how many degrees the plates of ``"isometric"`` are turned, `LEAST_TURN`
        to `MOST_TURN`.
    """

    show: Show = "layer"
    values: bool = True
    colours: bool = True
    decimals: int | None = None
    factored: bool = False
    ghost: bool = False
    sources: bool = True
    struck: bool = True
    products: bool = False
    linking: bool = False
    projection: bool = False
    path: bool = False
    coordinates: bool = False
    colour_bar: bool = False
    symmetric: bool = False
    motion: bool = True
    by_taps: bool = False
    colour_map: ColourMap = "auto"
    input_levels: Levels | None = None
    output_levels: Levels | None = None
    input_channel: int = 0
    depth: int | None = None
    compared: str | None = None
    zoom: float = 1.0
    centre: tuple[float, float] | None = None
    turn: float = 36.0


SWITCHES: tuple[str, ...] = tuple(
    field.name for field in fields(ViewOptions) if isinstance(field.default, bool)
)
"""The options of the view that are on or off."""


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """How a picture is set: its type, what is in it, and how that stands.

    Attributes
    ----------
    font_size, panels, arrangement
        As in `FrameOptions`.
    """

    font_size: float | None = None
    panels: tuple[Panel, ...] = USUAL_PANELS
    arrangement: Arranged = "auto"

    def type_size(self, natural: float) -> float:
        """Return the size of titles in pixels: the one wished for, else the natural one."""
        return natural if self.font_size is None else self.font_size * POINT


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """What an exported picture looks like.

    Attributes
    ----------
    size
        Width and height in pixels of 1/96 inch, before `scale`; not always whole.
    scale
        Pixels of a raster picture for each of them; 2 gives twice the
        resolution of the same picture.
    unit
        What vector files give their size in: true millimetres or inches, or pixels.
    theme
        Name of the theme.
    transparent
        Leave the background out.
    font_size
        Of titles and words, in points (1/72 inch), or None for what suits the size.
    panels
        What is in the picture.
    arrangement
        Panels beside or above one another, the input over the output as in the
        classical papers, or what leaves the cells largest.
    vector_text
        In SVG and PDF text is text that names the font, or paths.
    """

    size: tuple[float, float] = (1280, 720)
    scale: float = 1.0
    unit: Unit = "px"
    theme: ThemeName = "light"
    transparent: bool = False
    font_size: float | None = None
    panels: tuple[Panel, ...] = USUAL_PANELS
    arrangement: Arranged = "auto"
    vector_text: VectorText = "text"

    @property
    def enlarged(self) -> float:
        """How many times a picture is enlarged that is wider than any is drawn."""
        return max(1.0, self.size[0] / WIDEST)

    @property
    def drawn(self) -> tuple[float, float]:
        """The size at which it is drawn before that."""
        width, height = self.size
        return width / self.enlarged, height / self.enlarged

    @property
    def picture(self) -> PictureOptions:
        """How the picture is set, at the size at which it is drawn."""
        font_size = None if self.font_size is None else self.font_size / self.enlarged
        return PictureOptions(font_size, self.panels, self.arrangement)


@dataclass(frozen=True, slots=True)
class AnimationOptions:
    """How frames follow one another in a moving picture.

    Attributes
    ----------
    pace
        Steps a second.
    hold
        Seconds that the last frame stays, before the first comes again.
    loop
        Play again and again.
    between
        Frames between one step and the next, in which the window moves on.
    """

    pace: float = 2.0
    hold: float = 1.5
    loop: bool = True
    between: int = 0
