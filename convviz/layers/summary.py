"""What a layer makes of an input: sizes with their formula, costs, what it sees."""

from __future__ import annotations

from dataclasses import dataclass

from convviz.errors import InvalidLayer
from convviz.layers import sizes
from convviz.layers.check import check
from convviz.layers.construct import require_layer, shape
from convviz.layers.costs import biases, multiply_adds, operations, spans, unread, weights
from convviz.layers.formulas import Formula, SizeFormula, formulas
from convviz.layers.layer import Layer
from convviz.layers.receptive import ReceptiveField, field_of
from convviz.layers.shapes import output_shape_of

__all__ = [
    "Formula",
    "SizeFormula",
    "Summary",
    "formulas",
    "output_shape",
    "summarise",
]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a layer's arithmetic says about one input shape.

    Attributes
    ----------
    input_shape, output_shape
        (channels, *spatial).
    effective_kernel
        Cells that the kernel, or the largest part, spans along each axis.
    formulas
        The size formula of each of the output's axes.
    unread
        Cells along each of the input's axes that no output has anything from.
    weights, biases
        Number of parameters of each kind.
    multiply_adds
        Products of the whole layer, each added once; biases are not counted.
    operations
        Multiply-adds, or what a layer without products compares or adds: one for
        each input cell of each window, padding left out.
    receptive_field
        What one output cell sees; None where that differs from cell to cell.
    """

    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    effective_kernel: tuple[int, ...]
    formulas: tuple[Formula, ...]
    unread: tuple[sizes.Unread, ...]
    weights: int
    biases: int
    multiply_adds: int
    operations: int
    receptive_field: ReceptiveField | None

    @property
    def parameters(self) -> int:
        """Weights and biases together."""
        return self.weights + self.biases


def output_shape(layer: Layer, input_shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the output's shape (channels, *spatial), in plain integers.

    Raises
    ------
    convviz.errors.InvalidLayer
        The layer can't be, or can't take such an input.
    """
    require_layer(layer)
    input_shape = shape(input_shape)
    problems = check(layer, input_shape)
    if problems:
        raise InvalidLayer(problems)
    return output_shape_of(layer, input_shape)


def summarise(layer: Layer, input_shape: tuple[int, ...]) -> Summary:
    """Return sizes, costs and receptive field for an input (channels, *spatial).

    Raises
    ------
    convviz.errors.InvalidLayer
        The layer can't be, or can't take such an input.
    """
    output = output_shape(layer, input_shape)
    channels, *size = shape(input_shape)
    return Summary(
        input_shape=(channels, *size),
        output_shape=output,
        effective_kernel=spans(layer, tuple(size)),
        formulas=formulas(layer, tuple(size), channels),
        unread=unread(layer, tuple(size)),
        weights=weights(layer),
        biases=biases(layer),
        multiply_adds=multiply_adds(layer, (channels, *size)),
        operations=operations(layer, (channels, *size)),
        receptive_field=field_of(layer, tuple(size)),
    )
