"""The way of the window's middle over the input, up to a step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
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
_MOST_DOTS = 400
_SMALLEST_DOTTED = 10
_BELOW, _LOW = 0.34, 0.44
"""How far below the numbers of its cells a way runs, in cells; below two lines of them."""
_WAY, _BACK = 0.75, 0.35
"""How much is seen of the way along a row, and of the way back to the next."""

Place = tuple[float, float]


def path(still: Still, step: Step, *, low: bool) -> list[Group]:
    """Return the way up to a step, with a mark at its end.

    The way runs below the numbers, or lower, below two lines of them. Of many
    steps only what is in sight is drawn.
    """
    grid = still.layout.input
    rows = visited(still.trace, step, _in_sight(still))
    if not rows:
        return []
    aside = 0.0
    if still.input.labels is not None and _hits(rows):
        aside = (_LOW if low else _BELOW) * grid.cell
    items: list[Item] = []
    line = min(max(0.035 * grid.cell, 0.8), 2.5)
    ends: list[tuple[float, float]] = []
    for row in rows:
        points = tuple(_point(grid, place, aside) for place in row)
        if ends:
            items.append(Line((ends[-1], points[0]), "window.edge", 1.0, dashed=True,
                              opacity=_BACK))
        if len(points) > 1:
            items.append(Line((points[0], points[-1]), "window.edge", line, opacity=_WAY))
        ends.append(points[-1])
    if sum(map(len, rows)) <= _MOST_DOTS and grid.cell >= _SMALLEST_DOTTED:
        items += [
            _disc(_point(grid, place, aside), _dot(grid)) for row in rows for place in row
        ]
    items.append(_disc(ends[-1], (1.6 if low else 2.2) * _dot(grid), edged=True))
    return [Group("path", tuple(items), clip=room(grid))]


def visited(
    trace: Trace, step: Step, sight: tuple[float, float] | None = None
) -> list[list[Place]]:
    """Return the middles of the windows up to a step, by rows of the output, in order.

    Only those of the step's channel and slice, and of windows that read something.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The last step.
    sight
        The first and last row of the input in sight; None for all.
    """
    ways = _ways(trace, step)
    if ways is None:
        return []
    down, across = ways
    columns = _middles(across, range(across.here + 1))
    whole = _middles(across, range(across.reading.count)) if down.here else columns
    found = [
        [(row, column) for column in (columns if at == down.here else whole)]
        for at in _rows(down, sight)
        for row in _middles(down, range(at, at + 1))
    ]
    return [row for row in found if row]


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


def _rows(down: _Way, sight: tuple[float, float] | None) -> range:
    """Return the rows of the output up to the step's whose middles are in sight."""
    rows = range(down.here + 1)
    if sight is None:
        return rows
    first = bisect_left(rows, sight[0] - down.slack, key=down.order)
    last = bisect_right(rows, sight[1] + down.slack, key=down.order)
    return rows[max(first, last - _MOST_ROWS) : last]


def _in_sight(still: Still) -> tuple[float, float]:
    grid = still.layout.input
    rows = grid.visible[0]
    return rows.start + grid.origin[0] - 1.0, rows.stop + grid.origin[0]


def _hits(rows: list[list[Place]]) -> bool:
    """Return whether a way runs through the middles of cells, where numbers stand."""
    return rows[-1][-1][0].is_integer()


def _point(grid: Grid, place: Place, aside: float) -> tuple[float, float]:
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
