"""``convviz export``: pictures, pages and animations, with no display needed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.cli import layer_options, picture_options, view_options
from convviz.cli.draft import draft_document
from convviz.cli.interrupt import INTERRUPTED, Patience
from convviz.cli.output import complain, escaped, hint, say
from convviz.cli.parser import Parser, UsageError, suggestion
from convviz.cli.problems import complain_of
from convviz.cli.progress import Bar
from convviz.errors import Cancelled, NotWritten
from convviz.export.jobs import (
    ENDINGS,
    MOVING,
    VECTORS,
    ExportJob,
    export,
    files_of,
    problem,
)
from convviz.export.look import Look
from convviz.export.naming import STEP, overwriting_problem, parse_steps, pattern_problem

if TYPE_CHECKING:
    from convviz.document.document import Document
    from convviz.engine.trace import Trace

MOST_FRAMES = 10_000
EXAMPLES = """\
examples:
  convviz export --out frames/                                     the opening scene
  convviz export --kernel 3 --padding 1 --input ramp:5x5 --out frames/
  convviz export --kernel 3 --padding 1 -o steps.gif --pace 3 --between 4
  convviz export scene.convviz -o figure.svg --width 85mm --font-size 8 --panels +caption
  convviz export scene.convviz -o all.pdf --size single-column --theme print
  convviz export scene.convviz -o sheet.png --sheet --steps 1-9
  convviz export scene.convviz -o figure-{step}.svg --steps 3,5
  convviz export --layer conv-transpose --input 3x3 --stride 2 --show stamps --by-taps
"""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is exported, before its numbers are there; see `ExportJob`."""

    document: Document
    steps: Sequence[int]
    look: Look
    target: Path
    sheet: bool
    overwrite: bool

    def job(self, trace: Trace) -> ExportJob:
        """Return it with its numbers."""
        from convviz.export.fitting import natural_height  # noqa: PLC0415 - draws

        look = self.look
        frame = look.frame(
            raster=_is_raster(self.target), natural=natural_height(self.document, trace, look)
        )
        return ExportJob(
            self.document, trace, self.steps, frame, look.animation, self.target,
            sheet=self.sheet, overwrite=self.overwrite,
        )


def parser() -> Parser:
    """Return the command's parser."""
    made = Parser(
        "convviz export",
        "Save pictures of a layer's steps, pages or an animation. PNG, APNG, SVG and PDF carry "
        "their document and can be opened again.",
        f"{layer_options.HELP}\n{EXAMPLES}",
    )
    layer_options.add_to(made)
    group = made.add_argument_group("what is saved, and where")
    group.add_argument(
        "-o", "--output", metavar="FILE",
        help=f"one file; its ending decides: {', '.join(ENDINGS)}; with {STEP} a file a step",
    )
    group.add_argument(
        "--sheet", action="store_true", help="all steps in one picture, with captions"
    )
    group.add_argument(
        "--out", metavar="FOLDER", help="or a PNG a step in a folder, made if missing (frames/)"
    )
    group.add_argument(
        "--pattern", metavar="NAME", help=f"these files' names, {STEP} is the number (frame-{STEP})"
    )
    group.add_argument("--overwrite", action="store_true", help="replace files that are there")
    group.add_argument("--steps", metavar="STEPS", help="such as 3-9,12 or 20- (all)")
    picture_options.add_to(made)
    view_options.add_to(made.add_argument_group("what is shown"))
    return made


