"""The order of steps: channels slowest, last axis fastest, taps within a cell."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.folding import Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import output_shape_of
from convviz.layers.transposed import ConvTranspose
from convviz.steps.folded import ravelled, unravelled


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an output cell, one tap within it, or the stamp of an input cell.

    Attributes
    ----------
    number
        Which step it is, from 0.
    output
        The output cell (channel, *position); of a stamp the first that it covers,
        or would but for the padding that is cut off.
    tap
        How many of the cell's terms were added before this one, or None when
        the step is the whole cell.
    stamp
        The input cell (channel, *position) whose stamp the step is, else None.
    """

    number: int
    output: tuple[int, ...]
    tap: int | None
    stamp: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps of a layer, in order; a sequence that holds nothing but its rule.

    Attributes
    ----------
    output_shape
        (channels, *spatial).
    taps
        Terms that each output cell is divided into, or None for whole cells.
    stamps
        (channels, *spatial) of the input when each of its cells is a step, else None.
    layer
        The layer whose stamps they are, else None.
    """

    output_shape: tuple[int, ...]
    taps: int | None = None
    stamps: tuple[int, ...] | None = None
    layer: ConvTranspose | None = None

    @classmethod
    def of(cls, layer: Layer, input_shape: tuple[int, ...], *, by_taps: bool) -> Steps:
        """Return the steps of a layer that reads an input of such a shape.

        Parameters
        ----------
        layer
            The layer.
        input_shape
            (channels, *spatial); valid together.
        by_taps
            Divide each output cell into its terms, where all have the same number;
            the steps of a transposed convolution are then its input cells' stamps.
        """
        shape = output_shape_of(layer, input_shape)
        if by_taps and isinstance(layer, ConvTranspose):
            return cls(shape, None, input_shape, concrete(layer, input_shape[1:]))
        return cls(shape, _terms(layer) if by_taps else None)

    def __len__(self) -> int:
        """Return how many steps there are."""
        return prod(self.stamps or self.output_shape) * (self.taps or 1)

    def __getitem__(self, number: int) -> Step:
        """Return the step with this number, counted from 0.

        Raises
        ------
        IndexError
            There is no such step.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"step {number + 1} of {len(self)}")
        if self.layer is not None and self.stamps is not None:
            stamp = unravelled(number, self.stamps)
            return Step(number, _first_covered(self.layer, stamp, self.output_shape), None, stamp)
        cell, tap = divmod(number, self.taps or 1)
        return Step(number, unravelled(cell, self.output_shape), tap if self.taps else None)

    def at(self, output: tuple[int, ...], tap: int = 0) -> int:
        """Return the number of the step that shows an output cell (and tap).

        Among stamps that is the first that covers the cell, or the nearest.
        """
        if self.layer is not None and self.stamps is not None:
            return ravelled(_first_stamp(self.layer, output, self.stamps), self.stamps)
        cell = ravelled(output, self.output_shape)
        return cell * (self.taps or 1) + (tap if self.taps else 0)


def _first_covered(
    layer: ConvTranspose, stamp: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[int, ...]:
    channel, *position = stamp
    group = channel // (layer.in_channels // layer.groups)
    return (
        group * (layer.out_channels // layer.groups),
        *(
            min(max(at * stride - before, 0), length - 1)
            for at, stride, (before, _), length in zip(
                position, layer.stride, layer.pads, shape[1:], strict=True
            )
        ),
    )


def _first_stamp(
    layer: ConvTranspose, output: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[int, ...]:
    channel, *position = output
    return (
        layer.input_channels(channel)[0],
        *(
            min(max(-(-(at + before - span + 1) // stride), 0), length - 1)
            for at, (before, _), span, stride, length in zip(
                position, layer.pads, layer.effective_kernel, layer.stride, shape[1:], strict=True
            )
        ),
    )


def divisible(layer: Layer) -> bool:
    """Return whether steps can be divided: into terms, or a transposed layer's into stamps."""
    return isinstance(layer, ConvTranspose) or _terms(layer) is not None


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
