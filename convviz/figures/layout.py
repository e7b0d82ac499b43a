"""Where the panels of a picture stand: input, kernel, output in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor

from convviz.figures.arrangement import Arrangement, Kind, whole
from convviz.figures.axes import Axes
from convviz.figures.grid import Box, Grid
from convviz.figures.plan import Plan, Size
from convviz.figures.tiles import SMALLEST_LABELLED_CELL, SMALLEST_PRODUCTS_CELL
from convviz.options import GRIDS, Arranged, Panel, PictureOptions, ViewOptions

LARGEST_CELL = 128.0
"""Pixels beyond which zooming stops, unless a cell is as large without."""
_COLUMN_GAIN, _WRAPPED_GAIN = 1.25, 1.2
"""How much larger cells have to become for panels not to stand in a row."""
_KINDS: dict[Arranged, Kind] = {"row": "row", "column": "column", "over": "wrapped"}
_NOWHERE = (-1e5, -1e5, 0.0, 0.0)
"""Where panels stand that are not in the picture."""
SIGN = 1.7
"""Size of ``∗`` and ``=``, in sizes of a title."""
_SMALLEST_LENS_CELL = 14
_LARGEST_LENS_CELL = 64.0
LENS_RESULT = 2.8
"""Room below a lens for what becomes of its numbers, in sizes of a title."""
_LENS_GAP = 0.4
"""Room between a kernel and the title of the lens below it, in sizes of a title."""
_LARGEST_KERNEL = 44.0
"""Cells of a kernel over a lens: beyond this its numbers are read well enough."""
_LENS_HEIGHT = 0.6
"""How much of the room's height the input takes at least for a lens to stand within its own."""
_KERNEL_SHARE = 0.43
"""How much of the height that they have the kernel takes at most."""
_LENS_COST = 0.75
"""How much smaller a lens between input and output may make their cells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The grids and what stands around them.

    Attributes
    ----------
    input, output
        The grids of their numbers.
    kernel
        The kernel's grid; None of layers without.
    input_room, output_room
        The same with the cells around them that windows reach into or that are
        cut off; the grids themselves where there are none.
    titles
        x and baseline y of each panel's title, in the same order; empty where
        the picture has no room for them.
    signs
        x and y of the middle of each sign between panels; empty likewise.
    lens
        Where the window's numbers are shown large, None where the input's own are.
    font
        Size of a title in pixels.
    axes
        Room for the names of rows and columns, None where they aren't wanted.
    aligned
        Whether each output cell stands under its window's anchor: one row, windows
        that move cell by cell and are not too wide for the view.
    plan, kind, width, height
        What it was made for, how it is arranged, and the picture's size.
    kept
        Which panels are in the picture; the others' grids stand far outside.
    """

    plan: Plan
    kind: Kind
    width: float
    height: float
    input: Grid
    kernel: Grid | None
    output: Grid
    input_room: Grid
    output_room: Grid
    titles: tuple[tuple[float, float], ...]
    signs: tuple[tuple[float, float], ...]
    font: float
    lens: Grid | None = None
    axes: Axes | None = None
    aligned: bool = False
    kept: tuple[Panel, ...] = GRIDS


def layout(
    plan: Plan,
    size: tuple[float, float],
    view: ViewOptions,
    setting: PictureOptions | None = None,
) -> Layout:
    """Return where everything stands in a picture of `size` (width, height).

    The panels stand in a row; above one another when that makes cells a quarter
    larger (long one-dimensional inputs, upright pictures), or in two lines when
    that makes them larger by three tenths. Where no kernel stands between input
    and output, a lens on small windows does.
    """
    setting = setting or PictureOptions()
    kept = kept_of(plan, setting)
    if "kernel" not in kept:
        plan = replace(plan, kernel=None)
    if not {"input", "output"} <= {*kept}:
        return _partial(plan, kept, size, setting)
    found = replace(_arranged(plan, _arrangement(plan, size, setting), view), kept=kept)
    legible = found.input.cell >= SMALLEST_LABELLED_CELL
    if plan.kernel is not None or plan.window is None or found.kind != "row" or legible:
        return found
    room = Arrangement.of("row", size, setting=setting)
    middle = _arranged(replace(plan, kernel=plan.window), room, view)
    lens = middle.kernel
    if lens is None or not room.title or lens.cell < _SMALLEST_LENS_CELL:
        return found
    if middle.input.cell < _LENS_COST * found.input.cell:
        return found
    return replace(
        middle, plan=plan, lens=lens, kernel=None, kept=kept,
        titles=(middle.titles[0], middle.titles[2]), signs=middle.signs[1:],
    )


def kept_of(plan: Plan, setting: PictureOptions) -> tuple[Panel, ...]:
    """Return which of the panels that a layer has are wished for, in reading order."""
    has = GRIDS if plan.kernel is not None else ("input", "output")
    return tuple(panel for panel in has if panel in setting.panels) or has