def run(arguments: argparse.Namespace) -> int:
    """Export what was asked for.

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
    look = picture_options.look_of(arguments)
    target = target_of(arguments)
    document = draft_document(layer_options.of(arguments))
    document = view_options.with_view(
        replace(document, view=look.view(document.view)), arguments
    )
    problems = document.problems()
    if problems:
        complain_of(problems, document.layer, document.input.shape)
        return 2
    steps = _steps(document, arguments, target)
    _refuse(document, steps, look, target, overwrite=arguments.overwrite)
    if arguments.save_style is not None:
        picture_options.keep_style(arguments.save_style, look)
    shown = replace(look, numbers="window")  # the document's view has them by now
    return _export(
        Plan(document, steps, shown, target, arguments.sheet, arguments.overwrite)
    )


def target_of(arguments: argparse.Namespace) -> Path:
    """Return the file that is written; with ``{step}`` in its name one for each step.

    Raises
    ------
    UsageError
        There can't be such files.
    """
    if arguments.output is None:
        pattern = "frame-{step}" if arguments.pattern is None else arguments.pattern
        said = pattern_problem(pattern)
        if said is None and arguments.sheet:
            said = "--sheet makes one picture: name it, as in -o sheet.png"
        if said is not None:
            raise UsageError(said)
        return Path(arguments.out or "frames") / f"{pattern.removesuffix('.png')}.png"
    if arguments.out is not None or arguments.pattern is not None:
        raise UsageError("-o names the file: leave --out and --pattern out")
    target = Path(arguments.output)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        near = suggestion(ending, ENDINGS)
        raise UsageError(
            f"-o {escaped(arguments.output)}: its ending is one of {', '.join(ENDINGS)}{near}"
        )
    if arguments.sheet and (STEP in target.name or ending in MOVING):
        raise UsageError("--sheet makes one picture: a .png, .svg or .pdf without {step}")
    return target


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


def _steps(document: Document, arguments: argparse.Namespace, target: Path) -> Sequence[int]:
    """Return the steps to save; of one picture the document's own, if none is named."""
    several = STEP in target.name or arguments.sheet
    single = not several and target.suffix.lower() in {".png", ".svg"}
    if single and arguments.steps is None:
        return [document.step]
    steps = chosen_steps(len(document.steps), arguments.steps)
    if single and len(steps) > 1:
        name, ending = escaped(target.stem), target.suffix
        raise UsageError(
            f"{name}{ending} is one picture, --steps are {len(steps):,}: "
            f"--sheet puts them in one, -o {name}-{STEP}{ending} saves a file of each"
        )
    if arguments.sheet:
        from convviz.export.sheet import sheet_problem  # noqa: PLC0415 - the drawing comes with it

        said = sheet_problem(steps)
        if said is not None:
            raise UsageError(f"{said} with --steps, as in --steps 1-100")
    return steps


def _refuse(
    document: Document, steps: Sequence[int], look: Look, target: Path, *, overwrite: bool
) -> None:
    """Refuse what can't be, before anything is computed."""
    said = problem(document.layer, look.frame(raster=_is_raster(target)), target)
    if said is None and not overwrite:
        said = overwriting_problem(files_of(target, steps, len(document.steps)))
        said = said and f"{said}; --overwrite allows it"
    if said is not None:
        raise UsageError(said)


def _is_raster(target: Path) -> bool:
    return target.suffix.lower() not in VECTORS


def _export(plan: Plan) -> int:
    _spare_qt_the_locale()
    from convviz.frames import compute  # noqa: PLC0415 - the drawing comes with it

    several = STEP in plan.target.name
    bar = Bar("frames" if several else "pictures")
    patience = Patience()

    def going_on(done: int, total: int) -> bool:
        return bar(done, total) and not patience.status

    try:
        bar.share(0.0)
        trace = compute(plan.document, bar.share)
        with patience:
            paths = export(plan.job(trace), going_on)
    except MemoryError:
        bar.clear()
        raise
    except NotWritten as error:
        bar.clear()
        complain(str(error))
        if several:
            wanted = files_of(plan.target, plan.steps, len(plan.document.steps))
            _tell_of_others(sum(path.exists() for path in wanted), plan.target.parent)
        return 1
    except Cancelled:
        bar.clear()
        complain("interrupted")
        _tell_of_others(bar.done if several else 0, plan.target.parent)
        return patience.status or INTERRUPTED
    bar.clear()
    # The files are what was asked for; whether anybody hears of them is not.
    with suppress(NotWritten, BrokenPipeError):
        say(_told(paths, plan.target))
    return 0


def _told(paths: Sequence[Path], target: Path) -> str:
    if STEP not in target.name:
        return escaped(str(target))
    what = "frame" if len(paths) == 1 else "frames"
    return f"{len(paths)} {what} in {escaped(str(target.parent))}{os.sep}"


def _spare_qt_the_locale() -> None:
    """Name the locale that Qt takes in place of the plain one anyway, which it would remark on."""
    if os.environ.get("LC_ALL") in {"C", "POSIX"}:
        os.environ["LC_ALL"] = "C.UTF-8"


def _tell_of_others(done: int, folder: Path) -> None:
    if done:
        hint(f"the frames saved before are in {folder}{os.sep}, each whole")
