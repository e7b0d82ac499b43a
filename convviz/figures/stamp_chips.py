"""What one input cell stamps on the output: its value times each tap of the kernel."""

from __future__ import annotations

from itertools import product

from convviz.engine.trace import Trace
from convviz.figures.chips import LINE, MARGIN, SIZE, Chip, drawn, setting, texts
from convviz.figures.numbers import grouped
from convviz.figures.typeset import wrapped
from convviz.figures.words import place
from convviz.layers import ConvTranspose
from convviz.scene.items import Item, Scene, Text
from convviz.steps import stamping
from convviz.steps.order import Step
from convviz.steps.pointing import as_read
from convviz.steps.terms import Term

_NOTE = 11.5
_MOST = 128


def stamp_chips(trace: Trace, step: Step, width: float, decimals: int | None = None) -> Scene:
    """Return the products that a step's stamp adds; those that are cut off faint.

    Parameters
    ----------
    trace
        The numbers of a transposed convolution.
    step
        A step that is a stamp.
    width
        Pixels that it may take.
    decimals
        Digits after the point, or None.
    """
    terms = stamped(trace, step)
    shown = terms[:_MOST]
    how = setting(trace, shown, width, decimals)
    assert step.stamp is not None  # noqa: S101 - it is a stamp
    y = MARGIN + SIZE
    items: list[Item] = [_note(y, f"the stamp of input {place(step.stamp[1:])}")]
    y += 8
    falls = stamping.footprint(trace, step.stamp[1:])
    chips = []
    for at, term in enumerate(shown):
        row, column = divmod(at, how.columns)
        lands = all(
            0 <= axis[one] < length
            for axis, one, length in zip(
                falls, as_read(trace, term.tap), trace.output.shape[1:], strict=True
            )
        )
        chips.append(
            Chip(term, at, how.x(column), y + row * LINE, "grid", later=not lands, sign="")
        )
    found, _ = drawn(chips, how)
    items += found
    y += -(-len(shown) // how.columns) * LINE + 4
    if len(terms) > len(shown):
        y += SIZE
        items.append(_note(y, f"… and {grouped(len(terms) - len(shown))} more products"))
    end = "each is added to the output cell that its tap falls on"
    for line in wrapped(end, width - 2 * MARGIN, _NOTE):
        y += SIZE + 2
        items.append(_note(y, line))
    return Scene(width, y + 10, tuple(items))


def stamp_text(trace: Trace, step: Step, decimals: int | None = None) -> str:
    """Return the same products as one line of text."""
    of = texts(trace, stamped(trace, step), decimals)
    pairs = zip(of.values, of.weights, strict=True)
    return ", ".join(f"{value}×{weight}" for value, weight in pairs)


def stamped(trace: Trace, step: Step) -> list[Term]:
    """Return the products of a stamp, in the order in which the kernel is written."""
    layer = trace.layer
    assert isinstance(layer, ConvTranspose) and step.stamp is not None  # noqa: S101, PT018
    assert trace.weight is not None  # noqa: S101 - every convolution has one
    channel, *position = step.stamp
    value = trace.input[step.stamp].item()
    kernel = trace.weight[channel, step.output[0] % trace.weight.shape[1]]
    products = stamping.stamp(trace, step.stamp, step.output[0])
    found = []
    for index, tap in enumerate(product(*map(range, layer.kernel_size))):
        made = products[as_read(trace, tap)].item()
        found.append(
            Term(
                index, channel, tap, tap, tuple(position), value, kernel[tap].item(), made, made
            )
        )
    return found


def _note(y: float, text: str) -> Text:
    return Text(MARGIN, y, text, _NOTE, "text.muted")
