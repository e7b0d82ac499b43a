"""Places and numbers of cells in words, as sentences and notes use them."""

from __future__ import annotations

from convviz.figures.numbers import grouped

NAMES = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def place(position: tuple[int, ...]) -> str:
    """Return a position in words, counted from 1: ``row 1, column 3``."""
    return ", ".join(
        f"{name} {at + 1}" for name, at in zip(NAMES[len(position)], position, strict=True)
    )


def count(number: int) -> str:
    """Return a number of things: in a word up to nine."""
    return _COUNTS[number] if number < len(_COUNTS) else grouped(number)


def counted(name: str, number: int) -> str:
    """Return things with their number: ``two rows``."""
    return f"{count(number)} {name}{'' if number == 1 else 's'}"


def counted_cells(number: int) -> str:
    """Return a number of cells in figures: ``1 cell``, ``6 cells``."""
    return f"{grouped(number)} cell{'' if number == 1 else 's'}"


def listed(words: list[str]) -> str:
    """Return words as people list them: ``a, b and c``."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]


def ordinal(number: int) -> str:
    """Return which one it is: ``3rd``."""
    teens = 10 < number % 100 < 14
    return f"{grouped(number)}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"
