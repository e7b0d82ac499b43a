"""The matrix whose columns are a layer's windows: which cell of the input each cell is."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.trace import Trace
from convviz.figures.panels import padded_origin, two
from convviz.layers.conv import Conv
from convviz.layers.folding import Unfold

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class WindowMatrix:
    """Rows are channels × taps, columns are windows.

    Attributes
    ----------
    trace
        The layer's numbers.
    channels
        The input channels that are read.
    taps
        Rows and columns of the kernel.
    windows
        Rows and columns of windows.
    starts
        For rows and columns, the cell at which each window begins, in input coordinates.
    gaps
        For rows and columns, from one cell of a window to the next.
    """

    trace: Trace
    channels: range
    taps: tuple[int, int]
    windows: tuple[int, int]
    starts: tuple[Places, Places]
    gaps: tuple[int, int]

    @classmethod
    def of(cls, trace: Trace, output: int) -> WindowMatrix:
        """Return the matrix that an output channel is made from; of `Unfold` the whole."""
        layer = trace.layer
        assert isinstance(layer, Conv | Unfold)  # noqa: S101 - see im2col.available
        channels = (
            layer.input_channels(output)
            if isinstance(layer, Conv)
            else range(trace.input.shape[0])
        )
        along = [
            np.array([axis.positions(at).start for at in range(axis.count)], np.intp)
            for axis in trace.reading
        ]
        return cls(
            trace,
            channels,
            two(layer.kernel_size),
            two([axis.count for axis in trace.reading]),
            (along[-2] if len(along) > 1 else np.zeros(1, np.intp), along[-1]),
            two(layer.dilation),
        )

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.channels) * prod(self.taps)

    @property
    def columns(self) -> int:
        """Number of columns."""
        return prod(self.windows)

    def tap(self, row: int) -> tuple[int, int, int]:
        """Return the channel and the tap (row, column) that a row is of."""
        channel, tap = divmod(row, prod(self.taps))
        return self.channels[channel], *divmod(tap, self.taps[1])

    def window(self, column: int) -> tuple[int, int]:
        """Return the window (row, column) that a column is."""
        return divmod(column, self.windows[1])

    def axes(self, column: int) -> tuple[range, range]:
        """Return the rows and columns that a window reads, in input coordinates."""
        down, across = (
            range(int(starts[at]), int(starts[at]) + taps * gap, gap)
            for starts, at, taps, gap in zip(
                self.starts, self.window(column), self.taps, self.gaps, strict=True
            )
        )
        return down, across

    def cells(self, rows: range, columns: range) -> tuple[Places, Places, Places]:
        """Return channel, row and column of the input cell that each cell is.

        Each of them broadcasts to (rows, columns); in input coordinates, in the
        padding negative or beyond the size.
        """
        channel, tap = np.divmod(np.array(rows, np.intp)[:, None], prod(self.taps))
        down, across = np.divmod(tap, self.taps[1])
        row, column = np.divmod(np.array(columns, np.intp)[None, :], self.windows[1])
        return (
            channel + self.channels.start,
            self.starts[0][row] + down * self.gaps[0],
            self.starts[1][column] + across * self.gaps[1],
        )

    def values(self, rows: range, columns: range) -> NDArray[Any]:
        """Return the numbers of some rows and columns."""
        channel, row, column = self.cells(rows, columns)
        top, left = padded_origin(self.trace)
        padded = self.trace.padded.reshape(
            self.trace.padded.shape[0], -1, self.trace.padded.shape[-1]
        )
        return np.asarray(padded[channel, row - top, column - left])

    def padding(self, rows: range, columns: range) -> NDArray[np.bool_]:
        """Return which cells of some rows and columns are of the padding."""
        _, row, column = self.cells(rows, columns)
        height, width = two(self.trace.input.shape[1:])
        return np.asarray((row < 0) | (row >= height) | (column < 0) | (column >= width))

    def where(
        self, cell: tuple[int, int], channel: int, rows: range, columns: range
    ) -> list[tuple[int, int]]:
        """Return the cells (row, column) among some that are one cell of the input."""
        of, row, column = self.cells(rows, columns)
        found = np.argwhere((of == channel) & (row == cell[0]) & (column == cell[1]))
        return [(rows[int(at)], columns[int(to)]) for at, to in found]
