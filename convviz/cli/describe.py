"""``convviz describe``: what a layer makes of an input, as text or as JSON."""

from __future__ import annotations

import argparse
import json

from convviz.cli import facts, layer_options, solving
from convviz.cli.about import About, text
from convviz.cli.draft import draft
from convviz.cli.layer_options import LayerOptions
from convviz.cli.output import complain, say
from convviz.cli.parser import Parser
from convviz.cli.problems import complain_of
from convviz.errors import InvalidLayer, Problem
from convviz.layers import Layer, check

EXAMPLES = """\
examples:
  convviz describe --input 7x7 --kernel 3 --stride 2 --padding 1
  convviz describe --input 224x224 --channels 3:64 --kernel 7 --stride 2 --padding 3 --bias
  convviz describe --input 16 --kernel 3 --dilation 4 --padding causal
  convviz describe --layer maxpool --input 7x7 --kernel 3 --stride 2 --ceil-mode
  convviz describe --layer conv-transpose --input 4x4 --kernel 3 --stride 2 --dialect jax
  convviz describe --solve 224:112 --kernel 7
  convviz describe scene.convviz --json
"""

def parser() -> Parser:
    """Return the command's parser."""
    made = Parser(
        "convviz describe",
        "Print the output size with its formula, k_eff, unused rows and columns, parameters,\n"
        "multiply-adds and receptive field of a layer, and where frameworks differ.",
        f"{layer_options.HELP}\n{facts.SCHEMA}\n{EXAMPLES}",
    )
    layer_options.add_to(made)
    solving.add_to(made)
    made.add_argument("--json", action="store_true", help="the same as JSON")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Describe the layer that was asked for, or solve for sizes.

    Returns
    -------
    int
        0, or 2 when it is not valid or has no solution.

    Raises
    ------
    convviz.errors.UnreadableFile
        A file that was named can't be read.
    """
    options = layer_options.of(arguments)
    layer: Layer | None = None
    shape: tuple[int, ...] = ()
    try:
        if arguments.solve is not None:
            return _solve(options, arguments.solve, as_json=arguments.json)
        layer, shape = draft(options)
        problems = check(layer, shape)
    except InvalidLayer as error:
        problems = error.problems
    if layer is None or problems:
        _refuse(problems, layer, shape, as_json=arguments.json)
        return 2
    about = About.of(layer, shape)
    if arguments.json:
        _say_json(
            facts.of_layer(layer, shape),
            facts.of_summary(about.summary),
            facts.of_sizes(about.input_sizes),
            facts.of_differences(about.differences),
            facts.of_advice(about.advice),
        )
    else:
        say(text(layer, about))
    return 0


def _solve(options: LayerOptions, sizes: str, *, as_json: bool) -> int:
    before, after = solving.sizes_of(sizes)
    kernel, found = solving.solutions(options, before, after)
    if as_json:
        _say_json(
            {"input": before, "output": after, "kernel": kernel}, facts.of_solutions(found)
        )
    elif found:
        say(solving.text(before, after, kernel, found))
    else:
        complain(solving.none_text(before, after, kernel))
    return 0 if found else 2


def _refuse(
    problems: tuple[Problem, ...],
    layer: Layer | None,
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
