"""How a number is written: the same in cells, arithmetic, tables and on the command line."""

from __future__ import annotations

from math import floor, isfinite, isnan, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray

MINUS = "−"
DIGITS = 4
THIN_SPACE = "\u202f"
"""Between thousands; a line never breaks there."""


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
    number: float = _as_meant(np.asarray(value)).item() if isinstance(value, np.generic) else value
    if isinstance(number, int):
        text = str(number)
    elif isnan(number):
        return "NaN"
    elif not isfinite(number):
        text = "∞" if number > 0 else "-∞"
    elif decimals is not None:
        text = f"{number:.{decimals}f}"
        text = text[1:] if text.startswith("-") and not text.strip("-0.") else text
    else:
        text = _significant(number, digits)
    return text.replace("-", MINUS)


def labels(
    values: NDArray[Any], decimals: int | None = None, digits: int = DIGITS
) -> tuple[tuple[str, ...], ...]:
    """Return the text of each number of an array (rows, columns), as `number_text` writes it."""
    rows = _as_meant(values).tolist()
    return tuple(tuple(number_text(value, decimals, digits) for value in row) for row in rows)


def _as_meant(values: NDArray[Any]) -> NDArray[Any]:
    """Return float32 as the shortest numbers that mean them: widened, 0.1 would gain digits.

    The few digits of the very smallest are no number of theirs, and stay as they are.
    """
    if values.dtype != np.float32:
        return values
    wide, shortest = values.astype(np.float64), values.astype(str).astype(np.float64)
    whole: NDArray[Any] = np.where(np.abs(wide) < np.finfo(np.float32).tiny, wide, shortest)
    return whole


def text_like(array: NDArray[Any], number: float, decimals: int | None = None) -> str:
    """Return the text of a number that is, or could be, one of an array's."""
    return number_text(array.dtype.type(number), decimals)


def partial_text(array: NDArray[Any], number: float, decimals: int | None = None) -> str:
    """Return the text of what may become one of an array's numbers, or is −∞ on the way."""
    if isinstance(number, float) and not isfinite(number):
        return number_text(number)
    return text_like(array, number, decimals)


def is_rounded(array: NDArray[Any], number: float, text: str) -> bool:
    """Return whether a text says less than the number that it is written for.

    Parameters
    ----------
    array
        The number is, or could be, one of its numbers.
    number
        The number.
    text
        What `text_like` or `labels` made of it.
    """
    if isinstance(number, int) or not isfinite(number):
        return False  # Written in full, or in a word.
    written = float(text.replace(MINUS, "-"))
    # The last bits of 0.1 + 0.2 are noise, and nobody calls 0.3 rounded for them.
    noise = 64.0 * float(min(np.finfo(array.dtype).eps, np.finfo(np.float32).eps))
    return abs(written - number) > noise * abs(number)


def grouped(number: int) -> str:
    """Return a whole number, from five digits on with thin spaces between its thousands."""
    return f"{number:,}".replace(",", THIN_SPACE) if number >= 10_000 else str(number)


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
