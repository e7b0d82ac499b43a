"""The size formula of each axis with its numbers, set as people write it."""

from __future__ import annotations

from collections.abc import Callable

from convviz.figures.numbers import number_text
from convviz.figures.typeset import Box, Floor, Fraction, Row, Run
from convviz.layers import Conv
from convviz.layers.check import axis_name
from convviz.layers.summary import SizeFormula, formulas
from convviz.scene.items import Item, Role, Scene, Text

_SIZE = 14.0
_SMALL = 12.0
_SMALLEST = 7.0
_MARGIN = 4.0
_KEY = 11.0
_LETTERS: tuple[tuple[tuple[tuple[str, Role], ...], str], ...] = (
    ((("I", "input.text"),), "input"),
    ((("P₁", "padding.text"), ("P₂", "padding.text")), "padding"),
    ((("D", "kernel.text"),), "dilation"),
    ((("K", "kernel.text"),), "kernel"),
    ((("S", "kernel.text"),), "stride"),
)
"""What the formula's letters stand for."""


def formula(layer: Conv, input_size: tuple[int, ...], width: float) -> Scene:
    """Return the size formula of each axis, also where the kernel doesn't fit.

    Parameters
    ----------
    layer
        The layer, valid or not; its strides are at least 1.
    input_size
        Spatial sizes of the input.
    width
        Pixels that it may take; the type gets smaller where it must.
    """
    items: list[Item] = []
    y = _MARGIN
    room = width - 2 * _MARGIN
    general = _general(_size(_general, _SMALL, room))
    y += general.ascent
    items += general.items(_MARGIN, y)
    y += general.descent + 6
    for line in _key(room):
        y += line.ascent
        items += line.items(_MARGIN, y)
        y += line.descent + 2
    y += 8
    for name, row in _named(layer, input_size):
        y += _SMALL
        items.append(Text(_MARGIN, y, name, _SMALL, "text.muted", bold=True))
        y += 6
        for box, indent in _lines(row, room):
            y += box.ascent
            items += box.items(_MARGIN + indent, y)
            y += box.descent + 6
        y += 8
    return Scene(width, y, tuple(items))


def _named(layer: Conv, input_size: tuple[int, ...]) -> list[tuple[str, SizeFormula]]:
    """Return each axis with its numbers; once for all where they are the same."""
    rows = formulas(layer, input_size)
    names = [axis_name(layer.axes, axis) for axis in range(layer.axes)]
    if len(rows) > 1 and len(set(rows)) == 1:
        return [(" and ".join(names).capitalize(), rows[0])]
    return [(name.capitalize(), row) for name, row in zip(names, rows, strict=True)]


def _key(width: float) -> list[Row]:
    """Return what the letters stand for, in as many lines as it needs."""
    lines: list[list[Run]] = [[]]
    for letters, word in _LETTERS:
        runs = [Run(f"{letter} ", _KEY, colour) for letter, colour in letters]
        part = [*runs, Run(word, _KEY, "text.muted")]
        dot = [Run(" · ", _KEY, "text.muted")] if lines[-1] else []
        if lines[-1] and Row([*lines[-1], *dot, *part]).width > width:
            lines.append(part)
        else:
            lines[-1] += [*dot, *part]
    return [Row(line) for line in lines]


def _general(size: float) -> Row:
    """Return the formula in letters, each in the colour of what it stands for."""
    over = _runs(
        size, ("I", "input.text"), (" + ", "text"), ("P₁", "padding.text"), (" + ", "text"),
        ("P₂", "padding.text"), (" − ", "text"), ("D", "kernel.text"), ("·(", "text"),
        ("K", "kernel.text"), (" − 1) − 1", "text"),
    )
    return Row(
        (
            _letter(size), Run("= ", size),
            Floor(Fraction(over, Run("S", size, "kernel.text"), size), size), Run(" + 1", size),
        )
    )


def _lines(row: SizeFormula, width: float) -> tuple[tuple[Row, float], ...]:
    """Return both lines and how far each is set in: the second begins under the first's =."""

    def widest(size: float) -> Row:
        return max(_substituted(row, size), _whole(row, size), key=_width)

    size = _size(widest, _SIZE, width)
    return (_substituted(row, size), 0.0), (_reduced(row, size), _letter(size).width)


def _letter(size: float) -> Row:
    return _runs(size, ("O ", "output.text"))


def _whole(row: SizeFormula, size: float) -> Row:
    return Row((_letter(size), _reduced(row, size)))


def _size(make: Callable[[float], Row], size: float, width: float) -> float:
    """Return the largest type size, at least the smallest readable, in which a row fits."""
    return max(min(size, size * width / make(size).width), _SMALLEST)


def _width(row: Row) -> float:
    return row.width


def _substituted(row: SizeFormula, size: float) -> Row:
    over = _runs(
        size,
        (number_text(row.size), "input.text"), (" + ", "text"),
        (number_text(row.before), "padding.text"), (" + ", "text"),
        (number_text(row.after), "padding.text"), (" − ", "text"),
        (f"{row.dilation}", "kernel.text"), ("·(", "text"), (f"{row.kernel}", "kernel.text"),
        (" − 1) − 1", "text"),
    )
    under = Run(f"{row.stride}", size, "kernel.text")
    floor = Floor(Fraction(over, under, size), size)
    return Row((_letter(size), Run("= ", size), floor, Run(" + 1", size)))


def _reduced(row: SizeFormula, size: float) -> Row:
    numerator = number_text(row.numerator)
    quotient = number_text(row.numerator // row.stride)
    result: Role = "output.text" if row.result > 0 else "error"
    fraction = Fraction(Run(numerator, size), Run(f"{row.stride}", size, "kernel.text"), size)
    boxes: list[Box] = [Run("= ", size), Floor(fraction, size), Run(" + 1", size)]
    if row.stride > 1:
        boxes.append(Run(f" = {quotient} + 1", size))
    boxes += [
        Run(" = ", size),
        Run(number_text(row.result), size * 1.15, result, bold=True),
    ]
    return Row(tuple(boxes))


def _runs(size: float, *parts: tuple[str, Role]) -> Row:
    return Row(tuple(Run(text, size, colour) for text, colour in parts))
