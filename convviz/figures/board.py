"""Any number of titled panels in a picture, as large as its room allows, with notes below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import floor

from convviz.figures.grid import Grid
from convviz.figures.plan import Size
from convviz.options import Arranged, PictureOptions
from convviz.scene.items import Hotspot, Item, Rect, Role, Text
from convviz.scene.metrics import text_width

Columns = tuple[tuple[int, ...], ...]
"""Panels above one another in columns that stand beside one another, by their number."""

_LARGEST_CELL = 88.0
_LEAST, _MOST_LEAST = 22.0, 40.0
"""Cells of a small panel beside a large one, at least as far as there is room."""
_SMALL_SHARE = 0.24
_MOST_GROWN, _SHARE_GROWN = 64.0, 0.6
"""Cells of a small panel beside a large one at most, and its share of that one's height."""
_DETAIL = 0.82
"""Size of a title's second line, and of notes."""
_TITLE, _GAP, _STACK = 2.9, 2.4, 0.8
"""Height of a title, room between columns and between stacked panels, in sizes of a title."""
_NOTE = 1.45
SIGN = 1.7
"""Size of a sign between panels, in sizes of a title."""
_SMALLEST_TEXT = 8.0
_LEAST_GAP = 0.6
"""How much of the usual room between columns a sign needs."""
_BETTER = 1.12
"""How much larger cells have to become for an arrangement that comes later in the list."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One grid of a picture.

    Attributes
    ----------
    kind
        What its hotspot's targets are called.
    title, detail
        Its two lines above.
    role
        Colour of its title.
    shape
        Rows and columns.
    origin
        Row and column of the first cell.
    small
        Keeps readable cells where the others have thousands.
    sign
        What stands before it: ``×``, ``=``, ``∗``.
    lead, foot
        Room at its left and below it, in sizes of a title.
    """

    kind: str
    title: str
    detail: str
    role: Role
    shape: Size
    origin: Size = (0, 0)
    small: bool = False
    sign: str = ""
    lead: float = 0.0
    foot: float = 0.0


@dataclass(frozen=True, slots=True)
class Board:
    """Where the panels stand, and what is written around them.

    Attributes
    ----------
    grids
        One for each panel, in their order.
    items
        Titles, signs and notes.
    font
        Size of a title.
    """

    grids: tuple[Grid, ...]
    items: tuple[Item, ...]
    font: float

    def hotspots(self, panels: Sequence[Panel]) -> tuple[Hotspot, ...]:
        """Return the places that answer to the pointer: all cells of all panels."""
        return tuple(
            Hotspot(
                panel.kind,
                *grid.box,
                origin=(grid.left, grid.top),
                cell=(grid.cell, grid.cell),
                first=grid.origin,
                shape=(grid.rows, grid.columns),
            )
            for panel, grid in zip(panels, self.grids, strict=True)
        )


Box = tuple[float, float, float, float]


def board(
    panels: Sequence[Panel],
    arrangements: Sequence[Columns],
    notes: Sequence[str],
    box: Box,
    font: float | None = None,
    setting: PictureOptions | None = None,
) -> Board:
    """Return where panels stand in a box (x, y, width, height) of the picture.

    Parameters
    ----------
    panels
        The panels, in reading order.
    arrangements
        How they may stand, the best first; one that makes cells an eighth
        larger is taken before it.
    notes
        Lines below, left out where there is no room for them.
    box
        The room.
    font
        Size of a title, or None for one that fits the box.
    setting
        The size of titles and the arrangement that are wished for, or None.
    """
    font = font or font_for(box[2], box[3])
    if setting is not None:
        font = setting.type_size(font)
        arrangements = _wished(setting.arrangement, arrangements)
    rooms = [_Room.of(panels, columns, notes, box, font) for columns in arrangements]
    best, cells = rooms[0], rooms[0].cells()
    for room in rooms[1:]:
        found = room.cells()
        if found[0] > _BETTER * cells[0]:
            best, cells = room, found
    return best.set(*cells)


def _wished(arranged: Arranged, arrangements: Sequence[Columns]) -> Sequence[Columns]:
    """Return the arrangements that are wished for: all panels beside or above one another."""
    every = tuple(sorted(at for column in arrangements[0] for at in column))
    match arranged:
        case "row":
            return [tuple((at,) for at in every)]
        case "column":
            return [(every,)]
    return arrangements


def font_for(width: float, height: float) -> float:
    """Return the size of a title in a picture of a size."""
    return min(max(0.02 * min(width, 1.6 * height), 9.0), 20.0)


