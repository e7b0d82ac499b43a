"""How well each text of a scene stands out from what it is painted on, in every theme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convviz.options import THEMES
from convviz.paint.colour import contrast
from convviz.paint.theme import label_colour, theme
from convviz.scene.items import Cells, Group, Image, Polygon, Rect, Sheet, Text
from convviz.scene.metrics import CAP_HEIGHT, text_width

Area = tuple[float, float, float, float]
_COVERING = 0.75
"""What lies under something so opaque has been painted over: it isn't meant to be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """Something painted: where, in which colour of each theme, how opaque, and its text."""

    area: Area
    colours: np.ndarray
    share: np.ndarray
    text: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A text and its contrast in the theme where it is worst."""

    text: str
    groups: tuple[str, ...]
    contrast: float
    theme: str


def words_of(*scenes) -> list[Word]:
    """Return every text of scenes that are painted over one another.

    What lies below the middle of a text and what lies over it counts, each with
    its own and its groups' opacity; what is painted over altogether is no text any more.
    Hatching is left out: a few thin strokes.
    """
    strokes = [
        stroke
        for scene in scenes
        for item in scene.items
        for stroke in _strokes(item, 1.0, (), None)
    ]
    words = (_word(strokes, at) for at, stroke in enumerate(strokes) if stroke.text)
    return [word for word in words if word is not None]


def _word(strokes, at):
    stroke = strokes[at]
    x, y = stroke.area[0] + stroke.area[2] / 2, stroke.area[1] + stroke.area[3] / 2
    ground = _role("background")[0]
    for other in strokes[:at]:
        if not other.text and _holds(other.area, x, y):
            ground = _mixed(ground, other)
    letters = _mixed(ground, stroke)
    for other in strokes[at + 1 :]:
        if not other.text and _holds(other.area, x, y):
            if (other.share > _COVERING).all():
                return None
            ground, letters = _mixed(ground, other), _mixed(letters, other)
    found = contrast(letters, ground)
    worst = int(found.argmin())
    return Word(stroke.text, stroke.groups, float(found[worst]), THEMES[worst])


def _mixed(ground, stroke):
    return ground + (stroke.colours - ground) * stroke.share


def _holds(area, x, y):
    return area[0] <= x < area[0] + area[2] and area[1] <= y < area[1] + area[3]


def _role(role):
    """Return the colours of a role in every theme, and how opaque they are."""
    found = np.array([theme(name).colours[role] for name in THEMES], float)
    return found[:, :3], found[:, 3:] / 255


def _shade(ramp, shade):
    return np.array([theme(name).ramps[ramp][shade] for name in THEMES], float)


def _label(ramp, shade):
    return np.array([label_colour(theme(name), ramp)[shade] for name in THEMES], float)


def _strokes(item, opacity, groups, clip):
    one = np.full((len(THEMES), 1), opacity * getattr(item, "opacity", 1.0))
    match item:
        case Group():
            for each in item.items:
                inner = item.clip if clip is None else clip
                yield from _strokes(
                    each, opacity * item.opacity, (*groups, item.name), inner
                )
        case Rect(fill=str()):
            colours, share = _role(item.fill)
            yield Stroke((item.x, item.y, item.width, item.height), colours, one * share)
        case Polygon(fill=str()):
            xs, ys = zip(*item.points, strict=True)
            area = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            colours, share = _role(item.fill)
            yield Stroke(area, colours, one * share)
        case Image():
            area = (item.x, item.y, item.width, item.height)
            yield Stroke(area, _shade(item.ramp, int(np.median(item.shades))), one)
        case Cells():
            yield from _cells(item, one, groups, clip)
        case Sheet():
            yield from _sheet(item, one, groups)
        case Text():
            width = text_width(item.text, item.size, item.bold)
            start = item.x - {"start": 0, "middle": width / 2, "end": width}[item.anchor]
            height = CAP_HEIGHT * item.size
            colours, share = _role(item.colour)
            area = (start, item.y - height, width, height)
            yield Stroke(area, colours, one * share, item.text, groups)


def _cells(item, one, groups, clip):
    for (row, column), shade in np.ndenumerate(item.shades):
        area = (item.x + column * item.cell, item.y + row * item.cell, item.cell, item.cell)
        middle = area[0] + item.cell / 2, area[1] + item.cell / 2
        if clip is not None and not _holds(clip, *middle):
            continue
        if not item.bare:
            yield Stroke(area, _shade(item.ramp, shade), one)
        if item.labels is not None and item.labels[row][column]:
            letters = _label(item.ramp, shade)
            yield Stroke(area, letters, one, item.labels[row][column], groups)


def _sheet(item, one, groups):
    side = min(abs(item.across[0]), abs(item.down[1])) / 2
    for (row, column), shade in np.ndenumerate(item.shades):
        x, y = item.at(row + 0.5, column + 0.5)
        area = (x - side / 2, y - side / 2, side, side)
        if not item.bare:
            yield Stroke(area, _shade(item.ramp, shade), one)
        if item.labels is not None and item.labels[row][column]:
            letters = _label(item.ramp, shade)
            yield Stroke(area, letters, one, item.labels[row][column], groups)
