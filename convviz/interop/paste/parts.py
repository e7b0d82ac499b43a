"""Parts of tensors: what ``x[:, :4, 1:-1]`` leaves of channels and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convviz.interop.paste.building import Known, Unclear
from convviz.interop.paste.splitting import channel_slice
from convviz.layers.plain import Narrow

_WHOLE = 2
"""Axes that stay whole: the batch and the channels."""


@dataclass(frozen=True, slots=True)
class Ends:
    """One slice: where it begins and ends, as it is written."""

    first: int | None = None
    last: int | None = None


Part = Ends | None
"""A slice along an axis; None for ``...``."""


def cut(
    known: Known, parts: Sequence[Part], *, channels_last: bool
) -> tuple[Narrow | None, tuple[tuple[int, int], ...]]:
    """Return which channels stay, and how many cells are cut off before and after each axis.

    Parameters
    ----------
    known
        What is known of the tensor.
    parts
        Between the brackets.
    channels_last
        Whether the channels are the last axis, not the second.

    Raises
    ------
    Unclear
        A size that isn't known here decides.
    """
    axes = len(parts) - _WHOLE if known.axes is None else known.axes
    whole = _filled(parts, axes + _WHOLE)
    spatial = whole[1:-1] if channels_last else whole[_WHOLE:]
    channels = whole[-1 if channels_last else 1]
    kept = None
    if channels != Ends():
        kept = channel_slice(channels.first, channels.last, known.channels)
    sizes: Sequence[int | None] = (None,) * axes if known.shape is None else known.shape[1:]
    return kept, tuple(_cells(ends, size) for ends, size in zip(spatial, sizes, strict=True))


def _filled(parts: Sequence[Part], count: int) -> list[Ends]:
    """Return a slice for each axis, those that aren't written whole."""
    at = parts.index(None) if None in parts else len(parts)
    before = [one for one in parts[:at] if one is not None]
    after = [one for one in parts[at + 1 :] if one is not None]
    if len(before) + len(after) > count:
        raise Unclear(f"{len(before) + len(after)} slices of a tensor with {count} axes")
    return [*before, *[Ends()] * (count - len(before) - len(after)), *after]


def _cells(ends: Ends, size: int | None) -> tuple[int, int]:
    """Return how many cells a slice cuts off before and after."""
    first, last = ends.first or 0, ends.last
    if first < 0:
        first = max(_of(size) + first, 0)
    if last is None:
        return first, 0
    return first, -last if last < 0 else max(_of(size) - last, 0)


def _of(size: int | None) -> int:
    if size is None:
        raise Unclear("how much this cuts off hangs on a size that isn't known here")
    return size
