"""Sums of windows: floats in the order of their terms, integers axis by axis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.spans import Span, blocks, grid, picked
from convviz.errors import Cancelled

# Numbers of the output computed at once: they stay in a core's cache.
_BLOCK = 1 << 16


def added(
    values: NDArray[Any], spans: tuple[Span, ...], progress: Progress | None = None
) -> NDArray[Any]:
    """Return the sum of what each output reads, shape (channels, *outputs).

    Floats are added in the order of their terms, the last axis fastest, one
    rounding at a time; integers, which don't round, axis by axis.

    Parameters
    ----------
    values
        Shape (channels, *padded), of the kind of number that the sums are.
    spans
        What the outputs of each axis read.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    counts = tuple(len(span.first) for span in spans)
    out = np.empty((len(values), *counts), values.dtype)
    taps = [span.taps for span in spans]
    if prod(counts) < (prod(taps) if values.dtype.kind == "f" else sum(taps)):
        work = _cell_by_cell(out, values, spans)
    elif values.dtype.kind != "f":
        work = _axis_by_axis(out, values, spans)
    else:
        work = _tap_by_tap(out, values, spans)
    # Infinities and what comes of them are results like others.
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for share in work:
            go_on(progress, share)
    return out


def go_on(progress: Progress | None, share: float) -> None:
    """Return if work that is done to such a share is to go on.

    Raises
    ------
    convviz.errors.Cancelled
        It isn't.
    """
    if progress is not None and not progress(share):
        raise Cancelled("the computation was cancelled")


def _axis_by_axis(
    out: NDArray[Any], values: NDArray[Any], spans: tuple[Span, ...]
) -> Iterator[float]:
    taps = sum(span.taps for span in spans)
    done = 0
    for axis, span in reversed(list(enumerate(spans, start=1))):
        shape = (*values.shape[:axis], len(span.first), *values.shape[axis + 1 :])
        total = np.zeros(shape, values.dtype)
        for tap in range(span.taps):
            yield done / taps
            done += 1
            ahead = (slice(None),) * axis
            outputs, cells = span.met(tap)
            total[(*ahead, outputs)] += values[(*ahead, cells)]
        values = total
    out[...] = values


def _cell_by_cell(
    out: NDArray[Any], values: NDArray[Any], spans: tuple[Span, ...]
) -> Iterator[float]:
    """Few outputs that read much: NumPy adds up in order along an axis with accumulate."""
    number = 0
    for at in product(*map(range, out.shape[1:])):
        cut = tuple(span.cells(place) for span, place in zip(spans, at, strict=True))
        for channel in range(len(values)):
            yield number / out.size
            number += 1
            read = values[channel][cut].ravel()
            out[(channel, *at)] = np.add.accumulate(read)[-1]


def _tap_by_tap(
    out: NDArray[Any], values: NDArray[Any], spans: tuple[Span, ...]
) -> Iterator[float]:
    parts = list(blocks(out.shape, _BLOCK))
    for done, (channels, *outputs) in enumerate(parts):
        within = [span[at] for span, at in zip(spans, outputs, strict=True)]
        met = [[span.met(tap) for tap in range(span.taps)] for span in within]
        # A first term of −0 stays what it is only where 0 isn't added to it.
        total = np.full(out[(channels, *outputs)].shape, -0.0, out.dtype)
        x = values[channels]
        for number, places in enumerate(product(*met)):
            if number % 64 == 0:
                yield (done + number / prod(map(len, met))) / len(parts)
            read = picked(x, tuple(cells for _, cells in places))
            into = grid((slice(0, len(x)), *(outputs for outputs, _ in places)))
            total[into] += read
        out[(channels, *outputs)] = total
