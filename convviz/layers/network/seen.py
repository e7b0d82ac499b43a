"""What the units along one axis see of a network's input.

The recurrences are those of A. Araujo, W. Norris and J. Sim, "Computing Receptive
Fields of Convolutional Neural Networks", Distill 2019, with dilation in the span and
indices from 0. Where units see unequal parts, as after a transposed convolution, their
parts are told for as many units as it takes until they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from convviz.layers.network.patterns import LONGEST, Pattern

Part = tuple[int, int]
"""First and last cell, in input coordinates: padding has negative ones or beyond the size."""

_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Seen:
    """The part of the input that each unit along an axis sees, padding included.

    Attributes
    ----------
    count
        Number of units.
    parts
        What the first units see, from the first to the last cell; None of a unit that
        sees nothing.
    jump
        Cells between neighbouring units, on average.
    repeats
        Later units see the same as the first ``len(parts)``, ``len(parts)·jump`` cells
        further on; else `parts` has one for each unit.
    """

    count: int
    parts: tuple[Part | None, ...]
    jump: Fraction
    repeats: bool = True

    @property
    def even(self) -> bool:
        """Whether all units see parts of one size at equal distances."""
        return self.repeats and len(self.parts) == 1

    def of(self, unit: int) -> Part | None:
        """Return the first and the last cell that a unit sees."""
        if not self.repeats:
            return self.parts[unit] if 0 <= unit < self.count else None
        period = len(self.parts)
        turns, place = divmod(unit, period)
        part = self.parts[place]
        if part is None:
            return None
        moved = turns * (self.jump.numerator * period // self.jump.denominator)
        return part[0] + moved, part[1] + moved

    @property
    def sizes(self) -> tuple[int, int]:
        """The fewest and the most cells, from first to last, that a unit sees."""
        lengths = [0 if part is None else part[1] - part[0] + 1 for part in self.parts]
        return min(lengths), max(lengths)

    @property
    def start(self) -> Fraction | None:
        """The middle of what the first unit sees; None where it sees nothing."""
        part = self.of(0)
        return None if part is None else Fraction(part[0] + part[1], 2)

    @property
    def middle(self) -> Fraction | None:
        """The middle of what the first unit would see if all saw their average.

        None where that says nothing: units differ without an order, or see nothing.
        """
        if not self.repeats or None in self.parts:
            return None
        if len(self.parts) == 1:
            return self.start
        ends = sum(sum(part) for part in self.parts if part is not None)
        period = len(self.parts)
        return Fraction(ends, 2 * period) - self.jump * Fraction(period - 1, 2)


def identity(size: int) -> Seen:
    """Return what the input's own units see: themselves."""
    return Seen(size, ((0, 0),), Fraction(1))


def through(seen: Seen, pattern: Pattern) -> Seen | None:
    """Return what the outputs of a layer see, None where that takes too long to tell.

    Parameters
    ----------
    seen
        What the layer's inputs see along the axis.
    pattern
        Which inputs its outputs read.
    """
    period, outputs = len(seen.parts), len(pattern.parts)
    if seen.even and outputs == 1:
        return _evenly(seen, pattern)
    jump = seen.jump * Fraction(pattern.shift, outputs)
    turns = period // gcd(period, pattern.shift)
    repeats = seen.repeats and outputs * turns <= _LONGEST
    units = outputs * turns if repeats else pattern.count
    if units * max(map(len, pattern.parts)) > LONGEST:
        return None
    parts = _parts(seen, pattern, units)
    if repeats:
        return _shortest(pattern.count, parts, jump)
    return Seen(pattern.count, parts, jump, repeats=False)


def hull(parts: Iterable[Part | None]) -> Part | None:
    """Return the first and the last cell of several parts, None where none has any."""
    some = [part for part in parts if part is not None]
    if not some:
        return None
    return min(first for first, _ in some), max(last for _, last in some)


def everything(seen: Seen, count: int) -> Seen:
    """Return what units see each of which is made of all units."""
    period = len(seen.parts)
    ends = [*range(min(period, seen.count)), *range(max(seen.count - period, 0), seen.count)]
    return Seen(count, (hull(map(seen.of, ends)),), Fraction(0))


def joined(branches: Sequence[Seen]) -> Seen | None:
    """Return what units see that several branches end in, some with one unit for all.

    None where that takes too long to tell.
    """
    first = branches[0]
    if all(branch == first for branch in branches):
        return first
    count = max(branch.count for branch in branches)
    if all(in_step(branch, first) for branch in branches):
        return Seen(count, (hull(branch.parts[0] for branch in branches),), first.jump)
    spread = [_spread(branch, count) for branch in branches]
    jump = max(branch.jump for branch in spread)
    period = lcm(*(len(branch.parts) for branch in spread))
    repeats = period <= _LONGEST and all(
        branch.repeats and branch.jump == jump for branch in spread
    )
    units = range(period if repeats else count)
    if len(units) > LONGEST:
        return None
    parts = tuple(hull(branch.of(unit) for branch in spread) for unit in units)
    return _shortest(count, parts, jump) if repeats else Seen(count, parts, jump, repeats=False)


def in_step(seen: Seen, other: Seen) -> bool:
    """Return whether units see even parts and go on as others do, as a quick look tells."""
    return seen.even and other.even and seen.count == other.count and seen.jump is other.jump


def _spread(seen: Seen, count: int) -> Seen:
    """Return what units see that are all the only one of a branch, where it has but one."""
    return seen if seen.count == count else Seen(count, (seen.of(0),), Fraction(0))


def _evenly(seen: Seen, pattern: Pattern) -> Seen:
    part, read, shift = seen.parts[0], pattern.parts[0], pattern.shift
    jump = seen.jump if shift == 1 else seen.jump * shift
    if part is None or not read:
        return Seen(pattern.count, (None,), jump)
    low, high = (read[0], read[-1]) if isinstance(read, range) else (min(read), max(read))
    by = seen.jump.numerator
    return Seen(pattern.count, ((part[0] + low * by, part[1] + high * by),), jump)


def _parts(seen: Seen, pattern: Pattern, units: int) -> tuple[Part | None, ...]:
    found = []
    for unit in range(units):
        turns, place = divmod(unit, len(pattern.parts))
        moved = turns * pattern.shift
        found.append(hull(seen.of(at + moved) for at in pattern.parts[place]))
    return tuple(found)


def _shortest(count: int, parts: tuple[Part | None, ...], jump: Fraction) -> Seen:
    """Return what units see with as few parts as tell it."""
    seen = Seen(count, parts, jump)
    for period in range(1, len(parts) // 2 + 1):
        if len(parts) % period == 0 and (jump * period).denominator == 1:
            shorter = Seen(count, parts[:period], jump)
            if all(shorter.of(unit) == parts[unit] for unit in range(period, len(parts))):
                return shorter
    return seen
