"""What the cells of the input's panel are: input, padding around it, and what is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import coarse
from convviz.engine.trace import Trace
from convviz.figures.extent import Extent, extents
from convviz.figures.slices import flat

Block = tuple[range, range]
"""Rows and columns in input coordinates."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The parts of the input's panel at one depth.

    Attributes
    ----------
    inner
        The input's own cells, as far as the layer reads them.
    padding
        The strips of padding around them.
    cut
        The strips of the input that are cut off.
    padded, shown
        All that the layer reads, and all that has numbers.
    """

    inner: Block
    padding: tuple[Block, ...]
    cut: tuple[Block, ...]
    padded: Block
    shown: Block


def blocks(trace: Trace, depth: int = 0) -> Blocks:
    """Return the parts of the input's panel."""
    size = trace.input.shape[1:]
    along = extents(trace.layer, size)
    rows = along[-2] if len(along) > 1 else Extent(range(1), range(1))
    columns = along[-1]
    lengths = (size[-2] if len(size) > 1 else 1, size[-1])
    own = tuple(
        range(max(one.padded.start, 0), min(one.padded.stop, length))
        for one, length in zip((rows, columns), lengths, strict=True)
    )
    padded, shown = (rows.padded, columns.padded), (rows.shown, columns.shown)
    if len(along) > 2:
        if depth not in along[0].padded:
            return Blocks((range(0), range(0)), (), (shown,), padded, shown)
        if not 0 <= depth < size[0]:
            return Blocks((range(0), range(0)), (padded,), (), padded, shown)
    read = (own[0], own[1])
    cut = tuple(
        shared for strip in _around(shown, padded)
        if all(shared := _shared(strip, (range(lengths[0]), range(lengths[1]))))
    )
    return Blocks(read, _around(padded, read), cut, padded, shown)


def _shared(one: Block, other: Block) -> Block:
    rows, columns = (
        range(max(a.start, b.start), min(a.stop, b.stop))
        for a, b in zip(one, other, strict=True)
    )
    return rows, columns


def _around(outer: Block, inner: Block) -> tuple[Block, ...]:
    """Return the strips of a block around another one within it: above, beside, below."""
    (rows, columns), (down, across) = outer, inner
    strips = (
        (range(rows.start, down.start), columns),
        (down, range(columns.start, across.start)),
        (down, range(across.stop, columns.stop)),
        (range(down.stop, rows.stop), columns),
    )
    return tuple(strip for strip in strips if all(strip))


def shown_numbers(trace: Trace, channel: int, depth: int) -> NDArray[Any]:
    """Return the numbers of the input's panel at a depth; 0 where there are none.

    Parameters
    ----------
    trace
        The layer's numbers.
    channel
        The input's.
    depth
        Of the slice, in input coordinates.
    """
    along = extents(trace.layer, trace.input.shape[1:])
    front = along[0].padded if len(along) > 2 else range(1)
    if depth in front and all(one.padded == one.shown for one in along[-2:]):
        return flat(trace.padded[channel], depth - front.start)
    rows, columns = (Extent(range(1), range(1)), *along)[-2:]
    found = np.zeros((len(rows.shown), len(columns.shown)), trace.padded.dtype)
    if depth in range(trace.input.shape[1] if len(along) > 2 else 1):
        own = flat(trace.input[channel], depth)
        found[_at(range(own.shape[0]), rows), _at(range(own.shape[1]), columns)] = own
    if depth in front:
        own = flat(trace.padded[channel], depth - front.start)
        found[_at(rows.padded, rows), _at(columns.padded, columns)] = own
    return found


def _at(cells: range, along: Extent) -> slice:
    return slice(cells.start - along.shown.start, cells.stop - along.shown.start)


def coarser(trace: Trace, channel: int, values: NDArray[Any]) -> tuple[NDArray[np.float32], ...]:
    """Return the coarser versions of a slice of the padded input."""
    if values.shape == trace.padded.shape[1:] or values.ndim > trace.padded.ndim - 1:
        return tuple(level[channel] for level in trace.padded_coarse.levels)
    return tuple(level[0] for level in coarse(values[None]).levels)
