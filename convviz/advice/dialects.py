"""Where other frameworks would give other numbers, or none, for the same parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from convviz.layers import (
    DIALECT_NAMES,
    DIALECTS,
    ConvTranspose,
    Dialect,
    Fold,
    Layer,
    Pool,
    Unfold,
    check,
)
from convviz.layers.concrete import concrete
from convviz.layers.shapes import spatial_output
from convviz.layers.words import numbers_along, sides_along
from convviz.limits import times

Verdict = Literal["same", "differs", "refuses"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What another dialect makes of a layer and an input.

    Attributes
    ----------
    dialect
        Whose rules.
    verdict
        Whether its numbers are the same, differ, or there are none.
    message
        One sentence with numbers.
    output_shape
        The spatial size of its output; None where it refuses.
    """

    dialect: Dialect
    verdict: Verdict
    message: str
    output_shape: tuple[int, ...] | None


def differences(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Difference, ...]:
    """Return what each other dialect makes of a layer that is valid for an input.

    Dialects agree where nothing differs once all that they decide is written out.
    `Unfold` and `Fold` are PyTorch's alone: nothing is returned.

    Parameters
    ----------
    layer, input_shape
        They are valid together.
    """
    if isinstance(layer, (Unfold, Fold)):
        return ()
    others = (dialect for dialect in DIALECTS if dialect != layer.dialect)
    return tuple(_difference(layer, dialect, input_shape) for dialect in others)


def _difference(layer: Layer, dialect: Dialect, input_shape: tuple[int, ...]) -> Difference:
    other = replace(layer, dialect=dialect)
    name, size = DIALECT_NAMES[dialect], input_shape[1:]
    problems = check(other, input_shape)
    if problems:
        return Difference(dialect, "refuses", f"{name} refuses it: {problems[0].message}", None)
    here, there = concrete(layer, size), concrete(other, size)
    output = spatial_output(there, size)
    if here == there:
        return Difference(dialect, "same", f"{name} gives the same numbers", output)
    said = "; ".join(_said(here, there, size))
    return Difference(dialect, "differs", f"{name} differs: {said}", output)


def _said(here: Layer, there: Layer, size: tuple[int, ...]) -> list[str]:
    """Return what differs between two concrete layers, in words."""
    ours, theirs = spatial_output(here, size), spatial_output(there, size)
    said = []
    if ours != theirs:
        said.append(f"the output is {times(theirs)}, not {times(ours)}")
    if isinstance(here, ConvTranspose) and isinstance(there, ConvTranspose):
        said += _of_transposed(here, there)
    if isinstance(here, Pool) and isinstance(there, Pool):
        said += _of_pools(here, there)
    return said


def _of_transposed(here: ConvTranspose, there: ConvTranspose) -> list[str]:
    said = []
    if here.pads != there.pads:
        said.append(f"{sides_along(there.pads)} is cut off, not {sides_along(here.pads)}")
    if here.output_padding != there.output_padding:
        extra, ours = numbers_along(there.output_padding), numbers_along(here.output_padding)
        said.append(f"output padding {extra}, not {ours}")
    if here.flipped != there.flipped:
        said.append("the kernel is stamped mirrored" if there.flipped else
                    "the kernel is stamped as it is, not mirrored")
    return said


def _of_pools(here: Pool, there: Pool) -> list[str]:
    said = []
    if here.count_include_pad != there.count_include_pad:
        said.append(
            "averages divide by the padding's cells too"
            if there.count_include_pad
            else "averages divide by the input's cells alone, "
            f"at the border by less than {here.taps}"
        )
    if here.dialect != there.dialect:
        said.append(
            "signs are dropped and windows with fewer cells aren't scaled up"
            if there.dialect == "onnx"
            else "signs are kept and windows with fewer cells are scaled up"
        )
    return said
