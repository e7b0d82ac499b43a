"""What is wrong with layers that are no convolutions."""

from __future__ import annotations

from convviz.errors import Problem
from convviz.layers.layer import Layer
from convviz.layers.shapes import output_shape_of


def check(layer: Layer, input_shape: tuple[int, ...] | None = None) -> tuple[Problem, ...]:
    """Return every problem of a layer, and of its input's shape where one is given."""
    if input_shape is None or min(output_shape_of(layer, input_shape)) > 0:
        return ()
    return (Problem("kernel_size", "the output would be empty"),)
