"""The smallest changes that mend a problem of a layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import gcd
from typing import Literal, TypeVar

from convviz.errors import Fix
from convviz.layers.concrete import concrete
from convviz.layers.conv import PADDING_NAMES, Conv, Pair
from convviz.layers.layer import Layer, Weighted
from convviz.layers.words import axis_name, field_name, sides

T = TypeVar("T")
L = TypeVar("L", bound=Layer)
Fault = Literal["mode", "fit"]

# A fix should be a number that someone might have meant, and found in no time.
_MOST_CHANNELS = 4096
_MOST_DIVISORS_TRIED = 4096


def apply_fix(layer: L, input_size: tuple[int, ...], fix: Fix) -> tuple[L, tuple[int, ...]]:
    """Return the layer and the input's spatial size with a fix's changes made."""
    changes = dict(fix.changes)
    size = changes.pop("input_size", input_size)
    changed: L = replace(layer, **changes)  # type: ignore[arg-type]  # they are the layer's fields
    return changed, size  # type: ignore[return-value]


def decided_pads(layer: Conv, size: tuple[int, ...]) -> tuple[Pair, ...]:
    """Return (before, after) for each axis; a dialect's own ``same`` for the input's size."""
    given = layer.dialect == "pytorch" or not isinstance(layer.padding, str)
    return layer.pads if given or min(*layer.stride, *size) < 1 else concrete(layer, size).pads


def faults(layer: Conv, size: tuple[int, ...], axis: int) -> tuple[Fault, ...]:
    """Return what keeps a layer from taking an input along one axis.

    ``"mode"``: the padding mode can't fill that much padding; ``"fit"``: the
    kernel spans more than the padded input. All numbers are positive.
    """
    most, pads = _most_padding(layer, size[axis]), decided_pads(layer, size)[axis]
    found: list[Fault] = []
    if most is not None and max(pads) > most:
        found.append("mode")
    if layer.effective_kernel[axis] > size[axis] + sum(pads):
        found.append("fit")
    return tuple(found)


def fitting(layer: Conv, size: tuple[int, ...], axis: int) -> tuple[Fix, ...]:
    """Return changes of one parameter each that make the kernel fit along an axis."""
    kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
    padded = layer.padded_size(size)[axis]
    missing = layer.effective_kernel[axis] - padded
    more = -(-missing // 2)
    before, after = layer.pads[axis]
    wider = (before + more, after + more)
    candidates = [
        Fix(f"padding {sides(wider)}", (("padding", _with_axis(layer.pads, axis, wider)),))
    ]
    # A kernel of one cell fits wherever there is one, which JAX's cropping may not leave.
    smaller = {
        "dilation": (padded - 1) // max(kernel - 1, 1),
        "kernel_size": (padded - 1) // dilation + 1,
    }
    for field, value in smaller.items():
        if value >= 1:
            values = _with_axis(getattr(layer, field), axis, value)
            candidates.append(Fix(f"{field_name(field)} {value}", ((field, values),)))
    candidates.append(_larger_input(layer, size, axis, size[axis] + missing))
    return _mending("fit", candidates, layer, size, axis)


def padding_less(layer: Conv, size: tuple[int, ...], axis: int) -> tuple[Fix, ...]:
    """Return changes that leave no more padding than its mode can fill along an axis."""
    most, pads = _most_padding(layer, size[axis]) or 0, decided_pads(layer, size)
    before, after = pads[axis]
    less = (min(before, most), min(after, most))
    needed = max(before, after) + (layer.padding_mode == "reflect")
    candidates = (
        Fix(f"padding {sides(less)}", (("padding", _with_axis(pads, axis, less)),)),
        Fix("padding mode replicate", (("padding_mode", "replicate"),)),
        _larger_input(layer, size, axis, needed),
    )
    return _mending("mode", candidates, layer, size, axis)


def least_size(layer: Conv, size: tuple[int, ...]) -> tuple[int, ...]:
    """Return the sizes with those below 1 made the smallest that the layer takes."""
    if isinstance(layer.padding, str) and layer.padding not in PADDING_NAMES:
        return tuple(max(1, length) for length in size)
    reflected = layer.padding_mode == "reflect"
    filled = reflected or layer.padding_mode == "circular"
    return tuple(
        length
        if length > 0
        else max(1, span - sum(pads), (max(pads) + reflected) if filled and max(pads) > 0 else 1)
        for length, span, pads in zip(size, layer.effective_kernel, layer.pads, strict=True)
    )


def names_of_padding(*names: str) -> tuple[Fix, ...]:
    """Return changes to a padding by name."""
    return tuple(Fix(name, (("padding", name),)) for name in names)


def at_least_one(counts: Mapping[str, int], field: str) -> Fix:
    """Return the change that makes a count 1, of channels the groups; before and after at once."""
    if field == "groups":
        return Fix("groups 1", (("groups", 1),))
    # As many as there are groups are divided by them.
    least = max(counts["groups"], 1)
    return _counts(
        tuple((name, least) for name in ("in_channels", "out_channels") if counts[name] < 1)
    )


def dividing(layer: Weighted) -> tuple[Fix, ...]:
    """Return changes that let the channels be divided into groups, both where neither can."""
    groups = _groups_at_most(layer.groups, layer.in_channels, layer.out_channels)
    found = [Fix(f"groups {groups}", (("groups", groups),))]
    counts = {"in_channels": layer.in_channels, "out_channels": layer.out_channels}
    changes = tuple(
        (name, -(-count // layer.groups) * layer.groups)
        for name, count in counts.items()
        if count % layer.groups
    )
    if max(up for _, up in changes) <= _MOST_CHANNELS:
        found.append(_counts(changes))
    return tuple(found)


def _counts(changes: tuple[tuple[str, int], ...]) -> Fix:
    return Fix(", ".join(f"{field_name(name)} {count}" for name, count in changes), changes)


def taking_channels(layer: Weighted, channels: int) -> tuple[Fix, ...]:
    """Return the change that lets a layer take an input of so many channels."""
    changes = [("in_channels", channels)]
    if layer.groups > 1 and channels % layer.groups:
        changes.append(("groups", _groups_at_most(layer.groups, channels, layer.out_channels)))
    label = ", ".join(f"{field_name(field)} {value}" for field, value in changes)
    return (Fix(label, tuple(changes)),)


def _most_padding(layer: Conv, size: int) -> int | None:
    """Return how much padding the mode can fill on one side, None for any amount."""
    return {"reflect": size - 1, "circular": size}.get(layer.padding_mode)


def _larger_input(layer: Conv, size: tuple[int, ...], axis: int, length: int) -> Fix:
    return Fix(
        f"input {axis_name(layer.axes, axis)} {length}",
        (("input_size", _with_axis(size, axis, length)),),
    )


def _mending(
    fault: Fault, candidates: Iterable[Fix], layer: Conv, size: tuple[int, ...], axis: int
) -> tuple[Fix, ...]:
    """Return those of the candidates that mend a fault and bring no other along the axis."""
    others = {*faults(layer, size, axis)} - {fault}
    return tuple(
        fix for fix in candidates if others.issuperset(faults(*apply_fix(layer, size, fix), axis))
    )


def with_axes(values: tuple[T, ...], axes: tuple[int, ...], value: T) -> tuple[T, ...]:
    """Return the values with those of some axes another."""
    return tuple(value if axis in axes else old for axis, old in enumerate(values))


def _with_axis(values: tuple[T, ...], axis: int, value: T) -> tuple[T, ...]:
    return (*values[:axis], value, *values[axis + 1 :])


def _groups_at_most(limit: int, first: int, second: int) -> int:
    """Return a number of groups near `limit` that divides both numbers of channels."""
    common = gcd(first, second)
    highest = min(limit, common)
    lowest = max(0, highest - _MOST_DIVISORS_TRIED)
    near = (groups for groups in range(highest, lowest, -1) if not common % groups)
    return next(near, gcd(limit, common))
