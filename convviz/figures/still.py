"""The part of a picture that stays while the window slides: grids, titles, signs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.trace import Trace
from convviz.figures.below import legend, lines_below, room_above
from convviz.figures.blocks import Block, Blocks, blocks, coarser, shown_numbers
from convviz.figures.colour_bars import bars_of, colour_bars
from convviz.figures.compared import Compared, rings
from convviz.figures.coordinates import coordinates
from convviz.figures.factors import Factors
from convviz.figures.ghosts import to_come
from convviz.figures.grid import Grid
from convviz.figures.kernels import kernel_numbers
from convviz.figures.layout import Layout, layout
from convviz.figures.linking import MOST_TAPS, kernel_marks, tap_shades
from convviz.figures.margins import margins
from convviz.figures.plan import Plan
from convviz.figures.slices import Slices, flat
from convviz.figures.struck import struck
from convviz.figures.tiles import SMALLEST_LINED_CELL, Plane, Tile, levels_of, rim, tile
from convviz.figures.titles import titles
from convviz.options import PictureOptions, ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Line, Ramp, Rect, Role, Scene

_FAINT = 0.8
"""How much is seen of cells that are cut off."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a layer a picture shows, and in which colours.

    Attributes
    ----------
    input, output
        Channels, from 0.
    input_ramp, output_ramp, kernel_ramp
        The colours of their cells.
    slices
        Of layers with three axes.
    factors
        What the numbers on show count.
    setting
        How the picture is set.
    """

    input: int
    output: int
    input_ramp: Ramp = "input"
    output_ramp: Ramp = "output"
    kernel_ramp: Ramp = "kernel"
    slices: Slices = field(default_factory=Slices)
    factors: Factors = field(default_factory=Factors)
    setting: PictureOptions = field(default_factory=PictureOptions)


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The still part of a picture, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, layout
        What it shows and where.
    parts
        What the cells of the input's panel are.
    input, kernel, output
        The panels' visible cells, the kernel's None of layers without; the
        output's with all its numbers.
    rings
        What lights the output cells that another dialect makes different.
    taps
        The colours of the taps, None where they have none of their own.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    layout: Layout
    parts: Blocks
    input: Tile
    kernel: Tile | None
    output: Tile
    rings: tuple[Item, ...] = ()
    taps: NDArray[np.uint8] | None = None


def still(
    trace: Trace,
    choice: Choice,
    view: ViewOptions,
    size: tuple[float, float],
    compared: Compared | None = None,
) -> Still:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Parameters
    ----------
    trace, choice, view, size
        What is shown, and how.
    compared
        What another dialect makes of the same, or None.
    """
    where = layout(
        Plan.of(trace.layer, trace.input.shape[1:], trace.output.shape[1:]),
        room_above(size, trace, compared, view),
        view,
        choice.setting,
    )
    parts = blocks(trace, choice.slices.input)
    shown = tile(
        _input_plane(trace, choice, view), where.input, values=view.values, decimals=view.decimals
    )
    output = tile(
        _output_plane(trace, choice, view), where.output, values=view.values,
        decimals=view.decimals,
    )
    kernel = None
    taps = _taps(where, view)
    marked = _input_items(trace, choice, parts, shown, strikes=view.struck)
    groups = [Group("input", marked, clip=clip(where.input))]
    spots = [_hotspot("input", where.input)]
    if where.kernel is not None:
        kernel = tile(
            _kernel_plane(trace, choice, view), where.kernel, values=view.values,
            decimals=view.decimals,
        )
        groups.append(Group("kernel", _kernel_items(kernel, taps)))
        spots.append(_hotspot("kernel", where.kernel))
    around = margins(where)
    if around:
        groups.append(Group("margins", around, clip=clip(where.output_room)))
    groups.append(Group("output", _output_items(output, view), clip=clip(where.output)))
    spots.append(_hotspot("output", where.output))
    lines = lines_below(trace, compared, view)
    told = legend(where, compared, choice.output, size, lines)
    words = (*titles(trace, choice, where), *coordinates(where), *told)
    if view.colour_bar and view.colours:
        bars = bars_of(shown, None if taps is not None else kernel, output)
        words += colour_bars(bars, where, size, lines, view.decimals)
    scene = Scene(*size, items=(*words, *groups), hotspots=tuple(spots))
    marks = rings(compared, choice.output, choice.slices.output, where.output)
    return Still(scene, trace, choice, where, parts, shown, kernel, output, marks, taps)


def _input_plane(trace: Trace, choice: Choice, view: ViewOptions) -> Plane:
    values = shown_numbers(trace, choice.input, choice.slices.input)
    return Plane(
        values,
        coarser(trace, choice.input, values),
        choice.input_ramp,
        levels_of(trace.padded_coarse, choice.input_ramp, view.input_levels),
    )


