"""The matrix of a whole linear layer: what each output cell takes of each input cell."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.pooling import divisors
from convviz.engine.trace import Trace
from convviz.figures.panels import kernel_of, two
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.reading import Reading
from convviz.layers.transposed import ConvTranspose
from convviz.steps import folded

Index = NDArray[np.intp]
_MOST_SAMPLED = 1_000_000
"""Weights of a pattern that are looked at."""


def linear(layer: Layer) -> bool:
    """Return whether each output of a layer is a sum of inputs times numbers of the layer's."""
    if isinstance(layer, Pool | AdaptivePool):
        return layer.reduction == "average"
    return isinstance(layer, Conv | ConvTranspose | Pad | Unfold | Fold)


@dataclass(frozen=True, slots=True, eq=False)
class Along:
    """What the outputs of one axis take: a list of (output, input, tap), output by output.

    Attributes
    ----------
    outputs, inputs, taps
        Of each entry.
    first
        For each output where its entries begin; one more for the end.
    """

    outputs: Index
    inputs: Index
    taps: Index
    first: Index

    @classmethod
    def of(cls, axis: Reading, sources: Index | None, before: int) -> Along:
        """Return what an axis takes, padding with a constant left out.

        Parameters
        ----------
        axis
            The axis.
        sources
            The input whose value a padded cell has, −1 for none; None without padding.
        before
            Cells of padding before the axis.
        """
        rows: list[tuple[int, int, int]] = []
        first = [0]
        for output in range(axis.count):
            pairs = zip(axis.positions(output), axis.taps(output), strict=True)
            for at, tap in pairs:
                source = at if sources is None else int(sources[at + before])
                if source >= 0:
                    rows.append((output, source, tap))
            first.append(len(rows))
        table = np.array(rows, np.intp).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2], np.array(first, np.intp))

    @classmethod
    def single(cls) -> Along:
        """Return an axis of one output that takes one input: the rows of a layer with one axis."""
        zero = np.zeros(1, np.intp)
        return cls(zero, zero, zero, np.arange(2))

    def at(self, output: int) -> tuple[Index, Index]:
        """Return the inputs that an output takes, and with which taps."""
        entries = slice(self.first[output], self.first[output + 1])
        return self.inputs[entries], self.taps[entries]

    @property
    def places(self) -> int:
        """Number of different pairs of an output and an input."""
        return len(set(zip(self.outputs.tolist(), self.inputs.tolist(), strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class LayerMatrix:
    """y = C·x for one output channel and all input cells that it can take from.

    Rows are the channel's output cells, columns the input's cells, channel by
    channel; of `Unfold` rows are all cells of its matrix.

    Attributes
    ----------
    trace
        The layer's numbers.
    output
        The output channel.
    channels
        The input channels.
    along
        What rows and columns take.
    kernel
        The numbers of the taps, (channels, taps); None of layers without.
    shares
        What each output cell of an average takes of its inputs, shape (*spatial); else None.
    """

    trace: Trace
    output: int
    channels: range
    along: tuple[Along, Along]
    kernel: NDArray[Any] | None
    shares: NDArray[Any] | None

    @classmethod
    def of(cls, trace: Trace, output: int) -> LayerMatrix:
        """Return the matrix of an output channel of a linear layer."""
        layer = trace.layer
        plain = isinstance(layer, Fold)  # its windows are no cells of the input's axes
        along = [
            Along.of(axis, None if plain else sources, before)
            for axis, sources, (before, _) in zip(
                trace.reading, trace.sources, trace.pads, strict=True
            )
        ]
        channels = (
            range(trace.input.shape[0])
            if isinstance(layer, Unfold)
            else layer.input_channels(output)
        )
        weight = kernel_of(trace, output)
        kernel = None if weight is None else weight.reshape(len(channels), -1)
        shares = None
        if isinstance(layer, Pool | AdaptivePool):
            with np.errstate(divide="ignore"):
                shares = 1 / divisors(layer, trace.input.shape[1:])
        return cls(
            trace, output, channels,
            (along[-2] if len(along) > 1 else Along.single(), along[-1]), kernel, shares,
        )

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of one channel of the input."""
        return two(self.trace.input.shape[1:])

    @property
    def rows(self) -> int:
        """Number of rows."""
        return prod(self.trace.output.shape[1:])

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.channels) * prod(self.size)

    @property
    def places(self) -> int:
        """How many cells hold a weight; all others are 0."""
        layer = self.trace.layer
        if isinstance(layer, Unfold):
            return len(self.channels) * prod(len(axis.outputs) for axis in self.along)
        if isinstance(layer, Fold):
            return prod(len(axis.outputs) for axis in self.along)
        return len(self.channels) * prod(axis.places for axis in self.along)

    @property
    def folded(self) -> bool:
        """Whether several weights fall on one cell, where padding copies cells."""
        layer = self.trace.layer
        single = isinstance(layer, Unfold | Fold)
        return not single and any(len(axis.outputs) > axis.places for axis in self.along)

    def row_of(self, position: tuple[int, ...]) -> int:
        """Return the row of an output position."""
        return folded.ravelled(position, self.trace.output.shape[1:])

    def column_of(self, channel: int, position: tuple[int, ...]) -> int:
        """Return the column of an input cell."""
        number = folded.ravelled(position, self.trace.input.shape[1:])
        return (channel - self.channels.start) * prod(self.size) + number

    def output_at(self, row: int) -> tuple[int, int]:
        """Return the output's row and column that a row is."""
        width: int = self.trace.output.shape[-1]
        return divmod(row, width)

    def input_at(self, column: int) -> tuple[int, int, int]:
        """Return the channel, row and column of the input that a column is."""
        channel, number = divmod(column, prod(self.size))
        return self.channels[channel], *divmod(number, self.size[1])

    def row(self, number: int) -> tuple[Index, NDArray[Any], Index]:
        """Return the columns, weights and taps of a row, in the order of its terms.

        A column comes more than once where several weights fall on it.
        """
        layer = self.trace.layer
        if isinstance(layer, Unfold):
            return self._unfolded(number)
        if isinstance(layer, Fold):
            return self._folded(number)
        position = self.output_at(number)
        (down, down_taps), (across, across_taps) = (
            axis.at(at) for axis, at in zip(self.along, position, strict=True)
        )
        cells = (down[:, None] * self.size[1] + across[None, :]).ravel()
        width = two(layer.kernel_size)[1] if isinstance(layer, Conv | ConvTranspose) else 1
        taps = (down_taps[:, None] * width + across_taps[None, :]).ravel()
        starts = np.arange(len(self.channels)) * prod(self.size)
        columns = (starts[:, None] + cells[None, :]).ravel()
        return columns, self._weights(position, taps), np.tile(taps, len(self.channels))

    def middle(self, row: int, channel: int) -> int:
        """Return the middle one of the columns of a channel that a row takes, or of all; or 0."""
        columns = self.row(row)[0]
        of_channel = columns[columns // prod(self.size) == channel - self.channels.start]
        taken = of_channel if len(of_channel) else columns
        return int(taken[len(taken) // 2]) if len(taken) else 0

    def _weights(self, position: tuple[int, int], taps: Index) -> NDArray[Any]:
        if self.kernel is not None:
            return np.asarray(self.kernel[:, taps]).ravel()
        if self.shares is not None:
            return np.full(len(taps), self.shares[position[-self.shares.ndim :]])
        return np.ones(len(taps), np.int64)

    def _unfolded(self, number: int) -> tuple[Index, NDArray[Any], Index]:
        layer = self.trace.layer
        assert isinstance(layer, Unfold)  # noqa: S101 - see `row`
        channel, at = folded.image_cell(layer, self.trace.reading, self.output_at(number))
        inside = all(0 <= place < size for place, size in zip(at, self.size, strict=True))
        found = [channel * prod(self.size) + folded.ravelled(at, self.size)] if inside else []
        columns = np.array(found, np.intp)
        return columns, np.ones(len(columns), np.int64), np.zeros(len(columns), np.intp)

    def _folded(self, number: int) -> tuple[Index, NDArray[Any], Index]:
        layer = self.trace.layer
        assert isinstance(layer, Fold)  # noqa: S101 - see `row`
        output = (self.output, *self.output_at(number))
        cells = folded.matrix_cells(layer, self.trace.reading, output)
        columns = np.array([folded.ravelled(cell, self.size) for cell in cells], np.intp)
        return columns, np.ones(len(columns), np.int64), np.zeros(len(columns), np.intp)

    def dense(self, rows: range, columns: range) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return the numbers of some rows and columns, and how many weights each cell holds."""
        shape = (len(rows), len(columns))
        values, held = np.zeros(shape, self.row(0)[1].dtype), np.zeros(shape, np.intp)
        for at, row in enumerate(rows):
            places, weights, _ = self.row(row)
            kept = (places >= columns.start) & (places < columns.stop)
            np.add.at(values[at], places[kept] - columns.start, weights[kept])
            np.add.at(held[at], places[kept] - columns.start, 1)
        return values, held

    def pattern(self, height: int, width: int) -> NDArray[np.bool_]:
        """Return which parts hold a weight when the matrix is divided into height × width parts.

        Of a matrix with very many weights some of them are looked at, evenly.
        """
        (down_rows, down_columns), (rows, columns) = self._parts(0), self._parts(1)
        every = len(down_rows) * len(rows) * len(self.channels) // _MOST_SAMPLED + 1
        rows, columns = rows[::every], columns[::every]
        found = np.zeros((height, width), np.bool_)
        for row, column in self._starts():
            down = (down_rows[:, None] + rows[None, :] + row) * height // self.rows
            found[down, (down_columns[:, None] + columns[None, :] + column) * width
                  // self.columns] = True
        return found

    def _parts(self, axis: int) -> tuple[Index, Index]:
        """Return what the entries of one axis add to the row and to the column of a weight."""
        along, layer = self.along[axis], self.trace.layer
        windows = two([reading.count for reading in self.trace.reading])
        if isinstance(layer, Unfold | Fold):
            stamps = layer.windows if isinstance(layer, Fold) else windows
            lines = (layer.kernel_size[1] if axis == 0 else 1) * prod(stamps)
            image = self.size[1] if isinstance(layer, Unfold) else windows[1]
            across = 1 if axis else stamps[1]
            cells = along.outputs if isinstance(layer, Fold) else along.inputs
            at = along.inputs if isinstance(layer, Fold) else along.outputs
            of_matrix = along.taps * lines + at * across
            of_image = cells * (1 if axis else image)
            return (of_image, of_matrix) if isinstance(layer, Fold) else (of_matrix, of_image)
        if axis == 0:
            return along.outputs * windows[1], along.inputs * self.size[1]
        return along.outputs, along.inputs

    def _starts(self) -> list[tuple[int, int]]:
        """Return the first row and column of each channel's block."""
        layer, cells = self.trace.layer, prod(self.size)
        if isinstance(layer, Fold):
            return [(0, self.output * layer.taps * self.size[1])]
        rows = self.rows // len(self.channels) if isinstance(layer, Unfold) else 0
        return [(at * rows, at * cells) for at in range(len(self.channels))]
