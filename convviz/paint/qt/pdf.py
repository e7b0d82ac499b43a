"""Scenes as PDF; apart from the other pictures because only an export needs what it loads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from convviz.paint.qt.application import application
from convviz.paint.qt.painter import paint, painting
from convviz.paint.theme import Theme
from convviz.scene.items import Scene

POINTS_PER_PIXEL = 72 / 96


def pdf(scenes: Sequence[Scene], theme: Theme) -> bytes:
    """Return scenes painted over each other as a PDF of one page, its fonts embedded.

    Parameters
    ----------
    scenes
        The lowest first; it sets the page's size, a pixel being 1/96 inch.
    theme
        Colours.
    """
    application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    first = scenes[0]
    size = QSizeF(first.width * POINTS_PER_PIXEL, first.height * POINTS_PER_PIXEL)
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    margins = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins))
    writer.setResolution(1200)
    writer.setCreator("convviz")
    with painting(writer) as painter:
        # Else a few cells of one colour would become a JPEG of several.
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        scale = writer.resolution() / 96
        painter.scale(scale, scale)
        for scene in scenes:
            paint(painter, scene, theme)
    return bytes(buffer.data().data())
