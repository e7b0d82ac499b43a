"""Scenes as PDF; apart from the other pictures because only an export needs what it loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from convviz.paint.qt.application import application
from convviz.paint.qt.painter import paint, painting
from convviz.paint.theme import Theme
from convviz.scene.items import Scene

POINTS_PER_PIXEL = 72 / 96


def pdf(pages: Iterable[Sequence[Scene]], theme: Theme) -> bytes:
    """Return scenes as a PDF, its fonts embedded; those of a page are painted over each other.

    Parameters
    ----------
    pages
        At least one; the lowest scene of the first sets the pages' size, a pixel
        being 1/96 inch.
    theme
        Colours.
    """
    application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    coming = iter(pages)
    first = next(coming)
    size = QSizeF(first[0].width * POINTS_PER_PIXEL, first[0].height * POINTS_PER_PIXEL)
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
        for number, scenes in enumerate(chain([first], coming)):
            if number:
                writer.newPage()
            for scene in scenes:
                paint(painter, scene, theme)
    return bytes(buffer.data().data())
