"""Row times column in one line: the products of an output cell and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.engine.trace import Trace
from convviz.figures.numbers import MINUS, text_like
from convviz.figures.panels import SMALLEST_TEXT, Look
from convviz.figures.typeset import Row, Run
from convviz.scene.items import Group, Item, Role
from convviz.steps.terms import Term, Terms

_MOST = 20
"""Terms that are written out at most."""
_LEAST_SHARE = 0.72
"""Type is set smaller to this share before terms are left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of products tells.

    Attributes
    ----------
    output
        The output cell (channel, *position).
    tap
        The last of its terms that has been added, None for all.
    begin
        What is multiplied, in words.
    decimals
        Digits after the point, or None.
    """

    output: tuple[int, ...]
    tap: int | None
    begin: str
    decimals: int | None


def product_line(trace: Trace, line: Line, look: Look, y: float) -> list[Item]:
    """Return products and their sum in the middle of the picture, the baseline at y.

    What doesn't fit is left out between the first terms and the last; nothing
    is written where not even that fits.
    """
    terms = Terms(trace, line.output)
    count = len(terms) if line.tap is None else line.tap + 1
    room = look.width - 2 * look.margin
    for kept in (count, *range(min(count - 1, _MOST), 1, -1)):
        if kept > _MOST:
            continue
        row = _row(trace, line, terms, (count, kept), look.font)
        size = look.font * min(1.0, room / row.width)
        if size >= (_LEAST_SHARE * look.font if kept > 2 else SMALLEST_TEXT):
            row = _row(trace, line, terms, (count, kept), size)
            return [Group("product", tuple(row.items((look.width - row.width) / 2, y)))]
    return []


def _row(
    trace: Trace, line: Line, terms: Terms, counts: tuple[int, int], size: float
) -> Row:
    (count, kept), decimals = counts, line.decimals
    shown = terms[:count] if kept == count else [*terms[: kept - 1], terms[count - 1]]
    runs: list[Run] = []
    if shown:
        runs.append(Run(f"{line.begin} = ", size, "text.muted"))
    for at, term in enumerate(shown):
        if at:
            skipped = at == kept - 1 < count - 1
            runs.append(Run(" + … + " if skipped else " + ", size, "text.muted"))
        runs += _term(trace, term, size, decimals, first=not at)
    done = count == len(terms)
    if done and terms.divisor is not None:
        runs.insert(1, Run("(", size, "text.muted"))
        runs.append(Run(f") ÷ {terms.divisor}", size, "text.muted"))
    if done and terms.bias is not None:
        bias = text_like(trace.output, terms.bias, decimals)
        plus = " + " if shown else f"{line.begin} = nothing + "
        runs += [Run(plus, size, "text.muted"), Run(_bracketed(bias), size, "text")]
    if runs and count == 1 == len(terms) and terms.divisor is None and trace.weight is None:
        runs = runs[:1]  # A copy: its number once is enough.
    total = terms.total if done else terms[count - 1].partial
    result = text_like(trace.output, total, decimals)
    equals = " = " if runs else f"{line.begin} = "
    runs += [
        *([] if len(runs) == 1 else [Run(equals, size, "text.muted")]),
        Run(result, size, "output.text", bold=True),
    ]
    if not done:
        runs.append(Run(" so far", size, "text.muted"))
    return Row(runs)


def _term(
    trace: Trace, term: Term, size: float, decimals: int | None, *, first: bool
) -> list[Run]:
    value = text_like(trace.padded, term.value, decimals)
    colour: Role = "padding.text" if term.source is None else "input.text"
    if term.weight is None or trace.weight is None:
        return [Run(value if first else _bracketed(value), size, colour)]
    weight = text_like(trace.weight, term.weight, decimals)
    return [
        Run(weight if first else _bracketed(weight), size, "kernel.text"),
        Run("·", size, "text.muted"),
        Run(_bracketed(value), size, colour),
    ]


def _bracketed(number: str) -> str:
    """Return a number in brackets when it is negative: after a sign it needs them."""
    return f"({number})" if number.startswith(MINUS) else number
