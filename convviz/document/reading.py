"""A document from JSON: nothing in the text is believed before it is checked."""

from __future__ import annotations

import json
from typing import NoReturn

from convviz.document.document import Document, InputSource, KernelSource, Weights
from convviz.document.encoding import LoadArray, decode_array
from convviz.document.fields import Fields, kind_of, one_of, whole
from convviz.document.fitting import depths
from convviz.document.kinds import KINDS
from convviz.document.network_values import network_of
from convviz.document.parameters import layer_from
from convviz.document.presets import INPUT_PRESETS, KERNEL_PRESETS
from convviz.document.values import Values
from convviz.document.writing import VERSION
from convviz.errors import InvalidLayer, UnreadableFile
from convviz.layers import DIALECTS, Dialect, Graph, Layer, Node, Weighted
from convviz.layers.graph import INPUT
from convviz.layers.network.network import Network
from convviz.options import (
    COLOUR_MAPS,
    LEAST_TURN,
    MOST_DECIMALS,
    MOST_TURN,
    SHOWS,
    SWITCHES,
    ViewOptions,
)

_INPUTS = tuple(preset.name for preset in INPUT_PRESETS)
_KERNELS = tuple(preset.name for preset in KERNEL_PRESETS)
_MOST_ZOOM = 1e6
_MOST_DIGITS = 4000


def document_from(text: str, load: LoadArray, name: str) -> Document:
    """Return the document that a JSON text describes.

    Parameters
    ----------
    text
        JSON, as `convviz.document.files.to_json` writes it.
    load
        Reads a packed array.
    name
        What messages call the file.

    Raises
    ------
    convviz.errors.UnreadableFile
        Anything is wrong with it.
    """
    fields = Fields(parsed(text, name), name)
    _check_version(fields, name)
    dialect = fields.choice("dialect", DIALECTS, "pytorch")
    nodes = _nodes(fields.take("layers"), dialect, name)
    axes = nodes[0].shown.axes
    data = Fields(fields.take("input"), f"the input of {name}")
    source = _input_source(data.take("source", {"kind": "typed"}), name)
    values = decode_array(data.rest(), axes + 1, load, data.where)
    weights = _weights(fields, nodes, load, name)
    view = _view(fields.take("view", {}), nodes[0].shown, values.shape, name)
    step = fields.whole("step", 1)
    network, at = _network(fields.take("network", None), name)
    fields.done()
    document = Document(
        Values(values), source, Graph(nodes), weights, view=view, step=step - 1,
        network=network, at=at,
    )
    _check_whole(document, name)
    return document


