"""Input cells in the kernel's colours: those that a window reads, a tap meets."""

from __future__ import annotations

from convviz.figures.still import Still, on_grid
from convviz.scene.items import Item


def recoloured(still: Still, rows: range, columns: range) -> list[Item]:
    """Return a block of input cells in the kernel's colours, the padding hatched.

    Rows and columns are in input coordinates.
    """
    wanted = (range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1))
    items: list[Item] = []
    for block in (still.parts.inner, *still.parts.padding):
        shared = (
            range(max(wanted[0].start, block[0].start), min(wanted[0].stop, block[0].stop)),
            range(max(wanted[1].start, block[1].start), min(wanted[1].stop, block[1].stop)),
        )
        if all(shared):
            items += still.input.part(
                *on_grid(still.layout.input, shared),
                ramp="kernel", hatched=block is not still.parts.inner,
            )
    return items
