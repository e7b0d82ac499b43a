"""What ``convviz network`` makes besides tables: code, pictures of fields, documents of layers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.cli.output import hint, say
from convviz.cli.parser import Parser, UsageError, suggestion
from convviz.document.editing import new_document
from convviz.document.files import SUFFIX, save
from convviz.document.microscope import with_network
from convviz.interop.code.writing import FRAMEWORKS, network_code
from convviz.layers.network.walk import walk
from convviz.options import THEMES, FrameOptions
from convviz.session.networks import OpenedNetwork, look_into_model, model_input

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.scene.items import Scene

_SHOWS = ("field", "growth", "paths", "effective")
_SIZE = (1280, 420)
_OK = 0
_MOST_PIXELS = 16_384


def add_outputs(made: Parser) -> None:
    """Add the options of what is made besides tables."""
    made.add_argument(
        "--code", choices=FRAMEWORKS, help="print the network as code of a framework"
    )
    made.add_argument(
        "--unit", metavar="LAYER[:ROW,COLUMN]",
        help="draw what a unit sees, counted from 1; the middle one where no place is told",
    )
    made.add_argument(
        "--show", choices=_SHOWS, default="field",
        help="of a unit: its field on every map, its growth, the paths to each input cell, "
        "or how strongly each counts",
    )
    made.add_argument(
        "--layer", metavar="NAME",
        help="save a layer as a document, to be looked at step by step; of a model file with "
        "its weights and what it is given",
    )
    made.add_argument(
        "--picture", metavar="FILE", type=Path,
        help="a picture that is the input: drawn with --unit, computed with --layer",
    )
    made.add_argument("--size", metavar="WxH", help="of the picture in pixels (1280x420)")
    made.add_argument("--theme", choices=THEMES, default="light", help="of the picture (light)")
    made.add_argument(
        "-o", dest="output", metavar="FILE", type=Path,
        help="where to save: .svg, .png or .pdf with --unit, .convviz with --layer",
    )


def wants_output(arguments: argparse.Namespace) -> bool:
    """Return whether something else than a table is asked for."""
    return bool(arguments.code or arguments.unit or arguments.layer or arguments.output)


def put_out(arguments: argparse.Namespace, opened: OpenedNetwork) -> int:
    """Make what is asked for.

    Returns
    -------
    int
        0.

    Raises
    ------
    UsageError
        Options don't go together, or name what there isn't.
    convviz.errors.ConvvizError
        It can't be made.
    """
    if sum(map(bool, (arguments.code, arguments.unit, arguments.layer))) != 1:
        raise UsageError("one of --code, --unit and --layer at a time; -o says where to save")
    if arguments.code:
        _print_code(arguments, opened)
        return _OK
    if arguments.output is None:
        raise UsageError("-o is missing: the file to save")
    if arguments.unit:
        _draw_unit(arguments, opened)
    else:
        _save_layer(arguments, opened)
    say(str(arguments.output))
    return _OK


def _print_code(arguments: argparse.Namespace, opened: OpenedNetwork) -> None:
    if arguments.output is not None:
        raise UsageError("--code prints: send it to a file with > FILE")
    code = network_code(opened.network, arguments.code)
    say(code.text.rstrip("\n"))
    for note in code.notes:
        hint(note)


def _draw_unit(arguments: argparse.Namespace, opened: OpenedNetwork) -> None:
    from convviz.export.scenes import ENDINGS, save_scene  # noqa: PLC0415 - when wanted
    from convviz.frames import network_picture  # noqa: PLC0415

    network = opened.network
    if arguments.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"-o {arguments.output}: pictures end in {', '.join(ENDINGS)}")
    unit = _unit(arguments.unit, opened)
    shown = None
    if arguments.picture is not None:
        shown = _picture(arguments.picture).mean(axis=0).astype(np.uint8)
    options = FrameOptions(size=_size(arguments.size), theme=arguments.theme)

    def draw(size: tuple[float, float]) -> Scene:
        return network_picture.draw(arguments.show, network, unit, size, shown)

    said = network_picture.sentence(network, unit)
    save_scene(draw, said, options, arguments.output)
    hint(said)


def _save_layer(arguments: argparse.Namespace, opened: OpenedNetwork) -> None:
    if arguments.output.suffix.lower() != SUFFIX:
        raise UsageError(f"-o {arguments.output}: documents end in {SUFFIX}")
    _require(arguments.layer, opened)
    shape = opened.network.input_shape
    x = np.random.default_rng(0).random(shape, np.float32)
    if arguments.picture is not None:
        x = model_input(_picture(arguments.picture), shape)
    document = with_network(new_document(), opened.network)
    save(look_into_model(opened, document, arguments.layer, x), arguments.output)


def _unit(text: str, opened: OpenedNetwork) -> tuple[str, tuple[int, ...]]:
    """Return the unit that is named: a layer, and its place counted from 1."""
    name, _, place = text.rpartition(":") if ":" in text else (text, "", "")
    names = [node.name for node in opened.network.graph.nodes]
    if name not in names and text in names:
        name, place = text, ""
    _require(name, opened)
    shape = next(
        at.output_shape for at in walk(opened.network.graph, opened.network.input_shape)
        if at.node.name == name
    )
    if shape is None:
        raise UsageError(f"--unit {text}: {name} has no shape, something before it doesn't fit")
    sizes = shape[1:]
    if not place:
        return name, tuple(side // 2 for side in sizes)
    parts = place.split(",")
    whole = [int(part) for part in parts if part.strip().isdecimal()]
    fits = len(whole) == len(parts) == len(sizes)
    if not fits or any(not 1 <= at <= side for at, side in zip(whole, sizes, strict=True)):
        said = " × ".join(map(str, sizes)) or "no places"
        raise UsageError(f"--unit {text}: {name} has {said}, counted from 1")
    return name, tuple(at - 1 for at in whole)


def _require(name: str, opened: OpenedNetwork) -> None:
    names = [node.name for node in opened.network.graph.nodes]
    if name not in names:
        raise UsageError(f"there is no layer {name}" + suggestion(name, names, ""))


def _size(text: str | None) -> tuple[int, int]:
    if text is None:
        return _SIZE
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise UsageError(f"--size takes a width and a height, as in 1280x420, got {text!r}")
    size = int(parts[0]), int(parts[1])
    if min(size) < 1 or max(size) > _MOST_PIXELS:
        raise UsageError(f"--size takes sides from 1 to {_MOST_PIXELS}, got {text!r}")
    return size


def _picture(path: Path) -> NDArray[Any]:
    """Return a picture as (3, rows, columns), 0 to 255."""
    from convviz.interop.images import read_colours  # noqa: PLC0415 - loads Pillow

    return read_colours(path)
