"""ONNX operators as layers of a graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from convviz.errors import InvalidLayer
from convviz.interop.paste.building import AnyLayer, Builder, Known, Unclear
from convviz.interop.paste.calling import real
from convviz.interop.paste.onnx_parts import parts_of, slice_of
from convviz.interop.paste.onnx_text import OnnxNode, OnnxText
from convviz.layers import AdaptivePool, Conv, ConvTranspose, Pad, Padding, Pool
from convviz.layers.construct.arguments import per_axis, valid, whole
from convviz.layers.conv import Pair
from convviz.layers.graph import INPUT
from convviz.layers.padding import PadMode
from convviz.layers.plain import (
    Box,
    Concat,
    Flatten,
    Join,
    Linear,
    Norm,
    Pointwise,
    Upsample,
    UpsampleMode,
)
from convviz.layers.pooling import Reduction

Weight = tuple[int | None, ...] | None
"""The shape of a weight, as far as it is known."""
_CONVOLUTIONS = frozenset({"Conv", "ConvTranspose"})
_TWO, _WITHOUT_BIAS = 2, 2
_LARGEST_SCALE = 4096
_POINTWISE = {
    "Relu": "relu", "Gelu": "gelu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Softmax": "softmax",
    "LogSoftmax": "log_softmax", "HardSwish": "hardswish", "HardSigmoid": "hardsigmoid",
    "Softplus": "softplus", "Dropout": "dropout", "Identity": "identity",
    "Div": "Div", "Sub": "Sub", "Exp": "Exp", "Sqrt": "Sqrt", "Cast": "identity",
}  # fmt: skip
_AUTO_PADS = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower", "VALID": "valid"}
_POOLS: dict[str, Reduction] = {"MaxPool": "max", "AveragePool": "average", "LpPool": "norm"}
_MODES: dict[str, PadMode] = {
    "constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular",
}  # fmt: skip


def add_onnx(text: OnnxText, builder: Builder) -> None:
    """Add the nodes of a text to a builder.

    Raises
    ------
    Unclear
        None of them can be read.
    """
    _Reader(text, builder).read()


class _Reader:
    def __init__(self, text: OnnxText, builder: Builder) -> None:
        self.text, self.builder = text, builder
        self.made: dict[str, str] = {}

    def read(self) -> None:
        """Add every node in its order."""
        self._begin()
        for node in self.text.nodes:
            try:
                self._add(node)
            except (Unclear, InvalidLayer) as error:
                self.builder.note(node.line, f"{node.operator}: {error}", skipped=True)
                for name in node.outputs:
                    self.made[name] = self.builder.last

    def _begin(self) -> None:
        """Take the shape of the first array that the nodes read and none makes."""
        made = {name for node in self.text.nodes for name in node.outputs}
        first = next(
            (one.inputs[0] for one in self.text.nodes if one.inputs and one.inputs[0] not in made),
            None,
        )
        if first is None:
            return
        self.made[first] = INPUT
        shape = self.text.shapes.get(first)
        if shape is not None and 2 <= len(shape) <= 5:
            self.builder.begin(shape[1:])

    def _add(self, node: OnnxNode) -> None:
        if node.operator == "Constant":
            return
        inputs = [self.made.get(name, "") for name in node.inputs]
        weights = [self.text.shapes.get(name) for name in node.inputs]
        if not node.inputs:
            reads: tuple[str, ...] = (self.builder.last,)
        else:
            known = [name for name in inputs if name]
            # What no node makes is the input, if it comes first.
            first = inputs[0] or (INPUT if not known else known[0])
            reads = tuple(dict.fromkeys([first, *known])) if known else (first,)
            if node.operator in _SEVERAL and len(inputs) > 1 and all(inputs):
                reads = tuple(inputs)
        weight = node.weight
        if weight is None and len(weights) > 1:
            weight = weights[1]
        if node.operator == "Split":
            whole_node = with_arrays(node, self.text.values)
            for name, part in zip(
                node.outputs, parts_of(whole_node, self.builder.at(reads[0])), strict=True
            ):
                self.made[name] = self.builder.add(part, reads[:1], node.name)
            return
        layer = self._layer(node, self.builder.at(reads[0]), weight, len(reads))
        count = len(reads) if isinstance(layer, Join | Concat | Box) else 1
        if isinstance(layer, Conv) and reads[0] == INPUT:
            self.builder.suppose(layer.in_channels)
        title = self.builder.add(layer, reads[:count], node.name)
        for name in node.outputs[:1]:
            self.made[name] = title

    def _layer(
        self, node: OnnxNode, known: Known, weight: Weight, count: int
    ) -> AnyLayer:
        if node.operator in _CONVOLUTIONS and not _is_told(node, weight):
            weight = self._supposed(node, known, weight)
        try:
            return layer_of(node, known, weight, count, self.text.values)
        except NotListed:
            self.builder.note(node.line, f"{node.operator} isn't known: it is taken for a box")
            return Box(node.operator)

    def _supposed(self, node: OnnxNode, known: Known, weight: Weight) -> Weight:
        """Return the shape of a weight that isn't told, as far as it has to be known."""
        kernel = kernel_of(node, weight)
        groups = whole("group", node.attributes.get("group", 1))
        two = 3 if len(kernel) == _TWO and groups == 1 else 1
        channels = known.channels or max(groups, two)
        self.builder.note(
            node.line, f"the weight's shape isn't told: {channels} channels in and out are supposed"
        )
        return channels, max(channels // max(groups, 1), 1), *kernel


class NotListed(Unclear):
    """An operator that isn't known."""


def layer_of(
    node: OnnxNode, known: Known, weight: Weight, count: int, arrays: Mapping[str, list[float]]
) -> AnyLayer:
    """Return the layer that a node is.

    Parameters
    ----------
    node
        The node.
    known
        What is known of the first map that it reads.
    weight
        The shape of its weight, or None.
    count
        How many maps it reads.
    arrays
        The numbers of small arrays, by their names.

    Raises
    ------
    NotListed
        Its operator isn't known.
    Unclear, convviz.errors.InvalidLayer
        It can't be told what it does, or it can't be.
    """
    node, operator = with_arrays(node, arrays), node.operator
    if operator in _CONVOLUTIONS:
        return _conv(node, weight)
    if operator in _POOLS:
        return _pool(node)
    if operator in {"Gemm", "MatMul"}:
        return _linear(node, weight)
    if operator in {"Sub", "Div"} and count > 1:
        return Box(operator)
    if operator in _SEVERAL:
        return _SEVERAL[operator]() if count > 1 else Pointwise(operator)
    if operator in _OTHERS:
        return _OTHERS[operator](node, known, weight)
    if operator in _POINTWISE:
        return Pointwise(_POINTWISE[operator])
    raise NotListed(f"{operator} isn't known")


def with_arrays(node: OnnxNode, arrays: Mapping[str, list[float]]) -> OnnxNode:
    """Return a node with what stands in small arrays among its attributes."""
    found: dict[str, object] = {}
    for place, key, kind in _ARRAYS.get(node.operator, ()):
        numbers = arrays.get(node.inputs[place] if place < len(node.inputs) else "")
        if numbers and key not in node.attributes:
            found[key] = list(map(kind, numbers))
    return replace(node, attributes={**node.attributes, **found}) if found else node


def _is_told(node: OnnxNode, weight: Weight) -> bool:
    """Return whether the channels of a convolution's weight are known."""
    axes = len(kernel_of(node, weight))
    return weight is not None and len(weight) == axes + 2 and None not in weight[:2]


def _conv(node: OnnxNode, weight: Weight) -> Conv | ConvTranspose:
    kernel = kernel_of(node, weight)
    axes = len(kernel)
    if weight is None or len(weight) != axes + 2 or weight[0] is None or weight[1] is None:
        raise Unclear("the weight's shape isn't told")
    groups = whole("group", node.attributes.get("group", 1))
    first, second = weight[0], weight[1]
    transposed = node.operator == "ConvTranspose"
    ins, outs = (first, second * groups) if transposed else (second * groups, first)
    stride, dilation = (
        per_axis(name, node.attributes.get(name, 1), axes) for name in ("strides", "dilations")
    )
    bias = _has_bias(node)
    if not transposed:
        return valid(
            Conv(ins, outs, kernel, stride, _padding(node, axes), dilation, groups, bias,
                 dialect="onnx")
        )  # fmt: skip
    if "output_shape" in node.attributes:
        raise Unclear("an output_shape isn't read, only pads")
    extra = per_axis("output_padding", node.attributes.get("output_padding", 0), axes)
    return valid(
        ConvTranspose(ins, outs, kernel, stride, _padding(node, axes), extra, dilation, groups,
                      bias, dialect="onnx")
    )  # fmt: skip


def _has_bias(node: OnnxNode) -> bool:
    """Return whether a node has a bias; one with fewer inputs than a weight may have one."""
    return len(node.inputs) != _WITHOUT_BIAS and "" not in node.inputs[2:3]


def kernel_of(node: OnnxNode, weight: Weight) -> tuple[int, ...]:
    """Return a node's kernel size, from its weight where no attribute tells it.

    Raises
    ------
    Unclear
        Neither does.
    """
    given = node.attributes.get("kernel_shape")
    if given is None and weight is not None and len(weight) > 2:
        given = list(weight[2:])
    numbers = [given] if isinstance(given, int) else given
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 3:
        raise Unclear("kernel_shape is a list of 1 to 3 numbers, one for each axis")
    return tuple(whole("kernel_shape", number) for number in numbers)


def _padding(node: OnnxNode, axes: int) -> Padding:
    auto = node.attributes.get("auto_pad", "NOTSET")
    if auto in _AUTO_PADS:
        return cast("Padding", _AUTO_PADS[str(auto)])
    if auto not in {"NOTSET", ""}:
        raise Unclear(f"auto_pad is one of NOTSET, {', '.join(_AUTO_PADS)}")
    return _pairs("pads", node.attributes.get("pads", [0] * (2 * axes)), axes)


def _pairs(name: str, value: object, axes: int) -> tuple[Pair, ...]:
    """Return pairs of ONNX' list: all beginnings, then all ends."""
    if not isinstance(value, list) or len(value) != 2 * axes:
        raise Unclear(f"{name} are {2 * axes} numbers: all beginnings, then all ends")
    numbers = [whole(name, number) for number in value]
    return tuple(zip(numbers[:axes], numbers[axes:], strict=True))


def _pool(node: OnnxNode) -> Pool:
    kernel = kernel_of(node, None)
    axes = len(kernel)
    values = node.attributes
    counts = values.get("count_include_pad")
    return valid(
        Pool(
            _POOLS[node.operator], kernel, per_axis("strides", values.get("strides", 1), axes),
            _padding(node, axes), per_axis("dilations", values.get("dilations", 1), axes),
            bool(values.get("ceil_mode", 0)), None if counts is None else bool(counts),
            norm_type=real("p", values.get("p", 2)), dialect="onnx",
        )
    )  # fmt: skip


def _linear(node: OnnxNode, weight: Weight) -> Linear:
    if weight is None or len(weight) != 2 or None in weight:
        raise Unclear("the weight's shape isn't told")
    rows, columns = cast("tuple[int, int]", weight)
    flipped = bool(node.attributes.get("transB", 0)) and node.operator == "Gemm"
    ins, outs = (columns, rows) if flipped else (rows, columns)
    return Linear(ins, outs, node.operator == "Gemm" and _has_bias(node))


def _norm(node: OnnxNode, known: Known, weight: Weight) -> Norm:
    features = weight[0] if weight and weight[0] else known.channels
    if features is None:
        raise Unclear("the number of its channels isn't told")
    kind = "batch_norm" if node.operator == "BatchNormalization" else "instance_norm"
    return Norm(kind, features, eps=real("epsilon", node.attributes.get("epsilon", 1e-5)))  # type: ignore[arg-type]


def _global(node: OnnxNode, known: Known, _: object) -> AdaptivePool:
    if known.axes == 0:
        raise Unclear("its input has no places")
    kind: Reduction = "max" if node.operator == "GlobalMaxPool" else "average"
    return AdaptivePool(kind, (1,) * (known.axes or 2), "onnx")


def _flatten(node: OnnxNode, *_: object) -> Flatten:
    if node.attributes.get("axis", 1) != 1 and node.operator == "Flatten":
        raise Unclear("only whole inputs can be flattened here, axis 1")
    return Flatten()


def _leaky(node: OnnxNode, *_: object) -> Pointwise:
    slope = real("alpha", node.attributes.get("alpha", 0.01))
    return Pointwise("leaky_relu", 0, (("negative_slope", slope),))


def _elu(node: OnnxNode, *_: object) -> Pointwise:
    return Pointwise("elu", 0, (("alpha", real("alpha", node.attributes.get("alpha", 1.0))),))


def _prelu(_: OnnxNode, known: Known, weight: Weight) -> Pointwise:
    count = weight[0] if weight and weight[0] else known.channels or 1
    return Pointwise("prelu", count)


def _lrn(node: OnnxNode, *_: object) -> Pointwise:
    usual = {"size": 5, "alpha": 1e-4, "beta": 0.75, "bias": 1.0}
    found = {key: real(key, node.attributes.get(key, one)) for key, one in usual.items()}
    found["k"] = found.pop("bias")
    return Pointwise("lrn", 0, tuple(found.items()))


def _pad(node: OnnxNode, known: Known, _: object) -> Pad:
    axes = known.axes or 2
    pairs = _pairs("pads", node.attributes.get("pads"), axes + 2)
    mode = _MODES.get(str(node.attributes.get("mode", "constant")))
    if mode is None or any(map(any, pairs[:2])):
        raise Unclear("only places are padded, in a mode that is known")
    return valid(Pad(pairs[2:], mode, real("value", node.attributes.get("value", 0)), "onnx"))


def _clip(node: OnnxNode, *_: object) -> Pointwise:
    low, high = (node.attributes.get(key) for key in ("min", "max"))
    return Pointwise("relu6" if low in (0, [0.0]) and high in (6, [6.0]) else "Clip")


def _resize(node: OnnxNode, known: Known, _: object) -> Upsample:
    smooth = node.attributes.get("mode") == "linear"
    if node.attributes.get("mode") == "cubic":
        raise Unclear("it enlarges by cubic curves, which isn't read")
    mode: UpsampleMode = "linear" if smooth else "nearest"
    corners = node.attributes.get("coordinate_transformation_mode") == "align_corners"
    scales, sizes = (node.attributes.get(key) for key in ("scales", "sizes"))
    if isinstance(sizes, list) and len(sizes) > 2:
        size = tuple(whole("a size", int(one)) for one in sizes[2:])
        return Upsample(None, size, mode, corners)
    axes = len(scales) - 2 if known.axes is None and isinstance(scales, list) else known.axes
    if not isinstance(scales, list) or len(scales) < 3 or axes != len(scales) - 2:
        raise Unclear("neither its scales nor its sizes are told")
    if not all(0 < float(one) < _LARGEST_SCALE for one in scales):
        raise Unclear(f"its scales {scales} can't be")
    if all(float(one).is_integer() for one in scales[2:]):
        return Upsample(tuple(int(one) for one in scales[2:]), None, mode, corners)
    if known.shape is None:
        raise Unclear("its scales aren't whole, and the size that it enlarges isn't told")
    size = tuple(int(side * by) for side, by in zip(known.shape[1:], scales[2:], strict=True))
    return Upsample(None, size, mode, corners)


_ARRAYS: dict[str, tuple[tuple[int, str, type[float]], ...]] = {
    "Pad": ((1, "pads", int), (2, "value", float)),
    "Resize": ((2, "scales", float), (3, "sizes", int)),
    "Upsample": ((1, "scales", float),),
    "Clip": ((1, "min", float), (2, "max", float)),
    "Split": ((1, "split", int),),
    "Slice": ((1, "starts", int), (2, "ends", int), (3, "axes", int), (4, "steps", int)),
}  # fmt: skip
"""Inputs that are small arrays: their places, what the attributes are called, and their kind."""
_SEVERAL: dict[str, Callable[[], AnyLayer]] = {
    "Add": Join, "Sum": Join, "Mul": lambda: Join("multiply"), "Concat": Concat,
}  # fmt: skip
_OTHERS: dict[str, Callable[[OnnxNode, Known, Weight], AnyLayer]] = {
    "BatchNormalization": _norm, "InstanceNormalization": _norm, "GlobalAveragePool": _global,
    "GlobalMaxPool": _global, "Flatten": _flatten, "Reshape": _flatten, "Squeeze": _flatten,
    "Resize": _resize, "Upsample": _resize, "Clip": _clip,
    "LeakyRelu": _leaky, "Elu": _elu, "PRelu": _prelu, "LRN": _lrn, "Pad": _pad,
    "Slice": slice_of,
}  # fmt: skip
