"""Our own icons, drawn in the colours of the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from convviz import assets
from convviz.paint.qt import painting

_SIZES = (16, 20)
_MODES = (
    (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
    (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return an icon of ``resources/icons`` in the colours of a palette."""
    scales = {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    made = QIcon()
    for mode, group in _MODES:
        colour = palette.color(group, QPalette.ColorRole.ButtonText).rgba()
        for size in _SIZES:
            for scale in scales:
                drawn = QPixmap.fromImage(image(name, round(size * scale), colour))
                drawn.setDevicePixelRatio(scale)
                made.addPixmap(drawn, mode)
    return made


@cache
def image(name: str, side: int, colour: int) -> QImage:
    """Return an icon as a picture of one colour (0xAARRGGBB); kept, as most are asked for again."""
    renderer = QSvgRenderer(QByteArray(assets.text("icons", f"{name}.svg").encode()))
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    with painting(made) as painter:
        renderer.render(painter, QRectF(made.rect()))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(made.rect(), QColor.fromRgba(colour))
    return made
