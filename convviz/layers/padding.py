"""Padding as a layer of its own, as it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from convviz.layers import written
from convviz.layers.conv import Pair
from convviz.layers.dialect import Dialect

PadMode = Literal["constant", "reflect", "symmetric", "replicate", "circular"]
PAD_MODES: tuple[PadMode, ...] = get_args(PadMode)


@dataclass(frozen=True, slots=True, repr=False)
class Pad(written.Sized):
    """Cells put around the input, or cut off where a number is negative; not yet checked.

    Attributes
    ----------
    padding
        (before, after) for each spatial axis.
    mode
        What the padding is filled with: a constant; the input mirrored at its
        edge cell (reflect) or at its edge (symmetric); the edge cell
        (replicate); the other side (circular).
    value
        The constant.
    dialect
        Whose rules it follows.
    """

    padding: tuple[Pair, ...]
    mode: PadMode = "constant"
    value: float = 0
    dialect: Dialect = "pytorch"

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return len(self.padding)

    @property
    def pads(self) -> tuple[Pair, ...]:
        """(before, after) for each axis."""
        return self.padding

    def input_channels(self, out_channel: int) -> range:
        """Return the input channel that an output channel reads: the same."""
        return range(out_channel, out_channel + 1)

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        return written.call(
            f"Pad{self.axes}d",
            written.pads(self.padding) or "padding=0",
            written.unless("constant", "mode", self.mode),
            written.unless(0, "value", self.value),
            written.unless("pytorch", "dialect", self.dialect),
        )
