"""A document as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from convviz.document.document import Document, InputSource, KernelSource, Weights
from convviz.document.encoding import StoreArray, encode_array
from convviz.document.kinds import kind_of
from convviz.document.network_values import network_values
from convviz.document.parameters import layer_values
from convviz.errors import InvalidLayer
from convviz.layers import Graph, Weighted
from convviz.options import ViewOptions

VERSION = 1
_USUAL = ViewOptions()
_ALWAYS = frozenset({
    "values", "decimals", "ghost", "sources", "by_taps", "colour_map", "input_levels",
    "output_levels", "input_channel", "zoom", "centre",
})
"""Options of the view that are written even where they say nothing."""


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
        **_all_weights(document, store),
        **_network(document),
        "view": _view(document.view),
        "step": document.step + 1,
    }


def _network(document: Document) -> dict[str, Any]:
    """Return the network that the layer is of; nothing where it is of none."""
    if document.network is None:
        return {}
    at = {"at": document.at} if document.at else {}
    return {"network": {**network_values(document.network), **at}}


def _source(source: InputSource | KernelSource) -> dict[str, Any]:
    if source.kind == "typed":
        return {"kind": "typed"}
    values = {"kind": source.kind, "name": source.name}
    return {**values, "seed": source.seed} if source.kind == "preset" else values


def _layers(graph: Graph) -> list[dict[str, Any]]:
    return [
        {
            "name": node.name,
            "kind": kind_of(node.shown),
            "inputs": list(node.inputs),
            **layer_values(node.shown),
        }
        for node in graph.nodes
    ]


def _all_weights(document: Document, store: StoreArray) -> dict[str, Any]:
    """Return the numbers of the layers that have some; nothing where none has."""
    weights = {
        node.name: _weights(document.weights[node.name], store)
        for node in document.graph.nodes
        if isinstance(node.shown, Weighted)
    }
    return {"weights": weights} if weights else {}


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
        if name in _ALWAYS or value != getattr(_USUAL, name)
    }
