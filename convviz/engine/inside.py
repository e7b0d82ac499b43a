"""Outputs whose windows lie within the input: no padding is needed, and no copy made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.blocks import Block, Source, runs
from convviz.layers.conv import Conv

# Where nothing is copied, so many times more groups at once save calls and stay near the core.
_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Inside:
    """A run of outputs, the same in every channel, that is summed straight from the input.

    Where the output's rows are as long as the input's, output and window move
    together, cell by cell, from the first window within the input to the last.
    In between are outputs at the ends of rows whose windows go round the edge:
    they come out wrong, lie within the borders and are computed again.

    Attributes
    ----------
    first, count
        The run, where all cells of a channel are in one row.
    read
        The first cell that the first window reads.
    borders
        Boxes of all outputs whose windows don't lie within the input.
    """

    first: int
    count: int
    read: int
    borders: tuple[tuple[slice, ...], ...]

    @classmethod
    def of(cls, layer: Conv, source: Source, size: tuple[int, ...]) -> Inside | None:
        """Return it for an output of such a size; None where there is none, or it's too small."""
        shape = source.array.shape[1:]
        together = set(layer.stride) == {1} and size[1:] == shape[1:]
        if not together or not source.array.flags.c_contiguous:
            return None
        befores = [before for before, _ in source.pads]
        low = [max(0, before) for before in befores]
        axes = zip(size, shape, befores, layer.effective_kernel, strict=True)
        high = [min(count, length + before - span + 1) for count, length, before, span in axes]
        cells = prod(max(0, stop - start) for start, stop in zip(low, high, strict=True))
        if cells < 2 or 2 * cells < prod(size):
            return None
        first = _place(low, size)
        last = _place([stop - 1 for stop in high], size)
        read = _place([at - before for at, before in zip(low, befores, strict=True)], shape)
        return cls(first, last - first + 1, read, tuple(_borders(low, high, size)))

    def blocks(self, layer: Conv, room: int) -> Iterator[Block]:
        """Yield its parts, of about so many numbers; their cells are counted within the run."""
        outs = layer.out_channels // layer.groups
        step = max(2, -(-self.count // -(-self.count // room)))
        outs_step = max(1, min(outs, room // step))
        groups_step = max(1, _GROUPS * room // (step * outs)) if outs_step == outs else 1
        for groups in runs(layer.groups, groups_step):
            for part in runs(self.count, step):
                start = min(part.start, self.count - step)  # never one cell alone
                for some in runs(outs, outs_step):
                    yield Block(groups, some, (slice(start, start + step),))

    def windows(self, source: Source, groups: slice, run: slice, layer: Conv) -> NDArray[Any]:
        """Return what a part of the run reads: (groups, channels, cells, kernel's axes)."""
        x, ins = source.array, layer.in_channels // layer.groups
        each, *pitches = x.strides
        between = (
            dilation * pitch for dilation, pitch in zip(layer.dilation, pitches, strict=True)
        )
        shape = (groups.stop - groups.start, ins, run.stop - run.start, *layer.kernel_size)
        begin = groups.start * ins * each + (self.read + run.start) * x.itemsize
        return np.ndarray(shape, x.dtype, x, begin, (ins * each, each, x.itemsize, *between))


def _place(at: list[int], size: tuple[int, ...]) -> int:
    """Return where a cell is when all cells are in one row."""
    place = 0
    for index, length in zip(at, size, strict=True):
        place = place * length + index
    return place


def _borders(low: list[int], high: list[int], size: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """Yield boxes that hold what is before `low` or from `high` on along any axis, each once."""
    within = tuple(map(slice, low, high))
    whole = tuple(map(slice, (0,) * len(size), size))
    for axis, length in enumerate(size):
        for start, stop in ((0, low[axis]), (high[axis], length)):
            if start < stop:
                yield (*within[:axis], slice(start, stop), *whole[axis + 1 :])