def _taps(where: Layout, view: ViewOptions) -> NDArray[np.uint8] | None:
    grid = where.kernel
    if grid is None or not view.linking or grid.rows * grid.columns > MOST_TAPS:
        return None
    return tap_shades(grid.rows, grid.columns)


def _kernel_plane(trace: Trace, choice: Choice, view: ViewOptions) -> Plane:
    weight = kernel_numbers(trace, choice.input, choice.output, choice.slices.kernel)
    low, high = levels_of(Coarse(*finite_range(weight)), choice.kernel_ramp, None)
    if view.symmetric:
        low, high = min(low, -high), max(high, -low)
    return Plane(weight, (), choice.kernel_ramp, (min(low, 0.0), max(high, 0.0)))


def _output_plane(trace: Trace, choice: Choice, view: ViewOptions) -> Plane:
    values: NDArray[Any] = flat(trace.output[choice.output], choice.slices.output)
    return Plane(
        values,
        tuple(level[choice.output] for level in trace.output_coarse.levels),
        choice.output_ramp,
        levels_of(trace.output_coarse, choice.output_ramp, view.output_levels),
    )


def _input_items(
    trace: Trace, choice: Choice, parts: Blocks, shown: Tile, *, strikes: bool
) -> tuple[Item, ...]:
    grid = shown.grid
    items: list[Item] = []
    for block in parts.padding:
        items += shown.part(*on_grid(grid, block), ramp="padding", hatched=True)
    if all(parts.inner):
        items += shown.part(*on_grid(grid, parts.inner))
    for block in parts.cut:
        items.append(Group("cut", shown.part(*on_grid(grid, block)), opacity=_FAINT))
    items += struck(trace, grid, parts, choice.slices.input) if strikes else []
    if parts.padding:
        items += rim(grid, *parts.padded)
    if parts.cut:
        items.append(edge(grid, *on_grid(grid, parts.shown), "unused", dashed=True))
    if all(parts.inner):
        items.append(edge(grid, *on_grid(grid, parts.inner), "input.edge"))
    return tuple(items)


def on_grid(grid: Grid, block: Block) -> Block:
    """Return a block of cells as people name them, counted from the grid's first."""
    (rows, columns), (top, left) = block, grid.origin
    return (
        range(rows.start - top, rows.stop - top),
        range(columns.start - left, columns.stop - left),
    )


def _kernel_items(kernel: Tile, taps: NDArray[np.uint8] | None) -> tuple[Item, ...]:
    grid = kernel.grid
    rows, columns = range(grid.rows), range(grid.columns)
    around = edge(grid, rows, columns, "kernel.edge")
    if taps is None:
        return (*kernel.part(rows, columns), around)
    coloured = replace(kernel, shades=taps, factor=1)
    return (*coloured.part(rows, columns, ramp="taps"), *kernel_marks(grid, taps), around)


def _output_items(output: Tile, view: ViewOptions) -> tuple[Item, ...]:
    grid = output.grid
    rows, columns = range(grid.rows), range(grid.columns)
    items: list[Item] = [Rect(*grid.box, fill="empty.cell")]
    if grid.cell >= SMALLEST_LINED_CELL:
        items += _lines(grid)
    if view.ghost:
        items += to_come(output.part(rows, columns))
    items.append(edge(grid, rows, columns, "output.edge"))
    return tuple(items)


def _lines(grid: Grid) -> list[Item]:
    rows, columns = grid.visible
    x1, y1 = grid.corner(rows.start, columns.start)
    x2, y2 = grid.corner(rows.stop, columns.stop)
    across = [y1 + i * grid.cell for i in range(len(rows) + 1)]
    down = [x1 + i * grid.cell for i in range(len(columns) + 1)]
    return [
        *(Line(((x1, y), (x2, y)), "grid") for y in across),
        *(Line(((x, y1), (x, y2)), "grid") for x in down),
    ]


def edge(
    grid: Grid, rows: range, columns: range, role: Role, *, dashed: bool = False
) -> Rect:
    """Return the line around a block of cells, counted from the grid's first."""
    x, y = grid.corner(rows.start, columns.start)
    width, height = len(columns) * grid.cell, len(rows) * grid.cell
    return Rect(x, y, width, height, edge=role, line=1.0 if dashed else 1.5, dashed=dashed)


def clip(grid: Grid) -> tuple[float, float, float, float] | None:
    """Return the grid's box with room for its edge, None when all of the grid is in it."""
    whole = (
        grid.columns * grid.cell <= grid.width + 1 and grid.rows * grid.cell <= grid.height + 1
    )
    return None if whole else (grid.x - 1, grid.y - 1, grid.width + 2, grid.height + 2)


def _hotspot(kind: str, grid: Grid) -> Hotspot:
    return Hotspot(
        kind,
        *grid.box,
        origin=(grid.left, grid.top),
        cell=(grid.cell, grid.cell),
        first=grid.origin,
        shape=(grid.rows, grid.columns),
    )
