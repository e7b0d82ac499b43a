"""The products of a sum as chips: ``value × weight``, side by side as the kernel's cells are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.numbers import is_rounded, labels
from convviz.scene.items import Group, Hotspot, Item, Rect, Role, Text
from convviz.scene.metrics import text_width
from convviz.steps.terms import Term

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
_READABLE = 11.0
_SMALL = 9.0
_SMALLEST = 6.5


@dataclass(frozen=True, slots=True)
class Setting:
    """How the chips of a sum are set.

    Attributes
    ----------
    values, weights
        The texts of each term.
    size
        Of the type.
    width
        Of a chip.
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
        Whether it is added only after the step.
    more
        Whether a plus follows.
    """

    term: Term
    at: int
    x: float
    y: float
    edge: Role
    later: bool
    more: bool


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
    columns = trace.layer.kernel_size[-1]
    if columns > 1:
        # Three columns are worth the smallest type that can be read: most kernels have three.
        smallest = _SMALL if columns > 3 else _SMALLEST
        for digits, least in ((4, _READABLE), (3, _READABLE), (2, smallest)):
            if (room / columns - _GAP - _SIDES) / _LEAST < least:
                break  # Not even single digits fit.
            values, weights = _texts(trace, terms, decimals, digits)
            inner = _widest(values, weights)
            size = min(SIZE, (room / columns - _GAP - _SIDES) / inner)
            if size >= least:
                spare = max(0.0, room / columns - _GAP - _SIDES - size * inner)
                width = size * inner + _SIDES + min(6.0, 0.6 * spare)
                gap = _GAP + min(4.0, 0.4 * spare)
                return _set(trace, terms, values, weights, size, width, columns, gap)
    values, weights = _texts(trace, terms, decimals)
    inner = _widest(values, weights)
    size = max(min(SIZE, (room - _GAP - _SIDES) / inner), _SMALLEST)
    chip = inner * size + _SIDES
    most = max(1, int(room // (chip + _GAP)))
    return _set(trace, terms, values, weights, size, chip, most)


def _set(
    trace: Trace,
    terms: Sequence[Term],
    values: tuple[str, ...],
    weights: tuple[str, ...],
    size: float,
    width: float,
    columns: int,
    gap: float = _GAP,
) -> Setting:
    rounded = tuple(
        is_rounded(trace.padded, term.value, value)
        or is_rounded(trace.weight, term.weight, weight)
        for term, value, weight in zip(terms, values, weights, strict=True)
    )
    return Setting(values, weights, size, width, gap, columns, rounded)


def texts(
    trace: Trace, terms: Sequence[Term], decimals: int | None = None
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the texts of terms' values and weights, and whether any of them is rounded."""
    values, weights = _texts(trace, terms, decimals)
    return values, weights, any(_set(trace, terms, values, weights, SIZE, 0.0, 1).rounded)


def _texts(
    trace: Trace, terms: Sequence[Term], decimals: int | None, digits: int = 4
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    values = np.array([[term.value for term in terms]], trace.padded.dtype)
    weights = np.array([[term.weight for term in terms]], trace.weight.dtype)
    return labels(values, decimals, digits)[0], labels(weights, decimals, digits)[0]


def _widest(values: tuple[str, ...], weights: tuple[str, ...]) -> float:
    both = zip(values, weights, strict=True)
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
        Text(x + how.width + how.gap / 2, y + _BASELINE, "+", SIZE, "text.muted", "middle")
        for x, y in ((chip.x, chip.y) for chip in chips if chip.more)
    ]
    return items, [_hotspot(chip, how) for chip in chips]


def _outline(chip: Chip, how: Setting) -> Rect:
    line = 1.0 if chip.edge == "grid" else 2.0
    return Rect(
        chip.x, chip.y, how.width, HEIGHT, fill="surface", edge=chip.edge, line=line, radius=5
    )


def _written(chip: Chip, how: Setting) -> tuple[Text, Text, Text]:
    value, weight, size = how.values[chip.at], how.weights[chip.at], how.size
    before, between = text_width(value, size), text_width(_TIMES, size)
    x = chip.x + (how.width - before - between - text_width(weight, size)) / 2
    y = chip.y + _BASELINE
    colour: Role = "padding.text" if chip.term.source is None else "input.text"
    return (
        Text(x, y, value, size, colour),
        Text(x + before, y, _TIMES, size, "text.muted"),
        Text(x + before + between, y, weight, size, "kernel.text"),
    )


def _hotspot(chip: Chip, how: Setting) -> Hotspot:
    return Hotspot(
        "term", chip.x, chip.y, how.width, HEIGHT, (chip.x, chip.y), (how.width, HEIGHT),
        (0, chip.term.index), (1, 1), flat=True,
    )


def _line(outline: Rect) -> float:
    return outline.line


def _colour(text: Text) -> str:
    return text.colour
