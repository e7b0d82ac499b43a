"""A layer with all that its dialect and the input's size decide written out.

A concrete layer has padding in numbers, no rule of a dialect left open and
PyTorch's as its dialect: two dialects agree on a layer and an input exactly
where their concrete layers are equal. One rule stays open: what a power-average
pool makes of signs and of windows with fewer cells, where these matter, for which
no parameter has a word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, cast

from convviz.layers import sizes
from convviz.layers.conv import Conv, Pair
from convviz.layers.layer import Layer
from convviz.layers.pooling import Pool
from convviz.layers.transposed import ConvTranspose

L = TypeVar("L", bound=Layer)


def concrete(layer: L, input_size: tuple[int, ...]) -> L:
    """Return the layer with everything open decided for an input of such a spatial size.

    Parameters
    ----------
    layer
        The layer; its numbers are such that sizes can be worked out.
    input_size
        Spatial sizes of the input.
    """
    return cast("L", _concrete(layer, input_size))


def _concrete(layer: Layer, input_size: tuple[int, ...]) -> Layer:
    match layer:
        case Conv():
            return replace(layer, padding=_conv_pads(layer, input_size), dialect="pytorch")
        case ConvTranspose():
            return _transposed(layer)
        case Pool():
            return _pool(layer, input_size)
    return replace(layer, dialect="pytorch")


def _conv_pads(layer: Conv, size: tuple[int, ...]) -> tuple[Pair, ...]:
    if layer.padding not in {"same", "same_lower"} or layer.dialect == "pytorch":
        return layer.pads
    return _same(layer, size)


def _same(layer: Conv | Pool, size: tuple[int, ...]) -> tuple[Pair, ...]:
    lower = layer.padding == "same_lower"
    return tuple(
        sizes.strided_same_padding(length, kernel, stride, dilation, lower=lower)
        for length, kernel, stride, dilation in zip(
            size, layer.kernel_size, layer.stride, layer.dilation, strict=True
        )
    )


def _transposed(layer: ConvTranspose) -> ConvTranspose:
    ends = [
        _ends(layer.padding if isinstance(layer.padding, str) else layer.padding[axis], layer, axis)
        for axis in range(layer.axes)
    ]
    return replace(
        layer,
        padding=tuple(pads for pads, _ in ends),
        output_padding=tuple(extra for _, extra in ends),
        # lax.conv_transpose doesn't mirror the kernel, which the others' gradient does.
        flipped=layer.flipped != (layer.dialect == "jax"),
        dialect="pytorch",
    )


def _ends(padding: str | Pair, layer: ConvTranspose, axis: int) -> tuple[Pair, int]:
    """Return what is cut off along an axis, and the output padding."""
    span, extra = layer.effective_kernel[axis], layer.output_padding[axis]
    if isinstance(padding, str):
        stride = layer.stride[axis]
        return sizes.transposed_padding(padding, layer.dialect, span, stride, extra)
    if layer.dialect != "jax":
        return padding, extra
    # lax pads the stretched input: as much as a stamp spans but 1 cuts nothing off.
    before, after = (span - 1 - side for side in padding)
    return (before, max(after, 0)), extra + max(-after, 0)


def _pool(layer: Pool, size: tuple[int, ...]) -> Pool:
    pads = _same(layer, size) if layer.padding in {"same", "same_lower"} else layer.pads
    padded = any(map(any, pads))
    ceil = layer.ceil_mode and _has_partial_windows(layer, pads, size)
    # PyTorch keeps the sign, which odd powers tell, and scales partial windows up.
    matters = layer.reduction == "norm" and (ceil or layer.norm_type % 2 != 0)
    return replace(
        layer,
        padding=pads,
        ceil_mode=ceil,
        count_include_pad=layer.reduction == "average" and padded and layer.counts_padding,
        dialect=layer.dialect if matters else "pytorch",
    )


def _has_partial_windows(layer: Pool, pads: tuple[Pair, ...], size: tuple[int, ...]) -> bool:
    rows = zip(size, pads, layer.kernel_size, layer.stride, layer.dilation, strict=True)
    return any(
        sizes.pool_size(*row, ceil_mode=True) != sizes.pool_size(*row, ceil_mode=False)
        for row in rows
    )
