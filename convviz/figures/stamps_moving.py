"""What moves in a picture of stamps: the stamp, what it adds to, the sum so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.additions import Additions, in_cell, written_in
from convviz.figures.canvas import Made, origin
from convviz.figures.grid import Box, Grid
from convviz.figures.marks import around, mark, one
from convviz.figures.numbers import labels, number_text, text_like
from convviz.figures.pieces import (
    MOST_OUTLINED,
    block,
    changing,
    every,
    fitting_texts,
    named,
    plus,
    spread,
    style,
    tagged,
    two,
)
from convviz.figures.pointing import inside
from convviz.figures.projection import tied, within, written
from convviz.figures.slices import cell_of, flat
from convviz.figures.stamp_words import added_up
from convviz.figures.stamps import StampsStill, factor_width
from convviz.figures.tiles import Plane, Tile
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Role, Scene, Sheet, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, window
from convviz.steps.stamping import Sums, canvas, footprint, layer_of, stamp
from convviz.steps.terms import Term, Terms

_SMALLEST = 9.0
_LEGIBLE, _SHARE = 11.0, 0.8
"""How small sums may be written in cells, in pixels or in the size of the other numbers."""


def moving(
    still: StampsStill, step: Step, view: ViewOptions, pointer: Pointer | None
) -> Scene:
    """Return what stands over the still part at one step: a stamp's, or an output cell's.

    Parameters
    ----------
    still
        The still part.
    step
        The step; of a stamp whose channel is the one on show.
    view
        View options.
    pointer
        What is pointed at, or None; as None when it isn't in this picture.
    """
    lit = [] if pointer is None else _pointed(still, pointer)
    if step.stamp is not None:
        items = _stamped(still, step.stamp, view, role="ghost.edge" if lit else "window.edge")
    else:
        items = _met(still, step.output, view, role="ghost.edge" if lit else "window.edge")
    return Scene(still.scene.width, still.scene.height, (*items, *lit))


def axes_of(trace: Trace, position: tuple[int, ...]) -> tuple[range, range]:
    """Return the rows and columns of an input position's stamp."""
    along = footprint(trace, position)
    return (along[-2] if len(along) > 1 else range(1), along[-1])


def _position(still: StampsStill, cell: tuple[int, int]) -> tuple[int, ...]:
    return cell[-still.trace.layer.axes :]


