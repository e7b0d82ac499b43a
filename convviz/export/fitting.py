"""The height of an exported picture that is to be as high as its content."""

from __future__ import annotations

from dataclasses import replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.export.limits import LARGEST, SMALLEST
from convviz.export.look import Look
from convviz.frames.page import natural_size
from convviz.options import PIXELS


def natural_height(document: Document, trace: Trace, look: Look) -> float | None:
    """Return the height of its content in pixels of 1/96 inch.

    None where one is given, or the width is not possible.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    look
        How wide the picture is, and how it is set.
    """
    width = look.width * PIXELS[look.unit]
    if look.height is not None or not SMALLEST <= width <= LARGEST:
        return None
    shown = replace(document, view=look.view(document.view))
    frame = look.frame(raster=False)
    return natural_size(shown, trace, frame.drawn[0], frame.picture)[1] * frame.enlarged
