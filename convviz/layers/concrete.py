"""A layer with all that its dialect and the input's size decide written out.

A concrete layer has padding in numbers, no rule of a dialect left open and
PyTorch's as its dialect: two dialects agree on a layer and an input exactly
where their concrete layers are equal.
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
    # lax.conv_transpose doesn't mirror the kernel, which the others' gradient does.
    flipped = layer.flipped != (layer.dialect == "jax")
    layer_dialect, padding = layer.dialect, layer.padding
    if not isinstance(padding, str):
        return replace(layer, flipped=flipped, dialect="pytorch")
    ends = [
        sizes.transposed_named_padding(padding, layer_dialect, span, stride)
        for span, stride in zip(layer.effective_kernel, layer.stride, strict=True)
    ]
    return replace(
        layer,
        padding=tuple(pads for pads, _ in ends),
        output_padding=tuple(
            extra + given for (_, extra), given in zip(ends, layer.output_padding, strict=True)
        ),
        flipped=flipped,
        dialect="pytorch",
    )


def _pool(layer: Pool, size: tuple[int, ...]) -> Pool:
    pads = _same(layer, size) if layer.padding in {"same", "same_lower"} else layer.pads
    counts = layer.counts_padding if layer.reduction == "average" else False
    # Odd powers tell whether the sign is dropped before, partial windows how they are scaled.
    differs = layer.norm_type % 2 != 0 or layer.ceil_mode
    return replace(
        layer,
        padding=pads,
        count_include_pad=counts,
        dialect=layer.dialect if layer.reduction == "norm" and differs else "pytorch",
    )
