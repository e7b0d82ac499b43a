"""A transposed convolution as stamps: each input cell puts the scaled kernel on the output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import finite_range
from convviz.engine.trace import Trace
from convviz.figures.board import Board, Columns, Panel, board
from convviz.figures.grid import Grid
from convviz.figures.panels import (
    Cell, changing, empty, every, named, outline, plane_of, struck, tile_of, two,
)
from convviz.figures.stamp_words import notes
from convviz.figures.still import Choice, flat
from convviz.figures.tiles import Plane, Tile
from convviz.figures.titles import size_text
from convviz.layers.layer import Layer
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Ramp, Scene, Text
from convviz.steps.stamping import Canvas, add_channel, blank, canvas, covered, kernel

_FOOT = 1.7
_LEAD = 1.2

_ARRANGEMENTS: tuple[Columns, ...] = (
    ((0,), (1, 2), (3,)), ((0,), (1,), (2,), (3,)), ((0, 1), (2, 3)), ((0, 1, 2), (3,)),
    ((0,), (1,), (2, 3)), ((0, 1, 2, 3),),
)
"""Input, kernel, stamp and output: the best first."""
_MOST_AXES = 2


@dataclass(frozen=True, slots=True, eq=False)
class StampsStill:
    """The still part of a picture of stamps, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, board
        What it shows and where.
    canvas
        The output with the border that is cut off.
    input, kernel
        The panels' cells.
    stamps, sums
        Colours of stamps, and of what they add up to.
    earlier
        What the input channels before the one on show have put on the canvas.
    touched
        Where they have.
    final
        All that the stamps add up to, without the bias.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    board: Board
    canvas: Canvas
    input: Tile
    kernel: Tile
    stamps: Plane
    sums: Plane
    earlier: NDArray[Any]
    touched: NDArray[np.bool_]
    final: NDArray[Any]

    @property
    def grids(self) -> tuple[Grid, Grid, Grid, Grid]:
        """Where input, kernel, stamp and canvas stand."""
        shown, weights, scaled, made = self.board.grids
        return shown, weights, scaled, made

    @property
    def output(self) -> tuple[range, range]:
        """Rows and columns of the output."""
        rows, columns = two(self.canvas.output)
        return range(rows), range(columns)


def available(layer: Layer) -> bool:
    """Return whether a layer can be shown as stamps."""
    return isinstance(layer, ConvTranspose) and layer.axes <= _MOST_AXES


