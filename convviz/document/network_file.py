"""Networks as JSON: a name, a source, an input's shape and a graph of layers.

A network file has the layers of a document, of plain kinds too, and no numbers::

    {
      "convviz_network": 1,
      "name": "two-layers", "title": "Two layers", "source": "made up",
      "input_shape": [3, 32, 32],
      "layers": [
        {"name": "conv", "kind": "conv", "in_channels": 3, "out_channels": 8,
         "kernel_size": [3, 3], "padding": 1},
        {"name": "relu", "kind": "relu"},
        {"name": "sum", "kind": "add", "inputs": ["conv", "relu"]}
      ]
    }

A layer that names no inputs reads the one before it. What is usual may be left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from convviz import assets
from convviz.document.fields import Fields, kind_of, whole
from convviz.document.kinds import KINDS, Kind
from convviz.document.kinds import kind_of as layer_kind
from convviz.document.parameters import layer_from, layer_values
from convviz.document.plain_layers import PLAIN_KINDS, plain_from, plain_values
from convviz.document.reading import parsed
from convviz.errors import ConvvizError, UnreadableFile
from convviz.files import read_bytes
from convviz.layers import DIALECTS, Dialect, Graph, Layer, Node
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network

__all__ = [
    "Network", "network_from", "network_text", "preset_names", "preset_network", "read_network",
]  # fmt: skip

VERSION = 1
PRESETS = "presets"
_MOST_BYTES = 1 << 26
_MOST_LAYERS = 100_000


def preset_names() -> tuple[str, ...]:
    """Return the names of the networks that come with convviz."""
    folder = assets.root() / PRESETS
    return tuple(sorted(path.stem for path in folder.glob("*.json")))


def preset_network(name: str) -> Network:
    """Return a network that comes with convviz.

    Raises
    ------
    convviz.errors.ConvvizError
        There is none of that name.
    """
    if name not in preset_names():
        raise ConvvizError(f"there is no network {name}: there are {', '.join(preset_names())}")
    return network_from(assets.text(PRESETS, f"{name}.json"), name)


def read_network(path: Path) -> Network:
    """Return the network of a file.

    Raises
    ------
    convviz.errors.UnreadableFile
        It can't be read, or isn't one.
    """
    data = read_bytes(path, _MOST_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path.name} isn't a network: it isn't text in UTF-8") from None
    return network_from(text, path.name)


def network_from(text: str, name: str) -> Network:
    """Return the network that a JSON text describes.

    Parameters
    ----------
    text
        JSON, as `network_text` writes it.
    name
        What messages call the file.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    fields = Fields(parsed(text, name), name)
    version = fields.whole("convviz_network")
    if version != VERSION:
        raise UnreadableFile(f"{name} has version {version} of networks, this convviz reads 1")
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


def network_text(network: Network) -> str:
    """Return a network as JSON, a layer a line."""
    head = {
        "convviz_network": VERSION,
        "name": network.name,
        "title": network.title,
        "source": network.source,
        "dialect": network.dialect,
        "input_shape": list(network.input_shape),
    }
    if network.dialect == "pytorch":
        del head["dialect"]
    before = INPUT
    rows = []
    for node in network.graph.nodes:
        rows.append(f"    {json.dumps(_values(node, before), ensure_ascii=False)}")
        before = node.name
    lines = [f"  {json.dumps(key)}: {json.dumps(head[key], ensure_ascii=False)}" for key in head]
    layers = ",\n".join(rows)
    return "{\n" + ",\n".join([*lines, f'  "layers": [\n{layers}\n  ]']) + "\n}\n"


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
    value, where = fields.take(key), fields.at(key)
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
