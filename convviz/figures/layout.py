"""Where the panels of a picture stand: input, kernel, output in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import floor

from convviz.figures.grid import Box, Grid
from convviz.figures.plan import Plan, Size
from convviz.figures.tiles import SMALLEST_LABELLED_CELL
from convviz.options import ViewOptions

LARGEST_CELL = 128.0
"""Pixels beyond which zooming stops, unless a cell is as large without."""
_LARGEST_CELL = 88
_KERNEL_SHARE = 0.22
SIGN = 1.7
"""Size of ``∗`` and ``=``, in sizes of a title."""
_SMALLEST_LENS_CELL = 14


@dataclass(frozen=True, slots=True)
class Layout:
    """The three grids and what stands around them.

    Attributes
    ----------
    input, kernel, output
        The grids.
    titles
        x and baseline y of each panel's title, in the same order; empty where
        the picture has no room for them.
    signs
        x and y of the middle of ``∗`` and ``=``; empty likewise.
    lens
        Where the window's numbers are shown large, None where the input's own are.
    font
        Size of a title in pixels.
    plan, width
        What it was made for, and the picture's width.
    """

    plan: Plan
    width: float
    input: Grid
    kernel: Grid
    output: Grid
    titles: tuple[tuple[float, float], ...]
    signs: tuple[tuple[float, float], ...]
    font: float
    lens: Grid | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Room that the panels share, and how they are put into it.

    `title` is the height of a panel's title, 0 without titles.
    """

    width: float
    height: float
    margin: float
    gap: float
    title: float
    font: float
    in_row: bool

    @classmethod
    def of(cls, size: tuple[float, float], *, in_row: bool) -> _Frame:
        """Return the room of a picture; at least half of either side is left for cells."""
        width, height = size
        font = min(max(0.022 * min(width, 1.6 * height), 9.0), 22.0)
        margin, gap, title = max(0.03 * min(width, height), 6.0), 2.9 * font, 3.4 * font
        beside, above = (2 * gap, 0.0) if in_row else (0.0, gap)
        titles = title if in_row else 3 * title
        if 2 * margin + above + titles > 0.5 * height:
            title = titles = 0.0
        shrink = min(
            1.0,
            0.5 * width / (2 * margin + beside),
            0.5 * height / (2 * margin + above + titles),
        )
        return cls(width, height, margin * shrink, gap * shrink, title, font, in_row)

    def cells(self, plan: Plan) -> tuple[float, float]:
        """Return the largest cell of input and output, and of the kernel."""
        panels = (plan.padded, plan.kernel, plan.output)
        along, across = (1, 0) if self.in_row else (0, 1)
        room, depth = self.room
        cell = min(
            room / sum(panel[along] for panel in panels),
            depth / max(panel[across] for panel in panels),
            _LARGEST_CELL,
        )
        least = min(max(0.034 * self.width, 24.0), 48.0)
        if cell >= least:
            return floor(cell), floor(cell)
        kernel = min(
            least,
            _KERNEL_SHARE * room / plan.kernel[along],
            depth / plan.kernel[across],
        )
        cell = min(
            (room - kernel * plan.kernel[along]) / (plan.padded[along] + plan.output[along]),
            depth / max(plan.padded[across], plan.output[across]),
            least,
        )
        return _whole(cell), _whole(kernel)

    @property
    def room(self) -> tuple[float, float]:
        """Pixels for cells along the panels' order and across it."""
        width = self.width - 2 * self.margin
        height = self.height - 2 * self.margin
        if self.in_row:
            return width - 2 * self.gap, height - self.title
        return height - 3 * self.title - self.gap, width


def layout(plan: Plan, size: tuple[float, float], view: ViewOptions) -> Layout:
    """Return where everything stands in a picture of `size` (width, height).

    The panels stand in a row, or above one another when that makes cells a
    quarter larger (long one-dimensional inputs, upright pictures).
    """
    row, column = (_Frame.of(size, in_row=in_row) for in_row in (True, False))
    in_row = column.cells(plan)[0] <= 1.25 * row.cells(plan)[0]
    return _arranged(plan, row if in_row else column, view)


