"""The rows of each kind of size formula: in letters, with its numbers, and worked out."""

from __future__ import annotations

from convviz.figures.numbers import number_text
from convviz.figures.typeset import Box, Floor, Fraction, Row, Run
from convviz.layers.formulas import (
    AdaptiveFormula,
    CeilFormula,
    Formula,
    GivenFormula,
    PadFormula,
    ProductFormula,
    SizeFormula,
    TransposedFormula,
)
from convviz.scene.items import Role

Part = tuple[str, Role]
Letters = tuple[tuple[tuple[Part, ...], str], ...]
"""Letters, each with its colour, and what they stand for."""

_INPUT: tuple[tuple[Part, ...], str] = ((("I", "input.text"),), "input")
_PADDING: tuple[tuple[Part, ...], str] = (
    (("P₁", "padding.text"), ("P₂", "padding.text")), "padding",
)
_WINDOW: Letters = (
    _INPUT,
    _PADDING,
    ((("D", "kernel.text"),), "dilation"),
    ((("K", "kernel.text"),), "kernel"),
    ((("S", "kernel.text"),), "stride"),
)
LETTERS: dict[type[Formula], Letters] = {
    SizeFormula: _WINDOW,
    CeilFormula: _WINDOW,
    TransposedFormula: (*_WINDOW, ((("E", "kernel.text"),), "output padding")),
    PadFormula: (_INPUT, _PADDING),
    AdaptiveFormula: (_INPUT, ((("o", "output.text"),), "which part, from 0")),
}
"""What the letters of each kind of formula stand for."""


def general(formula: Formula, size: float) -> Row | None:
    """Return the formula in letters, each in the colour of what it stands for; None without one."""
    match formula:
        case SizeFormula() | CeilFormula():
            over = _runs(
                size, ("I", "input.text"), (" + ", "text"), ("P₁", "padding.text"),
                (" + ", "text"), ("P₂", "padding.text"), (" − ", "text"), ("D", "kernel.text"),
                ("·(", "text"), ("K", "kernel.text"), (" − 1) − 1", "text"),
            )
            return _divided(formula, over, "S", size)
        case TransposedFormula():
            return _runs(
                size, ("O ", "output.text"), ("= (", "text"), ("I", "input.text"),
                (" − 1)·", "text"), ("S", "kernel.text"), (" − ", "text"),
                ("P₁", "padding.text"), (" − ", "text"), ("P₂", "padding.text"), (" + ", "text"),
                ("D", "kernel.text"), ("·(", "text"), ("K", "kernel.text"), (" − 1) + ", "text"),
                ("E", "kernel.text"), (" + 1", "text"),
            )
        case PadFormula():
            return _runs(
                size, ("O ", "output.text"), ("= ", "text"), ("I", "input.text"),
                (" + ", "text"), ("P₁", "padding.text"), (" + ", "text"), ("P₂", "padding.text"),
            )
        case AdaptiveFormula():
            return _runs(
                size, ("part ", "text"), ("o", "output.text"), (" begins at ⌊", "text"),
                ("o", "output.text"), ("·", "text"), ("I", "input.text"), ("/", "text"),
                ("O", "output.text"), ("⌋", "text"),
            )
    return None


def lines(
    formula: Formula, size: float, made: Role = "output.text"
) -> list[tuple[Row, float]]:
    """Return the rows with numbers and how far each is set in: the second begins under ``=``.

    Parameters
    ----------
    formula
        The axis's.
    size
        Of the type.
    made
        The colour of a size that an output can have.
    """
    match formula:
        case SizeFormula() | CeilFormula():
            first, second = _substituted(formula, size), _reduced(formula, size, made)
        case TransposedFormula():
            first = _runs(
                size, ("O ", "output.text"), ("= (", "text"),
                (number_text(formula.size), "input.text"), (" − 1)·", "text"),
                (number_text(formula.stride), "kernel.text"),
                *_less(formula.before), *_less(formula.after), (" + ", "text"),
                (number_text(formula.dilation), "kernel.text"), ("·(", "text"),
                (number_text(formula.kernel), "kernel.text"), (" − 1) + ", "text"),
                (number_text(formula.extra), "kernel.text"), (" + 1", "text"),
            )
            result = _result(formula.result, size, made)
            second = Row((Run(f"= {formula.reduced} = ", size), result))
        case PadFormula():
            first = _runs(
                size, ("O ", "output.text"), ("= ", "text"),
                (number_text(formula.size), "input.text"), *_signed(formula.before),
                *_signed(formula.after),
            )
            second = Row((Run("= ", size), _result(formula.result, size, made)))
        case AdaptiveFormula():
            first = Row((_letter(size), Run("= ", size), _result(formula.result, size, made)))
            begin = "it is" if formula.result == 1 else "part o:"
            second = Row((Run(f"{begin} {formula.substituted}", size, "text.muted"),))
            return [(first, 0.0), (second, 0.0)]
        case GivenFormula():
            first = Row((_letter(size), Run("= ", size), _result(formula.result, size, made)))
            rows = _substituted(formula.windows, size, "L "), _reduced(formula.windows, size, made)
            indent = Run("L ", size).width
            return [(first, 0.0), (rows[0], 0.0), (rows[1], indent)]
        case _:
            return _product(formula, size, made)
    return [(first, 0.0), (second, _letter(size).width)]


