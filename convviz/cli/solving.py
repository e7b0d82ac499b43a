"""``convviz describe --solve``: which parameters make one size of another."""

from __future__ import annotations

import argparse
from dataclasses import replace

from convviz.advice.solve import Solution, solve_axis
from convviz.cli import grammar, kinds, layer_fields
from convviz.cli.layer_options import LayerOptions
from convviz.cli.problems import option_text
from convviz.layers import Conv, ConvTranspose, Layer, Pool, Weighted
from convviz.limits import MAX_SIDE

Found = tuple[Solution, str]
"""A solution and the options that say it."""

_MOST_SHOWN = 20
_TYPED = ("stride", "padding", "dilation", "output_padding")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command's parser."""
    parser.add_argument(
        "--solve",
        metavar="IN:OUT",
        help="print what makes one size of another, as in 224:112, with the kernel given",
    )


def sizes_of(text: str) -> tuple[int, int]:
    """Return the two sizes of ``224:112``.

    Raises
    ------
    convviz.errors.InvalidLayer
        They can't be read, or are too large.
    """
    before, after = grammar.pair("input", "--solve", text, "IN:OUT, as in 224:112")
    for size in (before, after):
        if not 1 <= size <= MAX_SIDE:
            raise grammar.misread(
                "input", f"--solve {text}: sizes are from 1 to {MAX_SIDE}, {size} is not"
            )
    return before, after


def solutions(options: LayerOptions, before: int, after: int) -> tuple[int, list[Found]]:
    """Return the kernel, and all that makes one size of another with it, the usual one first.

    What was typed besides is kept: with ``--stride`` only solutions of that stride
    are left.

    Raises
    ------
    convviz.errors.InvalidLayer
        Something can't be read, or doesn't go with solving.
    """
    layer, typed = _layer(options)
    found = [
        (solution, _options(solution, layer, before))
        for solution in solve_axis(layer, (_channels(layer), before), 0, after)
        if all(_value(solution, name) == typed.get(name, _value(solution, name)) for name in _TYPED)
    ]
    return layer.kernel_size[0], found


def text(before: int, after: int, kernel: int, found: list[Found]) -> str:
    """Return the solutions as lines of text."""
    shown = found[:_MOST_SHOWN]
    ways = "1 way" if len(found) == 1 else f"{len(found)} ways, the usual one first"
    width = max(len(str(solution)) for solution, _ in shown)
    lines = [
        f"{before} → {after} with kernel {kernel}: {ways}",
        "",
        *(f"  {solution!s:<{width}}   {options}" for solution, options in shown),
    ]
    if len(found) > len(shown):
        lines.append(f"  … and {len(found) - len(shown)} more: --json lists all")
    return "\n".join(lines)


def none_text(before: int, after: int, kernel: int) -> str:
    """Return the sentence that nothing does it."""
    return f"nothing makes {before} → {after} with kernel {kernel}: no stride, padding or dilation"


def _layer(
    options: LayerOptions,
) -> tuple[Conv | ConvTranspose | Pool, dict[str, object]]:
    """Return the layer over one axis that is solved for, and what was typed of it."""
    if options.input is not None or options.file is not None:
        raise grammar.misread("input", "--solve says the sizes: leave --input and FILE out")
    kind = "conv" if options.layer is None else kinds.kind_of(options.layer)
    layer: Layer = layer_fields.fresh(1, kind)
    if not isinstance(layer, Conv | ConvTranspose | Pool):
        raise grammar.misread(
            "kind", f"--solve is for convolutions and pools, not for {kinds.NAMES[kind]}"
        )
    fields = layer_fields.changes(options, kind, 1)
    kept = {name: value for name, value in fields.items() if name not in _TYPED}
    if not isinstance(layer, Weighted):
        kept.pop("in_channels", None)
    typed = {name: fields[name] for name in _TYPED if name in fields}
    return replace(layer, **kept), typed  # type: ignore[arg-type]  # the layer's fields


def _options(solution: Solution, layer: Conv | ConvTranspose | Pool, before: int) -> str:
    """Return what to type for a solution; stride and padding also where they are the usual ones."""
    fix = solution.fix(layer, (before,))
    changes = {"stride": layer.stride, "padding": layer.padding, **dict(fix.changes)}
    return option_text(replace(fix, changes=tuple(changes.items())), layer)


def _channels(layer: Layer) -> int:
    return layer.in_channels if isinstance(layer, Weighted) else 1


def _value(solution: Solution, name: str) -> object:
    """Return what a solution says of a field, as the field of a layer over one axis."""
    return (getattr(solution, name),)
