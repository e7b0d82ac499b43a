"""What a picture is laid out for, and how places of its input and output belong together."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from convviz.figures.extent import Extent, extents
from convviz.layers import (
    Conv,
    ConvTranspose,
    Layer,
    Pad,
    Pair,
    Pool,
    Unfold,
    Weighted,
)

Size = tuple[int, int]
"""Rows and columns."""


@dataclass(frozen=True, slots=True)
class Link:
    """Which place of the input an axis of the output is about: ``scale · output + offset``."""

    scale: float
    offset: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a layout is made for.

    Attributes
    ----------
    shown, first
        Rows and columns of the input's panel, and which cell its first one is,
        in input coordinates.
    beyond
        Rows and columns at its end that have no cells.
    kernel
        Rows and columns of the kernel; None of layers without.
    output, cut
        Rows and columns of the output's panel, and (before, after) of them that
        are cut off.
    link
        How places of both belong together.
    slides
        Cells that a window is longer than one, where windows move cell by cell
        over a single row; else None.
    window
        Rows and columns of the windows that a lens can show, or None.
    """

    shown: Size
    first: Size
    beyond: Size
    kernel: Size | None
    output: Size
    cut: tuple[Pair, Pair]
    link: tuple[Link, Link]
    slides: int | None
    window: Size | None

    @classmethod
    def of(cls, layer: Layer, input_size: tuple[int, ...], output_size: tuple[int, ...]) -> Plan:
        """Return the plan of a concrete layer: of its last two axes, or one as a single row."""
        along = extents(layer, input_size)[-2:]
        rows = along[0] if len(along) > 1 else Extent(range(1), range(1))
        columns = along[-1]
        both = (rows, columns)
        output = _two(output_size)
        shown = (len(rows.shown) + rows.beyond, len(columns.shown) + columns.beyond)
        window = None
        if isinstance(layer, Conv | Pool | Unfold):
            window = _two(layer.kernel_size)
        one_row = len(rows.shown) == 1
        return cls(
            shown=shown,
            first=(rows.shown.start, columns.shown.start),
            beyond=(rows.beyond, columns.beyond),
            kernel=_two(layer.kernel_size) if isinstance(layer, Weighted) else None,
            output=(
                output[0] + sum(both[0].cut),
                output[1] + sum(both[1].cut),
            ),
            cut=(rows.cut, columns.cut),
            link=_links(layer, _two(input_size), output, one_row=one_row),
            slides=_slides(layer) if one_row else None,
            window=window,
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the input's panel, in input coordinates."""
        row, column = (
            (count - 1) / 2 + first for count, first in zip(self.shown, self.first, strict=True)
        )
        return row, column

    def input_place(self, output: tuple[float, float]) -> tuple[float, float]:
        """Return the place in the input that a place of the output is about."""
        row, column = (
            at * link.scale + link.offset for at, link in zip(output, self.link, strict=True)
        )
        return row, column

    def output_place(self, centre: tuple[float, float]) -> tuple[float, float]:
        """Return the place in the output that is about a place of the input."""
        row, column = (
            (at - link.offset) / link.scale for at, link in zip(centre, self.link, strict=True)
        )
        return row, column


def _slides(layer: Layer) -> int | None:
    """Return how much longer than a cell windows are that move cell by cell, else None."""
    if isinstance(layer, Pad):
        return 0
    if isinstance(layer, Conv | Pool) and layer.stride[-1] == 1:
        return layer.effective_kernel[-1] - 1
    return None


def _links(layer: Layer, size: Size, output: Size, *, one_row: bool) -> tuple[Link, Link]:
    """Return how places of the last two axes belong together."""
    match layer:
        case Conv() | Pool():
            pads, stride = _pairs(layer.pads), _two(layer.stride)
            span = _two(layer.effective_kernel)
            columns = _anchor(pads[1], span[1]) if one_row else (span[1] - 1) / 2
            return (
                Link(stride[0], (span[0] - 1) / 2 - pads[0][0]),
                Link(stride[1], columns - pads[1][0]),
            )
        case ConvTranspose():
            pads, stride = _pairs(layer.pads), _two(layer.stride)
            span = _two(layer.effective_kernel)
            rows, across = (
                Link(1 / step, (before - (length - 1) / 2) / step)
                for (before, _), step, length in zip(pads, stride, span, strict=True)
            )
            return rows, across
        case Pad():
            pads = _pairs(layer.pads)
            return Link(1, -pads[0][0]), Link(1, -pads[1][0])
        case _:
            # Of the matrix of windows no place is a place of the image: both fill their panels.
            rows, across = (
                Link(length / count, (length / count - 1) / 2)
                for length, count in zip(size, output, strict=True)
            )
            return rows, across


def _anchor(pads: Pair, span: int) -> float:
    """Return the cell of a window in a row below which its output stands, from the window's first.

    The cell that leaves each of as many outputs as inputs under its own input,
    the last where only what is before is padded, else the middle.
    """
    before, after = pads
    if before + after == span - 1:
        return before
    return span - 1 if before and not after else floor((span - 1) / 2)


def _two(size: tuple[int, ...]) -> Size:
    return (size[-2] if len(size) > 1 else 1, size[-1])


def _pairs(pads: tuple[Pair, ...]) -> tuple[Pair, Pair]:
    return (pads[-2] if len(pads) > 1 else (0, 0), pads[-1])
