"""Which layers' maps a picture of a network shows: of many, those that tell its form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import prod

import numpy as np

from convviz.engine.network.paths import Grids
from convviz.layers import Layer, Pool, Weighted
from convviz.layers.graph import INPUT, Node
from convviz.layers.network.walk import Found
from convviz.layers.plain import CropTo, Norm, Plain, Pointwise, Upsample

MOST = 9
"""Maps in a row that a picture shows at most."""
MOST_JOINED = 13
"""The same where some of them are joined by skips."""
MOST_BRANCHES = 8
"""Branches that a picture shows at most."""
_FEW = 4
_SIZES = 3
"""Sizes of maps from which on a part with branches is shown with its skips."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The layers between the input and the unit's, in their order.

    Attributes
    ----------
    at
        Each one's place in that order.
    sizes
        The size of each one's map.
    found
        Each one's node and shapes.
    """

    at: Mapping[str, int]
    sizes: Grids
    found: Mapping[str, Found]

    def reads(self, name: str) -> tuple[str, ...]:
        return reads(self.found[name].node)

    def joins(self, name: str) -> bool:
        return len(self.reads(name)) > 1

    def moves(self, name: str) -> bool:
        """Return whether a layer does more than change numbers at their places."""
        return not isinstance(self.found[name].node.layer, Pointwise | Norm)

    def moving(self, name: str) -> str:
        """Return the layer that moves whose places a layer has; it itself where it does."""
        while name != INPUT and not self.moves(name):
            name = self.reads(name)[0]
        return name


def reads(node: Node) -> tuple[str, ...]:
    """Return what a node's values come from, without what only gives it its size."""
    return node.inputs[:1] if isinstance(node.layer, Upsample | CropTo) else node.inputs


def chosen(
    on_way: Sequence[str], found: Mapping[str, Found], sizes: Grids, last: str
) -> list[str]:
    """Return the layers whose maps are shown, in their order.

    Parameters
    ----------
    on_way
        The layers between the input and the unit's, in the graph's order.
    found, sizes
        Each layer's node and shapes, and the size of its map.
    last
        The unit's layer.
    """
    way = _Way({name: place for place, name in enumerate(on_way)}, sizes, found)
    before = way.moving(last)
    moving = [one for one in on_way if one == last or (one != before and way.moves(one))]
    if len(moving) < MOST:
        return moving
    cuts = _cuts(way)
    parts = _parts_with_skips(way, cuts)
    line = [one for one in moving if one == last or one in cuts or one in parts]
    by_size = _by_size(line, way, parts, last)
    if len(by_size) < _FEW:
        widening = [one for one in moving if one == last or _widens(found[one].node.layer)]
        return _thinned(widening, MOST)
    most = MOST_JOINED if parts & {*by_size} else MOST
    kept = {*_thinned(by_size, most), *_branches(way, cuts, before)}
    return [one for one in on_way if one in kept]


def _cuts(way: _Way) -> set[str]:
    """Return the layers that every way from the input leads through."""
    latest: dict[str, int] = {}
    for name, place in way.at.items():
        latest.update(dict.fromkeys(way.reads(name), place))
    reach, cuts = latest.get(INPUT, 0), set()
    for name, place in way.at.items():
        if reach <= place:
            cuts.add(name)
        reach = max(reach, latest.get(name, 0))
    return cuts


def _parts_with_skips(way: _Way, cuts: set[str]) -> set[str]:
    """Return the layers of the parts with branches in which maps have several sizes.

    What branches off and joins again at about the same size, a residual block, is one step;
    a network that goes down and up again isn't.
    """
    names = list(way.at)
    places = [-1, *(way.at[one] for one in names if one in cuts)]
    inside: set[str] = set()
    for start, stop in pairwise(places):
        around = [way.moving(names[start])] if start >= 0 else []
        part = [
            one for one in (*around, *names[start + 1 : stop + 1])
            if one != INPUT and way.moves(one) and prod(way.sizes[one]) > 1
        ]
        if len({way.sizes[one] for one in part}) >= _SIZES:
            inside |= {*part}
    return inside


def _by_size(line: list[str], way: _Way, parts: set[str], last: str) -> list[str]:
    """Return one layer for each size on the way: of parts with skips where one enters or leaves."""
    read = Counter(way.moving(name) for one in way.at if way.moves(one) for name in way.reads(one))

    def of_run(run: Sequence[str]) -> str:
        inside = [one for one in run if one in parts]
        joins = [one for one in inside if way.joins(one)]
        forks = [one for one in inside if read[one] > 1]
        return (joins or forks or run)[-1]

    runs = [of_run(list(run)) for _, run in groupby(line, key=way.sizes.__getitem__)]
    return [*(one for one in runs if one != last), last]


def _thinned(line: list[str], most: int) -> list[str]:
    """Return layers that are evenly apart, where there are too many."""
    if len(line) < most:
        return line
    places = sorted({round(at) for at in np.linspace(0, len(line) - 1, most - 1)})
    return [line[at] for at in places]


def _branches(way: _Way, cuts: set[str], join: str) -> set[str]:
    """Return the maps that the last join joins, and the one that they come from."""
    if join == INPUT or not way.joins(join):
        return set()
    ends = {way.moving(one) for one in way.reads(join)} - {INPUT}
    before = [one for one in way.at if one in cuts and way.moves(one) and one != join]
    return {*ends, *before[-1:]} if len(ends) <= MOST_BRANCHES else set()


def _widens(layer: Layer | Plain) -> bool:
    """Return whether a unit of a layer sees more than one cell along some axis."""
    return isinstance(layer, Pool | Weighted) and layer.taps > 1
