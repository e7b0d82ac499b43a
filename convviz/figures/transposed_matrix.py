"""A transposed convolution between two channels as one matrix: y = Cᵀ·x."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.matrices import sparse
from convviz.engine.trace import Trace
from convviz.figures.board import Box, Panel, board
from convviz.figures.canvas import Made
from convviz.figures.grid import Grid
from convviz.figures.marks import around, mark, one
from convviz.figures.pieces import (
    every,
    named,
    outline,
    plane_of,
    spread,
    tile_of,
)
from convviz.figures.still import Choice
from convviz.figures.tiles import SMALLEST_FONT, SMALLEST_LINED_CELL, Tile, fitting
from convviz.options import ViewOptions
from convviz.scene.items import Group, Hotspot, Item, Role
from convviz.steps.collecting import between
from convviz.steps.folded import ravelled
from convviz.steps.pointing import readers, window
from convviz.steps.stamping import Canvas, Sums, canvas

MOST_CELLS = 400_000
"""Of a matrix that is drawn."""
_MOST_ENTRIES = 1500


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The panels of a matrix, its input and its output, each as one column.

    Attributes
    ----------
    items, hotspots
        The still part.
    trace, choice
        What it shows.
    grid, given
        Where the matrix and the input stand.
    made
        The output's panel.
    """

    items: tuple[Item, ...]
    hotspots: tuple[Hotspot, ...]
    trace: Trace
    choice: Choice
    grid: Grid
    given: Grid
    made: Made


def matrix(
    trace: Trace, choice: Choice, view: ViewOptions, box: Box, font: float
) -> Matrix | None:
    """Return a matrix in a box of a picture, None where it has too many cells."""
    rows, columns = prod(trace.output.shape[1:]), prod(trace.input.shape[1:])
    if rows * columns > MOST_CELLS:
        return None
    panels = [
        Panel("vector_output", "y", f"{rows} × 1", "output.text", (rows, 1)),
        Panel("matrix", "Cᵀ", f"{rows} × {columns}", "kernel.text", (rows, columns), sign="="),
        Panel("vector_input", "x", f"{columns} × 1", "input.text", (columns, 1), sign="·"),
    ]
    where = board(panels, [((0,), (1,), (2,))], (), box, font)
    result, grid, given = where.grids
    inputs = trace.input[choice.input].reshape(-1, 1)
    output = trace.output[choice.output].reshape(-1, 1)
    made = Made(
        result, _column(rows), plane_of(output, choice.output_ramp, view.output_levels, zero=True),
        output,
    )
    of_input = plane_of(inputs, choice.input_ramp, view.input_levels)
    items = (
        *where.items,
        Group("matrix", tuple(_entries(trace, choice, grid, view))),
        Group("input", (
            *tile_of(of_input, given, view).part(*every(given)),
            outline(given, *named(given), "input.edge"),
        )),
        Group("output", tuple(made.blank(view))),
    )
    return Matrix(items, where.hotspots(panels), trace, choice, grid, given, made)


def _column(rows: int) -> Canvas:
    return Canvas((0, 0), (rows, 1), (rows, 1), (0, 0))


def _entries(trace: Trace, choice: Choice, grid: Grid, view: ViewOptions) -> list[Item]:
    """Return the matrix: the kernel's weights, and nothing where it has zeros."""
    numbers, there = numbers_of(trace, choice)
    plane = plane_of(numbers, choice.kernel_ramp, zero=True)
    if grid.cell < SMALLEST_LINED_CELL or there.sum() > _MOST_ENTRIES:
        tile = Tile(grid, *every(grid), plane.shades(numbers), plane, None, 0.0)
        return [*tile.part(*every(grid)), outline(grid, *named(grid), "kernel.edge")]
    quiet = Tile(grid, *every(grid), np.zeros(numbers.shape, np.uint8), plane, None, 0.0)
    items: list[Item] = [*quiet.part(*every(grid), ramp="padding")]
    places = np.argwhere(there).tolist()
    texts, size = _written(numbers[there], grid, view)
    for at, (row, column) in enumerate(places):
        number = numbers[row : row + 1, column : column + 1]
        text = ((texts[at],),) if texts else None
        items += spread(number, text, plane, grid, (one(row), one(column)), size)
    return [*items, outline(grid, *named(grid), "kernel.edge")]


def _written(
    weights: NDArray[Any], grid: Grid, view: ViewOptions
) -> tuple[tuple[str, ...], float]:
    """Return the texts of weights and their size; none where they aren't to be read."""
    if not view.values or not weights.size:
        return (), 0.0
    (texts,), size = fitting(weights[None], grid.cell, view.decimals)
    return (texts, size) if size >= SMALLEST_FONT else ((), 0.0)


def numbers_of(trace: Trace, choice: Choice) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the matrix between two channels, and where the kernel's weights are in it."""
    alone = range(choice.output, choice.output + 1)
    found = sparse(between(trace, choice.input, alone))
    there = np.zeros(found.shape, np.bool_)
    there[found.rows, found.columns] = True
    return found.dense(), there


def row_items(
    of: Matrix, position: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return the row of an output position, what it reads of the input, and the output so far."""
    made = of.trace.output.shape[1:]
    row = ravelled(position, made)
    return [
        Group("reached", tuple(of.made.reached((row, 0), view))),
        Group("row", tuple(lit_row(of, position, role))),
    ]


def lit_row(of: Matrix, position: tuple[int, ...], role: Role) -> list[Item]:
    """Return frames around an output position's row, its inputs, and itself."""
    row = ravelled(position, of.trace.output.shape[1:])
    size = of.trace.input.shape[1:]
    read = product(*window(of.trace, position))
    return [
        around(of.grid, one(row), range(of.grid.columns), role),
        *(mark(of.given, (ravelled(at, size), 0), role, 1.5) for at in read),
        mark(of.made.grid, (row, 0), role),
    ]


def column_items(
    of: Matrix, sums: Sums, position: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return the column of an input position, and the outputs that its numbers are added to."""
    numbers, there = (_kept(of.trace, array) for array in sums.after(position))
    return [
        Group("sum", tuple(of.made.drawn(numbers, there.astype(np.bool_), view))),
        Group("column", tuple(lit_column(of, position, role))),
    ]


def lit_column(of: Matrix, position: tuple[int, ...], role: Role) -> list[Item]:
    """Return frames around an input position's column, its outputs, and itself."""
    column = ravelled(position, of.trace.input.shape[1:])
    made = of.trace.output.shape[1:]
    return [
        around(of.grid, range(of.grid.rows), one(column), role),
        mark(of.given, (column, 0), role),
        *(
            mark(of.made.grid, (ravelled(at, made), 0), role, 1.5)
            for at in readers(of.trace, position)
        ),
    ]


def _kept(trace: Trace, array: NDArray[Any]) -> NDArray[Any]:
    """Return what of a canvas is the output, as one column."""
    there = canvas(trace)
    cut = tuple(
        slice(-first, count - first)
        for first, count in zip(there.first, there.output, strict=True)
    )
    return array[cut].reshape(-1, 1)
