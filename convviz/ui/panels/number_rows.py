"""How the numbers of a parameter are put into rows, and which they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One field on show and the numbers it stands for.

    Attributes
    ----------
    label
        What stands before it.
    name
        What a screen reader says: ``"Kernel height"``.
    numbers
        Which of the parameter's numbers it sets.
    """

    label: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One way to show the numbers: so many rows, and the chain that closes it.

    Attributes
    ----------
    rows
        From top to bottom.
    chain
        What the button holds together that opens the next level, empty for the last.
    """

    rows: tuple[Row, ...]
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """What the slider goes through and where stepping down ends."""

    least: int
    most: int
