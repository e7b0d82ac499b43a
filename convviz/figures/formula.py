"""The size formula of each axis with its numbers, set as people write it."""

from __future__ import annotations

from collections.abc import Callable

from convviz.figures.formula_rows import LETTERS, Letters, general, lines, note
from convviz.figures.typeset import Row, Run, wrapped
from convviz.figures.words import listed
from convviz.layers import Fold, Layer, Unfold
from convviz.layers.formulas import Formula, formulas
from convviz.layers.words import axis_name
from convviz.scene.items import Item, Scene, Text

_SIZE = 14.0
_SMALL = 12.0
_SMALLEST = 7.0
_MARGIN = 4.0
_KEY = 11.0

Line = tuple[Row, float]
"""A row, and how far it is set in."""


def formula(
    layer: Layer,
    input_size: tuple[int, ...],
    width: float,
    channels: int = 1,
    *,
    refused: bool = False,
) -> Scene:
    """Return the size formula of each axis, also where the kernel doesn't fit.

    Parameters
    ----------
    layer
        The layer, valid or not; its strides are at least 1.
    input_size
        Spatial sizes of the input.
    width
        Pixels that it may take; the type gets smaller where it must.
    channels
        The input's.
    refused
        Whether the layer is: its sizes are then no output's, and not in the output's colour.
    """
    items: list[Item] = []
    y = _MARGIN
    room = width - 2 * _MARGIN
    rows = _named(layer, input_size, channels)
    head = general(rows[0][1], _SMALL)
    if head is not None:
        row = general(rows[0][1], _fitting(head, _SMALL, room)) or head
        y += row.ascent
        items += row.items(_MARGIN, y)
        y += row.descent + 6
        for line in _key(LETTERS[type(rows[0][1])], room):
            y += line.ascent
            items += line.items(_MARGIN, y)
            y += line.descent + 2
        y += 8
    for name, each in rows:
        y += _SMALL
        items.append(Text(_MARGIN, y, name, _SMALL, "text.muted", bold=True))
        y += 6
        for box, indent in _sized(each, room, refused=refused):
            y += box.ascent
            items += box.items(_MARGIN + indent, y)
            y += box.descent + 6
        for text in wrapped(note(each), room, _KEY):
            y += _KEY + 2
            items.append(Text(_MARGIN, y, text, _KEY, "text.muted"))
        y += 8
    return Scene(width, y, tuple(items))


def _named(
    layer: Layer, input_size: tuple[int, ...], channels: int
) -> list[tuple[str, Formula]]:
    """Return each axis with its numbers; once for all where they are the same."""
    rows = formulas(layer, input_size, channels)
    if isinstance(layer, Unfold):
        return list(zip(("Rows: channels and kernel", "Columns: windows"), rows, strict=True))
    names = [axis_name(layer.axes, axis) for axis in range(layer.axes)]
    if isinstance(layer, Fold):
        names = [f"{name}, and how many windows it has" for name in names]
    elif len(rows) > 1 and len(set(rows)) == 1:
        return [(listed(names).capitalize(), rows[0])]
    return [(name.capitalize(), row) for name, row in zip(names, rows, strict=True)]


def _key(letters: Letters, width: float) -> list[Row]:
    """Return what the letters stand for, in as many lines as it needs."""
    found: list[list[Run]] = [[]]
    for signs, word in letters:
        runs = [Run(f"{letter} ", _KEY, colour) for letter, colour in signs]
        part = [*runs, Run(word, _KEY, "text.muted")]
        dot = [Run(" · ", _KEY, "text.muted")] if found[-1] else []
        if found[-1] and Row([*found[-1], *dot, *part]).width > width:
            found.append(part)
        else:
            found[-1] += [*dot, *part]
    return [Row(line) for line in found]


def _sized(each: Formula, width: float, *, refused: bool) -> list[Line]:
    """Return the lines of an axis, as large as the widest allows."""

    def made(size: float) -> list[Line]:
        return lines(each, size, "text" if refused else "output.text")

    return made(max(min(_SIZE, _SIZE * width / _widest(made, _SIZE)), _SMALLEST))


def _widest(made: Callable[[float], list[Line]], size: float) -> float:
    return max(row.width + indent for row, indent in made(size))


def _fitting(row: Row, size: float, width: float) -> float:
    """Return the largest type size, at least the smallest readable, in which a row fits."""
    return max(min(size, size * width / row.width), _SMALLEST)
