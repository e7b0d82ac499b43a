"""A graph grown layer by layer, with as much of the shapes as can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from convviz.interop.paste.result import Note, NotUnderstood
from convviz.interop.quoting import shortened
from convviz.layers.conv import Conv
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.layer import Layer
from convviz.layers.network.names import kind_name
from convviz.layers.network.walk import made_of
from convviz.layers.plain import Box, Concat, Flatten, Linear, Norm, Plain
from convviz.layers.transposed import ConvTranspose

MOST_LAYERS = 20_000
_LONGEST_TEXT = 60
_MOST_NOTES = 200

AnyLayer = Layer | Plain


class Unclear(Exception):  # noqa: N818 - caught where the line is known, and made a note
    """A part of a paste that isn't understood; the message says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be told of a node's output.

    Attributes
    ----------
    shape
        (channels, *spatial), or None where a size isn't known.
    channels
        How many channels or features, or None.
    axes
        How many spatial axes, 0 for features, or None.
    """

    shape: tuple[int, ...] | None = None
    channels: int | None = None
    axes: int | None = None

    @classmethod
    def of(cls, shape: tuple[int, ...]) -> Known:
        """Return all that is known where the shape is."""
        return cls(shape, shape[0], len(shape) - 1)


@dataclass(slots=True)
class Builder:
    """Nodes added one after the other.

    Attributes
    ----------
    lines
        Of the text, for notes.
    last
        The name of what was added last.
    input_shape
        The network's, where it is told.
    """

    lines: Sequence[str]
    last: str = INPUT
    input_shape: tuple[int, ...] | None = None
    nodes: list[Node] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=lambda: {INPUT: Known()})
    _counts: dict[str, int] = field(default_factory=dict)

    def begin(self, shape: Sequence[int | None]) -> None:
        """Take (channels, *spatial) for the input's shape; None is what isn't told."""
        sizes = tuple(size for size in shape if size is not None)
        if len(sizes) == len(shape) and min(sizes, default=0) > 0:
            self.input_shape = sizes
            self.known[INPUT] = Known.of(sizes)
        elif shape:
            self.known[INPUT] = Known(None, shape[0], len(shape) - 1)

    def add(self, layer: AnyLayer, inputs: tuple[str, ...] | None = None, name: str = "") -> str:
        """Add a layer that reads the last one, or what is named; return its name."""
        if len(self.nodes) >= MOST_LAYERS:
            raise NotUnderstood(f"the network has more than {MOST_LAYERS:,} layers")
        reads = (self.last,) if inputs is None else inputs
        title = self._name(name, layer)
        self.nodes.append(Node(title, layer, reads))
        self.known[title] = _output(layer, [self.known[one] for one in reads])
        self.last = title
        return title

    def at(self, name: str) -> Known:
        """Return what is known of a node's output."""
        return self.known[name]

    def suppose(self, channels: int) -> None:
        """Take the first layer's channels for the input's, where these aren't told."""
        if self.known[INPUT].channels is None:
            self.known[INPUT] = Known(None, channels, self.known[INPUT].axes)

    def note(self, line: int, message: str, *, skipped: bool = False, text: str = "") -> None:
        """Keep something that is to be told of a line; the first of each kind for each line."""
        if not text and 0 < line <= len(self.lines):
            text = self.lines[line - 1]
        note = Note(line, shortened(text, _LONGEST_TEXT), message, skipped)
        if len(self.notes) < _MOST_NOTES and note not in self.notes:
            self.notes.append(note)

    def graph(self) -> Graph:
        """Return what was added."""
        return Graph(tuple(self.nodes))

    def _name(self, name: str, layer: AnyLayer) -> str:
        """Return a name that no node has: the given one, or the kind and a number."""
        if name and name not in self.known:
            return name
        base = f"{name}_" if name else _word(layer)
        while True:
            self._counts[base] = self._counts.get(base, 1 if name else 0) + 1
            title = f"{base}{self._counts[base]}"
            if title not in self.known:
                return title


def _word(layer: AnyLayer) -> str:
    word = re.sub(r"[1-3]d$", "", kind_name(layer, 1)).lower()
    return re.sub(r"\W+", "_", word) or "layer"


def _output(layer: AnyLayer, inputs: Sequence[Known]) -> Known:
    """Return what is known of a layer's output."""
    shapes = tuple(known.shape for known in inputs if known.shape is not None)
    if shapes and len(shapes) == len(inputs):
        shape, _ = made_of(layer, shapes)
        if shape is not None:
            return Known.of(shape)
    first = inputs[0] if inputs else Known()
    match layer:
        case Conv() | ConvTranspose():
            return Known(None, layer.out_channels, layer.axes)
        case Linear():
            return Known(None, layer.out_features, 0)
        case Flatten():
            return Known(None, None, 0)
        case Norm():
            return Known(None, layer.num_features, first.axes)
        case Box() if layer.output_shape:
            return Known.of(layer.output_shape)
        case Concat():
            counts = [known.channels for known in inputs]
            whole = [count for count in counts if count is not None]
            return Known(None, sum(whole) if len(whole) == len(counts) else None, first.axes)
    return Known(None, first.channels, first.axes)
