"""What advice is, and the words and trials that all of it shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from convviz.errors import Fix
from convviz.layers import Conv, ConvTranspose, Layer, Pool, Weighted, check
from convviz.layers.check import apply_fix, axis_name
from convviz.layers.concrete import concrete

Axes = tuple[int, ...]
L = TypeVar("L", bound=Layer)
Measure = Callable[[L, tuple[int, ...], int], int]
"""How many cells along an axis a pitfall concerns, for a layer and an input's size."""

_CELLS = {"depth": "slices", "height": "rows", "width": "columns"}


@dataclass(frozen=True, slots=True)
class Advice:
    """Something about a valid layer that people rarely want.

    Attributes
    ----------
    field
        The parameter's name, as in `convviz.errors.Problem`.
    message
        One sentence with its numbers.
    fixes
        Small changes after which it is no longer so, the usual one first.
    """

    field: str
    message: str
    fixes: tuple[Fix, ...] = ()


def mending(
    measure: Measure[L], fixes: Iterable[Fix], layer: L, size: tuple[int, ...], axes: Axes
) -> tuple[Fix, ...]:
    """Return the fixes that leave a valid layer and nothing to measure along the axes."""
    found = []
    for fix in fixes:
        changed, _ = apply_fix(layer, size, fix)
        if not check(changed, (channels_of(layer), *size)) and not any(
            measure(changed, size, axis) for axis in axes
        ):
            found.append(fix)
    return tuple(found)


def channels_of(layer: Layer) -> int:
    """Return how many channels the layer takes; 1 where it takes any."""
    return layer.in_channels if isinstance(layer, Weighted) else 1


def alike(layer: Conv | ConvTranspose | Pool, size: tuple[int, ...]) -> list[Axes]:
    """Return the axes, those with the same numbers together."""
    groups: dict[tuple[object, ...], Axes] = {}
    decided = concrete(layer, size)
    extra = decided.output_padding if isinstance(decided, ConvTranspose) else (0,) * layer.axes
    numbers = (decided.pads, layer.kernel_size, layer.stride, layer.dilation, extra)
    for axis, row in enumerate(zip(size, *numbers, strict=True)):
        groups[row] = (*groups.get(row, ()), axis)
    return list(groups.values())


def counted(count: int, whole: int, axes: Axes, of_axes: int) -> str:
    """Return ``2 of 7 rows``, or ``2 of 7 rows (and columns)``."""
    return f"{count} of {whole} {cells(axes, of_axes)}"


def cells(axes: Axes, of_axes: int) -> str:
    """Return ``rows``, or ``rows (and columns)`` where two axes are alike."""
    first, *others = (_CELLS.get(axis_name(of_axes, axis), "cells") for axis in axes)
    return f"{first} (and {' and '.join(others)})" if others else first


def names(axes: Axes, of_axes: int) -> str:
    """Return ``height and width``."""
    return " and ".join(axis_name(of_axes, axis) for axis in axes)
