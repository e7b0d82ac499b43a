"""Worth knowing about a valid layer: what it costs beside what people use in its place.

None of it is a mistake; each is one sentence with its numbers.
"""

from __future__ import annotations

from dataclasses import replace
from math import gcd, prod

from convviz.advice.notes import Advice, alike, names
from convviz.errors import Fix
from convviz.layers import Conv, Layer, Pool, check
from convviz.layers.costs import multiply_adds, weights
from convviz.layers.shapes import output_shape_of
from convviz.layers.words import axis_name


def hints(layer: Layer, input_shape: tuple[int, ...]) -> tuple[Advice, ...]:
    """Return what is worth knowing; nothing while layer and input are not valid.

    Parameters
    ----------
    layer
        The layer.
    input_shape
        (channels, *spatial).
    """
    if check(layer, input_shape):
        return ()
    match layer:
        case Conv():
            found = [_grids(layer, input_shape), _groups(layer, input_shape), _dense(layer)]
        case Pool():
            found = [_strided(layer, input_shape)]
        case _:
            found = []
    return tuple(advice for advice in found if advice is not None)


def _grids(layer: Conv, input_shape: tuple[int, ...]) -> Advice | None:
    """Tell that the outputs of a dilated layer fall into grids that share no input."""
    size = input_shape[1:]
    for axes in alike(layer, size):
        axis = axes[0]
        stride, dilation = layer.stride[axis], layer.dilation[axis]
        grids = dilation // gcd(stride, dilation)
        if grids > 1 and layer.kernel_size[axis] > 1:
            return Advice(
                "dilation",
                f"at dilation {dilation} and stride {stride} the outputs along the "
                f"{names(axes, len(size))} fall into {grids} grids that have no input cell in "
                "common: neighbours can differ like a grid unless another layer, without "
                "dilation, mixes them",
                (Fix("dilation 1", (("dilation", (1,) * layer.axes),)),),
            )
    return None


def _groups(layer: Conv, input_shape: tuple[int, ...]) -> Advice | None:
    """Tell what groups save, and what a pointwise convolution after a depthwise one costs."""
    if layer.groups == 1:
        return None
    dense = replace(layer, groups=1)
    costs = (
        f"{weights(layer)} weights and {multiply_adds(layer, input_shape)} multiply-adds, "
        f"{layer.groups} times less than the {weights(dense)} and "
        f"{multiply_adds(dense, input_shape)} without groups"
    )
    if layer.groups < layer.in_channels:
        return Advice("groups", f"{layer.groups} groups that see nothing of each other: {costs}")
    outputs = output_shape_of(layer, input_shape)
    channels = layer.out_channels
    return Advice(
        "groups",
        f"depthwise, each channel by itself: {costs}; a pointwise convolution after it, kernel 1 "
        f"with {channels} channels, mixes them for {channels * channels} weights and "
        f"{prod(outputs) * channels} multiply-adds more",
    )


def _dense(layer: Conv) -> Advice | None:
    """Tell what a separable convolution in place of a dense one has in weights."""
    taps = prod(layer.kernel_size)
    dense = weights(layer)
    separable = layer.in_channels * taps + layer.in_channels * layer.out_channels
    if layer.groups > 1 or layer.in_channels == 1 or separable >= dense:
        return None
    return Advice(
        "groups",
        f"a depthwise convolution and a pointwise one after it would have {separable} weights: "
        f"{layer.in_channels}·{taps} + {layer.in_channels}·{layer.out_channels}, in place of "
        f"{dense}",
    )


def _strided(layer: Pool, input_shape: tuple[int, ...]) -> Advice | None:
    """Tell what a convolution with the pool's stride has in its place."""
    if max(layer.stride) == 1:
        return None
    channels = input_shape[0]
    axis = layer.stride.index(max(layer.stride))
    taps = prod(layer.kernel_size)
    keeps = {"max": "the largest of", "average": "the mean of", "norm": "the norm of"}
    outputs = output_shape_of(layer, input_shape)
    return Advice(
        "stride",
        f"the pool keeps {keeps[layer.reduction]} {taps} cells every {max(layer.stride)} along "
        f"the {axis_name(layer.axes, axis)} and learns nothing; a convolution with the same "
        f"kernel and stride would learn what to keep, with {channels * channels * taps} weights "
        f"and {prod(outputs) * channels * taps} multiply-adds",
    )
