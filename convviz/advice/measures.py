"""How many cells along one axis are skipped, left over or wasted.

All take a layer and the spatial size of an input, valid together, and an axis;
copies of a cell in the padding don't count as the cell.
"""

from __future__ import annotations

from convviz.layers import Conv, sizes


def windows(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    """Count the windows along an axis: output cells."""
    padded = layer.padded_size(size)[axis]
    return sizes.output_size(
        padded, layer.kernel_size[axis], layer.stride[axis], layer.dilation[axis]
    )


def stepped_over(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    """Count input cells between two windows, which a larger stride than span leaves."""
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    solid = sizes.unread(size[axis], layer.pads[axis], span, stride, 1).input
    return solid - left_over(layer, size, axis)


def left_out(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    """Count input cells within windows that fall between the taps of each of them."""
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    length, pads = size[axis], layer.pads[axis]
    kernel, dilation = layer.kernel_size[axis], layer.dilation[axis]
    every = sizes.unread(length, pads, kernel, stride, dilation).input
    return every - sizes.unread(length, pads, span, stride, 1).input


def left_over(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    """Count input cells after the last window."""
    padded, span = layer.padded_size(size)[axis], layer.effective_kernel[axis]
    after_last = (padded - span) % layer.stride[axis]
    return min(max(after_last - layer.pads[axis][1], 0), size[axis])


def seeing_padding(layer: Conv, size: tuple[int, ...], axis: int) -> int:
    """Count output cells whose windows lie in the padding."""
    before, _ = layer.pads[axis]
    span, stride = layer.effective_kernel[axis], layer.stride[axis]
    in_front = max((before - span) // stride + 1, 0)
    behind = max(windows(layer, size, axis) - -(-(before + size[axis]) // stride), 0)
    return in_front + behind
