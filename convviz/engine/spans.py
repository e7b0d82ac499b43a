"""What the outputs of each axis read, as arrays: the loops of pools run over these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.layers.reading import Parts, Reading, Stamps, Windows

Place = slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """What each output of an axis reads: so many cells, evenly apart, from a first one.

    Attributes
    ----------
    first
        For each output, the padded cell that its first tap meets.
    length
        How many cells it reads.
    step
        How far these are apart.
    """

    first: NDArray[np.intp]
    length: NDArray[np.intp]
    step: int

    def __getitem__(self, outputs: slice) -> Span:
        """Return the same for some of the outputs."""
        return Span(self.first[outputs], self.length[outputs], self.step)

    @property
    def taps(self) -> int:
        """Most cells that an output reads."""
        return int(self.length.max())

    def met(self, tap: int) -> tuple[Place, Place]:
        """Return the outputs that read with a tap, and the cells that it meets."""
        outputs = np.flatnonzero(self.length > tap)
        return evenly(outputs), evenly(self.first[outputs] + tap * self.step)

    def cells(self, output: int) -> slice:
        """Return the cells that one output reads."""
        first = int(self.first[output])
        return slice(first, first + int(self.length[output]) * self.step, self.step)

    def inside(self, first: int, end: int) -> NDArray[np.intp]:
        """Return how many of its cells from `first` to before `end` each output reads."""
        below = -((self.first - first) // self.step)  # taps before the first cell there
        upto = -((self.first - end) // self.step)
        return np.asarray(
            upto.clip(0, self.length) - below.clip(0, self.length), np.intp
        )


def span_of(axis: Reading, before: int) -> Span:
    """Return what an axis with so many padded cells before it reads.

    Only of layers whose outputs read cells evenly apart, in the order of their
    taps: convolutions and pools.
    """
    outputs = np.arange(axis.count)
    if isinstance(axis, Parts):
        first = outputs * axis.size // axis.count
        return Span(first + before, -(-(outputs + 1) * axis.size // axis.count) - first, 1)
    assert isinstance(axis, Windows)  # noqa: S101 - no other is a span
    first = outputs * axis.stride - axis.before
    length = np.full(axis.count, axis.kernel)
    if axis.end is not None:
        length = np.minimum(length, (axis.end - 1 - first) // axis.dilation + 1)
    return Span(first + before, length, axis.dilation)


def stamps_on(axis: Stamps) -> NDArray[np.int64]:
    """Return how many taps each output of a transposed axis gets something with."""
    counts = np.zeros(axis.count, np.int64)
    for tap in range(axis.kernel):
        inputs = axis.meets(tap)
        first = inputs.start * axis.stride + tap * axis.dilation - axis.before
        counts[first : first + len(inputs) * axis.stride : axis.stride] += bool(inputs)
    return counts


def evenly(at: NDArray[np.intp]) -> Place:
    """Return places, at least one, as a slice where they are evenly apart, else as they are."""
    steps = np.diff(at)
    first, last = int(at[0]), int(at[-1])
    if len(at) == 1:
        return slice(first, first + 1)
    step = int(steps[0])
    return slice(first, last + 1, step) if step > 0 and (steps == step).all() else at


def picked(x: NDArray[Any], places: tuple[Place, ...]) -> NDArray[Any]:
    """Return the cells of an array (channels, *spatial) at places along its spatial axes."""
    for axis, place in enumerate(places, start=1):
        if isinstance(place, slice):
            x = x[(*(slice(None),) * axis, place)]
        else:
            x = np.take(x, place, axis=axis)
    return x


def grid(places: tuple[Place, ...]) -> tuple[Any, ...]:
    """Return places along several axes as an index into an array of them."""
    if all(isinstance(place, slice) for place in places):
        return places
    return np.ix_(
        *(
            np.arange(place.stop)[place] if isinstance(place, slice) else place
            for place in places
        )
    )


def blocks(shape: tuple[int, ...], room: int) -> Iterator[tuple[slice, ...]]:
    """Yield the parts of an array of at most so many numbers, the last axis kept whole longest."""
    steps: list[int] = []
    for length in reversed(shape):
        steps.insert(0, max(1, min(length, room)))
        room //= max(length, 1)
    starts = (range(0, length, step) for length, step in zip(shape, steps, strict=True))
    for corner in product(*starts):
        yield tuple(
            slice(at, min(at + step, length))
            for at, step, length in zip(corner, steps, shape, strict=True)
        )
