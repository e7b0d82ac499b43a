"""Documents made of layers and arrays: of one layer, and of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from convviz.api.arrays import bias_array, numbers
from convviz.errors import ConvvizError, InvalidLayer, Problem
from convviz.layers import Graph, Layer, Node, Weighted
from convviz.layers.shapes import output_shape_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from convviz.document.document import Document, Weights


def chain_document(
    layers: Sequence[Layer], x: NDArray[Any], weights: object, biases: object
) -> Document:
    """Return the document of layers, each reading the one before.

    Parameters
    ----------
    layers
        At least one.
    x
        The first one's input.
    weights, biases
        For each layer one, or None for none and for the usual ones; None for all.

    Raises
    ------
    InvalidLayer
        A layer can't take what the one before gives, or such a weight or bias.
    """
    import numpy as np  # noqa: PLC0415

    given = zip(
        layers, _each("weight", weights, len(layers)), _each("bias", biases, len(layers)),
        strict=True,
    )
    nodes: list[Node] = []
    numbers_of: dict[str, Weights] = {}
    first: Document | None = None
    for number, (layer, weight, bias) in enumerate(given, start=1):
        if layer.dialect != layers[0].dialect:
            raise InvalidLayer(
                (
                    Problem(
                        "dialect",
                        f"layer {number} is {layer.dialect}, the first {layers[0].dialect}: "
                        "layers of a chain have the same dialect",
                    ),
                )
            )
        try:
            made = single_document(
                layer, x, cast("ArrayLike | str | None", weight), cast("ArrayLike | None", bias)
            )
        except InvalidLayer as error:
            raise InvalidLayer(
                tuple(
                    replace(problem, message=f"layer {number}: {problem.message}", fixes=())
                    for problem in error.problems
                )
            ) from None
        (node,) = made.graph.nodes
        name = f"{node.name}{number}"
        before = (nodes[-1].name,) if nodes else node.inputs
        nodes.append(Node(name, node.shown, before))
        numbers_of[name] = made.weights[node.name]
        first = first or made
        x = np.broadcast_to(x.dtype.type(0), output_shape_of(node.shown, x.shape))
    assert first is not None  # noqa: S101 - there is at least one layer
    return replace(first, graph=Graph(tuple(nodes)), weights=numbers_of)


def _each(field: str, values: object, count: int) -> list[object]:
    """Return one weight or bias for each layer."""
    if values is None:
        return [None] * count
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != count:
        raise ConvvizError(f"{field}: a list of layers takes a list of {count}, one for each layer")
    return list(values)


def single_document(
    layer: Layer, x: NDArray[Any], weight: ArrayLike | str | None, bias: ArrayLike | None
) -> Document:
    """Return the document of one layer on an input.

    Raises
    ------
    InvalidLayer
        The layer can't take such an input, weight or bias.
    """
    from convviz.document import editing  # noqa: PLC0415
    from convviz.document.document import InputSource  # noqa: PLC0415
    from convviz.engine.output import check_weights  # noqa: PLC0415

    offset = bias_array(layer, bias)
    if isinstance(layer, Weighted):
        layer = replace(layer, bias=offset is not None)
    document = editing.new_document(layer, x.shape)
    problems = document.layer_problems()
    if problems:
        raise InvalidLayer(problems)
    kernel = _weight(layer, weight)
    problems = check_weights(layer, kernel, offset)
    if problems:
        raise InvalidLayer(problems)
    document = editing.with_input(document, x, InputSource("typed"))
    if kernel is not None:
        document = editing.with_weight(document, kernel)
    return document if offset is None else editing.with_bias(document, offset)


def _weight(layer: Layer, weight: ArrayLike | str | None) -> NDArray[Any] | None:
    """Return the weight that is given, by name too, or the usual one; None where there is none."""
    if weight is not None and not isinstance(weight, str):
        return numbers("weight", weight)
    if isinstance(layer, Weighted):
        return _preset(layer, weight or "corners")
    if weight is not None:
        raise InvalidLayer((Problem("weight", "a weight is given, the layer has none"),))
    return None


def _preset(layer: Weighted, name: str) -> NDArray[Any]:
    from convviz.document.presets import kernel_preset  # noqa: PLC0415

    kernel = kernel_preset(name, layer.weight_shape)
    if kernel is None:
        size = " × ".join(map(str, layer.kernel_size))
        raise ConvvizError(f"there is no {name} kernel of the size {size}")
    return kernel
