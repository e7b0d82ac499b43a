"""The terms of a sum as chips: ``value × weight`` or a value, side by side as their cells are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import isinf
from typing import Any, Literal

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.numbers import MINUS, is_rounded, labels
from convviz.layers import Conv, Fold, Pool
from convviz.scene.items import Group, Hotspot, Item, Rect, Role, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Term, how

SIZE = 13.0
HEIGHT = 26.0
LINE = HEIGHT + 6
"""From one row of chips to the next."""
MARGIN = 4.0
_BASELINE = 17.5
_GAP = 12.0
_SIDES = 8.0
"""Room in a chip beside its texts."""
_TIMES = " × "
_LEAST = text_width(f"0{_TIMES}0", 1.0)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_READABLE = 11.0
_SMALL = 9.0
_SMALLEST = 6.5


@dataclass(frozen=True, slots=True)
class Setting:
    """How the chips of a sum are set.

    Attributes
    ----------
    values, weights
        The texts of each term; empty weights where there are none.
    size
        Of the type.
    width
        Of a chip.
    between
        The sign between two chips.
    gap
        Between two chips, with room for a plus.
    columns
        Chips in a row.
    rounded
        For each term, whether its texts say less than its numbers.
    """

    values: tuple[str, ...]
    weights: tuple[str, ...]
    size: float
    width: float
    between: str
    gap: float
    columns: int
    rounded: tuple[bool, ...]

    def x(self, column: int) -> float:
        """Return where a column begins."""
        return MARGIN + column * (self.width + self.gap)


@dataclass(frozen=True, slots=True)
class Chip:
    """One term, which of those shown it is, and where it stands.

    Attributes
    ----------
    edge
        Of its outline; a lit one is thicker.
    later
        Whether it is added only after the step, or not at all.
    sign
        Whether a sign stands before it, or after it; empty for none.
    """

    term: Term
    at: int
    x: float
    y: float
    edge: Role
    later: bool
    sign: Literal["", "before", "after"]


def setting(
    trace: Trace, terms: Sequence[Term], width: float, decimals: int | None = None
) -> Setting:
    """Return how chips are set: in the kernel's columns where shorter numbers let them fit.

    Parameters
    ----------
    trace
        The layer's numbers.
    terms
        At least one of an output cell's terms.
    width
        Pixels that there are.
    decimals
        Digits after the point, or None for as many as fit, from four to two
        significant ones.
    """
    room = width - 2 * MARGIN
    columns = _columns(trace, terms)
    if columns > 1:
        # Three columns are worth the smallest type that can be read: most kernels have three.
        smallest = _SMALL if columns > 3 else _SMALLEST
        for digits, least in ((4, _READABLE), (3, _READABLE), (2, smallest)):
            if (room / columns - _GAP - _SIDES) / _least(trace) < least:
                break  # Not even single digits fit.
            found = _texts(trace, terms, decimals, digits)
            inner = _widest(found)
            size = min(SIZE, (room / columns - _GAP - _SIDES) / inner)
            if size >= least:
                spare = max(0.0, room / columns - _GAP - _SIDES - size * inner)
                width = size * inner + _SIDES + min(6.0, 0.6 * spare)
                gap = _GAP + min(4.0, 0.4 * spare)
                return _set(trace, found, size, width, columns, gap)
    found = _texts(trace, terms, decimals)
    inner = _widest(found)
    size = max(min(SIZE, (room - _GAP - _SIDES) / inner), _SMALLEST)
    chip = inner * size + _SIDES
    most = max(1, int(room // (chip + _GAP)))
    return _set(trace, found, size, chip, most)


def _columns(trace: Trace, terms: Sequence[Term]) -> int:
    """Return how many terms stand beside one another: as many as the window is wide."""
    if isinstance(trace.layer, Conv):
        return trace.layer.kernel_size[-1]
    if isinstance(trace.layer, Fold):
        return 1
    first = (terms[0].channel, terms[0].position[:-1])
    return sum(1 for _ in takewhile(lambda one: (one.channel, one.position[:-1]) == first, terms))


def _least(trace: Trace) -> float:
    """Return the width of the shortest chip's text."""
    return _LEAST if trace.weight is not None else text_width("0", 1.0)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written for each term, and whether that says less than its numbers."""

    values: tuple[str, ...]
    weights: tuple[str, ...]
    rounded: tuple[bool, ...]


def _set(
    trace: Trace, of: Texts, size: float, width: float, columns: int, gap: float = _GAP
) -> Setting:
    between = "," if how(trace) == "max" else "+"
    return Setting(of.values, of.weights, size, width, between, gap, columns, of.rounded)


def texts(trace: Trace, terms: Sequence[Term], decimals: int | None = None) -> Texts:
    """Return the texts of terms' values and weights, with the digits that they need."""
    return _texts(trace, terms, decimals)


