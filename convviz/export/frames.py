"""One PNG a step, the same from the window and from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convviz.document.document import Document
from convviz.document.files import CarriedTexts
from convviz.engine.trace import Trace
from convviz.errors import Cancelled, NotWritten
from convviz.export.ahead import side_by_side
from convviz.export.beside import save_beside
from convviz.export.limits import layer_problem, options_problem
from convviz.export.moments import Moment
from convviz.export.naming import frame_paths, overwriting_problem, pattern_problem
from convviz.files import make_folder, names_in, write_atomically
from convviz.frames import Picture
from convviz.frames.easing import between
from convviz.interop.png import KEYWORD
from convviz.options import FrameOptions
from convviz.paint.png import Encoder, with_text
from convviz.paint.qt import DOTS_PER_METRE, FramePainter, pixels
from convviz.paint.theme import theme
from convviz.scene.items import Scene

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

Progress = Callable[[int, int], bool]
"""Told how many frames of how many are done; answers whether to go on."""


class Frames:
    """All frames of one document, numbers and look.

    Parameters
    ----------
    document
        A valid document.
    trace
        Its numbers.
    options
        Size and look.
    """

    def __init__(self, document: Document, trace: Trace, options: FrameOptions) -> None:
        self._document = document
        self._picture = Picture(document, trace, options.drawn, setting=options.picture)
        self._options = options
        self._theme = theme(options.theme)
        self._base: Scene | None = None
        self._painter: FramePainter | None = None
        self._encoder = Encoder(DOTS_PER_METRE, alpha=options.transparent)

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(self._picture.steps)

    def image(self, step: int) -> QImage:
        """Return a step's picture; its still part is painted when it changes only."""
        return self._on_base(step, self._picture.overlay(step))

    def between(self, moment: Moment) -> QImage:
        """Return the picture of a moment on the way from one step to another."""
        if not moment.share:
            return self.image(moment.step)
        moving = between(self._picture, moment.step, moment.following, moment.share)
        return self._on_base(moment.step, moving)

    def _on_base(self, step: int, overlay: Scene) -> QImage:
        base = self._picture.base(step)
        if self._painter is None or base is not self._base:
            self._base = base
            self._painter = FramePainter(
                base, self._theme, self._options.scale * self._options.enlarged,
                self._options.transparent,
            )
        return self._painter.image(overlay)

    def write(self, step: int, path: Path, picture: NDArray[np.uint32]) -> None:
        """Save a step's pixels as PNG, and beside it what is too large for it.

        In any thread, several at once.

        Raises
        ------
        convviz.errors.NotWritten
            It could not be written.
        """
        save_beside(path, self._texts)
        packed = self._encoder.encode(picture)
        write_atomically(path, with_text(packed, {KEYWORD: self._texts.at(step)}))

    @cached_property
    def _texts(self) -> CarriedTexts:
        return CarriedTexts(self._document)


def save_png(
    document: Document, scenes: Sequence[Scene], options: FrameOptions, path: Path
) -> None:
    """Save scenes painted over each other as a PNG that carries a document.

    Parameters
    ----------
    document
        What it opens as.
    scenes
        The lowest first; it sets the size.
    options
        Size and look.
    path
        The file; what is too large for it is put beside it.
    """
    first, *others = scenes
    scale = options.scale * options.size[0] / first.width
    painter = FramePainter(first, theme(options.theme), scale, options.transparent)
    over = tuple(item for scene in others for item in scene.items)
    image = painter.image(Scene(first.width, first.height, over))
    texts = CarriedTexts(document)
    save_beside(path, texts)
    encoder = Encoder(DOTS_PER_METRE, alpha=options.transparent)
    packed = encoder.encode(pixels(image))
    write_atomically(path, with_text(packed, {KEYWORD: texts.at(document.step)}))


def export_frames(
    document: Document,
    trace: Trace,
    steps: Sequence[int],
    options: FrameOptions,
    folder: Path,
    pattern: str = "frame-{step}",
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Save a PNG of each of some steps; may run in any thread.

    Each carries the document, opened at its step. An input too large for that
    is stored once beside the frames.

    Parameters
    ----------
    document
        A valid document.
    trace
        Its numbers.
    steps
        The steps to save, from 0.
    options
        Size and look.
    folder
        Where to; made if it isn't there.
    pattern
        The files' name with ``{step}`` where the number goes.
    overwrite
        Replace files that are there.
    progress
        Called before each frame and after the last.

    Returns
    -------
    list of Path
        The files, in the order of `steps`.

    Raises
    ------
    convviz.errors.NotWritten
        The layer can't be drawn, the name or the size can't be, a file is
        there already, or one can't be written. The frames before it stay, each
        whole.
    convviz.errors.Cancelled
        `progress` answered False; likewise.
    """
    _refuse(layer_problem(document.layer) or options_problem(options) or pattern_problem(pattern))
    frames = Frames(document, trace, options)
    paths = frame_paths(folder, pattern, steps, len(frames))
    if not overwrite:
        _refuse(overwriting_problem(paths))
    made = make_folder(folder)

    def painted() -> Iterator[tuple[int, Path, NDArray[np.uint32]]]:
        for done, (step, path) in enumerate(zip(steps, paths, strict=True)):
            if progress is not None and not progress(done, len(paths)):
                raise Cancelled(f"the export was cancelled after {done} of {len(paths)} frames")
            yield step, path, pixels(frames.image(step))

    def written(frame: tuple[int, Path, NDArray[np.uint32]]) -> None:
        frames.write(*frame)

    try:
        for _ in side_by_side(written, painted()):
            pass
    finally:
        if made and not names_in(folder):
            folder.rmdir()
    if progress is not None:
        progress(len(paths), len(paths))
    return paths


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise NotWritten(problem)
