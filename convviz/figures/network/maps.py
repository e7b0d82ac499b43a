"""Which maps of a network a picture of one unit's field shows, and what the unit sees of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from convviz.engine.network.paths import Grids, cells_seen, cells_seen_since, grids
from convviz.errors import ConvvizError
from convviz.figures.network.choosing import chosen, reads
from convviz.layers.graph import INPUT
from convviz.layers.network.fields import Field, fields
from convviz.layers.network.names import kind_name
from convviz.layers.network.network import Network
from convviz.layers.network.walk import Found, walk
from convviz.layers.plain import Join

Span = tuple[int, int]
"""First and last place along an axis."""


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """A map of a network and what the chosen unit sees of it.

    Attributes
    ----------
    name
        The layer's, or ``"input"``.
    kind
        What the layer is called; empty for the input.
    shape
        (channels, *spatial) of what it gives.
    seen
        bool, (rows, columns): what the unit sees; of three axes along all slices at once.
    inputs
        Names of the maps on show that it comes from.
    skipped
        Layers between it and those that are not on show.
    joined
        How those that it comes from come together, in a word; empty where one alone does.
    sees
        Of maps beside others what they alone see of those they come from, by name; without
        what is told by `seen` there.
    jump
        Input cells from a unit to the next along the last axis; 1 where that isn't known.
    field
        First and last row and column of the field on the input with its padding, of the
        input's map alone.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    seen: NDArray[np.bool_]
    inputs: tuple[str, ...] = ()
    skipped: int = 0
    joined: str = ""
    sees: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    jump: float = 1.0
    field: tuple[Span, Span] | None = None

    @property
    def box(self) -> tuple[range, range] | None:
        """The rows and columns around all that is seen, None where nothing is."""
        return box_of(self.seen)

    @property
    def has_gaps(self) -> bool:
        """Whether something within the box isn't seen."""
        box = self.box
        return box is not None and len(box[0]) * len(box[1]) != int(self.seen.sum())


def box_of(seen: NDArray[np.bool_]) -> tuple[range, range] | None:
    """Return the rows and columns around all that is marked, None where nothing is."""
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1)


def maps(network: Network, name: str, unit: tuple[int, ...]) -> tuple[Map, ...]:
    """Return the maps that a unit's field is shown on, from the input to the unit's layer.

    Layers that only change numbers at their places are left out. Of many, the last of
    each size stay, those that skips leave and enter, and the branches of the last join.

    Parameters
    ----------
    network
        One with a usual input.
    name, unit
        The unit's layer and place, without the channel.

    Raises
    ------
    convviz.errors.ConvvizError
        There is no such unit, what a layer on the way reads isn't known, or the input has
        no places that could be seen.
    """
    seen = _seen(network, name, unit)
    found = {at.node.name: at for at in walk(network.graph, network.input_shape)}
    sizes = grids(list(found.values()), network.input_shape)
    on_way = [one for one in found if one in seen]
    shown = chosen(on_way, found, sizes, name)
    inputs = _sources(on_way, found, {INPUT, *shown})
    known, _ = fields(list(found.values()), network.input_shape)
    first = Map(
        INPUT, "", network.input_shape, _flat(seen[INPUT]), field=_field(known.get(name), unit)
    )
    others = [
        Map(
            one, kind_name(found[one].node.layer, len(network.input_shape) - 1),
            found[one].output_shape or (), _flat(seen[one]), *inputs[one],
            _joined(found, one, len(inputs[one][0])),
            _alone(found, sizes, one, inputs, seen), _jump(known.get(one)),
        )
        for one in shown
    ]
    return (first, *others)


def seen_of_input(network: Network, name: str, unit: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which of the input's (rows, columns) a unit sees; parameters and errors of `maps`."""
    return _flat(_seen(network, name, unit)[INPUT])


def _seen(network: Network, name: str, unit: tuple[int, ...]) -> dict[str, NDArray[np.bool_]]:
    if len(network.input_shape) == 1:
        count = network.input_shape[0]
        raise ConvvizError(f"the input is {count} values without rows or columns to see")
    return cells_seen(network.graph, network.input_shape, name, unit)


def depths(shown: Sequence[Map]) -> dict[str, int]:
    """Return how deep each map lies: one more than the deepest that it comes from."""
    depth: dict[str, int] = {}
    for one in shown:
        depth[one.name] = max((depth[name] + 1 for name in one.inputs), default=0)
    return depth


def _sources(
    on_way: Sequence[str], found: Mapping[str, Found], shown: set[str]
) -> dict[str, tuple[tuple[str, ...], int]]:
    """Return for each layer which maps on show it comes from, and how many layers lie between."""
    known: dict[str, tuple[tuple[str, ...], int]] = {INPUT: ((), 0)}
    for one in on_way:
        above: dict[str, int] = {}
        between = 0
        for name in reads(found[one].node):
            if name in shown:
                above[name] = 0
            else:
                sources, count = known.get(name, ((), -1))
                above.update(dict.fromkeys(sources, 0))
                between = max(between, count + 1)
        known[one] = (tuple(above), between)
    return known


def _joined(found: Mapping[str, Found], name: str, count: int) -> str:
    """Return how several maps come together in a layer, or in the last before it that joins."""
    if count < 2:
        return ""
    while len(reads(found[name].node)) < 2:
        name = reads(found[name].node)[0]
    layer = found[name].node.layer
    return layer.kind if isinstance(layer, Join) else kind_name(layer, 0).lower()


def _jump(known: Field | None) -> float:
    return float(known.axes[-1].jump) or 1.0 if known is not None and known.axes else 1.0


def _alone(
    found: Mapping[str, Found],
    sizes: Grids,
    name: str,
    inputs: Mapping[str, tuple[tuple[str, ...], int]],
    seen: Mapping[str, NDArray[np.bool_]],
) -> dict[str, NDArray[np.bool_]]:
    """Return what a branch alone sees of the maps that others come from too.

    Told where one unit of the branch is seen; else all that is seen stands for it.
    """
    units = np.argwhere(seen[name])
    beside = [
        other for other, (sources, _) in inputs.items()
        if other != name and set(sources) & set(inputs[name][0])
    ]
    if not beside or len(units) != 1:
        return {}
    since = inputs[name][0]
    own = cells_seen_since(list(found.values()), sizes, (name, tuple(units[0].tolist())), since)
    return {one: _flat(own[one]) for one in since if one in own}


def _flat(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what is seen as (rows, columns)."""
    if seen.ndim == 3:
        seen = np.asarray(seen.any(axis=0))
    return np.ascontiguousarray(np.atleast_2d(seen))


def _field(known: Field | None, unit: tuple[int, ...]) -> tuple[Span, Span] | None:
    if known is None or len(known.axes) != len(unit):
        return None
    spans = known.of(unit)[-2:]
    if any(span is None for span in spans):
        return None
    rows, columns = ((0, 0), *(span for span in spans if span is not None))[-2:]
    return rows, columns
