"""A network made ready to be written in a dialect: named, and with sizes decided."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from convviz.errors import ConvvizError
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv
from convviz.layers.dialect import Dialect
from convviz.layers.graph import INPUT, Graph
from convviz.layers.layer import Layer
from convviz.layers.network.names import kind_name
from convviz.layers.network.walk import walk
from convviz.layers.padding import Pad
from convviz.layers.plain import CropTo, Plain, Upsample
from convviz.layers.pooling import AdaptivePool, Pool

Shape = tuple[int, ...]
_TAKEN = frozenset({
    "x", "inputs", "outputs", "self", "nn", "np", "torch", "jax", "jnp", "layers", "keras",
    "model", "helper", "conv", "conv_transpose", "pool", "adaptive_pool", "windows", "network",
    "input", "weights", "list", "range", "print", "F", "train", "init",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One layer to be written.

    Attributes
    ----------
    name
        A name that Python takes.
    title
        What it is called in the network.
    layer
        The layer, of the dialect's own or concrete.
    inputs
        The names of what it reads.
    shapes
        What it reads, where that is known.
    output
        What it gives, where that is known.
    """

    name: str
    title: str
    layer: Layer | Plain
    inputs: tuple[str, ...]
    shapes: tuple[Shape, ...] | None
    output: Shape | None

    @property
    def axes(self) -> int:
        """How many spatial axes its input has, two where it isn't known."""
        if self.shapes:
            return len(self.shapes[0]) - 1
        return getattr(self.layer, "axes", 2)


@dataclass(slots=True)
class Notes:
    """What the code can't say, in sentences, each once."""

    said: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Keep a sentence."""
        if sentence not in self.said:
            self.said.append(sentence)


def steps_of(graph: Graph, input_shape: Shape | None, dialect: Dialect | None) -> list[Step]:
    """Return a network's layers ready to be written.

    Parameters
    ----------
    graph
        The network.
    input_shape
        (channels, *spatial), or None.
    dialect
        Layers of this one stay as they are written, others are made concrete; None for
        all concrete.

    Raises
    ------
    convviz.errors.ConvvizError
        What a layer is hangs on the input's size, which isn't given; or a layer can't take
        what it reads.
    """
    found = walk(graph, input_shape) if input_shape else ()
    shapes = {at.node.name: at.output_shape for at in found} | {INPUT: input_shape or None}
    for at in found:
        if at.problems:
            raise ConvvizError(f"{at.node.name} can't take its input: {at.problems[0].message}")
    names = _identifiers([node.name for node in graph.nodes])
    made = []
    for node in graph.nodes:
        given = [shapes.get(name) for name in node.inputs]
        known = tuple(shape for shape in given if shape is not None)
        reads = known if len(known) == len(given) else None
        layer, count = _ready(node.name, node.layer, reads, dialect)
        inputs = tuple(names[name] for name in node.inputs[:count])
        kept = None if reads is None else reads[:count]
        made.append(
            Step(names[node.name], node.name, layer, inputs, kept, shapes.get(node.name))
        )
    return made


def is_chain(steps: Sequence[Step]) -> bool:
    """Return whether every layer reads the one before it and nothing else."""
    before = INPUT
    for step in steps:
        if step.inputs != (before,):
            return False
        before = step.name
    return True


def variables(steps: Sequence[Step], first: str = "inputs") -> dict[str, str]:
    """Return in which variable each layer's output is kept: ``x`` where the next alone reads it."""
    readers: dict[str, list[int]] = {INPUT: []}
    for number, step in enumerate(steps):
        for name in step.inputs:
            readers.setdefault(name, []).append(number)
    kept = {INPUT: first}
    for number, step in enumerate(steps):
        after = readers.get(step.name, [])
        kept[step.name] = "x" if set(after) <= {number + 1} else step.name
    return kept


def same_axes(numbers: Iterable[object]) -> object:
    """Return the one number that stands along all axes, else all of them."""
    many = tuple(numbers)
    return many[0] if len(set(many)) == 1 else many


