"""What a picture is laid out for, and how places of its input and output belong together."""

from __future__ import annotations

from dataclasses import dataclass

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

    def input_place(self, output: tuple[float, float]) -> tuple[float, float]:
        """Return the middle of an output place's window, in input coordinates."""
        row, column = (
            at * stride + (span - 1) / 2 - pad[0]
            for at, stride, span, pad in zip(
                output, self.stride, self.span, self.pads, strict=True
            )
        )
        return row, column

    def output_place(self, centre: tuple[float, float]) -> tuple[float, float]:
        """Return the output place whose window is centred on an input place."""
        row, column = (
            (at + pad[0] - (span - 1) / 2) / stride
            for at, pad, span, stride in zip(centre, self.pads, self.span, self.stride, strict=True)
        )
        return row, column


def _two(size: tuple[int, ...]) -> Size:
    return (size[-2] if len(size) > 1 else 1, size[-1])
