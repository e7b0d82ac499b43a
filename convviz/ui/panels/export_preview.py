"""A small picture of the frame that will be exported."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.errors import ConvvizError
from convviz.export.frames import Frames
from convviz.options import FrameOptions
from convviz.paint.qt import painting
from convviz.paint.theme import theme
from convviz.ui.theme import colour

_WAIT = 40
_SQUARE = 8


class Preview(QWidget):
    """Paints a frame with the exporter's own code, at the size that there is room for.

    While somebody types a size it waits for the last letter.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[Document, Trace, FrameOptions] | None = None
        self._image: QImage | None = None
        self.setAccessibleName("Preview of the frame")
        self.setMinimumSize(320, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.paint_frame)

    @property
    def image(self) -> QImage | None:
        """The picture on show."""
        return self._image

    def show_frame(self, document: Document, trace: Trace, options: FrameOptions) -> None:
        """Show the document's present step, soon."""
        self._wanted = document, trace, options
        self._timer.start()

    def paint_frame(self) -> None:
        """Show it now."""
        self._timer.stop()
        if self._wanted is None:
            return
        document, trace, options = self._wanted
        width, height = options.size
        scale = min(self.width() / width, self.height() / height) * self.devicePixelRatio()
        small = replace(options, scale=scale)
        try:
            self._image = Frames(document, trace, small).image(document.step)
        except ConvvizError as error:
            self._image = None
            self.setAccessibleDescription(str(error))
        else:
            self._image.setDevicePixelRatio(self.devicePixelRatio())
            self.setAccessibleDescription(f"Step {document.step + 1} as it will be saved")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for a wide frame."""
        return QSize(480, 270)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint the frame at its new size."""
        super().resizeEvent(event)
        self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in the middle, squares behind what is transparent."""
        if self._image is None:
            return
        size = self._image.deviceIndependentSize()
        frame = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2,
            size.width(), size.height(),
        )
        with painting(self) as painter:
            if self._image.hasAlphaChannel():
                self._squares(painter, frame)
            painter.drawImage(frame, self._image)
            painter.setPen(colour(self, "border"))
            painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))

    def _squares(self, painter: QPainter, frame: QRectF) -> None:
        shown = theme(self._wanted[2].theme if self._wanted else "light")
        painter.fillRect(frame, QColor(*shown.colours["background"]))
        grey = QColor(*shown.colours["text.muted"])
        grey.setAlpha(32)
        painter.setClipRect(frame)
        for row in range(int(frame.height()) // _SQUARE + 1):
            for column in range(row % 2, int(frame.width()) // _SQUARE + 1, 2):
                painter.fillRect(
                    QRectF(
                        frame.x() + column * _SQUARE, frame.y() + row * _SQUARE, _SQUARE, _SQUARE
                    ),
                    grey,
                )
        painter.setClipping(False)
