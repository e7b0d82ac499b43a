"""Pooling layers, as they were written down."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

from convviz.layers import sizes, written
from convviz.layers.conv import Padding, Pair
from convviz.layers.dialect import Dialect

Reduction = Literal["max", "average", "norm"]
"""What a pool makes of its window."""


@dataclass(frozen=True, slots=True, repr=False)
class Pool(written.Sized):
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

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        name = {"max": "MaxPool", "average": "AvgPool", "norm": "LPPool"}[self.reduction]
        norm = repr(self.norm_type) if self.reduction == "norm" else ""
        usual = (1,) * self.axes if self.dialect in {"jax", "onnx"} else self.kernel_size
        stride = "" if self.stride == usual else written.numbers("stride", self.stride)
        return written.call(
            f"{name}{self.axes}d",
            norm,
            written.numbers("kernel_size", self.kernel_size),
            stride,
            written.pads(self.padding),
            written.numbers("dilation", self.dilation, 1),
            written.unless(False, "ceil_mode", self.ceil_mode),
            written.unless(None, "count_include_pad", self.count_include_pad),
            written.unless(None, "divisor_override", self.divisor_override),
            written.unless("pytorch", "dialect", self.dialect),
        )


@dataclass(frozen=True, slots=True, repr=False)
class AdaptivePool(written.Sized):
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

    def __repr__(self) -> str:
        """Return the constructor call that makes an equal layer, of a valid layer."""
        name = "Avg" if self.reduction == "average" else "Max"
        dialect = written.unless("pytorch", "dialect", self.dialect)
        if set(self.output_size) == {1}:
            return written.call(f"Global{name}Pool{self.axes}d", dialect)
        given = written.numbers("output_size", self.output_size)
        return written.call(f"Adaptive{name}Pool{self.axes}d", given, dialect)
