"""How many cells along one axis are skipped, left over or wasted.

All take a layer and the spatial size of an input, valid together, and an axis;
copies of a cell in the padding don't count as the cell.
"""

from __future__ import annotations

from math import gcd

from convviz.layers import Conv, ConvTranspose, Pair, Pool, sizes
from convviz.layers.concrete import concrete
from convviz.layers.shapes import spatial_output

Windowed = Conv | Pool


def pads(layer: Windowed | ConvTranspose, size: tuple[int, ...], axis: int) -> Pair:
    """Return (before, after) along an axis as the dialect decides them."""
    given = not isinstance(layer.padding, str) and layer.dialect != "jax"
    return (layer if given else concrete(layer, size)).pads[axis]


def windows(layer: Windowed, size: tuple[int, ...], axis: int) -> int:
    """Count the windows along an axis: output cells."""
    row = (layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis])
    ceil = isinstance(layer, Pool) and layer.ceil_mode
    return sizes.pool_size(size[axis], pads(layer, size, axis), *row, ceil_mode=ceil)


def stepped_over(layer: Windowed, size: tuple[int, ...], axis: int) -> int:
    """Count input cells between two windows, which a larger stride than span leaves."""
    return _unread(layer, size, axis, solid=True) - left_over(layer, size, axis)


def left_out(layer: Windowed, size: tuple[int, ...], axis: int) -> int:
    """Count input cells within windows that fall between the taps of each of them."""
    return _unread(layer, size, axis) - _unread(layer, size, axis, solid=True)


def left_over(layer: Windowed, size: tuple[int, ...], axis: int) -> int:
    """Count input cells after the last window."""
    before, _ = pads(layer, size, axis)
    last = (windows(layer, size, axis) - 1) * layer.stride[axis]
    behind = before + size[axis] - last - layer.effective_kernel[axis]
    return min(max(behind, 0), size[axis])


def seeing_padding(layer: Windowed, size: tuple[int, ...], axis: int) -> int:
    """Count output cells whose windows lie in the padding."""
    before, _ = pads(layer, size, axis)
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    in_front = max((before - span) // stride + 1, 0)
    behind = max(windows(layer, size, axis) - -(-(before + size[axis]) // stride), 0)
    return in_front + behind


def without_stamp(layer: ConvTranspose, size: tuple[int, ...], axis: int) -> int:
    """Count output cells of a transposed convolution that no stamp covers."""
    return _uncovered(layer, size, axis, spatial_output(layer, size)[axis])


def added_without_stamp(layer: ConvTranspose, size: tuple[int, ...], axis: int) -> int:
    """Count those of them at the end that output padding adds."""
    decided = concrete(layer, size)
    count = spatial_output(layer, size)[axis]
    return _uncovered(layer, size, axis, min(decided.output_padding[axis], count))


def terms(layer: ConvTranspose, axis: int, most: int) -> tuple[int, ...]:
    """Return how many taps each of S neighbouring outputs far from the border gets.

    No more than the first `most` of them, whatever the stride.
    """
    kernel, stride, dilation = layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis]
    common = gcd(stride, dilation)
    every = stride // common
    # Tap t, t + S/g, … all land on output D·t mod S, which g divides.
    inverse = pow(dilation // common, -1, every)
    return tuple(
        len(range(at // common * inverse % every, kernel, every)) if at % common == 0 else 0
        for at in range(min(stride, most))
    )


def unevenness(layer: ConvTranspose, _size: tuple[int, ...], axis: int) -> int:
    """Return by how many taps neighbouring outputs differ, which shows as a checkerboard."""
    kernel, stride = layer.kernel_size[axis], layer.stride[axis]
    every = stride // gcd(stride, layer.dilation[axis])
    # The first tap's output gets most; where none is left out, the last one's least.
    fewest = kernel // every if every == stride else 0
    return -(-kernel // every) - fewest


def _unread(layer: Windowed, size: tuple[int, ...], axis: int, *, solid: bool = False) -> int:
    """Count the input cells that no window reads, or that none spans."""
    kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
    if solid:
        kernel, dilation = layer.effective_kernel[axis], 1
    count = windows(layer, size, axis)
    around = pads(layer, size, axis)
    row = (size[axis], around, kernel, layer.stride[axis], dilation, count)
    return sizes.unread(*row).input


def _uncovered(layer: ConvTranspose, size: tuple[int, ...], axis: int, last: int) -> int:
    """Count, among so many output cells at the end, those that no stamp covers."""
    before, _ = pads(layer, size, axis)
    first = before + spatial_output(layer, size)[axis] - last
    # Stamps cover the output as windows read an input.
    numbers = (layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis])
    return sizes.unread(last, (first, 0), *numbers, windows=size[axis]).input
