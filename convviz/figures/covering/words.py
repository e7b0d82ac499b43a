"""What the counts of a layer's coverage say, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from convviz.figures.covering.counts import Counts, Covered
from convviz.figures.numbers import grouped
from convviz.figures.panels import counted_as, two
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.padding import Pad
from convviz.layers.pooling import Pool
from convviz.layers.transposed import ConvTranspose

_Strided = Conv | ConvTranspose | Pool | Unfold | Fold


def told(covered: Covered) -> str:
    """Return what the counts say: where they are equal, alternate, or are none, and why."""
    counts = covered.inner
    return _stamped(covered, counts) if covered.side == "output" else _read(covered, counts)


def _read(covered: Covered, counts: Counts) -> str:
    low, high = int(counts.min()), int(counts.max())
    if low == high:
        return f"Every cell is read by {counted_as(high, covered.user)}"
    if low == 0:
        none = int((counts == 0).sum())
        return f"{grouped(none)} of {counted_as(counts.size, 'cell')} are never read" + _why_unread(
            covered
        )
    corner, middle = int(counts[0, 0]), int(counts[counts.shape[0] // 2, counts.shape[1] // 2])
    inside = _middle(covered, counts)
    if len(inside) > 1:
        return f"{_why_alternating(covered)}, {_listed(inside)} {covered.user}s read a cell in turn"
    if corner == middle:
        return f"Cells are read by {grouped(low)} to {counted_as(high, covered.user)}"
    first = "A corner" if counts.shape[0] > 1 else "The first cell"
    return f"{first} is read by {counted_as(corner, covered.user)}, the middle by {grouped(middle)}"


def _stamped(covered: Covered, counts: Counts) -> str:
    layer = covered.trace.layer
    low, high = int(counts.min()), int(counts.max())
    channels = len(layer.input_channels(0)) if isinstance(layer, ConvTranspose) else 1
    each = "" if channels == 1 else f" of each of {channels} input channels"
    if low == high:
        return f"Every cell gets {counted_as(high, 'term')}{each}"
    inside = _middle(covered, counts)
    if len(inside) > 1:
        end = ", a checkerboard" if counts.shape[0] > 1 else ""
        return f"{_why_alternating(covered)}, cells get {_listed(inside)} terms{each} in turn{end}"
    fewer = "none or fewer" if low == 0 else "fewer"
    return f"Inside, every cell gets {counted_as(inside[0], 'term')}{each}, at the edges {fewer}"


def _middle(covered: Covered, counts: Counts) -> list[int]:
    """Return the different counts in the middle, where edges have no part: one period of them."""
    layer = covered.trace.layer
    strides = two(layer.stride) if isinstance(layer, _Strided) else (1, 1)
    rows, columns = (
        slice(max((length - stride) // 2, 0), max((length - stride) // 2, 0) + stride)
        for length, stride in zip(counts.shape, strides, strict=True)
    )
    return sorted({int(count) for count in counts[rows, columns].ravel()})


def _why_alternating(covered: Covered) -> str:
    """Return where neighbours differ, and why: along an axis the kernel is no multiple."""
    for axis in _axes(covered):
        if axis.kernel % axis.stride:
            return f"The kernel, {axis.kernel}, is no multiple of the stride, {axis.stride}: inside"
    return "Inside"


def _why_unread(covered: Covered) -> str:
    """Return why cells are never read."""
    if isinstance(covered.trace.layer, Pad):
        return ": they are cut off"
    for axis in _axes(covered):
        if axis.stride > axis.span:
            return (
                f": the stride, {axis.stride}, is larger than what the kernel spans, {axis.span}"
            )
        common = gcd(axis.stride, axis.dilation)
        if common > 1 and axis.kernel > 1:
            return (
                f": stride {axis.stride} and dilation {axis.dilation} are both multiples "
                f"of {common}"
            )
    return ": windows don't reach them"


@dataclass(frozen=True, slots=True)
class _Axis:
    """A layer's kernel, stride and dilation along one axis, and what the kernel spans."""

    kernel: int
    stride: int
    dilation: int
    span: int


def _axes(covered: Covered) -> list[_Axis]:
    """Return the axes of a layer that strides."""
    layer = covered.trace.layer
    # Parts of an adaptive pool leave no cell out, and have no period in which counts alternate.
    assert isinstance(layer, _Strided)  # noqa: S101
    rows = zip(
        layer.kernel_size, layer.stride, layer.dilation, layer.effective_kernel, strict=True
    )
    return [_Axis(*row) for row in rows]


def _listed(numbers: list[int]) -> str:
    words = [grouped(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
