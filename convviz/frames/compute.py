"""From a document to its numbers."""

from __future__ import annotations

from convviz.document.document import Document
from convviz.engine.convolution import Progress
from convviz.engine.trace import Trace, trace


def compute(document: Document, progress: Progress | None = None) -> Trace:
    """Return the numbers of a document's layer on its input.

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
    return trace(document.layer, document.input.array(), *document.weight_arrays(), progress)
