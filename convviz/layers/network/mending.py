"""The smallest changes that mend a network at the first node that fails.

A fix changes fields of the failing node's layer, or one of these: ``"before"`` puts a
plain layer before the node, ``"crop"`` cuts one of its inputs to the other's size,
``"input_shape"`` gives the network another input.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from convviz.errors import Fix, Problem
from convviz.layers.graph import Graph, Node
from convviz.layers.network.fitting import nearest_shapes
from convviz.layers.network.plain_shapes import Shape, said
from convviz.layers.network.walk import Found, first_failing, walk
from convviz.layers.plain import CropTo, Plain

_MOST_TIMES = 4
"""An input more times as large as the present one, or as small, was hardly meant."""


def mending(graph: Graph, input_shape: Shape) -> tuple[Problem, ...]:
    """Return what is wrong with the first node that fails, with fixes for the network.

    Each fix was tried: the node doesn't fail with it.

    Parameters
    ----------
    graph, input_shape
        The network and its input's (channels, *spatial).

    Returns
    -------
    tuple of Problem
        Empty where nothing is wrong.
    """
    failing = first_failing(walk(graph, input_shape))
    if failing is None:
        return ()
    name = failing.node.name
    shapes = tuple(
        Fix(f"input {said(shape)}", (("input_shape", shape),))
        for shape in nearest_shapes(graph, input_shape)
        if all(map(_near, shape, input_shape))
    )
    return tuple(
        replace(
            problem,
            fixes=tuple(
                fix
                for fix in (*problem.fixes, *shapes)
                if not _of_own_input(fix) and _mends(graph, input_shape, name, fix)
            ),
        )
        for problem in failing.problems
    )


def with_fix(graph: Graph, input_shape: Shape, name: str, fix: Fix) -> tuple[Graph, Shape]:
    """Return a network and its input's shape with a fix of one node made."""
    changes: dict[str, Any] = dict(fix.changes)
    shape = cast("Shape", changes.pop("input_shape", input_shape))
    nodes: list[Node] = []
    for node in graph.nodes:
        nodes += _changed(graph, node, dict(changes)) if node.name == name else [node]
    return Graph(tuple(nodes)), shape


def _changed(graph: Graph, node: Node, changes: dict[str, Any]) -> list[Node]:
    before: Plain | None = changes.pop("before", None)
    crop: int | None = changes.pop("crop", None)
    if before is not None:
        new = Node(_free(graph, f"{node.name}_before"), before, node.inputs[:1])
        node = replace(node, inputs=(new.name, *node.inputs[1:]))
        return [new, replace(node, layer=replace(node.layer, **changes))]
    if crop is not None:
        cut, other = node.inputs[crop], node.inputs[1 - crop]
        new = Node(_free(graph, f"{node.name}_crop"), CropTo(), (cut, other))
        inputs = (new.name, other) if crop == 0 else (other, new.name)
        return [new, replace(node, inputs=inputs)]
    return [replace(node, layer=replace(node.layer, **changes))]


def _free(graph: Graph, name: str) -> str:
    """Return a name that no node has."""
    taken = {node.name for node in graph.nodes}
    while name in taken:
        name += "_"
    return name


def _near(side: int, now: int) -> bool:
    return side <= _MOST_TIMES * now and now <= _MOST_TIMES * side


def _of_own_input(fix: Fix) -> bool:
    """Return whether a fix is of the input that the layer alone has."""
    return any(field == "input_size" for field, _ in fix.changes)


def _mends(graph: Graph, input_shape: Shape, name: str, fix: Fix) -> bool:
    changed, shape = with_fix(graph, input_shape, name, fix)
    at: Found | None = first_failing(walk(changed, shape))
    if at is None:
        return True
    order = {node.name: place for place, node in enumerate(changed.nodes)}
    return order[at.node.name] > order[name]