def note(formula: Formula) -> str:
    """Return what there is to say about an axis, in words; mostly nothing."""
    if isinstance(formula, CeilFormula):
        return formula.drop
    return ""


def _product(formula: ProductFormula, size: float, made: Role) -> list[tuple[Row, float]]:
    """Return each factor that is worked out, then the product."""
    found: list[tuple[Row, float]] = []
    for factor in formula.factors:
        if isinstance(factor, SizeFormula):
            found += [
                (_substituted(factor, size, "L "), 0.0),
                (_reduced(factor, size, made), Run("L ", size).width),
            ]
    end = Run(f"= {formula.reduced} = ", size)
    if any(isinstance(each, SizeFormula) and each.result < 1 for each in formula.factors):
        made = "error"  # also where two negative ones make a product that could be a size
    found.append((Row((_letter(size), end, _result(formula.result, size, made))), 0.0))
    return found


def _letter(size: float) -> Row:
    return _runs(size, ("O ", "output.text"))


def _result(number: int, size: float, made: Role) -> Run:
    colour: Role = made if number > 0 else "error"
    return Run(number_text(number), size * 1.15, colour, bold=True)


def _signed(number: int) -> tuple[Part, Part]:
    """Return a number that is added, or taken away where it is negative."""
    sign = " + " if number >= 0 else " − "
    return (sign, "text"), (number_text(abs(number)), "padding.text")


def _less(number: int) -> tuple[Part, Part]:
    """Return a number that is taken away, or added where it is negative."""
    sign = " − " if number >= 0 else " + "
    return (sign, "text"), (number_text(abs(number)), "padding.text")


def _divided(
    formula: SizeFormula | CeilFormula, over: Row, under: str, size: float, letter: str = "O "
) -> Row:
    """Return a fraction that is rounded, and one more."""
    fraction = Fraction(over, Run(under, size, "kernel.text"), size)
    up = isinstance(formula, CeilFormula)
    return Row(
        (
            _runs(size, (letter, "output.text")), Run("= ", size), Floor(fraction, size, up=up),
            Run(" + 1", size),
        )
    )


def _substituted(formula: SizeFormula | CeilFormula, size: float, letter: str = "O ") -> Row:
    over = _runs(
        size,
        (number_text(formula.size), "input.text"), (" + ", "text"),
        (number_text(formula.before), "padding.text"), (" + ", "text"),
        (number_text(formula.after), "padding.text"), (" − ", "text"),
        (f"{formula.dilation}", "kernel.text"), ("·(", "text"),
        (f"{formula.kernel}", "kernel.text"), (" − 1) − 1", "text"),
    )
    return _divided(formula, over, f"{formula.stride}", size, letter)


def _reduced(formula: SizeFormula | CeilFormula, size: float, made: Role) -> Row:
    numerator = number_text(formula.numerator)
    up = isinstance(formula, CeilFormula)
    rounded = -(-formula.numerator // formula.stride) if up else (
        formula.numerator // formula.stride
    )
    less = " − 1" if isinstance(formula, CeilFormula) and formula.dropped else ""
    fraction = Fraction(Run(numerator, size), Run(f"{formula.stride}", size, "kernel.text"), size)
    boxes: list[Box] = [
        Run("= ", size), Floor(fraction, size, up=up), Run(f" + 1{less}", size)
    ]
    if formula.stride > 1:
        boxes.append(Run(f" = {number_text(rounded)} + 1{less}", size))
    boxes += [Run(" = ", size), _result(formula.result, size, made)]
    return Row(tuple(boxes))


def _runs(size: float, *parts: Part) -> Row:
    return Row(tuple(Run(text, size, colour) for text, colour in parts))
