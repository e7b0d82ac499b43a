"""What is wrong with a layer, as sentences with options that mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import cast

from convviz.cli import grammar
from convviz.cli.output import complain, hint
from convviz.errors import Fix, Problem
from convviz.layers import Conv, Padding
from convviz.layers.check import axis_name

_OPTIONS = {
    "kernel_size": "--kernel",
    "stride": "--stride",
    "dilation": "--dilation",
    "padding": "--padding",
    "padding_mode": "--padding-mode",
    "groups": "--groups",
    "input_size": "--input",
}


def complain_of(problems: Iterable[Problem], layer: Conv | None) -> None:
    """Print each problem as a sentence, and under it the options that mend it.

    Parameters
    ----------
    problems
        What is wrong.
    layer
        The layer that has the problems, None when it could not be read.
    """
    rows = tuple(row for row in problems if not _is_said(row, layer))
    for problem in united(rows, layer.axes if layer else 0):
        complain(problem.message)
        options = [option_text(fix, layer) for fix in problem.fixes]
        if options:
            hint(f"try {' or '.join(options)}")


def _is_said(problem: Problem, layer: Conv | None) -> bool:
    """Return whether a problem is that of the layer's channels once more, seen from the input."""
    return (
        layer is not None
        and layer.in_channels < 1
        and problem.field == "input"
        and problem.axis is None
        and f"{layer.in_channels} channels" in problem.message
    )


def option_text(fix: Fix, layer: Conv | None) -> str:
    """Return a fix as the options to type, its label where there are none."""
    options = []
    for name, value in fix.changes:
        match name, value:
            case "padding", str() | tuple():
                padding = cast("Padding", value)
                options.append(f"--padding {grammar.padding_text(padding)}")
            case "input_size", tuple():
                options.append(f"--input {grammar.size_text(value)}")
            case "in_channels" | "out_channels", int() if layer:
                pair = {"in_channels": layer.in_channels, "out_channels": layer.out_channels}
                options.append("--channels {in_channels}:{out_channels}".format_map(
                    {**pair, name: value}
                ))
            case str(), tuple() if name in _OPTIONS:
                options.append(f"{_OPTIONS[name]} {grammar.numbers_text(value)}")
            case str(), _ if name in _OPTIONS:
                options.append(f"{_OPTIONS[name]} {value}")
            case _:
                return fix.label
    return " ".join(options)


def united(problems: tuple[Problem, ...], axes: int) -> tuple[Problem, ...]:
    """Return the problems with those that differ in their axis alone said once.

    A square kernel that doesn't fit a square input is one mistake: one
    sentence, and fixes that mend all its axes.
    """
    rows: list[Problem] = []
    for _, same in groupby(problems, lambda problem: _without_axis(problem, axes)):
        group = list(same)
        rows.append(group[0] if len(group) == 1 else _one(group, axes))
    return tuple(rows)


def _without_axis(problem: Problem, axes: int) -> tuple[str, str]:
    if problem.axis is None:
        return problem.field, problem.message
    return problem.field, problem.message.replace(axis_name(axes, problem.axis), "axis")


def _one(group: list[Problem], axes: int) -> Problem:
    first = group[0]
    first_axis = first.axis or 0
    names = " and the ".join(axis_name(axes, problem.axis or 0) for problem in group)
    fixes = (
        tuple(_joined(tuple(fixes), group) for fixes in zip(*(p.fixes for p in group), strict=True))
        if len({len(problem.fixes) for problem in group}) == 1
        else first.fixes
    )
    message = first.message.replace(axis_name(axes, first_axis), names)
    return replace(first, message=message, axis=None, fixes=fixes)


def _joined(fixes: tuple[Fix, ...], group: list[Problem]) -> Fix:
    """Return the fix that makes each problem's change along that problem's axis."""
    changes = dict(fixes[0].changes)
    for fix, problem in zip(fixes[1:], group[1:], strict=True):
        for name, value in fix.changes:
            before = changes.get(name)
            if isinstance(value, tuple) and isinstance(before, tuple):
                at = problem.axis or 0
                changes[name] = (*before[:at], value[at], *before[at + 1 :])
    return Fix(fixes[0].label, tuple(changes.items()))
