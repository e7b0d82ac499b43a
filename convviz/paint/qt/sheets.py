"""Grids seen at an angle, painted with Qt."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from convviz.paint.geometry import HATCH_LINE, Segment, sheet_hatch, sheet_label, sheet_lines
from convviz.paint.qt.pixels import packed_colours
from convviz.paint.qt.text import TextSetter
from convviz.paint.theme import Theme, label_colour
from convviz.scene.items import Role, Sheet


def paint_sheet(painter: QPainter, text: TextSetter, theme: Theme, sheet: Sheet) -> None:
    """Paint a sheet, its opacity apart."""
    if not sheet.shades.size:
        return
    _shades(painter, theme, sheet)
    if sheet.hatched:
        _strokes(painter, theme, sheet_hatch(sheet), "padding.hatch", HATCH_LINE)
    if sheet.lines is not None:
        _strokes(painter, theme, sheet_lines(sheet), sheet.lines, 1.0)
    if sheet.labels is not None:
        _labels(text, theme, sheet, sheet.labels)


def _shades(painter: QPainter, theme: Theme, sheet: Sheet) -> None:
    """Paint the cells as one picture, so that there are no seams between them."""
    rows, columns = sheet.shades.shape
    pixels = packed_colours(theme.ramps[sheet.ramp])[sheet.shades]
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setTransform(
            QTransform(*sheet.across, *sheet.down, sheet.x, sheet.y), combine=True
        )
        painter.drawImage(QPointF(0, 0), image)
    finally:
        painter.restore()


def _strokes(
    painter: QPainter, theme: Theme, segments: list[Segment], role: Role, width: float
) -> None:
    pen = QPen(QColor(*theme.colours[role]), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(*segment) for segment in segments])


def _labels(
    text: TextSetter, theme: Theme, sheet: Sheet, labels: tuple[tuple[str, ...], ...]
) -> None:
    rows, columns = sheet.shades.shape
    places = np.array(
        [sheet_label(sheet, row, column) for row in range(rows) for column in range(columns)]
    )
    text.labels(
        [label for row in labels for label in row],
        places[:, 0],
        places[:, 1],
        sheet.font_size,
        packed_colours(label_colour(theme, sheet.ramp))[sheet.shades.reshape(-1)],
    )
