"""Grids seen at an angle, painted with Qt."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from convviz.paint.geometry import (
    HATCH_LINE,
    Segment,
    runs,
    sheet_hatch,
    sheet_label,
    sheet_lines,
)
from convviz.paint.qt.pixels import packed_labels, packed_ramp
from convviz.paint.qt.text import TextSetter
from convviz.paint.theme import Theme
from convviz.scene.items import Role, Sheet

MOST_CELLS = 4000
"""Sheets of more cells, and those seen straight on, are painted as a picture."""


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
    """Paint the cells without seams between them."""
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if sheet.shades.size > MOST_CELLS or sheet.across[1] == sheet.down[0] == 0:
            _as_picture(painter, theme, sheet)
        else:
            _as_shapes(painter, theme, sheet)
    finally:
        painter.restore()


def _as_shapes(painter: QPainter, theme: Theme, sheet: Sheet) -> None:
    """Paint a shape for each run of equal cells along a row."""
    colours = theme.ramps[sheet.ramp]
    painter.setPen(Qt.PenStyle.NoPen)
    for row, shades in enumerate(sheet.shades):
        for start, end in runs(shades):
            corners = (
                sheet.at(row, start), sheet.at(row, end), sheet.at(row + 1, end),
                sheet.at(row + 1, start),
            )
            painter.setBrush(QColor(*colours[shades[start]].tolist()))
            painter.drawConvexPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _as_picture(painter: QPainter, theme: Theme, sheet: Sheet) -> None:
    """Paint many small cells at once; large ones would be some pixels beside their places."""
    rows, columns = sheet.shades.shape
    pixels = packed_ramp(theme, sheet.ramp)[sheet.shades]
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.setTransform(QTransform(*sheet.across, *sheet.down, sheet.x, sheet.y), combine=True)
    painter.drawImage(QPointF(0, 0), image)


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
        packed_labels(theme, sheet.ramp)[sheet.shades.reshape(-1)],
    )
