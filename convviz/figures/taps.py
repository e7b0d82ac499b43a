"""Which taps of the kernel a step uses."""

from __future__ import annotations

from itertools import product

from convviz.figures.grid import Grid
from convviz.figures.marks import mark, one
from convviz.figures.slices import Cell, cell_of, depth_of
from convviz.figures.still import Still
from convviz.layers import ConvTranspose
from convviz.scene.items import Item, Rect, Role
from convviz.steps.order import Step
from convviz.steps.pointing import as_read, taps_used
from convviz.steps.terms import Term

_VEIL = 0.4
"""How much of a tap that isn't used is covered."""
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
        return veiled(grid, used_cells(still, used))
    return ()


def used_cells(still: Still, taps: list[tuple[int, ...]]) -> set[Cell]:
    """Return the cells of the kernel's slice on show that are among some taps."""
    written = (as_read(still.trace, tap) for tap in taps)
    return {cell_of(tap) for tap in written if depth_of(tap) == still.choice.slices.kernel}


def veiled(grid: Grid, used: set[Cell], edge: Role = "window.edge") -> tuple[Item, ...]:
    """Return a frame around each cell of a kernel that is used, and a veil over the others."""
    if grid.rows * grid.columns > _MOST_TAPS:
        return ()
    items: list[Item] = []
    for cell in product(range(grid.rows), range(grid.columns)):
        if cell not in used:
            x, y, width, height = grid.span(one(cell[0]), one(cell[1]))
            items.append(Rect(x, y, width, height, fill="background", opacity=_VEIL))
    return (*items, *(mark(grid, cell, edge) for cell in sorted(used)))
