"""The way of the window's middle over the input, up to a step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice, pairwise
from math import inf

from convviz.engine.trace import Trace
from convviz.figures.grid import Grid
from convviz.figures.marks import room
from convviz.figures.still import Still
from convviz.layers import Fold, Unfold
from convviz.layers.reading import Copies, Reading, Stamps
from convviz.scene.items import Group, Item, Line, Rect
from convviz.steps import folded
from convviz.steps.order import Step

_MOST_ROWS = 300
_CLOSE, _TAIL = 3.0, 9.0
"""Pixels between rows below which only the last few are drawn, and how far these reach."""
_MOST_DOTS = 400
_SMALLEST_DOTTED = 10
_BELOW, _LOW = 0.34, 0.44
"""How far below the numbers of its cells a way runs, in cells; below two lines of them."""
_WAY, _BACK = 0.75, 0.35
"""How much is seen of the way along a row, and of the way back to the next."""


def path(still: Still, step: Step, *, low: bool) -> list[Group]:
    """Return the way up to a step, with a mark at its end.

    The way runs below the numbers, or lower, below two lines of them. Of many
    steps only what is in sight is drawn, and where rows are closer than lines
    can be, only the last of them.
    """
    grid = still.layout.input
    ways = _ways(still.trace, step)
    if ways is None:
        return []
    down, across = ways
    rows = _rows(down, across, grid)
    if not rows:
        return []
    aside = 0.0
    if still.input.labels is not None and rows[-1].down.is_integer():
        aside = (_LOW if low else _BELOW) * grid.cell
    items: list[Item] = []
    line = min(max(0.035 * grid.cell, 0.8), 2.5)
    lines = [[_point(grid, (row.down, at), aside) for at in row.across] for row in rows]
    items += [
        Line((points[0], points[-1]), "window.edge", line, opacity=_WAY)
        for points in lines
        if points[-1] > points[0]
    ]
    for (before, row), (points, following) in zip(pairwise(rows), pairwise(lines), strict=True):
        if before.to_end and row.from_start:
            back = points[-1], following[0]
            items.append(Line(back, "window.edge", 1.0, dashed=True, opacity=_BACK))
    if sum(map(len, lines)) <= _MOST_DOTS and grid.cell >= _SMALLEST_DOTTED:
        items += [_disc(point, _dot(grid)) for points in lines for point in points]
    if rows[-1].is_last:
        items.append(_disc(lines[-1][-1], (1.6 if low else 2.2) * _dot(grid), edged=True))
    return [Group("path", tuple(items), clip=room(grid))]


@dataclass(frozen=True, slots=True)
class _Row:
    """The way along one row of the output, as far as it is in sight.

    Attributes
    ----------
    down, across
        Where the windows' middles are; only the outer two of very many.
    from_start, to_end
        Whether the row's first and last are among them.
    is_last
        Whether the step's own is.
    """

    down: float
    across: list[float]
    from_start: bool
    to_end: bool
    is_last: bool


def _rows(down: _Way, across: _Way, grid: Grid) -> list[_Row]:
    """Return the rows that have been gone through, in order, as far as they are in sight."""
    sights = [
        (cells.start + first - 1.0, float(cells.stop + first))
        for cells, first in zip(grid.visible, grid.origin, strict=True)
    ]
    seen = _seen(down, down.here, sights[0])[-_most_rows(down, grid) :]
    whole = across.reading.count - 1
    along, so_far = (_seen(across, last, sights[1]) for last in (whole, across.here))
    middles = _middles if len(seen) * len(along) <= _MOST_DOTS else _ends
    all_along = middles(across, along)
    found = []
    for output in seen:
        at = down.middle(output)
        here = output == down.here
        outputs, row = (so_far, middles(across, so_far)) if here else (along, all_along)
        if row and at is not None:
            ends = outputs[0] == 0, outputs[-1] == whole
            found.append(_Row(at, row, *ends, is_last=here and outputs[-1] == across.here))
    return found


def _most_rows(down: _Way, grid: Grid) -> int:
    """Return how many rows are drawn: fewer where their lines would run into one another."""
    pitch = grid.cell * down.pitch
    return _MOST_ROWS if pitch >= _CLOSE else max(1, int(_TAIL / pitch))


@dataclass(frozen=True, slots=True)
class _Way:
    """What an axis reads from output to output.

    Attributes
    ----------
    reading
        The axis.
    here
        The output at which the step is.
    tap
        Which of the cells read counts, or None for the middle of all.
    """

    reading: Reading
    here: int
    tap: int | None = None

    def middle(self, output: int) -> float | None:
        """Return the middle of what an output reads, None where that is nothing."""
        cells = self.reading.positions(output)
        if self.tap is not None:
            return float(cells[self.tap])
        return (cells[0] + cells[-1]) / 2 if cells else None

    def order(self, output: int) -> float:
        """Return a number that rises with the outputs, near the middle of what each reads."""
        axis = self.reading
        if isinstance(axis, Stamps):
            return (output + axis.before) / axis.stride - self.slack
        middle = self.middle(output)
        return inf if middle is None else middle

    @property
    def pitch(self) -> float:
        """How far it is from one output's middle to the next, in cells."""
        axis = self.reading
        if isinstance(axis, Stamps):
            return 1 / axis.stride
        ends = self.order(0), self.order(axis.count - 1)
        return max((ends[1] - ends[0]) / max(axis.count - 1, 1), 1e-9) if axis.count > 1 else 1.0

    @property
    def slack(self) -> float:
        """How far that number may be from the middle."""
        axis = self.reading
        if not isinstance(axis, Stamps):
            return 0.0
        return (axis.kernel - 1) * axis.dilation / axis.stride / 2


