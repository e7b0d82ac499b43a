"""The maps of a network side by side, with what one unit sees of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convviz.figures.isometric.beams import beam
from convviz.figures.isometric.pieces import empty
from convviz.figures.network.maps import Map, box_of, depths
from convviz.figures.network.placing import APART_SKIPS, MOST_SKIPS, Placed, arranged, field_around
from convviz.figures.network.titling import titles
from convviz.figures.network.words import joined
from convviz.figures.panels import Look
from convviz.figures.tiles import SMALLEST_LINED_CELL
from convviz.layers.graph import INPUT
from convviz.options import PictureOptions
from convviz.scene.bounds import edges_of
from convviz.scene.items import (
    Arrow,
    Group,
    Hotspot,
    Item,
    Line,
    Polygon,
    Role,
    Scene,
    Sheet,
    Text,
)
from convviz.scene.metrics import CAP_HEIGHT

_LEAVES, _ENTERS = 0.7, 0.3
"""Where skips leave a map and enter one, in shares of its upper edge."""
_SEEN = 7.0
"""Side of the smallest frame, in pixels."""
_MOST_CELLS = 400
"""Single cells up to which each has a frame of its own."""
_DARK = 0.3
"""How bright the picture stays outside of the field."""
_PLAIN, _MARKED = 24, 190
"""Shades of an input without a picture: outside and inside of the field."""


def stack(
    maps: Sequence[Map],
    size: tuple[float, float],
    picture: NDArray[np.uint8] | None = None,
    setting: PictureOptions | None = None,
) -> Scene:
    """Return maps as plates side by side, the input at the left.

    Parameters
    ----------
    maps
        As `convviz.figures.network.maps.maps` returns them.
    size
        Width and height in pixels.
    picture
        uint8, of the input's (rows, columns): shown in its place, darkened outside of the
        field. None for a plain one.
    setting
        Size of its type.
    """
    look = Look.of(size, setting)
    placed = arranged(maps, look)
    items, words = _skips(placed, look)
    items += [Group(one.map.name, tuple(_plate(one, picture))) for one in placed]
    items += _beams(placed)
    items += [Group("field", (*_field(one), *_branches(one, placed))) for one in placed]
    titled = titles(placed, look)
    items += titled
    items += [one for one in words if _is_free(one, titled)]
    spots = tuple(_spot(one) for one in placed if one.map.name != INPUT)
    return Scene(*size, tuple(items), spots)


def _spot(one: Placed) -> Hotspot:
    return one.board.hotspot(one.map.name)


def _plate(one: Placed, picture: NDArray[np.uint8] | None) -> list[Item]:
    """Return a map without what is seen of it."""
    board = one.board
    if one.map.name != INPUT:
        return empty(board, "output.edge")
    edge = Polygon(board.corners, None, "input.edge", 1.5)
    if picture is None:
        shades = np.where(one.map.seen, _MARKED, _PLAIN).astype(np.uint8)
    else:
        shades = np.where(one.map.seen, picture, picture * _DARK).astype(np.uint8)
    lines: Role | None = "grid" if board.cell >= SMALLEST_LINED_CELL else None
    return [
        Sheet(
            board.x, board.y, board.across, board.down, shades,
            "input" if picture is None else "grey", lines=lines,
        ),
        edge,
    ]


def _field(one: Placed) -> list[Item]:
    """Return what marks the part of a map that is seen: a box, cells too where it has gaps."""
    box = one.map.box
    if box is None:
        return []
    board, of_input = one.board, one.map.name == INPUT
    items: list[Item] = []
    around = field_around(one.map)
    if around is not None and around != box:
        items.append(board.frame(*around, "padding.edge", 1.25, dashed=True))
    fill: Role | None = None if of_input or one.map.has_gaps else "window.fill"
    if one.map.has_gaps and not of_input:
        cells = np.argwhere(one.map.seen)
        if len(cells) <= _MOST_CELLS:
            items += [
                board.frame((row,), (column,), "window.edge", 1.0, fill="window.fill")
                for row, column in cells.tolist()
            ]
        else:
            shades = np.where(one.map.seen, _MARKED, 0).astype(np.uint8)
            items.append(
                Sheet(board.x, board.y, board.across, board.down, shades, "kernel", lines=None)
            )
    frame = board.frame(*box, "window.edge", 2.0, fill=fill, dashed=one.map.has_gaps)
    return [*items, _visible(frame)]


def _branches(one: Placed, placed: Sequence[Placed]) -> list[Item]:
    """Return what each of several branches sees of the map that they come from."""
    items: list[Item] = []
    for other in placed:
        seen = other.map.sees.get(one.map.name)
        box = None if seen is None else box_of(seen)
        if seen is None or box is None:
            continue
        cells = np.argwhere(seen)
        if len(cells) < len(box[0]) * len(box[1]) and len(cells) <= _MOST_CELLS:
            frames = (
                one.board.frame((row,), (column,), "window.edge", 1.25, fill="window.fill")
                for row, column in cells.tolist()
            )
            items += map(_visible, frames)
        items.append(_visible(one.board.frame(*box, "window.edge", 1.25, dashed=True)))
    return items


def _visible(frame: Polygon) -> Polygon:
    """Return a frame that is large enough to be seen."""
    xs, ys = zip(*frame.points, strict=True)
    side = max(max(xs) - min(xs), max(ys) - min(ys))
    if side >= _SEEN:
        return frame
    x, y = sum(xs) / 4, sum(ys) / 4
    larger = _SEEN / max(side, 1e-9)
    points = tuple((x + larger * (a - x), y + larger * (b - y)) for a, b in frame.points)
    return replace(frame, points=points)


def _beams(placed: Sequence[Placed]) -> list[Item]:
    """Return beams from what is seen of a map to what is seen of those made of it."""
    by_name = {one.map.name: one for one in placed}
    depth = depths([one.map for one in placed])
    items: list[Item] = []
    for one in placed:
        for name in one.map.inputs:
            before = by_name[name]
            start, end = box_of(one.map.sees.get(name, before.map.seen)), one.map.box
            if start is None or end is None:
                continue
            if depth[one.map.name] - depth[name] > 1:
                continue
            items.append(
                beam(
                    before.board.around(*start), one.board.around(*end), "window.edge",
                    (before.board.corners, one.board.corners),
                )
            )
    return items


def _skips(placed: Sequence[Placed], look: Look) -> tuple[list[Item], list[Text]]:
    """Return lines above the maps for what skips some of them, the longer over the shorter.

    And how maps come together where they do.
    """
    by_name = {one.map.name: one for one in placed}
    depth = depths([one.map for one in placed])
    pairs = [
        (by_name[name], one) for one in placed for name in one.map.inputs
        if depth[one.map.name] - depth[name] > 1
    ]
    pairs.sort(key=lambda pair: depth[pair[1].map.name] - depth[pair[0].map.name])
    items: list[Item] = []
    drawn: list[tuple[float, float, float]] = []
    words: list[Text] = []
    untold = {one.map.name: joined(one.map) for one in placed if look.title}
    for before, after in pairs[:MOST_SKIPS]:
        left, right = before.box[0], after.box[2]
        under = [one.top for one in placed if one.box[2] > left and one.box[0] < right]
        under += [height for start, end, height in drawn if end > left and start < right]
        y = min(under) - APART_SKIPS * look.font
        drawn.append((left, right, y))
        start, stop = _on_top(before, _LEAVES), _on_top(after, _ENTERS)
        items.append(
            Group(
                f"skip {before.map.name} {after.map.name}",
                (
                    Line((start, (start[0], y), (stop[0], y)), "text.muted", 1.25),
                    Arrow(stop[0], y, *stop, "text.muted", 1.25),
                ),
            )
        )
        if untold.get(after.map.name):
            x, foot = stop[0] + 0.4 * look.font, y + CAP_HEIGHT / 2 * look.small
            words.append(Text(x, foot, untold.pop(after.map.name), look.small, "text.muted"))
    words += [
        _joined(one, untold[one.map.name], look) for one in placed if untold.get(one.map.name)
    ]
    if len(pairs) > MOST_SKIPS and look.title:
        told = f"{len(pairs) - MOST_SKIPS} more skips are not drawn"
        items.append(
            Text(look.width - look.margin, look.margin, told, look.small, "text.muted", "end")
        )
    return items, words


def _is_free(word: Text, titled: Sequence[Item]) -> bool:
    """Return whether a word touches no title."""
    own = edges_of([word])
    others = (edges_of([item]) for item in titled if isinstance(item, Text))
    return own is not None and not any(
        other is not None
        and own[0] < other[2] and other[0] < own[2] and own[1] < other[3] and other[1] < own[3]
        for other in others
    )


def _joined(one: Placed, words: str, look: Look) -> Text:
    """Return above a map without an arrow how others come together in it."""
    (left, y), (right, last), *_ = one.board.corners
    top = min(y, last) - 0.5 * look.font
    return Text((left + right) / 2, top, words, look.small, "text.muted", "middle")


def _on_top(one: Placed, share: float) -> tuple[float, float]:
    """Return a place on a map's upper edge."""
    (x, y), (end, last), *_ = one.board.corners
    return x + share * (end - x), y + share * (last - y)
