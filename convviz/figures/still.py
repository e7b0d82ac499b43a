"""The part of a picture that stays while the window slides: grids, titles, signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.trace import Trace
from convviz.errors import ConvvizError
from convviz.figures.grid import Grid
from convviz.figures.layout import Layout, layout
from convviz.figures.plan import Plan
from convviz.figures.tiles import (
    SMALLEST_LABELLED_CELL,
    SMALLEST_LINED_CELL,
    Plane,
    Tile,
    levels_of,
    tile,
)
from convviz.figures.titles import titles
from convviz.layers import sizes
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Line, Ramp, Rect, Role, Scene

_MOST_STRUCK = 600


@dataclass(frozen=True, slots=True)
class Choice:
    """Which channels of a layer a picture shows, and in which colours.

    Attributes
    ----------
    input, output
        Channels, from 0.
    input_ramp, output_ramp, kernel_ramp
        The colours of their cells.
    """

    input: int
    output: int
    input_ramp: Ramp = "input"
    output_ramp: Ramp = "output"
    kernel_ramp: Ramp = "kernel"


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The still part of a picture, and what the moving part is cut from.

    Attributes
    ----------
    scene
        The display list.
    trace, choice, layout
        What it shows and where.
    input, kernel, output
        The panels' visible cells; the output's with all its numbers.
    """

    scene: Scene
    trace: Trace
    choice: Choice
    layout: Layout
    input: Tile
    kernel: Tile
    output: Tile


def still(trace: Trace, choice: Choice, view: ViewOptions, size: tuple[float, float]) -> Still:
    """Return the still part of a picture of `size` (width, height) in pixels.

    Raises
    ------
    convviz.errors.ConvvizError
        The layer has more than two axes.
    """
    layer = trace.layer
    if layer.axes > 2:
        raise ConvvizError(
            f"pictures show layers with 1 or 2 axes, this one has {layer.axes}"
        )
    where = layout(
        Plan.of(layer, trace.input.shape[1:], trace.output.shape[1:]), size, view
    )
    planes = _planes(trace, choice, view)
    shown, kernel, output = (
        tile(plane, grid, values=view.values, decimals=view.decimals)
        for plane, grid in zip(planes, (where.input, where.kernel, where.output), strict=True)
    )
    scene = Scene(
        *size,
        items=(
            *titles(trace, choice, where),
            Group("input", _input_items(trace, shown), clip=clip(where.input)),
            Group("kernel", _kernel_items(kernel)),
            Group("output", _output_items(output, view), clip=clip(where.output)),
        ),
        hotspots=tuple(
            _hotspot(kind, grid)
            for kind, grid in (
                ("input", where.input), ("kernel", where.kernel), ("output", where.output)
            )
        ),
    )
    return Still(scene, trace, choice, where, shown, kernel, output)


def _planes(trace: Trace, choice: Choice, view: ViewOptions) -> tuple[Plane, Plane, Plane]:
    weight = flat(trace.weight[choice.output, kernel_channel(trace, choice.input)])
    low, high = levels_of(Coarse(*finite_range(weight)), choice.kernel_ramp, None)
    return (
        _plane(
            trace.padded, trace.padded_coarse, choice.input, choice.input_ramp, view.input_levels
        ),
        Plane(weight, (), choice.kernel_ramp, (min(low, 0.0), max(high, 0.0))),
        _plane(
            trace.output, trace.output_coarse, choice.output, choice.output_ramp,
            view.output_levels,
        ),
    )


def _plane(
    array: NDArray[Any],
    ranges: Coarse,
    channel: int,
    ramp: Ramp,
    levels: tuple[float, float] | None,
) -> Plane:
    return Plane(
        flat(array[channel]),
        tuple(level[channel] for level in ranges.levels),
        ramp,
        levels_of(ranges, ramp, levels),
    )


def flat(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array of one or two axes as (rows, columns)."""
    return np.atleast_2d(array)


def kernel_channel(trace: Trace, channel: int) -> int:
    """Return which of a kernel's channels meets an input channel."""
    return channel % (trace.layer.in_channels // trace.layer.groups)


def _input_items(trace: Trace, shown: Tile) -> tuple[Item, ...]:
    grid = shown.grid
    inner, *strips = inner_and_padding(trace, grid)
    items: list[Item] = []
    for strip in strips:
        items += shown.part(*strip, ramp="padding", hatched=True)
    items += shown.part(*inner)
    items += _struck(trace, grid)
    if inner != (range(grid.rows), range(grid.columns)):
        items.append(
            edge(grid, range(grid.rows), range(grid.columns), "padding.edge", dashed=True)
        )
    items.append(edge(grid, *inner, "input.edge"))
    return tuple(items)


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


def _struck(trace: Trace, grid: Grid) -> list[Item]:
    """Return a stroke in every visible cell that no window reads, beside its number.

    Where they are many, whole rows and columns are struck: what isn't read is
    always a row or a column of the padded input.
    """
    if grid.cell < SMALLEST_LINED_CELL:
        return []
    layer = trace.layer
    read = [
        sizes.read_positions(padded, kernel, stride, dilation)
        for padded, kernel, stride, dilation in zip(
            trace.padded.shape[1:], layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    ]
    flags = (read[0] if layer.axes > 1 else b"\x01", read[-1])
    rows, columns = (
        [at for at in axis if not flag[at]]
        for axis, flag in zip(grid.visible, flags, strict=True)
    )
    down, across = map(len, grid.visible)
    if len(rows) * across + len(columns) * down > _MOST_STRUCK:
        return _struck_through(grid, rows, columns)
    line = max(1.0, 0.03 * grid.cell)
    near, far = (0.74, 0.95) if grid.cell >= SMALLEST_LABELLED_CELL else (0.2, 0.8)
    near, far = near * grid.cell, far * grid.cell
    corners = (
        grid.corner(row, column)
        for row in grid.visible[0]
        for column in (columns if flags[0][row] else grid.visible[1])
    )
    return [Line(((x + near, y + far), (x + far, y + near)), "unused", line) for x, y in corners]


def _struck_through(grid: Grid, rows: list[int], columns: list[int]) -> list[Item]:
    """Return a stroke through every row and column that no window reads, from end to end."""
    left, top = grid.corner(grid.visible[0].start, grid.visible[1].start)
    right, bottom = grid.corner(grid.visible[0].stop, grid.visible[1].stop)
    middles = [grid.corner(row + 0.5, 0)[1] for row in rows]
    centres = [grid.corner(0, column + 0.5)[0] for column in columns]
    return [
        *(Line(((left, y), (right, y)), "unused", opacity=0.6) for y in middles),
        *(Line(((x, top), (x, bottom)), "unused", opacity=0.6) for x in centres),
    ]


def _kernel_items(kernel: Tile) -> tuple[Item, ...]:
    grid = kernel.grid
    rows, columns = range(grid.rows), range(grid.columns)
    return (*kernel.part(rows, columns), edge(grid, rows, columns, "kernel.edge"))


def _output_items(output: Tile, view: ViewOptions) -> tuple[Item, ...]:
    grid = output.grid
    rows, columns = range(grid.rows), range(grid.columns)
    items: list[Item] = [Rect(*grid.box, fill="empty.cell")]
    if grid.cell >= SMALLEST_LINED_CELL:
        items += _lines(grid)
    if view.ghost:
        # What has no numbers in it can be stronger and still not be taken for reached.
        opacity = 0.28 if output.labels is not None else 0.5
        items.append(Group("ghost", output.part(rows, columns), opacity=opacity))
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