def still(
    trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]
) -> StampsStill:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Parameters
    ----------
    trace
        Of a layer that is `available`.
    choice
        Which channels; the input's is the stamp's.
    view
        View options.
    size
        The picture's.
    """
    there = canvas(trace)
    panels = _panels(trace, choice, there, view)
    where = board(panels, _ARRANGEMENTS, notes(trace, there), (0, 0, *size))
    shown, weights, scaled, made = where.grids
    weight = flat(kernel(trace, choice.input, choice.output))
    earlier, touched, final = _sums(trace, choice)
    given = plane_of(flat(trace.input[choice.input]), choice.input_ramp, view.input_levels)
    tiles = (
        tile_of(given, shown, view),
        tile_of(plane_of(weight, choice.kernel_ramp, zero=True), weights, view),
    )
    sums = plane_of(flat(final), choice.output_ramp, view.output_levels, zero=True)
    scene = Scene(
        *size,
        items=(
            *where.items,
            Group("input", (*tiles[0].part(*every(shown)), _edge(shown, "input.edge"))),
            Group("kernel", (*tiles[1].part(*every(weights)), _edge(weights, "kernel.edge"))),
            Group("stamp", (*empty(scaled), _edge(scaled, "kernel.edge"))),
            Group("output", (*_blank(sums, made, there, view), *_foot(made, there, where.font))),
        ),
        hotspots=hotspots(where, panels, there),
    )
    return StampsStill(
        scene, trace, choice, where, there, *tiles, _stamp_plane(trace, choice, weight), sums,
        flat(earlier), flat(touched), flat(final),
    )


def _edge(grid: Grid, role: Role) -> Item:
    return outline(grid, *named(grid), role)


def _blank(sums: Plane, grid: Grid, there: Canvas, view: ViewOptions) -> list[Item]:
    """Return the canvas before the first stamp."""
    nothing = np.zeros((grid.rows, grid.columns))
    shown = np.zeros(nothing.shape, np.bool_)
    return canvas_items(changing(nothing, sums, grid, view, shown=shown), there)


def _panels(trace: Trace, choice: Choice, there: Canvas, view: ViewOptions) -> list[Panel]:
    layer = trace.layer
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - `available` said so
    weights = size_text(layer.kernel_size)
    if layer.effective_kernel != layer.kernel_size:
        weights += f", spans {size_text(layer.effective_kernel)}"
    if layer.flipped:
        weights += ", mirrored"
    given = _of(choice.input, layer.in_channels) + size_text(trace.input.shape[1:])
    made = _of(choice.output, layer.out_channels) + size_text(there.output)
    if there.shape != there.output:
        made += f", cut out of {size_text(there.shape)}"
    scaled = ("Stamp", "input cell × kernel") if view.by_taps else ("Products", "that meet there")
    small = two(layer.kernel_size)
    # The stamp's factor takes the place of the sign.
    times, lead = ("", _LEAD) if view.by_taps else ("×", 0.0)
    return [
        Panel("input", "Input", given, "input.text", two(trace.input.shape[1:])),
        Panel("kernel", "Kernel", weights, "kernel.text", small, small=True, sign=times, lead=lead),
        Panel("stamp", *scaled, "kernel.text", small, small=True, sign="=",
            lead=lead, foot=0.0 if view.by_taps else _FOOT),
        Panel(
            "output", "Output", made, "output.text", two(there.shape), _origin(there),
            sign="→", foot=1.3 if any(there.extra) else 0.0,
        ),
    ]


def _of(channel: int, count: int) -> str:
    return f"channel {channel + 1} of {count}, " if count > 1 else ""


def _origin(there: Canvas) -> Cell:
    return (there.first[-2] if len(there.first) > 1 else 0, there.first[-1])


def _sums(
    trace: Trace, choice: Choice
) -> tuple[NDArray[Any], NDArray[np.bool_], NDArray[Any]]:
    """Return what is on the canvas before the input channel on show, where, and in the end."""
    layer = trace.layer
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - `available` said so
    onto = blank(trace)
    earlier, touched = onto.copy(), np.zeros(onto.shape, np.bool_)
    for channel in layer.input_channels(choice.output):
        if channel == choice.input:
            earlier, touched = onto.copy(), touched | (
                covered(trace, None) if channel > layer.input_channels(choice.output)[0] else False
            )
        add_channel(trace, onto, channel, choice.output, None)
    return earlier, touched, onto


def _stamp_plane(trace: Trace, choice: Choice, weight: NDArray[Any]) -> Plane:
    """Return the colours of every stamp: those of the smallest and the largest products."""
    low, high = finite_range(trace.input[choice.input])
    least, most = finite_range(weight)
    corners = [low * least, low * most, high * least, high * most]
    ranges = np.array([[min(corners), max(corners)]])
    return plane_of(ranges, choice.kernel_ramp, zero=True)


@dataclass(frozen=True, slots=True)
class Region:
    """A block of the canvas: its rows and columns, counted from the first, and its look."""

    rows: range
    columns: range
    ramp: Ramp | None
    hatched: bool = False


def regions(there: Canvas) -> Iterator[Region]:
    """Yield the parts of a canvas: the output, what output_padding adds, what is cut off."""
    top, left = (-at for at in _origin(there))
    rows, columns = two(there.shape)
    down, across = two(there.output)
    more, wider = two((0, *there.extra) if len(there.extra) == 1 else there.extra)
    bottom, right = top + down, left + across
    yield Region(range(top, bottom - more), range(left, right - wider), None)
    yield Region(range(bottom - more, bottom), range(left, right), None, hatched=True)
    yield Region(range(top, bottom - more), range(right - wider, right), None, hatched=True)
    for block in (
        (range(top), range(columns)),
        (range(top, bottom), range(left)),
        (range(top, bottom), range(right, columns)),
        (range(bottom, rows), range(columns)),
    ):
        yield Region(*block, "padding")


def canvas_items(tile: Tile, there: Canvas) -> list[Item]:
    """Return the canvas with a tile's numbers and the lines around it."""
    grid = tile.grid
    items: list[Item] = []
    for part in regions(there):
        items += tile.part(part.rows, part.columns, ramp=part.ramp, hatched=part.hatched)
    top, left = grid.origin
    cut = (
        (row + top, column + left)
        for part in regions(there)
        if part.ramp is not None
        for row in part.rows
        for column in part.columns
    )
    items += struck(grid, cut)
    output = tuple(map(range, two(there.output)))
    if named(grid) != output:
        items.append(outline(grid, *named(grid), "padding.edge", dashed=True))
    items.append(outline(grid, output[0], output[1], "output.edge"))
    return items


def _foot(grid: Grid, there: Canvas, font: float) -> list[Item]:
    """Return what hatched cells are, below the canvas."""
    if not any(there.extra):
        return []
    text = "hatched: output_padding " + size_text(tuple(dict.fromkeys(there.extra)))
    size = 0.78 * font
    y = grid.y + grid.height + 1.2 * size
    return [Text(grid.x + grid.width, y, text, size, "output.text", "end")]


def hotspots(
    where: Board, panels: list[Panel], there: Canvas
) -> tuple[Hotspot, ...]:
    """Return the places that answer to the pointer: of the canvas only the output's."""
    *others, made = where.hotspots(panels)
    grid = where.grids[-1]
    rows, columns = two(there.output)
    box = grid.span(range(rows), range(columns))
    shown = Hotspot(
        made.kind, *box, origin=box[:2], cell=made.cell, first=(0, 0), shape=(rows, columns)
    )
    return (*others, shown)
