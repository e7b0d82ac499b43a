"""Transposed convolution over any number of axes, summed in the order of its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.kinds import sum_kind
from convviz.engine.spans import blocks, stamps_on
from convviz.engine.summing import go_on
from convviz.layers.reading import Reading, Stamps
from convviz.layers.shapes import reading
from convviz.layers.transposed import ConvTranspose

# Numbers of the output computed at once: their sum and one product stay in a core's cache.
_BLOCK = 1 << 16
# Rows of at least so many numbers are worth NumPy's loop over each.
_LONG = 256


def convolve_transposed(
    layer: ConvTranspose,
    x: NDArray[Any],
    weight: NDArray[Any],
    bias: NDArray[Any] | None,
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the output of a concrete layer; nothing is checked.

    Each number adds its products in the order of the inputs that they come from:
    channels slowest, last axis fastest; then the bias; one rounding after each.

    Parameters
    ----------
    layer
        The layer.
    x
        Shape (in_channels, *spatial).
    weight
        Shape (in_channels, out_channels / groups, *kernel_size).
    bias
        Shape (out_channels,), or None.
    progress
        Told the share that is done; answers whether to go on.

    Raises
    ------
    convviz.errors.Cancelled
        `progress` answered False.
    """
    axes = reading(layer, x.shape[1:])
    dtype = sum_kind(layer.taps, x, weight, added=bias)
    out = np.empty((layer.out_channels, *(axis.count for axis in axes)), dtype)
    if layer.flipped:
        weight = np.flip(weight, tuple(range(2, weight.ndim)))
    x, weight = x.astype(dtype, copy=False), weight.astype(dtype, copy=False)
    # Infinities and what comes of them are results like others.
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for share in _stamp(layer, axes, x, weight, out):
            go_on(progress, share)
        clear_unreached(out, axes)
        if bias is not None:
            out += bias.astype(dtype, copy=False).reshape(-1, *(1,) * layer.axes)
    return out


def clear_unreached(out: NDArray[Any], axes: tuple[Reading, ...]) -> None:
    """Write 0 to the output cells (channels, *spatial) that no stamp reaches."""
    for number, axis in enumerate(axes, start=1):
        assert isinstance(axis, Stamps)  # noqa: S101 - a transposed convolution's are
        out[(*(slice(None),) * number, stamps_on(axis) == 0)] = 0


@dataclass(frozen=True, slots=True)
class _Phase:
    """Every S-th output of an axis: these get from as many inputs, with the same taps.

    Attributes
    ----------
    first, stride
        The first output, and how far they are apart.
    count
        How many there are.
    taps
        For each tap, the last first: which one, and which input the first output
        gets from with it (the next output from the next input).
    size
        Number of inputs.
    """

    first: int
    stride: int
    count: int
    taps: tuple[tuple[int, int], ...]
    size: int

    def met(self, part: slice, offset: int) -> tuple[slice, slice]:
        """Return which of a part's outputs get from inputs with a tap, and from which."""
        start = max(part.start, -offset)
        stop = max(min(part.stop, self.size - offset), start)
        return (
            slice(start - part.start, stop - part.start),
            slice(start + offset, stop + offset),
        )

    def outputs(self, part: slice) -> slice:
        """Return where a part's outputs are."""
        first = self.first + part.start * self.stride
        last = self.first + (part.stop - 1) * self.stride
        return slice(first, last + 1, self.stride)


def _phases(axis: Reading) -> list[_Phase]:
    assert isinstance(axis, Stamps)  # noqa: S101 - a transposed convolution's are
    found = []
    for first in range(min(axis.stride, axis.count)):
        taps = []
        for tap in reversed(range(axis.kernel)):
            offset, rest = divmod(first + axis.before - tap * axis.dilation, axis.stride)
            if rest == 0:
                taps.append((tap, offset))
        count = -(-(axis.count - first) // axis.stride)
        found.append(_Phase(first, axis.stride, count, tuple(taps), axis.size))
    return found


def _stamp(
    layer: ConvTranspose,
    axes: tuple[Reading, ...],
    x: NDArray[Any],
    weight: NDArray[Any],
    out: NDArray[Any],
) -> Iterator[float]:
    """Write all sums to `out`; cells that nothing reaches get −0.

    Outputs that are a stride apart are a convolution of their own: their sums and
    the inputs that they read lie together in memory. Yields the share that is done.
    """
    every = list(product(*map(_phases, axes)))
    per_group, ins = layer.out_channels // layer.groups, layer.in_channels // layer.groups
    work = [(phases, group) for phases in every for group in range(layer.groups)]
    for done, (phases, group) in enumerate(work):
        shape = (per_group, *(phase.count for phase in phases))
        parts = list(blocks(shape, _BLOCK))
        for number, (outs, *cells) in enumerate(parts):
            total = np.full([at.stop - at.start for at in (outs, *cells)], -0.0, out.dtype)
            for channel in range(ins):
                yield (done + (number + channel / ins) / len(parts)) / len(work)
                at = group * ins + channel
                _add(total, x[at], weight[at, outs], phases, tuple(cells))
            into = tuple(phase.outputs(part) for phase, part in zip(phases, cells, strict=True))
            first = group * per_group
            out[(slice(first + outs.start, first + outs.stop), *into)] = total


def _add(
    total: NDArray[Any],
    x: NDArray[Any],
    weight: NDArray[Any],
    phases: tuple[_Phase, ...],
    cells: tuple[slice, ...],
) -> None:
    """Add one input channel's products to a part of one phase's outputs."""
    term = np.empty_like(total)
    add = _add_short if len(total) > 1 and total.shape[-1] < _LONG else _add_long
    for taps in product(*(phase.taps for phase in phases)):
        met = [
            phase.met(part, offset)
            for phase, part, (_, offset) in zip(phases, cells, taps, strict=True)
        ]
        outputs, inputs = zip(*met, strict=True)
        at: tuple[Any, ...] = (slice(None), *(tap for tap, _ in taps))
        add(total, term, outputs, x[inputs], weight[at])


def _add_long(
    total: NDArray[Any],
    term: NDArray[Any],
    outputs: tuple[slice, ...],
    x: NDArray[Any],
    scale: NDArray[Any],
) -> None:
    """Add products where they are; `term` is room for them."""
    sums = total[(slice(None), *outputs)]
    products = term.reshape(-1)[: sums.size].reshape(sums.shape)
    np.multiply(x, scale.reshape(-1, *(1,) * len(outputs)), out=products)
    np.add(sums, products, out=sums)


def _add_short(
    total: NDArray[Any],
    term: NDArray[Any],
    outputs: tuple[slice, ...],
    x: NDArray[Any],
    scale: NDArray[Any],
) -> None:
    """Add products everywhere, −0 where there are none: rows are one."""
    read = np.zeros(total.shape[1:], total.dtype)
    read[outputs] = x
    np.multiply(read.reshape(-1), scale[:, None], out=term.reshape(len(term), -1))
    for axis, at in enumerate(outputs, start=1):
        ahead = (slice(None),) * axis
        term[(*ahead, slice(0, at.start))] = -0.0
        term[(*ahead, slice(at.stop, None))] = -0.0
    np.add(total, term, out=total)
