"""How gradients flow back through a layer, in words."""

from __future__ import annotations

from convviz.engine.trace import Trace
from convviz.figures.numbers import grouped, number_text
from convviz.figures.sentences import place
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps.order import Step
from convviz.steps.pointing import readers
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
        case Unfold() | Fold():
            return ["Cells of image and matrix hand each other their gradients unchanged."]
    return ["A padded cell hands its gradient to the cell that it copies, a constant to none."]


def sentence(
    trace: Trace, step: Step, count: int, decimals: int | None = None, gradient: float = 1
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
    decimals
        Digits after the point, or None.
    gradient
        The output cell's gradient.
    """
    if step.stamp is not None:
        return (
            f"Step {grouped(step.number + 1)} of {grouped(count)}: "
            f"{_gathering(trace, step.stamp)}"
        )
    channel, *position = step.output
    of = f"channel {channel + 1}, " if trace.output.shape[0] > 1 else ""
    begin = (
        f"Step {grouped(step.number + 1)} of {grouped(count)}: the gradient "
        f"{number_text(gradient, decimals)} of output {of}{place(tuple(position))} goes back to "
    )
    return begin + _goal(trace, Terms(trace, step.output))


def _gathering(trace: Trace, stamp: tuple[int, ...]) -> str:
    """Return what the input cell of a stamp gathers."""
    channel, *position = stamp
    of = f"channel {channel + 1}, " if trace.input.shape[0] > 1 else ""
    cells = len(readers(trace, tuple(position)))
    where = "one output cell" if cells == 1 else f"{grouped(cells)} output cells"
    return (
        f"input {of}{place(tuple(position))} gathers the gradient of the {where} "
        "that it is stamped on, times their weights"
    )


def _goal(trace: Trace, terms: Terms) -> str:
    """Return where a gradient goes back to, and what it is multiplied by."""
    if not len(terms):
        return "nothing: no input reaches it"
    if terms.chosen is not None:
        return f"input {place(terms[terms.chosen].position)}, its maximum"
    lost = sum(term.source is None for term in terms)
    if isinstance(trace.layer, Pad | Unfold):
        return "nothing: it is lost" if lost else "the input cell that it copies"
    cells = "one input cell" if len(terms) == 1 else f"{grouped(len(terms))} input cells"
    end = f"; {grouped(lost)} of them in the padding, where it is lost" if lost else ""
    return cells + _factor(trace, terms, end)


def _factor(trace: Trace, terms: Terms, end: str) -> str:
    if isinstance(trace.layer, Fold):
        return end
    if terms.how == "average":
        return f", divided by {terms.divisor}{end}"
    if terms.how == "norm":
        return f", times the norm's slope{end}"
    return f", times their weights{end}; each weight collects input × gradient"
