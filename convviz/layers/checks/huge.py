"""Numbers that no framework could hold: they are refused before anything is reckoned with them."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.errors import Fix, Problem
from convviz.layers.layer import Layer, Weighted
from convviz.layers.words import axis_name, field_name
from convviz.limits import MAX_PARAMETER

_PER_AXIS = ("kernel_size", "stride", "dilation", "output_padding", "output_size", "padding")
_CHANNELS = ("in_channels", "out_channels", "groups")
_USUAL: dict[str, int | None] = {
    "output_padding": 0, "padding": 0, "divisor_override": None, "norm_type": 2
}
"""What takes a number's place where that isn't 1."""
_NAMES = {"divisor_override": "divisor"}
_DIGITS_SHOWN = 12


def of_huge(layer: Layer) -> Iterator[Problem]:
    """Yield the numbers of a layer that are larger than `MAX_PARAMETER` in size."""
    for field in _PER_AXIS:
        values = getattr(layer, field, ())
        # Of another number of axes than the kernel has that alone is told.
        if not isinstance(values, str) and len(values) == layer.axes:
            yield from _along_axes(layer, field, values)
    for field in (*_CHANNELS, "divisor_override", "norm_type"):
        value = getattr(layer, field, None)
        if value is not None and _is_huge(value):
            yield _problem(field, value, "", _instead(layer, field))


def _along_axes(
    layer: Layer, field: str, values: tuple[int | tuple[int, int] | None, ...]
) -> Iterator[Problem]:
    usual = _USUAL.get(field, 1)
    mended: tuple[object, ...] = tuple(
        tuple(usual if _is_huge(side) else side for side in value)
        if isinstance(value, tuple)
        else usual if value is not None and _is_huge(value) else value
        for value in values
    )
    for axis, value in enumerate(values):
        sides = value if isinstance(value, tuple) else (value,)
        found = [side for side in sides if side is not None and _is_huge(side)]
        if found:
            along = f" along the {axis_name(layer.axes, axis)}"
            fix = Fix(f"{field_name(field)} {usual}", ((field, mended),))
            yield _problem(field, found[0], along, fix, axis)


def _instead(layer: Layer, field: str) -> Fix:
    """Return the change to a usual number; of channels to one that the groups divide."""
    usual = _USUAL.get(field, 1)
    if isinstance(layer, Weighted) and field in {"in_channels", "out_channels"}:
        usual = layer.groups if 1 <= layer.groups <= MAX_PARAMETER else 1
    said = f"no {_name(field)}" if usual is None else f"{_name(field)} {usual}"
    return Fix(said, ((field, usual),))


def _problem(field: str, value: float, along: str, fix: Fix, axis: int | None = None) -> Problem:
    bound = f"at most {MAX_PARAMETER}" if value > 0 else f"at least -{MAX_PARAMETER}"
    return Problem(
        field,
        f"{_name(field)} {_shortened(value)}{along}: {bound} is possible",
        axis,
        (fix,),
        "huge",
    )


def _name(field: str) -> str:
    return _NAMES.get(field, field_name(field))


def _is_huge(value: float) -> bool:
    """Return whether a number is too large; the infinite power of a norm isn't."""
    return abs(value) > MAX_PARAMETER and value not in {float("inf"), -float("inf")}


def _shortened(value: float) -> str:
    """Return a number's first digits, which Python writes of no number of thousands."""
    if not isinstance(value, int):
        return f"{value:g}"
    rest = max(int(abs(value).bit_length() * 0.30103) - _DIGITS_SHOWN, 0)
    sign = "-" if value < 0 else ""
    digits = str(abs(value) // 10**rest)
    return f"{sign}{digits}…" if rest else f"{sign}{digits}"
