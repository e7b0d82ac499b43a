"""Everything ``convviz describe`` says, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from convviz.advice.pitfalls import Advice
from convviz.errors import Fix, Problem
from convviz.layers import Conv, Summary

SCHEMA = """\
--json prints one object; lists have one entry for each spatial axis:
  layer              the layer's parameters under PyTorch's names; "type" is Conv1d, Conv2d
                     or Conv3d, "padding" a [before, after] for each axis or a name
  input_shape        [channels, ...], as is output_shape
  output_shape
  size_formula       the output size of each axis with its numbers, as text
  effective_kernel   cells that the kernel spans: D*(K - 1) + 1
  unused             input cells that no window reads (rows, columns)
  unread_padding     padding cells that no window reads
  parameters         weights and biases together, then each: weights, biases
  multiply_adds      products, each added once; biases are not counted
  receptive_field    {"size", "jump", "start"}, lists each
  advice             [{"field", "message", "fixes"}]
and when the layer is not valid (exit status 2) only layer and input_shape, as
far as they could be read, and
  problems           [{"field", "message", "axis", "fixes": [{"label", "changes"}]}]
                     "axis" is null when it concerns all; "changes" maps parameters
                     (also input_size) to the values that mend it
"""


def of_layer(layer: Conv, input_shape: tuple[int, ...]) -> dict[str, object]:
    """Return the layer's parameters and its input's shape."""
    return {
        "layer": {"type": f"Conv{layer.axes}d", **asdict(layer)},
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
        "receptive_field": asdict(summary.receptive_field),
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


def _fixes(fixes: Iterable[Fix]) -> list[dict[str, object]]:
    return [{"label": fix.label, "changes": dict(fix.changes)} for fix in fixes]
