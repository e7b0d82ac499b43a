"""Our own icons, drawn in the colours of the palette."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from convviz import assets
from convviz.paint.qt import painting

_SIZES = (16, 20, 24)
_SCALES = (1, 2)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon of ``resources/icons`` in the colours of a palette."""
    renderer = QSvgRenderer(QByteArray(assets.text("icons", f"{name}.svg").encode()))
    made = QIcon()
    role = QPalette.ColorRole.ButtonText
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        for size in _SIZES:
            for scale in _SCALES:
                made.addPixmap(pixmap(renderer, size, scale, palette.color(group, role)), mode)
    return made


def pixmap(renderer: QSvgRenderer, size: int, scale: float, colour: QColor) -> QPixmap:
    """Return a drawing as a picture of one colour, `size` pixels before the scale."""
    made = QPixmap(QSize(size, size) * scale)
    made.fill(Qt.GlobalColor.transparent)
    with painting(made) as painter:
        renderer.render(painter, QRectF(made.rect()))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(made.rect(), colour)
    made.setDevicePixelRatio(scale)
    return made
