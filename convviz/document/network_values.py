"""Networks as JSON values, and from them; a file has them alone, a document beside its own."""

from __future__ import annotations

from typing import Any

from convviz.document.fields import Fields, kind_of, whole
from convviz.document.kinds import KINDS, Kind
from convviz.document.kinds import kind_of as layer_kind
from convviz.document.parameters import layer_from, layer_values
from convviz.document.plain_layers import PLAIN_KINDS, plain_from, plain_values
from convviz.errors import UnreadableFile
from convviz.layers import DIALECTS, Dialect, Graph, Layer, Node
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network

_MOST_LAYERS = 100_000


def network_values(network: Network) -> dict[str, Any]:
    """Return a network as JSON values; what is usual is left out."""
    values = {
        "name": network.name,
        "title": network.title,
        "source": network.source,
        "dialect": network.dialect,
        "input_shape": list(network.input_shape),
        "layers": [],
    }
    if network.dialect == "pytorch":
        del values["dialect"]
    if not network.input_shape:
        del values["input_shape"]
    before = INPUT
    rows = []
    for node in network.graph.nodes:
        rows.append(_values(node, before))
        before = node.name
    return {**values, "layers": rows}


def network_of(fields: Fields, name: str) -> Network:
    """Return the network that JSON values describe.

    Parameters
    ----------
    fields
        As `network_values` makes them; all of them are taken.
    name
        What messages call the file.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with them.
    """
    dialect = fields.choice("dialect", DIALECTS, "pytorch")
    called = fields.text("name")
    network = Network(
        called,
        fields.text("title", called),
        fields.text("source", ""),
        _shape(fields, "input_shape"),
        Graph(_nodes(fields.take("layers"), dialect, name)),
        dialect,
    )
    fields.done()
    return network


def _values(node: Node, before: str) -> dict[str, Any]:
    if isinstance(node.layer, Layer):
        values = {"kind": layer_kind(node.layer), **_short(layer_values(node.layer))}
    else:
        values = plain_values(node.layer)
    inputs = {} if node.inputs == (before,) else {"inputs": list(node.inputs)}
    return {"name": node.name, **inputs, **values}


def _short(values: dict[str, Any]) -> dict[str, Any]:
    """Return parameters without those that say what is usual, one number for equal axes."""
    if "kernel_size" not in values:  # another parameter tells the number of axes
        return {name: value for name, value in values.items() if value != _USUAL.get(name)}
    short = {name: _once(value) if name in _ALONG else value for name, value in values.items()}
    usual = _USUAL if "in_channels" in values else {**_USUAL, "stride": None}
    return {
        name: value
        for name, value in short.items()
        if name not in usual or value != usual[name]
    }


def _once(value: Any) -> Any:
    """Return the number that stands along all axes and sides, else what is given."""
    parts = value
    while isinstance(parts, list) and all(part == parts[0] for part in parts):
        parts = parts[0]
    return value if isinstance(parts, list) else parts


_ALONG = frozenset({"stride", "padding", "output_padding", "dilation"})
_USUAL: dict[str, object] = {
    "stride": 1, "padding": 0, "output_padding": 0, "dilation": 1, "groups": 1, "bias": True,
    "padding_mode": "zeros", "ceil_mode": False, "mode": "constant", "value": 0,
}  # fmt: skip


def _shape(fields: Fields, key: str) -> tuple[int, ...]:
    value, where = fields.take(key, None), fields.at(key)
    if value is None:
        return ()  # it has no usual one
    if not isinstance(value, list) or len(value) not in {2, 3, 4}:
        raise UnreadableFile(f"{where} must be a list of 2 to 4 numbers: channels, then sizes")
    shape = tuple(whole(part, where) for part in value)
    if min(shape) < 1:
        raise UnreadableFile(f"{where} has {min(shape)}: each must be at least 1")
    return shape


def _nodes(layers: object, dialect: Dialect, name: str) -> tuple[Node, ...]:
    if not isinstance(layers, list):
        raise UnreadableFile(f'"layers" of {name} is {kind_of(layers)}, expected a list')
    if not layers:
        raise UnreadableFile(f"{name} has no layers")
    if len(layers) > _MOST_LAYERS:
        most = f"at most {_MOST_LAYERS:,} are read"
        raise UnreadableFile(f"{name} has {len(layers):,} layers: {most}")
    nodes: list[Node] = []
    known = {INPUT}
    for number, layer in enumerate(layers, start=1):
        where = f"layer {number} of {name}"
        node = _node(layer, nodes[-1].name if nodes else INPUT, dialect, where)
        if node.name in known:
            raise UnreadableFile(f'{where} is called "{node.name}" like another')
        for read in node.inputs:
            if read not in known:
                raise UnreadableFile(f'{where} reads "{read}", which doesn\'t stand before it')
        known.add(node.name)
        nodes.append(node)
    return tuple(nodes)


def _node(layer: object, before: str, dialect: Dialect, where: str) -> Node:
    fields = Fields(layer, where)
    kind = fields.choice("kind", (*KINDS, *PLAIN_KINDS))
    title = fields.text("name")
    inputs = fields.take("inputs", [before])
    if not isinstance(inputs, list) or not all(isinstance(one, str) for one in inputs):
        raise UnreadableFile(f'"inputs" of {where} must be a list of names of layers')
    made = layer_from(fields, _kind(kind), dialect) if kind in KINDS else plain_from(fields, kind)
    fields.done()
    return Node(title, made, tuple(inputs))


def _kind(word: str) -> Kind:
    return next(kind for kind in KINDS if kind == word)
