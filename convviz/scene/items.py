"""The items of a display list: what is drawn, in which role, never in which colour.

Coordinates are in pixels of the picture, x to the right and y down; a theme
gives each role its colour when the list is painted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Role = Literal[
    "background",  # behind everything
    "surface",  # a raised card
    "text",
    "text.muted",
    "grid",  # lines between cells
    "input.edge",
    "input.text",  # numbers of the input outside cells (terms, titles)
    "kernel.edge",
    "kernel.text",
    "output.edge",
    "output.text",
    "padding.cell",
    "padding.hatch",
    "padding.edge",
    "padding.text",
    "window.edge",  # the window on the input and the cells it reads
    "window.fill",
    "hover.edge",  # what the pointer has to do with
    "hover.fill",
    "ghost.edge",  # the animation's place while something is hovered
    "empty.cell",  # an output cell not reached yet
    "unused",  # strokes through cells that no window reads
    "differs.edge",  # an output cell that another dialect makes different
    "gradient.edge",
    "gradient.text",
    "accent",
    "error",
]
Ramp = Literal[
    "input", "kernel", "output", "gradient", "padding", "grey", "diverging", "purple-green",
    "purple-amber", "viridis", "cividis",
    "plain",  # the same for every number
    "taps",  # a colour for each tap of a kernel, at every tenth shade
]
"""256 colours from a value's shade 0 to 255; diverging ones have zero at 128 (rounded 127.5)."""
DIVERGING: frozenset[Ramp] = frozenset({"diverging", "purple-green", "purple-amber"})
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid of square cells, each with a shade and perhaps a label.

    Attributes
    ----------
    x, y
        Top left corner of the grid.
    cell
        Side of a cell.
    shades
        uint8, shape (rows, columns): place of each cell on the ramp.
    ramp
        The colours of the shades.
    labels
        A text for each cell, row by row, or None for none at all; an empty
        text leaves its cell without.
    font_size
        Size of the labels in pixels.
    lines
        Role of the lines around the cells, or None for none.
    hatched
        Strokes across every cell, in the role ``padding.hatch``.
    opacity
        1 is opaque.
    """

    x: float
    y: float
    cell: float
    shades: NDArray[np.uint8]
    ramp: Ramp
    labels: tuple[tuple[str, ...], ...] | None = None
    font_size: float = 12.0
    lines: Role | None = "grid"
    hatched: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """Many small cells as one picture.

    Attributes
    ----------
    x, y, width, height
        Where it stands.
    shades
        uint8, shape (rows, columns).
    ramp
        The colours of the shades.
    smooth
        Blend neighbours when the picture is scaled; else each stays a block.
    """

    x: float
    y: float
    width: float
    height: float
    shades: NDArray[np.uint8]
    ramp: Ramp
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, filled, edged or both; `edge` is centred on its outline."""

    x: float
    y: float
    width: float
    height: float
    fill: Role | None = None
    edge: Role | None = None
    line: float = 1.0
    radius: float = 0.0
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A grid of cells in a plane seen at an angle: parallelograms, their labels upright.

    Attributes
    ----------
    x, y
        The first cell's corner.
    across, down
        The way from a cell to the next in its row, and to the next in its column.
    shades, ramp, labels, font_size, lines, hatched, opacity
        As of `Cells`.
    """

    x: float
    y: float
    across: tuple[float, float]
    down: tuple[float, float]
    shades: NDArray[np.uint8]
    ramp: Ramp
    labels: tuple[tuple[str, ...], ...] | None = None
    font_size: float = 12.0
    lines: Role | None = "grid"
    hatched: bool = False
    opacity: float = 1.0

    def at(self, row: float, column: float) -> tuple[float, float]:
        """Return the point that is so many rows and columns from the first cell's corner."""
        return (
            self.x + column * self.across[0] + row * self.down[0],
            self.y + column * self.across[1] + row * self.down[1],
        )


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape with straight sides, filled, edged or both."""

    points: tuple[tuple[float, float], ...]
    fill: Role | None = None
    edge: Role | None = None
    line: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Straight strokes through points, one after the other."""

    points: tuple[tuple[float, float], ...]
    colour: Role
    line: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow, bent sideways by `bend` times its length (0 is straight)."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: Role
    line: float = 1.5
    bend: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: Role = "text"
    anchor: Anchor = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one name, clipped to a rectangle (x, y, width, height) or not."""

    name: str
    items: tuple[Item, ...]
    clip: tuple[float, float, float, float] | None = None
    opacity: float = 1.0


Item = Cells | Image | Rect | Sheet | Polygon | Line | Arrow | Text | Group


Target = tuple[str, tuple[int, ...]]
"""What a place in a picture stands for: a kind and which one of them.

``("input", (row, column))`` in input coordinates, negative or beyond the size
in the padding; ``("kernel", (row, column))``; ``("output", (row, column))``;
``("term", (index,))``.
"""


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A grid of places that answer to the pointer; the only hit-testing there is.

    Attributes
    ----------
    kind
        The targets' kind.
    x, y, width, height
        The part of the grid that answers.
    origin
        Where the first cell's top left corner is, inside that part or not.
    cell
        Width and height of a place.
    slant
        How far a row is to the right of the one above, and a column below the one
        before, where the grid is seen at an angle; `x`, `y`, `width` and `height`
        are then the box around it.
    first
        (row, column) of the first cell.
    shape
        Rows and columns.
    flat
        Targets' index is (row · columns + column + first column,) in place of (row, column).
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    origin: tuple[float, float]
    cell: tuple[float, float]
    first: tuple[int, int] = (0, 0)
    shape: tuple[int, int] = (1, 1)
    flat: bool = False
    slant: tuple[float, float] = (0.0, 0.0)

    def hit(self, x: float, y: float) -> Target | None:
        """Return what stands at a point, None outside."""
        if not (self.x <= x < self.x + self.width and self.y <= y < self.y + self.height):
            return None
        row, column = map(floor, self.place(x, y))
        if not (0 <= row < self.shape[0] and 0 <= column < self.shape[1]):
            return None
        if self.flat:
            return self.kind, (row * self.shape[1] + column + self.first[1],)
        return self.kind, (row + self.first[0], column + self.first[1])

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return how many rows and columns a point is from the first cell's corner."""
        right, below = x - self.origin[0], y - self.origin[1]
        (width, height), (lean, drop) = self.cell, self.slant
        if not lean and not drop:
            return below / height, right / width
        area = width * height - lean * drop
        return (below * width - right * drop) / area, (right * height - below * lean) / area

    def point(self, row: float, column: float) -> tuple[float, float]:
        """Return the point that is so many rows and columns from the first cell's corner."""
        return (
            self.origin[0] + column * self.cell[0] + row * self.slant[0],
            self.origin[1] + row * self.cell[1] + column * self.slant[1],
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """A display list and the places in it that answer to the pointer.

    Attributes
    ----------
    width, height
        Size of the picture in pixels.
    items
        Painted in this order.
    hotspots
        The last that is hit wins.
    """

    width: float
    height: float
    items: tuple[Item, ...] = ()
    hotspots: tuple[Hotspot, ...] = field(default=())

    def hit(self, x: float, y: float) -> Target | None:
        """Return what stands at a point, None where nothing answers."""
        for hotspot in reversed(self.hotspots):
            target = hotspot.hit(x, y)
            if target is not None:
                return target
        return None
