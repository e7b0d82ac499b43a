"""A document: an input, a graph of layers, weights, dialect, view options and a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from numpy.typing import NDArray

from convviz.document.values import Values
from convviz.errors import Problem
from convviz.layers import Dialect, Graph, Layer, Weighted, check
from convviz.layers.large import too_large
from convviz.options import ViewOptions
from convviz.steps.order import Steps


@dataclass(frozen=True, slots=True)
class InputSource:
    """How an input came to be; what a changed size is made from again.

    Attributes
    ----------
    kind
        ``"preset"``, ``"file"`` or ``"typed"``.
    name
        The preset's name or the file's.
    seed
        Of the random preset.
    """

    kind: Literal["preset", "file", "typed"]
    name: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class KernelSource:
    """How a kernel came to be; as for `InputSource`."""

    kind: Literal["preset", "typed"]
    name: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The numbers of one layer.

    Attributes
    ----------
    weight
        Shape (out_channels, in_channels / groups, *kernel_size), or
        (in_channels, out_channels / groups, *kernel_size) of a transposed convolution.
    bias
        Shape (out_channels,), or None.
    source
        Where the weight is from.
    """

    weight: Values
    bias: Values | None = None
    source: KernelSource = field(default_factory=lambda: KernelSource("typed"))


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What is saved and undone; replaced whole, never changed.

    It may be a draft: `problems` tells whether its parts go together.

    Attributes
    ----------
    input
        Shape (channels, *spatial).
    input_source
        Where the input is from.
    graph
        The layers.
    weights
        Each layer's numbers by the layer's name; of a layer without a weight
        those that it had as another kind, which are not used.
    view
        View options; saved, not undoable.
    step
        Number of the step on show, from 0; saved, not undoable.
    """

    input: Values
    input_source: InputSource
    graph: Graph
    weights: Mapping[str, Weights] = field(default_factory=dict)
    view: ViewOptions = field(default_factory=ViewOptions)
    step: int = 0

    @property
    def layer(self) -> Layer:
        """The layer on show."""
        return self.graph.nodes[0].layer

    @property
    def dialect(self) -> Dialect:
        """Whose rules decide where frameworks differ; all layers have the same."""
        return self.layer.dialect

    @property
    def layer_weights(self) -> Weights:
        """The numbers of the layer on show."""
        return self.weights[self.graph.nodes[0].name]

    @property
    def steps(self) -> Steps:
        """The steps of the layer on show, as its view divides them; of a valid document."""
        return Steps.of(self.layer, self.input.shape, by_taps=self.view.by_taps)

    def with_layer(self, layer: Layer) -> Document:
        """Return the document with another layer on show; nothing else follows."""
        first, *others = self.graph.nodes
        return replace(self, graph=Graph((replace(first, layer=layer), *others)))

    def with_weights(self, weights: Weights) -> Document:
        """Return the document with other numbers of the layer on show."""
        return replace(self, weights={**self.weights, self.graph.nodes[0].name: weights})

    def weight_arrays(self) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
        """Return the weight and the bias of the layer on show, None for what it hasn't."""
        if not isinstance(self.layer, Weighted):
            return None, None
        weights = self.layer_weights
        return weights.weight.array(), None if weights.bias is None else weights.bias.array()

    def layer_problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong with the layer on its input, sizes beyond limits too."""
        layer, shape = self.layer, self.input.shape
        return check(layer, shape) or too_large(layer, shape)

    def problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong; a document without problems can be computed."""
        return self.layer_problems() or self._array_problems()

    def _array_problems(self) -> tuple[Problem, ...]:
        layer, weights = self.layer, self.layer_weights
        rows: list[tuple[str, tuple[int, ...] | None, tuple[int, ...] | None]] = [
            ("input", self.input.base.shape, self.input.shape)
        ]
        if isinstance(layer, Weighted):
            bias = None if weights.bias is None else weights.bias.shape
            rows += [
                ("weight", weights.weight.shape, layer.weight_shape),
                ("bias", bias, (layer.out_channels,) if layer.bias else None),
            ]
        return tuple(
            Problem(field, _misshapen(field, has, asked))
            for field, has, asked in rows
            if has != asked
        )


def _misshapen(field: str, has: tuple[int, ...] | None, asked: tuple[int, ...] | None) -> str:
    if has is None:
        return f"the {field} is missing, the layer asks for one of the shape {asked}"
    if asked is None:
        return f"there is a {field}, the layer has none"
    return (f"the {field} has the shape {has}, the layer asks for {asked}")
