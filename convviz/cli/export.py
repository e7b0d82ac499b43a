"""``convviz export``: one PNG for each step, with no display needed."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.cli import layer_options, view_options
from convviz.cli.draft import draft_document
from convviz.cli.grammar import shortened
from convviz.cli.interrupt import INTERRUPTED, Patience
from convviz.cli.layer_fields import dialect_of
from convviz.cli.output import complain, escaped, hint, say
from convviz.cli.parser import Parser, UsageError, suggestion
from convviz.cli.problems import complain_of
from convviz.cli.progress import Bar
from convviz.errors import Cancelled, NotWritten
from convviz.export.limits import layer_problem, options_problem
from convviz.export.naming import (
    frame_paths,
    overwriting_problem,
    parse_steps,
    pattern_problem,
)
from convviz.layers import Layer
from convviz.options import (
    LEAST_TURN,
    MOST_TURN,
    SHOWS,
    THEMES,
    FrameOptions,
    Show,
    ThemeName,
)

if TYPE_CHECKING:
    from convviz.document.document import Document

MOST_FRAMES = 10_000
EXAMPLES = """\
examples:
  convviz export --out frames/                                     the opening scene
  convviz export --kernel 3 --padding 1 --input ramp:5x5 --out frames/
  convviz export --input photo.png --kernel sobel_x --steps 1000-1024
  convviz export --layer conv-transpose --input 3x3 --stride 2 --show stamps --by-taps
  convviz export scene.convviz --steps 3-9 --size 1280x720 --theme dark --out frames/
