"""The terms of one output cell, in the order in which the engine puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf, isinf
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from convviz.engine.kinds import lowest
from convviz.engine.largest import running
from convviz.engine.output import mirrored
from convviz.engine.pooling import divisors, powered, quotients, rooted, shares, total_kind
from convviz.engine.trace import Trace
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps import folded
from convviz.steps.pointing import as_read, taps_used, window

Number = int | float
How = Literal["sum", "max", "average", "norm"]
"""What becomes of the terms: their sum, the largest, the sum divided, the sum's root."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an output cell: a product ``value × weight``, or a value alone.

    Attributes
    ----------
    index
        Which term of the cell it is, from 0.
    channel
        The input channel.
    tap
        The kernel cell (*position), as the weight is written: of a flipped
        kernel the mirrored one. Of layers without a weight the place in the window.
    position
        The padded cell it meets, in input coordinates: negative or beyond the
        input's size in the padding.
    source
        The input cell whose value that is, or None in padding with a constant.
    value, weight, product
        The numbers; the weight is None where there is none, and the product then
        the value (of a norm, its power).
    partial
        The sum, or the largest so far, up to and with this term.
    """

    index: int
    channel: int
    tap: tuple[int, ...]
    position: tuple[int, ...]
    source: tuple[int, ...] | None
    value: Number
    weight: Number | None
    product: Number
    partial: Number


class Terms(Sequence[Term]):
    """All terms of one output cell; each is made when asked for.

    Attributes
    ----------
    how
        What becomes of them.
    total
        The output cell's number, with the bias, divided, or with the root taken.
    bias
        The bias, or None when the layer has none.
    divisor
        What an average divides by, else None.
    scale
        By how much the sum of a norm is multiplied before the root, where its
        window reaches beyond the input; else None.
    chosen
        Index of the maximum's term: the first of equal ones, the last that is no
        number where some are; None where all is padding, and of other layers.
    """

    def __init__(self, trace: Trace, output: tuple[int, ...]) -> None:
        self._trace = trace
        self._grid = _grid(trace, output)
        self.how = how(trace)
        self.bias: Number | None = None
        self.divisor: int | None = None
        self.scale: float | None = None
        self.chosen: int | None = None
        self._inside: NDArray[np.bool_] | None = None
        self._values = self._grid.values(trace)
        self._weights = _weights(trace, output, self._grid)
        # Infinities and what comes of them are results like others.
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            self._products = _products(trace, self._values, self._weights)
            result = self._largest() if self.how == "max" else self._combined(output)
        self.total: Number = result.item()

    def _largest(self) -> NDArray[Any]:
        """Choose the largest of the terms, so far and of all."""
        assert isinstance(self._grid, _Block)  # noqa: S101 - what pools read is a grid
        self._inside = self._grid.inside(self._trace)
        real = np.flatnonzero(self._inside)
        self._partials = np.full_like(self._values, lowest(self._values.dtype))
        if len(real):
            best = real[running(self._values[real])]
            self.chosen = int(best[-1])
            seen = np.cumsum(self._inside)[real[0] :]
            self._partials[real[0] :] = self._values[best[seen - 1]]
        return np.asarray(self._partials[-1])

    def _combined(self, output: tuple[int, ...]) -> NDArray[Any]:
        """Add the terms up, and make of them what the engine does."""
        layer, size = self._trace.layer, self._trace.input.shape[1:]
        # NumPy adds up in order along an axis only with accumulate.
        self._partials = _combine(layer).accumulate(self._products)
        result = self._partials[-1:] if len(self) else np.zeros(1, self._products.dtype)
        if isinstance(layer, Pool) and layer.reduction == "norm":
            scale = shares(layer, size, output[1:])
            self.scale = None if scale is None else scale.item()
            return rooted(layer, result, None if scale is None else scale.ravel())
        if isinstance(layer, Pool | AdaptivePool):
            divisor = divisors(layer, size, output[1:])
            self.divisor = divisor.item()
            return quotients(result, divisor.ravel())
        if self._trace.bias is not None:
            bias = self._trace.bias[output[0]]
            self.bias = bias.item()
            return np.asarray(result + bias.astype(result.dtype))
        return result

    def __len__(self) -> int:
        """Return how many terms the cell has; none where a transposed layer puts nothing."""
        return len(self._products)

    def sum_of(self, first: int, end: int) -> Number:
        """Return what the terms from `first` to before `end` add up to, in their order."""
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
        channel, tap, position = self._grid.at(index)
        absent = self._inside is not None and not self._inside[index]
        none_yet = self._inside is not None and not self._inside[: index + 1].any()
        return Term(
            index=index,
            channel=channel,
            tap=as_read(self._trace, tap),
            position=position,
            source=source_of(self._trace, position),
            value=-inf if absent else self._values[index].item(),
            weight=None if self._weights is None else self._weights[index].item(),
            product=-inf if absent else self._products[index].item(),
            partial=-inf if none_yet else self._partials[index].item(),
        )


def how(trace: Trace) -> How:
    """Return what a layer makes of the terms of a cell; an average divided by 1 is their sum."""
    layer = trace.layer
    if isinstance(layer, Pool) and layer.reduction == "average" and layer.divisor_override == 1:
        return "sum"
    return layer.reduction if isinstance(layer, Pool | AdaptivePool) else "sum"


@dataclass(frozen=True, slots=True)
class _Block:
    """Terms that are a grid: channels × the places that each axis reads."""

    channels: range
    taps: tuple[range, ...]
    positions: tuple[range, ...]

    def values(self, trace: Trace) -> NDArray[Any]:
        """Return the values in their order; of a maximum those in the padding mean nothing."""
        channels = slice(self.channels.start, self.channels.stop)
        if not all(map(len, self.positions)):
            return trace.padded[:0].ravel()
        if how(trace) == "max":
            # Padding with −∞ makes floats of integers: those of the input are exact.
            within = (
                np.clip(places, 0, size - 1)
                for places, size in zip(self.positions, trace.input.shape[1:], strict=True)
            )
            return np.asarray(trace.input[np.ix_(np.array(self.channels), *within)]).ravel()
        cut = (
            slice(places.start + before, places.stop + before, places.step)
            for places, (before, _) in zip(self.positions, trace.pads, strict=True)
        )
        return np.asarray(trace.padded[(channels, *cut)]).ravel()

    def inside(self, trace: Trace) -> NDArray[np.bool_]:
        """Return which of the terms are cells of the input."""
        along = [
            (np.array(places) >= 0) & (np.array(places) < size)
            for places, size in zip(self.positions, trace.input.shape[1:], strict=True)
        ]
        return np.asarray(reduce(np.logical_and.outer, along)).ravel()

    def at(self, index: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        lengths = tuple(map(len, self.taps))
        channel, *place = folded.unravelled(index, (len(self.channels), *lengths))
        return (
            self.channels[channel],
            tuple(axis[at] for axis, at in zip(self.taps, place, strict=True)),
            tuple(axis[at] for axis, at in zip(self.positions, place, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """Terms that are single cells of a matrix: those of `Fold`."""

    cells: tuple[tuple[int, ...], ...]
    layer: Fold

    def values(self, trace: Trace) -> NDArray[Any]:
        if not self.cells:
            return trace.padded[:0].ravel()
        rows, columns = zip(*self.cells, strict=True)
        return np.asarray(trace.padded[0][list(rows), list(columns)])

    def at(self, index: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        cell = self.cells[index]
        return 0, folded.tap_of(self.layer, cell[0]), cell


def _grid(trace: Trace, output: tuple[int, ...]) -> _Block | _Listed:
    layer, (channel, *at) = trace.layer, output
    if isinstance(layer, Fold):
        return _Listed(tuple(folded.matrix_cells(layer, trace.reading, output)), layer)
    if isinstance(layer, Unfold):
        channel, position = folded.image_cell(layer, trace.reading, tuple(at))
        taps = folded.tap_of(layer, at[0])
        return _Block(range(channel, channel + 1), _single(taps), _single(position))
    return _Block(
        layer.input_channels(channel), taps_used(trace, tuple(at)), window(trace, tuple(at))
    )


def _combine(layer: Layer) -> np.ufunc:
    """Return what puts the terms of a layer together."""
    if isinstance(layer, Pool) and layer.reduction == "norm" and isinf(layer.norm_type):
        return np.maximum if layer.norm_type > 0 else np.minimum
    return np.add


def _single(places: tuple[int, ...]) -> tuple[range, ...]:
    return tuple(range(place, place + 1) for place in places)


def _weights(
    trace: Trace, output: tuple[int, ...], grid: _Block | _Listed
) -> NDArray[Any] | None:
    layer = trace.layer
    if trace.weight is None or isinstance(grid, _Listed):
        return None
    assert isinstance(layer, Conv | ConvTranspose)  # noqa: S101 - no other has a weight
    weight = mirrored(layer, trace.weight)
    channels: Sequence[int] = range(len(grid.channels))
    if isinstance(layer, ConvTranspose):
        weight, channels = weight[:, output[0] % weight.shape[1]], grid.channels
    else:
        weight = weight[output[0]]
    if not all(map(len, grid.taps)):
        return weight[:0].ravel()
    return np.asarray(weight[np.ix_(channels, *([*axis] for axis in grid.taps))]).ravel()


def _products(
    trace: Trace, values: NDArray[Any], weights: NDArray[Any] | None
) -> NDArray[Any]:
    """Return the terms, of the kind of number in which the engine puts them together."""
    layer = trace.layer
    if isinstance(layer, Pool | AdaptivePool):
        values = values.astype(total_kind(layer, trace.input), copy=False)
        if isinstance(layer, Pool) and layer.reduction == "norm":
            return powered(layer, values)
        return values
    values = values.astype(trace.output.dtype, copy=False)
    return values if weights is None else values * weights.astype(values.dtype, copy=False)


def source_of(trace: Trace, position: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the input cell whose value a padded cell has, None in padding with a constant.

    Parameters
    ----------
    trace
        The layer's numbers.
    position
        A padded cell in input coordinates.
    """
    source = tuple(
        int(sources[at + before])
        for sources, at, (before, _) in zip(trace.sources, position, trace.pads, strict=True)
    )
    return None if min(source) < 0 else source
