"""The nodes of an ONNX model as a network's layers; what isn't known stays a box with a shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from convviz.errors import ConvvizError, InvalidLayer, UnknownInput, UnreadableFile
from convviz.interop.models.opening import Dims, Model, numbers_of
from convviz.interop.models.shapes import is_small, shapes_of
from convviz.interop.paste.building import AnyLayer, Known, Unclear
from convviz.interop.paste.onnx_layers import layer_of, with_arrays
from convviz.interop.paste.onnx_parts import parts_of
from convviz.interop.paste.onnx_text import OnnxNode
from convviz.layers import Weighted
from convviz.layers.graph import INPUT, Graph, Node
from convviz.layers.network.network import Network
from convviz.layers.network.walk import made_of
from convviz.layers.plain import Box, Concat, Join, Linear

_FOLDED = frozenset({"Constant", "ConstantOfShape", "Shape", "Size", "NonZero"})
_NAMED = 5
_SEVERAL = frozenset({"Add", "Sum", "Mul", "Concat", "Sub", "Div"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a layer of a model's network is from.

    Attributes
    ----------
    reads
        Name of the array that it is given.
    makes
        Name of the array that it gives.
    weight, bias
        Names of its arrays, None where it has none.
    """

    reads: str
    makes: str
    weight: str | None = None
    bias: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A model as a network.

    Attributes
    ----------
    network
        The network.
    origins
        Where its layers are from, by their names.
    notes
        What of it isn't read, in sentences.
    """

    network: Network
    origins: Mapping[str, Origin]
    notes: tuple[str, ...] = ()


def listed(model: Model, input_shape: tuple[int, ...] | None = None) -> Listed:
    """Return a model's layers, nothing of it computed.

    Parameters
    ----------
    model
        The model.
    input_shape
        (channels, *spatial) of its input; None where the model tells it.

    Raises
    ------
    convviz.errors.UnknownInput
        The input has sizes that aren't told, and no shape was given.
    convviz.errors.UnreadableFile
        No layer reads the input, or one can't be.
    """
    shape = input_shape or told_input(model)
    reader = _Reader(model, shape, shapes_of(model, shape))
    reader.read()
    if not reader.nodes:
        raise UnreadableFile(f"{model.path.name}: no layer makes anything of {model.input}")
    name = model.path.stem
    producer = " ".join(filter(None, (model.proto.producer_name, model.proto.producer_version)))
    source = f"ONNX, from {producer}" if producer else "ONNX"
    network = Network(name, name, source, shape, Graph(tuple(reader.nodes)), "onnx")
    return Listed(network, reader.origins, tuple(reader.notes()))


def told_input(model: Model) -> tuple[int, ...]:
    """Return the shape of a model's input without the batch.

    Raises
    ------
    convviz.errors.UnknownInput
        It has sizes that aren't told: the sentence names them.
    convviz.errors.ConvvizError
        It isn't a map.
    """
    dims = model.input_dims
    if len(dims) < 2 or len(dims) > 5:
        raise ConvvizError(
            f"the input {model.input} of {model.path.name} has {len(dims)} sizes: a batch, "
            "channels and up to three others are read"
        )
    sizes = dims[1:]
    open_ones = [str(size or "?") for size in sizes if not isinstance(size, int) or size < 1]
    if open_ones:
        said = " × ".join(str(size or "?") for size in sizes)
        raise UnknownInput(
            f"the input {model.input} of {model.path.name} is {said}, of which "
            f"{', '.join(open_ones)} isn't told: give the input's shape, as in 3x224x224"
        )
    return tuple(size for size in sizes if isinstance(size, int))


class _Reader:
    def __init__(
        self, model: Model, input_shape: tuple[int, ...], shapes: Mapping[str, Dims]
    ) -> None:
        self.model = model
        self.shapes = shapes
        self.nodes: list[Node] = []
        self.origins: dict[str, Origin] = {}
        self._known: dict[str, tuple[int, ...]] = {INPUT: input_shape}
        self._made: dict[str, str] = {model.input: INPUT}
        self._arrays = model.arrays()
        self._small: dict[str, list[float]] = {}
        filled = {one.name for one in model.graph.initializer}
        self._others = {info.name for info in model.graph.input} - filled - {model.input}
        self._left: list[str] = []

    def read(self) -> None:
        """Read all nodes that make of maps maps."""
        for number, proto in enumerate(self.model.graph.node):
            reads = [name for name in proto.input if name in self._made]
            outputs = [name for name in proto.output if name]
            if not reads or not outputs or proto.op_type in _FOLDED:
                self._leave(proto, outputs)
                continue
            shape = self._shape(outputs[0])
            if shape is None and self._is_aside(outputs[0]):
                continue
            if proto.op_type not in _SEVERAL:
                reads = list(dict.fromkeys(reads))
            node = _node(proto, number)
            if proto.op_type != "Split" or not self._split(node, reads[0]):
                self._add(node, reads, outputs, shape)

    def _leave(self, proto: Any, outputs: list[str]) -> None:
        """Keep in mind a node that makes something of what isn't followed."""
        inner = any(one.HasField("g") for one in proto.attribute)
        if inner or any(name in self._others for name in proto.input):
            self._others |= {*outputs}
            self._left.append(f"{proto.op_type} {proto.name}".strip())

    def notes(self) -> Iterator[str]:
        """Yield what isn't followed, in sentences."""
        if self._left:
            some = ", ".join(self._left[:_NAMED])
            more = f" and {len(self._left) - _NAMED} more" if len(self._left) > _NAMED else ""
            yield (
                f"not followed, since {'it reads' if len(self._left) == 1 else 'they read'} "
                f"another input or a graph of their own: {some}{more}"
            )

    def _is_aside(self, output: str) -> bool:
        """Return whether a node works on shapes, not on maps."""
        return len(self.shapes.get(output) or ()) == 1

    def _shape(self, name: str) -> tuple[int, ...] | None:
        """Return an array's sizes without the batch, None where they aren't known."""
        dims = self.shapes.get(name) or ()
        sizes = dims[1:]
        if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
            return None
        return tuple(size for size in sizes if isinstance(size, int))

    def _add(
        self, node: OnnxNode, reads: list[str], outputs: list[str], shape: tuple[int, ...] | None
    ) -> None:
        inputs = tuple(self._made[name] for name in reads)
        layer = self._layer(node, inputs)
        if not isinstance(layer, Join | Concat | Box):
            inputs = inputs[:1]
        given = tuple(self._known[name] for name in inputs if name in self._known)
        told = None
        if len(given) == len(inputs):
            told, problems = made_of(layer, given)
            # ONNX' own inference decides; but it passes over weights of other channels, and
            # what it can't tell either doesn't fit.
            fails = problems and isinstance(layer, Weighted | Linear)
            if shape is not None and told != shape and not fails:
                layer, told = Box(node.operator, shape), shape
        title = self._title(node)
        self.nodes.append(Node(title, layer, inputs))
        known = told or shape
        if known is not None:
            self._known[title] = known
        arrays = [name for name in node.inputs[1:] if name in self._arrays]
        weight, bias = (*arrays, None, None)[:2]
        self.origins[title] = Origin(node.inputs[0], outputs[0], weight, bias)
        self._made |= dict.fromkeys(outputs, title)

    def _split(self, node: OnnxNode, read: str) -> bool:
        """Add a layer for each output of a node that splits channels; False where it isn't one."""
        before = self._made[read]
        whole = self._known.get(before)
        try:
            parts = parts_of(with_arrays(node, self._small_of(node)), _known(whole))
        except Unclear:
            return False
        shapes = [None if whole is None else made_of(part, (whole,))[0] for part in parts]
        told = [self._shape(name) for name in node.outputs]
        if any(shape is None or (one or shape) != shape
               for shape, one in zip(shapes, told, strict=True)):  # fmt: skip
            return False
        for name, part, shape in zip(node.outputs, parts, shapes, strict=True):
            if not name:  # An output that nobody reads is left empty.
                continue
            title = self._title(node)
            self.nodes.append(Node(title, part, (before,)))
            self._known[title] = cast("tuple[int, ...]", shape)
            self.origins[title] = Origin(node.inputs[0], name, None, None)
            self._made[name] = title
        return True

    def _layer(self, node: OnnxNode, inputs: tuple[str, ...]) -> AnyLayer:
        shape = self._known.get(inputs[0])
        weight = next(filter(None, map(self._array_shape, node.inputs[1:])), None)
        several = node.operator in _SEVERAL and len(inputs) > 1
        if several and any(name not in self._made for name in node.inputs):
            several = False
        count, small = len(inputs) if several else 1, self._small_of(node)
        try:
            return layer_of(node, _known(shape), weight, count, small)
        except Unclear:
            return Box(node.operator)
        except InvalidLayer as error:
            name = node.name or f"number {node.line}"
            raise UnreadableFile(
                f"{self.model.path.name}: the {node.operator} {name} can't be: {error}"
            ) from None

    def _array_shape(self, name: str) -> tuple[int, ...] | None:
        """Return the shape of an array that is no map, None where it is one, or isn't known."""
        dims = () if name in self._made else self.shapes.get(name) or ()
        sizes = tuple(size for size in dims if isinstance(size, int))
        return sizes if sizes and len(sizes) == len(dims) else None

    def _numbers(self, name: str) -> list[float] | None:
        """Return the numbers of a small array."""
        if name not in self._small and name in self._arrays:
            tensor = self._arrays[name]
            if is_small(tensor):
                self._small[name] = numbers_of(tensor, self.model.path).ravel().tolist()
        return self._small.get(name)

    def _small_of(self, node: OnnxNode) -> dict[str, list[float]]:
        """Return the numbers of the small arrays that a node is given."""
        values = {name: self._numbers(name) for name in node.inputs[1:]}
        return {name: one for name, one in values.items() if one is not None}

    def _title(self, node: OnnxNode) -> str:
        taken = {INPUT, *self.origins}
        title = node.name or node.operator.lower()
        if title not in taken and node.name:
            return title
        number = 1
        while f"{title}{number}" in taken:
            number += 1
        return f"{title}{number}"


def _known(shape: tuple[int, ...] | None) -> Known:
    return Known() if shape is None else Known.of(shape)


def _node(proto: Any, number: int) -> OnnxNode:
    """Return a node with its attributes as Python's values; those that are graphs are left out."""
    from onnx import AttributeProto, helper  # noqa: PLC0415 - loads slowly, and is an extra

    kinds = AttributeProto
    plain = {kinds.INT, kinds.INTS, kinds.FLOAT, kinds.FLOATS, kinds.STRING, kinds.STRINGS}
    attributes: dict[str, object] = {}
    for one in proto.attribute:
        if one.type in plain:
            value = helper.get_attribute_value(one)
            if isinstance(value, bytes):
                value = value.decode("utf-8", "replace")
            single = isinstance(value, str | int | float)
            attributes[one.name] = value if single else list(value)
    return OnnxNode(
        proto.op_type, tuple(proto.input), tuple(proto.output), attributes, number + 1, proto.name
    )
