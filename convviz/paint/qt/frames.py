"""Pictures of scenes: raster frames, PNG files."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from convviz.errors import ConvvizError
from convviz.paint.png import Encoder, with_text
from convviz.paint.qt.application import application
from convviz.paint.qt.painter import paint, painting
from convviz.paint.theme import Theme
from convviz.scene.items import Scene

DOTS_PER_METRE = round(96 / 0.0254)


class FramePainter:
    """Paints a scene's still part once and what moves many times.

    Parameters
    ----------
    base
        The still part; it sets the frames' size.
    theme
        Colours.
    scale
        Pixels for each pixel of the scene.
    transparent
        Leave the background out.
    """

    def __init__(
        self, base: Scene, theme: Theme, scale: float = 1.0, transparent: bool = False
    ) -> None:
        application()
        self._theme = theme
        self._scale = scale
        kinds = QImage.Format
        width, height = round(base.width * scale), round(base.height * scale)
        kind = kinds.Format_ARGB32_Premultiplied if transparent else kinds.Format_RGB32
        self._base = QImage(width, height, kind)
        if self._base.isNull():
            raise ConvvizError(f"a picture of {width}×{height} pixels does not fit in memory")
        background = QColor(0, 0, 0, 0) if transparent else QColor(*theme.colours["background"])
        self._base.fill(background)
        self._paint(self._base, base)

    def image(self, overlay: Scene) -> QImage:
        """Return a new picture of the still part with a scene painted over it."""
        image = self._base.copy()
        self._paint(image, overlay)
        return image

    def _paint(self, image: QImage, scene: Scene) -> None:
        with painting(image) as painter:
            painter.scale(self._scale, self._scale)
            paint(painter, scene, self._theme)  # maybe in another thread than the last


def pixels(image: QImage) -> NDArray[np.uint32]:
    """Return a picture's colours as 0xAARRGGBB, alpha not multiplied in.

    Returns
    -------
    NDArray[np.uint32]
        Shape (rows, columns).
    """
    kinds = QImage.Format
    kind = kinds.Format_ARGB32 if image.hasAlphaChannel() else kinds.Format_RGB32
    plain = image.convertToFormat(kind)
    bits = np.frombuffer(plain.constBits(), np.uint32)
    return np.array(bits).reshape(plain.height(), plain.width())


def png(image: QImage, text: Mapping[str, str] | None = None) -> bytes:
    """Return a picture as a PNG file, the same bytes for the same picture and texts.

    Parameters
    ----------
    image
        The picture.
    text
        Texts to carry along, under Latin-1 keys.

    Raises
    ------
    ConvvizError
        There are no pixels.
    """
    if image.isNull():
        raise ConvvizError("the picture can't be written as PNG: it has no pixels")
    encoder = Encoder(DOTS_PER_METRE, alpha=image.hasAlphaChannel())
    return with_text(encoder.encode(pixels(image)), text or {})
