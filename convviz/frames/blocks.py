"""The parts of a picture below its panels, each measured over all steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from convviz.document.document import Document
from convviz.engine.trace import Trace
from convviz.figures.key import Mark, has_room, key, marks, padding_marks, scale
from convviz.figures.tiles import SMALLEST_LABELLED_CELL, SMALLEST_LINED_CELL
from convviz.figures.typeset import wrapped
from convviz.frames import explain
from convviz.frames.caption import caption
from convviz.frames.colouring import colourings, ramps
from convviz.frames.drawings import shown
from convviz.options import Panel
from convviz.scene.bounds import Edges, around, edges_of
from convviz.scene.items import DIVERGING, Item, Text
from convviz.scene.magnifying import Magnifier

_SET = 13.0
"""Size of the type in which formula and arithmetic are made before they are scaled."""
_LINE = 1.4
_SAMPLES = 24
"""Steps by which the room for what changes is measured; all of them where they are fewer."""
_TALL = 0.8
"""Height from which on a sum stands in lines in place of chips, in widths."""
_INPUT = 0.45
"""How much of a picture's width an input with many cells has about."""
_MOST_LINES = 4
_ELLIPSIS = "…"

Draw = Callable[[int], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of what stands below the panels.

    Attributes
    ----------
    name
        What its group is called.
    box
        Left, top, right and bottom of the room that it takes at most.
    draw
        Draws it at a step, somewhere in its box.
    moves
        Whether it depends on the step.
    """

    name: Panel
    box: Edges
    draw: Draw
    moves: bool = False

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.box[3] - self.box[1]

    def items(self, step: int, x: float, y: float) -> tuple[Item, ...]:
        """Return it at a step with its corner at x, y, never larger than its room."""
        items = self.draw(step)
        _, _, right, bottom = edges_of(items) or self.box
        share = 1.0
        if self.moves:
            wide, high = max(right - self.box[0], 1.0), max(bottom - self.box[1], 1.0)
            share = min(1.0, self.width / wide, self.height / high)
        where = Magnifier(share, x - share * self.box[0], y - share * self.box[1])
        return tuple(map(where.item, items))


def blocks(
    document: Document,
    trace: Trace,
    names: Sequence[Panel],
    width: float,
    font: float,
) -> list[Block]:
    """Return the parts that are wished for and that there are, each as high as it needs.

    Parameters
    ----------
    document, trace
        The document and its numbers.
    names
        Which ones.
    width
        Pixels that each may take.
    font
        Size of the type.
    """
    found: list[Block | None] = []
    for name in names:
        match name:
            case "legend":
                found.append(_key(document, trace, width, font))
            case "formula":
                found.append(_formula(document, width, font))
            case "arithmetic":
                found.append(_arithmetic(document, trace, width, font))
            case "caption":
                found.append(_caption(document, trace, width, font))
            case _:
                pass  # a panel
    return [block for block in found if block is not None]


_PADDED = {"im2col", "matrix", "gradient", "isometric"}
"""Views that show padding."""


def key_of(document: Document, trace: Trace, width: float) -> tuple[Mark, ...]:
    """Return the marks of a document's view that need an explanation in a picture of a width."""
    show, view = shown(document), document.view
    cell = _INPUT * width / trace.input.shape[-1]
    if cell < SMALLEST_LINED_CELL or show == "isometric":
        view = replace(view, struck=False)
    if show == "layer":
        told = (cell >= SMALLEST_LABELLED_CELL and view.values) or view.colour_bar
        made = colourings(document, trace)[1]
        signed = made.ramp in DIVERGING and trace.output_coarse.low < 0
        ends = trace.output_coarse.low, trace.output_coarse.high
        found = (scale(made.levels, ends, view.decimals),) if signed and not told else ()
        return (*marks(trace, view), *found)
    return padding_marks(trace, view) if show in _PADDED else ()


def _key(document: Document, trace: Trace, width: float, font: float) -> Block | None:
    found, size = key_of(document, trace, width), 0.9 * font
    if not found or not has_room(found, width, size):
        return None
    return _still("legend", key(found, width, size, ramps(document, trace)[1]).items)


def _formula(document: Document, width: float, font: float) -> Block | None:
    scene = explain.formula(document, width * _SET / font)
    if scene is None:
        return None
    larger = Magnifier(font / _SET, 0.0, 0.0)
    return _still("formula", tuple(map(larger.item, scene.items)))


def _arithmetic(document: Document, trace: Trace, width: float, font: float) -> Block:
    larger = Magnifier(font / _SET, 0.0, 0.0)

    def chips(step: int) -> Sequence[Item]:
        scene = explain.arithmetic(document, trace, step, None, width * _SET / font)
        return tuple(map(larger.item, scene.items))

    def lines(step: int) -> Sequence[Item]:
        said = explain.arithmetic_text(document, trace, step)
        return _paragraph(elided(said, width, font), width, font)

    found = _moving("arithmetic", document, chips)
    return found if found.height <= _TALL * width else _moving("arithmetic", document, lines)


def _caption(document: Document, trace: Trace, width: float, font: float) -> Block:
    def draw(step: int) -> Sequence[Item]:
        return _paragraph(caption(document, trace, step), width, font)

    return _moving("caption", document, draw)


def elided(text: str, width: float, font: float) -> str:
    """Return a sum, or a list, without so many of its middle terms that it takes a few lines."""
    mark = " + " if " + " in text else ", "
    terms = text.split(mark)
    kept = len(terms)
    while kept > 3 and len(wrapped(text, width, font)) > _MOST_LINES:
        kept = kept * 3 // 4
        text = mark.join([*terms[: kept - 1], _ELLIPSIS, terms[-1]])
    return text


def _paragraph(text: str, width: float, font: float) -> tuple[Item, ...]:
    return tuple(
        Text(0.0, (at * _LINE + 1.0) * font, line, font)
        for at, line in enumerate(wrapped(text, width, font))
    )


def _still(name: Panel, items: Sequence[Item]) -> Block:
    return Block(name, edges_of(items) or (0.0, 0.0, 0.0, 0.0), lambda _: items)


def _moving(name: Panel, document: Document, draw: Draw) -> Block:
    last = len(document.steps) - 1
    count = min(last + 1, _SAMPLES)
    steps = {round(last * at / max(count - 1, 1)) for at in range(count)}
    drawn = (edges_of(draw(step)) for step in sorted(steps | {document.step}))
    box = around(one for one in drawn if one is not None)
    return Block(name, box or (0.0, 0.0, 0.0, 0.0), draw, moves=True)
