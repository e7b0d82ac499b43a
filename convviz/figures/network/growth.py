"""How the receptive field grows from layer to layer, as a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from convviz.figures.numbers import grouped
from convviz.figures.panels import Look, fitted
from convviz.options import PictureOptions
from convviz.scene.items import Group, Item, Line, Rect, Role, Scene, Text
from convviz.scene.metrics import text_width

_TICKS = 5
_MOST_NAMES = 40
_DOT = 2.5
_SLANT_ROOM = 5.2
"""Room below the plot for the names of layers, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a layer's units see of the input along one axis.

    Attributes
    ----------
    name
        The layer's.
    size
        The most cells that a unit sees, None where that isn't known.
    jump
        Input cells from a unit to the next.
    """

    name: str
    size: int | None
    jump: float | None


def growth(
    layers: Sequence[Grown], side: int, chosen: str, size: tuple[float, float],
    setting: PictureOptions | None = None,
) -> Scene:
    """Return the field's size and jump over the layers of a network.

    Parameters
    ----------
    layers
        In their order.
    side
        How many cells the input has along the axis.
    chosen
        The layer that is marked; empty for none.
    size
        Width and height in pixels.
    setting
        Size of its type.
    """
    look = Look.of(size, setting)
    known = [one.size for one in layers if one.size is not None]
    most = max([*known, side, 1])
    ticks = _ticks(most)
    label = max(text_width(grouped(tick), look.small) for tick in ticks) + 0.6 * look.small
    left, top = look.margin + label, look.margin + 1.8 * look.font
    right = look.width - look.margin - 0.5 * look.font
    bottom = look.height - look.margin - _SLANT_ROOM * look.small
    plot = _Plot(left, top, max(right - left, 1.0), max(bottom - top, 1.0), len(layers), most)
    items: list[Item] = [*_axes(plot, ticks, look), *_names(plot, layers, chosen, look)]
    y = plot.y(side)
    items.append(Line(((left, y), (right, y)), "input.edge", 1.25, dashed=True))
    items += _marked(plot, layers, chosen)
    items.append(Group("size", tuple(_curve(plot, [one.size for one in layers], "window.edge"))))
    items.append(Group("jump", tuple(_curve(plot, [one.jump for one in layers], "output.edge"))))
    items += _legend(look, side, left, right)
    return Scene(*size, tuple(items))


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    top: float
    width: float
    height: float
    count: int
    most: float

    def x(self, at: float) -> float:
        return self.left + (at + 0.5) / max(self.count, 1) * self.width

    def y(self, value: float) -> float:
        return self.top + self.height * (1 - value / (1.05 * self.most))


def _ticks(most: int) -> list[int]:
    """Return round numbers from 0 to about the largest."""
    rough = max(most / _TICKS, 1)
    unit = 10 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [int(step * at) for at in range(int(1.05 * most / step) + 1)]


def _axes(plot: _Plot, ticks: Sequence[int], look: Look) -> list[Item]:
    items: list[Item] = []
    for tick in ticks:
        y = plot.y(tick)
        items += [
            Line(((plot.left, y), (plot.left + plot.width, y)), "grid"),
            Text(plot.left - 0.4 * look.small, y + 0.36 * look.small, grouped(tick), look.small,
                 "text.muted", "end"),
        ]  # fmt: skip
    return items


def _names(plot: _Plot, layers: Sequence[Grown], chosen: str, look: Look) -> list[Item]:
    """Return names below some of the layers, as many as there is room for, and the chosen one's."""
    if not look.title or not layers:
        return []
    widest = max(text_width(one.name, look.small) for one in layers) + look.small
    every = max(1, -(-len(layers) // max(int(plot.width / widest), 1)))
    y = plot.top + plot.height + 1.5 * look.small
    items: list[Item] = []
    ends = plot.left
    for at, one in enumerate(layers):
        own = one.name == chosen
        wide = text_width(one.name, look.small, bold=own)
        x = min(max(plot.x(at), plot.left + wide / 2), plot.left + plot.width - wide / 2)
        if own:
            items.append(
                Text(x, y + 1.5 * look.small, one.name, look.small, "text", "middle", bold=True)
            )
        elif at % every == 0 and x - wide / 2 >= ends:
            items += fitted(
                Text(x, y, one.name, look.small, "text.muted", "middle"), widest
            )
            ends = x + wide / 2 + 0.5 * look.small
    return items


def _marked(plot: _Plot, layers: Sequence[Grown], chosen: str) -> list[Item]:
    for at, one in enumerate(layers):
        if one.name == chosen:
            x = plot.x(at)
            line = ((x, plot.top), (x, plot.top + plot.height))
            return [Line(line, "text.muted", 1.0, dashed=True)]
    return []


def _curve(plot: _Plot, values: Sequence[float | None], role: Role) -> list[Item]:
    """Return a line through known values, with a dot at each where they aren't many."""
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((plot.x(at), plot.y(value)))
    items: list[Item] = [Line(tuple(run), role, 2.0) for run in runs if len(run) > 1]
    if len(values) <= _MOST_NAMES:
        items += [
            Rect(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT, fill=role, radius=_DOT)
            for run in runs for x, y in run
        ]
    return items


def _legend(look: Look, side: int, left: float, right: float) -> list[Item]:
    """Return what the lines are, above the plot."""
    entries: tuple[tuple[str, Role, bool], ...] = (
        ("receptive field", "window.edge", False),
        ("jump", "output.edge", False),
        (f"input {grouped(side)}", "input.edge", True),
    )
    items: list[Item] = []
    x, y = left, look.margin + 0.8 * look.font
    for words, role, dashed in entries:
        end = x + 1.6 * look.small
        items.append(Line(((x, y - 0.3 * look.small), (end, y - 0.3 * look.small)), role, 2.0,
                          dashed=dashed))  # fmt: skip
        text = Text(end + 0.4 * look.small, y, words, look.small, "text.muted")
        items += fitted(text, right - end)
        x = end + text_width(words, look.small) + 2 * look.small
    return items
