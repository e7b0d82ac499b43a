"""Input cells in the kernel's colours: those that a window reads, a tap meets."""

from __future__ import annotations

from convviz.figures.linking import in_colour
from convviz.figures.still import Still, on_grid
from convviz.scene.items import Item

_SMALLEST_PLAIN_CELL = 34.0
"""Smaller cells without numbers are a picture."""


def recoloured(
    still: Still, rows: range, columns: range, shade: int | None = None
) -> list[Item]:
    """Return a block of input cells in the kernel's colours, the padding hatched.

    None where cells are a picture rather than numbers: it has to be seen under the window.

    Parameters
    ----------
    still
        The still part.
    rows, columns
        In input coordinates.
    shade
        Colour of the tap that meets them, where it has one: they get that instead.
    """
    if shade is None and _is_picture(still):
        return []
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
                ramp="kernel" if block is still.parts.inner else "padding-read",
                hatched=block is not still.parts.inner,
            )
    return in_colour(items, shade)


def _is_picture(still: Still) -> bool:
    return still.input.labels is None and still.input.grid.cell < _SMALLEST_PLAIN_CELL
