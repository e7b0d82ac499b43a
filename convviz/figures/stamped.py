"""A transposed convolution by its stamps: the sums so far, and where the step's stamp falls."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.linking import in_colour
from convviz.figures.marks import around, mark, one, room
from convviz.figures.recolour import recoloured
from convviz.figures.slices import cell_of, depth_of, flat, two
from convviz.figures.still import Still
from convviz.figures.taps import set_apart, used_cells
from convviz.figures.tiles import Tile, tile
from convviz.layers import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item
from convviz.steps import stamping
from convviz.steps.order import Step
from convviz.steps.pointing import as_read

_SMALLEST_CELL = 4
_FRAMED_EACH = 200


def sums_so_far(trace: Trace, step: Step, channel: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return an output channel's sums after a step's stamp, and which cells any stamp reached.

    After the last stamp that is the output, its bias and unreached cells included.
    """
    layer = trace.layer
    assert isinstance(layer, ConvTranspose) and step.stamp is not None  # noqa: S101, PT018
    first, *position = step.stamp
    channels = layer.input_channels(channel)
    whole = tuple(length - 1 for length in trace.input.shape[1:])
    if first == channels[-1] and tuple(position) == whole:
        return trace.output[channel], np.ones(trace.output.shape[1:], np.bool_)
    onto = stamping.blank(trace)
    for before in range(channels[0], first):
        stamping.add_channel(trace, onto, before, channel, None)
    stamping.add_channel(trace, onto, first, channel, tuple(position))
    covered = stamping.covered(trace, tuple(position) if first == channels[0] else None)
    cut = tuple(
        slice(-start, -start + count)
        for start, count in zip(
            stamping.canvas(trace).first, trace.output.shape[1:], strict=True
        )
    )
    return onto[cut], covered[cut]


def stamped_so_far(still: Still, step: Step, view: ViewOptions) -> tuple[Item, ...]:
    """Return the output cells that stamps have reached, with their sums so far."""
    depth = still.choice.slices.output
    sums, covered = (
        flat(each, depth) for each in sums_so_far(still.trace, step, still.choice.output)
    )
    plane = replace(still.output.plane, values=sums, coarse=())
    grid = still.output.grid
    made = tile(plane, grid, values=view.values, decimals=view.decimals)
    rows, columns = grid.visible
    linked = tuple(_in_colours(still, step, made))
    if covered[rows.start : rows.stop, columns.start : columns.stop].all():
        return (*made.part(rows, columns), *linked)
    items: list[Item] = []
    for row in rows:
        for reached, cells in groupby(columns, covered[row].tolist().__getitem__):
            run = list(cells)
            if reached:
                items += made.part(one(row), range(run[0], run[-1] + 1))
    return (*items, *linked)


def _in_colours(still: Still, step: Step, made: Tile) -> list[Item]:
    """Return the cells that a step's stamp falls on in its taps' colours, where these have some."""
    if still.taps is None or step.stamp is None:
        return []
    grid, depth = still.output.grid, still.choice.slices.output
    falls = stamping.footprint(still.trace, step.stamp[1:])
    items: list[Item] = []
    for read in product(*map(range, map(len, falls))):
        place = tuple(axis[at] for axis, at in zip(falls, read, strict=True))
        tap = as_read(still.trace, read)
        row, column = cell_of(place)
        inside = 0 <= row < grid.rows and 0 <= column < grid.columns
        if inside and depth_of(place) == depth:
            shade = int(still.taps[cell_of(tap)])
            items += in_colour(made.part(one(row), one(column)), shade)
    return items


def stamp_marks(still: Still, step: Step) -> list[Group]:
    """Return the step's input cell, the taps that stay, and its stamp on the output."""
    assert step.stamp is not None  # noqa: S101 - only steps by stamps come here
    where, trace = still.layout, still.trace
    grid = where.input
    cell = cell_of(step.stamp[1:])
    items = [*recoloured(still, one(cell[0]), one(cell[1])), mark(grid, cell, "window.edge", 3.5)]
    falls = stamping.footprint(trace, step.stamp[1:])
    kept = [
        [tap for tap, at in enumerate(axis) if 0 <= at < count]
        for axis, count in zip(falls, trace.output.shape[1:], strict=True)
    ]
    assert where.kernel is not None  # noqa: S101 - what stamps has one
    taps = set_apart(still, used_cells(still, list(product(*kept))))
    return [
        Group("window", tuple(items), clip=room(grid)),
        Group("tap", taps),
        Group("current", tuple(_footprint(still, falls)), clip=room(where.output_room)),
    ]


def _footprint(still: Still, falls: tuple[range, ...]) -> list[Item]:
    """Return frames around the output cells that a stamp covers, dashed where it is cut off."""
    output, (rows, columns) = still.layout.output, two(falls)
    inside = (
        [at for at in rows if 0 <= at < output.rows],
        [at for at in columns if 0 <= at < output.columns],
    )
    holes = any(axis.step > 1 and len(axis) > 1 for axis in (rows, columns))
    cut = (len(inside[0]), len(inside[1])) != (len(rows), len(columns))
    items: list[Item] = []
    if holes or cut:
        items.append(around(output, rows, columns, "window.edge", line=1.5, dashed=True))
    if not all(inside):
        return items
    few = len(inside[0]) * len(inside[1]) <= _FRAMED_EACH and output.cell >= _SMALLEST_CELL
    if holes and few:
        items += [mark(output, cell, "window.edge") for cell in product(*inside)]
    elif not holes:
        items.append(around(output, *inside, "window.edge"))
    return items
