"""Which colours the cells of a document have, and for which numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.document.document import Document
from convviz.engine.coarse import Coarse, finite_range
from convviz.engine.trace import Trace
from convviz.figures.tiles import levels_of
from convviz.layers import Pad, Unfold
from convviz.options import Levels, ViewOptions
from convviz.scene.items import Ramp

_PICTURE_SIDE = 24
"""From this side on, numbers from a file are taken for a picture."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """The colours of one array.

    Attributes
    ----------
    ramp
        The colours.
    levels
        The numbers at the ramp's two ends.
    """

    ramp: Ramp
    levels: Levels


def colourings(document: Document, trace: Trace) -> tuple[Colouring, Colouring]:
    """Return the colours of a document's input and output."""
    view = document.view
    of_input, of_output = ramps(document, trace)
    return (
        Colouring(of_input, _levels(trace.padded_coarse, of_input, view.input_levels, view)),
        Colouring(of_output, _levels(trace.output_coarse, of_output, view.output_levels, view)),
    )


def _levels(ranges: Coarse, ramp: Ramp, chosen: Levels | None, view: ViewOptions) -> Levels:
    low, high = levels_of(ranges, ramp, chosen)
    if not view.symmetric:
        return low, high
    most = max(abs(low), abs(high))
    return -most, most


def view_in_force(document: Document, trace: Trace) -> ViewOptions:
    """Return a document's view options with the levels that its numbers and its wishes give."""
    if not document.view.symmetric:
        return document.view
    of_input, of_output = colourings(document, trace)
    return replace(
        document.view, input_levels=of_input.levels, output_levels=of_output.levels
    )


def ramps(document: Document, trace: Trace) -> tuple[Ramp, Ramp]:
    """Return the ramps of a document's input and output."""
    wanted = document.view.colour_map
    if not document.view.colours:
        return "plain", "plain"
    if wanted == "tint":
        return "input", "output"
    if wanted == "auto":
        return _own_ramps(document, trace)
    return wanted, wanted


def _own_ramps(document: Document, trace: Trace) -> tuple[Ramp, Ramp]:
    picture = (
        document.input_source.kind == "file" and min(trace.input.shape[1:]) >= _PICTURE_SIDE
    )
    # Copies of the input's numbers are coloured as these are.
    signed = trace.output_coarse.low < 0 and not isinstance(trace.layer, Pad | Unfold)
    if not picture:
        return "input", "purple-green" if signed else "output"
    return "grey", "purple-green" if signed else "grey"


def kernel_ramp(document: Document, trace: Trace) -> Ramp:
    """Return the ramp of a document's kernel: with negative weights, one with a neutral zero."""
    wanted = document.view.colour_map
    if not document.view.colours:
        return "plain"
    if wanted == "tint" or trace.weight is None or finite_range(trace.weight)[0] >= 0:
        return "kernel"
    # Signs in the colours of the panel: blue below zero is the input's.
    return wanted if wanted in {"diverging", "purple-green"} else "purple-amber"
