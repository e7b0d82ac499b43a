"""A network as code: the one door to all frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from convviz.errors import ConvvizError
from convviz.interop.code.flax_code import flax_code
from convviz.interop.code.keras_code import keras_code
from convviz.interop.code.numpy_code import numpy_code
from convviz.interop.code.onnx_code import onnx_code
from convviz.interop.code.steps import Notes, steps_of
from convviz.interop.code.torch_code import torch_code
from convviz.layers import Dialect, Graph, Layer, Node
from convviz.layers.network.network import Network
from convviz.layers.plain import Plain

Framework = Literal["pytorch", "keras", "flax", "onnx", "numpy"]
FRAMEWORKS: tuple[Framework, ...] = get_args(Framework)
FRAMEWORK_NAMES: dict[Framework, str] = {
    "pytorch": "PyTorch", "keras": "Keras", "flax": "JAX (Flax)", "onnx": "ONNX",
    "numpy": "NumPy",
}  # fmt: skip
_DIALECTS: dict[Framework, Dialect | None] = {
    "pytorch": "pytorch", "keras": "tensorflow", "flax": "jax", "onnx": None, "numpy": None,
}
_MOST_LAYERS = 20_000


@dataclass(frozen=True, slots=True)
class Code:
    """A network as code.

    Attributes
    ----------
    text
        The code.
    notes
        What it can't say, in sentences.
    """

    text: str
    notes: tuple[str, ...] = ()


def network_code(network: Network, framework: Framework) -> Code:
    """Return a network as a framework's code.

    Raises
    ------
    convviz.errors.ConvvizError
        It has no layers or very many, one of them doesn't fit what it reads, or hangs on
        the input's size while that isn't given.
    """
    graph = network.graph
    if not graph.nodes:
        raise ConvvizError("the network has no layers to write")
    if len(graph.nodes) > _MOST_LAYERS:
        raise ConvvizError(f"{len(graph.nodes):,} layers are too many to write as code")
    shape = network.input_shape or None
    steps = steps_of(graph, shape, _DIALECTS[framework])
    notes = Notes()
    match framework:
        case "pytorch":
            text = torch_code(steps, notes)
        case "keras":
            text = keras_code(steps, notes, shape)
        case "flax":
            text = flax_code(steps, notes)
        case "onnx":
            text = onnx_code(steps, notes, shape)
        case "numpy":
            text = numpy_code(steps, notes)
    said = tuple(notes.said)
    return Code("".join(f"# {note}\n" for note in said) + text, said)


def layer_code(
    layer: Layer | Plain, framework: Framework, input_shape: tuple[int, ...] = ()
) -> Code:
    """Return a single layer as a framework's code; errors are those of `network_code`."""
    name = type(layer).__name__.lower()
    network = Network("layer", "Layer", "", input_shape, Graph((Node(name, layer),)))
    return network_code(network, framework)
