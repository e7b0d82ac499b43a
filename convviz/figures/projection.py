"""Lines from the window to the output cell that it makes, behind all that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import hypot

from convviz.figures.grid import Box, Grid
from convviz.figures.marks import one
from convviz.figures.reading import block_read, cells_on_show, image_cell, is_listed
from convviz.figures.slices import cell_of, two
from convviz.figures.still import Still
from convviz.figures.tiles import Tile
from convviz.scene.items import Group, Item, Line, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width
from convviz.steps import stamping
from convviz.steps.order import Step

Point = tuple[float, float]

_CLEAR = 2.5
"""Pixels between a line and what it goes behind."""
_SHORTEST = 2.0
_OUTSIDE, _INSIDE = 0.85, 0.4
"""How much is seen of lines between panels, and of those over cells."""
_MOST_LABELS = 2500


def projected(still: Still, step: Step) -> list[Group]:
    """Return the lines of a step: from its window to its output cell, from a cell to its stamp."""
    grid, output = still.layout.input, still.layout.output
    if step.stamp is not None:
        row, column = cell_of(step.stamp[1:])
        falls = two(stamping.footprint(still.trace, step.stamp[1:]))
        window, made = grid.span(one(row), one(column)), output.span(*falls)
    else:
        row, column = cell_of(step.output[1:])
        read = _read(still, step)
        if read is None:
            return []
        window, made = grid.span(*read), output.span(one(row), one(column))
    return [Group("projection", tuple(projection(still, window, made)))]


def _read(still: Still, step: Step) -> tuple[range, range] | None:
    """Return the rows and columns that a step reads in the slice on show, None without any."""
    if is_listed(still):
        cells = cells_on_show(still, step.output)
        if not cells:
            return None
        rows, columns = zip(*cells, strict=True)
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)
    single = image_cell(still, step.output[1:])
    if single is not None:
        return one(single[0]), one(single[1])
    return block_read(still, step.output[1:])


def projection(still: Still, window: Box, cell: Box) -> list[Item]:
    """Return two lines from the window's side to the side of its output cell that it faces.

    Parameters
    ----------
    still
        The still part.
    window
        x, y, width and height of the window.
    cell
        The same of the output cell.
    """
    where = still.layout
    seen, made = within(window, where.input_room), within(cell, where.output)
    if seen is None or made is None:
        return []
    apart = [grid.box for grid in (where.kernel, where.lens) if grid is not None]
    return _joined(still, seen, made, apart)


def joined(still: Still, start: Box, end: Box) -> list[Item]:
    """Return two lines between boxes that stand beside or above one another.

    Parameters
    ----------
    still
        The still part.
    start, end
        x, y, width and height.
    """
    kernel = still.layout.kernel
    return _joined(still, start, end, [] if kernel is None else [kernel.box])


def _joined(still: Still, start: Box, end: Box, apart: list[Box]) -> list[Item]:
    rooms = (
        (still.input, still.layout.input_room), (still.output, still.layout.output_room)
    )
    # Over pixels there is nothing to read that a line could disturb.
    faint = [room.box for shown, room in rooms if shown.labels is not None]
    apart = [*apart, *written(still.scene.items)]
    return tied(start, end, apart, (still.input, still.output), faint)


def tied(
    start: Box, end: Box, apart: Iterable[Box], tiles: Sequence[Tile], faint: Sequence[Box]
) -> list[Item]:
    """Return two lines between boxes that go behind other boxes and the numbers of cells.

    Parameters
    ----------
    start, end
        x, y, width and height.
    apart
        Boxes that they go behind.
    tiles
        Cells behind whose numbers they go.
    faint
        Boxes in which they are faint.
    """
    items: list[Item] = []
    wide = [_wider(box, _CLEAR) for box in apart]
    for line in _between(start, end):
        behind = [box for box in wide if _is_near(line, box)]
        behind += [_wider(box, _CLEAR) for shown in tiles for box in _labels_of(shown, line)]
        for piece in _outside(line, behind):
            items += _pieces(piece, faint)
    return items


def _is_near(line: tuple[Point, Point], box: Box) -> bool:
    """Return whether a line may meet a box; quick."""
    (x1, y1), (x2, y2) = line
    left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    return (x1 < right or x2 < right) and (x1 > left or x2 > left) and (
        (y1 < bottom or y2 < bottom) and (y1 > top or y2 > top)
    )


def _pieces(line: tuple[Point, Point], faint: Sequence[Box]) -> Iterator[Item]:
    """Yield the parts of a line, faint over cells."""
    for part in _outside(line, faint):
        yield Line(part, "window.edge", opacity=_OUTSIDE)
    for panel in faint:
        inside = _span(line, panel)
        if inside is not None:
            part = _at(line, inside[0]), _at(line, inside[1])
            if _length(part) > _SHORTEST:
                yield Line(part, "window.edge", opacity=_INSIDE)


def within(box: Box, grid: Grid) -> Box | None:
    """Return the part of a box that a panel shows, None without any."""
    x, y = max(box[0], grid.x), max(box[1], grid.y)
    right = min(box[0] + box[2], grid.x + grid.width)
    bottom = min(box[1] + box[3], grid.y + grid.height)
    return (x, y, right - x, bottom - y) if right > x and bottom > y else None


def _between(first: Box, second: Box) -> list[tuple[Point, Point]]:
    """Return the lines from the ends of one box's side to those of the side that it faces."""
    across = _gap(first[0], first[2], second[0], second[2])
    down = _gap(first[1], first[3], second[1], second[3])
    if across >= down:
        x1, x2 = _facing(first[0], first[2], second[0], second[2])
        return [
            ((x1, first[1] + share * first[3]), (x2, second[1] + share * second[3]))
            for share in (0, 1)
        ]
    y1, y2 = _facing(first[1], first[3], second[1], second[3])
    return [
        ((first[0] + share * first[2], y1), (second[0] + share * second[2], y2))
        for share in (0, 1)
    ]


