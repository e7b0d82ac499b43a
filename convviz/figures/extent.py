"""How far the panels of a layer reach: padding, what is cut off, windows that reach beyond."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.layers import ConvTranspose, Fold, Layer, Pair, Pool
from convviz.layers.reading import Windows
from convviz.layers.shapes import around, reading

Size = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """What one spatial axis of the input's and the output's panel shows.

    Attributes
    ----------
    padded
        The padded input, in input coordinates; a part of the input where
        cells are cut off.
    shown
        What has numbers: the padded input and all of the input.
    beyond
        Cells after that into which windows reach that read less for it, or the
        window that is dropped for it.
    dropped
        Where that window begins, or None.
    cut
        (before, after) cells around the output that a kernel is stamped on
        and that are cut off.
    added
        Cells at the output's end that are there for its output padding.
    """

    padded: range
    shown: range
    beyond: int = 0
    dropped: int | None = None
    cut: Pair = (0, 0)
    added: int = 0


def extents(layer: Layer, input_size: Size) -> tuple[Extent, ...]:
    """Return the extent of each axis of a concrete layer."""
    pads = around(layer)
    if isinstance(layer, Pool) and layer.ceil_mode:
        axes = reading(layer, input_size)
        return tuple(map(_pooled, input_size, pads, axes))
    found = [_padded(size, sides) for size, sides in zip(input_size, pads, strict=True)]
    if isinstance(layer, ConvTranspose):
        return tuple(
            Extent(
                one.padded, one.shown, cut=_cut(sides, span, extra),
                added=extra,
            )
            for one, sides, span, extra in zip(
                found, layer.pads, layer.effective_kernel, layer.output_padding, strict=True
            )
        )
    if isinstance(layer, Fold):
        return tuple(
            Extent(one.padded, one.shown, cut=_cut(sides, span, 0))
            for one, sides, span in zip(found, layer.pads, layer.effective_kernel, strict=True)
        )
    return tuple(found)


def _padded(size: int, pads: Pair) -> Extent:
    before, after = pads
    return Extent(
        range(-before, size + after), range(-max(before, 0), size + max(after, 0))
    )


def _pooled(size: int, pads: Pair, axis: object) -> Extent:
    """Return the extent of an axis of which the last windows may reach beyond the input."""
    assert isinstance(axis, Windows)  # noqa: S101 - a pool reads nothing else
    one = _padded(size, pads)
    span = (axis.kernel - 1) * axis.dilation + 1
    after_last = axis.count * axis.stride - pads[0]
    # Rounded up there would be one more, were it not to begin beyond the input.
    rounded_up = -(-(len(one.padded) - span) // axis.stride) + 1
    dropped = after_last if rounded_up > axis.count else None
    last = after_last if dropped is not None else after_last - axis.stride
    return Extent(one.padded, one.shown, max(last + span - one.padded.stop, 0), dropped)


def _cut(pads: Pair, span: int, extra: int) -> Pair:
    """Return what is cut off; where nothing can be stamped, nothing is."""
    before, after = pads
    return min(max(before, 0), span - 1), min(max(after - extra, 0), span - 1)
