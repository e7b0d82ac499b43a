"""``convviz network``: a whole network as a table, and where its shapes break."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from convviz.cli.network_outputs import add_outputs, put_out, wants_output
from convviz.cli.output import complain, hint, say
from convviz.cli.parser import Parser, UsageError, suggestion
from convviz.document.network_file import Network, preset_names
from convviz.errors import Problem
from convviz.files import exists
from convviz.interop import network_tables
from convviz.layers.network.fitting import Fitting, fitting
from convviz.layers.network.mending import mending
from convviz.layers.network.table import Table, table
from convviz.session.networks import OpenedNetwork, open_network, pasted_network

EXAMPLES = """\
examples:
  convviz network vgg-16
  convviz network resnet-50 --input 3x384x384
  convviz network model.py --csv > model.csv
  convviz network model.onnx --input 3x640x640
  convviz network vgg-16 --unit conv4_3 --picture cat.jpg -o field.pdf
  convviz network model.onnx --layer conv1 --picture cat.jpg -o conv1.convviz
  convviz network lenet-5 --code pytorch
  convviz network u-net --input 1x570x570 --sizes
"""
_FORMS = ("json", "csv", "markdown", "latex")
_OK, _BROKEN = 0, 2


def parser() -> Parser:
    """Return the command's parser."""
    made = Parser(
        "convviz network",
        "Print each layer's output shape, receptive field (size, jump, start of its first\n"
        "centre), share of the input covered, parameters, multiply-adds and memory as float32.\n"
        "Where a shape breaks, the layers before are printed, and what would mend it.",
        f"networks that come with convviz:\n  {_listed()}\n\n{EXAMPLES}",
    )
    made.add_argument(
        "network", metavar="NETWORK", nargs="?",
        help="a network's name; a file's: a network file, code, what print(model) says, an "
        "ONNX model; or - for text from standard input",
    )
    made.add_argument(
        "--input", metavar="CxHxW", help="shape of the input, channels first: 3x224x224"
    )
    forms = made.add_mutually_exclusive_group()
    for form in _FORMS:
        forms.add_argument(
            f"--{form}", dest="form", action="store_const", const=form, help=f"print it as {form}"
        )
    made.add_argument(
        "--sizes", action="store_true", help="print which input sizes go through instead"
    )
    made.add_argument(
        "--strict", action="store_true",
        help="refuse code of which something isn't understood, in place of leaving it out",
    )
    add_outputs(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Print the network that was asked for.

    Returns
    -------
    int
        0, or 2 where a layer can't take what it is given.

    Raises
    ------
    UsageError
        There is no such network, or the input's shape can't be read.
    convviz.errors.UnreadableFile
        A file that was named isn't a network.
    """
    given = None if arguments.input is None else _shape(arguments.input)
    opened = _opened(arguments.network, given, strict=arguments.strict)
    for note in opened.notes:
        hint(note)
    network, shape = opened.network, opened.network.input_shape
    if wants_output(arguments):
        return put_out(arguments, opened)
    made = table(network.graph, shape)
    problems = mending(network.graph, shape) if made.failing else ()
    if arguments.sizes:
        say(_sizes_text(fitting(network.graph, shape)))
    elif arguments.form == "json":
        _say_json(network, made, problems)
    else:
        shown = _before_failing(made)
        say(_text(network, shown) if arguments.form is None else _as(arguments.form, shown))
    _complain(made, problems)
    return _BROKEN if made.failing else _OK


def _listed() -> str:
    return ", ".join(preset_names()) or "none"


def _opened(
    word: str | None, input_shape: tuple[int, ...] | None, *, strict: bool
) -> OpenedNetwork:
    if word is None:
        raise UsageError(f"a network is missing: a file's name, or one of {_listed()}")
    if word == "-":
        return pasted_network(sys.stdin.read(), input_shape=input_shape, skip=not strict)
    if word not in preset_names() and not exists(Path(word)):
        raise UsageError(
            f"there is no network {word}, and no such file"
            + suggestion(word, preset_names(), " (convviz network --help lists the networks)")
        )
    return open_network(word, input_shape=input_shape, skip=not strict)


def _shape(text: str) -> tuple[int, ...]:
    parts = text.lower().replace("×", "x").split("x")
    if not 1 <= len(parts) <= 4 or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError(
            f"--input takes channels and sizes, all at least 1, as in 3x224x224, got {text!r}"
        )
    return tuple(map(int, parts))


def _before_failing(made: Table) -> Table:
    """Return a table with the rows up to the first that fails."""
    if made.failing is None:
        return made
    rows = made.rows[: made.rows.index(made.failing) + 1]
    return replace(made, rows=rows)


def _as(form: str, made: Table) -> str:
    writers = {
        "csv": network_tables.as_csv,
        "markdown": network_tables.as_markdown,
        "latex": network_tables.as_latex,
    }
    return writers[form](made).rstrip("\n")


def _text(network: Network, made: Table) -> str:
    source = f"\n{network.source}" if network.source else ""
    given = " × ".join(map(str, made.input_shape))
    lines = [f"{network.title}{source}", "", f"input {given}", "", network_tables.as_text(made)]
    if made.misaligned:
        lines += ["", *(f"not aligned: {one.message}" for one in made.misaligned)]
    return "\n".join(lines)


def _sizes_text(fits: tuple[Fitting, ...] | None) -> str:
    if fits is None:
        return "which sizes go through can't be told axis by axis"
    lines = []
    for fit in fits:
        if fit.passing is None:
            lines.append(f"{fit.name:8}  none was found that goes through")
            continue
        lines.append(f"{fit.name:8}  {fit.passing.rule}")
        if fit.whole is not None and fit.whole != fit.passing:
            lines.append(f"{'':8}  no cells left over: {fit.whole.rule}")
    return "\n".join(lines)


def _say_json(network: Network, made: Table, problems: tuple[Problem, ...]) -> None:
    values = network_tables.as_values(made)
    if made.failing:
        at = made.rows.index(made.failing)
        mended = replace(made.failing, problems=problems)
        values = network_tables.as_values(
            replace(made, rows=(*made.rows[:at], mended, *made.rows[at + 1 :]))
        )
    whole = {"name": network.name, "title": network.title, "source": network.source, **values}
    layers = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in whole["layers"])
    rows = (
        f"[\n{layers}\n  ]" if key == "layers" else json.dumps(value, ensure_ascii=False)
        for key, value in whole.items()
    )
    lines = (f"  {json.dumps(key)}: {row}" for key, row in zip(whole, rows, strict=True))
    say("{\n" + ",\n".join(lines) + "\n}")


def _complain(made: Table, problems: tuple[Problem, ...]) -> None:
    if made.failing is None:
        return
    for problem in problems:
        complain(f"{made.failing.name} ({made.failing.kind}): {problem.message}")
        if problem.fixes:
            hint("try " + ", or ".join(fix.label for fix in problem.fixes))
