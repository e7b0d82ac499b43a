"""How gradients flow back through a layer, in words."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, number_text
from convviz.figures.sentences import place
from convviz.layers.conv import Conv
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps.order import Step
from convviz.steps.terms import Terms


def notes(layer: Layer) -> list[str]:
    """Return what stands below the picture: how this layer hands gradients back."""
    match layer:
        case Conv() | ConvTranspose():
            return [
                "The gradient goes back along every product: × weight to the input, × input to "
                "the weight. What arrives adds up."
            ]
        case Pool(reduction="max") | AdaptivePool(reduction="max"):
            return ["A maximum hands its gradient to the cell that is the largest, to no other."]
        case Pool(reduction="average") | AdaptivePool():
            return ["An average hands each of its cells the gradient divided by its divisor."]
        case Pool():
            return ["A norm hands each cell the gradient times how fast it grows with the cell."]
    return ["A padded cell hands its gradient to the cell that it copies, a constant to none."]


def sentence(
    trace: Trace, step: Step, count: int, gradient: float = 1, decimals: int | None = None
) -> str:
    """Return what flows back at a step, with its numbers.

    Parameters
    ----------
    trace
        The layer's numbers.
    step
        The step.
    count
        How many steps there are.
    gradient
        The output cell's gradient.
    decimals
        Digits after the point, or None.
    """
    channel, *position = step.output
    terms = Terms(trace, step.output)
    of = f"channel {channel + 1}, " if trace.output.shape[0] > 1 else ""
    begin = (
        f"Step {grouped(step.number + 1)} of {grouped(count)}: the gradient "
        f"{number_text(gradient, decimals)} of output {of}{place(tuple(position))} goes back to "
    )
    if not len(terms):
        return begin + "nothing: no input reaches it"
    if terms.how == "max":
        assert terms.chosen is not None  # noqa: S101 - there are terms
        chosen = terms[terms.chosen]
        return f"{begin}input {place(chosen.position)}, its maximum"
    cells = "one input cell" if len(terms) == 1 else f"{grouped(len(terms))} input cells"
    lost = sum(term.source is None for term in terms)
    end = f"; {grouped(lost)} of them in the padding, where it is lost" if lost else ""
    if terms.how == "average":
        return f"{begin}{cells}, divided by {terms.divisor}{end}"
    if terms.how == "norm":
        return f"{begin}{cells}, times the norm's slope{end}"
    if isinstance(trace.layer, Pad):
        return begin + ("the input cell that it copies" if not lost else "nothing: it is lost")
    return f"{begin}{cells}, times their weights{end}; each weight collects input × gradient"
