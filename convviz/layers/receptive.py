"""Receptive fields of a chain of layers.

The recurrences are those of A. Araujo, W. Norris and J. Sim, "Computing Receptive
Fields of Convolutional Neural Networks", Distill 2019, with the dilation in the
kernel's span; its indices begin at 1, ours at 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from convviz.errors import InvalidLayer, Problem
from convviz.layers.construct import require_layer
from convviz.layers.conv import Conv
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


def receptive_field(layers: Iterable[Conv]) -> list[ReceptiveField]:
    """Return the receptive field after each of the layers, in their order.

    ``r_l = r_{l−1} + d_l·(k_l − 1)·j_{l−1}``, ``j_l = j_{l−1}·s_l`` and
    ``start_l = start_{l−1} + (d_l·(k_l − 1)/2 − p_l)·j_{l−1}`` with p the padding
    before the axis, from size 1, jump 1, start 0.

    Parameters
    ----------
    layers
        Valid layers with the same number of axes, each reading the one before.

    Raises
    ------
    convviz.errors.InvalidLayer
        A layer has another number of axes than the first, or takes another number
        of channels than the one before gives.
    TypeError
        Something else than layers was given.

    Examples
    --------
    >>> from convviz.layers import Conv2d
    >>> [field.size for field in receptive_field([Conv2d(1, 1, 3)] * 3)]
    [(3, 3), (5, 5), (7, 7)]
    """
    if isinstance(layers, Conv) or not isinstance(layers, Iterable):
        raise TypeError("receptive_field takes a list of layers, as in receptive_field([layer])")
    fields: list[ReceptiveField] = []
    channels: int | None = None
    for number, layer in enumerate(layers, start=1):
        require_layer(layer)
        last = fields[-1] if fields else _identity(layer.axes)
        if layer.axes != len(last.size):
            message = (
                f"layer {number} has {counted_axes(layer.axes)}, "
                f"those before it {len(last.size)}"
            )
            raise InvalidLayer((Problem("kernel_size", message),))
        if channels not in {None, layer.in_channels}:
            message = (
                f"layer {number} takes {layer.in_channels} channels, "
                f"the one before gives {channels}"
            )
            raise InvalidLayer((Problem("in_channels", message),))
        channels = layer.out_channels
        fields.append(_after(last, layer))
    return fields


def _identity(axes: int) -> ReceptiveField:
    return ReceptiveField((1,) * axes, (1,) * axes, (0.0,) * axes)


def _after(last: ReceptiveField, layer: Conv) -> ReceptiveField:
    spans = [effective - 1 for effective in layer.effective_kernel]
    return ReceptiveField(
        size=tuple(
            size + span * jump for size, span, jump in zip(last.size, spans, last.jump, strict=True)
        ),
        jump=tuple(jump * stride for jump, stride in zip(last.jump, layer.stride, strict=True)),
        start=tuple(
            _moved(start, span - 2 * before, jump)
            for start, span, (before, _), jump in zip(
                last.start, spans, layer.pads, last.jump, strict=True
            )
        ),
    )


def _moved(start: float, halves: int, jump: int) -> float:
    """Return a start further by so many halves of a jump; infinite where no float holds it."""
    try:
        return start + halves * jump / 2
    except OverflowError:
        return inf if halves > 0 else -inf
