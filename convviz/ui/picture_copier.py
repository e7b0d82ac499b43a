"""The picture of the present step, on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.options import FrameOptions
from convviz.ui.bridge import Bridge
from convviz.ui.theme import scene_theme
from convviz.ui.work import Progress

Copied = Literal["light", "print", "window"]
SVG = "image/svg+xml"

Draw = Callable[[Document, Trace, FrameOptions, Progress], object]


class PictureCopier(QObject):
    """Copies pictures as large as one in the window; draws them off the window's thread.

    Parameters
    ----------
    bridge
        The window's bridge.
    canvas
        Its picture.
    """

    def __init__(self, bridge: Bridge, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._bridge = bridge
        self._canvas = canvas

    def copy_picture(self, copied: Copied) -> None:
        """Copy it as pixels.

        Parameters
        ----------
        copied
            In which theme.
        """
        self._draw(_image, copied)

    def copy_svg(self, copied: Copied) -> None:
        """Copy it as SVG; to what knows only text, as the file's text."""
        self._draw(_svg, copied)

    def _draw(self, draw: Draw, copied: Copied) -> None:
        state, canvas = self._bridge.state, self._canvas
        if state.trace is None or state.pending:
            self._bridge.complain("the numbers are still being computed: copy when they are there")
            return
        options = FrameOptions(
            (canvas.width(), canvas.height()),
            canvas.devicePixelRatio(),
            theme=scene_theme(canvas).name if copied == "window" else copied,
        )
        job = self._bridge.run(
            "Copying the picture", partial(draw, state.document, state.trace, options)
        )
        job.finished.connect(self._drawn)

    def _drawn(self, drawn: QImage | str) -> None:
        if isinstance(drawn, QImage):
            QGuiApplication.clipboard().setImage(drawn)
            size = f"{drawn.width()} × {drawn.height()} pixels"
            self._bridge.tell(f"the picture is on the clipboard, {size}")
            return
        mime = QMimeData()
        mime.setData(SVG, drawn.encode())
        mime.setText(drawn)
        QGuiApplication.clipboard().setMimeData(mime)
        self._bridge.tell("the picture is on the clipboard, as SVG and as its text")


def _image(document: Document, trace: Trace, options: FrameOptions, _progress: Progress) -> QImage:
    # Loaded when first needed: starting is quicker without.
    from convviz.export.frames import Frames  # noqa: PLC0415

    return Frames(document, trace, options).image(document.step)


def _svg(document: Document, trace: Trace, options: FrameOptions, _progress: Progress) -> str:
    from convviz.export.still import svg_text  # noqa: PLC0415

    return svg_text(document, trace, document.step, options)
