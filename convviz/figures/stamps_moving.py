"""What moves in a picture of stamps: the stamp, what it adds to, the sum so far."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.grid import Grid
from convviz.figures.marks import around, cell_of, mark, one
from convviz.figures.numbers import labels, number_text, text_like
from convviz.figures.panels import (
    MOST_OUTLINED,
    block,
    changing,
    plus,
    spread,
    style,
    tagged,
    text_size,
    two,
)
from convviz.figures.pointing import inside
from convviz.figures.stamp_words import added_up
from convviz.figures.stamps import StampsStill, canvas_items, regions
from convviz.figures.still import flat
from convviz.figures.tiles import LARGEST_FONT, Tile
from convviz.layers.transposed import ConvTranspose
from convviz.options import ViewOptions
from convviz.scene.items import Group, Item, Role, Scene, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width
from convviz.steps.folded import ravelled, unravelled
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer, window
from convviz.steps.stamping import add_channel, covered, footprint, stamp
from convviz.steps.terms import Term, Terms

_AHEAD = 0.28
_SMALLEST = 8.0


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


def axes_of(still: StampsStill, position: tuple[int, ...]) -> tuple[range, range]:
    """Return the rows and columns of an input position's stamp."""
    along = footprint(still.trace, position)
    return (along[-2] if len(along) > 1 else range(1), along[-1])


def _position(still: StampsStill, cell: tuple[int, int]) -> tuple[int, ...]:
    return cell[-still.trace.layer.axes :]


