"""Advice on a valid layer: input that it never reads, output that sees no input, no effect.

Every sentence is a fact with its numbers; every fix is one that was tried.
"""

from __future__ import annotations

from convviz.advice import convolutions, pools, transposed, windows
from convviz.advice.notes import Advice, alike
from convviz.layers import Conv, ConvTranspose, Layer, Pool, check

__all__ = ["Advice", "advise"]


def advise(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Advice, ...]:
    """Return advice on a layer and its input; none while they are not valid.

    Axes with the same numbers share their sentences and fixes.

    Parameters
    ----------
    layer
        The layer.
    input_shape
        (channels, *spatial).
    """
    if check(layer, input_shape):
        return ()
    size = input_shape[1:]
    match layer:
        case Conv():
            found = _of_conv(layer, size)
        case ConvTranspose():
            found = _of_transposed(layer, size)
        case Pool():
            found = _of_pool(layer, size)
        case _:
            found = []
    return tuple(advice for advice in found if advice is not None)


def _of_conv(layer: Conv, size: tuple[int, ...]) -> list[Advice | None]:
    rules = (
        windows.of_stride,
        windows.of_dilation,
        windows.of_end,
        windows.of_padding,
        convolutions.of_same,
        convolutions.of_single,
    )
    along = alike(layer, size)
    return [
        *(rule(layer, size, axes) for rule in rules for axes in along),
        convolutions.of_mode(layer, size),
    ]


def _of_transposed(layer: ConvTranspose, size: tuple[int, ...]) -> list[Advice | None]:
    rules = (transposed.of_terms, transposed.of_gaps, transposed.of_output_padding)
    return [rule(layer, size, axes) for rule in rules for axes in alike(layer, size)]


def _of_pool(layer: Pool, size: tuple[int, ...]) -> list[Advice | None]:
    rules = (windows.of_stride, windows.of_dilation, windows.of_end, windows.of_padding)
    along = alike(layer, size)
    return [
        *(rule(layer, size, axes) for rule in rules for axes in along),
        pools.of_average(layer, size),
    ]