def _texts(
    trace: Trace, terms: Sequence[Term], decimals: int | None, digits: int = 4
) -> Texts:
    values = _labels([term.value for term in terms], trace.padded.dtype, decimals, digits)
    rounded = tuple(
        is_rounded(trace.padded, term.value, text)
        for term, text in zip(terms, values, strict=True)
    )
    if trace.weight is None:
        return Texts(tuple(_powered(trace, text) for text in values), (), rounded)
    weight = trace.weight
    numbers = [term.weight for term in terms if term.weight is not None]
    weights = _labels(numbers, weight.dtype, decimals, digits)
    return Texts(
        values,
        weights,
        tuple(
            before or is_rounded(weight, number, text)
            for before, number, text in zip(rounded, numbers, weights, strict=True)
        ),
    )


def _labels(
    numbers: Sequence[float], dtype: np.dtype[Any], decimals: int | None, digits: int
) -> tuple[str, ...]:
    return labels(np.array([numbers], dtype), decimals, digits)[0]


def _powered(trace: Trace, text: str) -> str:
    """Return a value's text as a term of a norm: ``3²``, ``(−3)³``, ``|−3|²``."""
    layer = trace.layer
    if not isinstance(layer, Pool) or layer.reduction != "norm":
        return text
    if isinf(layer.norm_type):
        return f"|{text}|"
    if text.startswith(MINUS):
        text = f"({text})" if layer.dialect == "pytorch" else f"|{text}|"
    return text + superscript(layer.norm_type)


def superscript(number: float) -> str:
    """Return a number as an exponent."""
    text = f"{number:g}"
    return text.translate(_RAISED) if text.lstrip("-").isdigit() else f"^{text}"


def _widest(of: Texts) -> float:
    if not of.weights:
        return max(text_width(value, 1.0) for value in of.values)
    both = zip(of.values, of.weights, strict=True)
    return text_width(_TIMES, 1.0) + max(
        text_width(value, 1.0) + text_width(weight, 1.0) for value, weight in both
    )


def drawn(chips: Sequence[Chip], how: Setting) -> tuple[list[Item], list[Hotspot]]:
    """Return chips and the places in which they answer to the pointer.

    What looks alike stands together: a painter sets many texts of one colour
    and size at once.
    """
    items: list[Item] = []
    for later in (False, True):
        alike = [chip for chip in chips if chip.later == later]
        if alike:
            outlines = sorted((_outline(chip, how) for chip in alike), key=_line)
            written = sorted((text for chip in alike for text in _written(chip, how)), key=_colour)
            items.append(
                Group("terms", (*outlines, *written), opacity=0.4 if later else 1.0)
            )
    items += [
        Text(
            chip.x + (-how.gap / 2 if chip.sign == "before" else how.width + how.gap / 2),
            chip.y + _BASELINE, how.between, SIZE, "text.muted", "middle",
        )
        for chip in chips if chip.sign
    ]
    return items, [_hotspot(chip, how) for chip in chips]


def _outline(chip: Chip, how: Setting) -> Rect:
    line = 1.0 if chip.edge == "grid" else 2.0
    return Rect(
        chip.x, chip.y, how.width, HEIGHT, fill="surface", edge=chip.edge, line=line, radius=5
    )


def _written(chip: Chip, how: Setting) -> tuple[Text, ...]:
    value, size = how.values[chip.at], how.size
    if not how.weights:
        x, colour = chip.x + (how.width - text_width(value, size)) / 2, _value_colour(chip)
        return (Text(x, chip.y + _BASELINE, value, size, colour),)
    weight = how.weights[chip.at]
    before, between = text_width(value, size), text_width(_TIMES, size)
    x = chip.x + (how.width - before - between - text_width(weight, size)) / 2
    y = chip.y + _BASELINE
    return (
        Text(x, y, value, size, _value_colour(chip)),
        Text(x + before, y, _TIMES, size, "text.muted"),
        Text(x + before + between, y, weight, size, "kernel.text"),
    )


def _value_colour(chip: Chip) -> Role:
    return "padding.text" if chip.term.source is None else "input.text"


def _hotspot(chip: Chip, how: Setting) -> Hotspot:
    return Hotspot(
        "term", chip.x, chip.y, how.width, HEIGHT, (chip.x, chip.y), (how.width, HEIGHT),
        (0, chip.term.index), (1, 1), flat=True,
    )


def _line(outline: Rect) -> float:
    return outline.line


def _colour(text: Text) -> str:
    return text.colour
