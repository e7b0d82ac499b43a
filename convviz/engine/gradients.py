"""Gradients of a layer's output with respect to its input, weight and bias."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress, convolve
from convviz.engine.folding import fold, unfold
from convviz.engine.kinds import sum_kind
from convviz.engine.output import mirrored, padded_for, require, sources_for
from convviz.engine.padding import pad, unpad
from convviz.engine.pool_gradients import pool_gradient
from convviz.engine.summing import go_on
from convviz.engine.transposed import convolve_transposed
from convviz.errors import InvalidLayer, Problem
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import output_shape_of
from convviz.layers.transposed import ConvTranspose

# Numbers of the input that are laid out anew at once.
_ROOM = 1 << 20


class Gradients(NamedTuple):
    """What the gradient of the output becomes further back.

    Attributes
    ----------
    x
        With respect to the input, of its shape.
    weight, bias
        With respect to these, of their shapes; None where the layer has none.
    """

    x: NDArray[Any]
    weight: NDArray[Any] | None
    bias: NDArray[Any] | None


def gradients(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None,
    grad_output: NDArray[Any],
    progress: Progress | None = None,
) -> Gradients:
    """Return the gradients with respect to a layer's input, weight and bias.

    A maximum hands its gradient to the cell that it is (see `max_indices`), a norm
    of 0 hands on 0, as PyTorch does.

    Parameters
    ----------
    layer, x, weight
        As for `convviz.engine.output.apply`.
    grad_output
        The gradient with respect to the output, of its shape.
    progress
        Told the share that is done; answers whether to go on.

    Returns
    -------
    Gradients
        Unpacks into those of input, weight and bias. Of integers they are int64 and
        exact while no sum can pass 2⁶³ (averages and norms: float64), of float32
        float32, else float64. The order of floating sums isn't told.

    Raises
    ------
    convviz.errors.InvalidLayer
        As for `apply`, and when the gradient has another shape than the output.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    require(layer, x, weight, None)
    return gradients_of(concrete(layer, x.shape[1:]), x, weight, grad_output, progress)


def gradients_of(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None,
    grad_output: NDArray[Any],
    progress: Progress | None = None,
) -> Gradients:
    """Return the same of a concrete layer that is known to take the input and the weight.

    Raises
    ------
    convviz.errors.InvalidLayer
        The gradient has another shape than the output, or holds no real numbers.
    convviz.errors.Cancelled
        `progress` answered False.
    """
    _require_gradient(layer, x.shape, grad_output)
    # Infinities and what comes of them are results like others.
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        if weight is None or not isinstance(layer, Weighted):
            return Gradients(of_input(layer, x, weight, grad_output, progress), None, None)
        return Gradients(
            of_input(layer, x, weight, grad_output, _half(progress, 0)),
            of_weight(layer, x, grad_output, _half(progress, 0.5)),
            _of_bias(grad_output) if layer.bias else None,
        )


def of_input(
    layer: Layer,
    x: NDArray[Any],
    weight: NDArray[Any] | None,
    grad_output: NDArray[Any],
    progress: Progress | None = None,
) -> NDArray[Any]:
    """Return the gradient with respect to the input alone; the layer is concrete."""
    size = x.shape[1:]
    match layer:
        case Pool() | AdaptivePool():
            return pool_gradient(layer, x, grad_output, progress)
        case Pad():
            kind = sum_kind(_copies(layer, size), grad_output)
            return unpad(grad_output.astype(kind), sources_for(layer, size), size)
        case Unfold(kernel_size=kernel, dilation=dilation, padding=pads, stride=stride):
            return fold(Fold(size, kernel, dilation, pads, stride), grad_output, progress)
        case Fold(kernel_size=kernel, dilation=dilation, padding=pads, stride=stride):
            columns = Unfold(kernel, dilation, pads, stride)
            handed = grad_output.astype(sum_kind(1, grad_output), copy=False)
            return unfold(columns, padded_for(columns, handed), progress)
    assert weight is not None  # noqa: S101 - `require` saw to it
    if isinstance(layer, ConvTranspose):
        gathered = _gathered(layer, grad_output)
        return convolve(_gathering(layer), gathered, mirrored(layer, weight), None, progress)
    return _of_convolved(layer, size, weight, grad_output, progress)


def of_weight(
    layer: Weighted, x: NDArray[Any], grad_output: NDArray[Any], progress: Progress | None = None
) -> NDArray[Any]:
    """Return the gradient with respect to the weight alone; the layer is concrete."""
    if isinstance(layer, ConvTranspose):
        kind = sum_kind(x[0].size, x, grad_output)
        found = _correlated(layer, x, _gathered(layer, grad_output), kind, progress)
    else:
        kind = sum_kind(grad_output[0].size, x, grad_output)
        found = _correlated(layer, grad_output, padded_for(layer, x), kind, progress)
    return np.ascontiguousarray(mirrored(layer, found))


