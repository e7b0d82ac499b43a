"""Which taps of the kernel a step uses."""

from __future__ import annotations

from itertools import product

from convviz.figures.marks import mark, one
from convviz.figures.pieces import named, outline
from convviz.figures.slices import Cell, cell_of, depth_of
from convviz.figures.still import Still
from convviz.layers import ConvTranspose
from convviz.scene.items import Group, Item, Role
from convviz.steps.order import Step
from convviz.steps.pointing import as_read, taps_used
from convviz.steps.terms import Term

_PALE = 0.8
"""How much of the colour of a tap that isn't used is gone."""
_MOST_TAPS = 900


def taps_in_use(still: Still, step: Step, term: Term | None) -> tuple[Item, ...]:
    """Return what marks the tap of a step, or all that reach a stamped output cell."""
    grid = still.layout.kernel
    if grid is None:
        return ()
    if term is not None:
        same = depth_of(term.tap) == still.choice.slices.kernel
        return (mark(grid, cell_of(term.tap), "window.edge", 3.5),) if same else ()
    if isinstance(still.trace.layer, ConvTranspose):
        used = list(product(*taps_used(still.trace, step.output[1:])))
        return set_apart(still, used_cells(still, used))
    return ()


def used_cells(still: Still, taps: list[tuple[int, ...]]) -> set[Cell]:
    """Return the cells of the kernel's slice on show that are among some taps."""
    written = (as_read(still.trace, tap) for tap in taps)
    return {cell_of(tap) for tap in written if depth_of(tap) == still.choice.slices.kernel}


def set_apart(still: Still, used: set[Cell], edge: Role = "window.edge") -> tuple[Item, ...]:
    """Return a frame around each cell of the kernel that is used; the others are paler."""
    shown = still.kernel
    if shown is None or shown.grid.rows * shown.grid.columns > _MOST_TAPS:
        return ()
    pale: list[Item] = []
    for row, column in product(range(shown.grid.rows), range(shown.grid.columns)):
        if (row, column) not in used:
            pale += shown.part(one(row), one(column), ramp="plain")
    return (
        # Written anew as well, so that what isn't used can still be read.
        Group("unused", tuple(pale), opacity=_PALE),
        outline(shown.grid, *named(shown.grid), "kernel.edge"),
        *(mark(shown.grid, cell, edge) for cell in sorted(used)),
    )
