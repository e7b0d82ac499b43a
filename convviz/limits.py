"""How large an input, a padded input, an output or a weight may be."""

from __future__ import annotations

from math import prod

MAX_SIDE = 4096
"""Longest spatial side of an input, in cells."""

MAX_NUMBERS = 1 << 28
"""Most numbers of any one array."""

MAX_PARAMETER = (1 << 31) - 1
"""Largest number, in size, that a layer's parameter may be: what 32 bits hold."""


def memory(shape: tuple[int, ...]) -> str:
    """Return how many numbers an array holds and what they take as float64, in words."""
    numbers = prod(shape)
    if numbers < 1 << 37:
        size = f"{numbers * 8 / 2**30:,.1f} GB"
    else:  # in whole numbers, which no size overflows
        tenths = (numbers * 80 + (1 << 39)) >> 40
        size = f"{tenths // 10:,}.{tenths % 10} TB"
    return f"{numbers:,} numbers ({size})"


def times(shape: tuple[int, ...]) -> str:
    """Return a shape as people write it: ``3 × 480 × 640``."""
    return " × ".join(map(str, shape))
