"""How large an input, a padded input, an output or a weight may be."""

from __future__ import annotations

from math import prod

MAX_SIDE = 4096
"""Longest spatial side of an input, in cells."""

MAX_NUMBERS = 1 << 28
"""Most numbers of any one array."""


def memory(shape: tuple[int, ...]) -> str:
    """Return how many numbers an array holds and what they take as float64, in words."""
    numbers = prod(shape)
    size = float(numbers * 8)
    for unit in ("bytes", "KB", "MB", "GB", "TB"):
        if size < 1024 or unit == "TB":
            break
        size /= 1024
    return f"{numbers:,} numbers ({size:,.{int(unit != 'bytes')}f} {unit})"


def times(shape: tuple[int, ...]) -> str:
    """Return a shape as people write it: ``3 × 480 × 640``."""
    return " × ".join(map(str, shape))
