"""A step told in words, for those who listen and for tooltips."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import number_text
from convviz.steps.order import Step
from convviz.steps.pointing import window
from convviz.steps.terms import Terms

_NAMES = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def place(position: tuple[int, ...]) -> str:
    """Return a position in words, counted from 1: ``row 1, column 3``."""
    return ", ".join(
        f"{name} {at + 1}" for name, at in zip(_NAMES[len(position)], position, strict=True)
    )


def sentence(trace: Trace, step: Step, count: int) -> str:
    """Return what happens at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step.
    count
        How many steps there are.
    """
    channel, *at = step.output
    terms = Terms(trace, step.output)
    where = place(tuple(at))
    if trace.layer.out_channels > 1:
        where = f"channel {channel + 1}, {where}"
    seen = ", ".join(
        f"{name}s {axis[0] + 1} to {axis[-1] + 1}"
        for name, axis in zip(_NAMES[len(at)], window(trace, tuple(at)), strict=True)
    )
    begin = f"Step {step.number + 1} of {count}: "
    if step.tap is None:
        return (
            f"{begin}output {where} is {number_text(terms.total)}, "
            f"from the window over input {seen}"
        )
    term = terms[step.tap]
    return (
        f"{begin}product {step.tap + 1} of {len(terms)} for output {where}: "
        f"{number_text(term.value)} times {number_text(term.weight)} is "
        f"{number_text(term.product)}, the sum so far {number_text(term.partial)}"
    )