@dataclass(frozen=True, slots=True)
class _Room:
    """One arrangement of panels in a box.

    `title` is a title's height, 0 without titles; `em` what room between panels is
    measured in: the size of a title, or less in a small box.
    """

    panels: Sequence[Panel]
    columns: Columns
    notes: tuple[str, ...]
    box: Box
    font: float
    title: float
    em: float

    @classmethod
    def of(
        cls, panels: Sequence[Panel], columns: Columns, notes: Sequence[str], box: Box, font: float
    ) -> _Room:
        """Return an arrangement with the notes and titles that leave half the height for cells."""
        left = box[3] * 0.55
        most = max(map(len, columns))
        title = _TITLE * font
        if most * (title + _STACK * font) > left:
            title = 0.0
        left -= most * (title + _STACK * font)
        kept: list[str] = []
        for note in notes if title else ():
            lines = _lines(note, _DETAIL * font, box[2] - 3 * font)
            if (len(kept) + len(lines) + 1) * _NOTE * _DETAIL * font <= left:
                kept += lines
        leads = sum(max(panels[at].lead for at in column) for column in columns)
        beside = (len(columns) - 1) * _GAP + leads
        above = (most - 1) * _STACK
        em = min(font, 0.35 * box[2] / max(beside, 1.0), 0.3 * box[3] / max(above, 1.0))
        return cls(panels, columns, tuple(kept), box, font, title, em)

    @property
    def below(self) -> float:
        """Height of the notes."""
        return (len(self.notes) * _NOTE + 0.5) * _DETAIL * self.font if self.notes else 0.0

    @property
    def margin(self) -> float:
        """Room left free at the picture's edges."""
        return 0.03 * min(self.box[2], self.box[3])

    def cells(self) -> tuple[float, float]:
        """Return the side of cells in large panels and in small ones."""
        largest = _largest(lambda cell: self._fits(cell, cell))
        small = [panel.shape for panel in self.panels if panel.small]
        if len(small) in {0, len(self.panels)}:
            return largest, largest
        rows, columns = (max(axis) for axis in zip(*small, strict=True))
        least = min(
            max(_LEAST, min(0.034 * self.box[2], _MOST_LEAST)),
            _SMALL_SHARE * self.box[2] / columns,
            _SMALL_SHARE * self.box[3] / rows,
        )
        if largest >= least:
            return largest, largest
        cell = _largest(lambda cell: self._fits(cell, max(cell, least)))
        # As far as the large panels leave room and stay the larger ones.
        most = max(panel.shape[0] * cell for panel in self.panels if not panel.small)
        most = min(_MOST_GROWN, _SHARE_GROWN * most / rows)
        grown = _largest(lambda side: side <= most and self._fits(cell, side))
        return cell, max(grown, float(floor(least)))

    def _fits(self, cell: float, small: float) -> bool:
        width, height = self._extent(cell, small)
        return width <= self.box[2] - 2 * self.margin and height <= self.box[3] - 2 * self.margin

    def _side(self, at: int, cell: float, small: float) -> float:
        return small if self.panels[at].small else cell

    def _width(self, at: int, cell: float, small: float) -> float:
        """Return how wide a panel is, with its title."""
        panel = self.panels[at]
        width = panel.lead * self.em + panel.shape[1] * self._side(at, cell, small)
        named = text_width(panel.title, self.font, bold=True) if self.title else 0.0
        return max(width, min(named, 0.5 * self.box[2] / len(self.columns)))

    def _height(self, at: int, cell: float, small: float) -> float:
        panel = self.panels[at]
        foot = panel.foot * self.font if self.title else 0.0
        return self.title + panel.shape[0] * self._side(at, cell, small) + foot

    def _extent(self, cell: float, small: float) -> tuple[float, float]:
        gaps = (len(self.columns) - 1) * _GAP * self.em
        width = sum(
            max(self._width(at, cell, small) for at in column) for column in self.columns
        )
        return width + gaps, self._stack(cell, small) + self.below

    def _stack(self, cell: float, small: float) -> float:
        return max(self._stacked(column, cell, small) for column in self.columns)

    def _stacked(self, column: tuple[int, ...], cell: float, small: float) -> float:
        between = (len(column) - 1) * _STACK * self.em
        return sum(self._height(at, cell, small) for at in column) + between

    def set(self, cell: float, small: float) -> Board:
        """Return the board with cells of a size, all in the middle of the box."""
        width, height = self._extent(cell, small)
        x = floor(self.box[0] + (self.box[2] - width) / 2)
        top = floor(self.box[1] + (self.box[3] - height) / 2)
        stack = self._stack(cell, small)
        grids: list[Grid | None] = [None] * len(self.panels)
        items: list[Item] = []
        before: Grid | None = None
        level = len(self.columns) > 1 and max(map(len, self.columns)) > 1
        for column in self.columns:
            wide = max(self._width(at, cell, small) for at in column)
            # Beside panels above one another, titles stand in one line.
            spare = 0.0 if level else stack - self._stacked(column, cell, small)
            y = top + floor(spare / 2)
            for at in column:
                grid = self._grid(at, x, y + self.title, self._side(at, cell, small))
                grids[at] = grid
                items += self._around(at, grid, x, wide, before, first=at == column[0])
                y += floor(self._height(at, cell, small) + _STACK * self.em)
            before = grids[column[-1]]
            x += floor(wide + _GAP * self.em)
        items += self._noted(top + height - self.below)
        return Board(tuple(grid for grid in grids if grid is not None), tuple(items), self.font)

    def _grid(self, at: int, x: float, y: float, cell: float) -> Grid:
        panel = self.panels[at]
        left, top = floor(x + panel.lead * self.em), floor(y)
        rows, columns = panel.shape
        return Grid(
            left, top, columns * cell, rows * cell, cell, rows, columns, left, top, panel.origin
        )

    def _around(
        self, at: int, grid: Grid, x: float, wide: float, before: Grid | None, *, first: bool
    ) -> list[Item]:
        """Return a panel's titles and the sign before it, `before` being what it refers to."""
        panel, font = self.panels[at], self.font
        items: list[Item] = []
        start = grid.x
        if panel.sign and first and self.em >= _LEAST_GAP * font:
            items.append(
                sign(x - _GAP * self.em / 2, _beside(grid, before or grid), panel.sign, font)
            )
        elif panel.sign and not first and self.title:
            y = grid.y - 1.15 * font
            items.append(
                Text(grid.x, y + 0.18 * font, panel.sign, SIGN * font, "text.muted")
            )
            start += text_width(panel.sign, SIGN * font) + 0.35 * font
        if self.title:
            edge = x + wide + 0.45 * _GAP * font
            title = Text(start, grid.y - 1.75 * font, panel.title, font, panel.role, bold=True)
            detail = Text(start, grid.y - 0.55 * font, panel.detail, _DETAIL * font, "text.muted")
            items += [*fitted(title, edge), *fitted(detail, edge)]
        return items

    def _noted(self, top: float) -> list[Item]:
        size = _DETAIL * self.font
        widest = max((text_width(line, size) for line in self.notes), default=0.0)
        x = floor(self.box[0] + (self.box[2] - widest) / 2)
        return [
            Text(x, top + (0.5 + at * _NOTE + 1.0) * size, line, size, "text.muted")
            for at, line in enumerate(self.notes)
        ]


