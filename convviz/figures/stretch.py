"""A transposed convolution's input with zeros between its cells, as a convolution would read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.grid import Grid
from convviz.figures.marks import mark, one
from convviz.figures.pieces import Cell, named, outline, struck, two
from convviz.figures.slices import flat
from convviz.figures.tiles import SMALLEST_LINED_CELL, Tile
from convviz.scene.items import Group, Item, Ramp, Rect
from convviz.steps.stamping import layer_of

_MOST_CELLS = 1500
"""So many cells between zeros are drawn one by one."""
_PUT, _PADDED, _READ = 0.9, 0.9, 0.9
"""How faint zeros are between the input's cells and around them, and those that a window reads."""

Axes = tuple[range, range]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The cells of a stretched input along rows and columns; input (0, 0) is its (0, 0).

    Attributes
    ----------
    size
        Rows and columns from the first input cell to the last.
    stride
        From one input cell to the next.
    read
        The rows and columns that windows read: padding, or less than the size.
    span, dilation
        Of a window.
    """

    size: Cell
    stride: Cell
    read: Axes
    span: Cell
    dilation: Cell

    @classmethod
    def of(cls, trace: Trace) -> Stretch:
        """Return the stretched input of a transposed convolution."""
        layer = layer_of(trace)
        span = two(layer.effective_kernel)
        stride = two(layer.stride)
        cut = two(tuple(before for before, _ in layer.pads)) if layer.axes > 1 else (
            0, layer.pads[0][0]
        )
        down, across = (
            range(before - length + 1, before - length + 1 + count + length - 1)
            for before, length, count in zip(cut, span, two(trace.output.shape[1:]), strict=True)
        )
        rows, columns = (
            (length - 1) * step + 1
            for length, step in zip(two(trace.input.shape[1:]), stride, strict=True)
        )
        return cls((rows, columns), stride, (down, across), span, two(layer.dilation))

    @property
    def first(self) -> Cell:
        """Row and column of the panel's first cell."""
        return min(self.read[0].start, 0), min(self.read[1].start, 0)

    @property
    def shape(self) -> Cell:
        """Rows and columns of the panel."""
        (top, left), (rows, columns) = self.first, self.size
        return max(self.read[0].stop, rows) - top, max(self.read[1].stop, columns) - left

    @property
    def inner(self) -> Axes:
        """Rows and columns from the first input cell to the last."""
        return range(self.size[0]), range(self.size[1])

    def window(self, output: Cell) -> Axes:
        """Return the rows and columns that a window reads."""
        rows, columns = (
            range(axis.start + at, axis.start + at + length, step)
            for axis, at, length, step in zip(
                self.read, output, self.span, self.dilation, strict=True
            )
        )
        return rows, columns

    def is_input(self, cell: Cell) -> bool:
        """Return whether a cell is one of the input's."""
        return all(
            at in axis and at % step == 0
            for at, axis, step in zip(cell, self.inner, self.stride, strict=True)
        )

    def place(self, cell: Cell) -> Cell:
        """Return where an input cell is."""
        return cell[0] * self.stride[0], cell[1] * self.stride[1]

    def values(self, channel: NDArray[Any]) -> NDArray[Any]:
        """Return the numbers of all cells of the panel."""
        given = flat(channel)
        found = np.zeros(self.shape, given.dtype)
        top, left = self.first
        rows, columns = self.inner
        found[
            -top : rows.stop - top : self.stride[0], -left : columns.stop - left : self.stride[1]
        ] = given
        return found


def stretched_items(tile: Tile, how: Stretch) -> list[Item]:
    """Return a stretched input: cells blue, zeros between and around them faint."""
    grid = tile.grid
    items: list[Item] = []
    for block, hatched in _blocks(how):
        faint = _PADDED if hatched else _PUT
        items.append(Group("zeros", tuple(_part(tile, block, hatched=hatched)), opacity=faint))
    items += _cells(tile, how, how.inner)
    items += _cut(grid, how)
    if how.read != how.inner:
        items.append(outline(grid, *how.read, "padding.edge", dashed=True))
    kept = _both(how.inner, how.read)
    return [*items, outline(grid, *kept, "input.edge")] if all(kept) else items


def window_items(tile: Tile, how: Stretch, axes: Axes) -> list[Item]:
    """Return the cells of a window in the kernel's colours, those of the input framed."""
    if tile.grid.cell < SMALLEST_LINED_CELL:
        return []
    gaps = any(axis.step > 1 and len(axis) > 1 for axis in axes)
    wanted = [(one(row), one(column)) for row in axes[0] for column in axes[1]] if gaps else [axes]
    zeros: list[Item] = []
    for block, hatched in _blocks(how):
        for part in wanted:
            zeros += _part(tile, _both(part, block), ramp=True, hatched=hatched)
    items: list[Item] = [Group("zeros", tuple(zeros), opacity=_READ)]
    for row, column in product(*axes):
        if how.is_input((row, column)):
            items += _part(tile, (one(row), one(column)), ramp=True)
            items.append(mark(tile.grid, (row, column), "window.edge", 1.5))
    return items


def _blocks(how: Stretch) -> Iterator[tuple[Axes, bool]]:
    """Yield the panel's blocks: what is between the input's cells, and the strips of padding."""
    rows, columns = how.inner
    (top, left), (down, across) = how.first, how.shape
    everything = range(left, left + across)
    yield (rows, columns), False
    for strip in (
        (range(top, 0), everything),
        (rows, range(left, 0)),
        (rows, range(columns.stop, left + across)),
        (range(rows.stop, top + down), everything),
    ):
        yield strip, True


def _cells(tile: Tile, how: Stretch, inner: Axes) -> list[Item]:
    """Return the input's cells over the zeros; all of them at once where they are many."""
    rows, columns = (
        range(0, axis.stop, step) for axis, step in zip(inner, how.stride, strict=True)
    )
    if tile.grid.cell < SMALLEST_LINED_CELL or len(rows) * len(columns) > _MOST_CELLS:
        return _part(tile, inner, own=True)
    across = [one(column) for column in columns] if columns.step > 1 else [columns]
    return [
        item
        for row in rows
        for column in across
        for item in _part(tile, (one(row), column), own=True)
    ]


def _cut(grid: Grid, how: Stretch) -> list[Item]:
    """Return a veil and strokes over the cells that no window reads."""
    rows, columns = named(grid)
    inside, along = how.read
    strips = (
        (range(rows.start, inside.start), columns),
        (range(inside.stop, rows.stop), columns),
        (inside, range(columns.start, along.start)),
        (inside, range(along.stop, columns.stop)),
    )
    items: list[Item] = []
    for down, across in strips:
        if down and across:
            items.append(Rect(*grid.span(down, across), fill="background", opacity=0.6))
            items += struck(grid, ((row, column) for row in down for column in across))
    return items


def _part(
    tile: Tile, block: Axes, *, ramp: bool = False, own: bool = False, hatched: bool = False
) -> list[Item]:
    """Return a block of cells as people name them, in the kernel's, their own or quiet colours."""
    top, left = tile.grid.origin
    rows, columns = (
        range(axis.start - first, axis.stop - first)
        for axis, first in zip(block, (top, left), strict=True)
    )
    colours: Ramp | None = "kernel" if ramp else None if own else "padding"
    return [*tile.part(rows, columns, ramp=colours, hatched=hatched)]


def _both(axes: Axes, others: Axes) -> Axes:
    """Return the rows and columns of two blocks' common part."""
    rows, columns = (
        range(max(a.start, b.start), min(a.stop, b.stop))
        for a, b in zip(axes, others, strict=True)
    )
    return rows, columns
