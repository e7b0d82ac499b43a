"""A convolution layer over any number of axes, as it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal, get_args

from convviz.layers import sizes, written
from convviz.layers.dialect import Dialect

Pair = tuple[int, int]
PaddingName = Literal["valid", "same", "same_lower", "full", "causal"]
PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
Padding = tuple[Pair, ...] | PaddingName

PADDING_NAMES: tuple[PaddingName, ...] = get_args(PaddingName)
PADDING_MODES: tuple[PaddingMode, ...] = get_args(PaddingMode)


@dataclass(frozen=True, slots=True, repr=False)
class Conv(written.Sized):
    """A convolution (cross-correlation, as in all frameworks), not yet checked.

    It may say things that can't be: `convviz.layers.check` finds them. The
    functions `Conv1d`, `Conv2d` and `Conv3d` make only valid ones.

    Attributes
    ----------
    in_channels, out_channels
        Number of channels before and after.
    kernel_size, stride, dilation
        One number for each spatial axis.
    padding
        (before, after) for each spatial axis, or a name.
    groups
        Into how many groups the channels are divided.
    bias
        Whether a number is added to each output channel.
    padding_mode
        What the padding is filled with.
    flipped
        The kernel is mirrored along every axis: a convolution in the
        mathematical sense, where frameworks compute a cross-correlation.
    dialect
        Whose rules it follows.
    """

    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Padding
    dilation: tuple[int, ...]
    groups: int = 1
    bias: bool = True
    padding_mode: PaddingMode = "zeros"
    flipped: bool = False
    dialect: Dialect = "pytorch"

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return len(self.kernel_size)

    @property
    def effective_kernel(self) -> tuple[int, ...]:
        """Cells that the kernel spans along each axis, ``D·(K − 1) + 1``."""
        return tuple(map(sizes.effective_kernel, self.kernel_size, self.dilation))

    @property
    def pads(self) -> tuple[Pair, ...]:
        """(before, after) for each axis, with names resolved."""
        if not isinstance(self.padding, str):
            return self.padding
        return tuple(
            _named(self.padding, kernel, dilation)
            for kernel, dilation in zip(self.kernel_size, self.dilation, strict=True)
        )

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """Shape of a valid layer's weight: (out_channels, in_channels / groups, *kernel_size)."""
        return (self.out_channels, self.in_channels // self.groups, *self.kernel_size)

    @property
    def taps(self) -> int:
        """Products in one output number: kernel cells times channels of a group."""
        return prod(self.weight_shape[1:])

    def input_channels(self, out_channel: int) -> range:
        """Return the input channels that an output channel of a valid layer reads."""
        count = self.in_channels // self.groups
        group = out_channel // (self.out_channels // self.groups)
        return range(group * count, (group + 1) * count)

    def padded_size(self, input_size: tuple[int, ...]) -> tuple[int, ...]:
        """Return the spatial size after padding."""
        return tuple(
            size + before + after
            for size, (before, after) in zip(input_size, self.pads, strict=True)
        )

    def __repr__(self) -> str:
        """Return the constructor call, parameters at their defaults left out.

        It makes an equal layer when evaluated, of a valid layer with 1 to 3 axes.
        """
        return written.call(
            f"Conv{self.axes}d",
            str(self.in_channels),
            str(self.out_channels),
            written.numbers("kernel_size", self.kernel_size),
            written.numbers("stride", self.stride, 1),
            written.pads(self.padding),
            written.numbers("dilation", self.dilation, 1),
            written.unless(1, "groups", self.groups),
            written.unless(True, "bias", self.bias),
            written.unless("zeros", "padding_mode", self.padding_mode),
            written.unless(False, "flipped", self.flipped),
            written.unless("pytorch", "dialect", self.dialect),
        )


def _named(name: PaddingName, kernel: int, dilation: int) -> Pair:
    span = dilation * (kernel - 1)
    if name in {"same", "same_lower"}:
        return sizes.same_padding(kernel, dilation, lower=name == "same_lower")
    return {"valid": (0, 0), "full": (span, span), "causal": (span, 0)}[name]