def parsed(text: str, name: str) -> object:
    """Return what a JSON text says.

    Raises
    ------
    convviz.errors.UnreadableFile
        It is no JSON, as far as documents go.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_int)
    except RecursionError:
        raise UnreadableFile(f"{name} isn't a convviz document: it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"{name} isn't a convviz document: line {error.lineno}, column {error.colno} "
            f"is no JSON ({error.msg})"
        ) from None
    except ValueError as error:
        raise UnreadableFile(f"{name} isn't a convviz document: {error}") from None


def _int(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"{digits[:12]}… has {len(digits)} digits, too many for a number")
    return int(digits)


def _refuse_constant(constant: str) -> NoReturn:
    word = {"NaN": "nan", "Infinity": "inf"}.get(constant, "-inf")
    raise ValueError(f'{constant} is no JSON, here it is written "{word}"')


def _check_version(fields: Fields, name: str) -> None:
    version = fields.take("convviz", None)
    if isinstance(version, bool) or not isinstance(version, int):
        raise UnreadableFile(
            f'{name} isn\'t a convviz document: "convviz" should be its version, a whole number, '
            f"and is {kind_of(version)}"
        )
    if version < 1:
        raise UnreadableFile(f"the version of {name} is {version}: the first is 1")
    if version > VERSION:
        raise UnreadableFile(
            f"{name} was written by a newer convviz: its version is {version}, "
            f"this one reads up to {VERSION}"
        )


def _nodes(layers: object, dialect: Dialect, name: str) -> tuple[Node, ...]:
    if not isinstance(layers, list):
        raise UnreadableFile(f'"layers" of {name} is {kind_of(layers)}, expected a list')
    if not layers:
        raise UnreadableFile(f"{name} has no layers")
    if len(layers) == 1:
        return (_node(layers[0], INPUT, dialect, f"the layer of {name}"),)
    nodes: list[Node] = []
    for number, layer in enumerate(layers, start=1):
        before = nodes[-1].name if nodes else INPUT
        node = _node(layer, before, dialect, f"layer {number} of {name}")
        if node.name in {INPUT, *(other.name for other in nodes)}:
            raise UnreadableFile(f'layer {number} of {name} is called "{node.name}" like another')
        nodes.append(node)
    return tuple(nodes)


def _node(layer: object, before: str, dialect: Dialect, where: str) -> Node:
    fields = Fields(layer, where)
    kind = fields.choice("kind", KINDS)
    title = fields.text("name", kind)
    inputs = fields.take("inputs", [before])
    if inputs != [before]:
        raise UnreadableFile(f'"inputs" of {where} must be ["{before}"]')
    made = layer_from(fields, kind, dialect)
    fields.done()
    return Node(title, made, (before,))


def _network(data: object, name: str) -> tuple[Network | None, str]:
    """Return the network that the layer is of, and which of its layers it is."""
    if data is None:
        return None, ""
    fields = Fields(data, f"the network of {name}")
    at = fields.text("at", "")
    network = network_of(fields, f"the network of {name}")
    if at and at not in {node.name for node in network.graph.nodes}:
        raise UnreadableFile(f'the network of {name} has no layer "{at}"')
    return network, at


def _input_source(data: object, name: str) -> InputSource:
    fields = Fields(data, f"the input's source in {name}")
    kind = fields.choice("kind", ("preset", "file", "typed"))
    title, seed = "", 0
    if kind == "preset":
        title, seed = fields.choice("name", _INPUTS), fields.whole("seed", 0)
    elif kind == "file":
        title = fields.text("name")
    fields.done()
    return InputSource(kind, title, seed)


def _kernel_source(data: object, where: str) -> KernelSource:
    fields = Fields(data, f"the source of {where}")
    kind = fields.choice("kind", ("preset", "typed"))
    title, seed = "", 0
    if kind == "preset":
        title, seed = fields.choice("name", _KERNELS), fields.whole("seed", 0)
    fields.done()
    return KernelSource(kind, title, seed)


def _weights(
    fields: Fields, nodes: tuple[Node, ...], load: LoadArray, name: str
) -> dict[str, Weights]:
    """Return the numbers of each layer; of one without a weight none are taken."""
    what = f"the weights of {name}"
    weighted = any(isinstance(node.shown, Weighted) for node in nodes)
    every = Fields(fields.take("weights") if weighted else fields.take("weights", {}), what)
    found = {node.name: _own_weights(every, node, load) for node in nodes}
    every.done()
    return found


def _own_weights(every: Fields, node: Node, load: LoadArray) -> Weights:
    layer = node.shown
    if not isinstance(layer, Weighted):
        return Weights(Values.unmade(layer.axes + 2), source=KernelSource("preset", "corners"))
    own = Fields(every.take(node.name), f'the weights of "{node.name}"')
    source = _kernel_source(own.take("source", {"kind": "typed"}), own.where)
    weight = decode_array(own.take("weight"), layer.axes + 2, load, own.at("weight"))
    bias = own.take("bias", None)
    own.done()
    values = None if bias is None else Values(decode_array(bias, 1, load, own.at("bias")))
    return Weights(Values(weight), values, source)


def _view(data: object, layer: Layer, shape: tuple[int, ...], name: str) -> ViewOptions:
    fields = Fields(data, f"the view of {name}")
    usual = ViewOptions()
    decimals = fields.take("decimals", None)
    if decimals is not None and not 0 <= whole(decimals, fields.at("decimals")) <= MOST_DECIMALS:
        raise UnreadableFile(f"{fields.at('decimals')} must be from 0 to {MOST_DECIMALS}")
    channel = fields.whole("input_channel", 0)
    if not 0 <= channel < shape[0]:
        raise UnreadableFile(
            f"{fields.at('input_channel')} is {channel}, the input has {shape[0]} channels"
        )
    switches = {name: fields.truth(name, default=getattr(usual, name)) for name in SWITCHES}
    view = ViewOptions(
        show=fields.choice("show", SHOWS, usual.show),
        decimals=decimals,
        colour_map=fields.choice("colour_map", COLOUR_MAPS, usual.colour_map),
        input_levels=_levels(fields, "input_levels"),
        output_levels=_levels(fields, "output_levels"),
        input_channel=channel,
        depth=_depth(fields, layer, shape),
        compared=_compared(fields),
        zoom=_zoom(fields),
        centre=fields.pair("centre"),
        turn=_turn(fields),
        **switches,
    )
    fields.done()
    return view


def _depth(fields: Fields, layer: Layer, shape: tuple[int, ...]) -> int | None:
    depth = fields.take("depth", None)
    if depth is None:
        return None
    slices = depths(layer, shape)
    number = whole(depth, fields.at("depth"))
    if number not in slices:
        has = f"from {slices[0]} to {slices[-1]}" if slices else "none"
        raise UnreadableFile(f"{fields.at('depth')} is {number}, the layer's slices are {has}")
    return number


def _compared(fields: Fields) -> str | None:
    name = fields.take("compared", None)
    if name is None:
        return None
    return one_of(name, DIALECTS, fields.at("compared"))


def _levels(fields: Fields, key: str) -> tuple[float, float] | None:
    levels = fields.pair(key)
    if levels is not None and not levels[0] <= levels[1]:
        raise UnreadableFile(f"{fields.at(key)} must be a smaller and a larger number")
    return levels


def _zoom(fields: Fields) -> float:
    zoom = fields.number("zoom", 1.0)
    if not 1 <= zoom <= _MOST_ZOOM:
        raise UnreadableFile(
            f"{fields.at('zoom')} is {zoom:g}, it must be from 1 to {_MOST_ZOOM:,.0f}"
        )
    return zoom


def _turn(fields: Fields) -> float:
    turn = fields.number("turn", ViewOptions().turn)
    if not LEAST_TURN <= turn <= MOST_TURN:
        raise UnreadableFile(
            f"{fields.at('turn')} is {turn:g}, it must be from {LEAST_TURN:g} to {MOST_TURN:g}"
        )
    return turn


def _check_whole(document: Document, name: str) -> None:
    problems = document.problems()
    if problems:
        raise UnreadableFile(f"{name} can't be shown: {InvalidLayer(problems)}")
    count = len(document.steps)
    if not 0 <= document.step < count:
        raise UnreadableFile(
            f'"step" of {name} is {document.step + 1}: its steps are 1 to {count}'
        )
