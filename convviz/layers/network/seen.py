"""What the units along one axis see of a network's input.

The recurrences are those of A. Araujo, W. Norris and J. Sim, "Computing Receptive
Fields of Convolutional Neural Networks", Distill 2019, with dilation in the span and
indices from 0. Where units see unequal parts, as after a transposed convolution, each
unit's part is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from convviz.layers.reading import Copies, Parts, Reading, Stamps, Windows


@dataclass(frozen=True, slots=True)
class Even:
    """Unit u sees cells ``first + u·jump`` to ``last + u·jump``, padding included.

    Attributes
    ----------
    count
        Number of units.
    first, last
        The first and the last cell of unit 0, in input coordinates.
    jump
        Cells between neighbouring units.
    """

    count: int
    first: int
    last: int
    jump: int

    def of(self, unit: int) -> tuple[int, int]:
        """Return the first and the last cell that a unit sees."""
        return self.first + unit * self.jump, self.last + unit * self.jump


@dataclass(frozen=True, slots=True)
class Uneven:
    """Each unit's first and last cell; None of a unit that sees nothing.

    Attributes
    ----------
    parts
        One (first, last) for each unit.
    jump
        Cells between neighbouring units on average.
    """

    parts: tuple[tuple[int, int] | None, ...]
    jump: Fraction

    @property
    def count(self) -> int:
        """Number of units."""
        return len(self.parts)

    def of(self, unit: int) -> tuple[int, int] | None:
        """Return the first and the last cell that a unit sees."""
        return self.parts[unit]


Seen = Even | Uneven


def identity(size: int) -> Even:
    """Return what the input's own units see: themselves."""
    return Even(size, 0, 0, 1)


def through(seen: Seen, axis: Reading) -> Seen:
    """Return what the outputs of a layer see whose inputs see that.

    Parameters
    ----------
    seen
        What the layer's inputs see along the axis.
    axis
        What the layer's outputs read of them.
    """
    if isinstance(seen, Even):
        even = _evenly(seen, axis)
        if even is not None:
            return even
    return Uneven(
        tuple(_hull(seen, axis.positions(unit)) for unit in range(axis.count)),
        Fraction(seen.jump) * _pace(axis),
    )


def _evenly(seen: Even, axis: Reading) -> Even | None:
    """Return what outputs see that all read alike, None where they don't."""
    match axis:
        case Windows():  # a partial one is taken for whole, as one that reaches into padding is
            reach, stride, before = (axis.kernel - 1) * axis.dilation, axis.stride, axis.before
        case Copies():
            reach, stride, before = 0, 1, axis.before
        case Parts() if axis.size % axis.count == 0:
            stride = axis.size // axis.count
            reach, before = stride - 1, 0
        case _:
            return None
    return Even(
        axis.count,
        seen.first - before * seen.jump,
        seen.last + (reach - before) * seen.jump,
        seen.jump * stride,
    )


def _pace(axis: Reading) -> Fraction:
    match axis:
        case Windows():
            return Fraction(axis.stride)
        case Stamps():
            return Fraction(1, axis.stride)
        case Parts():
            return Fraction(axis.size, axis.count)
    return Fraction(1)


def _hull(seen: Seen, positions: Sequence[int]) -> tuple[int, int] | None:
    """Return the first and the last cell that is seen through some of a layer's inputs.

    Padding of uneven inputs stands for no cells.
    """
    if isinstance(seen, Even):
        if not positions:
            return None
        low, high = min(positions), max(positions)
        return seen.of(low)[0], seen.of(high)[1]
    parts = [seen.of(at) for at in positions if 0 <= at < seen.count]
    return hull(parts)


def hull(parts: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    """Return the first and the last cell of several parts, None where none has any."""
    some = [part for part in parts if part is not None]
    if not some:
        return None
    return min(first for first, _ in some), max(last for _, last in some)


def joined(branches: Sequence[Seen]) -> Seen:
    """Return what units see that several branches end in."""
    first = branches[0]
    if all(branch == first for branch in branches):
        return first
    even = [branch for branch in branches if isinstance(branch, Even)]
    if len(even) == len(branches) and len({branch.jump for branch in even}) == 1:
        return Even(
            even[0].count,
            min(branch.first for branch in even),
            max(branch.last for branch in even),
            even[0].jump,
        )
    return Uneven(
        tuple(hull([branch.of(unit) for branch in branches]) for unit in range(first.count)),
        Fraction(max(branch.jump for branch in branches)),
    )


def centre(seen: Seen, unit: int) -> Fraction | None:
    """Return the middle of what a unit sees, in input coordinates; None where it sees nothing."""
    part = seen.of(unit)
    return None if part is None else Fraction(part[0] + part[1], 2)


def sizes(seen: Seen) -> tuple[int, int]:
    """Return the fewest and the most cells, from first to last, that a unit sees."""
    if isinstance(seen, Even):
        length = seen.last - seen.first + 1
        return length, length
    lengths = [0 if part is None else part[1] - part[0] + 1 for part in seen.parts]
    return min(lengths), max(lengths)
