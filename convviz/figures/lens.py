"""A window's numbers, enlarged, where the input's cells are too small for theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.below import is_part
from convviz.figures.grid import Box, Grid
from convviz.figures.marks import around, mark, one
from convviz.figures.numbers import labels, partial_text
from convviz.figures.projection import joined, within
from convviz.figures.reading import windows
from convviz.figures.slices import cell_of, depth_of, depths, flat, two
from convviz.figures.still import Still
from convviz.figures.tiles import LARGEST_FONT, SMALLEST_FONT, tile
from convviz.figures.titles import DETAIL, operation
from convviz.layers import Conv
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Rect, Role, Sheet, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Term, Terms

_MOST_PRODUCTS = 200
_PRODUCTS = ("value → value × weight", "value → × weight", "× weight")
"""What stands in cells where that is what each value gives, the longest first."""
_FACTORS = ("value × weight + …", "value × weight", "× weight")
"""The same where it is the weight."""
_SHARE = 0.34
"""How much of a cell's height a line takes at most."""
_UPPER = 0.5
"""How much of a cell the value has; the rest is its weight's."""
_WALLS = 0.16
"""How much of its width stays free beside numbers."""
_GAP = 0.07
"""Between cells, which have a value and a weight without one between, in cells."""
_RESULT, _AWAY = 1.9, 0.9
"""Height of the result below the lens, and room above it, in its size."""
_LARGEST_RESULT = 1.0
"""Size of the result, in sizes of a title."""


def lens(
    still: Still,
    output: tuple[int, ...],
    view: ViewOptions,
    edge: Role,
    tap: int | None = None,
) -> tuple[Item, ...]:
    """Return the window of an output cell in the lens; nothing where there is none.

    Parameters
    ----------
    still
        The still part.
    output
        The output cell (channel, *position).
    view
        View options.
    edge
        Role of the frame around it.
    tap
        The last term that is added up, which is marked; None for all.
    """
    grid = still.layout.lens
    read = windows(still, output[1:])
    if grid is None or still.choice.slices.input not in depths(read):
        return ()
    values = _values(still, read)
    small = replace(grid, rows=values.shape[0], columns=values.shape[1])
    terms = Terms(still.trace, output)
    result, chip = _result(still, terms, tap, view, small)
    products, said = _products(still, small, values, read, view)
    items: list[Item] = [
        *_joined(still, output, read, small, chip),
        *_titles(still, small, said),
        *(products or _alone(still, small, values, view)),
        around(small, range(small.rows), range(small.columns), edge),
        *result,
    ]
    if tap is not None and _is_here(still, terms[tap]):
        place = [axis.index(at) for axis, at in zip(read, terms[tap].position, strict=True)]
        items.append(mark(small, cell_of(tuple(place)), "window.edge", 3.5))
    return tuple(items)


def _is_here(still: Still, term: Term) -> bool:
    """Return whether a term's cell is on show."""
    choice = still.choice
    return term.channel == choice.input and depth_of(term.position) == choice.slices.input


def _values(still: Still, read: tuple[range, ...]) -> NDArray[Any]:
    """Return the numbers of a window in the slice on show, with those of the padding."""
    trace, axes = still.trace, read[-2:]
    cut = tuple(
        slice(axis.start + before, axis.stop + before, axis.step)
        for axis, (before, _) in zip(axes, trace.pads[-len(axes) :], strict=True)
    )
    padded = trace.padded[still.choice.input]
    inside = padded[still.choice.slices.input + trace.pads[0][0]] if padded.ndim > 2 else padded
    return flat(inside[cut])


def _titles(still: Still, grid: Grid, said: Sequence[str]) -> list[Item]:
    """Return what the lens is called, and what stands in its cells: the first that fits."""
    title, font = "Window", still.layout.font
    # What follows in its line: the output, or the picture's edge.
    output = still.layout.output
    end = output.x if output.x > grid.x else still.layout.width
    room = end - grid.x - 0.3 * font
    size = min(font, room / text_width(title, 1.0, bold=True))
    detail = next((text for text in said if text_width(text, DETAIL * font) <= room), "")
    above = (2.05 if detail else 0.8) * font
    named = Text(grid.x, grid.y - above, title, size, "kernel.text", bold=True)
    small = Text(grid.x, grid.y - 0.8 * font, detail, DETAIL * font, "text.muted")
    return [named, small] if detail else [named]


def _alone(
    still: Still, grid: Grid, values: NDArray[Any], view: ViewOptions
) -> tuple[Item, ...]:
    """Return cells with their values, in the input's colours."""
    plane = replace(still.input.plane, values=values, coarse=())
    shown = tile(plane, grid, values=view.values, decimals=view.decimals)
    return shown.part(range(grid.rows), range(grid.columns))


