"""A chain of layers seen from its last: what pictures of all layers step over."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document, InputSource
from convviz.document.values import Values
from convviz.engine.trace import Trace
from convviz.layers import Graph


def at_end(document: Document, trace: Trace) -> tuple[Document, Trace]:
    """Return the last layer alone, on what it reads, where all layers are on show.

    Else a document and its numbers as they are.
    """
    if not document.whole:
        return document, trace
    node, last = document.graph.nodes[-1], trace.above[-1]
    # The view's channel and slice are the first input's.
    view = replace(document.view, input_channel=0, depth=None)
    alone = Document(
        Values(last.input), InputSource("typed"), Graph.single(node.shown, node.name),
        {node.name: document.weights[node.name]}, view, document.step,
    )
    return alone, last
