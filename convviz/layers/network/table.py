"""A network as a table: what each node is, makes, sees and costs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from convviz.errors import Problem
from convviz.layers.concrete import concrete
from convviz.layers.conv import Conv, Pair
from convviz.layers.folding import Fold, Unfold
from convviz.layers.graph import Graph
from convviz.layers.layer import Layer
from convviz.layers.network.costs import activation_bytes, multiply_adds_of, parameters_of
from convviz.layers.network.fields import Field, Misaligned, fields
from convviz.layers.network.names import kind_name
from convviz.layers.network.plain_shapes import Shape
from convviz.layers.network.walk import Found, walk
from convviz.layers.padding import Pad
from convviz.layers.plain import Plain
from convviz.layers.pooling import Pool
from convviz.layers.transposed import ConvTranspose

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One node of a network.

    Attributes
    ----------
    name, kind
        What the node is called, and what it is, in PyTorch's words where it has one.
    inputs
        Names of what it reads.
    kernel, stride, padding, dilation
        For each axis, None where the layer has none.
    groups
        Of convolutions, else None.
    output_shape
        (channels, *spatial), None where it can't be told.
    field
        What its units see of the input, None where that can't be told.
    covered
        The share of the input that the unit in the middle sees, 0 to 1.
    parameters, multiply_adds, activation_bytes
        What it costs; activations are float32. None where the shape isn't known.
    problems
        What is wrong with it, each with its fixes.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    kernel: Numbers | None
    stride: Numbers | None
    padding: tuple[Pair, ...] | None
    dilation: Numbers | None
    groups: int | None
    output_shape: Shape | None
    field: Field | None
    covered: float | None
    parameters: int
    multiply_adds: int | None
    activation_bytes: int | None
    problems: tuple[Problem, ...] = ()

    @property
    def size(self) -> tuple[Pair, ...] | None:
        """Fewest and most cells of the receptive field, for each of the input's axes."""
        return None if self.field is None else self.field.size

    @property
    def jump(self) -> tuple[Fraction, ...] | None:
        """Input cells between neighbouring units, for each of the input's axes."""
        return None if self.field is None else self.field.jump

    @property
    def start(self) -> tuple[Fraction | None, ...] | None:
        """The middle of what the first unit sees, for each of the input's axes."""
        return None if self.field is None else self.field.start


@dataclass(frozen=True, slots=True)
class Table:
    """All nodes of a network on one input, and their totals.

    Attributes
    ----------
    input_shape
        (channels, *spatial).
    rows
        The nodes in the graph's order.
    misaligned
        Where branches about different places of the input come together.
    """

    input_shape: Shape
    rows: tuple[Row, ...]
    misaligned: tuple[Misaligned, ...]

    @property
    def failing(self) -> Row | None:
        """The first node with something wrong, None where nothing is."""
        return next((row for row in self.rows if row.problems), None)

    @property
    def parameters(self) -> int:
        """Numbers that all nodes learn together."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of all nodes whose shape is known."""
        return sum(row.multiply_adds or 0 for row in self.rows)

    @property
    def activation_bytes(self) -> int:
        """Bytes of all outputs whose shape is known, the input's not counted."""
        return sum(row.activation_bytes or 0 for row in self.rows)

    @property
    def output_shape(self) -> Shape | None:
        """What the last node gives; that of the input where there is none."""
        return self.rows[-1].output_shape if self.rows else self.input_shape


def table(graph: Graph, input_shape: Shape) -> Table:
    """Return what each node of a graph is, makes, sees and costs on an input.

    Parameters
    ----------
    graph
        The network.
    input_shape
        (channels, *spatial).
    """
    found = walk(graph, input_shape)
    known, apart = fields(found, input_shape)
    rows = tuple(_row(at, known[at.node.name], input_shape) for at in found)
    return Table(input_shape, rows, apart)


def _row(at: Found, field: Field | None, input_shape: Shape) -> Row:
    layer, shape = at.node.layer, at.output_shape
    axes = len(at.input_shapes[0]) - 1 if at.input_shapes else 0
    kernel, stride, padding, dilation, groups = _windows(layer, at)
    return Row(
        name=at.node.name,
        kind=kind_name(layer, axes),
        inputs=at.node.inputs,
        kernel=kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        output_shape=shape,
        field=field,
        covered=None if field is None else field.covered(input_shape[1:]),
        parameters=parameters_of(layer),
        multiply_adds=_products(layer, at),
        activation_bytes=None if shape is None else activation_bytes(shape),
        problems=at.problems,
    )


def _products(layer: Layer | Plain, at: Found) -> int | None:
    if at.output_shape is None:
        return None
    first = at.input_shapes[0] if at.input_shapes else ()
    return multiply_adds_of(layer, first, at.output_shape)


_Windows = tuple[
    Numbers | None, Numbers | None, tuple[Pair, ...] | None, Numbers | None, int | None
]


def _windows(layer: Layer | Plain, at: Found) -> _Windows:
    """Return kernel, stride, padding, dilation and groups."""
    match layer:
        case Conv() | ConvTranspose():
            pads, groups = _pads(layer, at), layer.groups
            return layer.kernel_size, layer.stride, pads, layer.dilation, groups
        case Pool() | Unfold() | Fold():
            return layer.kernel_size, layer.stride, _pads(layer, at), layer.dilation, None
        case Pad():
            return None, None, layer.padding, None, None
    return None, None, None, None, None


def _pads(
    layer: Conv | ConvTranspose | Pool | Unfold | Fold, at: Found
) -> tuple[Pair, ...] | None:
    """Return the padding in numbers; None where a name needs a size that isn't known."""
    if not isinstance(layer.padding, str):
        return layer.padding
    return None if at.output_shape is None else concrete(layer, at.input_shapes[0][1:]).pads
