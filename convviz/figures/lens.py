"""A window's numbers, enlarged, where the input's cells are too small for theirs."""

from __future__ import annotations

from dataclasses import replace

from convviz.figures.marks import around, mark
from convviz.figures.reading import windows
from convviz.figures.slices import depths, flat
from convviz.figures.still import Still
from convviz.figures.tiles import tile
from convviz.options import ViewOptions
from convviz.scene.items import Item, Role, Text
from convviz.scene.metrics import text_width


def lens(
    still: Still,
    position: tuple[int, ...],
    view: ViewOptions,
    edge: Role,
    marked: tuple[int, int] | None = None,
) -> tuple[Item, ...]:
    """Return the window of an output position in the lens; nothing where there is none.

    Parameters
    ----------
    still
        The still part.
    position
        The output cell, without its channel.
    view
        View options.
    edge
        Role of the frame around it.
    marked
        The tap (row, column) to frame, or None.
    """
    grid = still.layout.lens
    read = windows(still, position)
    depth = still.choice.slices.input
    if grid is None or depth not in depths(read):
        return ()
    axes = read[-2:]
    cut = tuple(
        slice(axis.start + before, axis.stop + before, axis.step)
        for axis, (before, _) in zip(axes, still.trace.pads[-len(axes) :], strict=True)
    )
    padded = still.trace.padded[still.choice.input]
    inside = padded[depth + still.trace.pads[0][0]] if padded.ndim > 2 else padded
    values = flat(inside[cut])
    plane = replace(still.input.plane, values=values, coarse=(), ramp="kernel")
    small = replace(grid, rows=values.shape[0], columns=values.shape[1])
    shown = tile(plane, small, values=view.values, decimals=view.decimals)
    rows, columns = range(small.rows), range(small.columns)
    title, font = "Window", still.layout.font
    # What follows in its line: the output, or the picture's edge.
    output = still.layout.output
    end = output.x if output.x > grid.x else still.layout.width
    room = end - grid.x - 0.3 * font
    size = min(font, room / text_width(title, 1.0, bold=True))
    items: list[Item] = [
        Text(grid.x, grid.y - 0.8 * font, title, size, "kernel.text", bold=True),
        *shown.part(rows, columns),
        around(small, rows, columns, edge),
    ]
    if marked is not None:
        items.append(mark(grid, marked, "window.edge", 3.5))
    return tuple(items)
