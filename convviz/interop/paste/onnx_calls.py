"""Calls of ``onnx.helper`` in pasted code, as the nodes and arrays that they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from convviz.interop.paste.building import Unclear
from convviz.interop.paste.expressions import is_number
from convviz.interop.paste.onnx_text import OnnxNode, OnnxText


def take_call(
    text: OnnxText, name: str, positional: Sequence[object], named: Mapping[str, object], line: int
) -> None:
    """Put what a call asks for among the nodes and the shapes.

    Parameters
    ----------
    text
        Where it goes.
    name
        ``make_node``, ``make_tensor_value_info`` or ``make_tensor``.
    positional, named, line
        The call's arguments, and where it stands.

    Raises
    ------
    Unclear
        A node's type isn't known.
    """
    words: tuple[str, ...] = ("op_type", "inputs", "outputs", "name")
    if name != "make_node":
        words = ("name", "data_type", "dims", "vals")
    values = {**dict(zip(words, positional, strict=False)), **named}
    if name == "make_node":
        operator, title = values.pop("op_type", None), values.pop("name", None)
        inputs, outputs = (_words(values.pop(key, ())) for key in ("inputs", "outputs"))
        if not isinstance(operator, str):
            raise Unclear("the node's type isn't known here")
        title = title if isinstance(title, str) else ""
        text.nodes.append(OnnxNode(operator, inputs, outputs, values, line, title))
        return
    sizes = values.get("shape", values.get("dims"))
    title = values.get("name")
    if isinstance(title, str) and isinstance(sizes, list | tuple):
        text.shapes[title] = tuple(size if isinstance(size, int) else None for size in sizes)
        numbers = values.get("vals")
        if isinstance(numbers, list | tuple) and all(map(is_number, numbers)):
            text.values[title] = list(numbers)


def _words(value: object) -> tuple[str, ...]:
    many = value if isinstance(value, list | tuple) else ()
    return tuple(one for one in many if isinstance(one, str))
