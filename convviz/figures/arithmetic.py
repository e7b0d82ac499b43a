"""How one output cell comes about, term by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from convviz.engine.trace import Trace
from convviz.figures.chips import LINE, MARGIN, SIZE, Chip, Setting, drawn, setting, texts
from convviz.figures.numbers import grouped, partial_text, text_like
from convviz.figures.reasons import counted, reason
from convviz.figures.results import result_items, result_room, result_text
from convviz.figures.slices import Slices, cell_of, depth_of
from convviz.figures.typeset import wrapped
from convviz.layers import Conv, ConvTranspose
from convviz.scene.items import Item, Role, Scene, Text
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Term, Terms

_NOTE = 11.5
_HEADING, _LEAST_BLOCK, _APART = 22.0, 150.0, 18.0
"""Height of a channel's name above its terms, the width that it has room in, and how far the
terms of two channels beside one another are apart."""
_MOST_TERMS = 128
_BEFORE_RESULT, _RESULT = 14.0, 19.5
"""Room before a result in the line of the last term, how far its foot is from that line's top."""


@dataclass(frozen=True, slots=True)
class OnShow:
    """What a picture beside the arithmetic shows, in which a pointer's cells are.

    Attributes
    ----------
    channel
        The input channel.
    slices
        Of layers with three axes.
    """

    channel: int
    slices: Slices


def arithmetic(
    trace: Trace,
    step: Step,
    shown: OnShow,
    pointer: Pointer | None,
    width: float,
    decimals: int | None = None,
    *,
    answers: bool = True,
) -> Scene:
    """Return ``value × weight + … = y`` for a step, its terms as hotspots ``"term"``.

    Of layers without a kernel ``max(…) = y``, ``(…) ÷ n = y``, and so on. Where a
    number is written with fewer digits than it has, it says ≈ in place of =.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step; one with a tap ends the sum there.
    shown
        What is on show.
    pointer
        What is pointed at; the terms that have to do with it are lit.
    width
        Pixels that it may take; it is as high as it needs.
    decimals
        Digits after the point, or None.
    answers
        Whether the terms are hotspots; not those of a cell that isn't the step's.
    """
    terms = Terms(trace, step.output)
    first = _first_shown(step.tap, len(terms))
    block = terms[first : first + _MOST_TERMS]
    items: list[Item] = []
    y = MARGIN
    if first:
        y += SIZE
        before = partial_text(trace.output, terms[first - 1].partial, decimals)
        how = "the largest of terms 1 to {} is {}" if terms.how == "max" else (
            "terms 1 to {} add up to {}"
        )
        items.append(_note(y, how.format(grouped(first), before)))
        y += 8
    if not block:
        y += SIZE
        items.append(_note(y, reason(trace, step.output, terms)))
        y += 4
        total, y = result_items(trace, terms, step, y, decimals, rounded=False)
        return Scene(width, y, (*items, *total))
    how_set = setting(trace, block, width, decimals)
    if not _divided(trace) and block[0].channel != block[-1].channel:
        y += SIZE
        read = f"{grouped(block[0].channel + 1)} to {grouped(block[-1].channel + 1)}"
        items.append(_note(y, f"input channels {read}, one product each"))
        y += 8
    chips: list[Chip] = []
    for parts, corners, below_them in _in_rows(trace, block, how_set, width, y):
        for part, (x, top, end) in zip(parts, corners, strict=True):
            if _divided(trace):
                items += _heading(trace, terms, step, part[0].channel, (x, top, end), decimals)
            at = x, top + (_HEADING if _divided(trace) else 0.0)
            lit = [_edge(term, terms, step, pointer, shown) for term in part]
            chips += _placed(trace, part, lit, how_set, first, at, step.tap, len(terms))
        y = below_them
    found, hotspots = drawn(chips, how_set)
    items += found
    y += 4
    rest = len(terms) - first - len(block)
    if rest:
        y += SIZE
        items.append(_note(y, f"… and {grouped(rest)} more terms"))
        y += 8
    seen = how_set.rounded if step.tap is None else how_set.rounded[: step.tap - first + 1]
    total, below = result_items(trace, terms, step, y, decimals, rounded=any(seen))
    room = result_room(trace, terms, decimals, divided=step.tap is not None)
    beside = () if rest else _beside(total, chips[-1], how_set, width - room)
    items += beside or total
    y = y if beside else below
    why = reason(trace, step.output, terms)
    if why:
        for line in wrapped(why, width - 2 * MARGIN, _NOTE):
            y += SIZE + 2
            items.append(_note(y, line))
        y += 8
    return Scene(width, y, tuple(items), tuple(hotspots) if answers else ())


def _beside(
    total: Sequence[Text], last: Chip, how: Setting, end: float
) -> tuple[Text, ...]:
    """Return a result in the line of the last term, nothing where it would begin behind `end`."""
    x, y = last.x + how.width + _BEFORE_RESULT, last.y + _RESULT
    if len({text.y for text in total}) > 1 or x > end:
        return ()
    return tuple(replace(text, x=text.x - MARGIN + x, y=y) for text in total)


