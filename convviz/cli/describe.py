"""``convviz describe``: what a layer makes of an input, as text or as JSON."""

from __future__ import annotations

import argparse
import json
from math import prod

from convviz.advice.pitfalls import Advice, advise
from convviz.cli import facts, layer_options
from convviz.cli.draft import draft
from convviz.cli.output import say
from convviz.cli.parser import Parser
from convviz.cli.problems import complain_of, option_text
from convviz.errors import InvalidLayer, Problem
from convviz.layers import Conv, Summary, check, summarise
from convviz.layers.check import axis_name

EXAMPLES = """\
examples:
  convviz describe --input 7x7 --kernel 3 --stride 2 --padding 1
  convviz describe --input 224x224 --channels 3:64 --kernel 7 --stride 2 --padding 3 --bias
  convviz describe --input 16 --kernel 3 --dilation 4 --padding causal
  convviz describe scene.convviz --json
"""
_LABEL = 18
_ROWS = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def parser() -> Parser:
    """Return the command's parser."""
    made = Parser(
        "convviz describe",
        "Print the output size with its formula, k_eff, unused rows and columns, parameters,\n"
        "multiply-adds and receptive field of a convolution.",
        f"{layer_options.HELP}\n{facts.SCHEMA}\n{EXAMPLES}",
    )
    layer_options.add_to(made)
    made.add_argument("--json", action="store_true", help="the same as JSON")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Describe the layer that was asked for.

    Returns
    -------
    int
        0, or 2 when it is not valid.

    Raises
    ------
    convviz.errors.UnreadableFile
        A file that was named can't be read.
    """
    layer: Conv | None = None
    shape: tuple[int, ...] = ()
    try:
        layer, shape = draft(layer_options.of(arguments))
        problems = check(layer, shape)
    except InvalidLayer as error:
        problems = error.problems
    if problems:
        _refuse(problems, layer, shape, as_json=arguments.json)
        return 2
    assert layer is not None  # noqa: S101 - without one there are problems
    summary, advice = summarise(layer, shape), advise(layer, shape)
    if arguments.json:
        _say_json(
            facts.of_layer(layer, shape), facts.of_summary(summary), facts.of_advice(advice)
        )
    else:
        say(text(layer, summary, advice))
    return 0


def _refuse(
    problems: tuple[Problem, ...],
    layer: Conv | None,
    shape: tuple[int, ...],
    *,
    as_json: bool,
) -> None:
    if as_json:
        _say_json(
            facts.of_layer(layer, shape) if layer else {}, facts.of_problems(problems)
        )
    else:
        complain_of(problems, layer, shape)


def _say_json(*parts: dict[str, object]) -> None:
    whole: dict[str, object] = {}
    for part in parts:
        whole |= part
    rows = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in whole.items())
    say("{\n" + ",\n".join(rows) + "\n}")


def text(layer: Conv, summary: Summary, advice: tuple[Advice, ...] = ()) -> str:
    """Return all about a layer and its input as lines of text."""
    names = [axis_name(layer.axes, axis) for axis in range(layer.axes)]
    order = " × ".join(("channels", *names))
    field = summary.receptive_field
    lines = [
        repr(layer),
        "",
        _line("input", f"{_times(summary.input_shape)}   ({order})"),
        _line("output", _times(summary.output_shape)),
        "",
        _line("output size", "⌊(I + P₁ + P₂ − D·(K − 1) − 1) / S⌋ + 1"),
        *(
            _line(f"  {name}", str(formula))
            for name, formula in zip(names, summary.formulas, strict=True)
        ),
        "",
        _line("k_eff", f"{_times(summary.effective_kernel)}   (D·(K − 1) + 1 along each axis)"),
        _line("unused input", _counts([row.input for row in summary.unread])),
    ]
    unread_padding = [row.padding for row in summary.unread]
    if any(unread_padding):
        lines.append(_line("unread padding", _counts(unread_padding)))
    lines += [
        _line("parameters", _parameters(layer, summary)),
        _line(
            "multiply-adds",
            f"{summary.multiply_adds:,} = {_counted(prod(summary.output_shape), 'output')} × "
            f"{_counted(layer.taps, 'product')}",
        ),
        _line(
            "receptive field",
            f"size {_times(field.size)}, jump {_times(field.jump)}, "
            f"start ({', '.join(map(_number, field.start))})",
        ),
    ]
    if advice:
        lines += ["", "worth knowing", *(line for row in advice for line in _advice(row, layer))]
    return "\n".join(lines)


def _line(label: str, said: str) -> str:
    return f"{label:<{_LABEL}}{said}"


def _advice(row: Advice, layer: Conv) -> list[str]:
    lines = [f"• {row.message}"]
    if row.fixes:
        options = (option_text(fix, layer) for fix in row.fixes)
        lines.append(f"  try {' or '.join(options)}")
    return lines


def _times(numbers: tuple[int, ...]) -> str:
    return " × ".join(map(str, numbers))


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _counts(counts: list[int]) -> str:
    if not any(counts):
        return "none"
    return ", ".join(map(_counted, counts, _ROWS[len(counts)]))


def _counted(count: int, word: str, words: str = "") -> str:
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"


def _parameters(layer: Conv, summary: Summary) -> str:
    weights = f"{_counted(summary.weights, 'weight')} ({_times(layer.weight_shape)})"
    biases = _counted(summary.biases, "bias", "biases") if layer.bias else "no bias"
    return f"{summary.parameters:,} = {weights} + {biases}"
