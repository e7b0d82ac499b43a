"""What another framework makes of a document's layer, beside what its own makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.engine.output import apply
from convviz.engine.trace import Trace
from convviz.figures.compared import Compared
from convviz.layers import DIALECT_NAMES, DIALECTS, Graph
from convviz.layers.concrete import concrete


def comparison(document: Document, trace: Trace) -> Compared | None:
    """Return what the dialect that a view compares with makes of the same numbers.

    Parameters
    ----------
    document
        The document.
    trace
        Its numbers.

    Returns
    -------
    Compared or None
        None where the view compares with none, or with the document's own.
    """
    other = document.view.compared
    if other not in DIALECTS or other == document.dialect:
        return None
    name = DIALECT_NAMES[other]
    layer = replace(document.layer, dialect=other)
    size = trace.output.shape[1:]
    problems = replace(document, graph=Graph.single(layer)).layer_problems()
    if problems:
        return Compared(name, size, None, problems[0].message)
    if concrete(layer, trace.input.shape[1:]) == trace.layer:
        return Compared(name, size, size)
    output = apply(layer, trace.input, trace.weight, trace.bias)
    differing = _differing(trace.output, output)
    there = output.shape[1:]
    return Compared(name, size, there, "", differing if differing.any() else None)


def _differing(ours: NDArray[Any], theirs: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which of our numbers are others or none there, counted from the first cell."""
    shared = tuple(
        slice(min(a, b)) for a, b in zip(ours.shape, theirs.shape, strict=True)
    )
    found = np.ones(ours.shape, np.bool_)
    a, b = ours[shared], theirs[shared]
    found[shared] = (a != b) & ~((a != a) & (b != b))  # noqa: PLR0124 - no number is one
    return found
