"""Which cells are used how often, in all and up to a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coverage import coverage
from convviz.engine.trace import Trace
from convviz.figures.marks import one
from convviz.figures.panels import padded_origin, two
from convviz.figures.slices import cell_of
from convviz.layers.folding import Fold, Unfold
from convviz.layers.reading import Reading
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
    """

    trace: Trace
    side: Side
    counts: Counts
    origin: Cell
    users: Cell

    @classmethod
    def of(cls, trace: Trace) -> Covered:
        """Return the counts of a layer that reads windows or stamps."""
        found = coverage(trace.layer, trace.input.shape[1:])
        if found.side == "output":
            layer = trace.layer
            stamps = layer.windows if isinstance(layer, Fold) else trace.input.shape[1:]
            return cls(trace, "output", np.atleast_2d(found.counts), (0, 0), two(stamps))
        windows = two([axis.count for axis in trace.reading])
        return cls(
            trace, "input", np.atleast_2d(found.counts), padded_origin(trace), windows
        )

    @property
    def inner(self) -> Counts:
        """The counts without those of padding."""
        (top, left), (height, width) = self.origin, two(self.trace.input.shape[1:])
        if self.side == "output":
            return self.counts
        return self.counts[-top : height - top, -left : width - left]

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

    def _along(self, cell: Cell, what: Callable[[Reading, int], list[int]]) -> Axes:
        axes = [
            what(axis, at)
            for axis, at in zip(self.trace.reading, cell[-len(self.trace.reading) :], strict=True)
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
        readings = self.trace.reading
        if axis == 0 and len(readings) == 1:
            counts[:] = len(users)
            return counts
        reading, first = readings[axis - 2], self.origin[axis]
        for user in users:
            if self.side == "output":
                counts[reading.readers(user)] += 1  # a stamp covers a cell once
                continue
            cells = reading.positions(user)
            counts[cells.start - first : cells.stop - first : cells.step] += 1
        return counts


def _read(axis: Reading, output: int) -> list[int]:
    return list(axis.positions(output))


def _covered(axis: Reading, cell: int) -> list[int]:
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
