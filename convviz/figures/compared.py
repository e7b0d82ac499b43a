"""What another framework makes different: rings around output cells, and a line that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.grid import Grid
from convviz.figures.numbers import grouped
from convviz.figures.slices import flat
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.scene.items import Item, Rect

_MOST_RINGS = 1500
_HALO = 0.85


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """An output beside what another dialect makes of the same layer and numbers.

    Attributes
    ----------
    name
        What people call the other.
    size
        The spatial size of this output.
    other
        The spatial size of the other; None where it refuses.
    refusal
        Why it refuses, else empty.
    differing
        Shape of this output: which numbers differ or aren't there; None where
        none does.
    """

    name: str
    size: tuple[int, ...]
    other: tuple[int, ...] | None
    refusal: str = ""
    differing: NDArray[np.bool_] | None = None

    def sentence(self, channel: int | None = None) -> str:
        """Return what differs, in one line; of one channel or of all."""
        if self.other is None:
            return f"{self.name} refuses this: {self.refusal}"
        if self.differing is None:
            return f"with these numbers the same under {self.name}"
        mask: NDArray[Any] = self.differing if channel is None else self.differing[channel]
        count = int(mask.sum())
        cells = prod(mask.shape)
        said = f"differs under {self.name}: {grouped(count)} of {grouped(cells)} cells"
        if self.other != self.size:
            return f"{said}; there it is {' × '.join(map(str, self.other))}"
        return said


def rings(compared: Compared | None, channel: int, depth: int, grid: Grid) -> tuple[Item, ...]:
    """Return a ring in each visible output cell that differs."""
    if compared is None or compared.differing is None or grid.cell < SMALLEST_LINED_CELL:
        return ()
    rows, columns = grid.visible
    mask = flat(compared.differing[channel], depth)[
        rows.start : rows.stop, columns.start : columns.stop
    ]
    inset = max(1.5, 0.05 * grid.cell)
    side, line = grid.cell - 2 * inset, max(1.5, 0.05 * grid.cell)
    found = []
    for row, column in np.argwhere(mask)[:_MOST_RINGS].tolist():
        x, y = grid.corner(row + rows.start, column + columns.start)
        ring = Rect(
            x + inset, y + inset, side, side, edge="differs.edge", line=line, radius=0.2 * side
        )
        # A halo keeps it visible on whatever colour is below.
        found += [replace(ring, edge="background", line=1.8 * line, opacity=_HALO), ring]
    return tuple(found)
