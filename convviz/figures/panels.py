"""Parts of the pictures of matrices and of coverage: room, titles, an input with its padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.output import mirrored
from convviz.engine.trace import Trace
from convviz.figures.grid import Grid
from convviz.figures.marks import around, border, inset, mark, one, seen
from convviz.figures.numbers import grouped
from convviz.figures.pieces import named
from convviz.figures.slices import cell_of, flat
from convviz.figures.still import Choice, edge
from convviz.figures.tiles import Plane, Tile, levels_of, rim
from convviz.layers.conv import Conv
from convviz.layers.transposed import ConvTranspose
from convviz.options import PictureOptions, ViewOptions
from convviz.scene.items import Hotspot, Item, Line, Rect, Role, Text
from convviz.scene.metrics import text_width
from convviz.steps.pointing import as_read

LARGEST = 64.0
"""Side of a cell at most: larger ones only waste room."""
SMALLEST_TEXT = 7.0
_DETAIL = 0.82
_SMALLEST_MARKED = 4.0
_LOUD: Role = "text"
_QUIET: Role = "text.muted"


@dataclass(frozen=True, slots=True)
class Look:
    """The room of a picture and the size of its type.

    Attributes
    ----------
    width, height
        The picture's, in pixels.
    font
        Size of a title.
    margin
        Room at the picture's edges.
    title
        Height of a title above its panel, 0 where there is no room for titles.
    """

    width: float
    height: float
    font: float
    margin: float
    title: float

    @classmethod
    def of(cls, size: tuple[float, float], setting: PictureOptions | None = None) -> Look:
        """Return the look of a picture of a size (width, height)."""
        width, height = size
        font = min(max(0.022 * min(width, 1.6 * height), 9.0), 22.0)
        font = font if setting is None else setting.type_size(font)
        roomy = height >= 16 * font and width >= 20 * font
        margin = min(max(0.03 * min(width, height), 6.0), 0.1 * min(width, height))
        return cls(width, height, font, margin, 3.0 * font if roomy else 0.0)

    @property
    def small(self) -> float:
        """Size of what is written below a title and beside panels."""
        return _DETAIL * self.font

    def titled(
        self, x: float, y: float, name: str, detail: str, role: Role, end: float
    ) -> list[Item]:
        """Return the title of a panel that begins at x, y, each line ending before `end`."""
        if not self.title:
            return []
        return [
            *fitted(Text(x, y - 1.95 * self.font, name, self.font, role, bold=True), end - x),
            *fitted(Text(x, y - 0.75 * self.font, detail, self.small, "text.muted"), end - x),
        ]


    def below(
        self, x: float, y: float, name: str, detail: str, role: Role, end: float
    ) -> list[Item]:
        """Return the title of a panel that ends at x, y, below it."""
        return [
            *fitted(Text(x, y + 1.35 * self.font, name, self.font, role, bold=True), end - x),
            *fitted(Text(x, y + 2.5 * self.font, detail, self.small, "text.muted"), end - x),
        ]


def fitted(text: Text, width: float) -> list[Item]:
    """Return a text small enough for a width; nothing where it would be unreadable."""
    size = min(text.size, width / max(text_width(text.text, 1.0, text.bold), 1e-9))
    return [replace(text, size=size)] if size >= min(SMALLEST_TEXT, text.size) else []


def caption(look: Look, text: str, y: float, *, quiet: bool = False) -> list[Item]:
    """Return a sentence in the middle of the picture's width, its baseline at y."""
    width = look.width - 2 * look.margin
    size, colour = (look.small, _QUIET) if quiet else (look.font, _LOUD)
    return fitted(Text(look.width / 2, y, text, size, colour, "middle"), width)


def cell_for(
    width: float, height: float, columns: float, rows: float, most: float = LARGEST
) -> float:
    """Return the largest side of so many cells in some room, in whole pixels where that is much."""
    cell = min(max(width, 1.0) / columns, max(height, 1.0) / rows, most)
    return float(int(cell)) if cell >= 4 else cell


def board(
    x: float, y: float, cell: float, shape: tuple[int, int], origin: tuple[int, int] = (0, 0)
) -> Grid:
    """Return a grid all of which is seen, its corner at x, y."""
    rows, columns = shape
    x, y = float(round(x)), float(round(y))
    return Grid(x, y, columns * cell, rows * cell, cell, rows, columns, x, y, origin)