def _products(
    still: Still, grid: Grid, values: NDArray[Any], read: tuple[range, ...], view: ViewOptions
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return cells with a value above what it gives, and ways to say so; none without room."""
    kernel = still.kernel
    if kernel is None or not view.values or values.size > _MOST_PRODUCTS:
        return (), ()
    weights = _as_met(still, kernel.plane.values)
    numbers = labels(values, view.decimals)
    room = grid.cell - max(4.0, _WALLS * grid.cell)
    ways = _given(still, values, weights, view)
    sizes = ((way, _fitting((*numbers, *way[0]), room, grid.cell)) for way in ways)
    chosen = next((one for one in sizes if one[1] >= SMALLEST_FONT), None)
    if chosen is None:
        return (), ()
    (given, said), font = chosen
    shades, ramp = kernel.plane.shades(weights), kernel.plane.ramp
    if still.taps is not None:
        shades, ramp = _as_met(still, still.taps).astype(np.uint8), "taps"
    elif said == _PRODUCTS:  # a weight's colour would be read as that of its product
        shades, ramp = np.zeros_like(shades), "plain"
    # Values of one kind follow one another, so that they are painted at once.
    upper: list[Item] = []
    lower: list[Item] = []
    seen = still.input.plane.shades(values)
    high = _UPPER * grid.cell
    for row in range(grid.rows):
        x, y = grid.corner(row, 0)
        for columns, inside in _runs(still, read, row):
            upper.append(Sheet(
                x + columns.start * grid.cell, y, (grid.cell, 0.0), (0.0, high),
                seen[row : row + 1, columns.start : columns.stop],
                still.input.plane.ramp if inside else "padding",
                (numbers[row][columns.start : columns.stop],), font, None, hatched=not inside,
            ))
        lower.append(Sheet(
            x, y + high, (grid.cell, 0.0), (0.0, grid.cell - high), shades[row : row + 1], ramp,
            (given[row],), font, None,
        ))
    return (*upper, *lower, *_gaps(grid)), said


def _given(
    still: Still, values: NDArray[Any], weights: NDArray[Any], view: ViewOptions
) -> Iterator[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]]:
    """Yield what may stand below values, and ways to say that: the best first.

    That is what each value gives, where the weights can be read in the kernel's own panel.
    """
    if still.kernel is not None and still.kernel.labels is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            products = np.multiply(values, weights, dtype=still.trace.output.dtype)
        for digits in (4, 3, 2):
            yield labels(products, view.decimals, digits), _PRODUCTS
    factors = labels(weights, view.decimals)
    yield tuple(tuple(f"× {text}" for text in row) for row in factors), _FACTORS
    yield factors, _FACTORS


def _fitting(texts: tuple[tuple[str, ...], ...], room: float, cell: float) -> float:
    widest = max(text_width(text, 1.0) for row in texts for text in row)
    return min(room / widest, LARGEST_FONT, _SHARE * cell)


def _runs(still: Still, read: tuple[range, ...], row: int) -> Iterator[tuple[range, bool]]:
    """Yield the columns of a window's row that are in the input, and those in the padding."""
    rows, columns = two(read)
    down, across = still.parts.inner
    kinds = [rows[row] in down and at in across for at in columns]
    starts = [at for at in range(len(kinds)) if at == 0 or kinds[at] != kinds[at - 1]]
    for start, stop in pairwise((*starts, len(kinds))):
        yield range(start, stop), kinds[start]


def _gaps(grid: Grid) -> list[Item]:
    """Return the gaps between cells."""
    x, y, side = grid.left, grid.top, grid.cell
    wide, high = grid.columns * side, grid.rows * side
    line = max(1.0, _GAP * side)
    return [
        *(
            Rect(x + at * side - line / 2, y, line, high, fill="background")
            for at in range(1, grid.columns)
        ),
        *(
            Rect(x, y + at * side - line / 2, wide, line, fill="background")
            for at in range(1, grid.rows)
        ),
    ]


def _as_met(still: Still, taps: NDArray[Any]) -> NDArray[Any]:
    """Return what taps have, in the order in which the window's cells meet them."""
    layer = still.trace.layer
    return taps[::-1, ::-1] if isinstance(layer, Conv) and layer.flipped else taps


def _result(
    still: Still, terms: Terms, tap: int | None, view: ViewOptions, grid: Grid
) -> tuple[list[Item], Box | None]:
    """Return what becomes of the window, below it, and where that number stands.

    None where the window is only part of a sum, or where there is no room.
    """
    font = min(_LARGEST_RESULT * still.layout.font, LARGEST_FONT)
    high = _RESULT * font
    top = grid.y + grid.height + _AWAY * font
    if is_part(still.trace) or not view.values or top + high > still.layout.height:
        return [], None
    done = tap is None or tap == len(terms) - 1
    number = terms.total if tap is None or done else terms[tap].partial
    plane = still.output.plane
    text = partial_text(still.trace.output, number, view.decimals)
    word = f"{operation(still.trace) or 'sum'} ="
    wide = max(text_width(text, font) + 1.2 * font, high)
    before = text_width(word, font) + 0.5 * font
    left = max(grid.x + (grid.width - before - wide) / 2, 0.0)
    base = top + high / 2 + 0.36 * font
    shade = plane.shades(_one(still.trace, number))
    chip = Sheet(
        left + before, top, (wide, 0.0), (0.0, high), shade, plane.ramp, ((text,),), font,
        "output.edge",
    )
    return [Text(left, base, word, font, "text.muted"), chip], (left + before, top, wide, high)


def _one(trace: Trace, number: float) -> NDArray[Any]:
    # The largest of padding alone is −∞, which integers haven't.
    return np.array([[number]], trace.output.dtype if isfinite(number) else np.float64)


def _joined(
    still: Still, output: tuple[int, ...], read: tuple[range, ...], grid: Grid, chip: Box | None
) -> list[Item]:
    """Return lines from the window to the lens, and from its result to the output cell."""
    where = still.layout
    window = within(where.input.span(*two(read)), where.input_room)
    row, column = cell_of(output[1:])
    cell = within(where.output.span(one(row), one(column)), where.output_room)
    items: list[Item] = []
    if window is not None:
        enlarged = (grid.x, grid.y, grid.columns * grid.cell, grid.rows * grid.cell)
        items += joined(still, window, enlarged)
    if cell is not None and chip is not None:
        items += joined(still, chip, cell)
    return [Group("joined", tuple(items))]
