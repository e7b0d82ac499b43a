"""The end of the arithmetic: what becomes of the terms, with bias, divisor or root."""

from __future__ import annotations

from math import isinf
from typing import Any

from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.chips import MARGIN, SIZE
from convviz.figures.numbers import grouped, is_rounded, number_text, partial_text, text_like
from convviz.layers import Pool
from convviz.scene.items import Role, Text
from convviz.scene.metrics import text_width
from convviz.steps.order import Step
from convviz.steps.terms import Terms

_LARGE = 20.0
_SMALL = 11.0
_SIGN = 22.0
"""From where a sign begins to where the number after it does."""
_MOST_ROOM = 260.0
"""What any result needs."""


def result_items(
    trace: Trace, terms: Terms, step: Step, y: float, decimals: int | None, *, rounded: bool
) -> tuple[list[Text], float]:
    """Return what stands below the terms, and where it ends.

    Parameters
    ----------
    trace
        The layer's numbers.
    terms
        The cell's.
    step
        The step; one with a tap ends there.
    y
        Where to begin.
    decimals
        Digits after the point, or None.
    rounded
        Whether a term's texts say less than its numbers.
    """
    items: list[Text] = []
    if _complete(terms, step):
        parts = _between(trace, terms, decimals)
        if terms.bias is not None:
            bias = _bias(trace, step, decimals)
            rounded = rounded or is_rounded(_biases(trace), terms.bias, bias)
            y += 18
            items += [
                Text(MARGIN, y, "+", SIZE, "text.muted"),
                Text(MARGIN + 16, y, bias, SIZE, "kernel.text"),
                Text(MARGIN + 22 + text_width(bias, SIZE), y, "bias", _SMALL, "text.muted"),
            ]
        elif parts:
            y += 18
            items += _line(y, parts)
        number, after = terms.total, ""
    else:
        assert step.tap is not None  # noqa: S101 - whole cells are complete
        number = terms[step.tap].partial
        what = "products" if trace.weight is not None else "values"
        after = f"after {grouped(step.tap + 1)} of {grouped(len(terms))} {what}"
    text = partial_text(trace.output, number, decimals)
    rounded = rounded or is_rounded(trace.output, number, text)
    y += 26
    sign = "≈" if rounded else "="
    begin = MARGIN
    if terms.how == "max" and len(terms) > 1:
        items.append(Text(begin, y, "max", 15.0, "text.muted"))
        begin += text_width("max", 15.0) + 6
    items += [
        Text(begin, y, sign, 18.0, "text.muted"),
        Text(begin + _SIGN, y, text, _LARGE, "output.text", bold=True),
    ]
    if after:
        x = begin + 30 + text_width(text, _LARGE, bold=True)
        items.append(Text(x, y, after, _SMALL, "text.muted"))
    return items, y + 10


def result_room(
    trace: Trace, terms: Terms, decimals: int | None, *, divided: bool
) -> float:
    """Return the width that the result of any cell needs, of divided steps also its count."""
    if divided or terms.how == "max" or trace.output.dtype.kind not in "iu":
        return _MOST_ROOM
    ends = trace.output_coarse.low, trace.output_coarse.high
    widest = (text_width(partial_text(trace.output, end, decimals), _LARGE, bold=True)
              for end in ends)
    return _SIGN + max(widest)


def result_text(
    trace: Trace, terms: Terms, step: Step, parts: list[str], decimals: int | None, *,
    rounded: bool,
) -> str:
    """Return the terms' texts and what becomes of them in one line."""
    complete = _complete(terms, step)
    number = terms.total if complete or step.tap is None else terms[step.tap].partial
    text = partial_text(trace.output, number, decimals)
    rounded = rounded or is_rounded(trace.output, number, text)
    if terms.how == "max":
        said = f"max({', '.join(parts)})"
    else:
        said = " + ".join(parts)
        if complete:
            if terms.bias is not None:
                bias = _bias(trace, step, decimals)
                rounded = rounded or is_rounded(_biases(trace), terms.bias, bias)
                said = " + ".join([*parts, bias])
            elif terms.how != "sum":
                said = _wrapped(trace, terms, f"({said})" if len(parts) > 1 else said)
    return f"{said or '0'} {'≈' if rounded else '='} {text}"


def _complete(terms: Terms, step: Step) -> bool:
    return step.tap is None or step.tap == len(terms) - 1


def _biases(trace: Trace) -> NDArray[Any]:
    assert trace.bias is not None  # noqa: S101 - the cell has one
    return trace.bias


def _bias(trace: Trace, step: Step, decimals: int | None) -> str:
    return number_text(_biases(trace)[step.output[0]], decimals)


def _between(
    trace: Trace, terms: Terms, decimals: int | None
) -> list[tuple[str, Role]]:
    """Return what stands between the terms and the result: the sum, and what it is divided by."""
    if terms.how not in {"average", "norm"}:
        return []
    total = text_like(trace.output, terms[len(terms) - 1].partial, decimals)
    if terms.divisor is not None:
        return [(total, "text"), (" ÷ ", "text.muted"), (str(terms.divisor), "kernel.text")]
    return [(_wrapped(trace, terms, total), "text")]


def _wrapped(trace: Trace, terms: Terms, inner: str) -> str:
    """Return a sum's text with what is made of it: divided, or its root."""
    if terms.divisor is not None:
        return f"{inner} ÷ {terms.divisor}"
    layer = trace.layer
    assert isinstance(layer, Pool)  # noqa: S101 - no other takes roots
    if isinf(layer.norm_type):
        return f"{'max' if layer.norm_type > 0 else 'min'}{inner}"
    if terms.scale is not None and terms.scale != 1:
        inner = f"({inner} · {number_text(terms.scale)})"
    if layer.norm_type == 2:
        return f"√{inner}"
    if layer.norm_type == 1:
        return inner
    return f"{inner}^(1/{layer.norm_type:g})"


def _line(y: float, parts: list[tuple[str, Role]]) -> list[Text]:
    items: list[Text] = []
    x = MARGIN
    for text, colour in parts:
        items.append(Text(x, y, text, SIZE, colour))
        x += text_width(text, SIZE)
    return items
