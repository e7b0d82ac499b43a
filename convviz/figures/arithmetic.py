"""The sum behind one output cell, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convviz.engine.trace import Trace
from convviz.figures.chips import LINE, MARGIN, SIZE, Chip, Setting, drawn, setting, texts
from convviz.figures.numbers import grouped, is_rounded, text_like
from convviz.scene.items import Item, Role, Scene, Text
from convviz.scene.metrics import text_width
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Term, Terms

_NOTE = 11.5
_HEADING = 22.0
_MOST_TERMS = 128


def arithmetic(
    trace: Trace,
    step: Step,
    channel: int,
    pointer: Pointer | None,
    width: float,
    decimals: int | None = None,
    *,
    answers: bool = True,
) -> Scene:
    """Return ``value × weight + … = y`` for a step, its terms as hotspots ``"term"``.

    Where a number is written with fewer digits than it has, it says ≈ in place of =.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step; one with a tap ends the sum there.
    channel
        The input channel on show, in which a pointer's input and kernel cells are.
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
    shown = terms[first : first + _MOST_TERMS]
    how = setting(trace, shown, width, decimals)
    items: list[Item] = []
    y = MARGIN
    if first:
        y += SIZE
        before = text_like(trace.output, terms[first - 1].partial, decimals)
        items.append(_note(y, f"terms 1 to {grouped(first)} add up to {before}"))
        y += 8
    chips: list[Chip] = []
    if not _divided(trace) and shown[0].channel != shown[-1].channel:
        y += SIZE
        read = f"{grouped(shown[0].channel + 1)} to {grouped(shown[-1].channel + 1)}"
        items.append(_note(y, f"input channels {read}, one product each"))
        y += 8
    for block in _blocks(trace, shown):
        if _divided(trace):
            items += _heading(trace, terms, step, block[0].channel, y, width, decimals)
            y += _HEADING
        lit = [_edge(term, step.tap, pointer, channel) for term in block]
        chips += _placed(block, lit, how, first, y, step.tap, len(terms))
        y += -(-len(block) // how.columns) * LINE
    found, hotspots = drawn(chips, how)
    items += found
    y += 4
    rest = len(terms) - first - len(shown)
    if rest:
        y += SIZE
        items.append(_note(y, f"… and {grouped(rest)} more terms"))
        y += 8
    counted = how.rounded if step.tap is None else how.rounded[: step.tap - first + 1]
    total, y = _total(trace, terms, step, y, decimals, rounded=any(counted))
    return Scene(width, y, (*items, *total), tuple(hotspots) if answers else ())


def arithmetic_text(trace: Trace, step: Step, decimals: int | None = None) -> str:
    """Return the same sum as one line of text."""
    terms = Terms(trace, step.output)
    values, weights, rounded = texts(
        trace, terms[: len(terms) if step.tap is None else step.tap + 1], decimals
    )
    parts = [f"{value}×{weight}" for value, weight in zip(values, weights, strict=True)]
    bias, result, rounded = _ends(trace, terms, step, decimals, rounded=rounded)
    if bias is not None:
        parts.append(bias)
    return f"{' + '.join(parts)} {'≈' if rounded else '='} {result}"


def _first_shown(tap: int | None, count: int) -> int:
    """Return which term to begin with, so that the step's own is among those shown."""
    if tap is None or tap < _MOST_TERMS:
        return 0
    return min(tap - _MOST_TERMS // 2, count - _MOST_TERMS)


def _divided(trace: Trace) -> bool:
    """Return whether the terms stand by input channel; single ones would say no more for it."""
    layer = trace.layer
    return prod(layer.kernel_size) > 1 and layer.in_channels > layer.groups


def _blocks(trace: Trace, terms: list[Term]) -> Iterator[list[Term]]:
    """Yield the terms of each input channel, or all together."""
    if not _divided(trace):
        yield terms
        return
    for channel in sorted({term.channel for term in terms}):
        yield [term for term in terms if term.channel == channel]


def _heading(
    trace: Trace, terms: Terms, step: Step, channel: int, y: float, width: float,
    decimals: int | None,
) -> list[Text]:
    """Return a channel's name, and at the right its part of the sum as far as it goes."""
    taps = prod(trace.layer.kernel_size)
    begin = (channel - trace.layer.input_channels(step.output[0])[0]) * taps
    end = begin + taps if step.tap is None else min(begin + taps, step.tap + 1)
    y += 15
    found = [_note(y, f"input channel {channel + 1}")]
    if end > begin:
        part = text_like(trace.output, terms.sum_of(begin, end), decimals)
        found.append(Text(width - MARGIN, y, part, _NOTE, "text.muted", "end"))
    return found


def _placed(
    block: list[Term], edges: list[Role], how: Setting, first: int, y: float, tap: int | None,
    count: int,
) -> Iterator[Chip]:
    for at, (term, edge) in enumerate(zip(block, edges, strict=True)):
        row, column = divmod(at, how.columns)
        yield Chip(
            term, term.index - first, how.x(column), y + row * LINE, edge,
            later=tap is not None and term.index > tap, more=term.index + 1 < count,
        )


def _edge(term: Term, tap: int | None, pointer: Pointer | None, channel: int) -> Role:
    if _lit(term, pointer, channel):
        return "hover.edge"
    return "window.edge" if term.index == tap else "grid"


def _lit(term: Term, pointer: Pointer | None, channel: int) -> bool:
    if pointer is None:
        return False
    kind, index = pointer
    if kind == "term":
        return index == (term.index,)
    at = index[-len(term.tap) :]
    return term.channel == channel and (
        (kind == "input" and at in {term.position, term.source})
        or (kind == "kernel" and at == term.tap)
    )


def _complete(terms: Terms, step: Step) -> bool:
    return step.tap is None or step.tap == len(terms) - 1


def _ends(
    trace: Trace, terms: Terms, step: Step, decimals: int | None, *, rounded: bool
) -> tuple[str | None, str, bool]:
    """Return the bias (None without one, or before it), the result, and whether any is rounded."""
    if step.tap is not None and not _complete(terms, step):
        partial = terms[step.tap].partial
        text = text_like(trace.output, partial, decimals)
        return None, text, rounded or is_rounded(trace.output, partial, text)
    result = text_like(trace.output, terms.total, decimals)
    rounded = rounded or is_rounded(trace.output, terms.total, result)
    if trace.bias is None or terms.bias is None:
        return None, result, rounded
    bias = text_like(trace.bias, terms.bias, decimals)
    return bias, result, rounded or is_rounded(trace.bias, terms.bias, bias)


def _total(
    trace: Trace, terms: Terms, step: Step, y: float, decimals: int | None, *, rounded: bool
) -> tuple[list[Item], float]:
    bias, result, rounded = _ends(trace, terms, step, decimals, rounded=rounded)
    items: list[Item] = []
    if bias is not None:
        y += 18
        items += [
            Text(MARGIN, y, "+", SIZE, "text.muted"),
            Text(MARGIN + 16, y, bias, SIZE, "kernel.text"),
            Text(MARGIN + 22 + text_width(bias, SIZE), y, "bias", 11.0, "text.muted"),
        ]
    y += 26
    items += [
        Text(MARGIN, y, "≈" if rounded else "=", 18.0, "text.muted"),
        Text(MARGIN + 22, y, result, 20.0, "output.text", bold=True),
    ]
    if step.tap is not None and not _complete(terms, step):
        x = MARGIN + 30 + text_width(result, 20.0, bold=True)
        after = f"after {grouped(step.tap + 1)} of {grouped(len(terms))} products"
        items.append(Text(x, y, after, 11.0, "text.muted"))
    return items, y + 10


def _note(y: float, text: str) -> Text:
    return Text(MARGIN, y, text, _NOTE, "text.muted")
