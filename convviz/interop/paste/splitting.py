"""Tensors taken apart by channels: ``chunk``, ``split``, ``narrow`` and slices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convviz.interop.paste.building import Known, Unclear
from convviz.layers import Dialect
from convviz.layers.plain import Narrow

SPLITTING = frozenset({"chunk", "split", "tensor_split", "split_with_sizes"})
"""Functions that give several tensors."""


def split_parts(
    name: str, known: Known, rest: Sequence[object], named: Mapping[str, object], dialect: Dialect
) -> list[Narrow]:
    """Return the layers that give the parts that a function takes a tensor apart in.

    Parameters
    ----------
    name
        One of `SPLITTING`.
    known
        What is known of the tensor.
    rest, named
        The function's other arguments.
    dialect
        Whose function it is: PyTorch's splits into parts of a size, others' into a number.

    Raises
    ------
    Unclear
        Another axis is split than the channels', or how many there are isn't known.
    """
    words = ("chunks", "split_size_or_sections", "split_size", "split_sizes", "sections",
             "indices_or_sections", "num_or_size_splits")  # fmt: skip
    how = rest[0] if rest else next((named[word] for word in words if word in named), None)
    axis = rest[1] if len(rest) > 1 else named.get("dim", named.get("axis", 0))
    _require_channels(axis, known, dialect)
    channels = known.channels
    if channels is None:
        raise Unclear("how many channels there are to split isn't known here")
    return narrowed(_sizes(name, how, channels, dialect))


def narrow_part(
    known: Known, rest: Sequence[object], named: Mapping[str, object]
) -> Narrow:
    """Return the layer that PyTorch's ``narrow(dim, start, length)`` is.

    Raises
    ------
    Unclear
        It narrows another axis, or a number isn't known.
    """
    dim, start, length = (
        rest[at] if len(rest) > at else named.get(word)
        for at, word in enumerate(("dim", "start", "length"))
    )
    _require_channels(dim, known, "pytorch")
    if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length < 1:
        raise Unclear("which channels it takes isn't known here")
    return Narrow(start, length)


def channel_slice(first: int | None, last: int | None, channels: int | None) -> Narrow | None:
    """Return the layer that a slice of channels is; None for all of them.

    Raises
    ------
    Unclear
        How many there are isn't known, or none is left.
    """
    if channels is None:
        if last is not None and (first or 0) >= 0 and last > (first or 0):
            return Narrow(first or 0, last - (first or 0))
        raise Unclear("which channels it takes hangs on how many there are, which isn't known")
    kept = range(channels)[slice(first, last)]
    if not kept:
        raise Unclear(f"it takes none of {channels} channels")
    return None if len(kept) == channels else Narrow(kept.start, len(kept))


def is_channels(axis: object, known: Known, dialect: Dialect) -> bool:
    """Return whether an axis is the channels': PyTorch's second, others' last."""
    there = None if known.axes is None else known.axes + 2
    if not isinstance(axis, int):
        return False
    if dialect == "pytorch":
        return axis == 1 or (there is not None and axis == 1 - there)
    return axis == -1 or (there is not None and axis == there - 1)


def are_places(axes: Sequence[object], known: Known, dialect: Dialect) -> bool:
    """Return whether axes are all the spatial ones, as far as it is known how many there are."""
    numbers = [axis for axis in axes if isinstance(axis, int)]
    count = len(axes) if known.axes is None else known.axes
    first = 2 if dialect == "pytorch" else 1
    places = {axis % (count + 2) for axis in numbers}
    return len(numbers) == len(axes) and places == {*range(first, first + count)}


def _require_channels(axis: object, known: Known, dialect: Dialect) -> None:
    """Return if an axis is the channels'.

    Raises
    ------
    Unclear
        It isn't, or isn't known.
    """
    if not is_channels(axis, known, dialect):
        raise Unclear("only channels can be taken apart")


def _sizes(name: str, how: object, channels: int, dialect: Dialect) -> list[int]:
    """Return how many channels each part has."""
    many = how if isinstance(how, list | tuple) else ()
    counts = [size for size in many if isinstance(size, int)]
    if many and len(counts) == len(many) and name != "tensor_split" and dialect != "jax":
        left = channels - sum(size for size in counts if size > 0)
        return [left if size == -1 else size for size in counts]
    if not isinstance(how, int) or how < 1:
        raise Unclear("how it is taken apart isn't known here")
    if name == "tensor_split":
        return [channels // how + (at < channels % how) for at in range(how)]
    if name == "chunk":
        each = -(-channels // how)
    elif dialect == "pytorch":
        each = how
    else:
        each = channels // how
    return [min(each, channels - first) for first in range(0, channels, each)]


def narrowed(sizes: Sequence[int]) -> list[Narrow]:
    """Return the layers that give parts of so many channels each, one after the other.

    Raises
    ------
    Unclear
        A part has none.
    """
    if min(sizes, default=0) < 1:
        raise Unclear("a part of no channels")
    return [Narrow(sum(sizes[:at]), size) for at, size in enumerate(sizes)]
