"""Windows laid out as the columns of a matrix, and columns laid back: im2col, col2im."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.layers import sizes, written
from convviz.layers.conv import Pair
from convviz.layers.dialect import Dialect


@dataclass(frozen=True, slots=True, repr=False)
class Unfold(written.Sized):
    """Each window of an input (C, H, W) becomes a column of a matrix; not yet checked.

    The output has the shape (1, C·∏K, L): row ``c·∏K + tap``, column the window's number.

    Attributes
    ----------
    kernel_size, stride, dilation
        One number for each of the two axes.
    padding
        (before, after) for each of the two axes.
    dialect
        Whose rules it follows.
    """

    kernel_size: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[Pair, ...]
    stride: tuple[int, ...]
    dialect: Dialect = "pytorch"

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return len(self.kernel_size)

    @property
    def effective_kernel(self) -> tuple[int, ...]:
        """Cells that a window spans along each axis, ``D·(K − 1) + 1``."""
        return tuple(map(sizes.effective_kernel, self.kernel_size, self.dilation))

    @property
    def pads(self) -> tuple[Pair, ...]:
        """(before, after) for each axis."""
        return self.padding

    @property
    def taps(self) -> int:
        """Cells of one window in one channel."""
        return prod(self.kernel_size)

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        return written.call(
            "Unfold",
            written.numbers("kernel_size", self.kernel_size),
            written.numbers("dilation", self.dilation, 1),
            written.pads(self.padding),
            written.numbers("stride", self.stride, 1),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Fold(written.Sized):
    """Each column of a matrix (1, C·∏K, L) is laid on the output (C, H, W) and added there.

    Not yet checked.

    Attributes
    ----------
    output_size
        Rows and columns of the output.
    kernel_size, stride, dilation
        One number for each of the two axes.
    padding
        (before, after) for each of the two axes, cut off the output.
    dialect
        Whose rules it follows.
    """

    output_size: tuple[int, ...]
    kernel_size: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[Pair, ...]
    stride: tuple[int, ...]
    dialect: Dialect = "pytorch"

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return len(self.kernel_size)

    @property
    def effective_kernel(self) -> tuple[int, ...]:
        """Cells that a window spans along each axis, ``D·(K − 1) + 1``."""
        return tuple(map(sizes.effective_kernel, self.kernel_size, self.dilation))

    @property
    def pads(self) -> tuple[Pair, ...]:
        """(before, after) for each axis."""
        return self.padding

    @property
    def taps(self) -> int:
        """Cells of one window in one channel."""
        return prod(self.kernel_size)

    def input_channels(self, out_channel: int) -> range:  # noqa: ARG002 - as other layers
        """Return the channel of the matrix, which is one."""
        return range(1)

    @property
    def windows(self) -> tuple[int, ...]:
        """How many windows the output has along each axis; their product is L."""
        return tuple(
            sizes.output_size(size + sum(pads), kernel, stride, dilation)
            for size, pads, kernel, stride, dilation in zip(
                self.output_size, self.padding, self.kernel_size, self.stride, self.dilation,
                strict=True,
            )
        )

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        return written.call(
            "Fold",
            written.numbers("output_size", self.output_size),
            written.numbers("kernel_size", self.kernel_size),
            written.numbers("dilation", self.dilation, 1),
            written.pads(self.padding),
            written.numbers("stride", self.stride, 1),
        )
