"""Pictures of a network: what one of its units sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from convviz.figures.network.maps import maps
from convviz.figures.network.rows import rows
from convviz.figures.network.stack import stack
from convviz.layers.network.network import Network
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


def sentence(network: Network, unit: Unit) -> str:
    """Return what a unit sees of the input, in words.

    Raises
    ------
    convviz.errors.ConvvizError
        As for `field_picture`.
    """
    first, *_ = maps(network, *unit)
    name, place = unit
    where = " at " + ", ".join(str(at + 1) for at in place) if place else ""
    box = first.box
    if box is None:
        return f"the unit of {name}{where} sees nothing of the input"
    count = int(first.seen.sum())
    share = count / first.seen.size
    rows, columns = box
    parts = [f"columns {columns[0] + 1} to {columns[-1] + 1}"]
    if len(network.input_shape) > _ONE_AXIS:
        parts.insert(0, f"rows {rows[0] + 1} to {rows[-1] + 1}")
    gaps = ", with gaps" if first.has_gaps else ""
    return (
        f"the unit of {name}{where} sees {' and '.join(parts)} of the input{gaps}: "
        f"{count:,} of its {first.seen.size:,} places, {share:.1%}"
    )


def _sized(picture: NDArray[np.uint8], size: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return a picture's nearest pixels at another size."""
    rows, columns = (
        (np.arange(count) * has) // count for count, has in zip(size, picture.shape, strict=True)
    )
    return np.asarray(picture[np.ix_(rows, columns)])
