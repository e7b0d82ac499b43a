"""A document as JSON values."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from convviz.document.document import Document, InputSource, KernelSource, Weights
from convviz.document.encoding import StoreArray, encode_array
from convviz.errors import InvalidLayer
from convviz.layers import Graph, Layer
from convviz.options import ViewOptions

VERSION = 1


def document_values(document: Document, store: StoreArray) -> dict[str, Any]:
    """Return a document as JSON values, version 1; `step` comes last.

    Steps count from 1 there, as on the screen.

    Raises
    ------
    convviz.errors.InvalidLayer
        It is a draft.
    """
    problems = document.problems()
    if problems:
        raise InvalidLayer(problems)
    return {
        "convviz": VERSION,
        "dialect": document.dialect,
        "input": {
            "source": _source(document.input_source),
            **encode_array(document.input.array(), store),
        },
        "layers": _layers(document.graph),
        "weights": {
            name: _weights(weights, store) for name, weights in document.weights.items()
        },
        "view": _view(document.view),
        "step": document.step + 1,
    }


def _source(source: InputSource | KernelSource) -> dict[str, Any]:
    if source.kind == "typed":
        return {"kind": "typed"}
    values = {"kind": source.kind, "name": source.name}
    return {**values, "seed": source.seed} if source.kind == "preset" else values


def _layers(graph: Graph) -> list[dict[str, Any]]:
    return [
        {
            "name": node.name,
            "kind": "conv",
            "inputs": list(node.inputs),
            **_parameters(node.layer),
        }
        for node in graph.nodes
    ]


def _parameters(layer: Layer) -> dict[str, Any]:
    values: dict[str, Any] = {field.name: getattr(layer, field.name) for field in fields(layer)}
    for name in ("kernel_size", "stride", "dilation"):
        values[name] = list(values[name])
    del values["dialect"]
    if not isinstance(layer.padding, str):
        values["padding"] = [list(sides) for sides in layer.padding]
    return values


def _weights(weights: Weights, store: StoreArray) -> dict[str, Any]:
    bias = weights.bias
    return {
        "source": _source(weights.source),
        "weight": encode_array(weights.weight.array(), store),
        "bias": None if bias is None else encode_array(bias.array(), store),
    }


def _view(view: ViewOptions) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(view).items()
    }
