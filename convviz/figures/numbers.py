"""How a number is written: the same in cells, arithmetic, tables and on the command line."""

from __future__ import annotations

from math import floor, isfinite, isnan, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

MINUS = "−"
DIGITS = 4


def number_text(
    value: float | np.integer[Any] | np.floating[Any],
    decimals: int | None = None,
    digits: int = DIGITS,
) -> str:
    """Return a number as people write it: no needless zeros, a true minus sign.

    Parameters
    ----------
    value
        The number, Python's or NumPy's; integers are written in full.
    decimals
        Digits after the point of a number that isn't an integer, or None for
        as many as `digits` asks for.
    digits
        Significant digits when `decimals` is None; digits before the point are
        never left out for numbers below a million.
    """
    if isinstance(value, np.generic):
        # The shortest text that means this float32; widened first, 0.1 would gain digits.
        value = value.item() if value.dtype.kind in "iub" else float(str(value))
    if isinstance(value, int):
        text = str(value)
    elif isnan(value):
        return "NaN"
    elif not isfinite(value):
        text = "∞" if value > 0 else "-∞"
    elif decimals is not None:
        text = f"{value:.{decimals}f}"
        text = text[1:] if text.startswith("-") and not text.strip("-0.") else text
    else:
        text = _significant(value, digits)
    return text.replace("-", MINUS)


def labels(
    values: NDArray[Any], decimals: int | None = None, digits: int = DIGITS
) -> tuple[tuple[str, ...], ...]:
    """Return the text of each number of an array (rows, columns), as `number_text` writes it."""
    if values.dtype.kind == "f" and values.itemsize < 8:
        values = values.astype(str).astype(np.float64)
    return tuple(
        tuple(number_text(value, decimals, digits) for value in row) for row in values.tolist()
    )


def text_like(array: NDArray[Any], number: float, decimals: int | None = None) -> str:
    """Return the text of a number that is, or could be, one of an array's."""
    return number_text(array.dtype.type(number), decimals)


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    magnitude = floor(log10(abs(value)))
    if value.is_integer() and magnitude < 15 and (digits >= DIGITS or magnitude < 6):
        return str(int(value))
    if -4 <= magnitude < 6:
        text = f"{value:.{max(0, digits - 1 - magnitude)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
