"""Sums of products as one product of matrices, in whatever order the machine's BLAS adds.

Every window of a block is written out as a column, so that the block's numbers
are the weights, a row for each output channel, times these columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import gcd, prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from convviz.engine.blocks import Limits, Source, box, runs
from convviz.layers.conv import Conv

# Numbers of the columns held at once: few enough to stay near the core.
_COLUMNS = 1 << 19
# Numbers of the input, and of the weights, held at once.
_HELD = 1 << 20
# With fewer output channels that share a window, writing it out as a column doesn't pay.
_OUTS = 3


def pays(layer: Conv) -> bool:
    """Whether windows are shared by several output channels, and small enough to be written out."""
    ins = layer.in_channels // layer.groups
    several = layer.out_channels // layer.groups >= _OUTS
    return several and ins * prod(layer.effective_kernel) <= _HELD


def multiply(
    out: NDArray[Any],
    source: Source,
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    layer: Conv,
    kind: np.dtype[Any],
) -> None:
    """Write a layer's output; parameters as for `convviz.engine.ordered.sum_in_order`."""
    size, phases = out.shape[1:], _phases(layer)
    ins, outs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    limits = Limits(max(1, _COLUMNS // layer.taps), _HELD, 1)
    steps = box(layer, size, limits, layer.effective_kernel, ins)
    step = max(1, _HELD // max(layer.taps, prod(steps)))
    # A box is full along its last axes: one run of cells of each channel.
    out = out.reshape(len(out), -1)
    desk = None
    for group, some in product(range(layer.groups), runs(outs, step)):
        channels = slice(group * outs + some.start, group * outs + some.stop)
        rows = _rows(weight[channels], phases, kind)
        for cells in product(*map(runs, size, steps)):
            counts = tuple(at.stop - at.start for at in cells)
            if desk is None or desk.counts != counts:
                desk = _Desk.of(counts, layer, phases, kind)
            desk.write_out(source, slice(group * ins, (group + 1) * ins), cells)
            first = int(np.ravel_multi_index([at.start for at in cells], size))
            there = out[channels, first : first + prod(counts)]
            np.matmul(rows, desk.columns, out=there, casting="unsafe")
            if bias is not None:
                there += bias[channels, np.newaxis].astype(out.dtype, copy=False)


@dataclass(frozen=True, slots=True)
class _Phase:
    """Taps along one axis whose cells lie next to each other when only every s-th is looked at.

    Attributes
    ----------
    taps
        Which.
    first
        The cell that the first of them meets in the first window.
    step
        How far apart the axis's cells are that are looked at.
    apart
        How many of these the taps are apart.
    moves
        By how many of these the windows move.
    """

    taps: range
    first: int
    step: int
    apart: int
    moves: int

    def reads(self, count: int) -> int:
        """Return how many cells so many windows look at."""
        return (count - 1) * self.moves + (len(self.taps) - 1) * self.apart + 1


def _phases(layer: Conv) -> list[tuple[_Phase, ...]]:
    """Return the phases of the kernel, for each one phase of every axis.

    Only the last axis is taken apart: there, neighbours make copying quick.
    """
    axes = list(zip(layer.kernel_size, layer.stride, layer.dilation, strict=True))
    others = [[_whole(*axis)] for axis in axes[:-1]]
    return list(product(*others, _along(*axes[-1])))


def _whole(kernel: int, stride: int, dilation: int) -> _Phase:
    """Return all taps of an axis as one phase."""
    if kernel == 1:
        return _Phase(range(1), 0, stride, 1, 1)
    return _Phase(range(kernel), 0, 1, dilation, stride)


def _along(kernel: int, stride: int, dilation: int) -> Iterator[_Phase]:
    """Yield the phases of an axis."""
    if kernel <= stride:  # of one tap each: not worth while
        yield _whole(kernel, stride, dilation)
        return
    common = gcd(stride, dilation)
    for tap in range(stride // common):
        taps = range(tap, kernel, stride // common)
        yield _Phase(taps, tap * dilation, stride, dilation // common, 1)


def _rows(
    weight: NDArray[Any], phases: list[tuple[_Phase, ...]], kind: np.dtype[Any]
) -> NDArray[Any]:
    """Return the weights of some output channels as rows, phase after phase."""
    parts = []
    for phase in phases:
        taps = (slice(along.taps.start, None, along.taps.step) for along in phase)
        part = weight[(slice(None), slice(None), *taps)]
        parts.append(part.astype(kind, copy=False).reshape(len(weight), -1))
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """Arrays to work in, used again for every block of one shape.

    Attributes
    ----------
    counts
        How many cells the blocks have along each axis.
    phases
        The kernel's phases.
    read
        For each phase, the part of the input it looks at: channels, cells.
    windows
        For each phase, the same numbers as (channels, taps, cells of the block).
    written
        For each phase, where in the columns these are written out.
    columns
        Shape (taps, cells of the block).
    """

    counts: tuple[int, ...]
    phases: list[tuple[_Phase, ...]]
    read: list[NDArray[Any]]
    windows: list[NDArray[Any]]
    written: list[NDArray[Any]]
    columns: NDArray[Any]

    @classmethod
    def of(
        cls,
        counts: tuple[int, ...],
        layer: Conv,
        phases: list[tuple[_Phase, ...]],
        kind: np.dtype[Any],
    ) -> _Desk:
        """Return the arrays for blocks of a shape."""
        ins = layer.in_channels // layer.groups
        columns = np.empty((layer.taps, prod(counts)), kind)
        desk, top = cls(counts, phases, [], [], [], columns), 0
        for phase in phases:
            taps = tuple(len(along.taps) for along in phase)
            bottom = top + ins * prod(taps)
            written = columns[top:bottom].reshape(ins, *taps, *counts)
            lengths = (along.reads(count) for along, count in zip(phase, counts, strict=True))
            read = np.empty((ins, *lengths), kind)
            if taps == (1,) * len(taps) and read.shape[1:] == counts:
                read = written.reshape(read.shape)  # one tap: what is read is the column
            apart = (along.apart * by for along, by in zip(phase, read.strides[1:], strict=True))
            moved = (along.moves * by for along, by in zip(phase, read.strides[1:], strict=True))
            strides = (read.strides[0], *apart, *moved)
            desk.read.append(read)
            desk.windows.append(as_strided(read, written.shape, strides))
            desk.written.append(written)
            top = bottom
        return desk

    def write_out(self, source: Source, channels: slice, cells: tuple[slice, ...]) -> None:
        """Fill the columns with the windows of a block."""
        for phase, read, windows, written in zip(
            self.phases, self.read, self.windows, self.written, strict=True
        ):
            looked_at = []
            for along, at, length in zip(phase, cells, read.shape[1:], strict=True):
                first = at.start * along.step * along.moves + along.first
                looked_at.append(slice(first, first + (length - 1) * along.step + 1, along.step))
            source.copy(channels, looked_at, read)
            if not np.may_share_memory(read, written):
                np.copyto(written, windows)
