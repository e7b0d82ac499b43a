"""One export, whatever its format: what is saved, how it looks and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.errors import Cancelled, NotWritten
from convviz.export import mp4
from convviz.export.limits import layer_problem, options_problem
from convviz.export.naming import (
    STEP,
    frame_paths,
    name_problem,
    overwriting_problem,
    pattern_problem,
)
from convviz.files import make_folder, names_in
from convviz.layers import Layer
from convviz.options import AnimationOptions, FrameOptions

Progress = Callable[[int, int], bool]
"""Told how much of how much is done; answers whether to go on."""

Ending = Literal[".png", ".svg", ".pdf", ".gif", ".apng", ".webp", ".mp4"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)
VECTORS: tuple[Ending, ...] = (".svg", ".pdf")
MOVING: tuple[Ending, ...] = (".gif", ".apng", ".webp", ".mp4")


@dataclass(frozen=True, slots=True, eq=False)
class ExportJob:
    """All that one export needs; nothing in it changes any more.

    Attributes
    ----------
    document
        A valid document.
    trace
        Its numbers.
    steps
        The steps to save, from 0, in order.
    frame, animation
        What a picture looks like, and how pictures follow one another.
    target
        The file. With ``{step}`` in its name it stands for one file a step. The
        ending decides the format; a PDF has a page a step.
    sheet
        All steps in one picture, beside one another.
    overwrite
        Replace files that are there.
    """

    document: Document
    trace: Trace
    steps: Sequence[int]
    frame: FrameOptions
    animation: AnimationOptions
    target: Path
    sheet: bool = False
    overwrite: bool = False

    @property
    def ending(self) -> str:
        """The file's ending, in small letters."""
        return self.target.suffix.lower()

    @property
    def each(self) -> bool:
        """Whether every step has a file of its own."""
        return STEP in self.target.name

    def paths(self) -> list[Path]:
        """Return the files that it writes."""
        return files_of(self.target, self.steps, len(self.document.steps))


def files_of(target: Path, steps: Sequence[int], count: int) -> list[Path]:
    """Return the files that are written of some steps, of `count` that there are."""
    if STEP not in target.name:
        return [target]
    return frame_paths(target.parent, target.name, steps, count, target.suffix)


def problem(layer: Layer, frame: FrameOptions, target: Path) -> str | None:
    """Return why a layer can't be exported so, in one sentence, None if it can."""
    return next(filter(None, _problems(layer, frame, target)), None)


def unavailable(ending: str) -> str | None:
    """Return what has to be installed for a format, in one sentence, None if nothing."""
    return mp4.missing() if ending == ".mp4" else None


def export(job: ExportJob, progress: Progress | None = None) -> list[Path]:
    """Save what a job asks for; may run in any thread.

    Parameters
    ----------
    job
        The job.
    progress
        Called again and again.

    Returns
    -------
    list of Path
        The files, in the order of the steps.

    Raises
    ------
    convviz.errors.NotWritten
        It can't be, or a file is there already. Nothing is left under the name of
        a file that isn't whole; of several, those before stay.
    convviz.errors.Cancelled
        `progress` answered False; likewise.
    """
    _refuse(problem(job.document.layer, job.frame, job.target))
    if not job.overwrite:
        _refuse(overwriting_problem(job.paths()))
    going_on = progress or _on
    made = make_folder(job.target.parent)
    try:
        return _writer(job)(job, going_on)
    finally:
        if made and not names_in(job.target.parent):
            job.target.parent.rmdir()


def _problems(layer: Layer, frame: FrameOptions, target: Path) -> Iterable[str | None]:
    yield layer_problem(layer)
    yield options_problem(frame)
    name, ending = target.name, target.suffix
    yield pattern_problem(name, ending) if STEP in name else name_problem(name)
    if ending.lower() not in ENDINGS:
        yield f"{name}: a name ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
    yield unavailable(ending.lower())


def _writer(job: ExportJob) -> Callable[[ExportJob, Progress], list[Path]]:
    if job.each:
        return _frames if job.ending == ".png" else _stills
    if job.sheet:
        return _sheet
    if job.ending in MOVING:
        return _animation
    return _pages if len(job.steps) > 1 else _stills


def _frames(job: ExportJob, progress: Progress) -> list[Path]:
    # Qt comes with this; an SVG does without.
    from convviz.export.frames import export_frames  # noqa: PLC0415

    return export_frames(
        job.document, job.trace, job.steps, job.frame, job.target.parent, job.target.name,
        overwrite=True, progress=progress,
    )


def _stills(job: ExportJob, progress: Progress) -> list[Path]:
    from convviz.export.still import save_still  # noqa: PLC0415 - loads the drawing

    paths = job.paths()
    for done, (step, path) in enumerate(zip(job.steps, paths, strict=True)):
        if not progress(done, len(paths)):
            raise Cancelled(f"the export was cancelled after {done} of {len(paths)} files")
        save_still(job.document, job.trace, step, job.frame, path)
    progress(len(paths), len(paths))
    return paths


def _animation(job: ExportJob, progress: Progress) -> list[Path]:
    # Qt comes with this.
    from convviz.export.moving import save_moving  # noqa: PLC0415

    save_moving(
        job.document, job.trace, job.steps, job.frame, job.animation, job.target,
        progress=progress,
    )
    return [job.target]


def _sheet(job: ExportJob, progress: Progress) -> list[Path]:
    from convviz.export.still import save_sheet  # noqa: PLC0415 - loads the drawing

    if not progress(0, 1):
        raise Cancelled("the export was cancelled")
    save_sheet(job.document, job.trace, job.steps, job.frame, job.target)
    progress(1, 1)
    return [job.target]


def _pages(job: ExportJob, progress: Progress) -> list[Path]:
    from convviz.export.still import save_pages  # noqa: PLC0415 - loads the drawing

    save_pages(job.document, job.trace, job.steps, job.frame, job.target, progress)
    return [job.target]


def _on(_done: int, _count: int) -> bool:
    return True


def _refuse(said: str | None) -> None:
    if said is not None:
        raise NotWritten(said)
