"""What a document's pictures are of: its layer on show, the numbers as they are written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.factors import Factors
from convviz.figures.still import Choice
from convviz.frames.chain import at_end
from convviz.frames.channels import channels, slices
from convviz.frames.colouring import kernel_ramp, ramps, view_in_force
from convviz.frames.drawings import shown
from convviz.frames.factoring import factored
from convviz.layers import Pool
from convviz.options import PictureOptions, Show, ViewOptions
from convviz.scene.items import Ramp
from convviz.steps.order import Step


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """All that drawing takes from a document.

    Attributes
    ----------
    document, trace
        The layer whose steps are shown, and its numbers as they are written: of a
        chain the last.
    whole
        The numbers of all layers on show.
    view, show
        Options of the view that fit these numbers.
    factors
        What the numbers count.
    input_ramp
        The colours of the input, of a chain the first layer's.
    """

    document: Document
    trace: Trace
    whole: Trace
    view: ViewOptions
    show: Show
    factors: Factors
    input_ramp: Ramp

    @classmethod
    def of(cls, document: Document, trace: Trace) -> Subject:
        """Return what a document with its numbers shows."""
        made = factored(trace, document.view)
        last_document, last = at_end(document, made.trace)
        return cls(
            last_document,
            _as_written(last_document, last),
            made.trace,
            made.view(view_in_force(document, trace)),
            shown(document),
            made.factors,
            ramps(document, trace)[0],
        )

    def choice(self, step: Step, setting: PictureOptions) -> Choice:
        """Return which channels, slices and colours a step's picture shows, and how."""
        return Choice(
            *channels(self.document, self.trace, step),
            self.input_ramp,
            ramps(self.document, self.trace)[1],
            kernel_ramp(self.document, self.trace),
            slices(self.document, self.trace, step),
            self.factors,
            setting,
        )


def _as_written(document: Document, trace: Trace) -> Trace:
    """Return a trace whose pool rounds up as its document's does, though no window is partial.

    That changes no number, and tells that the last window was dropped.
    """
    layer, written = trace.layer, document.layer
    if not isinstance(layer, Pool) or not isinstance(written, Pool):
        return trace
    return replace(trace, layer=replace(layer, ceil_mode=written.ceil_mode))
