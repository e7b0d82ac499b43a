"""A convolution in plain loops, written apart from the engine to check it by."""

from __future__ import annotations

from itertools import product


def source(position, size, mode):
    """Return the index within an axis that a padded position copies, None for a zero."""
    while not 0 <= position < size:
        if mode == "zeros":
            return None
        if mode == "replicate":
            position += 1 if position < 0 else -1
        elif mode == "circular":
            position += size if position < 0 else -size
        else:
            position = -position if position < 0 else 2 * (size - 1) - position
    return position


def value(layer, x, channel, position):
    """Return what stands at a padded position, in input coordinates."""
    sources = [
        source(at, size, layer.padding_mode) for at, size in zip(position, x.shape[1:], strict=True)
    ]
    return x.dtype.type(0) if None in sources else x[(channel, *sources)]


def pads(layer):
    """Return (before, after) of each axis from the meaning of the names."""
    if not isinstance(layer.padding, str):
        return layer.padding
    found = []
    for kernel, dilation in zip(layer.kernel_size, layer.dilation, strict=True):
        total = (kernel - 1) * dilation
        found.append(
            {
                "valid": (0, 0),
                "same": (total // 2, total - total // 2),
                "same_lower": (total - total // 2, total // 2),
                "full": (total, total),
                "causal": (total, 0),
            }[layer.padding]
        )
    return tuple(found)


def positions(layer, size):
    """Return for each axis the first cells of all windows, in input coordinates."""
    starts = []
    for axis, (before, after) in enumerate(pads(layer)):
        last_tap = (layer.kernel_size[axis] - 1) * layer.dilation[axis]
        start, found = -before, []
        while start + last_tap < size[axis] + after:
            found.append(start)
            start += layer.stride[axis]
        starts.append(found)
    return starts


def reads(layer, start):
    """Return the positions that the window beginning at `start` reads, in their order."""
    return [
        tuple(
            at + tap * dilation
            for at, tap, dilation in zip(start, taps, layer.dilation, strict=True)
        )
        for taps in product(*map(range, layer.kernel_size))
    ]


def convolve(layer, x, weight, bias, number):
    """Return the output as a dictionary; `number` converts each number that is read."""
    out = {}
    ins, outs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    starts = positions(layer, x.shape[1:])
    for channel in range(layer.out_channels):
        for place in product(*(range(len(along)) for along in starts)):
            start = [along[at] for along, at in zip(starts, place, strict=True)]
            total = None
            for within in range(ins):
                for position, weight_at in zip(
                    reads(layer, start), product(*map(range, layer.kernel_size)), strict=True
                ):
                    seen = value(layer, x, channel // outs * ins + within, position)
                    term = number(seen) * number(weight[(channel, within, *weight_at)])
                    total = term if total is None else total + term
            out[(channel, *place)] = total if bias is None else total + number(bias[channel])
    return out
