"""A layer made one of another kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from convviz.document.kinds import Kind, fold_input, kind_of
from convviz.layers import check, sizes
from convviz.layers.conv import Conv, Padding, PaddingMode, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.layer import Layer, Weighted
from convviz.layers.padding import Pad, PadMode
from convviz.layers.pooling import AdaptivePool, Pool, Reduction
from convviz.layers.shapes import spatial_output
from convviz.layers.transposed import ConvTranspose

Size = tuple[int, ...]

_MOST_FIXES = 12
_REDUCTIONS: dict[Kind, Reduction] = {
    "max_pool": "max", "avg_pool": "average", "lp_pool": "norm",
}  # fmt: skip
_MODES: tuple[tuple[PadMode, PaddingMode], ...] = (
    ("reflect", "reflect"), ("replicate", "replicate"), ("circular", "circular"),
)  # fmt: skip
"""What padding is filled with, as a layer of its own and as a convolution's."""


def converted(layer: Layer, kind: Kind, input_shape: Size) -> Layer:
    """Return a layer of another kind with all that the two have in common.

    It is valid where the layer was: what the other kind refuses is changed as
    little as that takes.

    Parameters
    ----------
    layer
        The layer.
    kind
        The kind wanted; `Unfold` and `Fold` are for two axes.
    input_shape
        (channels, *spatial) of the image: of the input that the layer will have, or
        of the output of `Fold`.
    """
    if kind == kind_of(layer):
        return layer
    made = _made(layer, kind, input_shape)
    if not _fits(layer, input_shape):
        return made
    for candidate in _candidates(layer, made, input_shape[1:]):
        mended = _mended(candidate, input_shape)
        if mended is not None:
            return mended
    return made


def _fits(layer: Layer, input_shape: Size) -> bool:
    return not check(layer, _shape(layer, input_shape))


def _shape(layer: Layer, input_shape: Size) -> Size:
    return fold_input(layer, input_shape[0]) if isinstance(layer, Fold) else input_shape


def _made(layer: Layer, kind: Kind, input_shape: Size) -> Layer:
    """Return the layer of another kind that has all that the two have in common."""
    size = input_shape[1:]
    match kind:
        case "conv" | "conv_transpose":
            return _made_weighted(layer, kind, input_shape)
        case "adaptive_max_pool" | "adaptive_avg_pool":
            return AdaptivePool(
                "max" if "max" in kind else "average", _parts(layer, size), layer.dialect
            )
        case "pad":
            pads = _numbers(layer, _padding(layer))
            if not any(map(any, pads)):
                pads = ((1, 1),) * layer.axes
            return Pad(pads, _pad_mode(layer), dialect=layer.dialect)
    kernel, stride, dilation = _window(layer, size, kind)
    if kind in _REDUCTIONS:
        return Pool(
            _REDUCTIONS[kind], kernel, stride, _padding(layer), dilation,
            isinstance(layer, Pool) and layer.ceil_mode, dialect=layer.dialect,
        )
    pads = _numbers(layer, _padding(layer))
    if kind == "unfold":
        return Unfold(kernel, dilation, pads, stride, layer.dialect)
    return Fold(size, kernel, dilation, pads, stride, layer.dialect)


def _made_weighted(layer: Layer, kind: Kind, input_shape: Size) -> Weighted:
    channels, *size = input_shape
    kernel, stride, dilation = _window(layer, tuple(size), kind)
    outs, groups, bias, flipped = _channels(layer, channels)
    if kind == "conv":
        return Conv(
            channels, outs, kernel, stride, _padding(layer), dilation, groups, bias,
            _conv_mode(layer), flipped, layer.dialect,
        )
    padding = _padding(layer)
    if layer.dialect == "jax":
        padding = _as_lax_pads(padding, kernel, dilation)
    return ConvTranspose(
        channels, outs, kernel, stride, padding, (0,) * len(kernel), dilation, groups,
        bias, "zeros", flipped, layer.dialect,
    )


