"""Transposed convolution over any number of axes, summed in the order of its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress, convolve
from convviz.engine.kinds import sum_kind
from convviz.engine.spans import blocks, stamps_on
from convviz.engine.summing import go_on
from convviz.layers.conv import Conv
from convviz.layers.reading import Reading, Stamps
from convviz.layers.shapes import reading
from convviz.layers.transposed import ConvTranspose

# Numbers of the output computed at once: their sum and one product stay in a core's cache.
_BLOCK = 1 << 16
# Rows of at least so many numbers are worth NumPy's loop over each.
_LONG = 256
# So many numbers of the output are worth a convolution.
_WORTH = 256
# Products that are computed before it is asked whether to go on.
_WORK = 1 << 26


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

    @property
    def apart(self) -> int:
        """How far the inputs of neighbouring taps are apart."""
        return self.taps[1][1] - self.taps[0][1] if len(self.taps) > 1 else 1

    @property
    def inner(self) -> slice:
        """The outputs for which all taps meet inputs; empty where there is no tap."""
        if not self.taps:
            return slice(0, 0)
        start = min(max(-self.taps[0][1], 0), self.count)
        return slice(start, max(min(self.size - self.taps[-1][1], self.count), start))

    def read(self, part: slice) -> slice:
        """Return the inputs that some of the inner outputs get from."""
        return slice(part.start + self.taps[0][1], part.stop + self.taps[-1][1])

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

    Outputs that are a stride apart are a convolution of their own, and are computed
    as that where all taps meet inputs. Yields the share that is done.
    """
    every = list(product(*map(_phases, axes)))
    for done, phases in enumerate(every):
        inner = tuple(phase.inner for phase in phases)
        borders = [tuple(slice(0, phase.count) for phase in phases)]
        parts = []
        if prod(at.stop - at.start for at in inner) >= _WORTH:
            parts = [_inside(layer, phases, inner, x, weight, out)]
            borders = list(_around(phases, inner))
        parts += [_at_border(layer, phases, border, x, weight, out) for border in borders]
        for number, part in enumerate(parts):
            for share in part:
                yield (done + (number + share) / len(parts)) / len(every)


def _inside(
    layer: ConvTranspose,
    phases: tuple[_Phase, ...],
    inner: tuple[slice, ...],
    x: NDArray[Any],
    weight: NDArray[Any],
    out: NDArray[Any],
) -> Iterator[float]:
    """Write the sums of one phase where all taps meet inputs, some rows at once."""
    conv = Conv(
        layer.in_channels, layer.out_channels, tuple(len(phase.taps) for phase in phases),
        (1,) * layer.axes, ((0, 0),) * layer.axes, tuple(phase.apart for phase in phases),
        layer.groups, bias=False,
    )  # fmt: skip
    taps = np.ix_(*([tap for tap, _ in phase.taps] for phase in phases))
    at_taps: tuple[Any, ...] = (slice(None), slice(None), *taps)
    picked = weight[at_taps]
    grouped = picked.reshape(layer.groups, -1, *picked.shape[1:]).swapaxes(1, 2)
    kernel = grouped.reshape(conv.weight_shape)
    row = layer.out_channels * prod(at.stop - at.start for at in inner[1:])
    rows = max(1, min(_BLOCK * 16 // row, _WORK // (row * conv.taps)))
    starts = range(inner[0].start, inner[0].stop, rows)
    for done, start in enumerate(starts):
        yield done / len(starts)
        part = (slice(start, min(start + rows, inner[0].stop)), *inner[1:])
        read = tuple(phase.read(at) for phase, at in zip(phases, part, strict=True))
        into = tuple(phase.outputs(at) for phase, at in zip(phases, part, strict=True))
        out[(slice(None), *into)] = convolve(conv, x[(slice(None), *read)], kernel, None)


def _around(phases: tuple[_Phase, ...], inner: tuple[slice, ...]) -> Iterator[tuple[slice, ...]]:
    """Yield the parts of one phase around its inner part."""
    for axis, (phase, at) in enumerate(zip(phases, inner, strict=True)):
        rest = tuple(slice(0, other.count) for other in phases[axis + 1 :])
        for side in (slice(0, at.start), slice(at.stop, phase.count)):
            if side.stop > side.start:
                yield (*inner[:axis], side, *rest)


def _at_border(
    layer: ConvTranspose,
    phases: tuple[_Phase, ...],
    border: tuple[slice, ...],
    x: NDArray[Any],
    weight: NDArray[Any],
    out: NDArray[Any],
) -> Iterator[float]:
    """Write the sums of a part of one phase, each tap where it meets inputs."""
    per_group, ins = layer.out_channels // layer.groups, layer.in_channels // layer.groups
    shape = (per_group, *(at.stop - at.start for at in border))
    parts = list(product(range(layer.groups), blocks(shape, _BLOCK)))
    for number, (group, (outs, *within)) in enumerate(parts):
        cells = tuple(
            slice(at.start + inner.start, at.start + inner.stop)
            for at, inner in zip(border, within, strict=True)
        )
        total = np.full([at.stop - at.start for at in (outs, *cells)], -0.0, out.dtype)
        for channel in range(group * ins, (group + 1) * ins):
            yield (number + (channel % ins) / ins) / len(parts)
            _add(total, x[channel], weight[channel, outs], phases, cells)
        into = tuple(phase.outputs(at) for phase, at in zip(phases, cells, strict=True))
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
