"""Receptive fields along a graph: what the units of every node see of the input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from convviz.layers.folding import Fold, Unfold
from convviz.layers.graph import INPUT
from convviz.layers.layer import Layer
from convviz.layers.network.seen import (
    Even,
    Seen,
    Uneven,
    centre,
    hull,
    identity,
    joined,
    sizes,
    through,
)
from convviz.layers.network.walk import Found, Shape
from convviz.layers.plain import (
    BatchNorm,
    Concat,
    CropTo,
    Flatten,
    Join,
    Linear,
    Opaque,
    Plain,
    Pointwise,
    Upsample,
)
from convviz.layers.reading import Copies, Reading
from convviz.layers.shapes import reading
from convviz.layers.words import axis_name


@dataclass(frozen=True, slots=True)
class Field:
    """What the units of a node see of the input, along each axis.

    Attributes
    ----------
    axes
        Along each of the input's axes.
    """

    axes: tuple[Seen, ...]

    @property
    def size(self) -> tuple[tuple[int, int], ...]:
        """Fewest and most cells from the first to the last that a unit sees, for each axis."""
        return tuple(sizes(seen) for seen in self.axes)

    @property
    def jump(self) -> tuple[Fraction, ...]:
        """Input cells between neighbouring units, for each axis; 0 where there is only one."""
        return tuple(
            Fraction(seen.jump) if seen.count > 1 else Fraction(0) for seen in self.axes
        )

    @property
    def start(self) -> tuple[Fraction | None, ...]:
        """The middle of what the first unit sees, for each axis, in input coordinates."""
        return tuple(centre(seen, 0) for seen in self.axes)

    def covered(self, input_size: tuple[int, ...]) -> float:
        """Return the share of the input that the unit in the middle sees, 0 to 1."""
        share = 1.0
        for seen, size in zip(self.axes, input_size, strict=True):
            part = seen.of(seen.count // 2)
            inside = 0 if part is None else min(part[1], size - 1) - max(part[0], 0) + 1
            share *= max(inside, 0) / size
        return share


@dataclass(frozen=True, slots=True)
class Misaligned:
    """Branches that see different parts of the input where they come together.

    Attributes
    ----------
    node
        Where they do.
    message
        What differs, in a sentence with the numbers.
    """

    node: str
    message: str


def fields(
    found: Sequence[Found], input_shape: Shape
) -> tuple[dict[str, Field | None], tuple[Misaligned, ...]]:
    """Return each node's receptive field, and where branches are not aligned.

    Parameters
    ----------
    found
        What `walk` returned.
    input_shape
        Shape of the input (channels, *spatial).

    Returns
    -------
    dict, tuple
        Fields by the nodes' names; None where nothing is known: after boxes that
        only have a shape, after `Unfold` and `Fold`, after what is wrong.
    """
    known: dict[str, Field | None] = {
        INPUT: Field(tuple(identity(size) for size in input_shape[1:]))
    }
    apart: list[Misaligned] = []
    for at in found:
        inputs = [known.get(name) for name in at.node.inputs]
        some = [field for field in inputs if field is not None]
        if at.output_shape is None or len(some) < len(inputs) or not some:
            known[at.node.name] = None
            continue
        if len(some) > 1 and isinstance(at.node.layer, Join | Concat):
            apart += _apart(at.node.name, at.node.inputs, some)
        known[at.node.name] = _field(at.node.layer, some, at.input_shapes)
    return known, tuple(apart)


def axis_readings(
    layer: Layer | Plain, inputs: Sequence[Shape]
) -> tuple[Reading, ...] | None:
    """Return what a layer's outputs read of its first input along each axis.

    None of layers that have no such reading: joins, fully connected ones, boxes
    of another shape, `Unfold` and `Fold`.
    """
    size = inputs[0][1:]
    match layer:
        case Unfold() | Fold() | Flatten() | Linear() | Join() | Concat() | Upsample():
            return None
        case CropTo():
            wanted = inputs[1][1:]
            return tuple(
                Copies(want, -((have - want) // 2)) for have, want in zip(size, wanted, strict=True)
            )
        case Opaque():
            same = layer.output_shape is None or layer.output_shape[1:] == size
            return tuple(Copies(length, 0) for length in size) if same else None
        case Pointwise() | BatchNorm():
            return tuple(Copies(length, 0) for length in size)
    return reading(layer, size)


def blended(unit: int, factor: int, size: int, mode: str) -> tuple[int, ...]:
    """Return the cells that an output of `Upsample` is made of, along one axis.

    Nearest: ``⌊o/s⌋``. Linear: the two around ``(o + ½)/s − ½``, kept inside.
    """
    if mode == "nearest":
        return (unit // factor,)
    low = (2 * unit + 1 - factor) // (2 * factor)
    whole = (2 * unit + 1 - factor) % (2 * factor) == 0
    pair = (low,) if whole else (low, low + 1)
    return tuple(sorted({min(max(at, 0), size - 1) for at in pair}))


def _field(
    layer: Layer | Plain, inputs: Sequence[Field], shapes: Sequence[Shape]
) -> Field | None:
    match layer:
        case Join() | Concat():
            together = zip(*(field.axes for field in inputs), strict=True)
            return Field(tuple(joined(branches) for branches in together))
        case Flatten() | Linear():
            return _all_of(inputs[0]) if len(shapes[0]) > 1 else inputs[0]
        case Upsample():
            return Field(
                tuple(
                    _repeated(seen, factor, layer.mode)
                    for seen, factor in zip(inputs[0].axes, layer.scale_factor, strict=True)
                )
            )
    axes = axis_readings(layer, shapes)
    if axes is None or len(axes) != len(inputs[0].axes):
        return None
    return Field(
        tuple(through(seen, axis) for seen, axis in zip(inputs[0].axes, axes, strict=True))
    )


def _all_of(field: Field) -> Field:
    """Return what a unit sees that is made of all units."""
    everything = []
    for seen in field.axes:
        whole = hull([seen.of(unit) for unit in range(seen.count)])
        everything.append(
            Uneven((None,), Fraction(0)) if whole is None else Even(1, *whole, jump=0)
        )
    return Field(tuple(everything))


def _repeated(seen: Seen, factor: int, mode: str) -> Uneven:
    parts = []
    for unit in range(seen.count * factor):
        cells = blended(unit, factor, seen.count, mode)
        parts.append(hull([seen.of(cell) for cell in cells]))
    return Uneven(tuple(parts), Fraction(seen.jump) / factor)


def _apart(name: str, inputs: Sequence[str], some: Sequence[Field]) -> list[Misaligned]:
    """Return where branches are not about the same places of the input."""
    axes = len(some[0].axes)
    for axis in range(axes):
        first = some[0].axes[axis]
        for other, field in zip(inputs[1:], some[1:], strict=True):
            shift = _shift(first, field.axes[axis])
            if shift is not None:
                where = axis_name(axes, axis)
                return [Misaligned(name, f"{name}: {inputs[0]} and {other} {shift} along {where}")]
    return []


def _shift(first: Seen, other: Seen) -> str | None:
    """Return in words how two branches are about different places, None where they aren't."""
    a, b = centre(first, 0), centre(other, 0)
    if first.count > 1 and isinstance(first, Even) and isinstance(other, Even):
        if first.jump != other.jump:
            return f"move by {first.jump} and {other.jump} input cells a unit"
    elif not isinstance(first, Even) or not isinstance(other, Even):
        return None  # neighbours of uneven units are never all about the same places
    if a != b:
        return f"begin at {_said(a)} and {_said(b)}, {_said(_distance(a, b))} input cells apart"
    return None


def _distance(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else abs(a - b)


def _said(number: Fraction | None) -> str:
    return "nothing" if number is None else f"{float(number):g}"


def activation_bytes(shape: Shape, itemsize: int = 4) -> int:
    """Return the memory that a node's output takes, in bytes; float32 unless told."""
    return prod(shape) * itemsize