def hotspot(kind: str, grid: Grid, *, flat: bool = False) -> Hotspot:
    """Return the places of a grid."""
    return Hotspot(
        kind,
        *grid.box,
        origin=(grid.left, grid.top),
        cell=(grid.cell, grid.cell),
        first=grid.origin,
        shape=(grid.rows, grid.columns),
        flat=flat,
    )


def two(sizes: Sequence[int], first: int = 1) -> tuple[int, int]:
    """Return rows and columns of one or two axes; one axis is one row."""
    return (sizes[-2] if len(sizes) > 1 else first, sizes[-1])


def padded_origin(trace: Trace) -> tuple[int, int]:
    """Return the row and column of the first padded cell, in input coordinates."""
    row, column = two([before for before, _ in trace.pads], 0)
    return -row, -column


def input_plane(trace: Trace, choice: Choice, view: ViewOptions) -> Plane:
    """Return the padded input's channel on show."""
    ranges = trace.padded_coarse
    return Plane(
        flat(trace.padded[choice.input]),
        tuple(level[choice.input] for level in ranges.levels),
        choice.input_ramp,
        levels_of(ranges, choice.input_ramp, view.input_levels),
    )


def output_plane(trace: Trace, choice: Choice, view: ViewOptions) -> Plane:
    """Return the output's channel on show."""
    ranges = trace.output_coarse
    return Plane(
        flat(trace.output[choice.output]),
        tuple(level[choice.output] for level in ranges.levels),
        choice.output_ramp,
        levels_of(ranges, choice.output_ramp, view.output_levels),
    )


def weights_plane(values: NDArray[Any], choice: Choice) -> Plane:
    """Return weights (rows, columns) in the kernel's colours, in which 0 is always there."""
    low, high = levels_of(Coarse(*finite_range(values)), choice.kernel_ramp, None)
    return Plane(values, (), choice.kernel_ramp, (min(low, 0.0), max(high, 0.0)))


def kernel_of(trace: Trace, output: int) -> NDArray[Any] | None:
    """Return an output channel's kernel as it meets the input, (channels, *taps); None without."""
    layer = trace.layer
    if trace.weight is None:
        return None
    assert isinstance(layer, Conv | ConvTranspose)  # noqa: S101 - no other has a weight
    weight = mirrored(layer, trace.weight)
    if isinstance(layer, Conv):
        return np.asarray(weight[output])
    read = layer.input_channels(output)
    return np.asarray(weight[read.start : read.stop, output % weight.shape[1]])


def input_items(trace: Trace, shown: Tile) -> list[Item]:
    """Return an input's cells, its padding hatched, with the lines around both."""
    grid = shown.grid
    inner, *strips = inner_and_padding(trace, grid)
    items: list[Item] = []
    for strip in strips:
        items += shown.part(*strip, ramp="padding", hatched=True)
    items += shown.part(*inner)
    everything = (range(grid.rows), range(grid.columns))
    if inner != everything:
        items += rim(grid, *named(grid))
    # Where cells are cut off, the input goes beyond what is left of it.
    rows, columns = (
        range(max(axis.start, 0), min(axis.stop, length))
        for axis, length in zip(inner, (grid.rows, grid.columns), strict=True)
    )
    items.append(edge(grid, rows, columns, "input.edge"))
    return items


def inner_and_padding(trace: Trace, grid: Grid) -> tuple[tuple[range, range], ...]:
    """Return the input's block of a padded grid, then the strips of padding around it.

    Rows and columns count from the grid's first.
    """
    rows, columns = flat(trace.input[0]).shape
    top, left = -grid.origin[0], -grid.origin[1]
    bottom, right = top + rows, left + columns
    every = range(grid.columns)
    return (
        (range(top, bottom), range(left, right)),
        (range(top), every),
        (range(top, bottom), range(left)),
        (range(top, bottom), range(right, grid.columns)),
        (range(bottom, grid.rows), every),
    )


def lit(trace: Trace, shown: Tile, cells: tuple[Sequence[int], Sequence[int]]) -> list[Item]:
    """Return input cells of some rows and columns in the kernel's colours, padding hatched."""
    items: list[Item] = []
    for row, column in seen(shown.grid, *cells) or ():
        items += shown.part(
            one(row - shown.grid.origin[0]),
            one(column - shown.grid.origin[1]),
            ramp="kernel" if in_input(trace, (row, column)) else "padding-read",
            hatched=not in_input(trace, (row, column)),
        )
    return items


