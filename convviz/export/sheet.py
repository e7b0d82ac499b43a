"""A contact sheet: many steps in one picture, a caption under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.frames import Picture
from convviz.options import GRIDS, FrameOptions
from convviz.scene.items import Group, Item, Scene, Text
from convviz.scene.magnifying import Magnifier

MOST = 400
"""Pictures on one sheet."""

_NARROWEST = 160.0
_GAP = 0.05
"""Of a picture's width."""
_CAPTION = (9.0, 0.042, 16.0)
"""Size of a caption: the least, in widths of a picture, the most."""


def sheet(
    document: Document, trace: Trace, steps: Sequence[int], options: FrameOptions
) -> Scene:
    """Return a picture of several steps, row by row.

    Parameters
    ----------
    document, trace
        A valid document and its numbers.
    steps
        The steps, from 0.
    options
        The sheet is as wide as they say, before it is enlarged, and as high as it
        needs; each picture has the proportions that they say.
    """
    width, height = options.drawn
    columns = min(ceil(sqrt(len(steps))), max(int(width / _NARROWEST), 1))
    each = width / (columns + (columns + 1) * _GAP)
    gap, down = _GAP * each, each * height / width
    font = min(max(_CAPTION[1] * each, _CAPTION[0]), _CAPTION[2])
    line = down + 2 * font + gap
    # What stands below each says which step it is; no more than that has room.
    setting = replace(options.picture, panels=tuple(set(options.panels) & {*GRIDS}) or GRIDS)
    picture, count = Picture(document, trace, (each, down), setting=setting), len(document.steps)
    items: list[Item] = []
    for place, step in enumerate(steps):
        row, column = divmod(place, columns)
        x, y = gap + column * (each + gap), gap + row * line
        drawn = Magnifier(1.0, x, y)
        shown = (*picture.base(step).items, *picture.overlay(step).items)
        said = Text(
            x + each / 2, y + down + 1.3 * font, f"Step {step + 1} of {count}", font,
            "text.muted", "middle",
        )
        items.append(
            Group(f"step {step + 1}", (*map(drawn.item, shown), said), (x, y, each, line))
        )
    return Scene(width, gap + ceil(len(steps) / columns) * line, tuple(items))


def sheet_problem(steps: Sequence[int]) -> str | None:
    """Return why steps don't go on one sheet, in one sentence, None if they do."""
    if len(steps) > MOST:
        return f"these are {len(steps):,} pictures: at most {MOST} go on one sheet; choose some"
    return None if steps else "there are no steps for a sheet"