def _gap(first: float, length: float, second: float, other: float) -> float:
    """Return the room between two stretches of a line, negative where they overlap."""
    return max(second - first - length, first - second - other)


def _facing(first: float, length: float, second: float, other: float) -> Point:
    """Return the ends of two stretches that face one another."""
    return (first + length, second) if first < second else (first, second + other)


def _length(line: tuple[Point, Point]) -> float:
    (x1, y1), (x2, y2) = line
    return hypot(x2 - x1, y2 - y1)


def _at(line: tuple[Point, Point], share: float) -> Point:
    (x1, y1), (x2, y2) = line
    return x1 + share * (x2 - x1), y1 + share * (y2 - y1)


def _span(line: tuple[Point, Point], box: Box) -> tuple[float, float] | None:
    """Return from where to where a line is in a box, in shares of it; None where it isn't."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        start, way = line[0][axis], line[1][axis] - line[0][axis]
        low, high = box[axis] - start, box[axis] + box[axis + 2] - start
        if abs(way) < 1e-9:
            if not low < 0 < high:
                return None
            continue
        near, far = sorted((low / way, high / way))
        first, last = max(first, near), min(last, far)
    return (first, last) if last > first else None


def _outside(
    line: tuple[Point, Point], boxes: Iterable[Box]
) -> Iterator[tuple[Point, Point]]:
    """Yield what is left of a line that goes behind boxes."""
    spans = sorted(span for box in boxes if (span := _span(line, box)) is not None)
    begin = 0.0
    for first, last in (*spans, (1.0, 1.0)):
        part = _at(line, begin), _at(line, first)
        if first > begin and _length(part) > _SHORTEST:
            yield part
        begin = max(begin, last)


def _wider(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + 2 * by, box[3] + 2 * by


def written(items: Iterable[Item]) -> Iterator[Box]:
    """Yield the room of titles and signs."""
    for item in items:
        if isinstance(item, Text):
            width = text_width(item.text, item.size, item.bold)
            left = item.x - (width / 2 if item.anchor == "middle" else 0.0)
            yield left, item.y - CAP_HEIGHT * item.size, width, 1.2 * CAP_HEIGHT * item.size


def _labels_of(shown: Tile, line: tuple[Point, Point]) -> Iterator[Box]:
    """Yield the room of the numbers in cells that a line may meet."""
    if shown.labels is None or len(shown.rows) * len(shown.columns) > _MOST_LABELS:
        return
    high = CAP_HEIGHT * shown.font
    for row, texts in zip(shown.rows, shown.labels, strict=True):
        x, y = shown.grid.corner(row, shown.columns.start)
        if _span(line, (shown.grid.x, y, shown.grid.width, shown.grid.cell)) is None:
            continue
        for at, text in enumerate(texts):
            width = text_width(text, shown.font)
            middle = x + (at + 0.5) * shown.grid.cell
            if text:
                yield middle - width / 2, y + (shown.grid.cell - high) / 2, width, high
