"""Grids seen at an angle as SVG: cells without seams, lines, and labels that stand upright."""

from __future__ import annotations

import base64
from math import ceil, hypot, isqrt

from convviz.paint import png
from convviz.paint.geometry import HATCH_LINE, runs, sheet_hatch, sheet_label, sheet_lines
from convviz.paint.svg_numbers import hexed, number, point, share
from convviz.paint.svg_text import Lettering
from convviz.paint.theme import Theme, label_colour
from convviz.scene.items import Role, Sheet

MOST_CELLS = 4000
"""Sheets of more cells, or of cells without lines, are written as a picture."""
_MOST_PIXELS = 1 << 22


def sheet_lines_of(
    sheet: Sheet, theme: Theme, lettering: Lettering, opacity: float
) -> list[str]:
    """Return the lines of a document that draw a sheet."""
    if not sheet.shades.size:
        return []
    made = [f'<g class="sheet {sheet.ramp}">']
    if sheet.lines is None or sheet.shades.size > MOST_CELLS:
        made.append(_picture(sheet, theme, opacity))
    else:
        made += _cells(sheet, theme, opacity)
    if sheet.hatched:
        made.append(_strokes(sheet_hatch(sheet), "padding.hatch", HATCH_LINE, theme, opacity))
    if sheet.lines is not None:
        made.append(_strokes(sheet_lines(sheet), sheet.lines, 1.0, theme, opacity))
    return [*made, *_labels(sheet, theme, lettering, opacity), "</g>"]


def _cells(sheet: Sheet, theme: Theme, opacity: float) -> list[str]:
    """Return a shape for each run of equal cells along a row."""
    colours = theme.ramps[sheet.ramp]
    made = [f'<g shape-rendering="crispEdges"{share("fill-opacity", opacity)}>']
    for row, shades in enumerate(sheet.shades):
        for start, end in runs(shades):
            corners = (
                sheet.at(row, start), sheet.at(row, end), sheet.at(row + 1, end),
                sheet.at(row + 1, start),
            )
            path = "L".join(point(*corner) for corner in corners)
            made.append(f'<path d="M{path}Z" fill="{hexed(colours[shades[start]])}"/>')
    return [*made, "</g>"]


def _picture(sheet: Sheet, theme: Theme, opacity: float) -> str:
    shades = sheet.shades
    rows, columns = shades.shape
    # Each cell as a block of pixels, for readers that blend neighbours regardless.
    wished = ceil(2 * max(hypot(*sheet.across), hypot(*sheet.down)))
    times = max(1, min(wished, isqrt(_MOST_PIXELS // shades.size)))
    blocks = shades.repeat(times, axis=0).repeat(times, axis=1)
    data = base64.b64encode(png.indexed(blocks, theme.ramps[sheet.ramp])).decode("ascii")
    # Digits that can be seen are those of the whole picture's size, not of one cell's.
    matrix = " ".join(
        f"{part:.8g}" for part in (*sheet.across, *sheet.down, sheet.x, sheet.y)
    )
    return (
        f'<image width="{columns}" height="{rows}" transform="matrix({matrix})" '
        f'preserveAspectRatio="none" image-rendering="optimizeSpeed" '
        f'style="image-rendering:pixelated"{share("opacity", opacity)} '
        f'xlink:href="data:image/png;base64,{data}"/>'
    )


def _strokes(
    segments: list[tuple[float, float, float, float]],
    role: Role,
    width: float,
    theme: Theme,
    opacity: float,
) -> str:
    red, green, blue, alpha = theme.colours[role]
    path = "".join(f"M{point(x1, y1)}L{point(x2, y2)}" for x1, y1, x2, y2 in segments)
    faded = share("stroke-opacity", opacity * alpha / 255)
    colour = f"#{red:02x}{green:02x}{blue:02x}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(width)}"{faded}/>'


def _labels(
    sheet: Sheet, theme: Theme, lettering: Lettering, opacity: float
) -> list[str]:
    if sheet.labels is None:
        return []
    colours = label_colour(theme, sheet.ramp)
    faded = share("fill-opacity", opacity)
    made = [lettering.group(sheet.font_size, faded)]
    for row, texts in enumerate(sheet.labels):
        for column, text in enumerate(texts):
            if text:
                x, y = sheet_label(sheet, row, column)
                fill = f'fill="{hexed(colours[sheet.shades[row, column]])}"'
                made.append(lettering.label(text, x, y, sheet.font_size, fill))
    return [*made, "</g>"]
