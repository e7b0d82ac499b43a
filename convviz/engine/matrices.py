"""A layer as a matrix: the columns of its windows (im2col), and the sparse matrix of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.output import mirrored, sources_for
from convviz.engine.pooling import divisors
from convviz.engine.trace import Trace
from convviz.errors import InvalidLayer, Problem
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.reading import Reading
from convviz.layers.transposed import ConvTranspose

MAX_ENTRIES = 1 << 22
"""Most entries of a matrix that is made."""

Pairs = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
Places = tuple[NDArray[np.intp], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The windows of one group of a convolution as the columns of a matrix.

    The group's weight, a row for each output channel, times this matrix is the
    group's output before the bias.

    Attributes
    ----------
    values
        A row for each channel and tap, channels slowest; a column for each window,
        the last axis fastest.
    channels
        The input channel of each row.
    taps
        The kernel cell of each row as the weight is written, shape (rows, axes).
    positions
        For each axis, the padded cell in input coordinates that stands in each row
        and column; the same in every channel.
    weight
        The group's weight with a column for each row of the matrix.
    """

    values: NDArray[Any]
    channels: NDArray[np.intp]
    taps: NDArray[np.intp]
    positions: tuple[NDArray[np.intp], ...]
    weight: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """A sparse matrix: ``matrix[rows[i], columns[i]] += values[i]`` for each i.

    Attributes
    ----------
    shape
        Numbers of the output, numbers of the input.
    rows, columns
        Output and input cell of each entry, counted channel by channel and row by
        row. Sorted by rows, then in the order of the cell's terms; an input cell
        that padding copies may stand in a row several times.
    values
        What the input cell is multiplied by.
    """

    shape: tuple[int, int]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[Any]

    def dense(self) -> NDArray[Any]:
        """Return the whole matrix, entries of the same place added up.

        Raises
        ------
        convviz.errors.InvalidLayer
            It would have more numbers than `MAX_ENTRIES`.
        """
        require_entries(prod(self.shape))
        found = np.zeros(self.shape, self.values.dtype)
        np.add.at(found, (self.rows, self.columns), self.values)
        return found


def column_entries(trace: Trace) -> int:
    """Return how many numbers the columns of one group of a convolution have."""
    assert isinstance(trace.layer, Conv)  # noqa: S101 - as for `columns`
    return trace.layer.taps * prod(trace.output.shape[1:])


def columns(trace: Trace, group: int = 0) -> Columns:
    """Return the windows of one group of a convolution as the columns of a matrix.

    Parameters
    ----------
    trace
        The numbers of a `Conv`.
    group
        Which group.

    Raises
    ------
    TypeError
        The trace is of another layer.
    convviz.errors.InvalidLayer
        There would be more numbers than `MAX_ENTRIES`.
    """
    layer = trace.layer
    if not isinstance(layer, Conv) or trace.weight is None:
        raise TypeError("only a convolution's windows are columns")
    require_entries(column_entries(trace))
    outs = layer.out_channels // layer.groups
    ins = layer.input_channels(group * outs)
    taps = np.indices(layer.kernel_size).reshape(layer.axes, -1)
    windows = np.indices(trace.output.shape[1:]).reshape(layer.axes, -1)
    places = tuple(
        np.tile((tap * dilation)[:, None] + window * stride - before, (len(ins), 1))
        for tap, window, dilation, stride, (before, _) in zip(
            taps, windows, layer.dilation, layer.stride, trace.pads, strict=True
        )
    )
    channels = np.repeat(np.array(ins), taps.shape[1])
    inner = (at + before for at, (before, _) in zip(places, trace.pads, strict=True))
    weight = mirrored(layer, trace.weight)[group * outs : (group + 1) * outs]
    written = taps if not layer.flipped else np.array(layer.kernel_size)[:, None] - 1 - taps
    return Columns(
        np.asarray(trace.padded[(channels[:, None], *inner)]),
        channels,
        np.tile(written.T, (len(ins), 1)),
        places,
        weight.reshape(outs, -1),
    )


def entries(trace: Trace) -> int:
    """Return how many entries the layer's sparse matrix has, padding with constants left out."""
    layer = trace.layer
    pairs = prod(len(outputs) for outputs, _, _ in _pairs_along(trace))
    if isinstance(layer, Conv | ConvTranspose):
        return pairs * layer.out_channels * len(layer.input_channels(0))
    return pairs * len(trace.output if isinstance(layer, Fold) else trace.input)


