"""A step told in words, for those who listen and for tooltips."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import number_text, text_like
from convviz.steps.order import Step
from convviz.steps.pointing import window
from convviz.steps.terms import Terms

_NAMES = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def place(position: tuple[int, ...]) -> str:
    """Return a position in words, counted from 1: ``row 1, column 3``."""
    return ", ".join(
        f"{name} {at + 1}" for name, at in zip(_NAMES[len(position)], position, strict=True)
    )


def sentence(trace: Trace, step: Step, count: int, decimals: int | None = None) -> str:
    """Return what happens at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step.
    count
        How many steps there are.
    decimals
        Digits after the point, or None.
    """
    channel, *at = step.output
    terms = Terms(trace, step.output)
    where = place(tuple(at))
    if trace.layer.out_channels > 1:
        where = f"channel {channel + 1}, {where}"
    seen = ", ".join(map(_part, _NAMES[len(at)], window(trace, tuple(at))))
    begin = f"Step {step.number + 1} of {count}: "
    if step.tap is None:
        return (
            f"{begin}output {where} is {text_like(trace.output, terms.total, decimals)}, "
            f"from the window over input {seen}"
        )
    term = terms[step.tap]
    value = text_like(trace.padded, term.value, decimals)
    weight = text_like(trace.weight, term.weight, decimals)
    product, partial, total = (
        text_like(trace.output, number, decimals)
        for number in (term.product, term.partial, terms.total)
    )
    end = ""
    if step.tap == len(terms) - 1 and trace.bias is not None:
        end = f", with the bias {number_text(trace.bias[channel], decimals)} it is {total}"
    return (
        f"{begin}product {step.tap + 1} of {len(terms)} for output {where}: "
        f"{value} times {weight} is {product}, the sum so far {partial}{end}"
    )


def _part(name: str, axis: range) -> str:
    """Return which cells of one axis a window reads, counted from 1."""
    first, last = number_text(axis[0] + 1), number_text(axis[-1] + 1)
    if len(axis) == 1:
        return f"{name} {first}"
    gaps = f" by {axis.step}" if axis.step > 1 else ""
    return f"{name}s {first} to {last}{gaps}"