def _stamped(
    still: StampsStill, cell: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return a stamp: the input cell, the scaled kernel, and the sum with it."""
    position = cell[1:]
    sums, tile = summed(still, cell, view, role)
    items: list[Item] = [
        *sums,
        Group("cell", (mark(still.input, cell_of(position), role),)),
        *_ties(still, cell, tile, view),
    ]
    if still.scaled is not None:
        added = flat(stamp(still.trace, cell, still.choice.output))
        stamped = changing(added, still.stamps, still.scaled, view)
        frame = around(still.scaled, *every(still.scaled), role)
        items.append(Group("stamp", (*stamped.part(*every(still.scaled)), frame)))
    return items


class Adding(Protocol):
    """A still part in which stamps add up."""

    @property
    def trace(self) -> Trace:
        """The layer's numbers."""

    @property
    def made(self) -> Made:
        """The output's panel."""

    @property
    def stamps(self) -> Plane:
        """The colours of what is stamped."""

    @property
    def sums(self) -> Sums:
        """What the stamps add up to."""


def summed(
    still: Adding, cell: tuple[int, ...], view: ViewOptions, role: Role
) -> tuple[list[Item], Tile]:
    """Return the sum of the stamps with that of a cell (channel, *position), which is lit.

    The second is the sum's cells.
    """
    made, sums, position = still.made, still.sums, cell[1:]
    grid = made.grid
    there = canvas(still.trace)
    shown = tuple(
        slice(start - first, start - first + length)
        for start, first, length in zip(
            grid.origin, origin(there), (grid.rows, grid.columns), strict=True
        )
    )
    added = flat(stamp(still.trace, cell, sums.output))
    known = sums.before(position)
    before, touched = (flat(array)[shown] for array in known)
    now, reached = (flat(array)[shown] for array in sums.with_stamp(*known, position))
    kept = [
        [at for at, place in enumerate(axis) if place in seen]
        for axis, seen in zip(axes_of(still.trace, position), named(grid), strict=True)
    ]
    tile = changing(now, made.plane, grid, view, shown=reached)
    items: list[Item] = [Group("sum", tuple(made.items(tile, reached)))]
    if all(kept):
        rows, columns = (
            axis[at[0] : at[-1] + 1]
            for axis, at in zip(axes_of(still.trace, position), kept, strict=True)
        )
        places = np.ix_(*([at - first for at in axis] for axis, first in zip(
            (rows, columns), grid.origin, strict=True
        )))
        added = added[np.ix_(*kept)]
        results = [] if tile.labels is None else [
            tile.labels[row][column] for row in places[0].ravel() for column in places[1].ravel()
        ]
        found = _additions(
            before[places], added, touched[places], tile, view, sums.bias_after(position),
            results,
        )
        items.append(Group("footprint", (
            *(
                _results(added, tile, places, still.stamps, (rows, columns))
                if found is None
                else _written(found, added, still.stamps, grid, (rows, columns))
            ),
            *block(grid, (rows, columns), role),
        )))
    return items, tile


def _results(
    added: NDArray[Any],
    tile: Tile,
    places: tuple[NDArray[np.intp], ...],
    stamps: Plane,
    axes: tuple[range, range],
) -> list[Item]:
    """Return the cells of a stamp with what they come to, as far as that is written."""
    texts = None if tile.labels is None else tuple(
        tuple(tile.labels[row][column] for column in places[1].ravel())
        for row in places[0].ravel()
    )
    return spread(added, texts, stamps, tile.grid, axes, None if texts is None else tile.font)


def _written(
    found: Additions, added: NDArray[Any], stamps: Plane, grid: Grid, axes: tuple[range, range]
) -> list[Item]:
    """Return the cells of a stamp with sums."""
    items: list[Item] = []
    for at, (cell, number) in enumerate(zip(product(*axes), added.ravel().tolist(), strict=True)):
        items += in_cell(found, at, number, stamps, grid, cell)
    return items


def _additions(
    before: NDArray[Any],
    added: NDArray[Any],
    touched: NDArray[np.bool_],
    tile: Tile,
    view: ViewOptions,
    bias: float | None,
    results: Sequence[str],
) -> Additions | None:
    """Return ``12 + 6 = 18`` for each cell of a stamp, or ``12 + 6``, and the bias.

    None where neither fits, or only much smaller than the other numbers.
    """
    if tile.labels is None:
        return None
    least = min(_LEGIBLE, _SHARE * tile.font)
    for digits in (4, 3, 2):
        old, new = (labels(values, view.decimals, digits) for values in (before, added))
        last = None if bias is None else plus("", number_text(bias, view.decimals, digits)).strip()
        pairs = tuple(
            _pair(a if there else None, b, last)
            for olds, news, flags in zip(old, new, touched.tolist(), strict=True)
            for a, b, there in zip(olds, news, flags, strict=True)
        )
        with_results = tuple(
            (f"{a} {b}", f"= {made}") if b else (a, b)
            for (a, b), made in zip(pairs, results, strict=True)
        )
        for texts in (with_results, pairs):
            found = written_in(texts, tile.grid.cell)
            if found.size >= least:
                return replace(found, size=min(found.size, tile.font))
    return None


def _pair(old: str | None, new: str, bias: str | None) -> tuple[str, str]:
    """Return the two lines of a sum: what was there, what comes; at the end also the bias."""
    if bias is not None:
        return (new if old is None else plus(old, new)), bias
    return (new, "") if old is None else (old, plus("", new).strip())


def _factor(
    still: StampsStill, cell: tuple[int, ...], view: ViewOptions
) -> tuple[list[Item], Box | None]:
    """Return the input's cell and ``×`` in front of the kernel, and where that cell stands."""
    grid, font = still.kernel, still.board.font
    text = number_text(still.trace.input[cell], view.decimals)
    before = still.input.box if still.input.x + still.input.width < grid.x else None
    room = grid.x - (0.0 if before is None else before[0] + before[2]) - 0.6 * font
    size = min(1.2 * font, room / factor_width(text))
    if size < _SMALLEST or not view.values:
        return [], None
    wide, high = text_width(text, size) + 0.9 * size, 1.7 * size
    x, y = grid.x - wide - 1.5 * size, grid.y + (grid.height - high) / 2
    plane = still.given.plane
    shade = plane.shades(np.array([[still.trace.input[cell]]]))
    middle = y + high / 2 + CAP_HEIGHT / 2 * size
    return [
        Sheet(x, y, (wide, 0.0), (0.0, high), shade, plane.ramp, ((text,),), size, "input.edge"),
        Text(grid.x - 0.8 * size, middle, "×", size, "text.muted", "middle"),
    ], (x, y, wide, high)


def _ties(
    still: StampsStill, cell: tuple[int, ...], sums: Tile, view: ViewOptions
) -> list[Item]:
    """Return the cell before the kernel, and lines from it and to where its stamp falls."""
    factor, at = _factor(still, cell, view)
    place = cell_of(cell[1:])
    grid, panels = still.made.grid, (still.input.box, still.made.grid.box)
    apart = [still.kernel.box, *written(still.scene.items)]
    lines: list[Item] = []
    if at is not None:
        start = still.input.span(one(place[0]), one(place[1]))
        lines += tied(start, at, apart, (still.given,), panels)
    falls = within(grid.span(*axes_of(still.trace, cell[1:])), grid)
    if still.scaled is not None and falls is not None:
        lines += tied(still.scaled.box, falls, apart, (sums,), panels)
    return [Group("ties", tuple(lines)), Group("factor", tuple(factor))]


def _met(
    still: StampsStill, output: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return the output up to a cell, and the stamps that meet in it."""
    here = cell_of(output[1:])
    terms = Terms(still.trace, output)
    met = [term for term in terms if term.channel == still.choice.input]
    few = len(met) <= MOST_OUTLINED
    return [
        Group("reached", tuple(still.made.reached(here, view))),
        *(_stamps_of(still, met, role) if few else _window_of(still, met, role)),
        Group("products", tuple(_products(still, terms, met, view, role))),
        Group("current", (mark(still.made.grid, here, role),)),
    ]


def _stamps_of(still: StampsStill, met: list[Term], role: Role) -> list[Item]:
    """Return the inputs whose stamps meet and these stamps' outlines, told apart by their lines."""
    cells: list[Item] = []
    outlines: list[Item] = []
    for at, term in enumerate(met):
        cell, axes = cell_of(term.position), axes_of(still.trace, term.position)
        cells.append(style(at, mark(still.input, cell, role)))
        outlines.append(style(at, around(still.made.grid, *axes, role)))
        if len(met) > 1:
            cells += tagged(still.input, cell, at, "text")
            outlines += tagged(still.made.grid, (axes[0][0], axes[1][0]), at, "text")
    return [Group("cells", tuple(cells)), Group("stamps", tuple(outlines))]


def _window_of(still: StampsStill, met: list[Term], role: Role) -> list[Item]:
    """Return the inputs whose stamps meet, where they are too many to tell apart."""
    rows, columns = zip(*(cell_of(term.position) for term in met), strict=True)
    frame = around(still.input, sorted(set(rows)), sorted(set(columns)), role)
    return [Group("cells", (frame,))]


def _products(
    still: StampsStill, terms: Terms, met: list[Term], view: ViewOptions, role: Role
) -> list[Item]:
    """Return the products that meet in a cell, at their taps, and their sum."""
    items: list[Item] = []
    tags = 1 < len(met) <= MOST_OUTLINED
    for at, term in enumerate(met):
        tap = cell_of(term.tap)
        items.append(mark(still.kernel, tap, role, 1.5))
        items += tagged(still.kernel, tap, at, "text") if tags else []
    if still.scaled is not None:
        items += _scaled(still, still.scaled, met, view, role)
        items += sum_below(still.trace, terms, still.scaled, still.board.font, view)
    return items


def _scaled(
    still: StampsStill, grid: Grid, met: list[Term], view: ViewOptions, role: Role
) -> list[Item]:
    items: list[Item] = []
    numbers = np.array([[term.product for term in met]], still.trace.output.dtype)
    texts = fitting_texts(numbers, grid.cell, view)
    for at, term in enumerate(met):
        tap = _mirrored(still, cell_of(term.tap))
        text = None if texts is None else ((texts[0][at],),)
        place = one(tap[0]), one(tap[1])
        items += spread(numbers[:, at : at + 1], text, still.stamps, grid, place)
        items.append(mark(grid, tap, role, 1.5))
        items += tagged(grid, tap, at, "text") if 1 < len(met) <= MOST_OUTLINED else []
    return items


def sum_below(
    trace: Trace, terms: Terms, grid: Grid, font: float, view: ViewOptions
) -> list[Item]:
    """Return ``12 + 6 = 18`` below a panel, or as much of it as fits."""
    for text in _sums(trace, terms, view) if view.values else ():
        size = min(font, (grid.width + 2.0 * font) / text_width(text, 1.0))
        if size >= _SMALLEST:
            x, y = grid.x + grid.width / 2, grid.y + grid.height + 1.25 * font
            return [Text(x, y, text, size, "output.text", "middle")]
    return []


def _sums(trace: Trace, terms: Terms, view: ViewOptions) -> list[str]:
    """Return ways to write how terms add up, the longest first."""
    total = f"= {text_like(trace.output, terms.total, view.decimals)}"
    if len(layer_of(trace).input_channels(0)) > 1:  # Only one channel's products are on show.
        return [f"all channels {total}", total]
    products = [
        text_like(trace.output, term.product, view.decimals) for term in terms[:MOST_OUTLINED]
    ]
    if terms.bias is not None:
        products.append(number_text(terms.bias, view.decimals))
    if len(products) > 1 and len(terms) <= MOST_OUTLINED:
        return [f"{added_up(products)} {total}", total]
    return [total]


def _pointed(still: StampsStill, pointer: Pointer) -> list[Item]:
    """Return what is lit for a pointer; nothing for one that isn't in this picture."""
    kind, index = pointer
    cell = cell_of(index)
    match kind:
        case "input" if inside(still.input, index):
            return [
                mark(still.input, cell, "hover.edge"),
                *block(still.made.grid, axes_of(still.trace, _position(still, cell)), "hover.edge"),
            ]
        case "kernel" if inside(still.kernel, index):
            return _of_tap(still, cell)
        case "stamp" if still.scaled is not None and inside(still.scaled, index):
            return _of_tap(still, _mirrored(still, cell))
        case "output" if still.made.kept(cell):
            return _of_output(still, cell)
    return []


def _mirrored(still: StampsStill, tap: tuple[int, int]) -> tuple[int, int]:
    """Return where in the stamp a tap is, or which tap is there: the same, or mirrored."""
    layer = layer_of(still.trace)
    if not layer.flipped:
        return tap
    return still.kernel.rows - 1 - tap[0], still.kernel.columns - 1 - tap[1]


def _of_tap(still: StampsStill, tap: tuple[int, int]) -> list[Item]:
    """Return a tap in kernel and stamp, and all cells of the canvas that it falls on."""
    layer = layer_of(still.trace)
    at = _mirrored(still, tap)
    corner = axes_of(still.trace, (0,) * layer.axes)
    rows, columns = (
        range(axis[place], axis[place] + (count - 1) * stride + 1, stride)
        for axis, place, count, stride in zip(
            corner, at, (still.input.rows, still.input.columns), two(layer.stride), strict=True
        )
    )
    items: list[Item] = [mark(still.kernel, tap, "hover.edge")]
    if still.scaled is not None:
        items.append(mark(still.scaled, at, "hover.edge"))
    return [*items, *block(still.made.grid, (rows, columns), "hover.edge")]


def _of_output(still: StampsStill, cell: tuple[int, int]) -> list[Item]:
    """Return an output cell, the inputs whose stamps meet there, and the taps with which."""
    axes = window(still.trace, _position(still, cell))
    items: list[Item] = [mark(still.made.grid, cell, "hover.edge")]
    if all(axes):
        rows, columns = (axes[-2] if len(axes) > 1 else range(1), axes[-1])
        items += block(still.input, (rows, columns), "hover.edge")
        for term in Terms(still.trace, (still.choice.output, *_position(still, cell))):
            if term.channel == still.choice.input:
                items.append(mark(still.kernel, cell_of(term.tap), "hover.edge", 1.5))
    return items