def _arrangement(
    plan: Plan, size: tuple[float, float], setting: PictureOptions
) -> Arrangement:
    panels = 2 if plan.kernel is None else 3
    if setting.arrangement != "auto":
        kind = _KINDS[setting.arrangement]
        if panels == 2 and kind == "wrapped":
            kind = "column"
        return Arrangement.of(kind, size, panels, setting)
    if plan.kernel is None:
        beside, above = (
            Arrangement.of(kind, size, 2, setting) for kind in ("row", "column")
        )
        gain = above.cells(plan)[0] / beside.cells(plan)[0]
        return above if gain > _COLUMN_GAIN else beside
    row, column, wrapped = (
        Arrangement.of(kind, size, 3, setting) for kind in ("row", "column", "wrapped")
    )
    in_row, in_column, broken = (one.cells(plan)[0] for one in (row, column, wrapped))
    if in_column > _COLUMN_GAIN * in_row and (plan.shown[0] == 1 or in_column > 1.15 * broken):
        return column
    return wrapped if broken >= _WRAPPED_GAIN * in_row else row


def _arranged(plan: Plan, room: Arrangement, view: ViewOptions) -> Layout:
    axes = Axes.of(plan, room) if view.coordinates else None
    inner = room if axes is None else axes.without(room)
    cell, kernel_cell = inner.cells(plan)
    zoomed = max(cell, whole(min(cell * view.zoom, LARGEST_CELL)))
    shapes = [(plan.shown, zoomed), (plan.output, zoomed)]
    if plan.kernel is not None:
        shapes.insert(1, (plan.kernel, kernel_cell))
    boxes = [
        (floor(min(width, shape[1] * side)), floor(min(height, shape[0] * side)))
        for (width, height), (shape, side) in zip(
            inner.limits(plan, kernel_cell), shapes, strict=True
        )
    ]
    places = room.places(boxes) if axes is None else axes.places(room, boxes)
    lens = None
    legible = zoomed >= (SMALLEST_PRODUCTS_CELL if view.products else SMALLEST_LABELLED_CELL)
    if plan.kernel and plan.window and room.kind != "column" and not legible:
        lens, kernel_cell = _make_room_for_lens(inner, places, plan.kernel, kernel_cell)
    centre = view.centre or plan.middle
    (top, bottom), (before, after) = plan.cut
    shown_room = _grid(places[0], zoomed, plan.shown, plan.first, centre)
    output_room = _grid(
        places[-1], zoomed, plan.output, (-top, -before), plan.output_place(centre)
    )
    aligned = (
        room.kind == "column"
        and plan.slides is not None
        and plan.slides * shown_room.cell <= shown_room.width / 2
    )
    if aligned:
        output_room = _under_anchors(plan, shown_room, output_room)
    shown, output = shown_room, output_room
    if any(plan.beyond):
        shown = shown_room.within((0, 0), plan.beyond, plan.first)
    if any((top, bottom, before, after)):
        output = output_room.within((top, before), (bottom, after), (0, 0))
    return Layout(
        plan,
        room.kind,
        room.width,
        room.height,
        shown,
        None if plan.kernel is None else _grid(places[1], kernel_cell, plan.kernel, (0, 0), None),
        output,
        shown_room,
        output_room,
        titles=_titles(room, places, axes),
        signs=_signs(room, places, axes),
        font=room.font,
        lens=lens,
        axes=axes,
        aligned=aligned,
    )


def _partial(
    plan: Plan, kept: tuple[Panel, ...], size: tuple[float, float], setting: PictureOptions
) -> Layout:
    """Return a layout without the input, the output or both, in a row or a column."""
    kind: Kind = "row" if setting.arrangement in {"auto", "row"} else "column"
    room = Arrangement.of(kind, size, 2, setting)
    shapes: dict[Panel, Size] = {
        "input": plan.shown, "kernel": plan.kernel or (1, 1), "output": plan.output,
    }
    rows, columns = zip(*(shapes[panel] for panel in kept), strict=True)
    wide, high = (sum(columns), max(rows)) if kind == "row" else (max(columns), sum(rows))
    cell = whole(min(room.room[0] / wide, room.room[1] / high, LARGEST_CELL))
    boxes = [(floor(shapes[one][1] * cell), floor(shapes[one][0] * cell)) for one in kept]
    places = dict(zip(kept, room.places(boxes), strict=True))
    (top, bottom), (before, after) = plan.cut

    def placed(panel: Panel, origin: tuple[int, int]) -> Grid:
        return _grid(places.get(panel, _NOWHERE), cell, shapes[panel], origin, None)

    shown, output = placed("input", plan.first), placed("output", (-top, -before))
    return Layout(
        plan, kind, room.width, room.height,
        shown.within((0, 0), plan.beyond, plan.first),
        placed("kernel", (0, 0)) if plan.kernel is not None else None,
        output.within((top, before), (bottom, after), (0, 0)),
        shown,
        output,
        titles=_titles(room, list(places.values()), None),
        signs=_signs(room, list(places.values()), None) if len(kept) > 1 else (),
        font=room.font,
        kept=kept,
    )


