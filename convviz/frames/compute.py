"""From a document to its numbers."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.engine.convolution import Progress
from convviz.engine.trace import Trace, trace


def compute(document: Document, progress: Progress | None = None) -> Trace:
    """Return the numbers of a document's first layer on its input, with those of the others.

    Parameters
    ----------
    document
        A valid document.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.InvalidLayer
        The document is a draft.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    nodes = document.graph.nodes
    traces: list[Trace] = []
    for at, node in enumerate(nodes):
        x = traces[-1].output if traces else document.input.array()
        part = None if progress is None else _part(progress, at, len(nodes))
        traces.append(trace(node.shown, x, *document.weight_arrays(at), part))
    first, *above = traces
    return replace(first, above=tuple(above)) if above else first


def _part(progress: Progress, at: int, of: int) -> Progress:
    """Return what tells of one layer's share of all."""

    def told(share: float) -> bool:
        return progress((at + share) / of)

    return told
