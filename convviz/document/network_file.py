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
from convviz.document.fields import Fields
from convviz.document.network_values import network_of, network_values
from convviz.document.reading import parsed
from convviz.errors import ConvvizError, UnreadableFile
from convviz.files import read_bytes
from convviz.layers.network.network import Network

__all__ = [
    "Network", "network_from", "network_text", "preset_names", "preset_network", "read_network",
]  # fmt: skip

VERSION = 1
PRESETS = "presets"
_MOST_BYTES = 1 << 26


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
    return network_of(fields, name)


def network_text(network: Network) -> str:
    """Return a network as JSON, a layer a line."""
    head: dict[str, Any] = {"convviz_network": VERSION, **network_values(network)}
    rows = [f"    {json.dumps(row, ensure_ascii=False)}" for row in head.pop("layers")]
    lines = [f"  {json.dumps(key)}: {json.dumps(head[key], ensure_ascii=False)}" for key in head]
    layers = ",\n".join(rows)
    return "{\n" + ",\n".join([*lines, f'  "layers": [\n{layers}\n  ]']) + "\n}\n"
