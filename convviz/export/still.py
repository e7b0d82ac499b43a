"""One picture of one step, as SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.files import write_atomically
from convviz.frames import Picture
from convviz.options import FrameOptions
from convviz.paint.svg import svg
from convviz.paint.theme import theme
from convviz.scene.items import Scene


def scenes(document: Document, trace: Trace, step: int, options: FrameOptions) -> list[Scene]:
    """Return the still and the moving part of a step's picture."""
    picture = Picture(document, trace, options.size)
    return [picture.base(step), picture.overlay(step)]


def svg_text(document: Document, trace: Trace, step: int, options: FrameOptions) -> str:
    """Return a step's picture as the text of an SVG file; `FrameOptions.scale` has no meaning."""
    return svg(
        scenes(document, trace, step, options),
        theme(options.theme),
        transparent=options.transparent,
    )


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
    writers: dict[str, Callable[[Document, Trace, int, FrameOptions, Path], None]] = {
        ".svg": _save_svg,
        ".png": _save_png,
        ".pdf": _save_pdf,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"{path.name}: a figure is saved as {' or '.join(writers)}")
    write(document, trace, step, options, path)


def _save_svg(
    document: Document, trace: Trace, step: int, options: FrameOptions, path: Path
) -> None:
    write_atomically(path, svg_text(document, trace, step, options).encode())


def _save_png(
    document: Document, trace: Trace, step: int, options: FrameOptions, path: Path
) -> None:
    # Qt comes with this; an SVG does without.
    from convviz.export.frames import Frames  # noqa: PLC0415

    Frames(document, trace, options).save(step, path)


def _save_pdf(
    document: Document, trace: Trace, step: int, options: FrameOptions, path: Path
) -> None:
    from convviz.paint.qt.pdf import pdf  # noqa: PLC0415

    write_atomically(path, pdf(scenes(document, trace, step, options), theme(options.theme)))
