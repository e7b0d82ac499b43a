"""The options that say a layer and its input, shared by all commands."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, fields
from pathlib import Path

from convviz.cli import grammar
from convviz.files import exists

GREY = "grey"
INPUT_PRESETS = ("ramp", "ones", "impulse", "checkerboard", "gradient", "random")

HELP = f"""\
sizes, one rule for all options:
  7x7        an x between axes: 16 is a signal, 7x7 a picture (height x width),
             4x8x8 a volume; one number alone goes for every axis
  0:1        a colon between the two sides of an axis:
             --padding 1          on every side
             --padding 1x2        1 above and below, 2 left and right
             --padding 0:1x0:1    0 above, 1 below, 0 left, 1 right
             --padding 2:0        2 before, none after, along every axis
             --padding same       or valid, same_lower, full, causal (1 axis)
  3:16       and between channels: 3 in, 16 out

layers:
  --layer    conv, conv-transpose, maxpool, avgpool, lppool, adaptive-maxpool,
             adaptive-avgpool, global-maxpool, global-avgpool, pad, unfold, fold
             (fold takes a matrix: --input 9x16 is 9 rows and 16 columns)

presets:
  --input    {", ".join(INPUT_PRESETS)}
  --kernel   corners, identity, ones, box, gaussian, sharpen, sobel_x, sobel_y,
             scharr_x, scharr_y, laplacian, emboss, random
