"""Which input sizes go through a whole network, by what rule, and the nearest to the present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from convviz.layers.graph import Graph
from convviz.layers.network.along import Line, line
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.words import axis_name
from convviz.limits import MAX_SIDE

_MOST_REMAINDERS = 4
_TURNS = 3
_LONGEST_PERIOD = 1024
_TRIED = 512


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes along one axis.

    Attributes
    ----------
    least
        The smallest.
    most
        The largest, None where there is none.
    period, remainders
        From `least` on it is those that leave one of the remainders when divided by the
        period.
    """

    least: int
    most: int | None
    period: int
    remainders: tuple[int, ...]

    def __contains__(self, size: int) -> bool:
        """Return whether a size is one of them."""
        beyond = self.most is not None and size > self.most
        return size >= self.least and not beyond and size % self.period in self.remainders

    def nearest(self, size: int) -> tuple[int | None, int | None]:
        """Return the nearest at or below a size, and the nearest at or above it."""
        reach = self.period
        top = size if self.most is None else min(size, self.most)
        below = next((n for n in range(top, max(top - reach, 0), -1) if n in self), None)
        bottom = max(size, self.least)
        above = next((n for n in range(bottom, bottom + reach) if n in self), None)
        return below, above

    @property
    def rule(self) -> str:
        """The rule in words, as in ``12 more than a multiple of 16, from 188 on``."""
        if self.most == self.least:
            return f"{self.least} alone"
        until = "on" if self.most is None else f"to {self.most}"
        span = f"from {self.least} {until}"
        if self.period == 1:
            return span
        if self.remainders == (0,):
            rule = f"multiples of {self.period}"
            return rule if self.least == self.period and self.most is None else f"{rule}, {span}"
        if len(self.remainders) > _MOST_REMAINDERS:
            return f"{len(self.remainders)} of every {self.period}, {span}"
        *others, last = map(str, self.remainders)
        listed = f"{', '.join(others)} or {last}" if others else last
        return f"{listed} more than a multiple of {self.period}, {span}"


@dataclass(frozen=True, slots=True)
class Fitting:
    """The input sizes that go through a network along one axis.

    Attributes
    ----------
    name
        What the axis is called.
    passing
        Those that every layer takes, None where none was found up to the present size,
        and up to 512.
    whole
        Those of them of which every layer reads its input to the end, so that no pool or
        stride leaves cells over; None where there are none.
    """

    name: str
    passing: Sizes | None
    whole: Sizes | None

    def nearest(self, size: int) -> tuple[int, ...]:
        """Return the nearest that pass at or below a size and at or above it, whole ones if any."""
        sizes = self.whole or self.passing
        if sizes is None:
            return ()
        return tuple(sorted({n for n in sizes.nearest(size) if n is not None}))


def fitting(graph: Graph, input_shape: Shape) -> tuple[Fitting, ...] | None:
    """Return for each axis which input sizes go through a whole network.

    Parameters
    ----------
    graph, input_shape
        The network and its present input (channels, *spatial).

    Returns
    -------
    tuple of Fitting, or None
        None where axes can't be told one by one: with `Unfold` and `Fold`, with layers
        of other axes than the input, with fully connected layers that take no square.
    """
    found = walk(graph, input_shape)
    fits = []
    axes = len(input_shape) - 1
    for axis in range(axes):
        along = line(graph, found, input_shape, axis)
        if along is None:
            return None
        fits.append(_of_axis(axis_name(axes, axis), along, input_shape[axis + 1]))
    return tuple(fits)


def nearest_shapes(graph: Graph, input_shape: Shape) -> tuple[Shape, ...]:
    """Return input shapes near the present one that go through, the nearest first.

    Each was tried on the whole network.
    """
    fits = fitting(graph, input_shape)
    if fits is None:
        return ()
    sizes = input_shape[1:]
    choices = [fit.nearest(size) for fit, size in zip(fits, sizes, strict=True)]
    together = sorted(
        product(*choices),
        key=lambda found: sum(abs(a - b) for a, b in zip(found, sizes, strict=True)),
    )
    shapes = [(input_shape[0], *found) for found in together]
    return tuple(shape for shape in shapes if first_failing(walk(graph, shape)) is None)


def _of_axis(name: str, along: Line, size: int) -> Fitting:
    period = along.period if along.period <= _LONGEST_PERIOD else 1
    tried = range(1, min(max(size, _TRIED) + period, MAX_SIDE) + 1)
    least = next((n for n in tried if along.passes(n) is not None), None)
    if least is None:
        return Fitting(name, None, None)
    end = max(least, size) + (_TURNS + 1) * period + 1
    # What repeats is tried at its beginning and around the present size.
    room = max(_TURNS * period, _TRIED)
    sizes = sorted({*range(least, min(least + room, end)), *range(max(end - room, least), end)})
    known = {n: along.passes(n) for n in sizes}
    passing = [n for n, whole in known.items() if whole is not None]
    whole = [n for n in passing if known[n]]
    return Fitting(name, _sizes(passing, sizes, period), _sizes(whole, sizes, period))


def _sizes(valid: Sequence[int], tried: Sequence[int], period: int) -> Sizes | None:
    """Return the rule of the sizes that were found among those that were tried.

    Where they stop before the last tried, all are told by their smallest, largest and
    remainders.
    """
    if not valid:
        return None
    goes_on = valid[-1] > tried[-1] - period
    last = tried[-1] if goes_on else valid[-1]
    below = [n for n in reversed(tried) if n <= last]
    rules = []
    for length in range(1, period + 1):
        if period % length == 0:
            remainders = tuple(sorted({n % length for n in valid if n > last - length}))
            least = _least(frozenset(valid), below, length, remainders)
            rules.append(Sizes(least, None if goes_on else last, length, remainders))
    return min(rules, key=_reach)


def _reach(sizes: Sizes) -> tuple[int, int]:
    """Return from where a rule holds, and how long it is: the first and shortest is told."""
    return sizes.least, sizes.period


def _least(
    valid: frozenset[int], below: Sequence[int], period: int, remainders: tuple[int, ...]
) -> int:
    """Return the smallest size from which a rule holds, going down from the last."""
    least = below[0]
    for n in below:
        if (n in valid) != (n % period in remainders):
            break
        if n in valid:
            least = n
    return least
