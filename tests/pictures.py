"""Documents to draw, and what can be read off a drawn scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from convviz.document.document import Document, InputSource, Weights
from convviz.document.values import Values
from convviz.frames import Picture, compute
from convviz.layers import Conv2d, Graph, check
from convviz.options import ViewOptions
from convviz.scene.items import Cells, Group, Image, Rect, Text
from tests import drawn

SIZE = (1280, 720)
DRAWN_LAYERS = drawn.layers(axes=st.integers(1, 2))


def document(layer, x, weight, bias=None, *, kind="typed", **view):
    """Return a document of arrays."""
    weights = Weights(Values(np.asarray(weight)), None if bias is None else Values(bias))
    return Document(
        Values(np.asarray(x)), InputSource(kind), Graph.single(layer), {"conv": weights},
        view=ViewOptions(**view),
    )


def simple(shape, *, seed=0, kind="typed", **layer):
    """Return a document with one channel, a 3×3 kernel and small integers, view options first."""
    view = {name: layer.pop(name) for name in list(layer) if name in ViewOptions.__slots__}
    made = Conv2d(1, 1, **{"kernel_size": 3, "bias": False, **layer})
    x, weight, bias = drawn.numbers(made, (1, *shape), "int64", seed)
    return document(made, x, weight, bias, kind=kind, **view)


def picture(of, size=SIZE):
    """Return (picture, trace) of a document."""
    trace = compute(of)
    return Picture(of, trace, size), trace


@st.composite
def documents(draw, kind="int64", **view):
    """Draw a document with one or two axes, its numbers from a seed."""
    layer, shape = draw(DRAWN_LAYERS)
    return document(
        layer, *drawn.numbers(layer, shape, kind, draw(st.integers(0, 99))), **view
    )


@st.composite
def documents_of(draw, layers, kind="int64", **view):
    """Draw a document of one of some layers, its numbers from a seed."""
    layer, shape = draw(layers)
    assume(not check(layer, shape))
    x, weight, bias = drawn.numbers(layer, shape, kind, draw(st.integers(0, 99)))
    return document(layer, x, np.zeros((0,) * 3) if weight is None else weight, bias, **view)


def of_every_kind(kind="int64", **view):
    """Return what draws documents of each kind of layer, for `drawn.for_each`."""
    return {name: documents_of(layers, kind, **view) for name, layers in drawn.EVERY.items()}


def some_step(draw, shown):
    """Draw the number of one of a picture's steps."""
    return draw.draw(st.integers(0, len(shown.steps) - 1))


def walk(items, names=()):
    """Yield (item, names of the groups that it is in, clip of the innermost)."""
    stack = [(item, names, None) for item in reversed(items)]
    while stack:
        item, inside, clip = stack.pop()
        if isinstance(item, Group):
            stack += [
                (each, (*inside, item.name), item.clip or clip) for each in reversed(item.items)
            ]
        else:
            yield item, inside, clip


def named(scene, name):
    """Return the items in groups of a name."""
    return [item for item, names, _ in walk(scene.items) if name in names]


def spots(scene):
    """Return a scene's hotspots by kind."""
    return {spot.kind: spot for spot in scene.hotspots}


def middle(spot, index):
    """Return x and y of the middle of a cell."""
    row, column = (at - first for at, first in zip(index, spot.first, strict=True))
    return (
        spot.origin[0] + (column + 0.5) * spot.cell[0],
        spot.origin[1] + (row + 0.5) * spot.cell[1],
    )


def all_cells(spot):
    """Return the indices of a hotspot's cells."""
    return [
        (row + spot.first[0], column + spot.first[1])
        for row in range(spot.shape[0])
        for column in range(spot.shape[1])
    ]


def seen_cells(spot):
    """Return the cells whose middle can be seen."""
    return [at for at in all_cells(spot) if within(box(spot), *middle(spot, at))]


def box(item):
    """Return x, y, width and height of an item."""
    if isinstance(item, Cells):
        rows, columns = item.shades.shape
        return item.x, item.y, columns * item.cell, rows * item.cell
    return item.x, item.y, item.width, item.height


def within(area, x, y):
    """Return whether a point is in an area."""
    return area[0] <= x < area[0] + area[2] and area[1] <= y < area[1] + area[3]


def covered(spot, items):
    """Return the visible cells of a hotspot whose middle one of the items covers."""
    areas = [box(item) for item in items]
    return {
        at for at in seen_cells(spot) if any(within(area, *middle(spot, at)) for area in areas)
    }


def filled(scene, name, role):
    """Return the rectangles in groups of a name that are filled in a role."""
    return [item for item in named(scene, name) if isinstance(item, Rect) and item.fill == role]


def lit(scene):
    """Return what lights cells for a pointer: fills, and cells in the kernel's colours."""
    recoloured = [
        item for item in named(scene, "pointed")
        if isinstance(item, Cells | Image) and item.ramp == "kernel"
    ]
    return filled(scene, "pointed", "hover.fill") + recoloured


def edged(scene, name, role):
    """Return the rectangles in groups of a name with an edge in a role."""
    return [item for item in named(scene, name) if isinstance(item, Rect) and item.edge == role]


def written(scene, kind):
    """Return the labels of a panel's cells by index."""
    spot = spots(scene)[kind]
    found = {}
    for item, _, _ in walk(scene.items):
        if isinstance(item, Cells) and item.labels is not None:
            found.update(_labels(item, spot))
    return found


def written_on(base, overlay, kind):
    """Return the labels that an overlay writes into the cells of a panel of the base."""
    spot = spots(base)[kind]
    found = {}
    for item, _, _ in walk(overlay.items):
        if isinstance(item, Cells) and item.labels is not None:
            found.update(_labels(item, spot))
    return found


def _labels(item, spot):
    """Return the texts in the cells of a panel; two lines in one cell as one."""
    found = {}
    for row, texts in enumerate(item.labels):
        for column, text in enumerate(texts):
            x, y = item.x + (column + 0.5) * item.cell, item.y + (row + 0.5) * item.cell
            hit = spot.hit(x, y)
            if hit is not None:
                found[hit[1]] = f"{found[hit[1]]} {text}" if hit[1] in found else text
    return found


def panels(scene):
    """Return a scene without its key."""
    kept = (item for item in scene.items if not (isinstance(item, Group) and item.name == "legend"))
    return replace(scene, items=tuple(kept))


def texts(scene):
    """Return a scene's texts in order."""
    return [item for item, _, _ in walk(scene.items) if isinstance(item, Text)]


def grids(scene):
    """Return a scene's cells and images."""
    return [item for item, _, _ in walk(scene.items) if isinstance(item, Cells | Image)]


def read(text):
    """Return the number that a text says."""
    special = {"NaN": np.nan, "∞": np.inf, "−∞": -np.inf}
    return special[text] if text in special else float(text.replace("−", "-"))


def viewed(of, **view):
    """Return a document with other view options."""
    return replace(of, view=replace(of.view, **view))
