"""A display list as SVG text, written without Qt: the same picture in vectors."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, isqrt
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from convviz.options import PIXELS, Unit
from convviz.paint import png
from convviz.paint.geometry import (
    HATCH_LINE,
    arrow_shape,
    crisp_shift,
    dashes,
    haloed,
    hatch,
    label_baseline,
)
from convviz.paint.svg_numbers import dashed_along
from convviz.paint.svg_numbers import hexed as _hex
from convviz.paint.svg_numbers import number as _number
from convviz.paint.svg_numbers import point as _point
from convviz.paint.svg_numbers import share as _opacity
from convviz.paint.svg_sheets import sheet_lines_of
from convviz.paint.svg_text import Lettering, Outline
from convviz.paint.theme import Theme, label_colour
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

MOST_RECTANGLES = 4000
"""Grids of more cells are written as a picture."""

MOST_PIXELS = 1 << 22
"""Largest such picture, after enlarging."""

_FINER = 4
"""Pixels of such a picture for each of the scene's: readers blend at the blocks' edges."""
BLOCKS = 'image-rendering="optimizeSpeed" style="image-rendering:pixelated"'
DOCUMENT = "urn:convviz:document"
"""The namespace of the element that holds a document."""
FONTS = "'DejaVu Sans', Verdana, sans-serif"


@dataclass(frozen=True, slots=True)
class SvgInfo:
    """What an SVG holds besides its picture, and how its text is written.

    Attributes
    ----------
    title, description
        What readers that don't see it are told.
    document
        A document's text, in the file's metadata; empty for none.
    unit, enlarged
        In which its size is given, and how many times the scene's it is.
    outline
        Draws letters, for text as shapes; None for text in the bundled font.
    prefix
        Begins all names, for pages with several pictures.
    """

    title: str = ""
    description: str = ""
    document: str = ""
    unit: Unit = "px"
    enlarged: float = 1.0
    outline: Outline | None = None
    prefix: str = ""


def svg(
    scenes: Sequence[Scene],
    theme: Theme,
    *,
    transparent: bool = False,
    info: SvgInfo | None = None,
) -> str:
    """Return scenes painted over each other as an SVG document.

    Parameters
    ----------
    scenes
        The lowest first; it sets the picture's size.
    theme
        Colours.
    transparent
        Leave the background out.
    info
        What it holds besides.
    """
    info = info or SvgInfo()
    writer = _Writer(theme, info)
    first = scenes[0]
    width, height = _number(first.width), _number(first.height)
    if not transparent:
        background = Rect(0, 0, first.width, first.height, fill="background")
        writer.group("background", (background,), 1.0)
    for scene in scenes:
        writer.items(scene.items, 1.0)
    each, suffix = PIXELS[info.unit], "" if info.unit == "px" else info.unit
    times = info.enlarged / each
    sides = (f"{_number(side * times)}{suffix}" for side in (first.width, first.height))
    size = 'width="{}" height="{}"'.format(*sides) + f' viewBox="0 0 {width} {height}"'
    style = f'font-family="{FONTS}" xml:space="preserve"'
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {xlink} {size} {style}>',
        *_about(info),
        "<style>text{font-kerning:none}</style>",
        *writer.lettering.shapes,
        *writer.lines,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _about(info: SvgInfo) -> list[str]:
    """Return the lines that tell what a picture is."""
    found = []
    if info.title:
        found.append(f"<title>{escape(info.title)}</title>")
    if info.description:
        found.append(f"<desc>{escape(info.description)}</desc>")
    if info.document:
        document = escape(info.document)
        found.append(
            f'<metadata><document xmlns="{DOCUMENT}">{document}</document></metadata>'
        )
    return found


class _Writer:
    """Collects the lines of a document; opacity is handed down to each stroke."""

    def __init__(self, theme: Theme, info: SvgInfo) -> None:
        self.lines: list[str] = []
        self.lettering = Lettering(info.outline, info.prefix)
        self._theme = theme
        self._prefix = info.prefix
        self._clips = 0
        self._depth = 0
        self._named: Counter[str] = Counter()

    def items(self, items: tuple[Item, ...], opacity: float) -> None:
        for item in items:
            self._item(item, opacity)

    def group(
        self,
        name: str,
        items: tuple[Item, ...],
        opacity: float,
        clip: tuple[float, float, float, float] | None = None,
    ) -> None:
        extra = f' clip-path="url(#{self._clip(*clip)})"' if clip is not None else ""
        self._add(f"<g{self._id(name)} class={quoteattr(name)}{extra}>")
        self._depth += 1
        self.items(items, opacity)
        self._depth -= 1
        self._add("</g>")

    def _id(self, name: str) -> str:
        """Return the name of an outermost group, which editors show, as an attribute."""
        if self._depth:
            return ""
        self._named[name] += 1
        count = self._named[name]
        own = name.replace(" ", "-") + ("" if count == 1 else f"-{count}")
        return f" id={quoteattr(self._prefix + own)}"

    def _item(self, item: Item, opacity: float) -> None:
        match item:
            case Cells():
                self._cells(item, opacity * item.opacity)
            case Image():
                self._image(item, opacity)
            case Rect():
                self._rects(haloed(item), opacity * item.opacity)
            case Sheet():
                self.lines += sheet_lines_of(
                    item, self._theme, self.lettering, opacity * item.opacity
                )
            case Polygon():
                self._polygons(haloed(item), opacity * item.opacity)
            case Line():
                self._line(item, opacity * item.opacity)
            case Arrow():
                self._arrow(item, opacity * item.opacity)
            case Text():
                self._text(item, opacity)
            case Group():
                self.group(item.name, item.items, opacity * item.opacity, item.clip)
            case _:  # pragma: no cover - the type checker proves it
                assert_never(item)

    def _add(self, line: str) -> None:
        self.lines.append(line)

    def _clip(self, x: float, y: float, width: float, height: float) -> str:
        self._clips += 1
        name = f"{self._prefix}clip{self._clips}"
        area = f"<rect {_box(x, y, width, height)}/>"
        self._add(f'<defs><clipPath id="{name}">{area}</clipPath></defs>')
        return name

    def _cells(self, cells: Cells, opacity: float) -> None:
        if not cells.shades.size:
            return
        self._add(f'<g class="cells {cells.ramp}">')
        if not cells.bare:
            self._ground(cells, opacity)
        if cells.labels is not None:
            self._labels(cells, cells.labels, opacity)
        self._add("</g>")

    def _ground(self, cells: Cells, opacity: float) -> None:
        """Write all of some cells but their labels."""
        rows, columns = cells.shades.shape
        width, height = columns * cells.cell, rows * cells.cell
        if cells.shades.size > MOST_RECTANGLES:
            box = (cells.x, cells.y, width, height)
            self._picture(box, cells.shades, cells.ramp, opacity, smooth=False)
        else:
            self._rectangles(cells, opacity)
        if cells.hatched:
            strokes = hatch(cells.x, cells.y, width, height, cells.cell)
            path = "".join(f"M{_point(x1, y1)}L{_point(x2, y2)}" for x1, y1, x2, y2 in strokes)
            self._add(f'<path d="{path}" {self._stroke("padding.hatch", HATCH_LINE, opacity)}/>')
        if cells.lines is not None:
            self._grid(cells, cells.lines, opacity)

    def _rectangles(self, cells: Cells, opacity: float) -> None:
        """Write a rectangle for each run of equal cells along a row."""
        colours = self._theme.ramps[cells.ramp]
        faded = _opacity("fill-opacity", opacity)
        self._add(f'<g shape-rendering="crispEdges"{faded}>')
        for row, shades in enumerate(cells.shades):
            starts = np.flatnonzero(np.diff(shades, prepend=int(shades[0]) ^ 1)).tolist()
            for start, end in pairwise([*starts, len(shades)]):
                place = (cells.x + start * cells.cell, cells.y + row * cells.cell)
                box = _box(*place, (end - start) * cells.cell, cells.cell)
                self._add(f'<rect {box} fill="{_hex(colours[shades[start]])}"/>')
        self._add("</g>")

    def _grid(self, cells: Cells, role: Role, opacity: float) -> None:
        rows, columns = cells.shades.shape
        shift = crisp_shift(1.0)
        left, top = cells.x, cells.y
        right, bottom = left + columns * cells.cell + 1, top + rows * cells.cell + 1
        xs = [left + shift + i * cells.cell for i in range(columns + 1)]
        ys = [top + shift + i * cells.cell for i in range(rows + 1)]
        if cells.hatched:
            right, bottom = right - 1, bottom - 1
        path = "".join(f"M{_point(x, top)}V{_number(bottom)}" for x in xs)
        path += "".join(f"M{_point(left, y)}H{_number(right)}" for y in ys)
        if not cells.hatched:
            self._add(f'<path class="grid" d="{path}" {self._stroke(role, 1.0, opacity)}/>')
            return
        stroke = self._stroke("padding.edge", 1.0, opacity)
        self._add(f'<path class="grid" d="{path}" {stroke} {dashed_along(cells.cell)}/>')

    def _labels(self, cells: Cells, labels: tuple[tuple[str, ...], ...], opacity: float) -> None:
        colours = label_colour(self._theme, cells.ramp)
        faded = _opacity("fill-opacity", opacity)
        self._add(self.lettering.group(cells.font_size, faded))
        down = label_baseline(cells.cell, cells.font_size)
        for row, texts in enumerate(labels):
            for column, text in enumerate(texts):
                if text:
                    x = cells.x + (column + 0.5) * cells.cell
                    y = cells.y + row * cells.cell + down
                    fill = f'fill="{_hex(colours[cells.shades[row, column]])}"'
                    self._add(self.lettering.label(text, x, y, cells.font_size, fill))
        self._add("</g>")

    def _image(self, image: Image, opacity: float) -> None:
        box = (image.x, image.y, image.width, image.height)
        self._picture(box, image.shades, image.ramp, opacity, smooth=image.smooth)

    def _picture(
        self,
        box: tuple[float, float, float, float],
        shades: NDArray[np.uint8],
        ramp: Ramp,
        opacity: float,
        *,
        smooth: bool,
    ) -> None:
        if not smooth:
            shades = _enlarged(shades, box[2], box[3])
        data = base64.b64encode(png.indexed(shades, self._theme.ramps[ramp])).decode("ascii")
        style = 'preserveAspectRatio="none"' + ("" if smooth else f" {BLOCKS}")
        faded = _opacity("opacity", opacity)
        self._add(f'<image {_box(*box)} {style}{faded} xlink:href="data:image/png;base64,{data}"/>')

    def _rects(self, rects: Iterable[Rect], opacity: float) -> None:
        for rect in rects:
            self._rect(rect, opacity)

    def _polygons(self, polygons: Iterable[Polygon], opacity: float) -> None:
        for polygon in polygons:
            self._polygon(polygon, opacity)

    def _rect(self, rect: Rect, opacity: float) -> None:
        shift = crisp_shift(rect.line) if rect.edge is not None else 0.0
        box = _box(rect.x + shift, rect.y + shift, rect.width, rect.height)
        radius = f' rx="{_number(rect.radius)}"' if rect.radius else ""
        fill = self._fill(rect.fill, opacity) if rect.fill is not None else 'fill="none"'
        stroke = ""
        if rect.edge is not None:
            stroke = " " + self._stroke(
                rect.edge, rect.line, opacity, dashed=rect.dashed, filled=True
            )
        self._add(f"<rect {box}{radius} {fill}{stroke}/>")

    def _polygon(self, polygon: Polygon, opacity: float) -> None:
        points = " ".join(_point(*point) for point in polygon.points)
        fill = self._fill(polygon.fill, opacity) if polygon.fill is not None else 'fill="none"'
        stroke = ""
        if polygon.edge is not None:
            stroke = " " + self._stroke(
                polygon.edge, polygon.line, opacity, dashed=polygon.dashed, filled=True
            )
        self._add(f'<polygon points="{points}" {fill}{stroke}/>')

    def _line(self, line: Line, opacity: float) -> None:
        points = line.points
        upright = all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(points))
        shift = crisp_shift(line.line) if upright else 0.0
        path = " ".join(_point(x + shift, y + shift) for x, y in points)
        stroke = self._stroke(line.colour, line.line, opacity, dashed=line.dashed)
        self._add(f'<polyline points="{path}" {stroke}/>')

    def _arrow(self, arrow: Arrow, opacity: float) -> None:
        shape = arrow_shape(arrow)
        if shape is None:
            return
        stroke = self._stroke(arrow.colour, arrow.line, opacity)
        curve = f"M{_point(*shape.start)}Q{_point(*shape.control)} {_point(*shape.end)}"
        head = "M" + "L".join(_point(*corner) for corner in shape.head) + "Z"
        self._add(f'<path d="{curve}" {stroke}/>')
        self._add(f'<path d="{head}" {self._fill(arrow.colour, opacity)}/>')

    def _text(self, text: Text, opacity: float) -> None:
        self._add(
            self.lettering.text(
                text.text, text.x, text.y, text.size, text.anchor,
                self._fill(text.colour, opacity), bold=text.bold,
            )
        )

    def _fill(self, role: Role, opacity: float) -> str:
        colour, share = self._colour(role, opacity)
        return f'fill="{colour}"{_opacity("fill-opacity", share)}'

    def _stroke(
        self,
        role: Role,
        width: float,
        opacity: float,
        *,
        dashed: bool = False,
        filled: bool = False,
    ) -> str:
        colour, share = self._colour(role, opacity)
        fill = "" if filled else 'fill="none" '
        dash = ' stroke-dasharray="{} {}"'.format(*map(_number, dashes(width))) if dashed else ""
        faded = _opacity("stroke-opacity", share)
        return f'{fill}stroke="{colour}" stroke-width="{_number(width)}"{dash}{faded}'

    def _colour(self, role: Role, opacity: float) -> tuple[str, float]:
        red, green, blue, alpha = self._theme.colours[role]
        return f"#{red:02x}{green:02x}{blue:02x}", opacity * alpha / 255


def _enlarged(shades: NDArray[np.uint8], width: float, height: float) -> NDArray[np.uint8]:
    """Return each cell as a block of pixels, for readers that blend neighbours regardless."""
    rows, columns = shades.shape
    wished = ceil(_FINER * max(width / columns, height / rows))
    times = max(1, min(wished, isqrt(MOST_PIXELS // shades.size)))
    return shades.repeat(times, axis=0).repeat(times, axis=1)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