def _stamped(
    still: StampsStill, cell: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return a stamp: the input cell, the scaled kernel, and the sum with it."""
    shown, _, scaled, made = still.grids
    channel, *at = cell
    position = tuple(at)
    axes = axes_of(still, position)
    added = flat(stamp(still.trace, cell, still.choice.output))
    before, touched = _before(still, channel, position)
    places = np.ix_(*([i - first for i in axis] for axis, first in zip(axes, made.origin, strict=True)))
    now = before.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        now[places] += added
        now = _with_bias(still, now) if _is_last(still, cell) else now
    there = touched | flat(covered(still.trace, position))
    texts = _additions(before[places], added, touched[places], made.cell, view)
    tile = changing(now, still.sums, made, view, shown=there)
    if texts is None and tile.labels is not None:
        texts = tuple(tuple(tile.labels[i][j] for j in places[1][0]) for i in places[0][:, 0])
    return [
        Group("sum", tuple(canvas_items(tile, still.canvas))),
        Group("footprint", (
            *spread(added, texts, still.stamps, made, axes), *block(made, axes, role),
        )),
        Group("cell", (mark(shown, cell_of(position), role),)),
        Group("stamp", (
            *changing(added, still.stamps, scaled, view).part(
                range(scaled.rows), range(scaled.columns)
            ),
            *block(scaled, (range(scaled.rows), range(scaled.columns)), role),
            *_factor(still, cell, view),
        )),
    ]


def _before(
    still: StampsStill, channel: int, position: tuple[int, ...]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return what is on the canvas before a stamp, and where."""
    size = still.trace.input.shape[1:]
    sums = still.earlier.reshape(still.canvas.shape).copy()
    touched = still.touched
    number = ravelled(position, size) - 1
    if number >= 0:
        last = unravelled(number, size)
        add_channel(still.trace, sums, channel, still.choice.output, last)
        touched = touched | flat(covered(still.trace, last))
    return flat(sums), touched


def _is_last(still: StampsStill, cell: tuple[int, ...]) -> bool:
    layer = still.trace.layer
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - others have no stamps
    size = still.trace.input.shape[1:]
    channels = layer.input_channels(still.choice.output)
    return cell == (channels[-1], *(length - 1 for length in size))


def _with_bias(still: StampsStill, sums: NDArray[Any]) -> NDArray[Any]:
    bias = still.trace.bias
    return sums if bias is None else np.asarray(sums + bias[still.choice.output].astype(sums.dtype))


def _additions(
    before: NDArray[Any],
    added: NDArray[Any],
    touched: NDArray[np.bool_],
    cell: float,
    view: ViewOptions,
) -> tuple[tuple[str, ...], ...] | None:
    """Return ``12 + 6`` for each cell of a stamp, None where that doesn't fit."""
    if not view.values:
        return None
    for digits in (4, 3, 2):
        old, new = (labels(values, view.decimals, digits) for values in (before, added))
        texts = tuple(
            tuple(
                plus(a, b) if there else b
                for a, b, there in zip(olds, news, flags, strict=True)
            )
            for olds, news, flags in zip(old, new, touched.tolist(), strict=True)
        )
        if text_size(texts, cell):
            return texts
    return None


def _factor(still: StampsStill, cell: tuple[int, ...], view: ViewOptions) -> list[Item]:
    """Return ``3 ×`` in front of the kernel."""
    grid, font = still.grids[1], still.board.font
    text = f"{number_text(still.trace.input[cell], view.decimals)} ×"
    size = min(1.5 * font, 3.2 * font / text_width(text, 1.0))
    if size < _SMALLEST or not view.values:
        return []
    y = grid.y + grid.height / 2 + CAP_HEIGHT / 2 * size
    return [Text(grid.x - 0.45 * font, y, text, size, "input.text", "end")]


def _met(
    still: StampsStill, output: tuple[int, ...], view: ViewOptions, role: Role
) -> list[Item]:
    """Return the output up to a cell, and the stamps that meet in it."""
    made = still.grids[3]
    here = cell_of(output[1:])
    items: list[Item] = [Group("reached", tuple(_reached(still, here, view)))]
    terms = Terms(still.trace, output)
    met = [term for term in terms if term.channel == still.choice.input]
    few = len(met) <= MOST_OUTLINED
    items += _stamps_of(still, met, role) if few else _window_of(still, met, role)
    items.append(Group("products", tuple(_products(still, terms, met, view, tags=1 < len(met) <= MOST_OUTLINED))))
    items.append(Group("current", (mark(made, here, role),)))
    return items


def _reached(still: StampsStill, here: tuple[int, int], view: ViewOptions) -> list[Item]:
    """Return the output cells up to the step's; the others faintly, if they are shown."""
    made = still.grids[3]
    top, left = made.origin
    rows, columns = two(still.canvas.output)
    values = still.final.astype(still.trace.output.dtype, copy=True)
    values[-top : rows - top, -left : columns - left] = flat(
        still.trace.output[still.choice.output]
    )
    at = np.arange(rows)[:, None] * columns + np.arange(columns)
    done = np.zeros(values.shape, np.bool_)
    done[-top : rows - top, -left : columns - left] = at <= here[0] * columns + here[1]
    font = changing(values, still.sums, made, view).font
    items: list[Item] = []
    if view.ghost:
        faint = changing(values, still.sums, made, view, shown=_kept(still))
        items.append(Group("ghost", tuple(canvas_items(faint, still.canvas)), opacity=_AHEAD))
    tile = changing(values, still.sums, made, view, shown=done, font=font)
    whole = range(-left, columns - left)
    row, column = here[0] - top, here[1] - left
    for region in ((range(-top, row), whole), (one(row), range(-left, column + 1))):
        items += _parts(still, tile, *region)
    return items


def _parts(still: StampsStill, tile: Tile, rows: range, columns: range) -> list[Item]:
    """Return a block of the output, counted from the canvas's first cell, as it looks there."""
    items: list[Item] = []
    for part in regions(still.canvas):
        if part.ramp is None:
            items += tile.part(
                range(max(rows.start, part.rows.start), min(rows.stop, part.rows.stop)),
                range(max(columns.start, part.columns.start), min(columns.stop, part.columns.stop)),
                hatched=part.hatched,
            )
    return items


def _kept(still: StampsStill) -> NDArray[np.bool_]:
    top, left = still.grids[3].origin
    rows, columns = two(still.canvas.output)
    kept = np.zeros(still.final.shape, np.bool_)
    kept[-top : rows - top, -left : columns - left] = True
    return kept


def _stamps_of(still: StampsStill, met: list[Term], role: Role) -> list[Item]:
    """Return the inputs whose stamps meet and these stamps' outlines, told apart by their lines."""
    shown, _, _, made = still.grids
    cells: list[Item] = []
    outlines: list[Item] = []
    for at, term in enumerate(met):
        cell, axes = cell_of(term.position), axes_of(still, term.position)
        cells.append(style(at, mark(shown, cell, role)))
        outlines.append(style(at, around(made, *axes, role)))
        if len(met) > 1:
            cells += tagged(shown, cell, at, "text")
            outlines += tagged(made, (axes[0][0], axes[1][0]), at, "text")
    return [Group("cells", tuple(cells)), Group("stamps", tuple(outlines))]


def _window_of(still: StampsStill, met: list[Term], role: Role) -> list[Item]:
    """Return the inputs whose stamps meet, where they are too many to tell apart."""
    rows, columns = zip(*(cell_of(term.position) for term in met), strict=True)
    axes = tuple(sorted(set(rows))), tuple(sorted(set(columns)))
    grid = still.grids[0]
    return [Group("cells", (around(grid, *axes, role, fill="window.fill"),))]


def _products(
    still: StampsStill, terms: Terms, met: list[Term], view: ViewOptions, *, tags: bool
) -> list[Item]:
    """Return the products that meet in a cell, at their taps, and their sum."""
    _, weights, scaled, _ = still.grids
    items: list[Item] = []
    font = min((_fitted_size(still, met, scaled.cell, view)), LARGEST_FONT)
    for at, term in enumerate(met):
        written, stamped = cell_of(term.tap), _stamped_tap(still, term)
        number = np.array([[term.product]], still.trace.output.dtype)
        texts = labels(number, view.decimals) if font and view.values else None
        at_tap = (one(stamped[0]), one(stamped[1]))
        items += spread(number, texts, still.stamps, scaled, at_tap)
        items.append(mark(scaled, stamped, "window.edge", 1.5))
        items.append(mark(weights, written, "window.edge", 1.5))
        if tags:
            items += tagged(scaled, stamped, at, "text")
            items += tagged(weights, written, at, "text")
    return [*items, *_sum(still, terms, view)]


def _stamped_tap(still: StampsStill, term: Term) -> tuple[int, int]:
    """Return where in the stamp a term's tap is."""
    layer = still.trace.layer
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - others have no stamps
    if not layer.flipped:
        return cell_of(term.tap)
    return cell_of(
        tuple(length - 1 - at for at, length in zip(term.tap, layer.kernel_size, strict=True))
    )


def _fitted_size(
    still: StampsStill, met: list[Term], cell: float, view: ViewOptions
) -> float:
    if not met:
        return 0.0
    numbers = np.array([[term.product for term in met]], still.trace.output.dtype)
    return text_size(labels(numbers, view.decimals), cell)


def _sum(still: StampsStill, terms: Terms, view: ViewOptions) -> list[Item]:
    """Return ``12 + 6 = 18`` below the products, or as much of it as fits."""
    grid, font = still.grids[2], still.board.font
    total = text_like(still.trace.output, terms.total, view.decimals)
    products = [
        text_like(still.trace.output, term.product, view.decimals)
        for term in terms[:MOST_OUTLINED]
    ]
    if terms.bias is not None:
        products.append(number_text(terms.bias, view.decimals))
    ways = [f"= {total}"]
    if len(products) > 1 and len(terms) <= MOST_OUTLINED:
        ways.insert(0, f"{added_up(products)} = {total}")
    for text in ways if view.values else ():
        size = min(font, (grid.width + 1.6 * font) / text_width(text, 1.0))
        if size >= _SMALLEST:
            x, y = grid.x + grid.width / 2, grid.y + grid.height + 1.25 * font
            return [Text(x, y, text, size, "output.text", "middle")]
    return []


def _pointed(still: StampsStill, pointer: Pointer) -> list[Item]:
    """Return what is lit for a pointer; nothing for one that isn't in this picture."""
    kind, index = pointer
    shown, weights, scaled, made = still.grids
    match kind:
        case "input" if inside(shown, index):
            axes = axes_of(still, _position(still, cell_of(index)))
            return [
                mark(shown, cell_of(index), "hover.edge"),
                *block(made, axes, "hover.edge"),
            ]
        case "kernel" if inside(weights, index):
            return _of_tap(still, cell_of(index), written=True)
        case "stamp" if inside(scaled, index):
            return _of_tap(still, cell_of(index), written=False)
        case "output" if all(
            at in axis for at, axis in zip(cell_of(index), still.output, strict=True)
        ):
            return _of_output(still, cell_of(index))
    return []


def _of_tap(still: StampsStill, cell: tuple[int, int], *, written: bool) -> list[Item]:
    """Return a tap in kernel and stamp, and all cells of the canvas that it falls on."""
    shown, weights, scaled, made = still.grids
    layer = still.trace.layer
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - others have no stamps
    mirrored = (scaled.rows - 1 - cell[0], scaled.columns - 1 - cell[1])
    other = mirrored if layer.flipped else cell
    first, second = (cell, other) if written else (other, cell)
    corner = axes_of(still, (0,) * layer.axes)
    stride = two(layer.stride)
    axes = tuple(
        range(axis[at], axis[at] + count * step, step)
        for axis, at, count, step in zip(
            corner, second, (shown.rows, shown.columns), stride, strict=True
        )
    )
    return [
        mark(weights, first, "hover.edge"),
        mark(scaled, second, "hover.edge"),
        *block(made, (axes[0], axes[1]), "hover.edge"),
    ]


def _of_output(still: StampsStill, cell: tuple[int, int]) -> list[Item]:
    """Return an output cell, the inputs whose stamps meet there, and the taps with which."""
    shown, weights, _, made = still.grids
    axes = window(still.trace, _position(still, cell))
    items: list[Item] = [mark(made, cell, "hover.edge")]
    if all(axes):
        rows, columns = (axes[-2] if len(axes) > 1 else range(1), axes[-1])
        items += block(shown, (rows, columns), "hover.edge")
        for term in Terms(still.trace, (still.choice.output, *_position(still, cell))):
            if term.channel == still.choice.input:
                items.append(mark(weights, cell_of(term.tap), "hover.edge", 1.5))
    return items
