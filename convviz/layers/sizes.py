"""Size arithmetic of one axis, in exact integers.

The formula is the one in PyTorch's documentation of ``torch.nn.Conv2d``:
``O = ⌊(I + P_before + P_after − D·(K − 1) − 1) / S⌋ + 1``.
"""

from __future__ import annotations

from dataclasses import dataclass


def effective_kernel(kernel: int, dilation: int) -> int:
    """Return how many cells a kernel spans: ``D·(K − 1) + 1``."""
    return dilation * (kernel - 1) + 1


def output_size(padded: int, kernel: int, stride: int, dilation: int) -> int:
    """Return how many windows fit into a padded axis; 0 or less when none does."""
    return (padded - effective_kernel(kernel, dilation)) // stride + 1


def same_padding(kernel: int, dilation: int, *, lower: bool = False) -> tuple[int, int]:
    """Return (before, after) that keep the size at stride 1.

    When ``D·(K − 1)`` is odd the extra cell goes after, as in PyTorch, or
    before with `lower`, as in ONNX's ``SAME_LOWER``.
    """
    total = dilation * (kernel - 1)
    small, large = total // 2, total - total // 2
    return (large, small) if lower else (small, large)


def strided_same_padding(
    size: int, kernel: int, stride: int, dilation: int, *, lower: bool = False
) -> tuple[int, int]:
    """Return TensorFlow's (before, after) for ``SAME``, which give ``⌈I / S⌉`` outputs.

    The total is ``max((⌈I/S⌉ − 1)·S + D·(K − 1) + 1 − I, 0)``; the extra cell
    goes after, or before with `lower`.
    """
    windows = -(-size // stride)
    total = max((windows - 1) * stride + effective_kernel(kernel, dilation) - size, 0)
    small, large = total // 2, total - total // 2
    return (large, small) if lower else (small, large)


@dataclass(frozen=True, slots=True)
class Unread:
    """Cells of one axis that no window reads, the input's told apart from padding."""

    input: int
    padding: int


def read_positions(
    padded: int, kernel: int, stride: int, dilation: int
) -> bytearray:
    """Return one byte for each cell of a padded axis: 1 if a window reads it."""
    read = bytearray(max(padded, 0))
    count = output_size(padded, kernel, stride, dilation)
    if count > 0:
        for tap in range(kernel):
            first = tap * dilation
            read[first : first + (count - 1) * stride + 1 : stride] = b"\x01" * count
    return read


def unread(
    size: int, pads: tuple[int, int], kernel: int, stride: int, dilation: int
) -> Unread:
    """Count the cells of one axis that no window reads."""
    before, after = pads
    read = read_positions(size + before + after, kernel, stride, dilation)
    inner = read[before : before + size].count(0)
    return Unread(inner, read.count(0) - inner)
