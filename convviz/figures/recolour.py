"""Input cells in the kernel's colours: those that a window reads, a tap meets."""

from __future__ import annotations

from convviz.figures.still import Still, inner_and_padding
from convviz.scene.items import Item


def recoloured(still: Still, rows: range, columns: range) -> list[Item]:
    """Return a block of input cells in the kernel's colours, the padding hatched.

    Rows and columns are in input coordinates.
    """
    grid = still.layout.input
    top, left = grid.origin
    wanted = (range(rows[0] - top, rows[-1] + 1 - top),
              range(columns[0] - left, columns[-1] + 1 - left))
    items: list[Item] = []
    for place, block in enumerate(inner_and_padding(still.trace, grid)):
        shared = [
            range(max(a.start, b.start), min(a.stop, b.stop))
            for a, b in zip(wanted, block, strict=True)
        ]
        items += still.input.part(shared[0], shared[1], ramp="kernel", hatched=place > 0)
    return items
