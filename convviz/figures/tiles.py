"""The visible cells of one panel: their shades, their labels, and items made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.coarse import Coarse
from convviz.figures.grid import Grid
from convviz.figures.numbers import labels
from convviz.options import Levels
from convviz.scene.items import DIVERGING, Cells, Image, Item, Ramp, Rect
from convviz.scene.metrics import text_width

SMALLEST_FONT = 8.5
LARGEST_FONT = 26.0
_FONT_SHARE = 0.42
"""How much of a cell's height its label takes at most."""
SMALLEST_LABELLED_CELL = SMALLEST_FONT / _FONT_SHARE
SMALLEST_PRODUCTS_CELL = 34.0
"""From here on two lines of numbers fit into a cell."""
SMALLEST_LINED_CELL = 8.0
_MOST_LABELS = 6000
_MOST_ODD = 600
_WAYS: tuple[tuple[int | None, int, float], ...] = (
    (None, 4, 0.0), (None, 3, 0.0), (2, 0, 0.1), (1, 0, 1.0), (None, 2, 0.0),
)
"""Ways to write numbers in ever less room: decimals, significant digits, and how large the
largest has to be for that many decimals to tell the numbers apart."""
_MIDDLE = 96
"""Place on the ramp of numbers that are all the same."""
_PLAIN = 56
"""Place on other ramps of cells without colours of their own."""
_FLOAT32_STEPS = 4096
"""How far from 0 a range of numbers may be, in ranges, for float32 to tell its shades apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The numbers of one panel and how they become colours.

    Attributes
    ----------
    values
        Shape (rows, columns).
    coarse
        Coarser versions of the same, each (rows, columns), finest first.
    ramp
        The colours.
    levels
        The numbers at the ramp's two ends.
    """

    values: NDArray[Any]
    coarse: tuple[NDArray[np.float32], ...]
    ramp: Ramp
    levels: Levels

    def shades(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return the place on the ramp of each number; 0 for what is no number.

        Between equal levels there are three places: below, the ramp's middle, above.
        """
        if self.ramp == "plain":
            return np.full(values.shape, _PLAIN, np.uint8)
        low, high = self.levels
        if not high > low:
            return self._split(values)
        scaled = _scaled(values, low, high)
        if values.dtype.kind == "f":
            np.nan_to_num(scaled, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
        np.clip(scaled, 0.0, 255.0, out=scaled)
        np.rint(scaled, out=scaled)
        return scaled.astype(np.uint8)

    def _split(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        level = self.levels[0]
        middle = 128 if self.ramp in DIVERGING else _MIDDLE
        found: NDArray[np.uint8] = np.full(values.shape, middle, np.uint8)
        found[values > level] = 255
        found[(values < level) | np.isnan(values)] = 0
        return found


def _scaled(values: NDArray[Any], low: float, high: float) -> NDArray[Any]:
    """Return numbers with `low` at 0 and `high` at 255, unbounded beyond."""
    most, reach = max(abs(low), abs(high)), high - low
    # What is beyond float32 is beyond the ends too, and gets an end's colour.
    with np.errstate(over="ignore"):
        if reach > 1e-30 and most < min(1e30, _FLOAT32_STEPS * reach):
            found: NDArray[Any] = np.subtract(values, low, dtype=np.float32)
            found *= np.float32(255.0 / reach)
            return found
        # Large numbers that differ little, and ranges that no float holds: their halves.
        part = 1.0 if isfinite(reach) else 0.5
        found = np.multiply(values, part, dtype=np.float64)
        found -= low * part
        found /= high * part - low * part
        found *= 255.0
        return found


def levels_of(ranges: Coarse, ramp: Ramp, chosen: Levels | None) -> Levels:
    """Return the numbers at a ramp's ends: the chosen ones, else the array's own range."""
    if chosen is not None:
        return chosen
    if ramp in DIVERGING:
        most = max(abs(ranges.low), abs(ranges.high))
        return -most, most
    return ranges.low, ranges.high


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """The visible cells of a panel, ready to be cut into items.

    Attributes
    ----------
    grid
        Where the cells are.
    rows, columns
        Which cells the shades cover, counted from the grid's first.
    shades
        One for each of them, or for each block of `factor` × `factor` of them.
    plane
        The numbers and colours that they were made from.
    labels
        Their texts, or None.
    font
        Size of the texts.
    factor
        Cells along each side of what one shade stands for.
    odd
        Which of the cells hold no finite number; None where all do.
    """

    grid: Grid
    rows: range
    columns: range
    shades: NDArray[np.uint8]
    plane: Plane
    labels: tuple[tuple[str, ...], ...] | None
    font: float
    factor: int = 1
    odd: NDArray[np.bool_] | None = None

    def part(
        self,
        rows: range,
        columns: range,
        *,
        ramp: Ramp | None = None,
        hatched: bool = False,
    ) -> tuple[Item, ...]:
        """Return the items for a block of cells, as far as it is visible."""
        rows = range(max(rows.start, self.rows.start), min(rows.stop, self.rows.stop))
        columns = range(
            max(columns.start, self.columns.start), min(columns.stop, self.columns.stop)
        )
        if not rows or not columns:
            return ()
        down, across = self._cut(rows, self.rows), self._cut(columns, self.columns)
        shades = self.shades[down, across]
        if not shades.size:  # no block is complete yet
            return ()
        x, y = self.grid.corner(
            self.rows.start + down.start * self.factor,
            self.columns.start + across.start * self.factor,
        )
        if self.grid.cell < SMALLEST_LINED_CELL:
            # The last block may stand for less than it covers: less than a pixel too much.
            side = self.grid.cell * self.factor
            height, width = shades.shape
            smooth = self.factor > 1
            return (
                Image(x, y, width * side, height * side, shades, ramp or self.plane.ramp, smooth),
            )
        texts = self.labels and tuple(row[across] for row in self.labels[down])
        cells = Cells(
            x, y, self.grid.cell, shades, ramp or self.plane.ramp, texts, self.font,
            lines="grid", hatched=hatched,
        )
        if self.odd is None or hatched:
            return (cells,)
        return (cells, *unfinite(self.odd[down, across], x, y, self.grid.cell))

    def _cut(self, wanted: range, there: range) -> slice:
        first, last = wanted.start - there.start, wanted.stop - there.start
        if last + there.start == there.stop:
            return slice(first // self.factor, -(-last // self.factor))
        return slice(first // self.factor, last // self.factor)


def tile(plane: Plane, grid: Grid, *, values: bool, decimals: int | None) -> Tile:
    """Return the visible cells of a panel.

    Parameters
    ----------
    plane
        The numbers.
    grid
        Where they stand.
    values
        Whether to write them, where they fit.
    decimals
        Digits after the point, or None.
    """
    rows, columns = grid.visible
    level = _level(grid.cell, len(plane.coarse))
    factor = 1 << level
    if level:
        source: NDArray[Any] = plane.coarse[level - 1]
        rows = range(rows.start // factor * factor, rows.stop)
        columns = range(columns.start // factor * factor, columns.stop)
        cut = source[
            rows.start // factor : -(-rows.stop // factor),
            columns.start // factor : -(-columns.stop // factor),
        ]
        return Tile(grid, rows, columns, plane.shades(cut), plane, None, 0.0, factor)
    cut = plane.values[rows.start : rows.stop, columns.start : columns.stop]
    found = Tile(
        grid, rows, columns, plane.shades(cut), plane, None, 0.0,
        odd=_odd(cut) if grid.cell >= SMALLEST_LINED_CELL else None,
    )
    if values and grid.cell >= SMALLEST_LABELLED_CELL and 0 < cut.size <= _MOST_LABELS:
        texts, size = fitting(cut, grid.cell, decimals)
        if size >= SMALLEST_FONT:
            found = replace(found, labels=_uncut(texts, found), font=size)
    return found


def _odd(values: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Return where numbers aren't finite, None where all are."""
    if values.dtype.kind != "f":
        return None
    odd: NDArray[np.bool_] = ~np.isfinite(values)
    return odd if odd.any() else None


def unfinite(odd: NDArray[np.bool_], x: float, y: float, cell: float) -> list[Item]:
    """Return a dashed frame in each cell that holds no finite number."""
    inset = max(1.5, 0.06 * cell)
    side = cell - 2 * inset
    return [
        Rect(
            x + column * cell + inset, y + row * cell + inset, side, side,
            edge="error", line=1.25, dashed=True, radius=2,
        )
        for row, column in np.argwhere(odd)[:_MOST_ODD].tolist()
    ]


def _uncut(texts: tuple[tuple[str, ...], ...], of: Tile) -> tuple[tuple[str, ...], ...]:
    """Return texts without those whose cells the panel's edge cuts."""
    whole = of.grid.whole
    return tuple(
        tuple(
            text if row in whole[0] and column in whole[1] else ""
            for column, text in zip(of.columns, line, strict=True)
        )
        for row, line in zip(of.rows, texts, strict=True)
    )


def _level(cell: float, levels: int) -> int:
    """Return how often to halve so that a block is about a pixel; 0 for not at all."""
    level = 0
    while level < levels and cell * (2 << level) <= 1.0:
        level += 1
    return level


def fitting(
    values: NDArray[Any], cell: float, decimals: int | None
) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Return the texts with as many digits as fit into cells, and their size."""
    room = cell - max(4.0, 0.14 * cell)
    if decimals is not None:
        return _sized(labels(values, decimals), room, cell)
    largest = float(np.abs(values).max(initial=0.0, where=np.isfinite(values)))
    best: tuple[tuple[tuple[str, ...], ...], float] = ((), 0.0)
    for fixed, digits, least in _WAYS:
        if largest < least:
            continue
        found = _sized(labels(values, fixed, digits), room, cell)
        best = max(best, found, key=_size)
        if best[1] >= min(SMALLEST_FONT + 2, 0.3 * cell):
            break
    return best


def _size(found: tuple[tuple[tuple[str, ...], ...], float]) -> float:
    return found[1]


def _sized(
    texts: tuple[tuple[str, ...], ...], room: float, cell: float
) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Return texts with the size in which the widest fits."""
    widest = max(text_width(text, 1.0) for text in _longest(texts))
    return texts, min(room / widest, _FONT_SHARE * cell, LARGEST_FONT)


def _longest(texts: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return the texts among which the widest is: those of the two greatest lengths."""
    every = {text for row in texts for text in row}
    most = max(map(len, every))
    return [text for text in every if len(text) >= most - 1]
