"""Makes the canvas's pictures; those that take long off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.frames import Picture
from convviz.frames.drawings import shown
from convviz.frames.showing import SHOW_NAMES
from convviz.ui.bridge import AT_ONCE, Bridge, multiply_adds
from convviz.ui.work import Job, Progress

Key = tuple[object, ...]


class PictureMaker(QObject):
    """Makes pictures of documents, each once.

    Parameters
    ----------
    bridge
        Runs what takes long.
    parent
        The Qt parent.
    """

    made = Signal()
    """A picture that took long is there: ask for it again."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._key: Key = ()
        self._picture: Picture | None = None
        self._job: Job | None = None

    def picture(
        self, document: Document, trace: Trace, size: tuple[float, float]
    ) -> Picture | None:
        """Return the picture of a document, or None while it is being made.

        Parameters
        ----------
        document, trace
            The document and its numbers.
        size
            Width and height in pixels.
        """
        key = (document.graph, document.input, document.view, trace, size)
        if key != self._key:
            self._key, self._picture = key, None
            if self._job is not None:
                self._job.cancel()
                self._job = None
            if _takes_long(document):
                self._begin(document, trace, size)
            else:
                self._picture = Picture(document, trace, size)
        return self._picture

    def _begin(self, document: Document, trace: Trace, size: tuple[float, float]) -> None:
        def make(_progress: Progress) -> Picture:
            picture = Picture(document, trace, size)
            picture.base(document.step)
            picture.overlay(document.step)
            return picture

        name = SHOW_NAMES[shown(document)]
        self._job = self._bridge.run(f"Drawing: {name.lower()}", make)
        self._job.finished.connect(self._finished)

    def _finished(self, picture: Picture) -> None:
        self._job = None
        self._picture = picture
        self.made.emit()


def _takes_long(document: Document) -> bool:
    """Return whether a picture needs more than the cells that are seen."""
    plain = shown(document) == "layer" and document.view.compared is None
    return not plain and multiply_adds(document) > AT_ONCE