"""


@dataclass(frozen=True, slots=True)
class Where:
    """Which files are written, and whether others may be replaced."""

    folder: Path
    pattern: str
    overwrite: bool


def parser() -> Parser:
    """Return the command's parser."""
    made = Parser(
        "convviz export",
        "Save one PNG for each step; each carries its document and can be opened again.",
        f"{layer_options.HELP}\n{EXAMPLES}",
    )
    layer_options.add_to(made)
    group = made.add_argument_group("the frames")
    group.add_argument(
        "--out", metavar="FOLDER", default="frames", help="where to; made if missing (frames/)"
    )
    group.add_argument(
        "--pattern", metavar="NAME", default="frame-{step}",
        help="the files' names, {step} is the number (frame-{step})",
    )
    group.add_argument("--overwrite", action="store_true", help="replace files that are there")
    group.add_argument("--steps", metavar="STEPS", help="such as 3-9,12 or 20- (all)")
    group.add_argument(
        "--size", metavar="WxH", default="1280x720", help="width and height (1280x720)"
    )
    group.add_argument(
        "--scale", metavar="N", default="1", help="2 makes the same picture twice as fine (1)"
    )
    group.add_argument(
        "--theme", metavar="THEME", default="light", help="light, dark, print or grey (light)"
    )
    group.add_argument("--transparent", action="store_true", help="leave the background out")
    group.add_argument(
        "--show", metavar="VIEW", help=f"what of the layer is shown: {', '.join(SHOWS)} (layer)"
    )
    group.add_argument(
        "--turn", metavar="DEGREES",
        help=f"how far plates of isometric are turned, {LEAST_TURN:g} to {MOST_TURN:g} (36)",
    )
    group.add_argument(
        "--by-taps", action="store_true",
        help="a step is one product, of a transposed convolution one stamp",
    )
    group.add_argument(
        "--compare", metavar="DIALECT", help="light the output cells that differ under it"
    )
    group.add_argument(
        "--ghost", action="store_true", help="show outputs not reached yet, faintly"
    )
    group.add_argument("--no-values", action="store_true", help="leave the numbers out")
    view_options.add_to(group)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Export the frames that were asked for.

    Returns
    -------
    int
        0; 1 when a file could not be written, 2 when the layer is not valid,
        130 after an interrupt.

    Raises
    ------
    convviz.errors.ConvvizError
        An option or a file can't be read, or a file would be overwritten.
    """
    options = frame_options(arguments)
    where = Where(Path(arguments.out), arguments.pattern, arguments.overwrite)
    problem = pattern_problem(where.pattern)
    if problem is not None:
        raise UsageError(problem)
    document = view_options.with_view(
        _with_view(draft_document(layer_options.of(arguments)), arguments), arguments
    )
    problems = document.problems()
    if problems:
        complain_of(problems, document.layer, document.input.shape)
        return 2
    count = len(document.steps)
    steps = chosen_steps(count, arguments.steps)
    problem = layer_problem(document.layer)
    if problem is None and not where.overwrite:
        problem = overwriting_problem(frame_paths(where.folder, where.pattern, steps, count))
        problem = problem and f"{problem}; --overwrite allows it"
    if problem is not None:
        raise UsageError(problem)
    return _export(document, steps, options, where)


def frame_options(arguments: argparse.Namespace) -> FrameOptions:
    """Return what the frames are to look like.

    Raises
    ------
    UsageError
        It can't be read, or is no such size.
    """
    size = re.fullmatch(r"(\d{1,6})[xX×](\d{1,6})", arguments.size)
    if size is None:
        said = shortened(arguments.size)
        raise UsageError(f"--size {said}: expected width x height, as in 1280x720")
    options = FrameOptions(
        size=(int(size[1]), int(size[2])),
        scale=_scale(arguments.scale),
        theme=_theme(arguments.theme),
        transparent=arguments.transparent,
    )
    problem = options_problem(options)
    if problem is not None:
        raise UsageError(problem)
    return options


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = inf
    if not isfinite(scale):
        raise UsageError(f"--scale {shortened(text)}: expected a number, as in 2")
    return scale


def _theme(text: str) -> ThemeName:
    for name in THEMES:
        if name == text:
            return name
    raise UsageError(
        f"--theme {shortened(text)}: there are {', '.join(THEMES)}" + suggestion(text, THEMES)
    )


def _with_view(document: Document, arguments: argparse.Namespace) -> Document:
    view = document.view
    compared = arguments.compare
    return replace(
        document,
        view=replace(
            view,
            show=view.show if arguments.show is None else _show(arguments.show, document.layer),
            turn=view.turn if arguments.turn is None else _turn(arguments.turn),
            compared=view.compared if compared is None else dialect_of("--compare", compared),
            by_taps=view.by_taps or arguments.by_taps,
            ghost=view.ghost or arguments.ghost,
            values=view.values and not arguments.no_values,
        ),
    )


def _turn(text: str) -> float:
    try:
        turn = float(text)
    except ValueError:
        turn = inf
    if not LEAST_TURN <= turn <= MOST_TURN:
        raise UsageError(
            f"--turn {shortened(text)}: expected degrees from {LEAST_TURN:g} to {MOST_TURN:g}"
        )
    return turn


def _show(name: str, layer: Layer) -> Show:
    from convviz.frames.drawings import shows  # noqa: PLC0415

    has = shows(layer)
    for show in has:
        if show == name:
            return show
    near = suggestion(name, SHOWS)
    if name in SHOWS or not near:
        near = f": there are {', '.join(has)}"
    raise UsageError(f"--show {shortened(name)}: this layer isn't shown so{near}")


def chosen_steps(count: int, text: str | None) -> Sequence[int]:
    """Return the steps to save of `count`, from 0: those asked for, else all of them.

    Raises
    ------
    convviz.errors.ConvvizError
        There is no such step, or there are too many.
    """
    if text is not None:
        return parse_steps(text, count, MOST_FRAMES)
    if count > MOST_FRAMES:
        raise UsageError(
            f"these are {count:,} frames, more than {MOST_FRAMES:,}: "
            "choose some with --steps, as in --steps 1-100"
        )
    return range(count)


def _export(
    document: Document, steps: Sequence[int], options: FrameOptions, where: Where
) -> int:
    _spare_qt_the_locale()
    from convviz.export.frames import export_frames  # noqa: PLC0415
    from convviz.frames import compute  # noqa: PLC0415

    bar = Bar("frames")
    patience = Patience()

    def going_on(done: int, total: int) -> bool:
        return bar(done, total) and not patience.status

    try:
        bar.share(0.0)
        trace = compute(document, bar.share)
        with patience:
            paths = export_frames(
                document, trace, steps, options, where.folder, where.pattern,
                overwrite=where.overwrite, progress=going_on,
            )
    except MemoryError:
        bar.clear()
        raise
    except NotWritten as error:
        bar.clear()
        complain(str(error))
        wanted = frame_paths(where.folder, where.pattern, steps, len(document.steps))
        _tell_of_others(sum(path.exists() for path in wanted), where.folder)
        return 1
    except Cancelled:
        bar.clear()
        complain("interrupted")
        _tell_of_others(bar.done, where.folder)
        return patience.status or INTERRUPTED
    bar.clear()
    # The frames are what was asked for; whether anybody hears of them is not.
    with suppress(NotWritten, BrokenPipeError):
        folder = escaped(str(where.folder))
        say(f"{len(paths)} {'frame' if len(paths) == 1 else 'frames'} in {folder}{os.sep}")
    return 0


def _spare_qt_the_locale() -> None:
    """Name the locale that Qt takes in place of the plain one anyway, which it would remark on."""
    if os.environ.get("LC_ALL") in {"C", "POSIX"}:
        os.environ["LC_ALL"] = "C.UTF-8"


def _tell_of_others(done: int, folder: Path) -> None:
    if done:
        hint(f"the frames saved before are in {folder}{os.sep}, each whole")
