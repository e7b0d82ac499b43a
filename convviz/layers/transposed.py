"""A transposed convolution over any number of axes, as it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.layers import sizes, written
from convviz.layers.conv import Padding, PaddingMode, Pair
from convviz.layers.dialect import Dialect


@dataclass(frozen=True, slots=True, repr=False)
class ConvTranspose(written.Sized):
    """A transposed convolution: each input cell stamps the scaled kernel on the output.

    Not yet checked, as `convviz.layers.Conv`.

    Attributes
    ----------
    in_channels, out_channels
        Number of channels before and after.
    kernel_size, stride, dilation
        One number for each spatial axis.
    padding
        (before, after) for each spatial axis: output cells that are cut off
        there; or ``"valid"``, ``"same"``, ``"same_lower"`` where the dialect has them.
    output_padding
        Cells for each axis that the output is longer at its end.
    groups
        Into how many groups the channels are divided.
    bias
        Whether a number is added to each output channel.
    padding_mode
        ``"zeros"``, the only one there is.
    flipped
        The kernel is mirrored along every axis before it is stamped.
    dialect
        Whose rules it follows.
    """

    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Padding
    output_padding: tuple[int, ...]
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
        """Cells that a stamp spans along each axis, ``D·(K − 1) + 1``."""
        return tuple(map(sizes.effective_kernel, self.kernel_size, self.dilation))

    @property
    def pads(self) -> tuple[Pair, ...]:
        """(before, after) that are cut off along each axis, of a layer made concrete."""
        if isinstance(self.padding, str):
            return ((0, 0),) * self.axes
        return self.padding

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """Shape of a valid layer's weight: (in_channels, out_channels / groups, *kernel_size)."""
        return (self.in_channels, self.out_channels // self.groups, *self.kernel_size)

    @property
    def taps(self) -> int:
        """Most products in one output number: kernel cells times channels of a group."""
        return prod(self.kernel_size) * (self.in_channels // self.groups)

    def input_channels(self, out_channel: int) -> range:
        """Return the input channels that an output channel of a valid layer reads."""
        count = self.in_channels // self.groups
        group = out_channel // (self.out_channels // self.groups)
        return range(group * count, (group + 1) * count)

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        return written.call(
            f"ConvTranspose{self.axes}d",
            str(self.in_channels),
            str(self.out_channels),
            written.numbers("kernel_size", self.kernel_size),
            written.numbers("stride", self.stride, 1),
            written.pads(self.padding),
            written.numbers("output_padding", self.output_padding, 0),
            written.unless(1, "groups", self.groups),
            written.unless(True, "bias", self.bias),
            written.numbers("dilation", self.dilation, 1),
            written.unless("zeros", "padding_mode", self.padding_mode),
            written.unless(False, "flipped", self.flipped),
            written.unless("pytorch", "dialect", self.dialect),
        )
