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
from convviz.steps.order import Step, Steps


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
    """Return the sum behind a step's output cell, its terms answering to the pointer."""
    at = _step(document, trace, step)
    channel, _ = channels(document, trace, at)
    return _arithmetic.arithmetic(trace, at, channel, pointer, width, document.view.decimals)


def arithmetic_text(document: Document, trace: Trace, step: int) -> str:
    """Return the sum behind a step's output cell as one line."""
    return _arithmetic.arithmetic_text(
        trace, _step(document, trace, step), document.view.decimals
    )


def sentence(document: Document, trace: Trace, step: int) -> str:
    """Return what happens at a step, in words."""
    steps = _steps(document, trace)
    return sentences.sentence(trace, steps[step], len(steps), document.view.decimals)


def _steps(document: Document, trace: Trace) -> Steps:
    return Steps.of(trace.layer, trace.output.shape, by_taps=document.view.by_taps)


def _step(document: Document, trace: Trace, step: int) -> Step:
    return _steps(document, trace)[step]


def _computable(document: Document) -> bool:
    layer = document.layer
    return (
        len(document.input.shape) == layer.axes + 1
        and min(*layer.stride, *layer.dilation, *layer.kernel_size) >= 1
    )
