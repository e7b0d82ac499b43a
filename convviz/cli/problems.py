"""What is wrong with a layer, as sentences with options that mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from convviz.cli import grammar
from convviz.cli.output import complain, hint
from convviz.errors import Fix, Problem
from convviz.layers import Conv, Padding
from convviz.layers.merging import merged

_OPTIONS = {
    "kernel_size": "--kernel",
    "stride": "--stride",
    "dilation": "--dilation",
    "padding": "--padding",
    "padding_mode": "--padding-mode",
    "groups": "--groups",
    "input_size": "--input",
}


def complain_of(
    problems: Iterable[Problem], layer: Conv | None, input_shape: tuple[int, ...] = ()
) -> None:
    """Print each problem as a sentence, and under it the options that mend it.

    Parameters
    ----------
    problems
        What is wrong.
    layer
        The layer that has the problems, None when it could not be read.
    input_shape
        Its input's (channels, *spatial).
    """
    rows = tuple(row for row in problems if not _is_said(row, layer))
    for problem in merged(rows, layer, input_shape) if layer else rows:
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
                changes = dict(fix.changes)
                before = changes.get("in_channels", layer.in_channels)
                after = changes.get("out_channels", layer.out_channels)
                options.append(f"--channels {before}:{after}")
            case str(), tuple() if name in _OPTIONS:
                options.append(f"{_OPTIONS[name]} {grammar.numbers_text(value)}")
            case str(), _ if name in _OPTIONS:
                options.append(f"{_OPTIONS[name]} {value}")
            case _:
                return fix.label
    return " ".join(dict.fromkeys(options))