def _correlated(
    layer: Weighted,
    small: NDArray[Any],
    large: NDArray[Any],
    kind: np.dtype[Any],
    progress: Progress | None,
) -> NDArray[Any]:
    """Return what every tap adds up to: ``Σᵢ small[a, i] · large[b, S·i + D·t]``, as [a, b, t].

    The input and the gradient change places in a transposed convolution.
    """
    per_group = large.shape[0] // layer.groups
    out = np.zeros((small.shape[0], per_group, *layer.kernel_size), kind)
    firsts = small.shape[0] // layer.groups
    rows = max(1, _ROOM // max(large.shape[0] * prod(small.shape[2:]), 1))
    parts = list(product(range(0, small.shape[1], rows), range(layer.groups)))
    for done, (top, group) in enumerate(parts):
        ins = slice(group * firsts, (group + 1) * firsts)
        outs = slice(group * per_group, (group + 1) * per_group)
        left = small[ins, top : top + rows].astype(kind, copy=False)
        shape, left = left.shape[1:], left.reshape(firsts, -1)
        for number, tap in enumerate(product(*map(range, layer.kernel_size))):
            go_on(progress, (done + number / prod(layer.kernel_size)) / len(parts))
            starts = [place * step for place, step in zip(tap, layer.dilation, strict=True)]
            starts[0] += top * layer.stride[0]
            met: tuple[Any, ...] = tuple(
                slice(start, start + (count - 1) * stride + 1, stride)
                for start, count, stride in zip(starts, shape, layer.stride, strict=True)
            )
            right = large[(outs, *met)].astype(kind, copy=False).reshape(per_group, -1)
            at: tuple[Any, ...] = (ins, slice(None), *tap)
            out[at] += left @ right.T
    return out


def _half(progress: Progress | None, done: float) -> Progress | None:
    """Return what tells the share of one half of the work as that of the whole."""
    return None if progress is None else lambda share: progress(done + share / 2)


def _of_bias(grad_output: NDArray[Any]) -> NDArray[Any]:
    kind = sum_kind(grad_output[0].size, grad_output)
    return np.asarray(grad_output.reshape(len(grad_output), -1).sum(axis=1, dtype=kind))


def _of_convolved(
    layer: Conv,
    size: tuple[int, ...],
    weight: NDArray[Any],
    grad_output: NDArray[Any],
    progress: Progress | None,
) -> NDArray[Any]:
    """Return what a transposed convolution makes of the gradient, and what padding gives back."""
    kind = sum_kind(layer.taps * _copies(layer, size), grad_output, weight)
    padded = layer.padded_size(size)
    rest = tuple(
        length - (count - 1) * stride - span
        for length, count, stride, span in zip(
            padded, grad_output.shape[1:], layer.stride, layer.effective_kernel, strict=True
        )
    )
    back = ConvTranspose(
        layer.out_channels, layer.in_channels, layer.kernel_size, layer.stride,
        ((0, 0),) * layer.axes, rest, layer.dilation, layer.groups, bias=False,
    )  # fmt: skip
    grad = grad_output.astype(kind) if kind.kind == "f" else grad_output
    found = convolve_transposed(back, grad, mirrored(layer, weight), None, progress)
    return unpad(found, sources_for(layer, size), size)


def _gathering(layer: ConvTranspose) -> Conv:
    """Return the convolution whose transposed one the layer is."""
    return Conv(
        layer.out_channels, layer.in_channels, layer.kernel_size, layer.stride,
        ((0, 0),) * layer.axes, layer.dilation, layer.groups, bias=False,
    )  # fmt: skip


def _gathered(layer: ConvTranspose, grad_output: NDArray[Any]) -> NDArray[Any]:
    """Return the gradient with 0 where the output was cut off, without what only made it longer."""
    ends = tuple(
        (before, after - extra)
        for (before, after), extra in zip(layer.pads, layer.output_padding, strict=True)
    )
    return pad(grad_output, ends, "zeros")


def _copies(layer: Layer, size: tuple[int, ...]) -> int:
    """Return how many padded cells copy one input cell at most."""
    return prod(
        int(np.bincount(source[source >= 0], minlength=1).max())
        for source in sources_for(layer, size)
    )


def _require_gradient(
    layer: Layer, shape: tuple[int, ...], grad_output: NDArray[Any]
) -> None:
    output = output_shape_of(layer, shape)
    if grad_output.shape != output:
        raise InvalidLayer(
            (
                Problem(
                    "gradient",
                    f"the output has the shape {output}, its gradient {grad_output.shape}",
                ),
            )
        )
    if grad_output.dtype.kind not in "iubf":
        raise InvalidLayer(
            (
                Problem(
                    "gradient",
                    f"the gradient must hold real numbers, it holds {grad_output.dtype}",
                ),
            )
        )
