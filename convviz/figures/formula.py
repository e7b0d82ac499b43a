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
    y += general.descent + 12
    for axis, row in enumerate(formulas(layer, input_size)):
        name = axis_name(layer.axes, axis).capitalize()
        y += _SMALL
        items.append(Text(_MARGIN, y, name, _SMALL, "text.muted", bold=True))
        y += 6
        for box in _lines(row, room):
            y += box.ascent
            items += box.items(_MARGIN, y)
            y += box.descent + 6
        y += 8
    return Scene(width, y, tuple(items))


def _general(size: float) -> Row:
    """Return the formula in letters, each in the colour of what it stands for."""
    over = _runs(
        size, ("I", "input.text"), (" + ", "text"), ("P", "padding.text"), (" − ", "text"),
        ("D", "kernel.text"), ("·(", "text"), ("K", "kernel.text"), (" − 1) − 1", "text"),
    )
    return Row(
        (
            Run("O", size, "output.text"), Run(" = ", size),
            Floor(Fraction(over, Run("S", size, "kernel.text"), size), size), Run(" + 1", size),
        )
    )


def _lines(row: SizeFormula, width: float) -> tuple[Row, Row]:
    def widest(size: float) -> Row:
        return max(_substituted(row, size), _reduced(row, size), key=_width)

    size = _size(widest, _SIZE, width)
    return _substituted(row, size), _reduced(row, size)


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
    return Row((Floor(Fraction(over, under, size), size), Run(" + 1", size)))


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
