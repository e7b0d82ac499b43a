"""Which inputs a layer's outputs are made of along one axis, as a pattern that repeats.

Borders are left out of it: the pattern goes on beyond them, as if the input did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import gcd
from typing import cast

from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.plain import (
    Box,
    CropTo,
    Narrow,
    Norm,
    Plain,
    Pointwise,
    Upsample,
    UpsampleMode,
)
from convviz.layers.reading import Copies, Parts, Stamps, Windows
from convviz.layers.shapes import reading

LONGEST = 1 << 17
"""The most numbers that are gone through to tell what units of an axis see."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Outputs o and o + len(parts) read alike, the latter ``shift`` further on.

    Attributes
    ----------
    count
        Number of outputs.
    parts
        The inputs that each of the first outputs reads, in no order.
    shift
        How many inputs further the pattern begins anew.
    """

    count: int
    parts: tuple[Sequence[int], ...]
    shift: int


@dataclass(frozen=True, slots=True)
class Blends:
    """Outputs between input cells: upsampling.

    Output o lies at ``(o + ½)·I/O − ½`` (``o·(I − 1)/(O − 1)`` with corners aligned);
    nearest takes the cell ``⌊o·I/O⌋``.
    """

    count: int
    size: int
    mode: UpsampleMode
    align_corners: bool = False

    def place(self, output: int) -> tuple[int, int, int]:
        """Return where an output lies: whole, and a fraction as numerator and denominator."""
        if self.mode == "nearest":
            return output * self.size // self.count, 0, 1
        if self.align_corners:
            above, below = output * (self.size - 1), max(self.count - 1, 1)
        else:
            above, below = (2 * output + 1) * self.size - self.count, 2 * self.count
        whole, rest = divmod(above, below)
        return whole, rest, below

    def positions(self, output: int) -> tuple[int, ...]:
        """Return the cells that an output is made of; at the border some are beyond it."""
        whole, rest, _ = self.place(output)
        return (whole, whole + 1) if rest else (whole,)


Axis = Windows | Stamps | Parts | Copies | Blends
"""What the outputs of one axis read."""


def axes_of(layer: Layer | Plain, inputs: Sequence[Shape]) -> tuple[Axis, ...] | None:
    """Return what a layer's outputs read of its first input along each axis.

    None of layers that have no such reading: those that mix all places, join
    several inputs, or are unknown.
    """
    if isinstance(layer, Unfold | Fold):  # the axes of a matrix are none of the input's
        return None
    if isinstance(layer, Layer):
        return _read(thin(layer) if isinstance(layer, Conv) else layer, inputs[0][1:])
    return _plain_axes(layer, inputs)


@lru_cache(maxsize=4096)
def thin(layer: Conv) -> Conv:
    """Return a convolution of one channel that moves like another of any number.

    Networks repeat their kernels much more often than their numbers of channels.
    """
    return replace(layer, in_channels=1, out_channels=1, groups=1, bias=False)


@lru_cache(maxsize=4096)
def _read(layer: Layer, size: Shape) -> tuple[Axis, ...]:
    return cast("tuple[Axis, ...]", reading(layer, size))


def _plain_axes(layer: Plain, inputs: Sequence[Shape]) -> tuple[Axis, ...] | None:
    size = inputs[0][1:] if inputs else ()
    same = tuple(Copies(length, 0) for length in size)
    match layer:
        case Pointwise() | Narrow():
            return same
        case Norm() if layer.kind == "batch_norm":
            return same
        case Box() if layer.local and (layer.output_shape or inputs[0])[1:] == size:
            return same
        case CropTo():
            wanted = inputs[1][1:]
            return tuple(
                Copies(want, -((have - want) // 2)) for have, want in zip(size, wanted, strict=True)
            )
        case Upsample():
            return tuple(
                Blends(count, length, layer.mode, layer.align_corners)
                for length, count in zip(size, _enlarged(layer, inputs), strict=True)
            )
    return None


def _enlarged(layer: Upsample, inputs: Sequence[Shape]) -> Shape:
    if layer.scale_factor is not None:
        return tuple(map(int.__mul__, inputs[0][1:], layer.scale_factor))
    return layer.size or inputs[1][1:]


@lru_cache(maxsize=4096)
def pattern_of(axis: Axis) -> Pattern | None:
    """Return the pattern of what an axis' outputs read, None of one too long to be told."""
    if _length(axis) > LONGEST:
        return None
    match axis:
        case Windows():
            first, past = -axis.before, (axis.kernel - 1) * axis.dilation + 1 - axis.before
            return Pattern(axis.count, (range(first, past, axis.dilation),), axis.stride)
        case Stamps():
            return Pattern(axis.count, tuple(map(_stamped(axis), range(axis.stride))), 1)
        case Parts():
            common = gcd(axis.count, axis.size)
            parts = tuple(map(axis.positions, range(axis.count // common)))
            return Pattern(axis.count, parts, axis.size // common)
        case Blends():
            period, shift = _period(axis)
            return Pattern(axis.count, tuple(map(axis.positions, range(period))), shift)
    return Pattern(axis.count, (axis.positions(0),), 1)


def _length(axis: Axis) -> int:
    """Return about how many numbers a pattern has."""
    match axis:
        case Stamps():
            return axis.stride * axis.kernel
        case Parts():
            return axis.count // gcd(axis.count, axis.size)
        case Blends():
            return _period(axis)[0]
    return 1


def _stamped(axis: Stamps) -> Callable[[int], Sequence[int]]:
    def inputs(output: int) -> Sequence[int]:
        offsets = [output + axis.before - tap * axis.dilation for tap in range(axis.kernel)]
        return [offset // axis.stride for offset in offsets if offset % axis.stride == 0]

    return inputs


def _period(axis: Blends) -> tuple[int, int]:
    if axis.mode == "nearest" or not axis.align_corners:
        common = gcd(axis.count, axis.size)
        return axis.count // common, axis.size // common
    common = gcd(axis.count - 1, axis.size - 1) or 1
    return max((axis.count - 1) // common, 1), (axis.size - 1) // common
