"""A window cell by cell: in the colours of the taps that it meets, with its products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from convviz.figures.grid import Grid
from convviz.figures.linking import tap_number
from convviz.figures.marks import one
from convviz.figures.numbers import number_text
from convviz.figures.recolour import recoloured
from convviz.figures.slices import cell_of, depth_of
from convviz.figures.still import Still
from convviz.figures.tiles import LARGEST_FONT, SMALLEST_FONT
from convviz.layers import Weighted
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Item
from convviz.scene.metrics import text_width
from convviz.steps.terms import Term, Terms

_MOST_PRODUCTS = 200
_UPPER, _LOWER = 0.27, 0.34
"""Size of the two lines at most, in cells."""
_ABOVE, _BELOW = 0.3, 0.68
"""Where the middles of the lines are, in cells from the upper edge."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What is written in the cells of a window, in two lines.

    Attributes
    ----------
    texts
        The upper and the lower line of each cell.
    sizes
        Of the upper and the lower lines.
    """

    texts: tuple[tuple[str, str], ...]
    sizes: tuple[float, float]


def terms_on_show(still: Still, output: tuple[int, ...]) -> list[Term]:
    """Return the terms of an output cell whose cells are on show, of a layer with a kernel."""
    trace, layer = still.trace, still.trace.layer
    assert isinstance(layer, Weighted)  # noqa: S101 - no other has taps or products
    terms = Terms(trace, output)
    channels = layer.input_channels(output[0])
    length = len(terms) // len(channels)
    first = channels.index(still.choice.input) * length
    depth = still.choice.slices.input
    return [term for term in terms[first : first + length] if depth_of(term.position) == depth]


def is_by_cells(still: Still, view: ViewOptions) -> bool:
    """Return whether the cells of a window are drawn one by one."""
    grid = still.layout.kernel
    if grid is None:
        return False
    return still.taps is not None or (
        view.products and grid.rows * grid.columns <= _MOST_PRODUCTS
    )


def cells_met(
    still: Still, output: tuple[int, ...], view: ViewOptions, last: int | None
) -> list[Item]:
    """Return the cells that the window of an output cell (channel, *position) reads.

    Parameters
    ----------
    still
        The still part.
    output
        The output cell.
    view
        View options.
    last
        The term up to which cells have been read, or None for all.
    """
    grid = still.layout.input
    terms = terms_on_show(still, output)
    lines = products(still, terms, view) if view.products else None
    rows, columns = grid.visible
    items: list[Item] = []
    for at, term in enumerate(terms):
        cell, tap = cell_of(term.position), cell_of(term.tap)
        row, column = cell[0] - grid.origin[0], cell[1] - grid.origin[1]
        if (last is not None and term.index > last) or row not in rows or column not in columns:
            continue
        shade = None if still.taps is None else int(still.taps[tap])
        found = recoloured(still, one(cell[0]), one(cell[1]), shade)
        if lines is not None and _is_whole(grid, row, column):
            found = [*map(_without_text, found), *_written(found, lines, at)]
        elif still.taps is not None and still.layout.kernel is not None:
            number = tap[0] * still.layout.kernel.columns + tap[1] + 1
            found += tap_number(grid, cell, int(still.taps[tap]), number)
        items += found
    return items


def _is_whole(grid: Grid, row: int, column: int) -> bool:
    rows, columns = grid.whole
    return row in rows and column in columns


def products(still: Still, terms: Sequence[Term], view: ViewOptions) -> Lines | None:
    """Return what is written in the cells of a window; None where it can't be read.

    Value and weight over their product, with fewer digits where that makes them
    fit, or the value over the product.
    """
    if not terms or not view.values or len(terms) > _MOST_PRODUCTS:
        return None
    for digits in (4, 3, 2):
        values, weights, made = (
            [number_text(number, view.decimals, digits) for number in numbers]
            for numbers in _numbers(still, terms)
        )
        both = [f"{value}×{weight}" for value, weight in zip(values, weights, strict=True)]
        results = [f"={number}" for number in made]
        for upper in (both, values):
            found = _fitting(still.layout.input.cell, upper, results)
            if found is not None:
                return found
        if view.decimals is not None:
            break
    return None


def _numbers(still: Still, terms: Sequence[Term]) -> tuple[list[Any], ...]:
    """Return values, weights and products, each of the kind of its array's numbers."""
    trace = still.trace
    assert trace.weight is not None  # noqa: S101 - only layers with a kernel come here
    of_input, of_weight, of_output = (
        array.dtype.type for array in (trace.padded, trace.weight, trace.output)
    )
    return (
        [of_input(term.value) for term in terms],
        [of_weight(term.weight) for term in terms],
        [of_output(term.product) for term in terms],
    )


def _fitting(cell: float, upper: list[str], lower: list[str]) -> Lines | None:
    room = cell - max(4.0, 0.1 * cell)
    sizes = tuple(
        min(room / max(text_width(text, 1.0) for text in texts), share * cell, LARGEST_FONT)
        for texts, share in ((upper, _UPPER), (lower, _LOWER))
    )
    if min(sizes) < SMALLEST_FONT:
        return None
    return Lines(tuple(zip(upper, lower, strict=True)), (sizes[0], sizes[1]))


def _without_text(item: Item) -> Item:
    return replace(item, labels=None) if isinstance(item, Cells) else item


def _written(cells: Sequence[Item], lines: Lines, at: int) -> list[Item]:
    """Return two lines of text, readable on whatever colour their cell has."""
    found: list[Item] = []
    for cell in cells:
        if not isinstance(cell, Cells):
            continue
        middle = cell.x + cell.cell / 2
        for text, size, down in zip(lines.texts[at], lines.sizes, (_ABOVE, _BELOW), strict=True):
            side = min(1.1 * size, cell.cell)
            found.append(
                Cells(
                    middle - side / 2, cell.y + down * cell.cell - side / 2, side, cell.shades,
                    cell.ramp, ((text,),), size, lines=None,
                )
            )
    return found
