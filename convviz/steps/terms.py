"""The products of one output cell, in the order in which the engine adds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from convviz.engine.trace import Trace
from convviz.steps.pointing import window

Number = int | float


@dataclass(frozen=True, slots=True)
class Term:
    """One product ``value × weight`` of an output cell.

    Attributes
    ----------
    index
        Which term of the cell it is, from 0.
    channel
        The input channel.
    tap
        The kernel cell (*position).
    position
        The padded cell it meets, in input coordinates: negative or beyond the
        input's size in the padding.
    source
        The input cell whose value that is, or None in zero padding.
    value, weight, product
        The numbers.
    partial
        The sum up to and with this product; the bias comes after the last.
    """

    index: int
    channel: int
    tap: tuple[int, ...]
    position: tuple[int, ...]
    source: tuple[int, ...] | None
    value: Number
    weight: Number
    product: Number
    partial: Number


class Terms(Sequence[Term]):
    """All terms of one output cell; each is made when asked for.

    Attributes
    ----------
    total
        The output cell's number, with the bias.
    bias
        The bias, or None when the layer has none.
    """

    def __init__(self, trace: Trace, output: tuple[int, ...]) -> None:
        layer = trace.layer
        out_channel, *at = output
        dtype = trace.output.dtype
        self._channels = layer.input_channels(out_channel)
        # A window is a grid: each axis' places are found once, not for each term.
        self._positions = window(trace, tuple(at))
        self._sources = tuple(
            [int(sources[place + before]) for place in places]
            for sources, places, (before, _) in zip(
                trace.sources, self._positions, layer.pads, strict=True
            )
        )
        under = tuple(
            slice(start * stride, start * stride + span, dilation)
            for start, stride, span, dilation in zip(
                at, layer.stride, layer.effective_kernel, layer.dilation, strict=True
            )
        )
        channels = slice(self._channels.start, self._channels.stop)
        self._values = trace.padded[(channels, *under)].ravel()
        self._weights = trace.weight[out_channel].ravel()
        # Infinities and what comes of them are results like others. NumPy adds up
        # in order along an axis only with accumulate.
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            self._products = self._values.astype(dtype) * self._weights.astype(dtype)
            self._partials = np.add.accumulate(self._products)
            self.total: Number = self._partials[-1].item()
            self.bias: Number | None = None
            if trace.bias is not None:
                bias = trace.bias[out_channel]
                self.bias = bias.item()
                self.total = (self._partials[-1] + bias.astype(dtype)).item()
        self._taps = layer.kernel_size

    def __len__(self) -> int:
        """Return how many products the cell has."""
        return len(self._products)

    def sum_of(self, first: int, end: int) -> Number:
        """Return what the products from `first` to before `end` add up to, in their order."""
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            total: Number = np.add.accumulate(self._products[first:end])[-1].item()
        return total

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> list[Term]: ...
    def __getitem__(self, index: int | slice) -> Term | list[Term]:
        """Return one term, or those of a slice."""
        if isinstance(index, slice):
            return [self[i] for i in range(len(self))[index]]
        index = range(len(self))[index]
        channel, *tap = _unravel(index, self._taps)
        source = tuple(axis[at] for axis, at in zip(self._sources, tap, strict=True))
        return Term(
            index=index,
            channel=self._channels[channel],
            tap=tuple(tap),
            position=tuple(axis[at] for axis, at in zip(self._positions, tap, strict=True)),
            source=None if min(source) < 0 else source,
            value=self._values[index].item(),
            weight=self._weights[index].item(),
            product=self._products[index].item(),
            partial=self._partials[index].item(),
        )


def source_of(trace: Trace, position: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the input cell whose value a padded cell has, None in zero padding.

    Parameters
    ----------
    trace
        The layer's numbers.
    position
        A padded cell in input coordinates.
    """
    source = tuple(
        int(sources[at + before])
        for sources, at, (before, _) in zip(trace.sources, position, trace.layer.pads, strict=True)
    )
    return None if min(source) < 0 else source


def _unravel(index: int, taps: tuple[int, ...]) -> tuple[int, ...]:
    parts = []
    for length in reversed(taps):
        index, at = divmod(index, length)
        parts.append(at)
    return (index, *reversed(parts))
