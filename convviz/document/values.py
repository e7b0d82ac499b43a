"""An array that shares its numbers with those it was edited from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Number = int | float


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A read-only array and the cells that were edited since.

    Editing one cell of a large picture keeps the picture and adds one pair,
    so that a long history of edits costs nothing.

    Attributes
    ----------
    base
        The array as it came; never written to.
    edits
        Pairs of an index and its new number, the later one wins.
    """

    base: NDArray[Any]
    edits: tuple[tuple[tuple[int, ...], Number], ...] = ()
    _whole: list[NDArray[Any]] = field(default_factory=list, repr=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the array."""
        return self.base.shape

    def array(self) -> NDArray[Any]:
        """Return the array with its edits, read-only."""
        if not self._whole:
            self._whole.append(_frozen(_edited(self.base, self.edits)))
        return self._whole[0]

    def with_cell(self, index: tuple[int, ...], number: Number) -> Values:
        """Return the same array with one number changed."""
        return Values(self.base, (*self.edits, (index, number)))


def _edited(
    base: NDArray[Any], edits: tuple[tuple[tuple[int, ...], Number], ...]
) -> NDArray[Any]:
    if not edits:
        return base
    fraction = any(isinstance(number, float) for _, number in edits)
    whole = base.astype(np.float64) if fraction and base.dtype.kind in "iub" else base.copy()
    for index, number in edits:
        whole[index] = number
    return whole


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view