def _arranged(plan: Plan, frame: _Frame, view: ViewOptions) -> Layout:
    cell, kernel_cell = frame.cells(plan)
    along, across = (1, 0) if frame.in_row else (0, 1)
    room, depth = frame.room
    zoomed = max(cell, _whole(min(cell * view.zoom, LARGEST_CELL)))
    kernel_length = kernel_cell * plan.kernel[along]
    share = (room - kernel_length) * plan.padded[along] / (plan.padded[along] + plan.output[along])
    limits = (share, kernel_length, room - kernel_length - share)
    cells = (zoomed, kernel_cell, zoomed)
    boxes = [
        (min(limit, shape[along] * side), min(depth, shape[across] * side))
        for limit, side, shape in zip(
            limits, cells, (plan.padded, plan.kernel, plan.output), strict=True
        )
    ]
    places = _places(frame, [(floor(long), floor(wide)) for long, wide in boxes])
    lens = None
    if frame.in_row and zoomed < SMALLEST_LABELLED_CELL:
        lens = _make_room_for_lens(frame, places, plan, kernel_cell)
    centre = view.centre or plan.middle
    grids = (
        _grid(
            places[0], zoomed, plan.padded, (-plan.pads[0][0], -plan.pads[1][0]),
            centre,
        ),
        _grid(places[1], kernel_cell, plan.kernel, (0, 0), None),
        _grid(places[2], zoomed, plan.output, (0, 0), plan.output_place(centre)),
    )
    return Layout(
        plan,
        frame.width,
        *grids,
        titles=_titles(frame, places),
        signs=_signs(frame, places),
        font=frame.font,
        lens=lens,
    )


def _places(frame: _Frame, boxes: list[tuple[int, int]]) -> list[Box]:
    """Return x, y, width and height of each panel, all of it in the picture's middle."""
    if frame.in_row:
        total = sum(width for width, _ in boxes) + 2 * frame.gap
        tallest = max(height for _, height in boxes)
        x = floor((frame.width - total) / 2)
        top = floor((frame.height - tallest - frame.title) / 2 + frame.title)
        places: list[Box] = []
        for width, height in boxes:
            places.append((x, float(top + (tallest - height) // 2), width, height))
            x += width + floor(frame.gap)
        return places
    total = sum(height for height, _ in boxes) + 3 * frame.title + frame.gap
    widest = max(width for _, width in boxes)
    left = floor((frame.width - widest) / 2)
    y = floor((frame.height - total) / 2 + frame.title)
    places = []
    for height, width in boxes:
        places.append((left, float(y), width, height))
        y += height + floor(frame.title + frame.gap / 2)
    return places


def _make_room_for_lens(
    frame: _Frame, places: list[Box], plan: Plan, cell: float
) -> Grid | None:
    """Move the kernel up and return a grid of its size below it, if there is room."""
    x, y, width, height = places[1]
    stack = 2 * height + frame.title
    if stack > frame.room[1] or cell < _SMALLEST_LENS_CELL or not frame.title:
        return None
    top = floor(y + (height - stack) / 2)
    places[1] = (x, top, width, height)
    below = (x, top + height + floor(frame.title), width, height)
    return _grid(below, cell, plan.kernel, (0, 0), None)


def _titles(frame: _Frame, places: list[Box]) -> tuple[tuple[float, float], ...]:
    """Return where titles begin; above one another they leave room for the sign."""
    if not frame.title:
        return ()
    return tuple(
        (x + (0 if frame.in_row or place == 0 else 1.7 * frame.font), y - 0.8 * frame.font)
        for place, (x, y, _, _) in enumerate(places)
    )


def _signs(frame: _Frame, places: list[Box]) -> tuple[tuple[float, float], ...]:
    font = frame.font
    if not frame.in_row:
        beside = places[1:] if frame.title else []
        return tuple((x + 0.6 * font, y - 1.6 * font) for x, y, _, _ in beside)
    if frame.gap < SIGN * font:
        return ()
    middle = places[1][1] + places[1][3] / 2
    return tuple(
        ((left[0] + left[2] + right[0]) / 2, middle) for left, right in pairwise(places)
    )


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


def _whole(cell: float) -> float:
    """Return a cell's side in whole pixels where that costs little, so that lines are crisp."""
    return floor(cell) if cell >= 4 else cell