def in_input(trace: Trace, cell: tuple[int, int]) -> bool:
    """Return whether a cell (row, column) is in the input, not in the padding."""
    size = two(trace.input.shape[1:])
    return all(0 <= at < length for at, length in zip(cell, size, strict=True))


def window_items(
    trace: Trace, shown: Tile, axes: tuple[range, range], role: Role, upto: int | None = None
) -> list[Item]:
    """Return a window on the input: its cells, and a frame around it.

    Parameters
    ----------
    trace
        The layer's numbers.
    shown
        The input's cells.
    axes
        Rows and columns that it reads, in input coordinates.
    role
        Of the frame.
    upto
        How many of its cells have been read; None for all.
    """
    rows, columns = axes
    if not rows or not columns:
        return []
    grid = shown.grid
    if grid.cell < _SMALLEST_MARKED:
        return [around(grid, rows, columns, role, fill="window.fill")]
    full, rest = divmod(len(rows) * len(columns) if upto is None else upto, len(columns))
    items = [
        *lit(trace, shown, (rows[:full], columns)),
        *lit(trace, shown, (rows[full : full + 1], columns[:rest])),
    ]
    length = two(trace.input.shape[1:])
    items += border(grid, (range(length[0]), range(length[1])), axes)
    spread = any(axis.step > 1 and len(axis) > 1 for axis in axes)
    if spread:
        items += [mark(grid, cell, role, 1.5) for cell in seen(grid, rows, columns) or ()]
    items.append(
        around(grid, rows, columns, role, line=1.5 if spread else 2.5, dashed=spread)
    )
    return items


def axes_of(ranges: Sequence[range]) -> tuple[range, range]:
    """Return rows and columns of one or two axes; one axis is one row."""
    return (ranges[-2] if len(ranges) > 1 else range(1), ranges[-1])


def empty(grid: Grid, role: Role) -> list[Item]:
    """Return a grid of cells that nothing is in yet."""
    return [Rect(*grid.box, fill="empty.cell"), *lines(grid), Rect(*grid.box, edge=role, line=1.5)]


def lines(grid: Grid) -> list[Item]:
    """Return the lines between cells, where these are large enough for lines."""
    if grid.cell < 5:
        return []
    x, y, width, height = grid.box
    return [
        *(
            Line(((x, y + at * grid.cell), (x + width, y + at * grid.cell)), "grid")
            for at in range(1, grid.rows)
        ),
        *(
            Line(((x + at * grid.cell, y), (x + at * grid.cell, y + height)), "grid")
            for at in range(1, grid.columns)
        ),
    ]


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, range]]:
    """Return the runs of True in each row of an array, as (row, columns)."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    starts, ends = (np.argwhere(edges == sign) for sign in (1, -1))
    return [
        (int(row), range(int(first), int(end)))
        for (row, first), (_, end) in zip(starts, ends, strict=True)
    ]


def ghost(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> list[Item]:
    """Return a dashed frame for the animation's place while something else is pointed at."""
    return [inset(around(grid, rows, columns, "ghost.edge", line=2.0, dashed=True))]


def page(at: int, shown: int, count: int) -> range:
    """Return the page of so many of a longer axis that a place is on; the last is filled up."""
    first = min(at // shown * shown, count - shown)
    return range(first, first + shown)


def shown_text(name: str, shown: range, count: int) -> str:
    """Return which part of an axis is on show, counted from 1; nothing when it is all."""
    if len(shown) == count:
        return ""
    return f"{name} {grouped(shown.start + 1)} to {grouped(shown.stop)} of {grouped(count)}"


def names_of(positions: Sequence[tuple[int, int]], axes: int) -> list[str]:
    """Return positions as they are written beside rows and columns, counted from 1: ``2,3``."""
    return [f"{row + 1},{column + 1}" if axes > 1 else f"{column + 1}" for row, column in positions]


def counted_as(number: int, name: str) -> str:
    """Return a number of things: ``1 window``, ``9 windows``."""
    return f"{grouped(number)} {name}{'' if number == 1 else 's'}"


def met(trace: Trace, tap: tuple[int, int]) -> tuple[int, int]:
    """Return the tap (row, column) of a kernel as it meets the input for one as written, and back.

    They differ where the kernel is flipped.
    """
    return cell_of(as_read(trace, tap[-trace.layer.axes :]))
