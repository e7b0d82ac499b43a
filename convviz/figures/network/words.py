"""What is told of a map below its name."""

from __future__ import annotations

from convviz.figures.network.maps import Map, box_of
from convviz.figures.numbers import grouped
from convviz.figures.panels import Look
from convviz.figures.titles import size_text
from convviz.layers.graph import INPUT
from convviz.scene.metrics import text_width

_LINES = 5.2
"""Room for a map's titles, in sizes of the type."""


def name_of(one: Map) -> str:
    """Return what a map is called."""
    return "Input" if one.name == INPUT else one.name


def told(one: Map, *, last: bool) -> str:
    """Return how much of a map is seen; of the last one which unit is looked at."""
    box = one.box
    if box is None:
        return "nothing"
    if last:
        row, column = box[0][0] + 1, box[1][0] + 1
        return f"row {row}, column {column}" if one.seen.shape[0] > 1 else f"unit {column}"
    seen = next(iter(one.sees.values()), one.seen)
    rows, columns = box_of(seen) or box
    flat = seen.shape[0] == 1
    count, size = int(seen.sum()), size_text((len(columns),) if flat else (len(rows), len(columns)))
    whole = count == len(rows) * len(columns)
    return f"sees {size}" if whole else f"sees {grouped(count)} of {size}"


def joined(one: Map) -> str:
    """Return how the maps that one comes from come together, where its name doesn't say so."""
    return "" if one.joined in one.name.lower() else one.joined


def left_out(one: Map) -> str:
    """Return how many layers before a map aren't shown."""
    return f"… {one.skipped} layers before" if one.skipped > 1 else "… 1 layer before"


def title_width(one: Map, look: Look) -> float:
    """Return the room that a map's name and shape take."""
    if not look.title:
        return 0.0
    return look.small + max(
        text_width(name_of(one), look.font, bold=True), text_width(size_text(one.shape), look.small)
    )


def title_height(look: Look) -> float:
    """Return the room that a map's titles take below it."""
    return _LINES * look.font if look.title else 0.0
