"""Sums of products in the order of their terms, one rounding after each product and each sum.

There are two ways to the same bits. One call of einsum makes all products and
sums of a block; NumPy leaves open how it does that, so it is tried once on this
machine (a processor's fused multiply-add would round once where two roundings
are meant). The other way is a product and a sum for each tap: slower, but sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.blocks import Block, Limits, Source, blocks_of
from convviz.engine.inside import Inside
from convviz.layers.conv import Conv

# Numbers of the output computed at once: their sum and what they read stay in a core's cache.
_BLOCK = 1 << 16
# Numbers of the input read at once.
_READ = 1 << 20
# Most products in a sum that is made without asking in between whether to go on.
_TAPS = 1 << 12


def sum_in_order(
    out: NDArray[Any],
    source: Source,
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    layer: Conv,
    kind: np.dtype[Any],
) -> Iterator[float]:
    """Write a layer's output, and yield the share that is done, now and then.

    Parameters
    ----------
    out
        Where to, of shape (out_channels, *spatial).
    source
        The input with its padding.
    weight, bias
        As for `convviz.engine.output.apply`.
    layer
        The layer.
    kind
        The numbers to compute with.
    """
    groups = (layer.groups, layer.out_channels // layer.groups)
    out, weight = (array.reshape(*groups, *array.shape[1:]) for array in (out, weight))
    if bias is not None:
        bias = bias.astype(out.dtype, copy=False).reshape(*groups, *(1,) * layer.axes)
    at_once = _fits(layer) and rounds_each_step(kind)
    boxes: tuple[tuple[slice, ...], ...] = (tuple(map(slice, (0,) * layer.axes, out.shape[2:])),)
    straight: list[tuple[Inside, Block]] = []
    if at_once and kind == out.dtype == source.array.dtype:
        inside = Inside.of(layer, source, out.shape[2:])
        if inside is not None:
            straight = [(inside, block) for block in inside.blocks(layer, _BLOCK)]
            boxes = inside.borders
    blocks = [block for box in boxes for block in _blocks(layer, box, at_once=at_once)]
    total = len(straight) + len(blocks)
    for done, (inside, block) in enumerate(straight):
        yield done / total
        _sum_straight(out, block, inside, source, weight, bias, layer)
    desk = None
    for done, block in enumerate(blocks, len(straight)):
        # A single number is another sum to einsum: over the taps in one go, in an order of its own.
        if at_once and prod(block.shape) > 1:
            yield done / total
            if desk is None or desk.shape != block.shape:
                desk = _Desk.of(block.shape, layer, kind)
            found = desk.sums(block, source, weight)
        else:
            found = np.empty(block.shape, kind)
            for share in _tap_by_tap(found, block, source, weight, layer):
                yield (done + share) / total
        out[block.index] = found
        if bias is not None:
            out[block.index] += bias[block.index[:2]]


def _fits(layer: Conv) -> bool:
    """Whether a window is small enough to be read and summed without a pause."""
    ins = layer.in_channels // layer.groups
    return layer.taps <= _TAPS and ins * prod(layer.effective_kernel) <= _READ


def _blocks(layer: Conv, box: tuple[slice, ...], *, at_once: bool) -> Iterator[Block]:
    if at_once:
        ins = layer.in_channels // layer.groups
        limits = Limits(_BLOCK, _READ, layer.groups)
        return blocks_of(layer, box, limits, layer.effective_kernel, ins)
    # One channel and one row of the kernel after the other.
    window = (1, *layer.effective_kernel[1:])
    return blocks_of(layer, box, Limits(_BLOCK, _READ, 1), window, 1)


@cache
def rounds_each_step(kind: np.dtype[Any]) -> bool:
    """Whether einsum adds products up in their order and rounds each, tried on a few numbers.

    Integers are the same in any order.
    """
    if kind.kind != "f":
        return True
    # Neighbours, every second cell, and a single window: NumPy has a loop of its own for each.
    for stride, columns in ((1, 78), (2, 39), (1, 1)):
        layer = Conv(4, 4, (3, 3), (1, stride), "valid", (1, 1), groups=2)
        x = np.sin(np.arange(4 * 5 * 80)).astype(kind).reshape(4, 5, 80)
        weight = np.cos(np.arange(72)).astype(kind).reshape(2, 2, 2, 3, 3)
        source = Source(x, ((0, 0), (0, 0)), "zeros")
        cells = (slice(0, min(3, columns)), slice(0, columns))
        desk = _Desk.of((2, 2, *(at.stop for at in cells)), layer, kind)
        found = desk.sums(Block(slice(0, 2), slice(0, 2), cells), source, weight)
        for group in range(2):
            block = Block(slice(group, group + 1), slice(0, 2), cells)
            expected = np.empty(block.shape, kind)
            for _ in _tap_by_tap(expected, block, source, weight, layer):
                pass
            if not np.array_equal(found[group], expected[0]):
                return False
    return True


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """Arrays to work in, used again for every block of one shape.

    Where the kernel moves by single cells, a block is summed as one long row:
    all rows of what is read behind one another. A few sums at the end of each
    row have windows that go round the edge, and are left out of what is shown.

    Attributes
    ----------
    layer
        The layer.
    shape
        The blocks': groups, output channels, cells along each axis.
    read
        The part of the input, with its padding: channels, cells along each axis.
    windows
        The same numbers as (groups, channels, sums, kernel's axes), where sums
        are one axis or as many as the input has.
    results
        What they add up to: (groups, output channels, sums).
    shown
        The same in the block's shape.
    """

    layer: Conv
    shape: tuple[int, ...]
    read: NDArray[Any]
    windows: NDArray[Any]
    results: NDArray[Any]
    shown: NDArray[Any]

    @classmethod
    def of(cls, shape: tuple[int, ...], layer: Conv, kind: np.dtype[Any]) -> _Desk:
        """Return the arrays for blocks of a shape."""
        groups, outs, *counts = shape
        ins = layer.in_channels // layer.groups
        axes = list(zip(counts, layer.stride, layer.effective_kernel, strict=True))
        lengths = [(count - 1) * stride + span for count, stride, span in axes]
        # What is much narrower than high lies in memory column by column: NumPy likes long rows.
        narrow = 4 * lengths[-1] < max(lengths)
        memory = np.empty((groups * ins, *(reversed(lengths) if narrow else lengths)), kind)
        read = memory.transpose(0, *range(layer.axes, 0, -1)) if narrow else memory
        each, *pitches = read.strides
        moved = tuple(a * b for a, b in zip(layer.stride, pitches, strict=True))
        between = tuple(a * b for a, b in zip(layer.dilation, pitches, strict=True))
        row = sum((a - 1) * b for a, b in zip(counts, pitches, strict=True)) // kind.itemsize + 1
        long = not narrow and set(layer.stride) == {1} and row <= 2 * prod(counts)
        sums, along = ((row,), (kind.itemsize,)) if long else (tuple(counts), moved)
        results = np.empty((groups, outs, *sums), kind)
        windows: NDArray[Any] = np.ndarray(
            (groups, ins, *sums, *layer.kernel_size),
            kind,
            memory,
            0,
            (ins * each, each, *along, *between),
        )
        if not long:
            return cls(layer, shape, read, windows, results, results)
        shown: NDArray[Any] = np.ndarray(shape, kind, results, 0, (*results.strides[:2], *moved))
        return cls(layer, shape, read, windows, results, shown)

    def sums(self, block: Block, source: Source, weight: NDArray[Any]) -> NDArray[Any]:
        """Return the sums of one block, to be used before the next."""
        source.copy(*_read_by(block, self.layer), self.read)
        weights = weight[block.index[:2]].astype(self.results.dtype, order="C", copy=False)
        _add_up(self.results, self.windows, weights)
        return self.shown


def _read_by(block: Block, layer: Conv) -> tuple[slice, tuple[slice, ...]]:
    """Return the channels and the padded cells that a block reads."""
    ins = layer.in_channels // layer.groups
    cells = zip(block.cells, layer.stride, layer.effective_kernel, strict=True)
    return slice(block.groups.start * ins, block.groups.stop * ins), tuple(
        slice(at.start * stride, (at.stop - 1) * stride + span) for at, stride, span in cells
    )


def _sum_straight(
    out: NDArray[Any],
    block: Block,
    inside: Inside,
    source: Source,
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    layer: Conv,
) -> None:
    """Write a block of a run of outputs that are summed from the input as it is."""
    results = out.reshape(*out.shape[:2], -1)[block.groups, block.outs]
    (run,) = block.cells
    results = results[..., inside.first + run.start : inside.first + run.stop]
    weights = weight[block.index[:2]].astype(out.dtype, order="C", copy=False)
    _add_up(results, inside.windows(source, block.groups, run, layer), weights)
    if bias is not None:
        results += bias.reshape(*bias.shape[:2], 1)[block.index[:2]]


def _add_up(results: NDArray[Any], windows: NDArray[Any], weights: NDArray[Any]) -> None:
    """Write the sums of windows times weights.

    Parameters
    ----------
    results
        Shape (groups, output channels, sums), more than one number, where sums
        are one axis or several.
    windows
        Shape (groups, channels, sums, kernel's axes).
    weights
        Shape (groups, output channels, channels, kernel's axes).
    """
    kernel = range(weights.ndim - 3, -1, -1)  # channels, then axes: the last one fastest
    sums = range(len(kernel), len(kernel) + results.ndim - 2)
    group, out = sums.stop, sums.stop + 1
    # NumPy runs through the axes of the results first, then through others by their numbers.
    np.einsum(
        windows,
        [group, kernel[0], *sums, *kernel[1:]],
        weights,
        [group, out, *kernel],
        [*reversed(sums), out, group],
        out=results.T,
        order="F",
    )
    if weights.dtype.kind == "f":
        _give_signs(results, windows, weights)


def _give_signs(results: NDArray[Any], windows: NDArray[Any], weights: NDArray[Any]) -> None:
    """Make those zeros negative of which every term is: einsum begins with a zero that is not."""
    if results.view(f"u{results.itemsize}").min() > 0:
        return
    negative = results == 0
    axes = (1,) * (negative.ndim - 2)
    for channel, *tap in product(*map(range, weights.shape[2:])):
        seen_at: tuple[Any, ...] = (slice(None), np.newaxis, channel, ..., *tap)
        weight_at: tuple[Any, ...] = (slice(None), slice(None), channel, *tap)
        term = windows[seen_at] * weights[weight_at].reshape(*weights.shape[:2], *axes)
        negative &= (term == 0) & np.signbit(term)
        if not negative.any():
            return
    results[negative] = -0.0


def _tap_by_tap(
    found: NDArray[Any], block: Block, source: Source, weight: NDArray[Any], layer: Conv
) -> Iterator[float]:
    """Write all products of a block within one group, added in their order.

    Yields the share that is done, now and then.
    """
    found, weight = found[0], weight[block.groups.start, block.outs]
    term, target = np.empty_like(found), found
    first = block.groups.start * weight.shape[1]
    rows = list(product(range(weight.shape[1]), range(layer.kernel_size[0])))
    for done, (channel, row) in enumerate(rows):
        yield done / len(rows)
        read = _row(first + channel, row, block, source, layer, found.dtype)
        weights = weight[:, channel, row].astype(found.dtype, copy=False)
        for rest in product(*map(range, layer.kernel_size[1:])):
            read_at = (slice(None), *_met(rest, layer, found.shape[2:]))
            weight_at: tuple[Any, ...] = (slice(None), *rest)
            scale = weights[weight_at].reshape(-1, *(1,) * layer.axes)
            np.multiply(read[read_at], scale, out=target)
            if target is term:
                np.add(found, term, out=found)
            target = term


def _row(
    channel: int, row: int, block: Block, source: Source, layer: Conv, kind: np.dtype[Any]
) -> NDArray[Any]:
    """Return the cells that one row of the kernel meets."""
    (count, *_), (first, *_) = block.shape[2:], block.cells
    start = first.start * layer.stride[0] + row * layer.dilation[0]
    stop = start + (count - 1) * layer.stride[0] + 1
    _, (_, *rest) = _read_by(block, layer)
    read: NDArray[Any] = np.empty((count, *(at.stop - at.start for at in rest)), kind)
    cells = (slice(start, stop, layer.stride[0]), *rest)
    source.copy(slice(channel, channel + 1), cells, read[np.newaxis])
    return read


def _met(rest: Sequence[int], layer: Conv, counts: tuple[int, ...]) -> Iterator[slice]:
    """Yield for each axis but the first the cells that a tap meets in so many windows."""
    axes = zip(rest, layer.dilation[1:], layer.stride[1:], counts, strict=True)
    for at, dilation, stride, count in axes:
        yield slice(at * dilation, at * dilation + (count - 1) * stride + 1, stride)
