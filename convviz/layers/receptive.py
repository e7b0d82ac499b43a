"""Receptive fields of a chain of layers.

The recurrences are those of A. Araujo, W. Norris and J. Sim, "Computing Receptive
Fields of Convolutional Neural Networks", Distill 2019, with the dilation in the
kernel's span; its indices begin at 1, ours at 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import get_args

from convviz.errors import ConvvizError, InvalidLayer, Problem
from convviz.layers.concrete import concrete
from convviz.layers.construct import require_layer
from convviz.layers.folding import Fold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import spatial_output
from convviz.layers.transposed import ConvTranspose
from convviz.layers.words import counted_axes


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """What one unit sees of the input, for each axis.

    Attributes
    ----------
    size
        Input cells from the first to the last that it can see.
    jump
        Input cells between neighbouring units (the cumulative stride).
    start
        Centre of the first unit's field, in input coordinates: the centre of
        input cell i is at i. It is a half where the field has an even size, and
        less than ``(size − 1) / 2`` by the padding before it, so that unit u sees
        the cells from ``start + u·jump − (size − 1)/2`` to
        ``start + u·jump + (size − 1)/2``, the input's or padding's.
    """

    size: tuple[int, ...]
    jump: tuple[int, ...]
    start: tuple[float, ...]


def receptive_field(
    layers: Iterable[Layer], input_size: tuple[int, ...] | None = None
) -> list[ReceptiveField]:
    """Return the receptive field after each of the layers, in their order.

    ``r_l = r_{l−1} + d_l·(k_l − 1)·j_{l−1}``, ``j_l = j_{l−1}·s_l`` and
    ``start_l = start_{l−1} + (d_l·(k_l − 1)/2 − p_l)·j_{l−1}`` with p the padding
    before the axis, from size 1, jump 1, start 0. Padding as a layer is a kernel of 1
    with padding; a global pool, or an adaptive one whose parts are equal, a pool.

    Parameters
    ----------
    layers
        Valid layers with the same number of axes, each reading the one before.
    input_size
        Spatial sizes of the first layer's input: only needed for adaptive pools, and
        where a dialect's ``same`` padding depends on it.

    Raises
    ------
    convviz.errors.InvalidLayer
        A layer has another number of axes than the first, or takes another number
        of channels than the one before gives.
    convviz.errors.ConvvizError
        Neighbouring units don't see equal parts at equal distances, as after a
        transposed convolution, or the input's size is needed and not given.
    TypeError
        Something else than layers was given.

    Examples
    --------
    >>> from convviz.layers import Conv2d
    >>> [field.size for field in receptive_field([Conv2d(1, 1, 3)] * 3)]
    [(3, 3), (5, 5), (7, 7)]
    """
    if isinstance(layers, get_args(Layer)) or not isinstance(layers, Iterable):
        raise TypeError("receptive_field takes a list of layers, as in receptive_field([layer])")
    fields: list[ReceptiveField] = []
    channels: int | None = None
    size = input_size
    for number, layer in enumerate(layers, start=1):
        require_layer(layer)
        last = fields[-1] if fields else _identity(layer.axes)
        if layer.axes != len(last.size):
            message = (
                f"layer {number} has {counted_axes(layer.axes)}, "
                f"those before it {len(last.size)}"
            )
            raise InvalidLayer((Problem("kernel_size", message),))
        if isinstance(layer, Weighted):
            if channels not in {None, layer.in_channels}:
                message = (
                    f"layer {number} takes {layer.in_channels} channels, "
                    f"the one before gives {channels}"
                )
                raise InvalidLayer((Problem("in_channels", message),))
            channels = layer.out_channels
        windows = _windows(layer, size)
        if isinstance(windows, str):
            raise ConvvizError(f"layer {number} {windows}")
        fields.append(_after(last, windows))
        size = None if size is None else spatial_output(layer, size)
    return fields


def field_of(layer: Layer, input_size: tuple[int, ...]) -> ReceptiveField | None:
    """Return what one unit of a layer sees, or None where that differs among them.

    Parameters
    ----------
    layer, input_size
        They are valid together; of `Unfold` a unit is a column.
    """
    windows = _windows(layer, input_size)
    return None if isinstance(windows, str) else _after(_identity(layer.axes), windows)


@dataclass(frozen=True, slots=True)
class _Windows:
    """Windows of one axis: cells from a window's first to its last, stride, padding before."""

    reach: int
    stride: int
    before: int


def _windows(layer: Layer, size: tuple[int, ...] | None) -> list[_Windows] | str:
    """Return each axis's windows, or why there are none that are alike, in words."""
    match layer:
        case ConvTranspose():
            return (
                "is a transposed convolution: its units see different numbers of cells, "
                "which no size, jump and start tell"
            )
        case Fold():
            return "folds a matrix: its rows and columns are no places of an input"
        case Pad():
            return [_Windows(0, 1, before) for before, _ in layer.padding]
        case AdaptivePool():
            return _parts(layer, size)
    named = layer.padding in {"same", "same_lower"}
    if named and (layer.dialect != "pytorch" or isinstance(layer, Pool)):
        if size is None:
            return f"has padding {layer.padding!r}, which depends on the input's size: give it"
        layer = concrete(layer, size)
    rows = zip(layer.effective_kernel, layer.stride, layer.pads, strict=True)
    return [_Windows(span - 1, stride, before) for span, stride, (before, _) in rows]


def _parts(layer: AdaptivePool, size: tuple[int, ...] | None) -> list[_Windows] | str:
    if size is None:
        return "is an adaptive pool, whose parts depend on the input's size: give it"
    counts = spatial_output(layer, size)
    for length, count in zip(size, counts, strict=True):
        if length % count:
            return (
                f"is an adaptive pool with unequal parts: {length} mod {count} = {length % count}"
            )
    parts = [length // count for length, count in zip(size, counts, strict=True)]
    return [_Windows(part - 1, part, 0) for part in parts]


def _identity(axes: int) -> ReceptiveField:
    return ReceptiveField((1,) * axes, (1,) * axes, (0.0,) * axes)


def _after(last: ReceptiveField, windows: list[_Windows]) -> ReceptiveField:
    rows = list(zip(last.size, last.jump, last.start, windows, strict=True))
    return ReceptiveField(
        size=tuple(size + axis.reach * jump for size, jump, _, axis in rows),
        jump=tuple(jump * axis.stride for _, jump, _, axis in rows),
        start=tuple(
            _moved(start, axis.reach - 2 * axis.before, jump) for _, jump, start, axis in rows
        ),
    )


def _moved(start: float, halves: int, jump: int) -> float:
    """Return a start further by so many halves of a jump; infinite where no float holds it."""
    try:
        return start + halves * jump / 2
    except OverflowError:
        return inf if halves > 0 else -inf
