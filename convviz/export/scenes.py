"""A scene alone, as SVG, PNG or PDF: pictures of networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from convviz.files import write_atomically
from convviz.options import FrameOptions
from convviz.paint.svg import SvgInfo, svg
from convviz.paint.theme import theme
from convviz.scene.items import Scene

ENDINGS = (".svg", ".png", ".pdf")
Draw = Callable[[tuple[float, float]], Scene]
"""Draws a picture of a size (width, height)."""


def scene_svg(draw: Draw, title: str, options: FrameOptions, *, alone: bool = True) -> str:
    """Return a picture as the text of an SVG file.

    Parameters
    ----------
    draw, title, options
        As for `save_scene`.
    alone
        Whether it is a file of its own. On a page with others it has names of its own.
    """
    info = SvgInfo(title, unit=options.unit, enlarged=options.enlarged)
    if options.vector_text == "paths":
        from convviz.paint.qt.outlines import outlines  # noqa: PLC0415 - loads Qt

        info = replace(info, outline=outlines())
    drawn, colours = [draw(options.drawn)], theme(options.theme)
    made = svg(drawn, colours, transparent=options.transparent, info=info)
    if alone:
        return made
    prefix = f"c{sha256(made.encode()).hexdigest()[:8]}-"
    return svg(
        drawn, colours, transparent=options.transparent, info=replace(info, prefix=prefix)
    )


def save_scene(draw: Draw, title: str, options: FrameOptions, path: Path) -> None:
    """Save a picture; the name's ending says as what: .svg, .png or .pdf.

    Parameters
    ----------
    draw
        Draws it.
    title
        What it is called.
    options
        Size and look.
    path
        The file; one that is there is replaced.

    Raises
    ------
    ValueError
        The name ends otherwise.
    convviz.errors.NotWritten
        It could not be written; what was there before is untouched.
    """
    match path.suffix.lower():
        case ".svg":
            data = scene_svg(draw, title, options).encode()
        case ".png":
            data = _png(draw, options)
        case ".pdf":
            data = _pdf(draw, title, options)
        case _:
            raise ValueError(f"{path.name}: a picture's name ends in {', '.join(ENDINGS)}")
    write_atomically(path, data)


def _png(draw: Draw, options: FrameOptions) -> bytes:
    from convviz.paint.qt.frames import FramePainter, png  # noqa: PLC0415 - loads Qt

    scene = draw(options.drawn)
    painter = FramePainter(
        scene, theme(options.theme), options.scale * options.enlarged, options.transparent
    )
    return png(painter.image(Scene(scene.width, scene.height, ())))


def _pdf(draw: Draw, title: str, options: FrameOptions) -> bytes:
    from convviz.paint.qt.pdf import PdfInfo, pdf  # noqa: PLC0415 - as above

    info = PdfInfo(
        title, paths=options.vector_text == "paths", transparent=options.transparent,
        enlarged=options.enlarged,
    )
    return pdf([[draw(options.drawn)]], theme(options.theme), info)
