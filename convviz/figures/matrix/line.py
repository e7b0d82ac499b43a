"""Row times column in one line: the products of an output cell and what they add up to."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import MINUS, text_like
from convviz.figures.panels import SMALLEST_TEXT, Look
from convviz.figures.typeset import Row, Run
from convviz.scene.items import Group, Item, Role
from convviz.steps.order import Step
from convviz.steps.terms import Term, Terms

_MOST = 20
"""Terms that are written out at most."""
_LEAST_SHARE = 0.72
"""Type is set smaller to this share before terms are left out."""


def product_line(
    trace: Trace, step: Step, look: Look, y: float, decimals: int | None
) -> list[Item]:
    """Return a step's products and their sum in the middle of the picture, its baseline at y.

    What doesn't fit is left out between the first terms and the last; nothing
    is written where not even that fits.
    """
    terms = Terms(trace, step.output)
    count = len(terms) if step.tap is None else step.tap + 1
    room = look.width - 2 * look.margin
    for kept in (count, *range(min(count - 1, _MOST), 1, -1)):
        if kept > _MOST:
            continue
        row = _row(trace, terms, count, kept, look.font, decimals)
        size = look.font * min(1.0, room / row.width)
        if size >= (_LEAST_SHARE * look.font if kept > 2 else SMALLEST_TEXT):
            row = _row(trace, terms, count, kept, size, decimals)
            return [Group("product", tuple(row.items((look.width - row.width) / 2, y)))]
    return []


def _row(
    trace: Trace, terms: Terms, count: int, kept: int, size: float, decimals: int | None
) -> Row:
    shown = terms[:count] if kept == count else [*terms[: kept - 1], terms[count - 1]]
    runs: list[Run] = []
    if terms.how == "sum" and trace.weight is not None and shown:
        runs.append(Run("row × column = ", size, "text.muted"))
    for at, term in enumerate(shown):
        if at:
            skipped = at == kept - 1 < count - 1
            runs.append(Run(" + … + " if skipped else " + ", size, "text.muted"))
        runs += _term(trace, term, size, decimals, first=not at)
    if terms.divisor is not None:
        inner = [Run("(", size, "text.muted"), *runs] if count > 1 else runs
        close = ")" if count > 1 else ""
        runs = [*inner, Run(f"{close} ÷ {terms.divisor}", size, "text.muted")]
    done = count == len(terms)
    if done and terms.bias is not None:
        bias = text_like(trace.output, terms.bias, decimals)
        plus = " + " if len(terms) else ""
        runs += [Run(plus, size, "text.muted"), Run(_bracketed(bias), size, "text")]
    total = terms.total if done else terms[count - 1].partial
    result = text_like(trace.output, total, decimals)
    runs += [
        Run(" = " if runs else "nothing is added here: ", size, "text.muted"),
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
