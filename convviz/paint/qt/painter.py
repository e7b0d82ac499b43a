"""One painter for every item of a display list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, pairwise
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from convviz.paint.geometry import HATCH_LINE, arrow_shape, dashes, hatch, label_baseline
from convviz.paint.qt.pixels import packed_labels, packed_ramp
from convviz.paint.qt.sheets import paint_sheet
from convviz.paint.qt.snapping import Snapper
from convviz.paint.qt.text import Fonts, TextSetter
from convviz.paint.theme import Theme
from convviz.scene.items import (
    Arrow,
    Cells,
    Group,
    Image,
    Item,
    Line,
    Polygon,
    Ramp,
    Rect,
    Role,
    Scene,
    Sheet,
    Text,
)


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """Give a painter that has ended when the block is left, however it is left."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def paint(
    painter: QPainter,
    scene: Scene,
    theme: Theme,
    fonts: Fonts | None = None,
    *,
    paths: bool = False,
) -> None:
    """Paint a scene's items, in its coordinates; the background is left as it is.

    Parameters
    ----------
    painter
        Where to.
    scene
        What.
    theme
        In which colours.
    fonts
        Of this thread's earlier paintings; None for new ones.
    paths
        Draw text as shapes.
    """
    painter.save()
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = TextSetter(painter, fonts or Fonts(), paths)
        ItemPainter(painter, theme, text).items(scene.items)
    finally:
        painter.restore()


