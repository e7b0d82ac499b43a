"""The largest number of each window, and where it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.kinds import lowest
from convviz.engine.padding import pad
from convviz.engine.spans import Span
from convviz.engine.summing import go_on
from convviz.layers.conv import Pair

NOWHERE = -1
"""The index of a maximum in a window that reads nothing but padding."""


def largest(
    values: NDArray[Any],
    spans: tuple[Span, ...],
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the largest number of each window, of the kind of the input's.

    What is no number counts as the largest.

    Parameters
    ----------
    values
        Shape (channels, *padded); padding is the lowest of the kind.
    spans
        What the outputs of each axis read.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    if values.dtype.kind == "f" and (np.signbit(values) & (values == 0)).any():
        return _chosen(values, None, spans, progress)[0]  # 0 and −0: the first one
    for axis, span in reversed(list(enumerate(spans, start=1))):
        ahead = (slice(None),) * axis
        found: NDArray[Any] | None = None
        for tap in range(span.taps):
            go_on(progress, _share(spans, axis, tap))
            outputs, cells = span.met(tap)
            met = values[(*ahead, cells)]
            if found is None:
                found = met.copy()  # every output reads with its first tap
            else:
                found[(*ahead, outputs)] = np.maximum(found[(*ahead, outputs)], met)
        assert found is not None  # noqa: S101 - every output reads a cell
        values = found
    return values


def places_of_largest(
    x: NDArray[Any],
    pads: tuple[Pair, ...],
    spans: tuple[Span, ...],
    progress: Progress | None = None,
) -> NDArray[np.int64]:
    """Return which cell of the spatial input, counted row by row, each maximum is.

    The first of equal ones; where some are no numbers, the last of these, as in
    PyTorch; −1 in a window of padding alone.

    Parameters
    ----------
    x
        Shape (channels, *spatial), without its padding.
    pads
        (before, after) cells of it for each spatial axis.
    spans, progress
        As for `largest`.
    """
    values = pad(x, pads, "constant", lowest(x.dtype))
    numbers = np.arange(x[0].size, dtype=np.int64).reshape(1, *x.shape[1:])
    places = pad(numbers, pads, "constant", NOWHERE)
    return _chosen(values, places, spans, progress)[1]


def running(values: NDArray[Any]) -> NDArray[np.intp]:
    """Return which is the largest of the first one, the first two, … as `largest` chooses."""
    before = np.maximum.accumulate(values)[:-1]
    better = np.concatenate([[True], (values[1:] > before) | (values[1:] != values[1:])])
    return np.maximum.accumulate(np.where(better, np.arange(len(values)), 0))


def _chosen(
    values: NDArray[Any],
    places: NDArray[np.int64] | None,
    spans: tuple[Span, ...],
    progress: Progress | None,
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the largest and their places, axis by axis, the last axis first.

    The first of the rows with the largest, and in it the first: the same as the
    first of all.
    """
    if places is None:
        places = np.zeros((1,) * values.ndim, np.int64)
    places = np.broadcast_to(places, values.shape)
    for axis, span in reversed(list(enumerate(spans, start=1))):
        ahead = (slice(None),) * axis
        shape = (*values.shape[:axis], len(span.first), *values.shape[axis + 1 :])
        best, best_place = np.empty(shape, values.dtype), np.empty(shape, np.int64)
        for tap in range(span.taps):
            go_on(progress, _share(spans, axis, tap))
            outputs, cells = (*ahead, span.met(tap)[0]), (*ahead, span.met(tap)[1])
            met, place = values[cells], places[cells]
            if tap == 0:
                best[outputs], best_place[outputs] = met, place
                continue
            old, old_place = best[outputs], best_place[outputs]
            real = place != NOWHERE
            better = real & ((met > old) | (met != met) | (old_place == NOWHERE))  # noqa: PLR0124
            best[outputs] = np.where(better, met, old)
            best_place[outputs] = np.where(better, place, old_place)
        values, places = best, best_place
    return values, places


def _share(spans: tuple[Span, ...], axis: int, tap: int) -> float:
    """Return the share that is done when an axis has come to a tap."""
    after = sum(span.taps for span in spans[axis:])
    return (after + tap) / sum(span.taps for span in spans)
