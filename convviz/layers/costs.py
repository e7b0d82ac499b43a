"""What a layer costs and what of its input it uses, counted in a few steps for any size.

Layers and inputs are valid together.
"""

from __future__ import annotations

from math import gcd, prod

from convviz.layers import sizes
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.shapes import output_shape_of, spatial_output
from convviz.layers.sizes import Unread
from convviz.layers.transposed import ConvTranspose

Size = tuple[int, ...]


def weights(layer: Layer) -> int:
    """Count the numbers of the weight; 0 for layers without one."""
    return prod(layer.weight_shape) if isinstance(layer, Weighted) else 0


def biases(layer: Layer) -> int:
    """Count the numbers of the bias; 0 for layers without one."""
    return layer.out_channels if isinstance(layer, Weighted) and layer.bias else 0


def multiply_adds(layer: Layer, input_shape: Size) -> int:
    """Count the products of the whole layer, each added once; biases are not counted.

    Of a convolution they are counted on the output, those with padding too. Of a
    transposed one they are counted on the input: each of its cells meets each tap
    for each output channel of its group, also where the stamp is cut off. That is
    how ``torch.utils.flop_counter`` counts (two operations for each).
    """
    match layer:
        case Conv():
            return prod(output_shape_of(layer, input_shape)) * layer.taps
        case ConvTranspose():
            return prod(input_shape) * prod(layer.weight_shape[1:])
    return 0


def operations(layer: Layer, input_shape: Size) -> int:
    """Count multiply-adds, or the comparisons and additions of a layer without products.

    A pool compares or adds each input cell of each window once, `Fold` adds each
    number that it doesn't cut off; padding is left out. Cells that are copied cost 0.
    """
    channels, *spatial = input_shape
    size = tuple(spatial)
    match layer:
        case Pool():
            decided = concrete(layer, size)
            counts = spatial_output(layer, size)
            return channels * _reads(decided, size, counts)
        case AdaptivePool():
            # Neighbours share a cell wherever a part doesn't end with one.
            counts = spatial_output(layer, size)
            return channels * prod(
                length + count - gcd(length, count)
                for length, count in zip(size, counts, strict=True)
            )
        case Fold():
            return size[0] // layer.taps * _reads(layer, layer.output_size, layer.windows)
    return multiply_adds(layer, input_shape)


def spans(layer: Layer, input_size: Size) -> Size:
    """Return how many cells a window, or the largest part, spans along each axis."""
    match layer:
        case Pad():
            return (1,) * layer.axes
        case AdaptivePool():
            counts = spatial_output(layer, input_size)
            return tuple(
                -(-(length + count - gcd(length, count)) // count)
                for length, count in zip(input_size, counts, strict=True)
            )
    return layer.effective_kernel


def unread(layer: Layer, input_size: Size) -> tuple[Unread, ...]:
    """Count, along each of the input's axes, the cells that no output has anything from.

    Of `Fold`'s matrix these are rows and columns that are cut off wholly.
    """
    decided = concrete(layer, input_size)
    counts = spatial_output(layer, input_size)
    match decided:
        case Conv() | Pool() | Unfold():
            return tuple(
                sizes.unread(*row, windows=count)
                for row, count in zip(_rows(decided, input_size), counts, strict=True)
            )
        case ConvTranspose():
            return tuple(
                Unread(sizes.unstamped(length, count, pads[0], *numbers), 0)
                for (length, pads, *numbers), count in zip(
                    _rows(decided, input_size), counts, strict=True
                )
            )
        case Pad():
            return tuple(
                Unread(-min(before, 0) - min(after, 0), 0) for before, after in decided.padding
            )
        case Fold():
            return _cut_off(decided, input_size)
    return (Unread(0, 0),) * layer.axes


def _cut_off(layer: Fold, input_size: Size) -> tuple[Unread, ...]:
    """Count the rows and columns of a matrix none of whose numbers lands in the output."""
    rows = _rows(layer, layer.windows)
    columns = [
        windows - sizes.unstamped(windows, count, pads[0], kernel, stride, dilation)
        for (windows, pads, kernel, stride, dilation), count in zip(
            rows, layer.output_size, strict=True
        )
    ]
    # A tap is to the windows what a window is to the taps.
    taps = [
        kernel - sizes.unstamped(kernel, count, pads[0], windows, dilation, stride)
        for (windows, pads, kernel, stride, dilation), count in zip(
            rows, layer.output_size, strict=True
        )
    ]
    channels = input_size[0] // layer.taps
    return (
        Unread(channels * (layer.taps - prod(taps)), 0),
        Unread(prod(layer.windows) - prod(columns), 0),
    )


def _reads(layer: Pool | Fold, size: Size, counts: Size) -> int:
    """Count the cells that all windows of one channel read together."""
    return prod(
        sizes.reads(*row, windows=count)
        for row, count in zip(_rows(layer, size), counts, strict=True)
    )


def _rows(
    layer: Conv | ConvTranspose | Pool | Unfold | Fold, size: Size
) -> list[tuple[int, tuple[int, int], int, int, int]]:
    """Return size, padding, kernel, stride and dilation of each axis."""
    return list(
        zip(size, layer.pads, layer.kernel_size, layer.stride, layer.dilation, strict=True)
    )
