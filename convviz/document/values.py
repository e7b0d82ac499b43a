"""An array that shares its numbers with those it was edited from."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

Number = int | float
Edit = tuple[tuple[int, ...], Number]

_MANY_EDITS = 256
_SMALL = 4096
_INT64 = np.iinfo(np.int64)


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
    asked
        The shape that a draft asks for while no such array can be made, else
        None. It may say anything; `base` keeps the numbers there are.
    """

    base: NDArray[Any]
    edits: tuple[Edit, ...] = ()
    asked: tuple[int, ...] | None = None
    # The edited array, held weakly: snapshots in the history must not keep one each.
    _whole: list[ref[NDArray[Any]]] = field(default_factory=list, repr=False)

    @classmethod
    def unmade(cls, axes: int) -> Values:
        """Return what stands for an array of so many axes before it is made: no numbers."""
        return cls(np.zeros((0,) * axes, np.int64))

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the array, or the one asked for."""
        return self.base.shape if self.asked is None else self.asked

    def array(self) -> NDArray[Any]:
        """Return the array there is with its edits, read-only."""
        known = self._whole[-1]() if self._whole else None
        if known is not None:
            return known
        whole = _frozen(_edited(self.base, self.edits))
        self._whole[:] = [ref(whole)]
        return whole

    def with_cell(self, index: tuple[int, ...], number: Number) -> Values:
        """Return the same array with one number changed."""
        edit = (index, _holdable(number))
        if len(self.edits) < _MANY_EDITS:
            return Values(self.base, (*self.edits, edit), self.asked)
        return Values(self.array(), (edit,), self.asked)

    def asking(self, shape: tuple[int, ...]) -> Values:
        """Return the same numbers with another shape asked for."""
        if shape == self.shape:
            return self
        return Values(self.base, self.edits, None if shape == self.base.shape else shape)

    def same(self, other: Values) -> bool:
        """Return whether two hold the same numbers; large arrays only if they are one."""
        if self is other or (self.base is other.base and self.edits == other.edits):
            return self.asked == other.asked
        if self.base.size > _SMALL or self.shape != other.shape:
            return False
        mine, others = self.array(), other.array()
        return mine.dtype == others.dtype and mine.tobytes() == others.tobytes()


def _holdable(number: Number) -> Number:
    """Return a number that arrays can hold: whole numbers beyond 64 bits become floats."""
    if isinstance(number, float) or _INT64.min <= number <= _INT64.max:
        return number
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


def _edited(base: NDArray[Any], edits: tuple[Edit, ...]) -> NDArray[Any]:
    if not edits:
        return base
    whole = base.astype(_wide_enough(base.dtype, [number for _, number in edits]))
    for index, number in edits:
        whole[index] = number
    return whole


def _wide_enough(dtype: np.dtype[Any], numbers: list[Number]) -> np.dtype[Any]:
    """Return the smallest change of a number type that holds the edited cells too."""
    if dtype.kind not in "iu":
        return dtype
    if any(isinstance(number, float) for number in numbers):
        return np.dtype(np.float64)
    limits = np.iinfo(dtype)
    if limits.min <= min(numbers) and max(numbers) <= limits.max:
        return dtype
    return np.dtype(np.float64 if dtype == np.uint64 else np.int64)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view
