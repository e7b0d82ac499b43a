"""Layers on arrays: outputs, gradients, places of maxima, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.api.arrays import (
    as_input,
    as_output,
    bias_array,
    input_array,
    numbers,
    output_array,
)
from convviz.layers import Fold, Layer, Unfold, summary
from convviz.layers.construct import require_layer, shape

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from convviz.engine.gradients import Gradients


def apply(
    layer: Layer,
    x: ArrayLike,
    weight: ArrayLike | None = None,
    bias: ArrayLike | None = None,
) -> NDArray[Any]:
    """Return the layer's output for one input.

    Parameters
    ----------
    layer
        The layer.
    x
        Input of shape (channels, *spatial); there is no batch axis. `Fold` takes the
        matrix (channels·∏kernel_size, windows) that `Unfold` gives.
    weight
        Shape (out_channels, in_channels / groups, *kernel_size), of a transposed
        convolution (in_channels, out_channels / groups, *kernel_size); layers without
        a weight take none.
    bias
        Shape (out_channels,), or None to add nothing, which a layer with a bias
        takes for zeros. A layer made with ``bias=False`` takes none.

    Returns
    -------
    ndarray, shape (out_channels, *spatial)
        int64, and exact, when everything given is integer and no sum can reach
        2⁶³ whatever its terms; float64, rounded, for larger integers. float32
        when everything is float32, float64 otherwise.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input, weight or bias, or what comes of them
        would not fit into memory.
    TypeError
        `layer` is no layer.

    Examples
    --------
    >>> import numpy as np
    >>> from convviz import Conv2d, MaxPool2d
    >>> x = np.arange(1, 26).reshape(1, 5, 5)
    >>> kernel = np.array([[[[1, 0, 1], [0, 1, 0], [1, 0, 1]]]])
    >>> apply(Conv2d(1, 1, 3, stride=2), x, kernel)
    array([[[35, 45],
            [85, 95]]])
    >>> apply(MaxPool2d(2), x)
    array([[[ 7,  9],
            [17, 19]]])
    """
    from convviz.engine.output import apply as compute  # noqa: PLC0415

    require_layer(layer)
    given = None if weight is None else numbers("weight", weight)
    found = compute(layer, input_array(layer, x), given, bias_array(layer, bias))
    return as_output(layer, found)


def gradients(
    layer: Layer, x: ArrayLike, weight: ArrayLike | None, grad_output: ArrayLike
) -> Gradients:
    """Return the gradients with respect to input, weight and bias.

    Parameters
    ----------
    layer, x, weight
        As for `apply`; None for layers without a weight.
    grad_output
        The gradient with respect to the output, of its shape.

    Returns
    -------
    Gradients
        Unpacks into those of input, weight and bias; None for what the layer hasn't.

    Raises
    ------
    InvalidLayer
        As for `apply`, or the gradient has another shape than the output.
    TypeError
        `layer` is no layer.

    Examples
    --------
    >>> import numpy as np
    >>> from convviz import Conv1d
    >>> gx, gw, gb = gradients(Conv1d(1, 1, 2), [[1, 2, 3]], [[[10, 1]]], [[1, 1]])
    >>> gx.tolist(), gw.tolist(), gb.tolist()
    ([[10, 11, 1]], [[[3, 5]]], [2])
    """
    from convviz.engine.gradients import gradients as compute  # noqa: PLC0415

    require_layer(layer)
    given = None if weight is None else numbers("weight", weight)
    grad = output_array(layer, grad_output, "gradient")
    found = compute(layer, input_array(layer, x), given, grad)
    return found._replace(x=as_input(layer, found.x))


def max_indices(layer: Layer, x: ArrayLike) -> NDArray[Any]:
    """Return the place of each output's maximum, as PyTorch's ``return_indices``.

    Parameters
    ----------
    layer
        A max pool, adaptive and global ones too.
    x
        As for `apply`.

    Returns
    -------
    ndarray of int64, shape (channels, *spatial)
        The place within the channel, counted row by row from 0, padding left out:
        the first of equal maxima, the last NaN where there are some, and −1 in a
        window of padding alone.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input.
    TypeError
        `layer` is no max pool.

    Examples
    --------
    >>> from convviz import MaxPool1d
    >>> max_indices(MaxPool1d(2), [[3, 1, 2, 5]])
    array([[0, 3]])
    """
    from convviz.engine.indices import max_indices as compute  # noqa: PLC0415

    require_layer(layer)
    return compute(layer, input_array(layer, x))


def output_shape(layer: Layer, input_shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the output's shape (channels, *spatial), in plain integers.

    `Unfold` gives and `Fold` takes a matrix (channels·∏kernel_size, windows).

    Raises
    ------
    InvalidLayer
        The layer can't be, or can't take such an input.
    TypeError
        `layer` is no layer.

    Examples
    --------
    >>> from convviz import ConvTranspose2d
    >>> output_shape(ConvTranspose2d(8, 3, 4, stride=2, padding=1), (8, 16, 16))
    (3, 32, 32)
    """
    require_layer(layer)
    input_shape = shape(input_shape)
    if isinstance(layer, Fold) and len(input_shape) == layer.axes:
        input_shape = (1, *input_shape)
    found = summary.output_shape(layer, input_shape)
    return found[1:] if isinstance(layer, Unfold) else found
