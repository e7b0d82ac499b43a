"""Whether two documents say the same."""

from __future__ import annotations

from collections.abc import Mapping

from convviz.document.document import Document, Weights
from convviz.document.values import Values


def same_numbers(first: Document, second: Document) -> bool:
    """Return whether two documents differ in nothing but view, step and sources."""
    return (
        first.graph == second.graph
        and first.dialect == second.dialect
        and first.input.same(second.input)
        and _same_weights(first.weights, second.weights)
    )


def same_sources(first: Document, second: Document) -> bool:
    """Return whether two documents with the same layers name the same sources."""
    return first.input_source == second.input_source and all(
        weights.source == second.weights[name].source for name, weights in first.weights.items()
    )


def _same_weights(first: Mapping[str, Weights], second: Mapping[str, Weights]) -> bool:
    if first is second:
        return True
    if first.keys() != second.keys():
        return False
    return all(
        ours.weight.same(second[name].weight) and _same_bias(ours.bias, second[name].bias)
        for name, ours in first.items()
    )


def _same_bias(first: Values | None, second: Values | None) -> bool:
    if first is None or second is None:
        return first is second
    return first.same(second)
