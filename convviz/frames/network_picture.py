"""Pictures of a network: what one of its units sees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convviz.engine.convolution import Progress
from convviz.engine.network.effective import sampled_field
from convviz.engine.network.paths import cells_seen, path_counts
from convviz.figures.network.growth import Grown, growth
from convviz.figures.network.heat import heat
from convviz.figures.network.maps import box_of, maps, seen_of_input
from convviz.figures.network.rows import rows
from convviz.figures.network.stack import stack
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network
from convviz.layers.network.table import Table, table
from convviz.options import PictureOptions
from convviz.scene.items import Scene

_ONE_AXIS = 2
Unit = tuple[str, tuple[int, ...]]
"""A layer's name and a place in it, without the channel."""


def field_picture(
    network: Network,
    unit: Unit,
    size: tuple[float, float],
    picture: NDArray[np.uint8] | None = None,
    setting: PictureOptions | None = None,
) -> Scene:
    """Return what a unit sees of every map below it, and of the input.

    Parameters
    ----------
    network
        One with a usual input.
    unit
        Whose field.
    size
        Width and height in pixels.
    picture
        uint8 (rows, columns), shown as the input; it gets the input's size.
    setting
        Size of its type.

    Raises
    ------
    convviz.errors.ConvvizError
        There is no such unit, or what a layer on the way reads isn't known.
    """
    shown = maps(network, *unit)
    if len(network.input_shape) == _ONE_AXIS:
        return rows(shown, size, setting)
    sized = None if picture is None else _sized(picture, shown[0].seen.shape)
    return stack(shown, size, sized, setting)


def draw(
    show: str, network: Network, unit: Unit, size: tuple[float, float],
    picture: NDArray[np.uint8] | None = None, progress: Progress | None = None,
) -> Scene:
    """Return one of the pictures of a unit: ``field``, ``growth``, ``paths``, ``effective``.

    Parameters and errors are those of `field_picture`; where `progress`, which is told the
    share that is done of what takes long, answers False, it raises
    `convviz.errors.Cancelled`.
    """
    match show:
        case "growth":
            return growth_picture(table(network.graph, network.input_shape), unit, size)
        case "paths":
            return paths_picture(network, unit, size)
        case "effective":
            return effective_picture(network, unit, size, progress=progress)
    return field_picture(network, unit, size, picture)


def growth_picture(
    made: Table, unit: Unit | None, size: tuple[float, float],
    setting: PictureOptions | None = None,
) -> Scene:
    """Return how the field grows over the layers of a network's table.

    Axes that grow alike share their line.
    """
    sides = made.input_shape[1:]
    grown = [_grown(made, axis) for axis in range(len(sides))]
    if grown and all(replace(one, axis=grown[0].axis) == grown[0] for one in grown):
        grown = [replace(grown[-1], axis="")]
    return growth(
        [row.name for row in made.rows], grown, "" if unit is None else unit[0], size, setting
    )


def _grown(made: Table, axis: int) -> Grown:
    """Return the sizes and jumps over the layers of a table along an axis."""
    sides = made.input_shape[1:]
    seen = [
        row.field.axes[axis] if row.field is not None and axis < len(row.field.axes) else None
        for row in made.rows
    ]
    return Grown(
        ("depth", "rows", "columns")[-len(sides) :][axis], sides[axis],
        tuple(None if one is None else one.sizes[1] for one in seen),
        tuple(None if one is None else float(one.jump) for one in seen),
    )


def paths_picture(
    network: Network, unit: Unit, size: tuple[float, float],
    setting: PictureOptions | None = None,
) -> Scene:
    """Return over how many paths a unit uses each input cell; errors as of `field_picture`."""
    counts = path_counts(network.graph, network.input_shape, *unit)[INPUT]
    flat = _rows_and_columns(counts.astype(np.float64))
    used = flat[flat > 0]
    low, high = (int(used.min()), int(used.max())) if used.size else (0, 0)
    many = f"{low:,}" if low == high else f"from {low:,} to {high:,}"
    said = f"{_named(unit)}: {many} path{'' if high == 1 else 's'} to a cell, one channel counted"
    if counts.ndim > 2:
        said += ", all slices together"
    words = "Paths to each input cell", said
    return heat(flat, flat > 0, words, size, setting, by_logarithm=True)


def effective_picture(
    network: Network, unit: Unit, size: tuple[float, float],
    setting: PictureOptions | None = None, progress: Progress | None = None,
) -> Scene:
    """Return how strongly a unit hangs on each input cell; errors as of `draw`.

    That is the mean absolute gradient over some random weights and inputs.
    """
    name, place = unit
    values = sampled_field(network.graph, network.input_shape, name, place, progress=progress)
    seen = cells_seen(network.graph, network.input_shape, name, place)[INPUT]
    flat, field = _rows_and_columns(values), _rows_and_columns(seen)
    said = f"{_named(unit)}: {_half(flat)} of the cells in its field have half of it"
    return heat(flat, field > 0, ("Effective receptive field", said), size, setting)


def _half(values: NDArray[np.float64]) -> str:
    """Return the share of the cells that are used which together make half of the sum."""
    used = np.sort(values[values > 0])[::-1]
    if not used.size:
        return "none"
    count = int(np.searchsorted(np.cumsum(used), used.sum() / 2)) + 1
    return f"{count / used.size:.0%}"


def _rows_and_columns(array: NDArray[Any]) -> NDArray[Any]:
    return np.atleast_2d(array.sum(axis=0) if array.ndim > 2 else array)


def _named(unit: Unit) -> str:
    name, place = unit
    where = ", ".join(str(at + 1) for at in place)
    return f"unit {where} of {name}" if where else f"the units of {name}"


def sentence(network: Network, unit: Unit) -> str:
    """Return what a unit sees of the input, in words.

    Raises
    ------
    convviz.errors.ConvvizError
        As for `field_picture`.
    """
    name, place = unit
    seen = seen_of_input(network, name, place)
    where = " at " + ", ".join(str(at + 1) for at in place) if place else ""
    box = box_of(seen)
    if box is None:
        return f"the unit of {name}{where} sees nothing of the input"
    count = int(seen.sum())
    share = 100 * count / seen.size
    rows, columns = box
    parts = [f"columns {columns[0] + 1} to {columns[-1] + 1}"]
    if len(network.input_shape) > _ONE_AXIS:
        parts.insert(0, f"rows {rows[0] + 1} to {rows[-1] + 1}")
    gaps = ", with gaps" if len(rows) * len(columns) != count else ""
    return (
        f"the unit of {name}{where} sees {' and '.join(parts)} of the input{gaps}: "
        f"{count:,} of its {seen.size:,} places, {share:.3g} %"
    )


def _sized(picture: NDArray[np.uint8], size: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return a picture's nearest pixels at another size."""
    rows, columns = (
        (np.arange(count) * has) // count for count, has in zip(size, picture.shape, strict=True)
    )
    return np.asarray(picture[np.ix_(rows, columns)])
