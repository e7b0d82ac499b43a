"""A network along one axis: which sizes go in, what every node makes of them.

Layers go along one axis by themselves; fully connected ones, which don't, are asked for
the size before `Flatten` that they would take.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm, prod

from convviz.layers.check import check
from convviz.layers.conv import Conv
from convviz.layers.folding import Fold, Unfold
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.network.walk import Found
from convviz.layers.padding import Pad
from convviz.layers.plain import (
    Box,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Narrow,
    Plain,
    Upsample,
)
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.reading import Windows
from convviz.layers.shapes import reading
from convviz.layers.transposed import ConvTranspose

Size = int | None
"""A size along the axis, or None where it no longer matters: behind a fully connected layer."""

Tables = dict[Layer, "_Moving"]
"""What layers of one axis make of sizes; networks repeat theirs."""

Step = Callable[[list[Size]], "Passed | None"]


@dataclass(frozen=True, slots=True)
class Passed:
    """What a node makes of sizes along an axis.

    Attributes
    ----------
    size
        The size that it gives.
    whole
        Whether it reads its input to the end: no cells are left over that a larger
        stride's last window doesn't reach.
    """

    size: Size
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Maps:
    """What is known of a node's feature maps whatever their size.

    Attributes
    ----------
    channels
        How many there are, before `Flatten`.
    flat
        Whether they were flattened.
    grid
        Their present size, where they were flattened and it is known.
    """

    channels: int
    flat: bool = False
    grid: Shape | None = None

    def asked(self, features: int, axis: int, axes: int) -> int | None:
        """Return the size along an axis that makes so many features, None where none does.

        Of several axes that is the present one where it does, else a square's side.
        """
        cells, rest = divmod(features, self.channels)
        if rest:
            return None
        if self.grid is not None and prod(self.grid) == cells:
            return self.grid[axis]
        side = round(cells ** (1 / axes))
        return side if side**axes == cells else None


@dataclass(frozen=True, slots=True)
class Line:
    """A network along one axis.

    Attributes
    ----------
    steps
        For each node, the places of what it reads (0 is the input) and what it makes of
        their sizes, None where it takes none such.
    period
        After how many input cells what fits repeats.
    """

    steps: tuple[tuple[tuple[int, ...], Step], ...]
    period: int

    def passes(self, size: int) -> bool | None:
        """Return None where a size doesn't pass, else whether every node reads to the end."""
        sizes: list[Size] = [size]
        whole = True
        for inputs, step in self.steps:
            made = step([sizes[at] for at in inputs])
            if made is None:
                return None
            whole = whole and made.whole
            sizes.append(made.size)
        return whole


def line(graph: Graph, found: Sequence[Found], input_shape: Shape, axis: int) -> Line | None:
    """Return a network along one axis, None where an axis can't be told by itself.

    Parameters
    ----------
    graph
        The network.
    found
        What `convviz.layers.network.walk.walk` returned for the present size.
    input_shape
        The present (channels, *spatial).
    axis
        Which spatial axis.
    """
    axes = len(input_shape) - 1
    places = {INPUT: 0}
    jumps: list[Fraction] = [Fraction(1)]
    maps: dict[str, Maps | None] = {INPUT: Maps(input_shape[0])}
    tables: Tables = {}
    steps = []
    for node, at in zip(graph.nodes, found, strict=True):
        if any(name not in places for name in node.inputs):
            return None
        step = _step(node, maps, axis, axes, tables)
        if step is None:
            return None
        maps[node.name] = _maps(node, at, maps)
        inputs = tuple(places[name] for name in node.inputs)
        steps.append((inputs, step))
        before = jumps[inputs[0]] if inputs else Fraction(1)
        jumps.append(before * _pace(node.layer, axis))
        places[node.name] = len(places)
    return Line(tuple(steps), lcm(*(jump.numerator for jump in jumps)))


def along(layer: Layer, axis: int) -> Layer | None:
    """Return what a layer is along one axis, one channel wide; None of `Unfold` and `Fold`."""
    alone = slice(axis, axis + 1)
    match layer:
        case Unfold() | Fold():
            return None
        case AdaptivePool():
            return replace(layer, output_size=layer.output_size[alone])
        case Pad():
            return replace(layer, padding=layer.padding[alone])
    padding = layer.padding if isinstance(layer.padding, str) else layer.padding[alone]
    kernel, stride, dilation = (
        numbers[alone] for numbers in (layer.kernel_size, layer.stride, layer.dilation)
    )
    if isinstance(layer, Pool):
        return replace(
            layer, kernel_size=kernel, stride=stride, padding=padding, dilation=dilation
        )
    if isinstance(layer, Conv):
        return replace(
            layer, in_channels=1, out_channels=1, groups=1, kernel_size=kernel, stride=stride,
            padding=padding, dilation=dilation,
        )
    return replace(
        layer, in_channels=1, out_channels=1, groups=1, kernel_size=kernel, stride=stride,
        padding=padding, dilation=dilation, output_padding=layer.output_padding[alone],
    )


