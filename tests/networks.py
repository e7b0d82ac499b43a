"""Random networks, and what a unit of one uses told by loops over the definitions."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
from hypothesis import strategies as st

from convviz.layers import AdaptivePool, Conv, ConvTranspose, Graph, Node, Pad, Pool
from convviz.layers.graph import INPUT
from convviz.layers.network.walk import made_of, walk
from convviz.layers.plain import Concat, CropTo, Join, Narrow, Norm, Pointwise, Upsample

PADS = {
    "zeros": ("constant", {"constant_values": -1}),
    "constant": ("constant", {"constant_values": -1}),
    "reflect": ("reflect", {}),
    "symmetric": ("symmetric", {}),
    "replicate": ("edge", {}),
    "circular": ("wrap", {}),
}
FEW = st.integers(1, 3)


@st.composite
def networks(draw, longest=7, largest=11, axes=(1, 2), least=3):
    """Draw a network with branches and its input's shape; every layer takes what it is given."""
    count = draw(st.sampled_from(axes))
    side = st.integers(least, largest if count == 1 else 6)
    shape = (draw(FEW), *draw(st.tuples(*[side] * count)))
    shapes, nodes = {INPUT: shape}, []
    for number in range(draw(st.integers(1, longest))):
        first = draw(st.sampled_from(list(shapes)[-3:]))
        alike = [name for name, other in shapes.items() if other[1:] == shapes[first][1:]]
        other = draw(st.sampled_from(alike))
        node = draw(_node(f"n{number}", first, other, shapes))
        made, _ = made_of(node.layer, tuple(shapes[name] for name in node.inputs))
        if made is not None and max(made[1:]) <= largest + 5:
            shapes[node.name] = made
            nodes.append(node)
    return Graph(tuple(nodes)), shape


@st.composite
def _node(draw, name, first, other, shapes):
    channels, *size = shapes[first]
    axes = len(size)
    kind = draw(st.sampled_from(
        ["conv", "conv", "conv", "pool", "transposed", "join", "concat", "pointwise", "upsample",
         "adaptive", "pad", "crop", "narrow"]
    ))
    if kind == "join":
        return Node(name, Join(draw(st.sampled_from(["add", "multiply"]))), (first, other))
    if kind == "concat":
        return Node(name, Concat(), (first, other))
    if kind == "crop":
        smaller = [key for key, shape in shapes.items() if all(map(int.__le__, shape, (99, *size)))]
        return Node(name, CropTo(), (first, draw(st.sampled_from(smaller))))
    if kind == "narrow":
        start = draw(st.integers(0, channels - 1))
        return Node(name, Narrow(start, draw(st.integers(1, channels - start))), (first,))
    if kind == "pointwise":
        plain = st.sampled_from([Pointwise("relu"), Norm("batch_norm", channels)])
        return Node(name, draw(plain), (first,))
    return Node(name, draw(_layer(kind, channels, axes)), (first,))


@st.composite
def _layer(draw, kind, channels, axes):  # noqa: PLR0911 - one for each kind
    per = st.tuples(*[FEW] * axes)
    pads = st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * axes)
    match kind:
        case "conv":
            groups = draw(st.sampled_from([1, channels]))
            mode = draw(st.sampled_from(["zeros", "zeros", "reflect", "replicate", "circular"]))
            return Conv(
                channels, groups * draw(st.integers(1, 2)), draw(per), draw(per), draw(pads),
                draw(per), groups=groups, bias=False, padding_mode=mode,
            )
        case "pool":
            reduction = draw(st.sampled_from(["max", "average"]))
            dilation = draw(per) if reduction == "max" else (1,) * axes
            return Pool(
                reduction, draw(per), draw(per), draw(pads), dilation,
                ceil_mode=draw(st.booleans()),
            )
        case "transposed":
            return ConvTranspose(
                channels, draw(FEW), draw(per), draw(per), draw(pads),
                draw(st.tuples(*[st.integers(0, 1)] * axes)), draw(per), bias=False,
            )
        case "adaptive":
            return AdaptivePool(draw(st.sampled_from(["max", "average"])), draw(per))
        case "pad":
            modes = ["constant", "reflect", "symmetric", "replicate", "circular"]
            sides = st.integers(-1, 2)
            return Pad(
                draw(st.tuples(*[st.tuples(sides, sides)] * axes)), draw(st.sampled_from(modes))
            )
    mode, aligned = draw(st.sampled_from([("nearest", False), ("linear", False), ("linear", True)]))
    if draw(st.booleans()):
        return Upsample(draw(per), mode=mode, align_corners=aligned)
    sizes = st.tuples(*[st.integers(1, 12)] * axes)
    return Upsample(size=draw(sizes), mode=mode, align_corners=aligned)


