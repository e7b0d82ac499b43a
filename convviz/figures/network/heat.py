"""How often, or how strongly, a unit uses each input cell, with its field around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.figures.network.maps import box_of
from convviz.figures.numbers import number_text
from convviz.figures.panels import Look, fitted
from convviz.options import PictureOptions
from convviz.scene.items import Group, Image, Item, Rect, Role, Scene, Text
from convviz.scene.metrics import text_width

_BAR = 0.9
"""Width of the colour bar, in sizes of the type."""
_LOWEST_BAND = 24.0
_MUCH = 2
"""Of a field this many times smaller than the input the part around it is shown."""


def heat(
    values: NDArray[Any],
    seen: NDArray[np.bool_],
    words: tuple[str, str],
    size: tuple[float, float],
    setting: PictureOptions | None = None,
    *,
    by_logarithm: bool = False,
) -> Scene:
    """Return numbers over the input as colours, with a frame around all that is seen.

    Of a large input, the part around that frame.

    Parameters
    ----------
    values
        (rows, columns), 0 or larger.
    seen
        bool, of the same size: the theoretical field.
    words
        What the numbers are, and what is said of them below.
    size
        Width and height in pixels.
    setting
        Size of its type.
    by_logarithm
        Colours tell the numbers' logarithms.
    """
    look = Look.of(size, setting)
    part = _around(seen)
    numbers, seen = values[part].astype(np.float64), seen[part]
    most = float(numbers.max(initial=0.0))
    least = float(numbers[numbers > 0].min(initial=most)) if most else 0.0
    by_logarithm = by_logarithm and least > 0 and most > least
    shades = _shades(numbers, least, most, by_logarithm=by_logarithm)
    bar = _BAR * look.font
    ends = (number_text(least, digits=3), number_text(most, digits=3))
    labels = max(text_width(text, look.small) for text in ends)
    head, foot = (2.0 * look.font, 2.0 * look.font) if look.title else (0.0, 0.0)
    room = (
        look.width - 2 * look.margin - bar - labels - 2 * look.font,
        look.height - 2 * look.margin - head - foot,
    )
    rows, columns = shades.shape
    cell = max(min(room[0] / columns, room[1] / rows), 1e-3)
    wide, high = columns * cell, max(rows * cell, min(_LOWEST_BAND, room[1]))
    if rows == 1:
        wide = room[0]
        cell = wide / columns
    x = (look.width - wide - bar - labels - 1.5 * look.font) / 2
    y = look.margin + head + (room[1] - high) / 2
    items: list[Item] = [
        Group("values", (Image(x, y, wide, high, shades, "viridis"),)),
        Rect(x, y, wide, high, edge="input.edge", line=1.5),
        *_frame(seen, (x, y), (cell, high / rows)),
        *_bar((x + wide + look.font, y, bar, high), (least, most), look, by_logarithm),
    ]
    if look.title:
        title = f"{words[0]}{', logarithmic' if by_logarithm else ''}{_where(part, values.shape)}"
        items += fitted(
            Text(x, y - 0.7 * look.font, title, look.font, "input.text", bold=True), look.width - x
        )
        items += fitted(
            Text(x, y + high + 1.4 * look.font, words[1], look.small, "text.muted"), look.width - x
        )
    return Scene(*size, tuple(items))


def _around(seen: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return the rows and columns that are shown: all, or those around a small field."""
    box = box_of(seen)
    if box is None:
        return slice(0, seen.shape[0]), slice(0, seen.shape[1])
    parts = []
    for inside, length in zip(box, seen.shape, strict=True):
        more = max(len(inside) // 3, 2)
        small = len(inside) * _MUCH < length
        first = max(inside.start - more, 0) if small else 0
        parts.append(slice(first, min(inside.stop + more, length) if small else length))
    return parts[0], parts[1]


def _where(part: tuple[slice, slice], shape: tuple[int, ...]) -> str:
    """Return which part of the input is shown, where that isn't all of it."""
    said = [
        f"{name} {along.start + 1} to {along.stop}"
        for name, along, length in zip(("rows", "columns"), part, shape, strict=True)
        if along.stop - along.start < length
    ]
    return f": {', '.join(said)} of the input" if said else ""


def _shades(
    numbers: NDArray[np.float64], least: float, most: float, *, by_logarithm: bool
) -> NDArray[np.uint8]:
    if not most:
        return np.zeros(numbers.shape, np.uint8)
    if by_logarithm:
        raised = np.log(np.maximum(numbers, least) / least) / np.log(most / least)
        share = np.where(numbers > 0, 0.08 + 0.92 * raised, 0.0)
    else:
        share = numbers / most
    return np.ascontiguousarray(np.rint(255 * share).astype(np.uint8))


def _frame(
    seen: NDArray[np.bool_], corner: tuple[float, float], cell: tuple[float, float]
) -> list[Item]:
    box = box_of(seen)
    if box is None:
        return []
    rows, columns = box
    return [
        Rect(
            corner[0] + columns.start * cell[0], corner[1] + rows.start * cell[1],
            len(columns) * cell[0], len(rows) * cell[1], edge="window.edge", line=2.0,
        )
    ]


def _bar(
    where: tuple[float, float, float, float], ends: tuple[float, float], look: Look,
    by_logarithm: bool,
) -> list[Item]:
    """Return which colour stands for which number."""
    x, y, wide, high = where
    shades = np.arange(255, -1, -1, dtype=np.uint8)[:, np.newaxis]
    low = number_text(ends[0], digits=3) if by_logarithm else "0"
    role: Role = "text.muted"
    beside = x + wide + 0.4 * look.small
    return [
        Image(x, y, wide, high, np.ascontiguousarray(shades), "viridis", smooth=True),
        Rect(x, y, wide, high, edge="grid"),
        Text(beside, y + 0.8 * look.small, number_text(ends[1], digits=3), look.small, role),
        Text(beside, y + high, low, look.small, role),
    ]
