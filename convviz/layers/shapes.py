"""What every kind of layer makes of an input's size, and what its outputs read."""

from __future__ import annotations

from math import prod

from convviz.layers import sizes
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.reading import Copies, Parts, Reading, Stamps, Windows
from convviz.layers.transposed import ConvTranspose

Size = tuple[int, ...]


def spatial_output(layer: Layer, input_size: Size) -> Size:
    """Return the output's spatial size, unchecked; 0 or less where nothing fits.

    Parameters
    ----------
    layer
        The layer.
    input_size
        Spatial sizes of the input; of `Fold`, the matrix's rows and columns.
    """
    if isinstance(layer, Fold):
        return layer.output_size
    return tuple(axis.count for axis in reading(layer, input_size))


def output_shape_of(layer: Layer, input_shape: Size) -> Size:
    """Return the output's shape (channels, *spatial), unchecked.

    `Unfold` and `Fold` take and give their matrix as (1, rows, columns).
    """
    channels, *size = input_shape
    grid = spatial_output(layer, tuple(size))
    match layer:
        case Conv() | ConvTranspose():
            return (layer.out_channels, *grid)
        case Unfold():
            return (1, channels * layer.taps, prod(grid))
        case Fold():
            return (size[0] // layer.taps, *grid)
    return (channels, *grid)


def around(layer: Layer) -> tuple[Pair, ...]:
    """Return the (before, after) cells that a concrete layer puts around its input."""
    match layer:
        case Conv() | Pool() | Pad() | Unfold():
            return layer.pads
    return ((0, 0),) * layer.axes


def reading(layer: Layer, input_size: Size) -> tuple[Reading, ...]:
    """Return what the outputs of each axis read.

    Of `Unfold` that is what its windows read; of `Fold` which windows an output
    cell gets something from.
    """
    layer = concrete(layer, input_size)
    match layer:
        case Conv() | Unfold():
            return tuple(
                Windows(
                    sizes.output_size(size + sum(pads), kernel, stride, dilation),
                    kernel, stride, dilation, pads[0],
                )
                for size, pads, kernel, stride, dilation in _rows(layer, input_size)
            )
        case Pool():
            return tuple(
                Windows(
                    sizes.pool_size(size, pads, kernel, stride, dilation, layer.ceil_mode),
                    kernel, stride, dilation, pads[0], size + pads[1],
                )
                for size, pads, kernel, stride, dilation in _rows(layer, input_size)
            )
        case ConvTranspose():
            return tuple(
                Stamps(
                    sizes.transposed_size(size, pads, kernel, stride, dilation, extra),
                    size, kernel, stride, dilation, pads[0],
                )
                for (size, pads, kernel, stride, dilation), extra in zip(
                    _rows(layer, input_size), layer.output_padding, strict=True
                )
            )
        case Fold():
            rows = _rows(layer, layer.windows)
            return tuple(
                Stamps(count, windows, kernel, stride, dilation, pads[0])
                for count, (windows, pads, kernel, stride, dilation) in zip(
                    layer.output_size, rows, strict=True
                )
            )
        case AdaptivePool():
            return tuple(
                Parts(size if count is None else count, size)
                for count, size in zip(layer.output_size, input_size, strict=True)
            )
    return tuple(
        Copies(size + sum(pads), pads[0])
        for size, pads in zip(input_size, layer.padding, strict=True)
    )


def _rows(
    layer: Conv | ConvTranspose | Pool | Unfold | Fold, size: Size
) -> list[tuple[int, Pair, int, int, int]]:
    """Return size, padding, kernel, stride and dilation of each axis."""
    return list(
        zip(size, layer.pads, layer.kernel_size, layer.stride, layer.dilation, strict=True)
    )