def arithmetic_text(trace: Trace, step: Step, decimals: int | None = None) -> str:
    """Return the same as one line of text."""
    terms = Terms(trace, step.output)
    some = terms[: len(terms) if step.tap is None else step.tap + 1]
    of = texts(trace, some, decimals)
    parts = list(of.values)
    if of.weights:
        parts = [f"{value}×{weight}" for value, weight in zip(of.values, of.weights, strict=True)]
    return result_text(trace, terms, step, parts, decimals, rounded=any(of.rounded))


def _first_shown(tap: int | None, count: int) -> int:
    """Return which term to begin with, so that the step's own is among those shown."""
    if tap is None or tap < _MOST_TERMS:
        return 0
    return min(tap - _MOST_TERMS // 2, count - _MOST_TERMS)


def _divided(trace: Trace) -> bool:
    """Return whether the terms stand by input channel; single ones would say no more for it."""
    layer = trace.layer
    if not isinstance(layer, Conv | ConvTranspose):
        return False
    return prod(layer.kernel_size) > 1 and layer.in_channels > layer.groups


def _blocks(trace: Trace, terms: list[Term]) -> Iterator[list[Term]]:
    """Yield the terms of each input channel, or all together."""
    if not _divided(trace):
        yield terms
        return
    for channel in sorted({term.channel for term in terms}):
        yield [term for term in terms if term.channel == channel]


def _in_rows(
    trace: Trace, terms: list[Term], how: Setting, width: float, y: float
) -> Iterator[tuple[list[list[Term]], list[tuple[float, float, float]], float]]:
    """Yield the channels' terms that have room beside one another; their places; what is below.

    A place is left, top and right.
    """
    parts = list(_blocks(trace, terms))
    wraps = len(parts) > 1 or len(terms) > how.columns or terms[0].index > 0
    lead = how.gap if wraps and how.between == "+" else 0.0  # for the sign before a row
    each = max(how.x(how.columns) - MARGIN, _LEAST_BLOCK) + _APART
    count = max(1, int((width - MARGIN + _APART) // each))
    for at in range(0, len(parts), count):
        row = parts[at : at + count]
        ends = [(number + 1) * each - _APART - how.gap + lead for number in range(len(row))]
        corners = [(number * each + lead, y, end) for number, end in enumerate(ends)]
        if len(parts) == 1 or count == 1:
            corners = [(lead, y, width) for _ in row]
        high = max(-(-len(part) // how.columns) for part in row) * LINE
        y += high + (_HEADING if _divided(trace) else 0.0)
        yield row, corners, y


def _heading(
    trace: Trace, terms: Terms, step: Step, channel: int,
    place: tuple[float, float, float], decimals: int | None,
) -> list[Text]:
    """Return a channel's name, and at the right its part of the sum as far as it goes."""
    channels = _read_channels(trace, step)
    taps = len(terms) // len(channels)
    begin = (channel - channels[0]) * taps
    end = begin + taps if step.tap is None else min(begin + taps, step.tap + 1)
    x, y, right = place[0], place[1] + 15, place[2]
    found = [replace(_note(y, f"input channel {channel + 1}"), x=MARGIN + x)]
    if end > begin:
        part = text_like(trace.output, terms.sum_of(begin, end), decimals)
        found.append(Text(right - MARGIN, y, part, _NOTE, "text.muted", "end"))
    return found


def _read_channels(trace: Trace, step: Step) -> range:
    layer = trace.layer
    assert isinstance(layer, Conv | ConvTranspose)  # noqa: S101 - no other is divided
    return layer.input_channels(step.output[0])


def _placed(
    trace: Trace, block: list[Term], edges: list[Role], how: Setting, first: int,
    corner: tuple[float, float], tap: int | None, count: int,
) -> Iterator[Chip]:
    x, y = corner
    for at, (term, edge) in enumerate(zip(block, edges, strict=True)):
        row, column = divmod(at, how.columns)
        later = (tap is not None and term.index > tap) or not counted(trace, term)
        yield Chip(
            term, term.index - first, x + how.x(column), y + row * LINE, edge,
            later=later, sign=_sign(how, term.index, count),
        )


def _sign(how: Setting, index: int, count: int) -> Literal["", "before", "after"]:
    """Return where a term's sign stands: a plus before it, a comma behind the one before."""
    if how.between == "+":
        return "before" if index else ""
    return "after" if index + 1 < count else ""


def _edge(
    term: Term, terms: Terms, step: Step, pointer: Pointer | None, shown: OnShow
) -> Role:
    if _lit(term, pointer, shown):
        return "hover.edge"
    if term.index == step.tap:
        return "window.edge"
    if step.tap is None and term.index == terms.chosen:
        return "output.edge"
    return "grid"


def _lit(term: Term, pointer: Pointer | None, shown: OnShow) -> bool:
    if pointer is None:
        return False
    kind, index = pointer
    if kind == "term":
        return index == (term.index,)
    cell, slices = cell_of(index), shown.slices
    if term.channel != shown.channel:
        return False
    if kind == "kernel":
        return term.weight is not None and (cell, slices.kernel) == _named(term.tap)
    places = [term.position] if term.source is None else [term.position, term.source]
    return kind == "input" and (cell, slices.input) in map(_named, places)


def _named(place: tuple[int, ...]) -> tuple[tuple[int, int], int]:
    return cell_of(place), depth_of(place)


def _note(y: float, text: str) -> Text:
    return Text(MARGIN, y, text, _NOTE, "text.muted")
