"""A small key below a picture: which marks are in it, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from convviz.engine.trace import Trace
from convviz.figures.extent import Extent, extents
from convviz.figures.numbers import number_text
from convviz.figures.titles import size_text
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Fold, Layer, Pad, Pool, Unfold
from convviz.layers.costs import unread
from convviz.options import Levels, ViewOptions
from convviz.scene.items import Arrow, Cells, Group, Image, Item, Line, Ramp, Rect, Scene, Text
from convviz.scene.metrics import text_width

Sign = Literal[
    "window", "padding", "copied", "stroke", "beyond", "cut", "added", "chosen", "ghost",
    "scale",
]
_OfOutput = Literal["added", "chosen", "ghost"]

_SIDE = 1.25
"""Of a sign, in sizes of the type."""
_BESIDE, _APART, _LINE = 0.45, 1.6, 1.75
"""Room between a sign and its words, between entries and from line to line, likewise."""
_UNREAD: dict[type[Layer], list[str]] = {
    Pad: [],  # what is cut off has been told
    Fold: ["laid outside of the image"],
    ConvTranspose: ["stamps nothing that is kept"],
}
_LEAST = 7.0
"""Smaller type isn't read: 5 points on paper."""
_SCALE = 6.0
"""Length of a scale, in sides of a sign."""
_SHADE = np.full((1, 1), 96, np.uint8)
_FAINT = 0.7
_AHEAD = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign as it looks in the picture, its meaning, and of a scale the part of its colours."""

    sign: Sign
    words: str
    shades: tuple[int, int] = (0, 255)


def scale(levels: Levels, ends: Levels, decimals: int | None) -> Mark:
    """Return the mark of an output whose numbers are told by colours alone.

    Parameters
    ----------
    levels
        The numbers at the ends of its colours.
    ends
        Its smallest number and its largest.
    decimals
        Digits after the point, or None.
    """
    least, most = (number_text(end, decimals, 3) for end in ends)
    low, high = levels
    first, last = (round(255 * (end - low) / (high - low)) if high > low else 0 for end in ends)
    return Mark("scale", f"output from {least} to {most}", (max(first, 0), min(last, 255)))


def marks(trace: Trace, view: ViewOptions) -> tuple[Mark, ...]:
    """Return the marks in a layer's own picture that say what cells alone don't.

    None where there are only input, kernel, output and the window.
    """
    found = [*_around_input(trace, view), *_around_output(trace)]
    layer = trace.layer
    if isinstance(layer, Pool | AdaptivePool) and layer.reduction == "max":
        found.append(Mark("chosen", "the largest"))
    if view.ghost:
        found.append(Mark("ghost", "still to come"))
    if found and isinstance(layer, Conv | Pool | Unfold | AdaptivePool):
        found.insert(0, Mark("window", "window"))
    return tuple(found)


def padding_marks(trace: Trace, view: ViewOptions) -> tuple[Mark, ...]:
    """Return the marks of views that show the padded input and what no window reads."""
    found = [*_padding(trace)]
    words = _struck(trace)
    if words and view.struck:
        found.append(Mark("stroke", words))
    return tuple(found)


def has_room(found: tuple[Mark, ...], width: float, font: float) -> bool:
    """Return whether each of some marks can be read in a width, with type of a size."""
    widest = max(_width(mark, 1.0) for mark in found)
    return min(font, width / widest) >= min(font, _LEAST)


def key(
    found: tuple[Mark, ...], width: float, font: float, made: Ramp = "output"
) -> Scene:
    """Return marks and their meanings side by side, in as many lines as they need.

    Parameters
    ----------
    found
        At least one.
    width
        Pixels that it may take; it is as high as it needs.
    font
        Size of its type.
    made
        The colours of the output.
    """
    lines: list[list[Mark]] = [[]]
    for mark in found:
        if lines[-1] and _wide([*lines[-1], mark], font) > width:
            lines.append([])
        lines[-1].append(mark)
    items: list[Item] = []
    for at, line in enumerate(lines):
        # A single entry may be wider than all of the room.
        size = min(font, font * width / _wide(line, font))
        x, y = (width - _wide(line, size)) / 2, at * _LINE * font
        for mark in line:
            items += _entry(mark, x, y + (_LINE * font - _SIDE * size) / 2, size, made)
            x += _width(mark, size) + _APART * size
    return Scene(width, len(lines) * _LINE * font, tuple(items))


def _around_input(trace: Trace, view: ViewOptions) -> Iterator[Mark]:
    layer = trace.layer
    yield from _padding(trace)
    copies = isinstance(layer, Conv) and layer.padding_mode != "zeros"
    if copies and view.sources and _padded(trace):
        yield Mark("copied", "where padding comes from")
    words = _struck(trace)
    if words and view.struck:
        yield Mark("stroke", words)
    if any(one.beyond for one in _along(trace)):
        yield Mark("beyond", "reaches beyond the input")


def _around_output(trace: Trace) -> Iterator[Mark]:
    along = _along(trace)
    if any(any(one.cut) for one in along):
        yield Mark("cut", "cut off")
    added = tuple(one.added for one in along)
    if any(added):
        text = size_text(added) if len(set(added)) > 1 else str(added[0])
        yield Mark("added", f"output padding {text}")


def _padding(trace: Trace) -> Iterator[Mark]:
    """Yield what hatched cells around the input are."""
    layer = trace.layer
    if not _padded(trace) or isinstance(layer, ConvTranspose | Fold):
        return
    mode = "zeros"
    match layer:
        case Conv():
            mode = layer.padding_mode
        case Pool(reduction="max"):
            mode = "never the largest"
        case Pad():
            mode = f"{layer.value:g}" if layer.mode == "constant" else layer.mode
    yield Mark("padding", f"padding ({mode})")


def _struck(trace: Trace) -> str:
    """Return what the strokes beside numbers mean in a picture; empty where there are none."""
    layer = trace.layer
    words: list[str] = []
    if any(pad < 0 for pads in trace.pads for pad in pads):
        words.append("cut off")
    if any(one.input or one.padding for one in unread(layer, trace.input.shape[1:])):
        words += _UNREAD.get(type(layer), ["read by no window"])
    if (
        isinstance(layer, Pool)
        and layer.reduction == "average"
        and not layer.count_include_pad
        and layer.divisor_override is None
        and _padded(trace)
    ):
        words.append("not counted")
    return ", ".join(words)


def _padded(trace: Trace) -> bool:
    return any(pad > 0 for pads in trace.pads for pad in pads)


def _along(trace: Trace) -> tuple[Extent, ...]:
    return extents(trace.layer, trace.input.shape[1:])


def _width(mark: Mark, font: float) -> float:
    return _long(mark) * font + _BESIDE * font + text_width(mark.words, font)


def _long(mark: Mark) -> float:
    return _SIDE * (_SCALE if mark.sign == "scale" else 1.0)


def _wide(line: list[Mark], font: float) -> float:
    return sum(_width(mark, font) for mark in line) + (len(line) - 1) * _APART * font


def _entry(mark: Mark, x: float, y: float, font: float, made: Ramp) -> list[Item]:
    side = _SIDE * font
    after = x + (_long(mark) + _BESIDE) * font
    words = Text(after, y + side / 2 + 0.36 * font, mark.words, font, "text.muted")
    if mark.sign == "scale":
        return [*_strip(mark, x, y, side, made), words]
    return [*_signed(mark.sign, x, y, side, made), words]


def _strip(mark: Mark, x: float, y: float, side: float, made: Ramp) -> list[Item]:
    first, last = mark.shades
    top, wide, high = y + 0.15 * side, _SCALE * side, 0.7 * side
    shades = np.arange(first, max(last, first) + 1, dtype=np.uint8)[None]
    strip = Image(x, top, wide, high, shades, made, smooth=True)
    return [strip, Rect(x, top, wide, high, edge="grid")]


def _signed(sign: Sign, x: float, y: float, side: float, made: Ramp) -> list[Item]:
    """Return a sign in a square, as it looks in the picture."""
    match sign:
        case "added" | "chosen" | "ghost":
            return _of_output(sign, x, y, side, made)
        case "padding" | "cut":
            hatched = Cells(x, y, side, np.zeros((1, 1), np.uint8), "padding", hatched=True)
            frame = Rect(x, y, side, side, edge="padding.edge", dashed=True)
            return [Group("cut", (hatched, frame), opacity=_FAINT if sign == "cut" else 1.0)]
        case "copied":
            middle = y + side / 2
            return [Arrow(x, middle, x + side, middle, "padding.text", 1.0, opacity=_FAINT)]
        case "stroke":
            near, far = 0.45 * side, 0.9 * side
            line = Line(((x + near, y + far), (x + far, y + near)), "unused", 1.25)
            return [Cells(x, y, side, _SHADE, "input"), line]
        case "beyond":
            return [Rect(x, y, side, side, edge="window.edge", line=1.75, dashed=True)]
    frame = Rect(x, y, side, side, edge="window.edge", line=2.0, radius=1.5)
    return [Cells(x, y, side, _SHADE, "kernel", lines=None), frame]


def _of_output(
    sign: _OfOutput, x: float, y: float, side: float, made: Ramp
) -> list[Item]:
    blank = Rect(x, y, side, side, fill="empty.cell", edge="grid")
    if sign == "ghost":
        return [blank, Group("ghost", (Cells(x, y, side, _SHADE, made),), opacity=_AHEAD)]
    if sign == "chosen":
        inner, round_by = side - 2, side / 2 - 1
        return [Rect(x + 1, y + 1, inner, inner, edge="output.edge", line=2.0, radius=round_by)]
    inset = 0.12 * side
    inner = side - 2 * inset
    frame = Rect(
        x + inset, y + inset, inner, inner, edge="kernel.edge", line=1.25, dashed=True, radius=1
    )
    return [blank, frame]
