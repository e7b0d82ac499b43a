"""The output size's formula as LaTeX, in letters and with its numbers (needs ``amsmath``)."""

from __future__ import annotations

import re

from convviz.layers.folding import Fold, Unfold
from convviz.layers.formulas import (
    AdaptiveFormula,
    CeilFormula,
    Formula,
    PadFormula,
    SizeFormula,
    TransposedFormula,
    formulas,
)
from convviz.layers.layer import Layer
from convviz.layers.words import axis_name

_OVER = r"I + P_1 + P_2 - D\,(K - 1) - 1"
_ROUNDED = re.compile(r"([⌊⌈])([^⌊⌈⌋⌉]*)([⌋⌉])")
_QUOTIENT = re.compile(r"\(?(.*?)\)? / (\S+)")
_SIGNS = {"⌊": r"\left\lfloor ", "⌈": r"\left\lceil ", "⌋": r" \right\rfloor",
          "⌉": r" \right\rceil"}  # fmt: skip


def latex(layer: Layer, input_size: tuple[int, ...], channels: int = 1) -> str:
    r"""Return how the output size of each axis comes about, as an ``align*`` environment.

    Its first line is the formula in letters (I input, P₁ and P₂ padding, D dilation,
    K kernel, S stride, E output padding), the others have the numbers of each axis;
    axes that are alike have one line.

    Parameters
    ----------
    layer
        A valid layer.
    input_size
        Spatial sizes of the input.
    channels
        The input's; `Unfold` makes rows of them.
    """
    rows = formulas(layer, input_size, channels)
    head = _in_letters(rows[0])
    lines = [f"O &= {head}"] if head else []
    lines += [f"{name} &= {_worked(row)}" for name, row in _named(layer, rows)]
    body = " \\\\\n".join(f"  {line}" for line in lines)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _named(layer: Layer, rows: tuple[Formula, ...]) -> list[tuple[str, Formula]]:
    """Return what each line's size is called; once for all axes where they are alike."""
    if isinstance(layer, Unfold):
        names = ["rows", "columns"]
    else:
        names = [axis_name(layer.axes, axis) for axis in range(layer.axes)]
        if len(set(rows)) == 1 and not isinstance(layer, Fold):
            return [("O", rows[0])]
    return [(rf"O_{{\text{{{name}}}}}", row) for name, row in zip(names, rows, strict=True)]


def _in_letters(formula: Formula) -> str:
    match formula:
        case SizeFormula():
            return rf"\left\lfloor \frac{{{_OVER}}}{{S}} \right\rfloor + 1"
        case CeilFormula():
            return rf"\left\lceil \frac{{{_OVER}}}{{S}} \right\rceil + 1"
        case TransposedFormula():
            return r"(I - 1)\,S - P_1 - P_2 + D\,(K - 1) + E + 1"
        case PadFormula():
            return "I + P_1 + P_2"
    return ""


def _worked(formula: Formula) -> str:
    """Return a formula with its numbers, worked out, down to the result."""
    if isinstance(formula, AdaptiveFormula):
        return str(formula.result)
    parts = (formula.substituted, formula.reduced, str(formula.result))
    return " = ".join(map(_set, dict.fromkeys(parts)))


def _set(text: str) -> str:
    """Return a formula that is written in one line as LaTeX sets it."""
    text = _ROUNDED.sub(_fraction, text)
    return text.replace("−", "-").replace("·", r" \cdot ").replace("  ", " ")


def _fraction(found: re.Match[str]) -> str:
    opening, inner, closing = found.groups()
    over = _QUOTIENT.fullmatch(inner)
    inside = inner if over is None else rf"\frac{{{over[1]}}}{{{over[2]}}}"
    return f"{_SIGNS[opening]}{inside}{_SIGNS[closing]}"
