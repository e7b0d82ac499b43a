"""Everything ``convviz describe`` says, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from math import isfinite

from convviz.advice import Advice
from convviz.advice.dialects import Difference
from convviz.advice.solve import Solution
from convviz.document.kinds import PARAMETERS, kind_of
from convviz.errors import Fix, Problem
from convviz.layers import Layer, Summary

SCHEMA = """\
--json prints one object; lists have one entry for each spatial axis:
  layer              the layer's parameters under PyTorch's names and its dialect; "type" is
                     Conv2d, MaxPool1d, ...; "padding" a [before, after] for each axis or a name
  input_shape        [channels, ...], as is output_shape; the matrix of Fold and Unfold
  output_shape       is [1, rows, columns]
  size_formula       the output size of each axis with its numbers, as text
  effective_kernel   cells that the kernel spans: D*(K - 1) + 1
  unused             input cells that no window reads (rows, columns)
  unread_padding     padding cells that no window reads
  parameters         weights and biases together, then each: weights, biases
  multiply_adds      products, each added once; biases are not counted
  operations         the same, or comparisons and additions of a layer without products
  receptive_field    {"size", "jump", "start"}, lists each; null where cells differ
  input_sizes        [first, last] input size that gives this output, null for a matrix
  dialects           [{"dialect", "verdict", "message", "output_size"}] of the others;
                     "verdict" is same, differs or refuses
  advice             [{"field", "message", "fixes"}]
with --solve instead "solutions" [{"stride", "padding", "dilation", "output_padding",
                     "options"}], the usual one first
and when the layer is not valid (exit status 2) only layer and input_shape, as
far as they could be read, and
  problems           [{"field", "message", "axis", "fixes": [{"label", "changes"}]}]
                     "axis" is null when it concerns all; "changes" maps parameters
                     (also input_size) to the values that mend it
"""


def of_layer(layer: Layer, input_shape: tuple[int, ...]) -> dict[str, object]:
    """Return the layer's parameters and its input's shape."""
    names = (*PARAMETERS[kind_of(layer)], "dialect")
    return {
        "layer": {
            "type": repr(layer).partition("(")[0],
            **{name: _plain(getattr(layer, name)) for name in names},
        },
        "input_shape": input_shape,
    }


def of_summary(summary: Summary) -> dict[str, object]:
    """Return sizes, costs and what one output cell sees."""
    return {
        "output_shape": summary.output_shape,
        "size_formula": [str(formula) for formula in summary.formulas],
        "effective_kernel": summary.effective_kernel,
        "unused": [unread.input for unread in summary.unread],
        "unread_padding": [unread.padding for unread in summary.unread],
        "parameters": summary.parameters,
        "weights": summary.weights,
        "biases": summary.biases,
        "multiply_adds": summary.multiply_adds,
        "operations": summary.operations,
        "receptive_field": summary.receptive_field and asdict(summary.receptive_field),
    }


def of_sizes(sizes: Iterable[range] | None) -> dict[str, object]:
    """Return which input sizes give the same output."""
    return {"input_sizes": sizes and [[size.start, size.stop - 1] for size in sizes]}


def of_differences(differences: Iterable[Difference]) -> dict[str, object]:
    """Return what other dialects make of the layer."""
    return {
        "dialects": [
            {
                "dialect": row.dialect,
                "verdict": row.verdict,
                "message": row.message,
                "output_size": row.output_shape,
            }
            for row in differences
        ]
    }


def of_solutions(solutions: Iterable[tuple[Solution, str]]) -> dict[str, object]:
    """Return what makes one size of another, each with the options to type."""
    return {
        "solutions": [
            {
                "stride": row.stride,
                "padding": row.padding,
                "dilation": row.dilation,
                "output_padding": row.output_padding,
                "options": options,
            }
            for row, options in solutions
        ]
    }


def of_advice(advice: Iterable[Advice]) -> dict[str, object]:
    """Return what is worth knowing though it is valid."""
    return {
        "advice": [
            {"field": row.field, "message": row.message, "fixes": _fixes(row.fixes)}
            for row in advice
        ]
    }


def of_problems(problems: Iterable[Problem]) -> dict[str, object]:
    """Return what is wrong."""
    return {
        "problems": [
            {
                "field": problem.field,
                "message": problem.message,
                "axis": problem.axis,
                "fixes": _fixes(problem.fixes),
            }
            for problem in problems
        ]
    }


def _plain(value: object) -> object:
    """Return a value that JSON has, texts for what is not finite."""
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _fixes(fixes: Iterable[Fix]) -> list[dict[str, object]]:
    return [{"label": fix.label, "changes": dict(fix.changes)} for fix in fixes]
