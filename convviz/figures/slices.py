"""Which slice of its panels a picture shows, and cells of a slice as places of their layer.

A slice is all of an array with one or two axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Axis = TypeVar("Axis", bound=Sequence[int])
Cell = tuple[int, int]
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slices:
    """The depth of the slices on show, for layers with three axes.

    Attributes
    ----------
    input
        In input coordinates: negative or beyond the size in the padding.
    kernel, output
        Counted from 0.
    """

    input: int = 0
    kernel: int = 0
    output: int = 0


def cell_of(place: Place) -> Cell:
    """Return where a place stands in its slice, as (row, column)."""
    return (place[-2] if len(place) > 1 else 0, place[-1])


def place_of(cell: Place, axes: int, depth: int) -> Place:
    """Return the place that a cell (row, column) of a slice is."""
    return (depth, *cell[-2:]) if axes > 2 else cell[-axes:]


def depth_of(place: Place) -> int:
    """Return the depth of a place, 0 without such an axis."""
    return place[0] if len(place) > 2 else 0


def depths(axes: Sequence[Axis]) -> Axis | range:
    """Return the depths of a block given by its axes."""
    return axes[0] if len(axes) > 2 else range(1)


def two(axes: Sequence[Axis]) -> tuple[Axis | range, Axis]:
    """Return rows and columns of a block given by its axes; one axis is one row."""
    return (axes[-2] if len(axes) > 1 else range(1), axes[-1])


def flat(array: NDArray[Any], depth: int = 0) -> NDArray[Any]:
    """Return one slice of an array (*spatial) as (rows, columns)."""
    return np.atleast_2d(array[depth] if array.ndim > 2 else array)
