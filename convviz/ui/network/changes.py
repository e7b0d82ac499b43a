"""Changes of the document's network, each undone as one."""

from __future__ import annotations

import re
from dataclasses import replace

from convviz.document.microscope import looking_into, with_graph_of, with_network
from convviz.errors import ConvvizError, Fix
from convviz.layers import Graph, Layer
from convviz.layers.graph import INPUT
from convviz.layers.network import editing
from convviz.layers.network.mending import with_fix
from convviz.layers.network.network import Network
from convviz.layers.plain import Plain
from convviz.session.session import Session


def network_of(session: Session) -> Network:
    """Return the document's network.

    Raises
    ------
    convviz.errors.ConvvizError
        It has none.
    """
    network = session.state.document.network
    if network is None:
        raise ConvvizError("there is no network yet: open a preset or a file, or paste code")
    return network


def show(session: Session, network: Network | None, label: str) -> None:
    """Show another network beside the layer on show, or none."""
    session.choose(None)
    session.edit(label, with_network(session.state.document, network))


def insert(session: Session, after: str, layer: Layer | Plain) -> str:
    """Put a layer after another one; return what it is called."""
    network = network_of(session)
    name = editing.free_name(network.graph, layer)
    _become(session, "Add layer", editing.inserted(network.graph, after or INPUT, layer, name))
    return name


def duplicate(session: Session, name: str) -> str:
    """Put a layer in twice; return what the second is called."""
    graph, copy = editing.duplicated(network_of(session).graph, name)
    _become(session, "Duplicate layer", graph)
    return copy


def remove(session: Session, name: str) -> None:
    """Take a layer out."""
    unit = session.state.unit
    if unit is not None and unit[0] == name:
        session.choose(None)
    _become(session, "Remove layer", editing.removed(network_of(session).graph, name))


def shift(session: Session, name: str, by: int) -> None:
    """Move a layer some places down or up."""
    _become(session, "Move layer", editing.shifted(network_of(session).graph, name, by))


def move(session: Session, name: str, after: str) -> None:
    """Move a layer to behind another one."""
    _become(session, "Move layer", editing.moved(network_of(session).graph, name, after))


def rewire(session: Session, name: str, inputs: tuple[str, ...]) -> None:
    """Have a layer read others.

    Raises
    ------
    convviz.errors.ConvvizError
        None, or one that doesn't stand before it.
    """
    graph = editing.with_inputs(network_of(session).graph, name, inputs)
    _become(session, "What a layer reads", graph)


def rename(session: Session, name: str, new: str) -> None:
    """Give a layer another name.

    Raises
    ------
    convviz.errors.ConvvizError
        It is taken, or empty.
    """
    document, network = session.state.document, network_of(session)
    graph = editing.renamed(network.graph, name, new)
    unit = session.state.unit
    if unit is not None and unit[0] == name:
        session.choose((new.strip(), unit[1]))
    at = new.strip() if document.at == name else document.at
    changed = replace(network, graph=graph)
    session.edit("Rename layer", replace(document, network=changed, at=at))


def resize(session: Session, shape: tuple[int, ...]) -> None:
    """Give the network an input of another shape."""
    network = replace(network_of(session), input_shape=shape)
    session.choose(None)
    session.edit("Input of the network", with_graph_of(session.state.document, network))


def fix(session: Session, name: str, wanted: Fix) -> None:
    """Make a fix of a layer."""
    network = network_of(session)
    graph, shape = with_fix(network.graph, network.input_shape, name, wanted)
    changed = replace(network, graph=graph, input_shape=shape)
    session.edit(wanted.label, with_graph_of(session.state.document, changed))


def look_into(session: Session, name: str) -> None:
    """Show a layer step by step.

    Raises
    ------
    convviz.errors.ConvvizError
        It moves no window, or doesn't fit.
    """
    network_of(session)
    session.edit(f"Look into {name}", looking_into(session.state.document, name))
    session.go(0)


def input_shape(text: str) -> tuple[int, ...]:
    """Return the shape that was typed: ``3 × 224 × 224``, ``3x224x224``, ``3, 224, 224``.

    Raises
    ------
    convviz.errors.ConvvizError
        It is none.
    """
    parts = [part for part in re.split(r"[\s×x,;*()\[\]]+", text.strip()) if part]
    if not 2 <= len(parts) <= 4 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise ConvvizError("an input is channels and 1 to 3 sizes, as in 3 × 224 × 224")
    shape = tuple(map(int, parts))
    if min(shape) < 1:
        raise ConvvizError("each of an input's sizes is at least 1")
    return shape


def _become(session: Session, label: str, graph: Graph) -> None:
    network = replace(network_of(session), graph=graph)
    session.edit(label, with_graph_of(session.state.document, network))
