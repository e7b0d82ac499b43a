"""How often cells are used: windows that read an input cell, stamps on an output cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from convviz.engine.output import sources_for
from convviz.engine.spans import span_of, stamps_on
from convviz.layers.concrete import concrete
from convviz.layers.layer import Layer
from convviz.layers.reading import Copies, Reading, Stamps
from convviz.layers.shapes import around, reading

Side = Literal["input", "output"]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How often each cell of a spatial grid is used; alike in every channel.

    Attributes
    ----------
    side
        ``"input"``: how many times windows read each cell of the padded input.
        ``"output"``, of a transposed convolution and `Fold`: how many stamps fall
        on each output cell.
    counts
        int64, of the grid's shape.
    before
        For each axis, how many cells of the grid are padding before the first.
    """

    side: Side
    counts: NDArray[np.int64]
    before: tuple[int, ...]


def coverage(layer: Layer, input_size: tuple[int, ...], *, copies: bool = False) -> Coverage:
    """Return how often the cells of a layer's input, or output, are used.

    A cell that one window reads with two taps, which its padding may bring about,
    counts twice.

    Parameters
    ----------
    layer, input_size
        The layer and its input's spatial size; they are valid together.
    copies
        Count an input cell also where padding copies it; the grid is then the
        input without its padding. Stamps have no padding, and no copies.
    """
    layer = concrete(layer, input_size)
    axes, pads = reading(layer, input_size), around(layer)
    if any(isinstance(axis, Stamps) for axis in axes):
        counts = [stamps_on(axis) for axis in axes if isinstance(axis, Stamps)]
        return Coverage("output", _grid(counts), (0,) * len(axes))
    along = [
        _reads(axis, size + before + after, before)
        for axis, size, (before, after) in zip(axes, input_size, pads, strict=True)
    ]
    if not copies:
        return Coverage("input", _grid(along), tuple(before for before, _ in pads))
    gathered = [
        _at_sources(counts, sources, size)
        for counts, sources, size in zip(
            along, sources_for(layer, input_size), input_size, strict=True
        )
    ]
    return Coverage("input", _grid(gathered), (0,) * len(axes))


def _reads(axis: Reading, length: int, before: int) -> NDArray[np.int64]:
    """Return how often each of so many padded cells of an axis is read."""
    if isinstance(axis, Copies):
        return np.ones(length, np.int64)
    counts = np.zeros(length, np.int64)
    span = span_of(axis, before)
    for tap in range(span.taps):
        _, cells = span.met(tap)
        np.add.at(counts, np.arange(length)[cells], 1)  # parts may share a cell
    return counts


def _at_sources(
    counts: NDArray[np.int64], sources: NDArray[np.intp], size: int
) -> NDArray[np.int64]:
    found = np.zeros(size, np.int64)
    real = sources >= 0
    np.add.at(found, sources[real], counts[real])
    return found


def _grid(along: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.asarray(reduce(np.multiply.outer, along), np.int64)
