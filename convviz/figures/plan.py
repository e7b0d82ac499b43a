"""What a picture is laid out for, and how places of its input and output belong together."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from convviz.layers import Conv, Pair

Size = tuple[int, int]
"""Rows and columns."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a layout is made for.

    Attributes
    ----------
    padded, kernel, output
        Rows and columns of each panel.
    pads, stride, span
        (before, after) padding, stride and effective kernel of rows and columns.
    """

    padded: Size
    kernel: Size
    output: Size
    pads: tuple[Pair, Pair]
    stride: Size
    span: Size

    @classmethod
    def of(cls, layer: Conv, input_size: tuple[int, ...], output_size: tuple[int, ...]) -> Plan:
        """Return the plan of a layer with one or two axes; one axis is one row."""
        return cls(
            padded=_two(layer.padded_size(input_size)),
            kernel=_two(layer.kernel_size),
            output=_two(output_size),
            pads=(layer.pads[-2] if layer.axes > 1 else (0, 0), layer.pads[-1]),
            stride=_two(layer.stride),
            span=_two(layer.effective_kernel),
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the padded input, in input coordinates."""
        row, column = (
            (padded - 1) / 2 - pad[0] for padded, pad in zip(self.padded, self.pads, strict=True)
        )
        return row, column

    @property
    def anchor(self) -> tuple[float, float]:
        """The place in a window that its output cell belongs to, counted from its first cell.

        The window's middle. A whole cell in one-row inputs, whose output stands
        below them: the cell that leaves each of as many outputs as inputs under
        its own input, and the last where only what is before is padded.
        """
        down, across = ((span - 1) / 2 for span in self.span)
        if self.padded[0] > 1:
            return down, across
        before, after = self.pads[1]
        if before + after == self.span[1] - 1:
            return down, before
        return down, self.span[1] - 1 if before and not after else floor(across)

    def input_place(self, output: tuple[float, float]) -> tuple[float, float]:
        """Return the anchor of an output place's window, in input coordinates."""
        row, column = (
            at * stride + anchor - pad[0]
            for at, stride, anchor, pad in zip(
                output, self.stride, self.anchor, self.pads, strict=True
            )
        )
        return row, column

    def output_place(self, centre: tuple[float, float]) -> tuple[float, float]:
        """Return the output place whose window has its anchor on an input place."""
        row, column = (
            (at + pad[0] - anchor) / stride
            for at, pad, anchor, stride in zip(
                centre, self.pads, self.anchor, self.stride, strict=True
            )
        )
        return row, column


def _two(size: tuple[int, ...]) -> Size:
    return (size[-2] if len(size) > 1 else 1, size[-1])
