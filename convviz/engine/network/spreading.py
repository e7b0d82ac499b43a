"""From a layer's outputs back to what they read, along one axis: counts, or yes and no.

The adjoint of a layer whose taps are all 1. Of booleans, sums are ors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.network.room import require_room
from convviz.layers.network.patterns import Axis, Blends
from convviz.layers.reading import Copies, Parts, Stamps, Windows

Sources = NDArray[np.intp] | None

_MOST = 1 << 62


def spread(
    units: NDArray[Any], along: int, axis: Axis, size: int, sources: Sources = None
) -> NDArray[Any]:
    """Return, for each input cell of one axis, the sum of the units that read it.

    Parameters
    ----------
    units
        One number or truth for each output; `along` is the axis' place in it.
    along, axis
        Which axis, and what its outputs read.
    size
        Number of inputs along it.
    sources
        For each padded cell the input whose value it has; None where padding has
        values of its own.

    Returns
    -------
    ndarray
        int64, or Python's whole numbers where int64 doesn't hold the sums.
    """
    units = np.moveaxis(with_room(units, _most_readers(axis, sources)), along, 0)
    match axis:
        case Windows():
            found = _of_windows(units, axis, size, sources)
        case Copies():
            found = _inside(units, axis.before, size, sources)
        case Stamps():
            found = _empty(units, size)
            for tap in range(axis.kernel):
                inputs = axis.meets(tap)
                first = inputs.start * axis.stride + tap * axis.dilation - axis.before
                found[inputs.start : inputs.stop] += units[first :: axis.stride][: len(inputs)]
        case _:
            found = _empty(units, size)
            for output, cells in _read(axis, size):
                found[cells] += units[output]
    return np.moveaxis(found, 0, along)


def with_room(units: NDArray[Any], times: int) -> NDArray[Any]:
    """Return numbers as a kind that holds sums of so many of them."""
    if units.dtype.kind != "i" or not units.size or int(units.max()) * times < _MOST:
        return units
    return units.astype(object)


def _most_readers(axis: Axis, sources: Sources) -> int:
    """Return how often one input can be added at most, generously."""
    copies = 1 if sources is None else len(sources)
    return (axis.kernel if isinstance(axis, Windows | Stamps) else axis.count) * copies


def _of_windows(units: NDArray[Any], axis: Windows, size: int, sources: Sources) -> NDArray[Any]:
    reach = (axis.count - 1) * axis.stride + 1
    length = reach + (axis.kernel - 1) * axis.dilation
    require_room([("the padded input", (length, *units.shape[1:]))])
    padded = _empty(units, length)
    for tap in range(axis.kernel):
        first = tap * axis.dilation
        padded[first : first + reach : axis.stride] += units
    if axis.end is not None:
        padded = padded[: axis.end + axis.before]
    return _inside(padded, axis.before, size, sources)


def _inside(padded: NDArray[Any], before: int, size: int, sources: Sources) -> NDArray[Any]:
    """Return what padded cells add up to at those whose values they have."""
    found = _empty(padded, size)
    if sources is not None:
        for at, source in enumerate(sources[: len(padded)]):
            found[source] += padded[at]
        return found
    first, end = max(before, 0), min(before + size, len(padded))
    if first < end:
        found[first - before : end - before] = padded[first:end]
    return found


def _read(axis: Parts | Blends, size: int) -> Iterator[tuple[int, slice]]:
    """Yield each output with the cells that it is made of, which are next to each other."""
    for output in range(axis.count):
        cells = axis.positions(output)
        yield output, slice(max(cells[0], 0), min(cells[-1], size - 1) + 1)


def _empty(units: NDArray[Any], size: int) -> NDArray[Any]:
    return np.zeros((size, *units.shape[1:]), units.dtype)
