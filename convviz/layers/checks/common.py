"""Problems that several kinds of layers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from convviz.errors import Fix, Problem
from convviz.layers import fixes
from convviz.layers.conv import Pair
from convviz.layers.dialect import DIALECT_NAMES, DIALECTS, Dialect
from convviz.layers.layer import Layer, Weighted
from convviz.layers.words import axis_name, axis_names, counted_axes, field_name

T = TypeVar("T")


def of_lengths(layer: Layer, *fields: str) -> Iterator[Problem]:
    """Yield what is given for another number of axes than the kernel has."""
    if layer.axes < 1:
        yield Problem("kernel_size", "the kernel has 0 axes: it must have at least 1")
    for field in fields:
        values = getattr(layer, field)
        if not isinstance(values, str) and len(values) != layer.axes:
            yield Problem(
                field,
                f"{field} is given for {counted_axes(len(values))}, "
                f"the kernel has {layer.axes}: {values}",
            )


def of_numbers(layer: Layer, *fields: str, least: int = 1) -> Iterator[Problem]:
    """Yield numbers along an axis that are too small."""
    for field in fields:
        values: tuple[int, ...] = getattr(layer, field)
        mended = tuple(max(least, number) for number in values)
        for axis, value in enumerate(values):
            if value < least:
                yield Problem(
                    field,
                    f"{field_name(field)} {value} along the {axis_name(layer.axes, axis)}: "
                    + ("it must be at least 1" if least else "it can't be negative"),
                    axis,
                    (Fix(f"{field_name(field)} {least}", ((field, mended),)),),
                    "number",
                )


def of_negative_padding(layer: Layer, padding: tuple[Pair, ...]) -> Iterator[Problem]:
    """Yield padding that is negative, where the dialect has none."""
    mended = tuple((max(0, before), max(0, after)) for before, after in padding)
    for axis, pair in enumerate(padding):
        if min(pair) < 0:
            yield Problem(
                "padding",
                f"padding {min(pair)} along the {axis_name(layer.axes, axis)}: "
                "it can't be negative",
                axis,
                (Fix("padding 0 there", (("padding", mended),)),),
                "number",
            )


def of_channels(layer: Weighted) -> Iterator[Problem]:
    """Yield counts of channels and groups that can't be, and what groups don't divide."""
    counts = {
        "in_channels": layer.in_channels,
        "out_channels": layer.out_channels,
        "groups": layer.groups,
    }
    for field, value in counts.items():
        if value < 1:
            wrong = fixes.at_least_one(counts, field)
            yield Problem(
                field,
                f"{field_name(field)} {value}: there must be at least 1",
                fixes=(wrong,),
            )
    if min(counts.values()) < 1:
        return
    for field in ("in_channels", "out_channels"):
        value, groups = counts[field], layer.groups
        if value % groups:
            yield Problem(
                "groups",
                f"{field_name(field)} {value} can't be divided into {groups} groups: "
                f"{value} mod {groups} = {value % groups}",
                fixes=fixes.dividing(layer),
            )


def of_dialect(dialect: Dialect) -> Iterator[Problem]:
    """Yield a dialect that there isn't."""
    if dialect not in DIALECTS:
        yield Problem(
            "dialect",
            f"dialect {dialect!r} is none of {', '.join(DIALECTS)}",
            fixes=(Fix(DIALECT_NAMES["pytorch"], (("dialect", "pytorch"),)),),
        )


def of_strided_dilation(layer: Weighted) -> Iterator[Problem]:
    """Yield a stride together with a dilation, which Keras refuses, also along other axes."""
    stride, dilation = max(layer.stride), max(layer.dilation)
    if layer.dialect == "tensorflow" and stride > 1 and dilation > 1:
        ones = (1,) * layer.axes
        yield Problem(
            "dilation",
            f"Keras takes no stride above 1 together with a dilation above 1: "
            f"stride {stride}, dilation {dilation}",
            fixes=(Fix("dilation 1", (("dilation", ones),)), Fix("stride 1", (("stride", ones),))),
        )


def of_axes(layer: Layer, input_shape: tuple[int, ...]) -> Iterator[Problem]:
    """Yield an input with another number of axes than the layer takes."""
    if len(input_shape) != layer.axes + 1:
        yield Problem(
            "input",
            f"the layer takes {layer.axes + 1} axes (channels, {axis_names(layer.axes)}), "
            f"the input has {len(input_shape)}: {input_shape}",
        )


def of_input_channels(layer: Weighted, channels: int) -> Iterator[Problem]:
    """Yield an input with another number of channels than the layer takes."""
    if channels < 1 and channels != layer.in_channels:  # else it was said of the layer
        yield no_channels(channels)
    elif channels != layer.in_channels:
        yield Problem(
            "in_channels",
            f"the layer takes {layer.in_channels} "
            f"{'channel' if layer.in_channels == 1 else 'channels'}, "
            f"the input has {channels}",
            fixes=fixes.taking_channels(layer, channels),
        )


def no_channels(channels: int) -> Problem:
    """Return what is said of an input without channels."""
    return Problem("input", f"the input has {channels} channels: there must be at least 1")


def of_input_size(
    layer: Layer, size: tuple[int, ...], mended: tuple[int, ...]
) -> Iterator[Problem]:
    """Yield axes of the input that have no cell.

    Parameters
    ----------
    layer, size
        The layer and its input's spatial size.
    mended
        The size with such axes made as long as they have to be.
    """
    for axis, length in enumerate(size):
        if length < 1:
            yield Problem(
                "input",
                f"the input's {axis_name(layer.axes, axis)} is {length}: it must be at least 1",
                axis,
                (Fix(f"size {mended[axis]} there", (("input_size", mended),)),),
                "length",
            )


def larger_input(layer: Layer, size: tuple[int, ...], axis: int, length: int) -> Fix:
    """Return the change that makes the input longer along an axis."""
    return Fix(
        f"input {axis_name(layer.axes, axis)} {length}",
        (("input_size", with_axis(size, axis, length)),),
    )


def with_axis(values: tuple[T, ...], axis: int, value: T) -> tuple[T, ...]:
    """Return the values with one of them another."""
    return (*values[:axis], value, *values[axis + 1 :])


def named(dialect: Dialect) -> str:
    """Return what a dialect is called; also of one that there isn't."""
    return DIALECT_NAMES.get(dialect, str(dialect))


def none_of(field: str, value: object, choices: Iterable[str]) -> str:
    """Return the sentence that a word is none of those there are."""
    return f"{field_name(field)} {value!r} is none of {', '.join(choices)}"
