"""The order of steps: output channels slowest, last axis fastest, taps within a cell."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.layers.conv import Conv
from convviz.layers.folding import Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an output cell, or one tap within it.

    Attributes
    ----------
    number
        Which step it is, from 0.
    output
        The output cell (channel, *position).
    tap
        How many of the cell's terms were added before this one, or None when
        the step is the whole cell.
    """

    number: int
    output: tuple[int, ...]
    tap: int | None


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps of a layer, in order; a sequence that holds nothing but its rule.

    Attributes
    ----------
    output_shape
        (channels, *spatial).
    taps
        Terms that each output cell is divided into, or None for whole cells.
    """

    output_shape: tuple[int, ...]
    taps: int | None = None

    @classmethod
    def of(cls, layer: Layer, output_shape: tuple[int, ...], *, by_taps: bool) -> Steps:
        """Return the steps of a layer whose output has such a shape.

        Only layers whose outputs all have as many terms are divided into them.
        """
        return cls(output_shape, _terms(layer) if by_taps else None)

    def __len__(self) -> int:
        """Return how many steps there are."""
        return prod(self.output_shape) * (self.taps or 1)

    def __getitem__(self, number: int) -> Step:
        """Return the step with this number, counted from 0.

        Raises
        ------
        IndexError
            There is no such step.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"step {number + 1} of {len(self)}")
        cell, tap = divmod(number, self.taps or 1)
        output = []
        for length in reversed(self.output_shape):
            cell, at = divmod(cell, length)
            output.append(at)
        return Step(number, tuple(reversed(output)), tap if self.taps else None)

    def at(self, output: tuple[int, ...], tap: int = 0) -> int:
        """Return the number of the step that shows an output cell (and tap)."""
        cell = 0
        for at, length in zip(output, self.output_shape, strict=True):
            cell = cell * length + at
        return cell * (self.taps or 1) + (tap if self.taps else 0)


def divisible(layer: Layer) -> bool:
    """Return whether steps can be divided: every output cell has the same number of terms."""
    return _terms(layer) is not None


def _terms(layer: Layer) -> int | None:
    if isinstance(layer, Conv) or (isinstance(layer, Pool) and not layer.ceil_mode):
        return layer.taps
    return None


def terms_at_most(layer: Layer, input_shape: tuple[int, ...]) -> int:
    """Return how many terms an output cell of a layer has at the most."""
    if isinstance(layer, Pad | Unfold):
        return 1
    if isinstance(layer, AdaptivePool):
        sizes = zip(input_shape[1:], layer.output_size, strict=True)
        return prod(size // (count or size) + 2 for size, count in sizes)
    return layer.taps
