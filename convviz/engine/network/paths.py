"""What units of a node see of the nodes before it: exactly which cells, and how often.

A path leads from a unit over one tap of each layer to a cell; channels are taken for
one. A unit sees the cells to which there is a path.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.network.room import require_room
from convviz.engine.network.spreading import spread, with_room
from convviz.engine.output import sources_for
from convviz.errors import ConvvizError
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.graph import INPUT, Graph
from convviz.layers.layer import Layer
from convviz.layers.network.patterns import axes_of
from convviz.layers.network.walk import Found, walk
from convviz.layers.padding import Pad
from convviz.layers.plain import Concat, Flatten, Join, Linear, Norm, Plain

Unit = tuple[int, ...]
Grids = dict[str, tuple[int, ...]]


def path_counts(
    graph: Graph, input_shape: tuple[int, ...], node: str, unit: Unit | None = None
) -> dict[str, NDArray[Any]]:
    """Return over how many paths units of a node use each cell before it.

    Parameters
    ----------
    graph, input_shape
        The network and its input's (channels, *spatial).
    node
        Whose units; ``"input"`` for the input's own.
    unit
        Its place, without the channel; None for all units together. Features after
        `Flatten` lie where they came from; those of a fully connected layer, and all
        after it, have the place ().

    Returns
    -------
    dict
        For the input, the node and each node between them that is used, an array of
        its spatial size: int64, or Python's whole numbers where int64 doesn't hold them.

    Raises
    ------
    ConvvizError
        There is no such node or unit, the node has no shape, or what a layer on the
        way reads isn't known.
    """
    return _followed(graph, input_shape, node, unit, np.dtype(np.int64))


def cells_seen(
    graph: Graph, input_shape: tuple[int, ...], node: str, unit: Unit | None = None
) -> dict[str, NDArray[np.bool_]]:
    """Return exactly which cells before a node its units see.

    Parameters and errors are those of `path_counts`; the arrays hold True where the
    unit's value hangs on the cell's. `along_axes` tells whether they are a box.
    """
    return _followed(graph, input_shape, node, unit, np.dtype(bool))


def cells_seen_since(
    found: Sequence[Found], sizes: Grids, unit: tuple[str, Unit], since: Collection[str]
) -> dict[str, NDArray[np.bool_]]:
    """Return what `cells_seen` does, not followed beyond some nodes: much less work.

    Parameters
    ----------
    found, sizes
        The nodes with their shapes, and what `grids` says of them.
    unit
        The node's name and the unit's place.
    since
        The nodes to stop at.
    """
    node, place = unit
    units = np.zeros(sizes[node], bool)
    units[place] = True
    return _back({node: units}, found, sizes, since)


def along_axes(mask: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...] | None:
    """Return for each axis which of its places are seen, None where that doesn't tell the set.

    Branches that see unlike parts, an atrous pyramid's say, see no product of axes.
    """
    axes = range(mask.ndim)
    sides = tuple(
        np.asarray(mask.any(axis=tuple(other for other in axes if other != axis))) for axis in axes
    )
    return sides if prod(int(side.sum()) for side in sides) == int(mask.sum()) else None


def grids(found: Sequence[Found], input_shape: tuple[int, ...]) -> Grids:
    """Return the size of each node's grid of units, for those that have a shape.

    That is its spatial size; features after `Flatten` keep the grid that they come
    from, those after a fully connected layer have none.
    """
    known: Grids = {INPUT: input_shape[1:]}
    for at in found:
        if at.output_shape is None:
            continue
        if len(at.output_shape) > 1:
            known[at.node.name] = at.output_shape[1:]
            continue
        before = [known[name] for name in at.node.inputs]
        mixed = isinstance(at.node.layer, Linear) or len(set(before)) != 1
        known[at.node.name] = () if mixed else before[0]
    return known


def _followed(
    graph: Graph, input_shape: tuple[int, ...], node: str, unit: Unit | None, kind: np.dtype[Any]
) -> dict[str, NDArray[Any]]:
    found = walk(graph, input_shape)
    sizes = grids(found, input_shape)
    require_room(sizes.items())
    used = _back({node: _first(node, unit, sizes, graph, kind)}, found, sizes)
    used.setdefault(INPUT, np.zeros(sizes[INPUT], kind))
    return used


def _back(
    used: dict[str, NDArray[Any]], found: Sequence[Found], sizes: Grids,
    since: Collection[str] = (),
) -> dict[str, NDArray[Any]]:
    """Return what is used of each node before those that are known, up to where to stop."""
    for at in reversed(found):
        if at.node.name in used and at.node.name not in since:
            for name, part in _before(at, used[at.node.name], sizes):
                used[name] = _added(used[name], part) if name in used else part
    return used


def _first(
    node: str, unit: Unit | None, sizes: Grids, graph: Graph, kind: np.dtype[Any]
) -> NDArray[Any]:
    if node not in sizes:
        known = any(node == one.name for one in graph.nodes)
        why = f"{node} has no shape: it, or something before it, doesn't fit"
        raise ConvvizError(why if known else f"there is no layer {node}")
    size = sizes[node]
    if unit is None:
        return np.ones(size, kind)
    within = len(unit) == len(size) and all(map(range.__contains__, map(range, size), unit))
    if not within:
        last = tuple(n - 1 for n in size)
        raise ConvvizError(f"{node} has units up to {last}, counted from 0, not {unit}")
    units = np.zeros(size, kind)
    units[unit] = 1
    return units


def _added(one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(with_room(one, 2) + with_room(other, 2))


def _before(
    at: Found, units: NDArray[Any], sizes: Grids
) -> list[tuple[str, NDArray[Any]]]:
    """Return each input of a node with the part of it that units of the node use."""
    layer, names = at.node.layer, at.node.inputs
    if isinstance(layer, Join | Concat):
        return [(name, _onto(units, sizes[name])) for name in names]
    if not names:
        return []
    size = sizes[names[0]]
    if isinstance(layer, Linear):
        return [(names[0], _mixed(units, size, len(at.input_shapes[0]) - 1))]
    if isinstance(layer, Norm) and layer.kind != "batch_norm":
        return [(names[0], np.broadcast_to(_summed(units, None), size))]
    if isinstance(layer, Flatten):
        return [(names[0], _onto(units, size))]
    axes = axes_of(layer, at.input_shapes)
    if axes is None:
        raise ConvvizError(f"what {at.node.name} reads of its input isn't known")
    sources = _sources(layer, size)
    for along, axis in enumerate(axes):
        units = spread(units, along, axis, size[along], sources[along])
    return [(names[0], units)]


def _sources(
    layer: Layer | Plain, size: tuple[int, ...]
) -> Sequence[NDArray[np.intp] | None]:
    """Return for each axis whose values padding has, None where it has its own."""
    match layer:
        case Conv() if layer.padding_mode != "zeros":
            return tuple(sources_for(concrete(layer, size), size))
        case Pad() if layer.mode != "constant":
            return tuple(sources_for(concrete(layer, size), size))
    return (None,) * len(size)


def _onto(units: NDArray[Any], size: tuple[int, ...]) -> NDArray[Any]:
    """Return the same on a grid some of whose axes are one cell that all units read, or none."""
    if units.shape == size:
        return units
    if units.ndim != len(size):
        return np.broadcast_to(_summed(units, None), size)
    alone = tuple(axis for axis, side in enumerate(size) if side == 1)
    return _summed(units, alone)


def _mixed(units: NDArray[Any], size: tuple[int, ...], axes: int) -> NDArray[Any]:
    """Return what a fully connected layer reads: all features, or the last axis of several."""
    over = None if axes == 0 else (units.ndim - 1,)
    return np.broadcast_to(_summed(units, over), size)


def _summed(units: NDArray[Any], over: tuple[int, ...] | None) -> NDArray[Any]:
    total = with_room(units, units.size).sum(axis=over, keepdims=over is not None)
    return np.asarray(total, bool if units.dtype == bool else None)
