"""Which channels and slices of a layer a step's picture shows."""

from __future__ import annotations

from math import prod

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.slices import Slices
from convviz.layers import Conv, ConvTranspose, Unfold
from convviz.steps import folded
from convviz.steps.order import Step
from convviz.steps.pointing import taps_used, window
from convviz.steps.terms import Terms


def channels(document: Document, trace: Trace, step: Step) -> tuple[int, int]:
    """Return the input and output channel on show at a step.

    The input channel is the one that the step's tap reads, or its stamp is of, or
    the one chosen; where the output channel doesn't read that, the first that it reads.
    """
    output = step.output[0]
    layer = trace.layer
    if step.stamp is not None:
        return step.stamp[0], output
    if isinstance(layer, Unfold):
        return folded.image_cell(layer, trace.reading, step.output[1:])[0], output
    read = layer.input_channels(output)
    if step.tap is not None and isinstance(layer, Conv | ConvTranspose):
        return read[step.tap // prod(layer.kernel_size)], output
    chosen = document.view.input_channel
    return (chosen if chosen in read else read[0]), output


def slices(document: Document, trace: Trace, step: Step) -> Slices:
    """Return the slices on show at a step, of layers with three axes.

    The input's is the one chosen, or the one that the step's tap or stamp reads,
    or the middle one of its window; the kernel's is the one that meets it there.
    """
    layer = trace.layer
    if layer.axes < 3:
        return Slices()
    made = step.output[1]
    chosen = document.view.depth
    if step.stamp is not None:
        at = step.stamp[1]
        return Slices(at, _stamping(layer, at, made), made)
    read = window(trace, step.output[1:])[0]
    taps: list[int] = list(taps_used(trace, step.output[1:])[0])
    if step.tap is not None:
        at = Terms(trace, step.output)[step.tap].position[0]
    elif chosen is not None:
        at = chosen
    else:
        at = read[len(read) // 2] if read else 0
    tap = taps[read.index(at)] if at in read else 0
    if isinstance(layer, Conv | ConvTranspose) and layer.flipped:
        tap = layer.kernel_size[0] - 1 - tap
    return Slices(_within(trace, at), tap, made)


def _within(trace: Trace, depth: int) -> int:
    """Return a depth that the input's panel has."""
    before, after = trace.pads[0]
    size = trace.input.shape[1]
    last: int = size + max(after, 0) - 1
    return min(max(depth, -max(before, 0)), last)


def _stamping(layer: object, stamp: int, made: int) -> int:
    """Return the slice of the kernel that an input slice stamps on an output slice."""
    assert isinstance(layer, ConvTranspose)  # noqa: S101 - no other has stamps
    offset = made + layer.pads[0][0] - stamp * layer.stride[0]
    tap = min(max(offset // layer.dilation[0], 0), layer.kernel_size[0] - 1)
    return layer.kernel_size[0] - 1 - tap if layer.flipped else tap
