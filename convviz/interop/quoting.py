"""What was found, as messages say it."""

from __future__ import annotations

from math import inf
from pathlib import Path

from convviz.errors import UnreadableFile

_INT64_MIN, _INT64_MAX = -(1 << 63), (1 << 63) - 1


def shortened(text: str, most: int = 24) -> str:
    """Return a text in quotation marks, cut where it is long, without unprintable signs."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text[: most * 4].strip())
    return f'"{clean}"' if len(clean) <= most else f'"{clean[:most]}…"'


def counted(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 cell``, ``3 cells``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def held(number: int | float) -> int | float:
    """Return a number, a whole one as a float when it is beyond 64 bits."""
    if isinstance(number, float) or _INT64_MIN <= number <= _INT64_MAX:
        return number
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def overflows(number: int | float, text: str) -> bool:
    """Return whether a number became infinite though its digits were written."""
    return number in {inf, -inf} and any(sign.isdigit() for sign in text)


def refuse_long(path: Path, most: int) -> None:
    """Refuse a file of too many bytes before any is read.

    Raises
    ------
    convviz.errors.UnreadableFile
        It has more than `most`.
    """
    length = path.stat().st_size if path.is_file() else 0
    if length > most:
        raise UnreadableFile(
            f"{path.name} has {length / 2**20:,.0f} MB: "
            f"convviz reads at most {most / 2**20:,.0f} MB"
        )
