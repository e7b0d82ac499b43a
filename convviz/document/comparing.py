"""Whether two documents say the same."""

from __future__ import annotations

from collections.abc import Iterator

from convviz.document.document import Document, Weights
from convviz.document.values import Values
from convviz.layers import Weighted


def same_numbers(first: Document, second: Document) -> bool:
    """Return whether two documents differ in nothing but view, step, sources and network."""
    return (
        first.graph == second.graph
        and first.input.same(second.input)
        and _same_weights(first, second)
    )


def same_network(first: Document, second: Document) -> bool:
    """Return whether two documents have the same network, and of it the same layer on show."""
    return first.at == second.at and (
        first.network is second.network or first.network == second.network
    )


def same_sources(first: Document, second: Document) -> bool:
    """Return whether two documents with the same layers name the same sources."""
    return first.input_source == second.input_source and all(
        ours.source == theirs.source for ours, theirs in _weights_in_use(first, second)
    )


def _same_weights(first: Document, second: Document) -> bool:
    if first.weights is second.weights:
        return True
    return first.weights.keys() == second.weights.keys() and all(
        ours.weight.same(theirs.weight) and _same_bias(ours.bias, theirs.bias)
        for ours, theirs in _weights_in_use(first, second)
    )


def _weights_in_use(first: Document, second: Document) -> Iterator[tuple[Weights, Weights]]:
    """Yield both documents' numbers of each layer that has some."""
    for node in first.graph.nodes:
        if isinstance(node.shown, Weighted):
            yield first.weights[node.name], second.weights[node.name]


def _same_bias(first: Values | None, second: Values | None) -> bool:
    if first is None or second is None:
        return first is second
    return first.same(second)
