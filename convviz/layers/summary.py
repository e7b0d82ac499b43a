"""What a layer makes of an input: sizes with their formula, costs, what it sees."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from convviz.errors import InvalidLayer
from convviz.layers import sizes
from convviz.layers.check import check
from convviz.layers.construct import require_layer, shape
from convviz.layers.conv import Conv
from convviz.layers.layer import Layer
from convviz.layers.receptive import ReceptiveField, receptive_field
from convviz.layers.shapes import output_shape_of


@dataclass(frozen=True, slots=True)
class SizeFormula:
    """The output size of one axis with its numbers filled in.

    It may be a draft's: any numbers will do.

    Attributes
    ----------
    size
        Input cells along the axis.
    before, after
        Padding on its two sides.
    dilation, kernel, stride
        The layer's along this axis.
    """

    size: int
    before: int
    after: int
    dilation: int
    kernel: int
    stride: int

    @property
    def numerator(self) -> int:
        """What is divided by the stride: ``I + P − D·(K − 1) − 1``."""
        padded = self.size + self.before + self.after
        return padded - sizes.effective_kernel(self.kernel, self.dilation)

    @property
    def result(self) -> int:
        """The output size; 0 or less when no window fits, as with a draft's stride below 1."""
        return self.numerator // self.stride + 1 if self.stride > 0 else 0

    @property
    def substituted(self) -> str:
        """The formula with its numbers: ``⌊(7 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1``."""
        return (
            f"⌊({self.size} + {self.before} + {self.after} − "
            f"{self.dilation}·({self.kernel} − 1) − 1) / {self.stride}⌋ + 1"
        )

    @property
    def reduced(self) -> str:
        """The formula with its numerator worked out: ``⌊6 / 2⌋ + 1``."""
        return f"⌊{self.numerator} / {self.stride}⌋ + 1".replace("-", "−")

    def __str__(self) -> str:
        """Return all of it in one line, down to the number."""
        return f"{self.substituted} = {self.reduced} = {self.result}"


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a layer's arithmetic says about one input shape.

    Attributes
    ----------
    input_shape, output_shape
        (channels, *spatial).
    effective_kernel
        Cells that the kernel spans along each axis.
    formulas
        The size formula of each axis.
    unread
        Cells along each axis that no window reads.
    weights, biases
        Number of parameters of each kind.
    multiply_adds
        Products of the whole layer, each added once; biases are not counted.
    receptive_field
        What one output cell sees.
    """

    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    effective_kernel: tuple[int, ...]
    formulas: tuple[SizeFormula, ...]
    unread: tuple[sizes.Unread, ...]
    weights: int
    biases: int
    multiply_adds: int
    receptive_field: ReceptiveField

    @property
    def parameters(self) -> int:
        """Weights and biases together."""
        return self.weights + self.biases


def formulas(layer: Conv, input_size: tuple[int, ...]) -> tuple[SizeFormula, ...]:
    """Return each axis's size formula, also where the kernel doesn't fit."""
    return tuple(
        SizeFormula(size, before, after, dilation, kernel, stride)
        for size, (before, after), dilation, kernel, stride in zip(
            input_size, layer.pads, layer.dilation, layer.kernel_size, layer.stride, strict=True
        )
    )


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


def summarise(layer: Conv, input_shape: tuple[int, ...]) -> Summary:
    """Return sizes, costs and receptive field for an input (channels, *spatial).

    Raises
    ------
    convviz.errors.InvalidLayer
        The layer can't be, or can't take such an input.
    """
    output = output_shape(layer, input_shape)
    weights = prod(layer.weight_shape)
    return Summary(
        input_shape=input_shape,
        output_shape=output,
        effective_kernel=layer.effective_kernel,
        formulas=formulas(layer, input_shape[1:]),
        unread=tuple(
            map(
                sizes.unread,
                *(input_shape[1:], layer.pads),
                *(layer.kernel_size, layer.stride, layer.dilation),
            )
        ),
        weights=weights,
        biases=layer.out_channels if layer.bias else 0,
        multiply_adds=prod(output) * layer.taps,
        receptive_field=receptive_field([layer])[0],
    )
