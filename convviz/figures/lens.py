"""A window's numbers, enlarged, where the input's cells are too small for theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark
from convviz.figures.numbers import labels
from convviz.figures.reading import windows
from convviz.figures.slices import depths, flat
from convviz.figures.still import Still
from convviz.figures.tiles import LARGEST_FONT, SMALLEST_FONT, tile
from convviz.layers import Conv
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Item, Rect, Role, Text
from convviz.scene.metrics import text_width

_MOST_PRODUCTS = 200
_COMFORTABLE = 11.0
"""Size below which value and weight stand rather one above the other."""
_SHARE = 0.36
"""How much of a cell's height a line takes at most."""


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
    cells = _products(still, small, values, view) or tile(
        plane, small, values=view.values, decimals=view.decimals
    ).part(range(small.rows), range(small.columns))
    rows, columns = range(small.rows), range(small.columns)
    title, font = "Window", still.layout.font
    # What follows in its line: the output, or the picture's edge.
    output = still.layout.output
    end = output.x if output.x > grid.x else still.layout.width
    room = end - grid.x - 0.3 * font
    size = min(font, room / text_width(title, 1.0, bold=True))
    items: list[Item] = [
        Text(grid.x, grid.y - 0.8 * font, title, size, "kernel.text", bold=True),
        *cells,
        around(small, rows, columns, edge),
    ]
    if marked is not None:
        items.append(mark(grid, marked, "window.edge", 3.5))
    return tuple(items)


def _products(
    still: Still, grid: Grid, values: NDArray[Any], view: ViewOptions
) -> tuple[Item, ...]:
    """Return cells with a value and the weight that it meets; none without room for both."""
    if still.kernel is None or not view.values or values.size > _MOST_PRODUCTS:
        return ()
    weights = _as_met(still, still.kernel.plane.values)
    numbers = list(chain.from_iterable(labels(values, view.decimals)))
    factors = [f"× {text}" for text in chain.from_iterable(labels(weights, view.decimals))]
    room = grid.cell - max(4.0, 0.14 * grid.cell)
    both = max(
        text_width(f"{number} {factor}", 1.0)
        for number, factor in zip(numbers, factors, strict=True)
    )
    font, apart = min(room / both, LARGEST_FONT, _SHARE * grid.cell), False
    if font < _COMFORTABLE:
        widest = max(text_width(text, 1.0) for text in (*numbers, *factors))
        font, apart = min(room / widest, _SHARE * grid.cell), True
    if font < SMALLEST_FONT:
        return ()
    if still.taps is not None:
        lines: list[tuple[str, ...]] = [
            (number, factor) if apart else (f"{number} {factor}",)
            for number, factor in zip(numbers, factors, strict=True)
        ]
        return tuple(_in_colours(grid, _as_met(still, still.taps), lines, font))
    # Texts of one colour follow one another: they are set at once.
    cells: list[Item] = []
    upper: list[Item] = []
    lower: list[Item] = []
    for at, (number, factor) in enumerate(zip(numbers, factors, strict=True)):
        x, y = grid.corner(*divmod(at, grid.columns))
        middle, base = x + grid.cell / 2, y + grid.cell / 2 + 0.36 * font
        cells.append(Rect(x, y, grid.cell, grid.cell, fill="background", edge="grid"))
        if apart:
            upper.append(Text(middle, base - 0.6 * font, number, font, "input.text", "middle"))
            lower.append(Text(middle, base + 0.6 * font, factor, font, "kernel.text", "middle"))
            continue
        start = middle - text_width(f"{number} {factor}", font) / 2
        after = start + text_width(f"{number} ", font)
        upper.append(Text(start, base, number, font, "input.text"))
        lower.append(Text(after, base, factor, font, "kernel.text"))
    return (*cells, *upper, *lower)


def _as_met(still: Still, taps: NDArray[Any]) -> NDArray[Any]:
    """Return what taps have, in the order in which the window's cells meet them."""
    layer = still.trace.layer
    return taps[::-1, ::-1] if isinstance(layer, Conv) and layer.flipped else taps


def _in_colours(
    grid: Grid, shades: NDArray[Any], lines: list[tuple[str, ...]], font: float
) -> Iterator[Item]:
    """Yield cells in the colours of their taps, with one or two lines of text in each."""
    yield Cells(grid.left, grid.top, grid.cell, shades.astype(np.uint8), "taps")
    side = min(1.15 * font, grid.cell)
    for at, (texts, shade) in enumerate(zip(lines, shades.ravel(), strict=True)):
        x, y = grid.corner(*divmod(at, grid.columns))
        for place, text in enumerate(texts):
            down = (1.2 * place - 0.6 * (len(texts) - 1)) * font
            corner = x + (grid.cell - side) / 2, y + (grid.cell - side) / 2 + down
            yield Cells(
                *corner, side, np.full((1, 1), shade, np.uint8), "taps", ((text,),), font,
                lines=None,
            )
