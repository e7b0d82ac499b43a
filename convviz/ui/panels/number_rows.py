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


def single(label: str, name: str) -> dict[int, tuple[Level, ...]]:
    """Return the levels of a single number, the same for every number of axes."""
    return dict.fromkeys((1, 2, 3), (Level((Row(label, name, (0,)),)),))


def per_axis(word: str, *, short: str = "") -> dict[int, tuple[Level, ...]]:
    """Return the levels of a parameter with a number for each axis.

    Parameters
    ----------
    word
        What it is called: ``"Stride"``.
    short
        What stands before it, where that is shorter.
    """
    short = short or word
    found: dict[int, tuple[Level, ...]] = {1: (Level((Row(short, word, (0,)),)),)}
    for axes, every in ((2, "height and width"), (3, "depth, height and width")):
        along = f"{word} along {every}"
        names = ("depth", "height", "width")[-axes:]
        apart = tuple(
            Row(f"{short} {name[0].upper()}", f"{word} along the {name}", (at,))
            for at, name in enumerate(names)
        )
        found[axes] = Level((Row(short, along, tuple(range(axes))),), along), Level(apart)
    return found


def sizes(what: str) -> dict[int, tuple[Level, ...]]:
    """Return the levels of lengths along each axis: of an input, a kernel, an output."""
    found: dict[int, tuple[Level, ...]] = {1: (Level((Row("Length", f"{what} length", (0,)),)),)}
    for axes, every in ((2, "height and width"), (3, "depth, height and width")):
        words = ("Depth", "Height", "Width")[-axes:]
        found[axes] = (
            Level((Row("Size", f"{what} {every}", tuple(range(axes))),), f"{what} {every}"),
            Level(tuple(
                Row(word, f"{what} {word.lower()}", (at,)) for at, word in enumerate(words)
            )),
        )
    return found


_AROUND = (
    ("Depth", "in front and behind", (("Front", "in front"), ("Back", "behind"))),
    ("Height", "above and below", (("Top", "at the top"), ("Bottom", "at the bottom"))),
    ("Width", "left and right", (("Left", "left"), ("Right", "right"))),
)
"""Of each axis its name, both its sides, and each of them."""


def per_side(what: str) -> dict[int, tuple[Level, ...]]:
    """Return the levels of a parameter with a number for each side: before, after, by axis."""
    found: dict[int, tuple[Level, ...]] = {}
    for axes in (1, 2, 3):
        rows = list(enumerate(_AROUND[-axes:]))
        both = tuple(
            Row(name, f"{what} {where}", (2 * at, 2 * at + 1)) for at, (name, where, _) in rows
        )
        apart = tuple(
            Row(side, f"{what} {where}", (2 * at + end,))
            for at, (_, _, ends) in rows
            for end, (side, where) in enumerate(ends)
        )
        if axes == 1:
            one = Row("Both ends", f"{what} at both ends", (0, 1))
            found[axes] = Level((one,), f"{what} left and right"), Level(apart)
            continue
        every = Row("All sides", f"{what} on all sides", tuple(range(2 * axes)))
        chain = {2: "Height and width", 3: "Depth, height and width"}[axes]
        found[axes] = Level((every,), chain), Level(both, "Opposite sides"), Level(apart)
    return found
