"""What the colours of a heat map of counts stand for."""

from __future__ import annotations

import numpy as np

from convviz.figures.covering.counts import Covered
from convviz.figures.grid import Grid
from convviz.figures.numbers import grouped
from convviz.figures.panels import Look, fitted
from convviz.figures.tiles import Plane
from convviz.scene.items import Cells, Group, Image, Item, Ramp, Rect, Text
from convviz.scene.metrics import text_width

_MOST_SWATCHES = 10


def legend(covered: Covered, look: Look, grid: Grid, end: float) -> list[Item]:
    """Return the colours with their counts: one by one where they are few, else the range."""
    if not look.title:
        return []
    counts = [int(count) for count in np.flatnonzero(np.bincount(covered.inner.ravel()))]
    side = 1.5 * look.font
    x, y = grid.x, grid.y + grid.height + 0.9 * look.font
    ramp: Ramp = covered.side
    words = f"{covered.user}s read a cell" if covered.side == "input" else "terms on a cell"
    if len(counts) <= _MOST_SWATCHES:
        values = np.array([counts])
        plane = Plane(values, (), ramp, (0.0, float(max(counts[-1], 1))))
        texts = (tuple(grouped(count) for count in counts),)
        widest = max(text_width(text, 1.0) for text in texts[0])
        font = min(look.small, 0.8 * side / widest)
        item: Item = Cells(x, y, side, plane.shades(values), ramp, texts, font)
        right = x + side * len(counts)
        middle = y + side / 2 + 0.36 * look.small
        label = Text(right + 0.6 * look.font, middle, words, look.small, "text.muted")
        return [Group("legend", (item, *fitted(label, end - label.x)))]
    low, high = counts[0], counts[-1]
    width = min(10 * look.font, grid.width)
    first = round(255 * low / max(high, 1))
    shades = np.linspace(first, 255, 64).astype(np.uint8)[None, :]
    middle = y + side / 2 + 0.36 * look.small
    begin = Text(x, middle, grouped(low), look.small, "text.muted")
    left = x + text_width(begin.text, look.small) + 0.5 * look.font
    label = Text(left + width + 0.5 * look.font, middle, f"{grouped(high)} {words}", look.small,
                 "text.muted")
    return [
        Group(
            "legend",
            (
                begin,
                Image(left, y, width, side, shades, ramp, smooth=True),
                Rect(left, y, width, side, edge="grid"),
                *fitted(label, end - label.x),
            ),
        )
    ]
