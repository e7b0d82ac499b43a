"""Which cells are used how often, in all and up to a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coverage import coverage
from convviz.engine.trace import Trace
from convviz.figures.marks import one
from convviz.figures.panels import padded_origin, two
from convviz.figures.slices import cell_of
from convviz.layers.folding import Fold, Unfold
from convviz.layers.padding import Pad
from convviz.layers.transposed import ConvTranspose
from convviz.steps.folded import unravelled
from convviz.steps.order import Step

Counts = NDArray[np.int64]
Cell = tuple[int, int]
Axes = tuple[list[int], list[int]]
"""Rows and columns."""
Product = tuple[Counts, Counts]
"""How often rows and columns are used; their product is how often cells are."""
Side = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Copied:
    """Each output along one axis of padding copies one cell of the input, or none.

    Attributes
    ----------
    sources
        The cell of each output, −1 for none.
    """

    sources: tuple[int, ...]

    def positions(self, output: int) -> range:
        """Return the cell that an output copies."""
        source = self.sources[output]
        return range(source, source + 1) if source >= 0 else range(0)

    def readers(self, position: int) -> list[int]:
        """Return the outputs that copy a cell."""
        return [at for at, source in enumerate(self.sources) if source == position]


class Uses(Protocol):
    """Which cells each output of an axis reads, and by which it is read."""

    def positions(self, output: int) -> range:
        """Return the cells that an output reads."""

    def readers(self, position: int) -> list[int]:
        """Return the outputs that read a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Covered:
    """How often each cell of one side is used by the cells of the other.

    Of layers that read windows the input's cells by the windows; of layers that
    stamp the output's cells by the stamps.

    Attributes
    ----------
    trace
        The layer's numbers.
    side
        Whose cells are counted.
    counts
        How often each is used; of an input with its padding.
    origin
        Row and column of the first of them.
    users
        Rows and columns of windows or stamps.
    axes
        For each axis, which cells a window or stamp uses, or is used by.
    """

    trace: Trace
    side: Side
    counts: Counts
    origin: Cell
    users: Cell
    axes: Sequence[Uses]

    @classmethod
    def of(cls, trace: Trace) -> Covered:
        """Return the counts of a layer: of padding, how often each cell is copied."""
        layer = trace.layer
        found = coverage(layer, trace.input.shape[1:], copies=isinstance(layer, Pad))
        counts = np.atleast_2d(found.counts)
        users = two([axis.count for axis in trace.reading])
        if isinstance(layer, Pad):
            copied = tuple(Copied(tuple(axis.tolist())) for axis in trace.sources)
            return cls(trace, "input", counts, (0, 0), users, copied)
        if found.side == "input":
            return cls(trace, "input", counts, padded_origin(trace), users, trace.reading)
        stamps = layer.windows if isinstance(layer, Fold) else trace.input.shape[1:]
        return cls(trace, "output", counts, (0, 0), two(stamps), trace.reading)

    @property
    def user(self) -> str:
        """What uses a cell, in a word."""
        if self.side == "output":
            return "stamp"
        return "output" if isinstance(self.trace.layer, Pad) else "window"

    @property
    def inner(self) -> Counts:
        """The counts without those of padding."""
        (top, left), (height, width) = self.origin, two(self.trace.input.shape[1:])
        if self.side == "output":
            return self.counts
        # What is cut off has no counts: the grid begins within the input then.
        return self.counts[max(-top, 0) : height - top, max(-left, 0) : width - left]

    @property
    def total(self) -> list[Product]:
        """The counts as a product."""
        return [(self._counted(0, range(self.users[0])), self._counted(1, range(self.users[1])))]

    def used_by(self, user: Cell) -> Axes:
        """Return the cells that a window reads, or a stamp covers."""
        return self._along(user, _read if self.side == "input" else _covered)

    def users_of(self, cell: Cell) -> Axes:
        """Return the windows that read a cell, or the stamps that cover it."""
        return self._along(cell, _covered if self.side == "input" else _read)

    def _along(self, cell: Cell, what: Callable[[Uses, int], list[int]]) -> Axes:
        axes = [
            what(axis, at)
            for axis, at in zip(self.axes, cell[-len(self.axes) :], strict=True)
        ]
        return (axes[-2] if len(axes) > 1 else [0], axes[-1])

    def until(self, user: Cell) -> list[Product]:
        """Return how often each cell has been used up to and with a window or stamp."""
        row, column = user
        everything = range(self.users[1])
        return [
            (self._counted(0, range(row)), self._counted(1, everything)),
            (self._counted(0, one(row)), self._counted(1, range(column + 1))),
        ]

    def until_cell(self, cell: Cell) -> list[Product]:
        """Return how often each cell is used, of those up to and with one of them."""
        rows, columns = (self._counted(axis, range(self.users[axis])) for axis in (0, 1))
        before, here, left = rows.copy(), np.zeros_like(rows), columns.copy()
        before[cell[0] :] = 0
        here[cell[0]] = rows[cell[0]]
        left[cell[1] + 1 :] = 0
        return [(before, columns), (here, left)]

    def _counted(self, axis: int, users: range) -> Counts:
        """Return how often the rows (0) or columns (1) are used by some windows or stamps."""
        counts = np.zeros(self.counts.shape[axis], np.int64)
        if axis == 0 and len(self.axes) == 1:
            counts[:] = len(users)
            return counts
        reading, first = self.axes[axis - 2], self.origin[axis]
        for user in users:
            if self.side == "output":
                counts[reading.readers(user)] += 1  # a stamp covers a cell once
                continue
            cells = reading.positions(user)
            counts[cells.start - first : cells.stop - first : cells.step] += 1
        return counts


def _read(axis: Uses, output: int) -> list[int]:
    return list(axis.positions(output))


def _covered(axis: Uses, cell: int) -> list[int]:
    return axis.readers(cell)


def user_of(trace: Trace, step: Step) -> Cell | None:
    """Return the window or the stamp that a step is; None where it is a stamped output cell."""
    layer = trace.layer
    if step.stamp is not None:
        return cell_of(step.stamp[1:])
    if isinstance(layer, ConvTranspose | Fold):
        return None
    if isinstance(layer, Unfold):
        counts = tuple(axis.count for axis in trace.reading)
        return cell_of(unravelled(step.output[2], counts))
    return cell_of(step.output[1:])


def so_far(covered: Covered, step: Step) -> list[Product]:
    """Return how often each cell has been used up to and with a step."""
    user = user_of(covered.trace, step)
    return covered.until_cell(cell_of(step.output[1:])) if user is None else covered.until(user)


def added(products: list[Product], block: int) -> NDArray[Any]:
    """Return the sum of such products, or its means over blocks of so many rows and columns."""
    return sum(
        (np.multiply.outer(_means(rows, block), _means(columns, block))
         for rows, columns in products),
        start=np.zeros(()),
    )


def _means(counts: Counts, block: int) -> NDArray[Any]:
    """Return means over so many numbers; the last over what is left."""
    if block == 1:
        return counts
    starts = np.arange(0, len(counts), block)
    lengths = np.diff(np.append(starts, len(counts)))
    return np.asarray(np.add.reduceat(counts, starts) / lengths)
