"""The sum behind one output cell, term by term."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.engine.trace import Trace
from convviz.figures.numbers import number_text, text_like
from convviz.scene.items import Group, Hotspot, Item, Rect, Role, Scene, Text
from convviz.scene.metrics import text_width
from convviz.steps.order import Step
from convviz.steps.pointing import Pointer
from convviz.steps.terms import Term, Terms

_SIZE = 13.0
_HEIGHT = 26.0
_GAP = 16.0
_MARGIN = 4.0
_SIDES = 14.0
"""Room in a chip beside its texts."""
_SMALLEST = 7.0
_MOST_TERMS = 128


@dataclass(frozen=True, slots=True)
class _Chip:
    """One term's texts and where they stand."""

    term: Term
    value: str
    weight: str
    size: float
    x: float
    y: float


def arithmetic(
    trace: Trace,
    step: Step,
    channel: int,
    pointer: Pointer | None,
    width: float,
    decimals: int | None = None,
) -> Scene:
    """Return ``value × weight + … = y`` for a step, its terms as hotspots ``"term"``.

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
    """
    terms = Terms(trace, step.output)
    first = _first_shown(step.tap, len(terms))
    shown = terms[first : first + _MOST_TERMS]
    texts = [_texts(trace, term, decimals) for term in shown]
    inner = max(text_width(f"{value} × {weight}", 1.0) for value, weight in texts)
    room = width - 2 * _MARGIN
    size = max(min(_SIZE, (room - _GAP - _SIDES) / inner), _SMALLEST)
    chip = inner * size + _SIDES
    columns = _columns(trace.layer.kernel_size[-1], room, chip)
    y = _MARGIN
    items: list[Item] = []
    if first:
        y += _SIZE
        before = text_like(trace.output, terms[first - 1].partial, decimals)
        items.append(_note(y, f"terms 1 to {first} add up to {before}"))
        y += 8
    hotspots = []
    for index, (term, (value, weight)) in enumerate(zip(shown, texts, strict=True)):
        row, column = divmod(index, columns)
        x, top = _MARGIN + column * (chip + _GAP), y + row * (_HEIGHT + 6)
        lit = _lit(term, pointer, channel)
        items.append(_chip(_Chip(term, value, weight, size, x, top), chip, step.tap, lit=lit))
        if first + index + 1 < len(terms):
            items.append(
                Text(x + chip + _GAP / 2, top + 17.5, "+", _SIZE, "text.muted", "middle")
            )
        hotspots.append(
            Hotspot("term", x, top, chip, _HEIGHT, (x, top), (chip, _HEIGHT),
                    (0, first + index), (1, 1), flat=True)
        )
    y += -(-len(shown) // columns) * (_HEIGHT + 6) + 4
    rest = len(terms) - first - len(shown)
    if rest:
        y += _SIZE
        items.append(_note(y, f"… and {rest} more terms"))
        y += 8
    total, y = _total(trace, step, y, decimals)
    return Scene(width, y, (*items, *total), tuple(hotspots))


def arithmetic_text(trace: Trace, step: Step, decimals: int | None = None) -> str:
    """Return the same sum as one line of text."""
    terms = Terms(trace, step.output)
    parts = [
        "×".join(_texts(trace, term, decimals))
        for term in terms[: len(terms) if step.tap is None else step.tap + 1]
    ]
    if _complete(terms, step) and trace.bias is not None:
        parts.append(number_text(trace.bias[step.output[0]], decimals))
    return f"{' + '.join(parts)} = {_result(trace, terms, step, decimals)}"


def _texts(trace: Trace, term: Term, decimals: int | None) -> tuple[str, str]:
    return (
        text_like(trace.padded, term.value, decimals),
        text_like(trace.weight, term.weight, decimals),
    )


def _first_shown(tap: int | None, count: int) -> int:
    """Return which term to begin with, so that the step's own is among those shown."""
    if tap is None or tap < _MOST_TERMS:
        return 0
    return min(tap - _MOST_TERMS // 2, count - _MOST_TERMS)


def _columns(kernel: int, width: float, chip: float) -> int:
    """Return how many chips stand in a row: the kernel's columns where they fit."""
    most = max(1, int(width // (chip + _GAP)))
    return kernel if kernel <= most and (kernel > 1 or most < 2) else most


def _chip(chip: _Chip, width: float, tap: int | None, *, lit: bool) -> Group:
    now = tap == chip.term.index
    edge: Role = "hover.edge" if lit else "window.edge" if now else "grid"
    later = tap is not None and chip.term.index > tap
    size = chip.size
    x = chip.x + (width - text_width(f"{chip.value} × {chip.weight}", size)) / 2
    base = chip.y + 17.5
    times = x + text_width(chip.value, size)
    weight = times + text_width(" × ", size)
    return Group(
        "term",
        (
            Rect(chip.x, chip.y, width, _HEIGHT, fill="surface", edge=edge,
                 line=2.0 if lit or now else 1.0, radius=5),
            Text(x, base, chip.value, size,
                 "padding.text" if chip.term.source is None else "input.text"),
            Text(times, base, " × ", size, "text.muted"),
            Text(weight, base, chip.weight, size, "kernel.text"),
        ),
        opacity=0.4 if later else 1.0,
    )


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


def _result(trace: Trace, terms: Terms, step: Step, decimals: int | None) -> str:
    if step.tap is None or _complete(terms, step):
        return text_like(trace.output, terms.total, decimals)
    return text_like(trace.output, terms[step.tap].partial, decimals)


def _total(
    trace: Trace, step: Step, y: float, decimals: int | None
) -> tuple[list[Item], float]:
    terms = Terms(trace, step.output)
    items: list[Item] = []
    complete = _complete(terms, step)
    if complete and trace.bias is not None:
        y += 18
        bias = number_text(trace.bias[step.output[0]], decimals)
        items += [
            Text(_MARGIN, y, "+", _SIZE, "text.muted"),
            Text(_MARGIN + 16, y, bias, _SIZE, "kernel.text"),
            Text(_MARGIN + 22 + text_width(bias, _SIZE), y, "bias", 11.0, "text.muted"),
        ]
    y += 26
    result = _result(trace, terms, step, decimals)
    items += [
        Text(_MARGIN, y, "=", 18.0, "text.muted"),
        Text(_MARGIN + 22, y, result, 20.0, "output.text", bold=True),
    ]
    if not complete and step.tap is not None:
        x = _MARGIN + 30 + text_width(result, 20.0, bold=True)
        items.append(
            Text(x, y, f"after {step.tap + 1} of {len(terms)} products", 11.0, "text.muted")
        )
    return items, y + 10


def _note(y: float, text: str) -> Text:
    return Text(_MARGIN, y, text, 11.5, "text.muted")
