"""How numbers are written on the command line.

One rule for all: ``x`` stands between axes (``7x7``, ``3x5``), ``:`` between
the two sides of one axis (``0:1``) and between channels in and out (``3:16``).
One number alone goes for every axis.
"""

from __future__ import annotations

import re
from typing import TypeVar, cast

from convviz.errors import InvalidLayer, Problem
from convviz.layers import Padding, PaddingName, Pair

LARGEST = 1 << 16
"""Larger sizes than any picture or signal that the program takes."""

_LONGEST = 40
_NUMBERS = re.compile(r"[+-]?\d+(x[+-]?\d+)*")
_PAIRS = re.compile(r"[+-]?\d+(:[+-]?\d+)?(x[+-]?\d+(:[+-]?\d+)?)*")
_OPTIONAL = re.compile(r"([+-]?\d+|none)(x([+-]?\d+|none))*")
_PAIR = re.compile(r"[+-]?\d+:[+-]?\d+")
T = TypeVar("T")


def normal(text: str) -> str:
    """Return what was typed with ``X`` and ``×`` as ``x``, spaces stripped."""
    return text.strip().lower().replace("×", "x")


def is_size(text: str) -> bool:
    """Return whether a text is numbers alone: ``16``, ``7x7``, ``-1x5``."""
    return _NUMBERS.fullmatch(normal(text)) is not None


def numbers(field: str, option: str, text: str) -> tuple[int, ...]:
    """Return the numbers of ``3`` or ``3x5``.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is written otherwise.
    """
    if not is_size(text):
        raise misread(
            field,
            f"{option} {shortened(text)}: expected a whole number, "
            "or one for each axis as in 2x1",
        )
    return tuple(_whole(field, option, number) for number in normal(text).split("x"))


def one_number(field: str, option: str, text: str) -> int:
    """Return a whole number.

    Raises
    ------
    convviz.errors.InvalidLayer
        It isn't one.
    """
    if not is_size(text) or "x" in normal(text):
        raise misread(field, f"{option} {shortened(text)}: expected a whole number")
    return _whole(field, option, normal(text))


def optional_numbers(field: str, option: str, text: str) -> tuple[int | None, ...]:
    """Return the numbers of ``3`` or ``3xnone``, None for ``none``.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is written otherwise.
    """
    if _OPTIONAL.fullmatch(normal(text)) is None:
        raise misread(
            field,
            f"{option} {shortened(text)}: expected a whole number, "
            "or one for each axis as in 2x1; none keeps an axis as it is",
        )
    parts = normal(text).split("x")
    return tuple(None if part == "none" else _whole(field, option, part) for part in parts)


def real(field: str, option: str, text: str) -> int | float:
    """Return a number, a whole one exactly; also ``inf``, ``-inf`` and ``nan``.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is none.
    """
    if is_size(text) and "x" not in normal(text) and len(text) <= _LONGEST:
        return int(text)
    try:
        return float(text)
    except ValueError:
        raise misread(field, f"{option} {shortened(text)}: expected a number, as in 2") from None


def pair(field: str, option: str, text: str, expected: str) -> Pair:
    """Return the two numbers of ``3:16``.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is written otherwise; it was `expected`.
    """
    if _PAIR.fullmatch(normal(text)) is None:
        raise misread(field, f"{option} {shortened(text)}: expected {expected}")
    before, after = normal(text).split(":")
    return _whole(field, option, before), _whole(field, option, after)


def channels(option: str, text: str) -> Pair:
    """Return (in, out) of ``3:16``.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is written otherwise.
    """
    return pair("in_channels", option, text, "IN:OUT, as in 3:16")


def padding(option: str, text: str) -> tuple[Pair, ...] | PaddingName:
    """Return (before, after) for each axis that was written, or a padding's name.

    A name isn't looked at: the layer's own check knows them.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is neither numbers nor a word.
    """
    written = normal(text)
    if re.fullmatch(r"[a-z][a-z_-]*", written):
        return cast("PaddingName", written.replace("-", "_"))
    if _PAIRS.fullmatch(written) is None:
        raise misread(
            "padding",
            f"{option} {shortened(text)}: expected a number (1), one for each axis (1x2), "
            "before:after for each axis (0:1x0:1), or a name such as same",
        )
    pairs = []
    for axis in written.split("x"):
        sides = [_whole("padding", option, side) for side in axis.split(":")]
        pairs.append((sides[0], sides[-1]))
    return tuple(pairs)


def per_axis(field: str, option: str, values: tuple[T, ...], axes: int) -> tuple[T, ...]:
    """Return one value for each axis; a single one goes for all.

    Raises
    ------
    convviz.errors.InvalidLayer
        There is another number of them.
    """
    if len(values) == 1:
        return values * axes
    if len(values) != axes:
        raise misread(
            field,
            f"{option} is given for {len(values)} axes, the input has {axes}"
            + (" axis" if axes == 1 else " axes"),
        )
    return values


def padding_text(value: Padding) -> str:
    """Return a padding as `padding` reads it, as short as can be."""
    if isinstance(value, str):
        return value
    axes = [str(a) if a == b else f"{a}:{b}" for a, b in value]
    return axes[0] if len(set(axes)) == 1 else "x".join(axes)


def numbers_text(values: tuple[int | None, ...]) -> str:
    """Return numbers as `numbers` reads them; equal ones once."""
    return size_text(values[:1] if len(set(values)) == 1 else values)


def size_text(values: tuple[int | None, ...]) -> str:
    """Return a size with every axis named: ``7x7``."""
    return "x".join("none" if value is None else str(value) for value in values)


def shortened(text: str) -> str:
    """Return what was typed, of something very long its beginning."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def misread(field: str, message: str) -> InvalidLayer:
    """Return the exception for something that can't be read as its parameter."""
    return InvalidLayer((Problem(field, message),))


def _whole(field: str, option: str, text: str) -> int:
    if len(text) > 12 or abs(int(text)) > LARGEST:
        raise misread(field, f"{option} {shortened(text)}: at most {LARGEST} is possible")
    return int(text)
