"""Receptive fields of a chain of layers (Araujo, Norris and Sim, Distill 2019)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convviz.layers.conv import Conv


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
        Centre of the first unit's field; the centre of input cell i is at i.
    """

    size: tuple[int, ...]
    jump: tuple[int, ...]
    start: tuple[float, ...]


def receptive_field(layers: Iterable[Conv]) -> list[ReceptiveField]:
    """Return the receptive field after each of the layers, in their order.

    ``r_l = r_{l−1} + (k_l − 1)·d_l·j_{l−1}`` and ``j_l = j_{l−1}·s_l``,
    from size 1, jump 1, start 0.

    Parameters
    ----------
    layers
        Layers with the same number of axes, each reading the one before.
    """
    fields: list[ReceptiveField] = []
    for layer in layers:
        last = (
            fields[-1]
            if fields
            else ReceptiveField((1,) * layer.axes, (1,) * layer.axes, (0.0,) * layer.axes)
        )
        fields.append(_after(last, layer))
    return fields


def _after(last: ReceptiveField, layer: Conv) -> ReceptiveField:
    spans = [effective - 1 for effective in layer.effective_kernel]
    return ReceptiveField(
        size=tuple(
            size + span * jump for size, span, jump in zip(last.size, spans, last.jump, strict=True)
        ),
        jump=tuple(jump * stride for jump, stride in zip(last.jump, layer.stride, strict=True)),
        start=tuple(
            start + (span / 2 - before) * jump
            for start, span, (before, _), jump in zip(
                last.start, spans, layer.pads, last.jump, strict=True
            )
        ),
    )
