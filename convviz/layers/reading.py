"""Which input cells the outputs of one axis read, and with which tap of the kernel.

Every layer that is shown reads each axis by itself: an output cell's terms are
the combinations of what its axes read. Positions are in input coordinates:
negative or beyond the size in the padding.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Protocol


class Reading(Protocol):
    """What the outputs of one axis read."""

    @property
    def count(self) -> int:
        """Number of outputs."""

    def taps(self, output: int) -> range:
        """Return the taps that an output reads with, in the order of its terms."""

    def positions(self, output: int) -> range:
        """Return the cell that each of these taps meets."""

    def readers(self, position: int) -> list[int]:
        """Return the outputs that read a cell, each once, in order."""

    def meets(self, tap: int) -> range:
        """Return the cells that a tap meets over all outputs."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of a kernel moved by a stride: convolutions and pools.

    Attributes
    ----------
    count
        Number of outputs.
    kernel, stride, dilation
        The layer's along this axis.
    before
        Padding before the axis.
    end
        Where the cells that a window can read end: windows that reach further
        (a pool's with ``ceil_mode``) read less. None where none does.
    """

    count: int
    kernel: int
    stride: int
    dilation: int
    before: int
    end: int | None = None

    def taps(self, output: int) -> range:
        """Return the taps that an output reads with."""
        if self.end is None:
            return range(self.kernel)
        room = self.end - 1 - (output * self.stride - self.before)
        return range(min(self.kernel, room // self.dilation + 1))

    def positions(self, output: int) -> range:
        """Return the cell that each of these taps meets."""
        first = output * self.stride - self.before
        return range(first, first + len(self.taps(output)) * self.dilation, self.dilation)

    def readers(self, position: int) -> list[int]:
        """Return the outputs that read a cell."""
        if self.end is not None and position >= self.end:
            return []
        starts = (
            position + self.before - tap * self.dilation for tap in reversed(range(self.kernel))
        )
        return [
            start // self.stride
            for start in starts
            if start % self.stride == 0 and 0 <= start // self.stride < self.count
        ]

    def meets(self, tap: int) -> range:
        """Return the cells that a tap meets over all outputs."""
        first = tap * self.dilation - self.before
        count = self.count
        if self.end is not None:
            count = min(count, max((self.end - 1 - first) // self.stride + 1, 0))
        return range(first, first + count * self.stride, self.stride)


@dataclass(frozen=True, slots=True)
class Stamps:
    """A kernel stamped at a stride: transposed convolutions.

    Output o gets from input i with tap t where ``o = S·i + D·t − P``.

    Attributes
    ----------
    count, size
        Number of outputs and of inputs.
    kernel, stride, dilation
        The layer's along this axis.
    before
        Output cells that are cut off before the first.
    """

    count: int
    size: int
    kernel: int
    stride: int
    dilation: int
    before: int

    def taps(self, output: int) -> range:
        """Return the taps that an output gets something from, the last first."""
        pairs = self._pairs(output)
        every = self.stride // gcd(self.stride, self.dilation)
        return range(pairs[0], pairs[0] - len(pairs) * every, -every) if pairs else range(0)

    def positions(self, output: int) -> range:
        """Return the input that each of these taps meets, in order."""
        pairs = self._pairs(output)
        if not pairs:
            return range(0)
        every = self.dilation // gcd(self.stride, self.dilation)
        first = (output + self.before - pairs[0] * self.dilation) // self.stride
        return range(first, first + len(pairs) * every, every)

    def readers(self, position: int) -> list[int]:
        """Return the outputs that an input's stamp covers."""
        if not 0 <= position < self.size:
            return []
        first = position * self.stride - self.before
        stamped = range(first, first + self.kernel * self.dilation, self.dilation)
        return [at for at in stamped if 0 <= at < self.count]

    def meets(self, tap: int) -> range:
        """Return the inputs whose stamp has this tap within the output."""
        offset = tap * self.dilation - self.before
        first = max(-(offset // self.stride), 0)
        last = min((self.count - 1 - offset) // self.stride, self.size - 1)
        return range(first, last + 1)

    def _pairs(self, output: int) -> list[int]:
        """Return the taps that meet an input, the last first."""
        return [
            tap
            for tap in reversed(range(self.kernel))
            if (output + self.before - tap * self.dilation) % self.stride == 0
            and 0 <= (output + self.before - tap * self.dilation) // self.stride < self.size
        ]


@dataclass(frozen=True, slots=True)
class Parts:
    """An axis divided into parts that may overlap by a cell: adaptive pools.

    Output o reads from ``⌊o·I/O⌋`` to before ``⌈(o + 1)·I/O⌉``, as in PyTorch.

    Attributes
    ----------
    count, size
        Number of outputs and of inputs.
    """

    count: int
    size: int

    def taps(self, output: int) -> range:
        """Return one number for each cell of a part."""
        return range(len(self.positions(output)))

    def positions(self, output: int) -> range:
        """Return the cells of a part."""
        return range(output * self.size // self.count, -(-(output + 1) * self.size // self.count))

    def readers(self, position: int) -> list[int]:
        """Return the parts that a cell is in."""
        if not 0 <= position < self.size:
            return []
        first = position * self.count // self.size
        return list(range(first, -(-(position + 1) * self.count // self.size)))

    def meets(self, tap: int) -> range:
        """Return the cells that are so far into a part, where parts are alike; else none."""
        whole = self.size % self.count == 0 and tap < self.size // self.count
        return range(tap, self.size, self.size // self.count) if whole else range(0)


@dataclass(frozen=True, slots=True)
class Copies:
    """Each output is one padded cell: padding as a layer.

    Attributes
    ----------
    count
        Number of outputs.
    before
        Cells of padding before the axis; negative where cells are cut off.
    """

    count: int
    before: int

    def taps(self, output: int) -> range:  # noqa: ARG002 - a Reading
        """Return the single tap."""
        return range(1)

    def positions(self, output: int) -> range:
        """Return the padded cell that an output is."""
        return range(output - self.before, output - self.before + 1)

    def readers(self, position: int) -> list[int]:
        """Return the output that a padded cell is."""
        at = position + self.before
        return [at] if 0 <= at < self.count else []

    def meets(self, tap: int) -> range:  # noqa: ARG002 - a Reading
        """Return all padded cells that are not cut off."""
        return range(-self.before, self.count - self.before)
