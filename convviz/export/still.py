"""One picture of one step, or of several on a sheet, as SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.document.document import Document
from convviz.document.files import CarriedTexts, to_bytes
from convviz.engine.trace import Trace
from convviz.errors import Cancelled, NotWritten
from convviz.export.beside import save_beside
from convviz.export.limits import options_problem
from convviz.export.sheet import sheet, sheet_problem
from convviz.files import write_atomically
from convviz.frames import Picture
from convviz.frames.caption import caption, layer_caption
from convviz.options import FrameOptions
from convviz.paint.svg import SvgInfo, svg
from convviz.paint.theme import theme
from convviz.scene.items import Scene

if TYPE_CHECKING:
    from convviz.paint.qt.pdf import PdfInfo

Save = Callable[[Document, list[Scene], FrameOptions, str, Path], None]
"""Saves what is drawn of a document under a title."""


def scenes(document: Document, trace: Trace, step: int, options: FrameOptions) -> list[Scene]:
    """Return the still and the moving part of a step's picture."""
    picture = Picture(document, trace, options.drawn, setting=options.picture)
    return [picture.base(step), picture.overlay(step)]


def svg_text(
    document: Document, trace: Trace, step: int, options: FrameOptions, *, alone: bool = True
) -> str:
    """Return a step's picture as the text of an SVG file; `FrameOptions.scale` has no meaning.

    Parameters
    ----------
    document, trace, step, options
        As for `save_still`.
    alone
        Whether it is a file of its own. On a page with others it has names of its own.
    """
    drawn = scenes(document, trace, step, options)
    info = SvgInfo(caption(document, trace, step), unit=options.unit)
    made = _svg(drawn, options, info)
    if alone:
        return made
    prefix = f"c{sha256(made.encode()).hexdigest()[:8]}-"
    return _svg(drawn, options, replace(info, prefix=prefix))


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
    drawn, title = scenes(document, trace, step, options), caption(document, trace, step)
    save(replace(document, step=step), drawn, options, title, path)


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
    enlarged = options.enlarged
    options = replace(options, size=(made.width * enlarged, made.height * enlarged))
    _refuse(options_problem(options))
    save(replace(document, step=steps[0]), [made], options, layer_caption(document, trace), path)


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

    picture = Picture(document, trace, options.drawn, setting=options.picture)

    def pages() -> Iterator[list[Scene]]:
        for done, step in enumerate(steps):
            if progress is not None and not progress(done, len(steps)):
                raise Cancelled(f"the export was cancelled after {done} of {len(steps)} pages")
            yield [picture.base(step), picture.overlay(step)]

    info = _pdf_info(replace(document, step=steps[0]), options, layer_caption(document, trace))
    info = replace(info, enlarged=options.enlarged)
    write_atomically(path, pdf(pages(), theme(options.theme), info))
    if progress is not None:
        progress(len(steps), len(steps))


def _writer(path: Path) -> Save:
    writers: dict[str, Save] = {".svg": _save_svg, ".png": _save_png, ".pdf": _save_pdf}
    save = writers.get(path.suffix.lower())
    if save is None:
        raise ValueError(f"{path.name}: a figure is saved as {' or '.join(writers)}")
    return save


def _svg(drawn: Sequence[Scene], options: FrameOptions, info: SvgInfo) -> str:
    if options.vector_text == "paths":
        # Qt comes with it; an SVG with text does without.
        from convviz.paint.qt.outlines import outlines  # noqa: PLC0415

        info = replace(info, outline=outlines())
    info = replace(info, enlarged=options.size[0] / drawn[0].width)
    return svg(drawn, theme(options.theme), transparent=options.transparent, info=info)


def _save_svg(
    document: Document, drawn: list[Scene], options: FrameOptions, title: str, path: Path
) -> None:
    texts = CarriedTexts(document)
    save_beside(path, texts)
    info = SvgInfo(title, document=texts.at(document.step), unit=options.unit)
    write_atomically(path, _svg(drawn, options, info).encode())


def _save_png(
    document: Document, drawn: list[Scene], options: FrameOptions, _title: str, path: Path
) -> None:
    # Qt comes with this; an SVG does without.
    from convviz.export.frames import save_png  # noqa: PLC0415

    save_png(document, drawn, options, path)


def _save_pdf(
    document: Document, drawn: list[Scene], options: FrameOptions, title: str, path: Path
) -> None:
    from convviz.paint.qt.pdf import pdf  # noqa: PLC0415

    info = _pdf_info(document, options, title)
    info = replace(info, enlarged=options.size[0] / drawn[0].width)
    made = pdf([drawn], theme(options.theme), info)
    write_atomically(path, made)


def _pdf_info(document: Document, options: FrameOptions, title: str) -> PdfInfo:
    from convviz.paint.qt.pdf import PdfInfo  # noqa: PLC0415

    return PdfInfo(title, to_bytes(document), options.vector_text == "paths", options.transparent)


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise NotWritten(problem)
