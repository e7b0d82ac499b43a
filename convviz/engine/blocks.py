"""Parts of an output that are computed at once, and the cells of the input that each reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.padding import Mode, source_index
from convviz.layers.conv import Conv, Pair


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A run of padded cells along one axis, and where they are from.

    Attributes
    ----------
    whole
        Whether the input has all of them.
    filled
        Those of them that it has; the others are zero.
    picked
        Where in the input these are.
    """

    whole: bool
    filled: slice
    picked: slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """An input with the padding that it is to have, which is made where it is read.

    Attributes
    ----------
    array
        Shape (in_channels, *spatial), without the padding.
    pads
        (before, after) for each spatial axis; negative ones cut cells off.
    mode
        What the padding is filled with.
    """

    array: NDArray[Any]
    pads: tuple[Pair, ...]
    mode: Mode
    _parts: dict[tuple[int, int, int, int], Part] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> tuple[int, ...]:
        """Spatial size with the padding."""
        sides = zip(self.array.shape[1:], self.pads, strict=True)
        return tuple(size + before + after for size, (before, after) in sides)

    def copy(self, channels: slice, cells: Sequence[slice], into: NDArray[Any]) -> None:
        """Copy some channels of a box of padded cells into an array of their shape."""
        parts = [self._part(axis, at) for axis, at in enumerate(cells)]
        if not all(part.whole for part in parts):
            into[...] = 0
        runs = (part.picked if isinstance(part.picked, slice) else slice(None) for part in parts)
        found = self.array[(channels, *runs)]
        for axis, part in enumerate(parts, start=1):
            if not isinstance(part.picked, slice):
                found = np.take(found, part.picked, axis=axis)
        into[(slice(None), *(part.filled for part in parts))] = found

    def _part(self, axis: int, at: slice) -> Part:
        # Blocks share their parts along each axis: each is looked up but once.
        key = (axis, at.start, at.stop, at.step or 1)
        if key not in self._parts:
            self._parts[key] = self._made(*key)
        return self._parts[key]

    def _made(self, axis: int, start: int, stop: int, step: int) -> Part:
        size, (before, after) = self.array.shape[axis + 1], self.pads[axis]
        count = len(range(start, stop, step))
        first = start - before
        last = first + (count - 1) * step
        if self.mode == "zeros" or (first >= 0 and last < size):
            begin = min(count, max(0, -(first // step)))
            end = max(begin, min(count, -((first - size) // step)))
            held = slice(first + begin * step, first + end * step, step)
            return Part(end - begin == count, slice(begin, end), held)
        index = source_index(size, (before, after), self.mode)[start:stop:step]
        return Part(True, slice(0, count), index)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A part of an output that is computed at once.

    Attributes
    ----------
    groups
        Which groups of channels.
    outs
        Which output channels of each of them.
    cells
        Which outputs along each spatial axis.
    """

    groups: slice
    outs: slice
    cells: tuple[slice, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Its numbers of groups, of output channels in each and of cells along each axis."""
        return tuple(at.stop - at.start for at in (self.groups, self.outs, *self.cells))

    @property
    def index(self) -> tuple[slice, ...]:
        """Where it is in an output of shape (groups, out_channels / groups, *spatial)."""
        return (self.groups, self.outs, *self.cells)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a block may be.

    Attributes
    ----------
    written
        Numbers of the output.
    read
        Numbers of the input that are read at once; a window is never cut for it.
    groups
        Groups of channels.
    """

    written: int
    read: int
    groups: int


def blocks_of(
    layer: Conv, cells: tuple[slice, ...], limits: Limits, window: tuple[int, ...], ins: int
) -> Iterator[Block]:
    """Yield the blocks of some cells of an output.

    Parameters
    ----------
    layer
        The layer.
    cells
        Which outputs along each axis.
    limits
        How large a block may be.
    window
        How many cells of each axis one output reads at once.
    ins
        How many channels it reads at once.
    """
    size = tuple(at.stop - at.start for at in cells)
    steps = box(layer, size, limits, window, ins)
    outs = layer.out_channels // layer.groups
    outs_step = max(1, min(outs, limits.written // prod(steps)))
    groups_step = 1
    if outs_step == outs:
        read = ins * _cells_read(steps, layer, window)
        groups_step = min(limits.written // (prod(steps) * outs), limits.read // read)
    for some in runs(layer.groups, max(1, min(groups_step, limits.groups))):
        for parts in product(*map(runs, size, steps)):
            moved = tuple(
                slice(at.start + part.start, at.start + part.stop)
                for at, part in zip(cells, parts, strict=True)
            )
            for channels in runs(outs, outs_step):
                yield Block(some, channels, moved)


def box(
    layer: Conv, size: tuple[int, ...], limits: Limits, window: tuple[int, ...], ins: int
) -> tuple[int, ...]:
    """Return how many outputs along each axis are computed at once; as for `blocks_of`."""
    steps = _steps(size, limits.written)
    while ins * _cells_read(steps, layer, window) > limits.read and max(steps) > 1:
        steps = _halved(steps)
    # As many parts, of one length if it can be: arrays to work in are made but once.
    return tuple(-(-at // -(-at // step)) for at, step in zip(size, steps, strict=True))


def _cells_read(steps: tuple[int, ...], layer: Conv, window: tuple[int, ...]) -> int:
    lengths = zip(steps, layer.stride, window, strict=True)
    return prod((step - 1) * stride + reads for step, stride, reads in lengths)


def _steps(size: tuple[int, ...], room: int) -> tuple[int, ...]:
    """Return how long a box of at most so many cells is along each axis, last axis first."""
    steps: list[int] = []
    for length in reversed(size):
        steps.insert(0, max(1, min(length, room)))
        room //= length
    return tuple(steps)


def _halved(steps: tuple[int, ...]) -> tuple[int, ...]:
    """Return a box half as long along its first axis that is longer than a cell."""
    axis = next(axis for axis, step in enumerate(steps) if step > 1)
    return (*steps[:axis], (steps[axis] + 1) // 2, *steps[axis + 1 :])


def runs(length: int, step: int) -> list[slice]:
    """Return the parts of an axis that are so long, the last one perhaps shorter."""
    return [slice(at, min(at + step, length)) for at in range(0, length, step)]
