"""Which channels of a layer a step's picture shows."""

from __future__ import annotations

from math import prod

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.steps.order import Step


def channels(document: Document, trace: Trace, step: Step) -> tuple[int, int]:
    """Return the input and output channel on show at a step.

    The input channel is the one that the step's tap reads, or the one chosen;
    where the output channel doesn't read that, the first that it reads.
    """
    output = step.output[0]
    read = trace.layer.input_channels(output)
    if step.tap is not None:
        return read[step.tap // prod(trace.layer.kernel_size)], output
    chosen = document.view.input_channel
    return (chosen if chosen in read else read[0]), output
