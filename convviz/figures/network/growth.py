"""How the receptive field grows from layer to layer, as a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import cast

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
    """How much of the input a network's units see along an axis, a value a layer.

    Attributes
    ----------
    axis
        The axis' name; empty if all axes are alike.
    side
        How many cells the input has along it.
    sizes
        The most cells that a unit of each layer sees, None where that isn't known.
    jumps
        Input cells from a unit to the next.
    """

    axis: str
    side: int
    sizes: Sequence[int | None]
    jumps: Sequence[float | None]


def growth(
    layers: Sequence[str], axes: Sequence[Grown], chosen: str, size: tuple[float, float],
    setting: PictureOptions | None = None,
) -> Scene:
    """Return the field's size and jump over the layers of a network.

    Parameters
    ----------
    layers
        Their names in their order.
    axes
        What is seen along each axis, none of an input without places; those after the first
        are drawn dashed.
    chosen
        The layer that is marked; empty for none.
    size
        Width and height in pixels.
    setting
        Size of its type.
    """
    look = Look.of(size, setting)
    known = [size for one in axes for size in one.sizes if size is not None]
    sides = sorted({one.side for one in axes})
    most = max([*known, *sides, 1])
    ticks = _ticks(most)
    label = max(text_width(grouped(tick), look.small) for tick in ticks) + 0.6 * look.small
    left, top = look.margin + label, look.margin + 1.8 * look.font
    right = look.width - look.margin - 0.5 * look.font
    bottom = look.height - look.margin - _SLANT_ROOM * look.small
    plot = _Plot(left, top, max(right - left, 1.0), max(bottom - top, 1.0), len(layers), most)
    items: list[Item] = [*_axes(plot, ticks, look), *_names(plot, layers, chosen, look)]
    for side in sides:
        y = plot.y(side)
        items.append(Line(((left, y), (right, y)), "input.edge", 1.25, dashed=True))
    items += _marked(plot, layers, chosen)
    for at, one in enumerate(axes):
        seen = _curve(plot, one.sizes, "window.edge", dashed=at > 0)
        jumps = _curve(plot, one.jumps, "output.edge", dashed=at > 0)
        items += [Group("size", tuple(seen)), Group("jump", tuple(jumps))]
    items += _legend(look, axes, left, right)
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


def _names(plot: _Plot, layers: Sequence[str], chosen: str, look: Look) -> list[Item]:
    """Return names below some of the layers, as many as there is room for, and the chosen one's."""
    if not look.title or not layers:
        return []
    widest = max(text_width(name, look.small) for name in layers) + look.small
    every = max(1, -(-len(layers) // max(int(plot.width / widest), 1)))
    y = plot.top + plot.height + 1.5 * look.small
    items: list[Item] = []
    ends = plot.left
    for at, name in enumerate(layers):
        own = name == chosen
        wide = text_width(name, look.small, bold=own)
        x = min(max(plot.x(at), plot.left + wide / 2), plot.left + plot.width - wide / 2)
        if own:
            items.append(
                Text(x, y + 1.5 * look.small, name, look.small, "text", "middle", bold=True)
            )
        elif at % every == 0 and x - wide / 2 >= ends:
            items += fitted(Text(x, y, name, look.small, "text.muted", "middle"), widest)
            ends = x + wide / 2 + 0.5 * look.small
    return items


def _marked(plot: _Plot, layers: Sequence[str], chosen: str) -> list[Item]:
    for at, name in enumerate(layers):
        if name == chosen:
            x = plot.x(at)
            line = ((x, plot.top), (x, plot.top + plot.height))
            return [Line(line, "text.muted", 1.0, dashed=True)]
    return []


def _curve(
    plot: _Plot, values: Sequence[float | None], role: Role, *, dashed: bool
) -> list[Item]:
    """Return a line through known values, with a dot at each where they aren't many."""
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((plot.x(at), plot.y(value)))
    items: list[Item] = [Line(tuple(run), role, 2.0, dashed=dashed) for run in runs if len(run) > 1]
    if len(values) <= _MOST_NAMES:
        items += [
            Rect(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT, fill=role, radius=_DOT)
            for run in runs for x, y in run
        ]
    return items


def _legend(look: Look, axes: Sequence[Grown], left: float, right: float) -> list[Item]:
    """Return what the lines are, above the plot."""
    entries: list[tuple[str, Role, bool]] = []
    for word, role in (("receptive field", "window.edge"), ("jump", "output.edge")):
        named = [f"{word}, {one.axis}" if one.axis else word for one in axes]
        entries += [(words, cast("Role", role), at > 0) for at, words in enumerate(named)]
    sides = " × ".join(grouped(side) for side in dict.fromkeys(one.side for one in axes))
    if sides:
        entries.append((f"input {sides}", "input.edge", True))
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
