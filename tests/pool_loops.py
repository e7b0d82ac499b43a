"""Pools and padding in plain loops, written apart from the engine to check it by."""

from __future__ import annotations

from fractions import Fraction
from itertools import product


def windows(size, before, after, kernel, stride, dilation, ceil_mode):
    """Return, for each window of an axis, the positions of all its taps."""
    span = (kernel - 1) * dilation + 1
    found, start = [], -before
    while True:
        whole = start + span <= size + after
        # Partial windows count in ceil mode if they begin in the input or before it.
        last_begun = found and found[-1][0] + span >= size + after
        partial = ceil_mode and not last_begun and start < size
        if not (whole or partial):
            return found
        found.append([start + tap * dilation for tap in range(kernel)])
        start += stride


def parts(size, count):
    """Return the positions in each of an adaptive pool's parts."""
    found = []
    for number in range(count):
        first = (number * size) // count
        end = first
        while Fraction(end) < Fraction((number + 1) * size, count):
            end += 1
        found.append(list(range(first, end)))
    return found


def pool(layer, x, *, counting=True):
    """Return for each output of a pool what is in its window: (cell or None for padding)."""
    axes = [
        windows(size, *pads, kernel, stride, dilation, layer.ceil_mode)
        for size, pads, kernel, stride, dilation in zip(
            x.shape[1:], layer.padding, layer.kernel_size, layer.stride, layer.dilation,
            strict=True,
        )
    ]
    ends = [size + pads[1] for size, pads in zip(x.shape[1:], layer.padding, strict=True)]
    out = {}
    for place in product(*(range(len(axis)) for axis in axes)):
        cells = list(product(*(axis[at] for axis, at in zip(axes, place, strict=True))))
        cells = [cell for cell in cells if all(p < end for p, end in zip(cell, ends, strict=True))]
        out[place] = [inside(cell, x) for cell in cells] if counting else cells
    return out


def inside(cell, x):
    """Return a cell that is one of the input, else None."""
    return cell if all(0 <= p < size for p, size in zip(cell, x.shape[1:], strict=True)) else None


def padded_position(position, size, mode):
    """Return what a padded position copies, walking back into the axis step by step."""
    while not 0 <= position < size:
        if mode == "constant":
            return None
        if mode == "replicate":
            position += 1 if position < 0 else -1
        elif mode == "circular":
            position += size if position < 0 else -size
        elif mode == "reflect":
            position = -position if position < 0 else 2 * (size - 1) - position
        else:
            position = -1 - position if position < 0 else 2 * size - 1 - position
    return position
