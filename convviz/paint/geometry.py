"""Shapes that every painter has to draw alike: arrows, hatching, dashes, baselines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot

import numpy as np
from numpy.typing import NDArray

from convviz.scene.items import Arrow, Sheet
from convviz.scene.metrics import CAP_HEIGHT

HATCH_SPACING = 8.0
"""Wished distance between strokes of a hatching, along an axis, in pixels."""
HATCH_LINE = 1.0

Point = tuple[float, float]
Segment = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ArrowShape:
    """An arrow as a stroke and a filled head.

    Attributes
    ----------
    start, control, end
        The stroke: a quadratic curve that ends inside the head.
    head
        The head's tip and its two other corners.
    """

    start: Point
    control: Point
    end: Point
    head: tuple[Point, Point, Point]


def arrow_shape(arrow: Arrow) -> ArrowShape | None:
    """Return an arrow's shape; None for an arrow without length.

    A positive bend is to the left of somebody who walks along the arrow. The
    head grows with the stroke, but takes half of a short arrow at most.
    """
    along = (arrow.x2 - arrow.x1, arrow.y2 - arrow.y1)
    length = hypot(*along)
    if length == 0:
        return None
    sideways = 2 * arrow.bend  # a quadratic curve reaches half as far as its control point
    control = (
        (arrow.x1 + arrow.x2) / 2 + along[1] * sideways,
        (arrow.y1 + arrow.y2) / 2 - along[0] * sideways,
    )
    tip = (arrow.x2, arrow.y2)
    towards = (tip[0] - control[0], tip[1] - control[1])
    distance = hypot(*towards)
    unit = (towards[0] / distance, towards[1] / distance)
    size = min(4.0 + 3.0 * arrow.line, length / 2)
    base = (tip[0] - unit[0] * size, tip[1] - unit[1] * size)
    half = 0.42 * size
    return ArrowShape(
        start=(arrow.x1, arrow.y1),
        control=control,
        end=(tip[0] - unit[0] * size * 0.8, tip[1] - unit[1] * size * 0.8),
        head=(
            tip,
            (base[0] - unit[1] * half, base[1] + unit[0] * half),
            (base[0] + unit[1] * half, base[1] - unit[0] * half),
        ),
    )


def hatch(x: float, y: float, width: float, height: float, cell: float) -> list[Segment]:
    """Return rising strokes across a grid, clipped to it.

    Their distance divides the cell, so grids that continue each other (the
    four sides of a padding) have strokes that do so too.
    """
    spacing = cell / max(1, round(cell / HATCH_SPACING))
    if cell < HATCH_SPACING / 2:
        spacing = cell * ceil(HATCH_SPACING / cell)
    right, bottom = x + width, y + height
    segments = []
    for number in range(1, ceil((width + height) / spacing - 1e-9)):
        total = x + y + number * spacing  # what x + y is along this stroke
        left = max(x, total - bottom)
        top = max(y, total - right)
        segments.append((left, total - left, total - top, top))
    return segments


def sheet_hatch(sheet: Sheet) -> list[Segment]:
    """Return the strokes of `hatch` in the plane of a sheet."""
    rows, columns = sheet.shades.shape
    cell = (hypot(*sheet.across) + hypot(*sheet.down)) / 2
    return [
        (*sheet.at(y1 / cell, x1 / cell), *sheet.at(y2 / cell, x2 / cell))
        for x1, y1, x2, y2 in hatch(0, 0, columns * cell, rows * cell, cell)
    ]


def sheet_lines(sheet: Sheet) -> list[Segment]:
    """Return the lines between a sheet's cells and around them."""
    rows, columns = sheet.shades.shape
    return [
        *((*sheet.at(row, 0), *sheet.at(row, columns)) for row in range(rows + 1)),
        *((*sheet.at(0, column), *sheet.at(rows, column)) for column in range(columns + 1)),
    ]


def sheet_label(sheet: Sheet, row: int, column: int) -> Point:
    """Return the middle of a label's baseline: upright in the middle of its cell."""
    x, y = sheet.at(row + 0.5, column + 0.5)
    return x, y + CAP_HEIGHT * sheet.font_size / 2


def runs(shades: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return the runs of equal shades in a row, each as its start and its end."""
    starts = np.flatnonzero(np.diff(shades, prepend=int(shades[0]) ^ 1)).tolist()
    return list(pairwise([*starts, len(shades)]))


def dashes(line: float) -> tuple[float, float]:
    """Return the lengths of dash and gap, in pixels, for a stroke of some width."""
    return max(4.0, 3.0 * line), max(3.0, 2.0 * line)


def label_baseline(cell: float, size: float) -> float:
    """Return how far below a cell's top the baseline of digits in its middle is."""
    return cell / 2 + CAP_HEIGHT * size / 2


def crisp_shift(line: float) -> float:
    """Return what moves an edge between pixels to where a stroke fills whole ones.

    Half a pixel for strokes of an odd width, rounded.
    """
    return 0.5 if round(line) % 2 else 0.0
