"""Which channels, slices and colours a step's picture shows."""

from __future__ import annotations

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.still import Choice
from convviz.frames.channels import channels, slices
from convviz.frames.colouring import kernel_ramp, ramps
from convviz.options import PictureOptions
from convviz.steps.order import Step


def choice_of(
    document: Document, trace: Trace, step: Step, setting: PictureOptions
) -> Choice:
    """Return what a step's picture shows of a layer, and how."""
    return Choice(
        *channels(document, trace, step),
        *ramps(document, trace),
        kernel_ramp(document, trace),
        slices(document, trace, step),
        setting,
    )
