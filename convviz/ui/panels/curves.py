"""Output sizes over the values of one parameter, without a window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convviz.document.document import Document
from convviz.layers import AdaptivePool, Layer, Pair, check
from convviz.layers.concrete import concrete
from convviz.layers.shapes import spatial_output

PARAMETERS = (
    "kernel_size", "stride", "padding", "dilation", "output_padding", "input_size"
)
"""What sizes can be plotted against."""
LABELS = {
    "kernel_size": "kernel", "stride": "stride", "padding": "padding", "dilation": "dilation",
    "output_padding": "output padding", "input_size": "input",
}

_LEAST = {
    "kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1, "output_padding": 0,
    "input_size": 1,
}
_MOST = {
    "kernel_size": 15, "stride": 8, "padding": 8, "dilation": 8, "output_padding": 4,
    "input_size": 32,
}
_POINTS = 64
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Curve:
    """Output sizes of one axis.

    Attributes
    ----------
    axis
        The spatial axis, from 0.
    sizes
        One for each value; None where the layer can't be.
    """

    axis: int
    sizes: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """Output sizes over a parameter's values.

    Attributes
    ----------
    parameter
        One of `PARAMETERS`.
    values
        The values, ascending by 1.
    present
        The value that there is; half a number for padding that is uneven, None
        when the axes differ.
    curves
        One for each axis.
    """

    parameter: str
    values: tuple[int, ...]
    present: float | None
    curves: tuple[Curve, ...]


def curves(document: Document, parameter: str, axes: tuple[int, ...]) -> Curves:
    """Return the output sizes over a parameter's values.

    Parameters
    ----------
    document
        The document or draft; its other parameters stay as they are.
    parameter
        One of `PARAMETERS`.
    axes
        The spatial axes along which it takes the values, and of which the
        sizes are told.
    """
    here = {value_of(document, parameter, axis) for axis in axes}
    present = here.pop() if len(here) == 1 else None
    middle = round(present) if present is not None else _LEAST[parameter]
    most = max(_MOST[parameter], min(middle + _AROUND, 2 * middle + 1))
    least = max(_LEAST[parameter], most - _POINTS + 1)
    values = tuple(range(least, most + 1))
    outputs = [_sizes(document, parameter, axes, value) for value in values]
    return Curves(
        parameter,
        values,
        present,
        tuple(Curve(axis, tuple(sizes[axis] for sizes in outputs)) for axis in axes),
    )


def parameters_of(layer: Layer) -> tuple[str, ...]:
    """Return the parameters of a layer that sizes can be plotted against."""
    return tuple(
        parameter
        for parameter in PARAMETERS
        if parameter == "input_size" or hasattr(layer, parameter)
    )


def value_of(document: Document, parameter: str, axis: int) -> float:
    """Return a parameter's present value along an axis; padding is the mean of both sides."""
    if parameter == "input_size":
        return document.input.shape[axis + 1]
    if parameter == "padding":
        before, after = _pads(document.layer, document.input.shape[1:])[axis]
        return (before + after) / 2
    values: tuple[int, ...] = getattr(document.layer, parameter)
    return values[axis]


def changes(
    document: Document, parameter: str, axes: tuple[int, ...], value: int
) -> dict[str, object]:
    """Return the change that gives a parameter a value along some axes.

    It is in the form that `convviz.document.editing.change` takes.
    """
    layer = document.layer
    old: tuple[object, ...]
    new: object = value
    if parameter == "input_size":
        old = document.input.shape[1:]
    elif parameter == "padding":
        old, new = _pads(layer, document.input.shape[1:]), (value, value)
    else:
        old = getattr(layer, parameter)
    return {parameter: tuple(new if axis in axes else kept for axis, kept in enumerate(old))}


def _sizes(
    document: Document, parameter: str, axes: tuple[int, ...], value: int
) -> dict[int, int | None]:
    changed = changes(document, parameter, axes, value)
    size: tuple[int, ...] = document.input.shape[1:]
    layer = document.layer
    if parameter == "input_size":
        size = changed[parameter]  # type: ignore[assignment]  # see changes
    else:
        layer = replace(layer, **changed)  # type: ignore[arg-type]  # see changes
    problems = [
        problem
        for problem in check(layer, (document.input.shape[0], *size))
        if problem.field not in {"groups", "in_channels", "out_channels"}
    ]
    wrong = {problem.axis for problem in problems}
    right = [axis for axis in axes if not wrong & {None, axis}]
    found: dict[int, int | None] = dict.fromkeys(axes)
    if right and _divisible(layer):
        made = spatial_output(layer, size)
        found |= {axis: made[axis] for axis in right}
    return found


def _divisible(layer: Layer) -> bool:
    """Return whether sizes can be worked out along every axis, also those that are wrong."""
    return min(getattr(layer, "stride", (1,))) >= 1


def _pads(layer: Layer, size: tuple[int, ...]) -> tuple[Pair, ...]:
    decided = concrete(layer, size) if _divisible(layer) else layer
    return ((0, 0),) * len(size) if isinstance(decided, AdaptivePool) else decided.pads