def _window(layer: Layer, size: Size, kind: Kind) -> tuple[Size, Size, Size]:
    """Return kernel size, stride and dilation, as far as a layer has them."""
    ones = (1,) * layer.axes
    if isinstance(layer, AdaptivePool) and "pool" in kind:
        # The windows that are as many; where the sizes divide, they are the parts.
        counts = [
            min(count or length, length)
            for count, length in zip(layer.output_size, size, strict=True)
        ]
        stride = tuple(length // max(count, 1) for length, count in zip(size, counts, strict=True))
        kernel = tuple(
            length - (count - 1) * step
            for length, count, step in zip(size, counts, stride, strict=True)
        )
        return kernel, stride, ones
    if isinstance(layer, AdaptivePool | Pad):
        return tuple(max(min(3, length), 1) for length in size), ones, ones
    return layer.kernel_size, layer.stride, layer.dilation


def _padding(layer: Layer) -> Padding:
    """Return a layer's padding as it is, none of what cuts off."""
    if isinstance(layer, AdaptivePool):
        return ((0, 0),) * layer.axes
    padding = layer.padding
    if isinstance(layer, ConvTranspose) and layer.dialect == "jax":
        padding = _as_lax_pads(padding, layer.kernel_size, layer.dilation)
    if isinstance(padding, str):
        return padding
    return tuple((max(before, 0), max(after, 0)) for before, after in padding)


def _as_lax_pads(padding: Padding, kernel: Size, dilation: Size) -> Padding:
    """Return what `lax.conv_transpose` pads the input with to cut so much off, and back."""
    if isinstance(padding, str):
        return padding
    spans = map(sizes.effective_kernel, kernel, dilation)
    return tuple(
        (span - 1 - before, span - 1 - after)
        for span, (before, after) in zip(spans, padding, strict=True)
    )


def _numbers(layer: Layer, padding: Padding) -> tuple[Pair, ...]:
    """Return padding in numbers; of a name those at stride 1."""
    if not isinstance(padding, str):
        return padding
    if isinstance(layer, Conv):
        return layer.pads
    if padding not in {"same", "same_lower"} or not isinstance(layer, Pool | ConvTranspose):
        return ((0, 0),) * layer.axes
    return tuple(
        sizes.same_padding(length, step, lower=padding == "same_lower")
        for length, step in zip(layer.kernel_size, layer.dilation, strict=True)
    )


def _parts(layer: Layer, size: Size) -> Size:
    """Return how many parts there are along each axis: as many as there were windows."""
    counts = tuple(length // 2 for length in size)
    if isinstance(layer, Conv | Pool | Unfold) and min(*layer.stride, *size) > 0:
        counts = spatial_output(layer, size)
    return tuple(max(min(count, length), 1) for count, length in zip(counts, size, strict=True))


def _channels(layer: Layer, channels: int) -> tuple[int, int, bool, bool]:
    """Return channels after, groups, bias and whether it is flipped, as far as a layer has them."""
    if isinstance(layer, Conv | ConvTranspose):
        return layer.out_channels, layer.groups, layer.bias, layer.flipped
    return channels, 1, False, False


def _pad_mode(layer: Layer) -> PadMode:
    if isinstance(layer, Conv):
        return next((ours for ours, its in _MODES if its == layer.padding_mode), "constant")
    return "constant"


def _conv_mode(layer: Layer) -> PaddingMode:
    if isinstance(layer, Pad):
        return next((its for ours, its in _MODES if ours == layer.mode), "zeros")
    return "zeros"


def _candidates(layer: Layer, made: Layer, size: Size) -> Iterator[Layer]:
    """Yield the layer that was made, and what of it the other kind is sure to take."""
    yield made
    if isinstance(made, AdaptivePool):
        return
    none = ((0, 0),) * made.axes
    if isinstance(made, Pad):
        yield replace(made, padding=none, mode="constant")
        return
    yield replace(made, padding=_numbers(layer, _padding(layer)))
    if isinstance(made, Conv):
        made = replace(made, padding_mode="zeros")
        yield replace(made, padding=none)
    ones, kernel = (1,) * made.axes, tuple(map(min, made.kernel_size, size))
    made = replace(made, kernel_size=kernel, stride=ones, dilation=ones, padding=none)
    yield made
    yield replace(made, kernel_size=ones)


def _mended(layer: Layer, input_shape: Size) -> Layer | None:
    """Return a layer with the first fix of each of its problems made, None if that doesn't do."""
    for _ in range(_MOST_FIXES):
        problems = check(layer, _shape(layer, input_shape))
        if not problems:
            return layer
        changes = next(
            (
                dict(fix.changes)
                for fix in problems[0].fixes
                if not {"input_size", "in_channels"} & {name for name, _ in fix.changes}
            ),
            None,
        )
        if changes is None:
            return None
        layer = replace(layer, **changes)  # type: ignore[arg-type]  # the layer's own fields
    return None