def counted(graph, shape, name, unit):
    """Return over how many paths a unit uses each input cell, by loops over definitions."""
    sizes = {at.node.name: at.output_shape[1:] for at in walk(graph, shape)}
    sizes[INPUT] = shape[1:]
    nodes = {node.name: node for node in graph.nodes}
    known = {}

    def paths(name, unit):
        if name == INPUT:
            return Counter([unit])
        if (name, unit) not in known:
            total = Counter()
            for before, cell in reads(nodes[name], unit):
                total.update(paths(before, cell))
            known[name, unit] = total
        return known[name, unit]

    def reads(node, unit):
        size = sizes[node.inputs[0]]
        match node.layer:
            case Join() | Concat():
                return [(before, _broadcast(unit, sizes[before])) for before in node.inputs]
            case Pointwise() | Norm() | Narrow():
                return [(node.inputs[0], unit)]
        out = sizes[node.name]
        axes = [
            cells(node.layer, axis, at, size[axis], out[axis]) for axis, at in enumerate(unit)
        ]
        return [(node.inputs[0], cell) for cell in product(*axes)]

    found = np.zeros(shape[1:], object)
    for cell, count in paths(name, unit).items():
        found[cell] += count
    return found


def _broadcast(unit, size):
    return tuple(0 if side == 1 else at for at, side in zip(unit, size, strict=True))


def cells(layer, axis, at, size, out):
    """Return the input cells of one axis that an output is made of, as often as it is."""
    match layer:
        case Conv():
            padded = _padded(size, layer.padding[axis], layer.padding_mode)
            first = at * layer.stride[axis]
            taps = range(layer.kernel_size[axis])
            met = [padded[first + tap * layer.dilation[axis]] for tap in taps]
        case Pool():
            first = at * layer.stride[axis] - layer.padding[axis][0]
            met = [first + tap * layer.dilation[axis] for tap in range(layer.kernel_size[axis])]
        case ConvTranspose():
            met = [
                cell
                for cell in range(size)
                for tap in range(layer.kernel_size[axis])
                if cell * layer.stride[axis] + tap * layer.dilation[axis]
                - layer.padding[axis][0] == at
            ]
        case AdaptivePool():
            met = range(at * size // out, -(-(at + 1) * size // out))
        case Pad():
            met = [_padded(size, layer.padding[axis], layer.mode)[at]]
        case CropTo():
            met = [at + (size - out) // 2]
        case Upsample():
            met = _between(layer, at, size, out)
    return [cell for cell in met if 0 <= cell < size]


def _padded(size, pads, mode):
    before, after = pads
    kind, options = PADS[mode]
    cells = np.arange(size)
    if mode == "circular":  # what is left after cutting is repeated
        cells = cells[max(-before, 0) : size - max(-after, 0)]
        before, after = max(before, 0), max(after, 0)
    wide = np.pad(cells, (max(before, 0), max(after, 0)), kind, **options)
    return wide[max(-before, 0) : len(wide) - max(-after, 0)]


def _between(layer, at, size, out):
    if layer.mode == "nearest":
        return [int(np.floor(at * (size / out) + 1e-9))]
    if layer.align_corners:
        place = at * (size - 1) / (out - 1) if out > 1 else 0.0
    else:
        place = max((at + 0.5) * size / out - 0.5, 0.0)
    place = min(place, size - 1)
    low = int(np.floor(place + 1e-9))
    return [low] if abs(place - low) < 1e-9 else [low, low + 1]


def torch_takes(graph):
    """Return whether PyTorch's own layers take all of a network's, padding a side included."""
    for node in graph.nodes:
        layer = node.layer
        sided = any(a != b for a, b in getattr(layer, "padding", None) or ())
        if sided and isinstance(layer, Pool | ConvTranspose):
            return False
        if isinstance(layer, Pad) and layer.mode == "symmetric":
            return False
        if isinstance(layer, Pad) and layer.mode != "constant" and min(map(min, layer.padding)) < 0:
            return False
    return True
