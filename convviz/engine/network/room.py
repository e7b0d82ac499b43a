"""What of a network is too large to be held; told before any of it is made."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from convviz.errors import ConvvizError
from convviz.limits import MAX_NUMBERS, memory, times


def require_room(shapes: Iterable[tuple[str, tuple[int, ...]]]) -> None:
    """Return if arrays of some shapes can be held.

    Parameters
    ----------
    shapes
        What each is called, and its shape.

    Raises
    ------
    convviz.errors.ConvvizError
        One of them has more numbers than memory is meant to hold.
    """
    for name, shape in shapes:
        if prod(shape) > MAX_NUMBERS:
            raise ConvvizError(
                f"{name} would be {times(shape)}, {memory(shape)}: "
                f"convviz takes at most {memory((MAX_NUMBERS,))}"
            )