def _ways(trace: Trace, step: Step) -> tuple[_Way, _Way] | None:
    """Return how the window goes down and across, None where there is no window."""
    layer, position = trace.layer, step.output[1:]
    if isinstance(layer, Fold):
        return None
    row = _Way(Copies(1, 0), 0)
    if step.stamp is not None:
        sizes = trace.input.shape[1:]
        ways = [_Way(Copies(n, 0), at) for n, at in zip(sizes, step.stamp[1:], strict=True)]
    elif isinstance(layer, Unfold):
        counts = tuple(axis.count for axis in trace.reading)
        here = folded.unravelled(position[1], counts)
        taps = folded.tap_of(layer, position[0])
        ways = [_Way(*one) for one in zip(trace.reading, here, taps, strict=True)]
    else:
        if not trace.reading[0].positions(position[0]):
            return None
        ways = [_Way(*one) for one in zip(trace.reading, position, strict=True)]
    down, across = [row, *ways][-2:]
    return down, across


def _middles(way: _Way, outputs: range) -> list[float]:
    """Return the middles of what some outputs read, without those that read nothing."""
    return [middle for at in outputs if (middle := way.middle(at)) is not None]


def _ends(way: _Way, outputs: range) -> list[float]:
    """Return the first and the last of the same."""
    found: list[float] = []
    for some in (outputs, reversed(outputs)):
        middles = (way.middle(at) for at in some)
        found += islice((middle for middle in middles if middle is not None), 1)
    return found


def _seen(way: _Way, last: int, sight: tuple[float, float]) -> range:
    """Return the outputs up to one whose middles are in sight, and one more at either side."""
    outputs = range(last + 1)
    first = bisect_left(outputs, sight[0] - way.slack, key=way.order)
    end = bisect_right(outputs, sight[1] + way.slack, key=way.order)
    if first == len(outputs) or not end:
        return outputs[:0]
    return outputs[max(first - 1, 0) : end + 1]


def _point(grid: Grid, place: tuple[float, float], aside: float) -> tuple[float, float]:
    x, y = grid.corner(place[0] - grid.origin[0] + 0.5, place[1] - grid.origin[1] + 0.5)
    return x, y + aside


def _dot(grid: Grid) -> float:
    """Return the radius of a dot."""
    return min(max(0.05 * grid.cell, 1.5), 3.0)


def _disc(point: tuple[float, float], radius: float, *, edged: bool = False) -> Rect:
    x, y = point
    return Rect(
        x - radius, y - radius, 2 * radius, 2 * radius, fill="window.edge",
        edge="background" if edged else None, line=1.5, radius=radius,
    )
