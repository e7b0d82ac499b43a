"""What is wrong with a layer, as sentences with options that mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from convviz.cli import grammar
from convviz.cli.kinds import OPTIONS
from convviz.cli.output import complain, hint
from convviz.errors import Fix, Problem
from convviz.layers import Layer, Padding, Weighted
from convviz.layers.merging import merged

_ALL = {**OPTIONS, "input_size": "--input", "dialect": "--dialect"}


def complain_of(
    problems: Iterable[Problem], layer: Layer | None, input_shape: tuple[int, ...] = ()
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


def _is_said(problem: Problem, layer: Layer | None) -> bool:
    """Return whether a problem is that of the layer's channels once more, seen from the input."""
    return (
        isinstance(layer, Weighted)
        and layer.in_channels < 1
        and problem.field == "input"
        and problem.axis is None
        and f"{layer.in_channels} channels" in problem.message
    )


def option_text(fix: Fix, layer: Layer | None) -> str:
    """Return a fix as the options to type, its label where there are none."""
    changes = dict(fix.changes)
    options = [_option(name, value, changes, layer) for name, value in changes.items()]
    if None in options:
        return fix.label
    return " ".join(dict.fromkeys(cast("list[str]", options)))


def _option(
    name: str, value: object, changes: dict[str, object], layer: Layer | None
) -> str | None:
    """Return one change as the option to type, None where there is none."""
    if name in {"in_channels", "out_channels"}:
        return _channels(changes, layer)
    if name not in _ALL or value is None:
        return None
    if isinstance(value, bool):
        return _ALL[name] if value else _ALL[name].replace("--", "--no-", 1)
    return f"{_ALL[name]} {_typed(name, value)}"


def _channels(changes: dict[str, object], layer: Layer | None) -> str | None:
    if isinstance(layer, Weighted):
        before = changes.get("in_channels", layer.in_channels)
        return f"--channels {before}:{changes.get('out_channels', layer.out_channels)}"
    return f"--channels {changes['in_channels']}" if layer and "in_channels" in changes else None


def _typed(name: str, value: object) -> str:
    if name == "padding":
        return grammar.padding_text(cast("Padding", value))
    if not isinstance(value, tuple):
        return str(value)
    return grammar.size_text(value) if name == "input_size" else grammar.numbers_text(value)
