"""Pooling layers, as they were written down."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

from convviz.layers import sizes
from convviz.layers.conv import Padding, Pair
from convviz.layers.dialect import Dialect

Reduction = Literal["max", "average", "norm"]
"""What a pool makes of its window."""


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of windows, each channel by itself; not yet checked.

    Attributes
    ----------
    reduction
        ``"max"``, ``"average"`` or ``"norm"`` (LP pooling).
    kernel_size, stride, dilation
        One number for each spatial axis.
    padding
        (before, after) for each spatial axis, or ``"valid"``, ``"same"``,
        ``"same_lower"`` where the dialect has them.
    ceil_mode
        Windows that reach beyond the padded input at its end count too, unless
        they would begin in the padding there.
    count_include_pad
        An average divides by the padding's cells too; None for the dialect's
        own way (PyTorch and JAX do, TensorFlow and ONNX don't).
    divisor_override
        What an average divides by in place of the window's cells, or None.
    norm_type
        The power p of ``(Σ xᵖ)^(1/p)``; for ``"norm"`` alone.
    dialect
        Whose rules it follows.
    """

    reduction: Reduction
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Padding
    dilation: tuple[int, ...]
    ceil_mode: bool = False
    count_include_pad: bool | None = None
    divisor_override: int | None = None
    norm_type: float = 2.0
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
        """(before, after) for each axis, of a layer made concrete."""
        if isinstance(self.padding, str):
            return ((0, 0),) * self.axes
        return self.padding

    @property
    def counts_padding(self) -> bool:
        """Whether an average divides by the padding's cells too."""
        if self.count_include_pad is None:
            return self.dialect in {"pytorch", "jax"}
        return self.count_include_pad

    @property
    def taps(self) -> int:
        """Most cells in one window."""
        return prod(self.kernel_size)

    def input_channels(self, out_channel: int) -> range:
        """Return the input channel that an output channel reads: the same."""
        return range(out_channel, out_channel + 1)


@dataclass(frozen=True, slots=True)
class AdaptivePool:
    """A pool of as many parts as the output has cells; not yet checked.

    Attributes
    ----------
    reduction
        ``"max"`` or ``"average"``.
    output_size
        For each spatial axis, or None there to keep the input's; 1 everywhere
        is global pooling.
    dialect
        Whose rules it follows.
    """

    reduction: Reduction
    output_size: tuple[int | None, ...]
    dialect: Dialect = "pytorch"

    @property
    def axes(self) -> int:
        """Number of spatial axes."""
        return len(self.output_size)

    def input_channels(self, out_channel: int) -> range:
        """Return the input channel that an output channel reads: the same."""
        return range(out_channel, out_channel + 1)