def unwritten(step: Step, where: str) -> str:
    """Return the sentence that a layer has no word somewhere."""
    return f"{step.title}: {kind_name(step.layer, step.axes)} has no counterpart in {where}"


def _ready(
    name: str, layer: Layer | Plain, shapes: tuple[Shape, ...] | None, dialect: Dialect | None
) -> tuple[Layer | Plain, int]:
    """Return a layer as it is written, and how many inputs it reads then."""
    match layer:
        case CropTo():
            if shapes is None:
                raise _unknown(name)
            (_, *have), (_, *want) = shapes
            cut = [(a - b, (a - b) // 2) for a, b in zip(have, want, strict=True)]
            return Pad(tuple((-before, before - whole) for whole, before in cut)), 1
        case Upsample(scale_factor=None, size=None):
            if shapes is None:
                raise _unknown(name)
            return _by_factors(replace(layer, size=shapes[1][1:]), shapes[0], dialect), 1
        case Upsample(scale_factor=None) if shapes is not None:
            return _by_factors(layer, shapes[0], dialect), 1
        case AdaptivePool() if shapes is not None and dialect != "pytorch":
            return _in_equal_parts(layer, shapes[0]), 1
    if not isinstance(layer, Layer) or layer.dialect == dialect:
        return layer, 1 << 30
    if shapes is None:
        return _without_size(name, layer), 1 << 30
    return concrete(layer, shapes[0][1:]), 1 << 30


def _by_factors(layer: Upsample, shape: Shape, dialect: Dialect | None) -> Upsample:
    """Return an enlarging layer with whole factors, where it has some and PyTorch isn't asked."""
    sizes = layer.size or ()
    whole = all(size % before == 0 for size, before in zip(sizes, shape[1:], strict=True))
    if dialect == "pytorch" or not whole:
        return layer
    factors = tuple(size // before for size, before in zip(sizes, shape[1:], strict=True))
    # From a single cell there is nothing between corners.
    corners = layer.align_corners and max(shape[1:]) > 1
    return replace(layer, scale_factor=factors, size=None, align_corners=corners)


def _in_equal_parts(layer: AdaptivePool, shape: Shape) -> AdaptivePool | Pool:
    """Return an adaptive pool as an ordinary one, where all its parts are as large."""
    counts = [count or size for count, size in zip(layer.output_size, shape[1:], strict=True)]
    if any(size % count for count, size in zip(counts, shape[1:], strict=True)):
        return layer
    if set(counts) == {1}:
        return layer
    sides = tuple(size // count for count, size in zip(counts, shape[1:], strict=True))
    none = ((0, 0),) * layer.axes
    return Pool(layer.reduction, sides, sides, none, (1,) * layer.axes, dialect=layer.dialect)


def _without_size(name: str, layer: Layer) -> Layer:
    """Return a concrete layer where that doesn't hang on the input's size."""
    named = isinstance(layer, Conv | Pool) and layer.padding in {"same", "same_lower"}
    if isinstance(layer, Conv | Pool) and named and set(layer.stride) != {1}:
        raise _unknown(name)
    if isinstance(layer, Pool) and layer.ceil_mode:
        return replace(concrete(layer, (4096,) * layer.axes), ceil_mode=True)
    return concrete(layer, (4096,) * layer.axes)


def _unknown(name: str) -> ConvvizError:
    return ConvvizError(f"{name} hangs on the size of its input: give the input's shape")


def _identifiers(names: Sequence[str]) -> dict[str, str]:
    """Return for every name one that Python takes and no other has."""
    found: dict[str, str] = {INPUT: INPUT}
    taken = set(_TAKEN)
    for name in names:
        word = re.sub(r"[^0-9a-zA-Z_]", "_", name) or "layer"
        if word[0].isdigit() or word[0] == "_" or keyword.iskeyword(word):
            word = f"layer_{word.lstrip('_')}"
        made, number = word, 1
        while made in taken:
            number += 1
            made = f"{word}_{number}"
        taken.add(made)
        found[name] = made
    return found