def fitted(text: Text, edge: float) -> tuple[Text, ...]:
    """Return a text small enough to end before an edge; none where it would be unreadable."""
    if not text.text:
        return ()
    size = min(text.size, (edge - text.x) / text_width(text.text, 1.0, text.bold))
    return (replace(text, size=size),) if size >= min(_SMALLEST_TEXT, text.size) else ()


def sign(x: float, y: float, text: str, font: float) -> Item:
    """Return a sign with its middle at x, y; the dot of a product as a disc, not as a speck."""
    if text == "·":
        radius = 0.22 * font
        return Rect(
            x - radius, y - radius, 2 * radius, 2 * radius, fill="text.muted", radius=radius
        )
    return Text(x, y + 0.36 * SIGN * font, text, SIGN * font, "text.muted", "middle")


def _beside(grid: Grid, before: Grid) -> float:
    """Return the height at which a sign between two panels stands: the first one's middle.

    Where that is above or below the other panel, it is as near as that reaches.
    """
    middle = before.y + before.height / 2
    return min(max(middle, grid.y), grid.y + grid.height)


def _lines(note: str, size: float, width: float) -> list[str]:
    """Return a note broken into lines that are not wider than the picture."""
    first, *words = note.split(" ")
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _largest(fits: Callable[[float], bool]) -> float:
    """Return the largest cell that fits, in whole pixels where that costs little."""
    low, high = 1e-3, _LARGEST_CELL
    if fits(high):
        return high
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return float(floor(low)) if low >= 4 else low
