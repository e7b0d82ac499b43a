"""What people call the parameters and axes of a layer."""

from __future__ import annotations

_AXIS_NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


def axis_name(axes: int, axis: int) -> str:
    """Return what people call one axis: height, width, … ."""
    return _AXIS_NAMES[axes][axis] if axes in _AXIS_NAMES else f"axis {axis}"


def axis_names(axes: int) -> str:
    """Return the names of all axes: ``height, width``."""
    return ", ".join(axis_name(axes, axis) for axis in range(axes))


def counted_axes(count: int) -> str:
    """Return a number of axes in words: ``1 axis``, ``2 axes``."""
    return "1 axis" if count == 1 else f"{count} axes"


def field_name(field: str) -> str:
    """Return what people call a parameter: ``in channels`` for ``in_channels``."""
    return {"kernel_size": "kernel"}.get(field, field.replace("_", " "))


def sides(pads: tuple[int, int]) -> str:
    """Return the padding of an axis: ``1``, or ``0 before, 1 after`` where they differ."""
    before, after = pads
    return str(before) if before == after else f"{before} before, {after} after"


def sides_along(pads: tuple[tuple[int, int], ...]) -> str:
    """Return the padding of all axes, once where it is the same: ``height 1 and width 0``."""
    if len(set(pads)) == 1:
        return sides(pads[0])
    named = (f"{axis_name(len(pads), axis)} {sides(pair)}" for axis, pair in enumerate(pads))
    return " and ".join(named)


def numbers_along(numbers: tuple[int, ...]) -> str:
    """Return one number of each axis, once where it is the same: ``2``, ``2 × 1``."""
    return str(numbers[0]) if len(set(numbers)) == 1 else " × ".join(map(str, numbers))
