"""Sizes of tensors in pasted PyTorch code: ``x.shape[2:]``, ``b, c, h, w = x.size()``.

They stay what they are, sizes of a tensor, until a number is needed: what is enlarged to
another tensor's size follows it whatever the input's.
"""

from __future__ import annotations

from collections.abc import Sequence

from convviz.interop.paste.building import Known
from convviz.interop.paste.values import NotKnown, Size, Sizes

_WHOLE = 2
"""Axes before the spatial ones: the batch and the channels."""


def size_of(sizes: Sizes, at: int, known: Known) -> Size:
    """Return one of a tensor's sizes.

    Parameters
    ----------
    sizes
        Some of them.
    at
        Which of these; below 0 from the end.
    known
        What is known of the tensor.
    """
    axis = at if at < 0 else at + sizes.first
    if axis < 0 and known.axes is not None:
        axis += known.axes + _WHOLE
    count = None
    if axis == 1:
        count = known.channels
    elif known.shape is not None and _WHOLE <= axis <= len(known.shape):
        count = known.shape[axis - 1]
    return Size(sizes.node, axis, count)


def some_of(
    sizes: Sizes, first: int | None, last: int | None, known: Known
) -> Sizes | list[Size] | None:
    """Return a slice of a tensor's sizes, None where it can't be told which those are."""
    first = first or 0
    if last is not None:
        if first < 0 <= last or last < 0 <= first:
            return None
        return [size_of(sizes, at, known) for at in range(first, last)]
    if first < 0:
        spatial = known.axes is None or known.axes == -first
        return Sizes(sizes.node, _WHOLE) if spatial else None
    return Sizes(sizes.node, sizes.first + first)


def each_of(sizes: Sizes, count: int | None, known: Known) -> list[Size] | None:
    """Return a tensor's sizes one by one, as many as there are; None where they aren't so many."""
    there = None if known.axes is None else known.axes + _WHOLE - sizes.first
    wanted = there if count is None else count
    if wanted is None or there not in {None, wanted}:
        return None
    return [size_of(sizes, at, known) for at in range(wanted)]


def same_places(value: object) -> str:
    """Return the node whose spatial sizes a value is, all in their order; empty for others."""
    if isinstance(value, Sizes):
        return value.node if value.first == _WHOLE else ""
    if not isinstance(value, list | tuple) or not value:
        return ""
    sizes = [one for one in value if isinstance(one, Size)]
    nodes, axes = {one.node for one in sizes}, [one.axis for one in sizes]
    count = len(value)
    in_order = axes in (list(range(_WHOLE, _WHOLE + count)), list(range(-count, 0)))
    return nodes.pop() if len(sizes) == count and len(nodes) == 1 and in_order else ""


def in_numbers(value: object) -> object:
    """Return a value in which sizes of tensors are numbers, NotKnown where these aren't known."""
    if isinstance(value, Size):
        return NotKnown("the size of a tensor") if value.count is None else value.count
    if isinstance(value, Sizes):
        return NotKnown("the shape of a tensor")
    if isinstance(value, list | tuple) and any(isinstance(one, Size | Sizes) for one in value):
        return type(value)(map(in_numbers, value))
    return value


def all_in_numbers(values: Sequence[object]) -> list[object]:
    """Return each of some values so."""
    return [in_numbers(value) for value in values]
