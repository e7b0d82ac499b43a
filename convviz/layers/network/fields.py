"""Receptive fields along a graph: what the units of every node see of the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from convviz.layers.graph import INPUT
from convviz.layers.layer import Layer
from convviz.layers.network.patterns import axes_of, pattern_of
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.network.seen import Seen, everything, identity, in_step, joined, through
from convviz.layers.network.walk import Found
from convviz.layers.plain import Concat, Flatten, Join, Linear, Norm, Plain
from convviz.layers.words import axis_name


@dataclass(frozen=True, slots=True)
class Field:
    """What the units of a node see of the input, along each of the input's axes.

    Padding counts as in Araujo et al.: a unit whose windows reach into it sees as much
    as one in the middle. The exact cells of one unit are `convviz.engine.network`'s.

    Attributes
    ----------
    axes
        Along each axis.
    """

    axes: tuple[Seen, ...]

    @property
    def size(self) -> tuple[tuple[int, int], ...]:
        """Fewest and most cells, from the first to the last, that a unit sees, for each axis."""
        return tuple(seen.sizes for seen in self.axes)

    @property
    def jump(self) -> tuple[Fraction, ...]:
        """Input cells between neighbouring units on average, for each axis."""
        return tuple(seen.jump for seen in self.axes)

    @property
    def start(self) -> tuple[Fraction | None, ...]:
        """The middle of what the first unit sees, for each axis; None where it sees nothing."""
        return tuple(seen.start for seen in self.axes)

    def of(self, unit: Sequence[int]) -> tuple[tuple[int, int] | None, ...]:
        """Return the first and the last cell that a unit sees, for each axis."""
        return tuple(seen.of(at) for seen, at in zip(self.axes, unit, strict=True))

    def covered(self, input_size: Sequence[int]) -> float:
        """Return the share of the input that the unit in the middle sees, 0 to 1."""
        share = 1.0
        for seen, size in zip(self.axes, input_size, strict=True):
            part = seen.of(seen.count // 2)
            inside = 0 if part is None else min(part[1], size - 1) - max(part[0], 0) + 1
            share *= max(inside, 0) / size
        return share


@dataclass(frozen=True, slots=True)
class Misaligned:
    """Branches about different places of the input where they come together.

    Attributes
    ----------
    node
        Where they do.
    axis
        Along which of the input's axes.
    message
        What differs, in a sentence with the numbers.
    """

    node: str
    axis: int
    message: str


Fields = dict[str, Field | None]


def fields(found: Sequence[Found], input_shape: Shape) -> tuple[Fields, tuple[Misaligned, ...]]:
    """Return each node's receptive field, and where branches are not aligned.

    Parameters
    ----------
    found
        What `convviz.layers.network.walk.walk` returned.
    input_shape
        Shape of the input (channels, *spatial).

    Returns
    -------
    dict, tuple
        Fields by the nodes' names; None where nothing is known: after unknown layers,
        after `Unfold` and `Fold`, after what is wrong, and where units differ in patterns
        too long to be gone through.
    """
    known: Fields = {INPUT: Field(tuple(map(identity, input_shape[1:])))}
    apart: list[Misaligned] = []
    for at in found:
        inputs = [known.get(name) for name in at.node.inputs]
        some = [field for field in inputs if field is not None]
        if at.output_shape is None or len(some) < len(inputs) or not some:
            known[at.node.name] = None
            continue
        if isinstance(at.node.layer, Join | Concat) and len(at.output_shape) > 1:
            apart += _apart(at.node.name, at.node.inputs, some)
        known[at.node.name] = _field(at.node.layer, some, at.input_shapes)
    return known, tuple(apart)


def _field(
    layer: Layer | Plain, inputs: Sequence[Field], shapes: Sequence[Shape]
) -> Field | None:
    first = inputs[0]
    flat = len(shapes[0]) == 1
    if isinstance(layer, Join | Concat):
        branches = [_of_all(field) for field in inputs] if flat else inputs
        return _told(map(joined, zip(*(field.axes for field in branches), strict=True)))
    if isinstance(layer, Linear):
        return _of_all(first) if flat else _of_last(first, layer.out_features)
    if isinstance(layer, Norm) and layer.kind != "batch_norm":
        return Field(tuple(everything(seen, seen.count) for seen in first.axes))
    axes = () if isinstance(layer, Flatten) else axes_of(layer, shapes)
    if axes is None:
        return None
    if not axes:
        return first
    patterns = [pattern_of(axis) for axis in axes]
    return _told(
        None if pattern is None else through(seen, pattern)
        for seen, pattern in zip(first.axes, patterns, strict=True)
    )


def _told(axes: Iterable[Seen | None]) -> Field | None:
    """Return the field of axes, None where one of them can't be told."""
    known = []
    for seen in axes:
        if seen is None:
            return None
        known.append(seen)
    return Field(tuple(known))


def _of_all(field: Field) -> Field:
    return Field(tuple(everything(seen, 1) for seen in field.axes))


def _of_last(field: Field, count: int) -> Field:
    """Return what the outputs of a fully connected layer see that mixes the last axis alone."""
    *others, last = field.axes
    return Field((*others, everything(last, count)))


def _apart(name: str, inputs: Sequence[str], some: Sequence[Field]) -> list[Misaligned]:
    """Return the first branches that are not about the same places of the input."""
    axes = len(some[0].axes)
    for other, field in zip(inputs[1:], some[1:], strict=True):
        for axis, (one, two) in enumerate(zip(some[0].axes, field.axes, strict=True)):
            shift = _shift(one, two)
            if shift:
                where = axis_name(axes, axis)
                message = f"{inputs[0]} and {other} {shift} along the {where}"
                return [Misaligned(name, axis, f"{message} where {name} joins them")]
    return []


def _shift(one: Seen, two: Seen) -> str:
    """Return in words how two branches are about different places, nothing where they aren't.

    Those that are about all places, and those without an order, agree with any other;
    causal ones, whose middles lie back, with one another.
    """
    if (one.parts == two.parts and in_step(one, two)) or not (_ordered(one) and _ordered(two)):
        return ""
    if one.jump != two.jump:
        return f"move by {said(one.jump)} and {said(two.jump)} input cells a unit"
    if _looks_back(one) and _looks_back(two):
        return ""
    a, b = one.middle, two.middle
    if a is None or b is None or a == b:
        return ""
    return f"begin at {said(a)} and {said(b)}, {said(abs(a - b))} input cells apart"


def _ordered(seen: Seen) -> bool:
    """Return whether units are about places one after the other."""
    return seen.count > 1 and seen.jump > 0 and seen.repeats


def _looks_back(seen: Seen) -> bool:
    """Return whether units see nothing behind their own place, as in causal networks."""
    return seen.even and seen.parts[0] is not None and seen.parts[0][1] == 0


def said(number: Fraction) -> str:
    """Return a fraction as people write it: as a decimal where that is short."""
    return f"{float(number):g}" if (number * 64).denominator == 1 else str(number)