def _pace(layer: Layer | Plain, axis: int) -> Fraction:
    """Return by how much a layer makes the jump larger."""
    match layer:
        case Conv() | Pool():
            return Fraction(layer.stride[axis])
        case ConvTranspose():
            return Fraction(1, layer.stride[axis])
        case Upsample() if layer.scale_factor is not None:
            return Fraction(1, layer.scale_factor[axis])
    return Fraction(1)


def _step(
    node: Node, maps: dict[str, Maps | None], axis: int, axes: int, tables: Tables
) -> Step | None:
    layer = node.layer
    if isinstance(layer, Layer):
        alone = along(layer, axis) if layer.axes == axes else None
        return None if alone is None else tables.setdefault(alone, _Moving(alone))
    if isinstance(layer, Linear):
        return _connected(layer, maps[node.inputs[0]], axis, axes) if node.inputs else None
    if isinstance(layer, Box) and layer.output_shape is not None:
        fixed = layer.output_shape[1:]
        size = fixed[axis] if len(fixed) == axes else None
        return lambda _: Passed(size)
    inputs = [maps[name] for name in node.inputs]
    if isinstance(layer, Concat) and any(before is None or before.flat for before in inputs):
        return lambda _: Passed(None)
    return _plain(layer, axis)


class _Moving:
    """What a layer of one axis makes of sizes, each worked out once.

    What a layer takes it takes larger too: only smaller sizes are checked.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._known: dict[int, Passed | None] = {}
        self._taken: int | None = None

    def __call__(self, sizes: list[Size]) -> Passed | None:
        size = sizes[0]
        if size is None:
            return None
        if size not in self._known:
            self._known[size] = self._passed(size)
        return self._known[size]

    def _passed(self, size: int) -> Passed | None:
        if self._taken is None or size < self._taken:
            if check(self._layer, (1, size)):
                return None
            self._taken = size
        (axis,) = reading(self._layer, (size,))
        if not isinstance(axis, Windows):
            return Passed(axis.count)
        span = (axis.kernel - 1) * axis.dilation + 1
        left = size - ((axis.count - 1) * axis.stride - axis.before + span)
        return Passed(axis.count, whole=left <= max(axis.stride - span, 0))


def _plain(layer: Plain, axis: int) -> Step:
    match layer:
        case Join():
            return lambda sizes: _met(sizes, spread=True)
        case Concat():
            return lambda sizes: _met(sizes, spread=False)
        case CropTo():
            return _cropped
        case Upsample():
            return _enlarging(layer, axis)
    return lambda sizes: Passed(sizes[0])


def _met(sizes: list[Size], *, spread: bool) -> Passed | None:
    known = {size for size in sizes if size is not None}
    if spread and len(known) > 1:
        known.discard(1)
    if len(known) > 1:
        return None
    return Passed(known.pop() if known else None)


def _cropped(sizes: list[Size]) -> Passed | None:
    have, want = sizes
    return None if have is None or want is None or have < want else Passed(want)


def _enlarging(layer: Upsample, axis: int) -> Step:
    if layer.size is not None:
        given = layer.size[axis]
        return lambda _: Passed(given)
    if layer.scale_factor is None:
        return lambda sizes: Passed(sizes[1])
    factor = layer.scale_factor[axis]
    return lambda sizes: None if sizes[0] is None else Passed(sizes[0] * factor)


def _connected(layer: Linear, before: Maps | None, axis: int, axes: int) -> Step | None:
    """Return what a fully connected layer makes of the size before `Flatten`."""
    if before is None:  # behind another one
        return lambda sizes: Passed(sizes[0])
    if not before.flat:
        return _mixing(layer, last=axis == axes - 1)
    asked = before.asked(layer.in_features, axis, axes)
    if asked is None:
        return None
    return lambda sizes: Passed(None) if sizes[0] == asked else None


def _mixing(layer: Linear, *, last: bool) -> Step:
    if not last:
        return lambda sizes: Passed(sizes[0])
    return lambda sizes: Passed(layer.out_features) if sizes[0] == layer.in_features else None


def _maps(node: Node, at: Found, known: dict[str, Maps | None]) -> Maps | None:
    """Return what is known of a node's channels; None once they are mixed with places."""
    inputs = [known[name] for name in node.inputs]
    before = [maps for maps in inputs if maps is not None]
    layer = node.layer
    if isinstance(layer, Box) and layer.output_shape is not None:
        return Maps(layer.output_shape[0]) if len(layer.output_shape) > 1 else None
    if not before or len(before) < len(inputs):
        return None
    first = max(before, key=_wide)
    if isinstance(layer, Flatten):
        return replace(first, flat=True, grid=at.input_shapes[0][1:] if at.input_shapes else None)
    if isinstance(layer, Linear | Concat | Narrow) and first.flat:
        return None
    if isinstance(layer, Conv | ConvTranspose | Narrow):
        return Maps(layer.length if isinstance(layer, Narrow) else layer.out_channels)
    summed = isinstance(layer, Concat)
    return Maps(sum(maps.channels for maps in before)) if summed else first


def _wide(maps: Maps) -> int:
    return maps.channels