def _under_anchors(plan: Plan, shown: Grid, output: Grid) -> Grid:
    """Return the output of one row with each cell under its window's anchor."""
    left = shown.left + (plan.input_place((0, 0))[1] - plan.first[1]) * shown.cell
    edge = shown.x + shown.width
    x = min(max(shown.x, left), edge)
    end = min(edge, left + output.columns * output.cell)
    return replace(output, x=x, width=max(end - x, 0.0), left=left)


def _make_room_for_lens(
    room: Arrangement, places: list[Box], shape: Size, cell: float
) -> tuple[Grid | None, float]:
    """Return a grid of the kernel's shape below it, if there is room, and the kernel's cells.

    Moves the kernel up. The lens' cells are at least the kernel's, and larger where
    the panels beside it allow; in a row the kernel's grow with them.
    """
    x, y, width, height = places[1]
    if cell < _SMALLEST_LENS_CELL or not room.title:
        return None, cell
    rows, columns = shape
    if room.kind == "wrapped":
        top = places[2][1]
        deep, wide = room.height - room.margin - top, room.width - room.margin - x
        side = _lens_cell(cell, wide / columns, deep / rows)
        lens = _grid((x, top, columns * side, rows * side), side, shape, (0, 0), None)
        free = places[2][0] + places[2][2] <= x
        return (lens if height <= deep and free else None), cell
    below = LENS_RESULT * room.font
    # Beside the input, from its top to its bottom, unless it is much too low.
    top, tall = places[0][1], places[0][3]
    if tall < _LENS_HEIGHT * room.room[1]:
        top, tall = y + (height - room.room[1]) / 2, room.room[1]
    high = tall - room.title - _LENS_GAP * room.font - below
    if high < 2 * _SMALLEST_LENS_CELL * rows:
        return None, cell
    left, right = places[0][0] + places[0][2], places[2][0]
    wide = (right - left - 2 * room.font) / columns
    beside = wide - 2 * (SIGN - 0.2) * room.font / columns  # leaves room for the signs
    own = max(min(cell, beside), min(beside, _LARGEST_KERNEL))
    own = whole(min(own, _KERNEL_SHARE * high / rows))
    side = whole(min(wide, _LARGEST_LENS_CELL, high / rows - own))
    middle = x + width / 2
    places[1] = (floor(middle - columns * own / 2), top, columns * own, rows * own)
    under = top + rows * own + floor(room.title + _LENS_GAP * room.font)
    box = (floor(middle - columns * side / 2), under, columns * side, rows * side)
    return _grid(box, side, shape, (0, 0), None), own


def _lens_cell(kernel: float, wide: float, high: float) -> float:
    return max(kernel, whole(min(wide, high, _LARGEST_LENS_CELL)))


def _titles(
    room: Arrangement, places: list[Box], axes: Axes | None
) -> tuple[tuple[float, float], ...]:
    """Return where titles begin; those after a sign in their own line leave room for it."""
    if not room.title:
        return ()
    above = axes.above if axes else 0.0
    after_sign = {"row": (), "column": range(1, room.panels), "wrapped": (2,)}[room.kind]
    return tuple(
        (x + (1.7 * room.font if place in after_sign else 0), y - above - 0.8 * room.font)
        for place, (x, y, _, _) in enumerate(places)
    )


def _signs(
    room: Arrangement, places: list[Box], axes: Axes | None
) -> tuple[tuple[float, float], ...]:
    font = room.font
    if room.kind != "row" and not room.title:
        return ()
    left, above = (axes.left, axes.above) if axes else (0.0, 0.0)
    before = [(x + 0.6 * font, y - above - 1.6 * font) for x, y, _, _ in places]
    if room.kind == "column":
        return tuple(before[1:])
    if room.gap < SIGN * font:
        return ()
    middle = places[1][1] + places[1][3] / 2
    between = [
        ((one[0] + one[2] + other[0] - left) / 2, middle) for one, other in pairwise(places)
    ]
    return (between[0], before[2]) if room.kind == "wrapped" else tuple(between)


def _grid(
    place: Box,
    cell: float,
    shape: Size,
    origin: tuple[int, int],
    centre: tuple[float, float] | None,
) -> Grid:
    x, y, width, height = place
    left, top = x, y
    if centre is not None:
        left = x + _offset(width, cell, shape[1], centre[1] - origin[1])
        top = y + _offset(height, cell, shape[0], centre[0] - origin[0])
    return Grid(x, y, width, height, cell, shape[0], shape[1], left, top, origin)


def _offset(length: float, cell: float, count: int, centre: float) -> float:
    """Return where cell 0 begins, so that `centre` is in the middle and no room is empty."""
    wanted = length / 2 - (centre + 0.5) * cell
    return round(min(0.0, max(wanted, length - count * cell)))