def sparse(trace: Trace) -> Sparse:
    """Return the matrix that makes the layer's output of its input.

    It is that of the linear part: a bias and constants of padding are added to the
    product.

    Parameters
    ----------
    trace
        The layer's numbers.

    Raises
    ------
    TypeError
        The layer isn't linear: a maximum or a norm.
    convviz.errors.InvalidLayer
        There would be more entries than `MAX_ENTRIES`.
    """
    layer = trace.layer
    if isinstance(layer, Pool | AdaptivePool) and layer.reduction != "average":
        raise TypeError("a maximum or a norm has no matrix")
    require_entries(entries(trace))
    along = _pairs_along(trace)
    outputs, taps, cells = (
        tuple(axis.ravel() for axis in np.meshgrid(*(pairs[i] for pairs in along), indexing="ij"))
        for i in range(3)
    )
    if isinstance(layer, Conv | ConvTranspose):
        rows, found, values = _weighted(trace, layer, outputs, taps, cells)
    elif isinstance(layer, Unfold | Fold):
        rows, found = _folded(trace, layer, outputs, taps, cells)
        values = np.ones(len(rows), np.int64)
    else:
        rows = _in_channels(len(trace.output), outputs, trace.output.shape[1:])
        found = _in_channels(len(trace.input), cells, trace.input.shape[1:])
        values = np.ones(len(rows), np.int64)
        if isinstance(layer, Pool | AdaptivePool):
            below = divisors(layer, trace.input.shape[1:]).ravel()
            with np.errstate(divide="ignore"):
                values = 1 / below[rows % len(below)]
    # Stable: entries stay in the order of the terms.
    order = np.argsort(rows, kind="stable")
    shape = (trace.output.size, trace.input.size)
    return Sparse(shape, rows[order], found[order], values[order])


def require_entries(count: int) -> None:
    """Return if a matrix may have so many numbers.

    Raises
    ------
    convviz.errors.InvalidLayer
        It may not.
    """
    if count > MAX_ENTRIES:
        message = f"the matrix would have {count:,} numbers: at most {MAX_ENTRIES:,} are made"
        raise InvalidLayer((Problem("input", message),))


def _pairs_along(trace: Trace) -> list[Pairs]:
    """Return, for each axis, all outputs with the taps and input cells that they read.

    Outputs in order, each with its terms in their order; padding with constants
    left out.
    """
    if isinstance(trace.layer, Fold):  # its axes are those of its windows, which have no padding
        sources: Places = tuple(np.arange(count) for count in trace.layer.windows)
    else:
        sources = sources_for(trace.layer, trace.input.shape[1:])
    return [
        _pairs(axis, source, before)
        for axis, source, (before, _) in zip(trace.reading, sources, trace.pads, strict=True)
    ]


def _pairs(axis: Reading, source: NDArray[np.intp], before: int) -> Pairs:
    outputs, taps, cells = [], [], []
    for output in range(axis.count):
        read = axis.taps(output)
        outputs.append(np.full(len(read), output))
        taps.append(np.array(read, np.intp))
        cells.append(np.array(axis.positions(output), np.intp))
    found = source[np.concatenate(cells) + before]
    real = found >= 0
    return np.concatenate(outputs)[real], np.concatenate(taps)[real], found[real]


def _weighted(
    trace: Trace, layer: Conv | ConvTranspose, outputs: Places, taps: Places, cells: Places
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[Any]]:
    """Return rows, columns and values: for each output channel, the input channels of its group."""
    assert trace.weight is not None  # noqa: S101 - the layer has one
    kernel: tuple[Any, ...] = (slice(None), slice(None), *taps)
    found = mirrored(layer, trace.weight)[kernel]
    ins = [layer.input_channels(channel) for channel in range(layer.out_channels)]
    shape = (layer.out_channels, len(ins[0]), len(outputs[0]))
    if isinstance(layer, ConvTranspose):
        grouped = found.reshape(layer.groups, shape[1], found.shape[1], shape[2])
        found = grouped.swapaxes(1, 2)
    rows = _in_channels(layer.out_channels, outputs, trace.output.shape[1:])
    of_rows = np.broadcast_to(rows.reshape(shape[0], 1, shape[2]), shape)
    columns = _in_channels(layer.in_channels, cells, trace.input.shape[1:])
    of_columns = columns.reshape(layer.in_channels, shape[2])[np.array(ins)]
    return of_rows.ravel(), of_columns.ravel(), found.ravel()


def _folded(
    trace: Trace, layer: Unfold | Fold, outputs: Places, taps: Places, cells: Places
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns: one of them are the image's cells, the other the matrix'."""
    if isinstance(layer, Unfold):
        image, windows = (trace.input, cells), outputs
        counts = tuple(axis.count for axis in trace.reading)
    else:
        image, windows, counts = (trace.output, outputs), cells, layer.windows
    channels = len(image[0])
    of_image = _in_channels(channels, image[1], image[0].shape[1:])
    tap, window = (
        np.ravel_multi_index(places, shape)
        for places, shape in ((taps, layer.kernel_size), (windows, counts))
    )
    rows = np.arange(channels)[:, None] * layer.taps + tap
    of_matrix = (rows * prod(counts) + window).ravel()
    return (of_matrix, of_image) if isinstance(layer, Unfold) else (of_image, of_matrix)


def _in_channels(count: int, places: Places, size: tuple[int, ...]) -> NDArray[np.intp]:
    """Return places in each of so many channels, counted channel by channel and row by row."""
    at = np.ravel_multi_index(places, size)
    return np.asarray((np.arange(count)[:, None] * prod(size) + at).ravel(), np.intp)
