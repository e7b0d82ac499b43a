"""One picture of one step, or of several on a sheet, as SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.errors import Cancelled, NotWritten
from convviz.export.limits import options_problem
from convviz.export.sheet import sheet, sheet_problem
from convviz.files import write_atomically
from convviz.frames import Picture
from convviz.options import FrameOptions
from convviz.paint.svg import svg
from convviz.paint.theme import theme
from convviz.scene.items import Scene

Save = Callable[[Document, list[Scene], FrameOptions, Path], None]


def scenes(document: Document, trace: Trace, step: int, options: FrameOptions) -> list[Scene]:
    """Return the still and the moving part of a step's picture."""
    picture = Picture(document, trace, options.size, setting=options.picture)
    return [picture.base(step), picture.overlay(step)]


def svg_text(document: Document, trace: Trace, step: int, options: FrameOptions) -> str:
    """Return a step's picture as the text of an SVG file; `FrameOptions.scale` has no meaning."""
    return _svg(scenes(document, trace, step, options), options)


def save_still(
    document: Document, trace: Trace, step: int, options: FrameOptions, path: Path
) -> None:
    """Save a step's picture; the name's ending says as what: .svg, .png or .pdf.

    Raises
    ------
    ValueError
        The name ends otherwise.
    convviz.errors.NotWritten
        It could not be written; what was there before is untouched.
    """
    save = _writer(path)
    save(replace(document, step=step), scenes(document, trace, step, options), options, path)


def save_sheet(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    path: Path,
) -> None:
    """Save several steps in one picture, see `sheet`; it opens again at the first.

    Raises
    ------
    ValueError, convviz.errors.NotWritten
        As for `save_still`; also where there are too many steps for one sheet.
    """
    save = _writer(path)
    _refuse(sheet_problem(steps) or options_problem(options))
    made = sheet(document, trace, steps, options)
    options = replace(options, size=(made.width, made.height))
    _refuse(options_problem(options))
    save(replace(document, step=steps[0]), [made], options, path)


def save_pages(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    path: Path,
    progress: Callable[[int, int], bool] | None = None,
) -> None:
    """Save steps as a PDF with a page for each.

    Parameters
    ----------
    document, trace
        A valid document and its numbers.
    steps
        The steps, from 0.
    options
        Size and look.
    path
        The file.
    progress
        Called before each page and after the last; answers whether to go on.

    Raises
    ------
    convviz.errors.NotWritten
        It could not be written; what was there before is untouched.
    convviz.errors.Cancelled
        `progress` answered False; likewise.
    """
    from convviz.paint.qt.pdf import pdf  # noqa: PLC0415 - Qt comes with it

    picture = Picture(document, trace, options.size, setting=options.picture)

    def pages() -> Iterator[list[Scene]]:
        for done, step in enumerate(steps):
            if progress is not None and not progress(done, len(steps)):
                raise Cancelled(f"the export was cancelled after {done} of {len(steps)} pages")
            yield [picture.base(step), picture.overlay(step)]

    write_atomically(path, pdf(pages(), theme(options.theme)))
    if progress is not None:
        progress(len(steps), len(steps))


def _writer(path: Path) -> Save:
    writers: dict[str, Save] = {".svg": _save_svg, ".png": _save_png, ".pdf": _save_pdf}
    save = writers.get(path.suffix.lower())
    if save is None:
        raise ValueError(f"{path.name}: a figure is saved as {' or '.join(writers)}")
    return save


def _svg(drawn: Sequence[Scene], options: FrameOptions) -> str:
    return svg(drawn, theme(options.theme), transparent=options.transparent)


def _save_svg(
    _document: Document, drawn: list[Scene], options: FrameOptions, path: Path
) -> None:
    write_atomically(path, _svg(drawn, options).encode())


def _save_png(document: Document, drawn: list[Scene], options: FrameOptions, path: Path) -> None:
    # Qt comes with this; an SVG does without.
    from convviz.export.frames import save_png  # noqa: PLC0415

    save_png(document, drawn, options, path)


def _save_pdf(
    _document: Document, drawn: list[Scene], options: FrameOptions, path: Path
) -> None:
    from convviz.paint.qt.pdf import pdf  # noqa: PLC0415

    write_atomically(path, pdf([drawn], theme(options.theme)))


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise NotWritten(problem)
