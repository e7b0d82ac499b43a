"""The terms of one output cell, in the order in which the engine puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from convviz.engine.output import mirrored
from convviz.engine.pooling import divisor, powered, rooted
from convviz.engine.trace import Trace
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose
from convviz.steps import folded
from convviz.steps.pointing import taps_used, window

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
        kernel the mirrored one. Of layers without a kernel the place in the window.
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
    chosen
        Index of the maximum's term (the first of equal ones), else None.
    """

    def __init__(self, trace: Trace, output: tuple[int, ...]) -> None:
        self._trace = trace
        self._grid = _grid(trace, output)
        self.how = how(trace)
        dtype = _dtype(trace, self.how)
        self._values = self._grid.values(trace)
        self._weights = _weights(trace, output, self._grid)
        # Infinities and what comes of them are results like others. NumPy adds up
        # in order along an axis only with accumulate.
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            self._products = _products(trace, self._values.astype(dtype), self._weights)
            combine = np.maximum if self.how == "max" else np.add
            self._partials = combine.accumulate(self._products)
            result = self._partials[-1] if len(self._partials) else dtype.type(0)
            self.bias: Number | None = None
            self.divisor: int | None = None
            self.chosen: int | None = None
            if self.how == "max":
                self.chosen = _first_largest(self._products)
            elif self.how == "average":
                self.divisor = divisor(trace.layer, trace.reading, trace.input.shape[1:], output)
                result = result / dtype.type(self.divisor)
            elif self.how == "norm":
                result = rooted(trace.layer, result, trace.reading, output)
            elif trace.bias is not None:
                bias = trace.bias[output[0]]
                self.bias = bias.item()
                result = result + bias.astype(dtype)
            self.total: Number = trace.output.dtype.type(result).item()

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
        return Term(
            index=index,
            channel=channel,
            tap=_written(self._trace, tap),
            position=position,
            source=source_of(self._trace, position),
            value=self._values[index].item(),
            weight=None if self._weights is None else self._weights[index].item(),
            product=self._products[index].item(),
            partial=self._partials[index].item(),
        )


def how(trace: Trace) -> How:
    """Return what a layer makes of the terms of a cell."""
    if isinstance(trace.layer, Pool | AdaptivePool):
        return trace.layer.reduction
    return "sum"


@dataclass(frozen=True, slots=True)
class _Block:
    """Terms that are a grid: channels × the places that each axis reads."""

    channels: range
    taps: tuple[range, ...]
    positions: tuple[range, ...]

    def values(self, trace: Trace) -> NDArray[Any]:
        axes = (
            [place + before for place in axis]
            for axis, (before, _) in zip(self.positions, trace.pads, strict=True)
        )
        rows = np.ix_(self.channels, *([*axis] for axis in axes))
        if not all(map(len, self.positions)):
            return trace.padded[:0].ravel()
        return np.asarray(trace.padded[rows]).ravel()

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

    def values(self, trace: Trace) -> NDArray[Any]:
        if not self.cells:
            return trace.padded[:0].ravel()
        rows, columns = zip(*self.cells, strict=True)
        return np.asarray(trace.padded[0][list(rows), list(columns)])

    def at(self, index: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        return 0, (0, 0), self.cells[index]


def _grid(trace: Trace, output: tuple[int, ...]) -> _Block | _Listed:
    layer, (channel, *at) = trace.layer, output
    if isinstance(layer, Fold):
        return _Listed(tuple(folded.matrix_cells(layer, trace.reading, output)))
    if isinstance(layer, Unfold):
        channel, position = folded.image_cell(layer, trace.reading, tuple(at))
        single = tuple(range(place, place + 1) for place in position)
        return _Block(range(channel, channel + 1), (range(1),) * len(single), single)
    return _Block(
        layer.input_channels(channel), taps_used(trace, tuple(at)), window(trace, tuple(at))
    )


def _dtype(trace: Trace, what: How) -> np.dtype[Any]:
    """Return the type in which terms are put together."""
    if what == "max":
        return trace.padded.dtype
    return trace.output.dtype


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
    if weights is not None:
        return values * weights.astype(values.dtype)
    if isinstance(trace.layer, Pool) and trace.layer.reduction == "norm":
        return powered(trace.layer, values)
    return values


def _first_largest(values: NDArray[Any]) -> int:
    """Return the first of the largest; the first that is no number, where there is one."""
    return int(values.argmax())


def _written(trace: Trace, tap: tuple[int, ...]) -> tuple[int, ...]:
    """Return the kernel cell that a tap is in the weight as it is written."""
    layer = trace.layer
    if not isinstance(layer, Conv | ConvTranspose) or not layer.flipped:
        return tap
    return tuple(length - 1 - at for at, length in zip(tap, layer.kernel_size, strict=True))


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
