"""The pictures and sentences beside a document's picture: formula, arithmetic, step."""

from __future__ import annotations

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures import arithmetic as _arithmetic
from convviz.figures import formula as _formula
from convviz.figures import sentences
from convviz.frames.channels import channels
from convviz.layers import summary
from convviz.scene.items import Scene, Target
from convviz.steps.order import Step


def formula(document: Document, width: float) -> Scene | None:
    """Return the size formula of each axis; for a draft too, as far as it has one.

    Parameters
    ----------
    document
        The document or draft.
    width
        Pixels that it may take.

    Returns
    -------
    Scene or None
        None where a number is so wrong that there is nothing to divide.
    """
    if not _computable(document):
        return None
    return _formula.formula(document.layer, document.input.shape[1:], width)


def formula_text(document: Document) -> str:
    """Return the formulas as text, a line for each axis; empty where there is none."""
    if not _computable(document):
        return ""
    return "\n".join(map(str, summary.formulas(document.layer, document.input.shape[1:])))


def arithmetic(
    document: Document, trace: Trace, step: int, pointer: Target | None, width: float
) -> Scene:
    """Return the sum behind a step's output cell, its terms answering to the pointer.

    An output cell that is pointed at is explained in the step's place. Its terms
    don't answer: a ``"term"`` is always one of the step's.
    """
    own = document.steps[step]
    other = pointed_cell(document, trace, step, pointer)
    at = own if other is None else other
    channel, _ = channels(document, trace, at)
    return _arithmetic.arithmetic(
        trace, at, channel, pointer, width, document.view.decimals, answers=other is None
    )


def arithmetic_text(
    document: Document, trace: Trace, step: int, pointer: Target | None = None
) -> str:
    """Return the same sum as one line."""
    at = pointed_cell(document, trace, step, pointer) or document.steps[step]
    return _arithmetic.arithmetic_text(trace, at, document.view.decimals)


def sentence(document: Document, trace: Trace, step: int, pointer: Target | None = None) -> str:
    """Return what happens at a step, in words; or at an output cell that is pointed at."""
    decimals = document.view.decimals
    cell = pointed_cell(document, trace, step, pointer)
    if cell is not None:
        return sentences.cell_sentence(trace, cell.output, decimals)
    steps = document.steps
    return sentences.sentence(trace, steps[step], len(steps), decimals)


def pointed_cell(
    document: Document, trace: Trace, step: int, pointer: Target | None
) -> Step | None:
    """Return the whole output cell that is pointed at, None where that is the step itself.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    step
        The step on show; its output channel is the one that is pointed into.
    pointer
        What is pointed at: ``("output", (row, column))``, or anything else.
    """
    if pointer is None or pointer[0] != "output":
        return None
    own = document.steps[step]
    position = pointer[1][-trace.layer.axes :]
    sizes = trace.output.shape[1:]
    if not all(0 <= at < size for at, size in zip(position, sizes, strict=True)):
        return None
    output = (own.output[0], *position)
    if output == own.output and own.tap is None:
        return None
    return Step(document.steps.at(output), output, None)


def _computable(document: Document) -> bool:
    layer = document.layer
    return (
        len(document.input.shape) == layer.axes + 1
        and min(*layer.stride, *layer.dilation, *layer.kernel_size) >= 1
    )
