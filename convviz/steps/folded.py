"""Cells of an image and of the matrix of its windows: im2col and col2im."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from convviz.layers.folding import Fold, Unfold
from convviz.layers.reading import Reading, Stamps

Cell = tuple[int, ...]


def image_cell(layer: Unfold | Fold, axes: tuple[Reading, ...], cell: Cell) -> tuple[int, Cell]:
    """Return the channel and the position in the image that a matrix cell stands for.

    Parameters
    ----------
    layer
        The layer.
    axes
        What its axes read.
    cell
        Row and column of the matrix.

    Returns
    -------
    tuple
        The position may be in the padding.
    """
    row, column = cell
    taps = tap_of(layer, row)
    windows = unravelled(column, _windows(axes))
    return row // layer.taps, tuple(
        window * stride + at * dilation - before
        for window, stride, at, dilation, (before, _) in zip(
            windows, layer.stride, taps, layer.dilation, layer.pads, strict=True
        )
    )


def tap_of(layer: Unfold | Fold, row: int) -> Cell:
    """Return the place within a window that a row of the matrix holds."""
    return unravelled(row % layer.taps, layer.kernel_size)


def matrix_cells(
    layer: Unfold | Fold, axes: tuple[Reading, ...], cell: Cell
) -> list[Cell]:
    """Return the matrix cells (row, column) of an image cell (channel, *position), by window."""
    channel, *position = cell
    along = [
        [
            (window, tap)
            for window in range(count)
            for tap in _tap(at + before - window * stride, dilation, kernel)
        ]
        for at, (before, _), count, stride, dilation, kernel in zip(
            position, layer.pads, _windows(axes), layer.stride, layer.dilation,
            layer.kernel_size, strict=True,
        )
    ]
    return [
        (
            channel * layer.taps + ravelled([tap for _, tap in pairs], layer.kernel_size),
            ravelled([window for window, _ in pairs], _windows(axes)),
        )
        for pairs in product(*along)
    ]


def columns_met(
    layer: Fold, axes: tuple[Reading, ...], tap: Cell, rows: int
) -> list[Cell]:
    """Return the matrix cells (row, column) that a tap of the windows puts on the output.

    Parameters
    ----------
    layer, axes
        The layer, and what its axes read.
    tap
        The place within the windows.
    rows
        Number of the matrix' rows.
    """
    first = ravelled(tap, layer.kernel_size)
    windows = product(*(axis.meets(at) for axis, at in zip(axes, tap, strict=True)))
    columns = [ravelled(at, layer.windows) for at in windows]
    return list(product(range(first, rows, layer.taps), columns))


def ravelled(at: Sequence[int], shape: Cell) -> int:
    """Return the number of a place, the last axis fastest."""
    number = 0
    for place, length in zip(at, shape, strict=True):
        number = number * length + place
    return number


def unravelled(number: int, shape: Cell) -> Cell:
    """Return the place with a number, the last axis fastest; the first may overflow."""
    parts = []
    for length in reversed(shape[1:]):
        number, at = divmod(number, length)
        parts.append(at)
    return (number, *reversed(parts))


def _windows(axes: tuple[Reading, ...]) -> Cell:
    return tuple(axis.size if isinstance(axis, Stamps) else axis.count for axis in axes)


def _tap(offset: int, dilation: int, kernel: int) -> range:
    """Return the tap that is so many cells into a window, or none."""
    tap, rest = divmod(offset, dilation)
    return range(tap, tap + 1) if not rest and 0 <= tap < kernel else range(0)

