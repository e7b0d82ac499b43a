"""The pictures and sentences beside a document's picture: formula, arithmetic, step."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures import arithmetic as _arithmetic
from convviz.figures import formula as _formula
from convviz.figures import sentences
from convviz.figures.slices import cell_of, depth_of, place_of
from convviz.figures.stamp_chips import stamp_chips, stamp_text
from convviz.frames.chain import at_end
from convviz.frames.channels import channels, slices
from convviz.frames.drawings import drawing, shown
from convviz.frames.factoring import Factored, factored, factors_in
from convviz.layers import AdaptivePool, Pad
from convviz.layers.formulas import formulas
from convviz.layers.latex import latex
from convviz.scene.items import Scene, Target, Text
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
    channels, *size = document.input.shape
    return _formula.formula(
        document.layer, tuple(size), width, channels, refused=bool(document.layer_problems())
    )


def formula_text(document: Document) -> str:
    """Return the formulas as text, a line for each axis; empty where there is none."""
    if not _computable(document):
        return ""
    channels, *size = document.input.shape
    return "\n".join(map(str, formulas(document.layer, tuple(size), channels)))


def formula_latex(document: Document) -> str:
    """Return the formulas as LaTeX; empty where there is none."""
    if not _computable(document):
        return ""
    channels, *size = document.input.shape
    return latex(document.layer, tuple(size), channels)


def arithmetic(
    document: Document, trace: Trace, step: int, pointer: Target | None, width: float
) -> Scene:
    """Return the sum behind a step's output cell, its terms answering to the pointer.

    An output cell that is pointed at is explained in the step's place. Its terms
    don't answer: a ``"term"`` is always one of the step's.
    """
    document, trace = at_end(document, trace)
    own = document.steps[step]
    other = pointed_cell(document, trace, step, pointer)
    made = factored(trace, document.view)
    decimals = made.view(document.view).decimals
    if other is None and own.stamp is not None:
        scene = stamp_chips(made.trace, own, width, decimals)
        return _told_below(scene, made)
    at = own if other is None else other
    channel, _ = channels(document, trace, at)
    shown = _arithmetic.OnShow(channel, slices(document, trace, own))
    scene = _arithmetic.arithmetic(
        made.trace, at, shown, pointer, width, decimals, answers=other is None
    )
    return _told_below(scene, made)


def _told_below(scene: Scene, of: Factored) -> Scene:
    """Return a sum with the factors of its numbers in a line below."""
    if not of.factors:
        return scene
    y = scene.height + 6
    line = Text(4.0, y, of.factors.words(), 11.5, "text.muted")
    return replace(scene, height=y + 8, items=(*scene.items, line))


def arithmetic_text(
    document: Document, trace: Trace, step: int, pointer: Target | None = None
) -> str:
    """Return the same sum as one line."""
    document, trace = at_end(document, trace)
    at = pointed_cell(document, trace, step, pointer) or document.steps[step]
    made = factored(trace, document.view)
    decimals = made.view(document.view).decimals
    if at.stamp is not None:
        return _with_factors(stamp_text(made.trace, at, decimals), made)
    return _with_factors(_arithmetic.arithmetic_text(made.trace, at, decimals), made)


def _with_factors(text: str, of: Factored) -> str:
    """Return a text followed by the factors of its numbers, where they have some."""
    return f"{text}; {of.factors.words()}" if of.factors else text


def sentence(document: Document, trace: Trace, step: int, pointer: Target | None = None) -> str:
    """Return what happens at a step, in words; or at an output cell that is pointed at."""
    document, trace = at_end(document, trace)
    made = factored(trace, document.view)
    decimals = made.view(document.view).decimals
    cell = pointed_cell(document, trace, step, pointer)
    if cell is not None:
        return _with_factors(sentences.cell_sentence(made.trace, cell.output, decimals), made)
    steps, show = document.steps, shown(document)
    told = sentences.sentence if show == "layer" else drawing(show).sentence
    text = told(made.trace, steps[step], len(steps), decimals)
    factors = factors_in(show, made.factors)
    return f"{text}; {factors}" if factors else text


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
    document, trace = at_end(document, trace)
    own = document.steps[step]
    position = place_of(cell_of(pointer[1]), trace.layer.axes, depth_of(own.output[1:]))
    sizes = trace.output.shape[1:]
    if not all(0 <= at < size for at, size in zip(position, sizes, strict=True)):
        return None
    output = (own.output[0], *position)
    if output == own.output and own.tap is None and own.stamp is None:
        return None
    return Step(document.steps.at(output), output, None)


def _computable(document: Document) -> bool:
    """Return whether the numbers of a draft are such that its formulas can be worked out."""
    layer, shape = document.layer, document.input.shape
    if len(shape) != layer.axes + 1:
        return False
    if isinstance(layer, Pad):
        return True
    if isinstance(layer, AdaptivePool):
        return all(count is None or count >= 1 for count in layer.output_size)
    return min(*layer.stride, *layer.dilation, *layer.kernel_size) >= 1