class ItemPainter:
    """Paints items with one painter in one theme."""

    def __init__(self, painter: QPainter, theme: Theme, text: TextSetter) -> None:
        self._painter = painter
        self._theme = theme
        self._snap = Snapper(painter)
        self._text = text

    def items(self, items: tuple[Item, ...]) -> None:
        """Paint items, the last on top; texts that look alike and follow one another at once."""
        for _, alike in groupby(items, _look):
            texts = []
            for item in alike:
                if isinstance(item, Text):
                    texts.append(item)
                else:
                    self._item(item)
            if texts:
                self._text.lines(texts, self._colour(texts[0].colour))

    def _item(self, item: Cells | Image | Rect | Sheet | Polygon | Line | Arrow | Group) -> None:
        match item:
            case Cells():
                self._cells(item)
            case Image():
                self._image(item)
            case Rect():
                self._rect(item)
            case Sheet():
                with self._opacity(item.opacity):
                    paint_sheet(self._painter, self._text, self._theme, item)
            case Polygon():
                self._polygon(item)
            case Line():
                self._line(item)
            case Arrow():
                self._arrow(item)
            case Group():
                self._group(item)
            case _:  # pragma: no cover - the type checker proves it
                assert_never(item)

    def _group(self, group: Group) -> None:
        self._painter.save()
        try:
            self._painter.setOpacity(self._painter.opacity() * group.opacity)
            if group.clip is not None:
                rect = self._snap.rect(*group.clip)
                self._painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
            self.items(group.items)
        finally:
            self._painter.restore()

    def _cells(self, cells: Cells) -> None:
        rows, columns = cells.shades.shape
        if not cells.shades.size:
            return
        with self._opacity(cells.opacity):
            area = self._snap.rect(cells.x, cells.y, columns * cells.cell, rows * cells.cell)
            self._shades(area, cells.shades, cells.ramp, smooth=False)
            if cells.hatched:
                self._hatch(cells, area)
            if cells.lines is not None:
                self._grid(cells, cells.lines)
            if cells.labels is not None:
                self._labels(cells, cells.labels)

    def _shades(self, area: QRectF, shades: NDArray[np.uint8], ramp: Ramp, *, smooth: bool) -> None:
        rows, columns = shades.shape
        pixels = packed_ramp(self._theme, ramp)[shades]  # Qt scales these ten times faster
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(area, image, QRectF(0, 0, columns, rows))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _hatch(self, cells: Cells, area: QRectF) -> None:
        rows, columns = cells.shades.shape
        strokes = hatch(cells.x, cells.y, columns * cells.cell, rows * cells.cell, cells.cell)
        self._painter.setPen(self._pen("padding.hatch", HATCH_LINE))
        self._painter.save()
        self._painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        self._painter.drawLines([QLineF(*stroke) for stroke in strokes])
        self._painter.restore()

    def _grid(self, cells: Cells, role: Role) -> None:
        rows, columns = cells.shades.shape
        width = self._snap.width(1.0)
        xs = self._snap.xs(cells.x + np.arange(columns + 1) * cells.cell, width)
        ys = self._snap.ys(cells.y + np.arange(rows + 1) * cells.cell, width)
        half = width / 2
        left, top = xs[0] - half, ys[0] - half
        across, down = xs[-1] + half - left, ys[-1] + half - top
        bars = [QRectF(x - half, top, width, down) for x in xs]
        bars += [QRectF(left, y - half, across, width) for y in ys]
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._snap.active)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(role))
        painter.drawRects(bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _labels(self, cells: Cells, labels: tuple[tuple[str, ...], ...]) -> None:
        rows, columns = cells.shades.shape
        centres = cells.x + (np.arange(columns) + 0.5) * cells.cell
        tops = cells.y + np.arange(rows) * cells.cell
        baselines = tops + label_baseline(cells.cell, cells.font_size)
        self._text.labels(
            [label for row in labels for label in row],
            np.tile(centres, rows),
            np.repeat(baselines, columns),
            cells.font_size,
            packed_labels(self._theme, cells.ramp)[cells.shades.reshape(-1)],
        )

    def _image(self, image: Image) -> None:
        area = self._snap.rect(image.x, image.y, image.width, image.height)
        self._shades(area, image.shades, image.ramp, smooth=image.smooth)

    def _rect(self, rect: Rect) -> None:
        line = rect.line if rect.edge is not None else 0.0
        area = self._snap.rect(rect.x, rect.y, rect.width, rect.height, line)
        painter = self._painter
        with self._opacity(rect.opacity):
            painter.setPen(Qt.PenStyle.NoPen)
            if rect.fill is not None:
                painter.setBrush(self._colour(rect.fill))
                painter.drawRoundedRect(area, rect.radius, rect.radius)
            if rect.edge is None:
                return
            if not rect.dashed:
                painter.fillPath(_ring(area, line, rect.radius), self._colour(rect.edge))
                return
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._pen(rect.edge, rect.line, dashed=rect.dashed))
            painter.drawRoundedRect(area, rect.radius, rect.radius)

    def _polygon(self, polygon: Polygon) -> None:
        shape = QPolygonF([QPointF(*point) for point in polygon.points])
        painter = self._painter
        with self._opacity(polygon.opacity):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if polygon.fill is not None:
                painter.setBrush(self._colour(polygon.fill))
                painter.drawPolygon(shape)
                painter.setBrush(Qt.BrushStyle.NoBrush)
            if polygon.edge is not None:
                painter.setPen(self._pen(polygon.edge, polygon.line, dashed=polygon.dashed))
                painter.drawPolygon(shape)

    def _line(self, line: Line) -> None:
        with self._opacity(line.opacity):
            self._painter.setPen(self._pen(line.colour, line.line, dashed=line.dashed))
            points = self._points(line)
            if len(points) == 2:  # three times as fast as a polyline
                self._painter.drawLine(*points)
            else:
                self._painter.drawPolyline(points)

    def _points(self, line: Line) -> list[QPointF]:
        points = line.points
        upright = all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
        if upright:
            snap = self._snap
            points = tuple((snap.x(x, line.line), snap.y(y, line.line)) for x, y in points)
        return [QPointF(x, y) for x, y in points]

    def _arrow(self, arrow: Arrow) -> None:
        shape = arrow_shape(arrow)
        if shape is None:
            return
        stroke = QPainterPath(QPointF(*shape.start))
        stroke.quadTo(QPointF(*shape.control), QPointF(*shape.end))
        painter = self._painter
        with self._opacity(arrow.opacity):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._pen(arrow.colour, arrow.line))
            painter.drawPath(stroke)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(arrow.colour))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in shape.head]))

    def _colour(self, role: Role) -> QColor:
        return QColor(*self._theme.colours[role])

    def _pen(self, role: Role, width: float, *, dashed: bool = False) -> QPen:
        pen = QPen(self._colour(role), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dashed:
            pen.setDashPattern([length / width for length in dashes(width)])
        return pen

    @contextmanager
    def _opacity(self, opacity: float) -> Iterator[None]:
        if opacity == 1:
            yield
            return
        before = self._painter.opacity()
        self._painter.setOpacity(before * opacity)
        try:
            yield
        finally:
            self._painter.setOpacity(before)


def _look(item: Item) -> tuple[Role, float, bool] | None:
    """Return what texts have in common that can be set at once; None for all else."""
    return (item.colour, item.size, item.bold) if isinstance(item, Text) else None


def _ring(area: QRectF, line: float, radius: float) -> QPainterPath:
    """Return the stroke around a rectangle as a shape.

    Qt leaves the corners out of thin ones, and takes six times as long for rounded ones.
    """
    half = line / 2
    outside = area.adjusted(-half, -half, half, half)
    inside = area.adjusted(half, half, -half, -half)
    ring = QPainterPath()
    if radius == 0:
        ring.addRect(outside)
    else:
        ring.addRoundedRect(outside, radius + half, radius + half)
    if inside.isValid() and radius > half:
        ring.addRoundedRect(inside, radius - half, radius - half)
    elif inside.isValid():
        ring.addRect(inside)
    return ring