"""


@dataclass(frozen=True, slots=True)
class LayerOptions:
    """What was typed about a layer and its input; None where nothing was."""

    file: str | None = None
    input: str | None = None
    kernel: str | None = None
    stride: str | None = None
    padding: str | None = None
    dilation: str | None = None
    channels: str | None = None
    groups: str | None = None
    padding_mode: str | None = None
    bias: bool | None = None
    layer: str | None = None
    dialect: str | None = None
    output_padding: str | None = None
    output_size: str | None = None
    ceil_mode: bool | None = None
    count_include_pad: bool | None = None
    divisor: str | None = None
    norm: str | None = None
    pad_mode: str | None = None
    value: str | None = None
    flipped: bool | None = None
    channel: str = GREY
    seed: str = "0"


@dataclass(frozen=True, slots=True)
class InputWish:
    """What ``--input`` says: a size, a preset of a size, or a file.

    Attributes
    ----------
    size
        Spatial sizes, None for a file.
    preset
        The preset's name, None for a file or the present one.
    file
        The file's name, None for a size.
    """

    size: tuple[int, ...] | None = None
    preset: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class KernelWish:
    """What ``--kernel`` says: a size for each axis, and perhaps a preset."""

    size: tuple[int, ...]
    preset: str | None = None


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the options of a layer and its input to a command's parser."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="a document or an exported frame to start from; without it, the opening scene",
    )
    parser.add_argument("--document", metavar="FILE", help="the same, as an option")
    group = parser.add_argument_group("the layer and its input")
    group.add_argument(
        "--input",
        metavar="INPUT",
        help="a size (7x7), a preset of a size (ramp:5x5, random:8x8), "
        "or a picture, .npy or CSV file",
    )
    group.add_argument(
        "--kernel",
        metavar="KERNEL",
        help="a size (3, 3x5), or a preset (sobel_x, gaussian:5)",
    )
    group.add_argument(
        "--layer", metavar="KIND", help="what kind of layer, see below (conv)"
    )
    group.add_argument(
        "--dialect",
        metavar="NAME",
        help="whose rules hold: pytorch, tensorflow (Keras), jax or onnx (pytorch)",
    )
    group.add_argument(
        "--stride", metavar="N", help="cells between windows (1; of pools the kernel)"
    )
    group.add_argument(
        "--padding", metavar="N", help="cells around the input, see below (0), or a name"
    )
    group.add_argument(
        "--output-padding", metavar="N", help="cells that the output is longer at its end (0)"
    )
    group.add_argument("--dilation", metavar="N", help="cells between taps (1)")
    group.add_argument(
        "--channels", metavar="IN:OUT", help="channels before and after (1:1); of others IN alone"
    )
    group.add_argument("--groups", metavar="N", help="groups of channels (1)")
    group.add_argument(
        "--padding-mode", metavar="MODE", help="zeros, reflect, replicate or circular (zeros)"
    )
    group.add_argument(
        "--pad-mode", metavar="MODE",
        help="of padding layers: constant, reflect, symmetric, replicate or circular (constant)",
    )
    group.add_argument("--value", metavar="X", help="the constant of padding layers (0)")
    group.add_argument(
        "--output-size", metavar="N",
        help="of adaptive pools (1; none keeps an axis) and of fold (5)",
    )
    group.add_argument("--norm", metavar="P", help="the power of LP pools (2)")
    group.add_argument("--divisor", metavar="N", help="what average pools divide by")
    for option, said in (
        ("--ceil-mode", "pools: windows that reach beyond the end count too (no)"),
        ("--count-include-pad", "average pools: divide by padding cells too (as the dialect)"),
        ("--bias", "add a bias (not unless told)"),
        ("--flipped", "mirror the kernel, as mathematics does (no)"),
    ):
        group.add_argument(option, action=argparse.BooleanOptionalAction, help=said)
    group.add_argument(
        "--channel", metavar="NAME", default=GREY,
        help="what of a picture to read: grey, red, green, blue or alpha (grey); "
        "arrays and tables have none of these and are read as they are",
    )
    group.add_argument(
        "--seed", metavar="N", default="0", help="of the random presets (0)"
    )


def of(arguments: argparse.Namespace) -> LayerOptions:
    """Return the layer options of a command line that was read.

    Raises
    ------
    convviz.errors.InvalidLayer
        The document is given twice.
    """
    if arguments.file and arguments.document:
        raise grammar.misread(
            "document", f"give one document, not both {arguments.file} and {arguments.document}"
        )
    typed = {
        field.name: getattr(arguments, field.name)
        for field in fields(LayerOptions)
        if field.name != "file"
    }
    return LayerOptions(file=arguments.document or arguments.file, **typed)


def input_wish(text: str) -> InputWish:
    """Return what ``--input`` asks for.

    Raises
    ------
    convviz.errors.InvalidLayer
        A preset's size can't be read.
    """
    if grammar.is_size(text):
        return InputWish(grammar.numbers("input", "--input", text))
    name, colon, size = text.partition(":")
    if colon and re.fullmatch(r"[a-z_]{2,}", name) and not re.search(r"[./\\]", size):
        if not grammar.is_size(size):
            raise grammar.misread(
                "input",
                f"--input {grammar.shortened(text)}: expected a size after the colon, "
                f"as in {name}:5x5",
            )
        return InputWish(grammar.numbers("input", f"--input {name} of", size), preset=name)
    if text in INPUT_PRESETS and not exists(Path(text)):
        raise grammar.misread("input", f"--input {text}: {text} needs a size: {text}:5x5")
    return InputWish(file=text)


def kernel_wish(text: str, axes: int) -> KernelWish:
    """Return what ``--kernel`` asks for.

    A preset without a size is 3 along each axis.

    Raises
    ------
    convviz.errors.InvalidLayer
        It can't be read.
    """
    preset, _, size = text.rpartition(":") if ":" in text else (text, "", "3")
    if grammar.is_size(text):
        preset, size = "", text
    elif re.fullmatch(r"[a-z_]+", preset) is None:
        raise grammar.misread(
            "kernel_size",
            f"--kernel {grammar.shortened(text)}: expected a size (3, 3x5) "
            "or a preset (sobel_x, gaussian:5)",
        )
    elif not grammar.is_size(size):
        raise grammar.misread(
            "kernel_size",
            f"--kernel {grammar.shortened(text)}: expected a size after the colon, "
            f"as in {preset}:5",
        )
    values = grammar.numbers("kernel_size", "--kernel", size)
    return KernelWish(
        grammar.per_axis("kernel_size", "--kernel", values, axes), preset or None
    )
