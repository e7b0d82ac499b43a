"""What people pass as arrays, and the shapes they know them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.errors import InvalidLayer, Problem
from convviz.layers import Fold, Layer, Unfold, Weighted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def numbers(field: str, values: ArrayLike) -> NDArray[Any]:
    """Return an array of real numbers; whole ones beyond 64 bits become floats.

    Raises
    ------
    InvalidLayer
        It is anything else.
    """
    import numpy as np  # noqa: PLC0415

    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.array("")
    if array.dtype.kind == "O" and all(isinstance(value, int | float) for value in array.flat):
        array = np.array([_float(value) for value in array.flat]).reshape(array.shape)
    if array.dtype.kind not in "biuf":
        raise InvalidLayer((Problem(field, f"the {field} must be an array of real numbers"),))
    return array


def input_array(layer: Layer, x: ArrayLike) -> NDArray[Any]:
    """Return the input; where only its channel axis is missing, say how to add it.

    The matrix of `Fold` gets the channel that the engine counts.

    Raises
    ------
    InvalidLayer
        It is no array of real numbers, or has a wrong number of axes.
    """
    array = numbers("input", x)
    if isinstance(layer, Fold) and array.ndim == layer.axes:
        return array[None]
    if array.ndim == layer.axes:
        raise _of_input(
            f"the input's shape {array.shape} lacks the channels: "
            f"x[np.newaxis] has the shape {(1, *array.shape)}"
        )
    if array.ndim == layer.axes + 2:
        raise _of_input(
            f"the input's shape {array.shape} has one axis too many: there is no batch, take x[0]"
        )
    return array


def output_array(layer: Layer, values: ArrayLike, field: str) -> NDArray[Any]:
    """Return an array of the output's shape, the matrix of `Unfold` as the engine has it."""
    array = numbers(field, values)
    return array[None] if isinstance(layer, Unfold) and array.ndim == layer.axes else array


def bias_array(layer: Layer, bias: ArrayLike | None) -> NDArray[Any] | None:
    """Return the bias, None for none.

    Raises
    ------
    InvalidLayer
        The layer has none.
    """
    if bias is None:
        return None
    if isinstance(layer, Weighted) and not layer.bias:
        raise InvalidLayer((Problem("bias", "a bias is given, the layer has bias=False"),))
    return numbers("bias", bias)


def as_output(layer: Layer, array: NDArray[Any]) -> NDArray[Any]:
    """Return an output as people know it: the matrix of `Unfold` without a channel."""
    return array[0] if isinstance(layer, Unfold) else array


def as_input(layer: Layer, array: NDArray[Any]) -> NDArray[Any]:
    """Return what has an input's shape as people know it: of `Fold` without a channel."""
    return array[0] if isinstance(layer, Fold) else array


def _of_input(message: str) -> InvalidLayer:
    return InvalidLayer((Problem("input", message),))


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
