"""A document: an input, a graph of layers, weights, dialect, view options and a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from numpy.typing import NDArray

from convviz.document.values import Values
from convviz.errors import Problem
from convviz.layers import Dialect, Fold, Graph, Layer, Unfold, Weighted, check
from convviz.layers.large import too_large
from convviz.layers.network.network import Network
from convviz.layers.shapes import output_shape_of
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
    network
        The whole that the layer on show is of, or None.
    at
        Which of its layers is on show; empty where it is none of them.
    """

    input: Values
    input_source: InputSource
    graph: Graph
    weights: Mapping[str, Weights] = field(default_factory=dict)
    view: ViewOptions = field(default_factory=ViewOptions)
    step: int = 0
    network: Network | None = None
    at: str = ""

    @property
    def layer(self) -> Layer:
        """The layer on show."""
        return self.graph.nodes[0].shown

    @property
    def dialect(self) -> Dialect:
        """Whose rules decide where frameworks differ; all layers have the same."""
        return self.layer.dialect

    @property
    def layer_weights(self) -> Weights:
        """The numbers of the layer on show."""
        return self.weights[self.graph.nodes[0].name]

    @property
    def whole(self) -> bool:
        """Whether all layers of a chain are on show, not the first alone."""
        several = self.view.show == "isometric" and len(self.graph.nodes) > 1
        return several and not any(
            isinstance(node.shown, Unfold | Fold) for node in self.graph.nodes
        )

    @property
    def given(self) -> tuple[tuple[int, ...], ...]:
        """The shape of what each layer of a valid document reads: the input's, then outputs'."""
        shapes = [self.input.shape]
        for node in self.graph.nodes[:-1]:
            shapes.append(output_shape_of(node.shown, shapes[-1]))
        return tuple(shapes)

    @property
    def steps(self) -> Steps:
        """The steps of the layer on show, as its view divides them; of a valid document.

        Where all layers are on show, those of the last.
        """
        layer, shape = self.layer, self.input.shape
        if self.whole:
            layer, shape = self.graph.nodes[-1].shown, self.given[-1]
        return Steps.of(layer, shape, by_taps=self.view.by_taps)

    def with_layer(self, layer: Layer) -> Document:
        """Return the document with another layer on show; nothing else follows."""
        first, *others = self.graph.nodes
        return replace(self, graph=Graph((replace(first, layer=layer), *others)))

    def with_weights(self, weights: Weights) -> Document:
        """Return the document with other numbers of the layer on show."""
        return replace(self, weights={**self.weights, self.graph.nodes[0].name: weights})

    def weight_arrays(self, at: int = 0) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
        """Return the weight and the bias of a layer, None for what it hasn't.

        Parameters
        ----------
        at
            Which layer; the one on show is the first.
        """
        node = self.graph.nodes[at]
        if not isinstance(node.shown, Weighted):
            return None, None
        weights = self.weights[node.name]
        return weights.weight.array(), None if weights.bias is None else weights.bias.array()

    def layer_problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong with the layers on what they read, sizes beyond limits too."""
        shape = self.input.shape
        for number, node in enumerate(self.graph.nodes, start=1):
            problems = check(node.shown, shape) or too_large(node.shown, shape)
            if problems:
                return problems if number == 1 else _of_layer(number, problems)
            shape = output_shape_of(node.shown, shape)
        return ()

    def problems(self) -> tuple[Problem, ...]:
        """Return all that is wrong; a document without problems can be computed."""
        return self.layer_problems() or self._array_problems()

    def _array_problems(self) -> tuple[Problem, ...]:
        if self.input.base.shape != self.input.shape:
            message = _misshapen("input", self.input.base.shape, self.input.shape)
            return (Problem("input", message),)
        for number, node in enumerate(self.graph.nodes, start=1):
            problems = _weight_problems(node.shown, self.weights[node.name])
            if problems:
                return problems if number == 1 else _of_layer(number, problems)
        return ()


def _weight_problems(layer: Layer, weights: Weights) -> tuple[Problem, ...]:
    if not isinstance(layer, Weighted):
        return ()
    bias = None if weights.bias is None else weights.bias.shape
    rows: list[tuple[str, tuple[int, ...] | None, tuple[int, ...] | None]] = [
        ("weight", weights.weight.shape, layer.weight_shape),
        ("bias", bias, (layer.out_channels,) if layer.bias else None),
    ]
    return tuple(
        Problem(field, _misshapen(field, has, asked))
        for field, has, asked in rows
        if has != asked
    )


def _of_layer(number: int, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return problems of a later layer; their fixes would be applied to the first."""
    return tuple(
        Problem(one.field, f"layer {number}: {one.message}", one.axis, kind=one.kind)
        for one in problems
    )


def _misshapen(field: str, has: tuple[int, ...] | None, asked: tuple[int, ...] | None) -> str:
    if has is None:
        return f"the {field} is missing, the layer asks for one of the shape {asked}"
    if asked is None:
        return f"there is a {field}, the layer has none"
    return (f"the {field} has the shape {has}, the layer asks for {asked}")
