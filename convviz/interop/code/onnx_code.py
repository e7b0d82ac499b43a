"""Code that builds a network as an ONNX graph with ``onnx.helper``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convviz.interop.code.steps import Notes, Shape, Step, unwritten
from convviz.layers.conv import Conv, Pair
from convviz.layers.graph import INPUT
from convviz.layers.padding import Pad
from convviz.layers.plain import Concat, Flatten, Join, Linear, Narrow, Norm, Pointwise, Upsample
from convviz.layers.pooling import AdaptivePool, Pool
from convviz.layers.transposed import ConvTranspose

_OPERATORS = {
    "identity": "Identity", "relu": "Relu", "gelu": "Gelu", "hardswish": "HardSwish",
    "sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus", "softmax": "Softmax",
    "log_softmax": "LogSoftmax", "dropout": "Identity",
}  # fmt: skip
_MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
_Node = tuple[str, tuple[str, ...], dict[str, object]]
"""Operator, names of the weights, attributes."""


def onnx_code(steps: Sequence[Step], notes: Notes, input_shape: Shape | None) -> str:
    """Return code that makes an ONNX model of a network; its weights are inputs of the graph."""
    lines: list[str] = []
    weights: dict[str, tuple[int, ...]] = {}
    for step in steps:
        made = _node(step, weights)
        if made is None:
            notes.add(unwritten(step, "ONNX"))
            made = "Identity", (), {}
        operator, more, attributes = made
        given = [*step.inputs, *more]
        said = "".join(f", {name}={value!r}" for name, value in attributes.items())
        lines.append(
            f'helper.make_node("{operator}", {given!r}, [{step.name!r}], '
            f"name={step.title!r}{said}),"
        )
    shape: list[object] = ["N", *(input_shape or ("C", "H", "W"))]
    infos = [_info(INPUT, shape), *(_info(name, list(size)) for name, size in weights.items())]
    last = steps[-1]
    result: list[object] | None = ["N", *last.output] if last.output else None
    arrays = ", ".join(_arrays(steps))
    nodes = "".join(f"    {line}\n" for line in lines)
    inputs = "".join(f"    {line}\n" for line in infos)
    return (
        "from onnx import TensorProto, helper\n\n"
        f"nodes = [\n{nodes}]\n"
        f"inputs = [\n{inputs}]\n"
        f"outputs = [{_info(last.name, result)[:-1]}]\n"
        f"initializers = [{arrays}]\n"
        'graph = helper.make_graph(nodes, "network", inputs, outputs, initializers)\n'
        "model = helper.make_model(graph)\n"
    )


def _arrays(steps: Sequence[Step]) -> Iterator[str]:
    """Yield the small arrays that nodes read beside their weights."""
    clipped = False
    for step in steps:
        match step.layer:
            case Upsample(scale_factor=tuple() as factors):
                numbers = [1.0, 1.0, *map(float, factors)]
                yield _array(f"{step.name}.scales", "FLOAT", [len(numbers)], numbers)
            case Narrow(start=start, length=length):
                for part, number in (("starts", start), ("ends", start + length), ("axes", 1)):
                    yield _array(f"{step.name}.{part}", "INT64", [1], [number])
            case Pad():
                pads = _batched(step.layer.padding)
                yield _array(f"{step.name}.pads", "INT64", [len(pads)], pads)
            case Pointwise(kind="relu6") if not clipped:
                clipped = True
                yield _array("zero", "FLOAT", [], [0.0])
                yield _array("six", "FLOAT", [], [6.0])


def _array(name: str, kind: str, shape: list[int], numbers: Sequence[float]) -> str:
    return f'helper.make_tensor("{name}", TensorProto.{kind}, {shape}, {numbers})'


def _info(name: str, shape: list[object] | None) -> str:
    return f"helper.make_tensor_value_info({name!r}, TensorProto.FLOAT, {shape!r}),"


def _node(step: Step, weights: dict[str, tuple[int, ...]]) -> _Node | None:
    layer = step.layer
    match layer:
        case Conv() | ConvTranspose():
            return _conv(step, layer, weights)
        case Pool():
            return _pool(layer)
        case AdaptivePool() if set(layer.output_size) == {1}:
            kind = "Average" if layer.reduction == "average" else "Max"
            return f"Global{kind}Pool", (), {}
        case Linear():
            return _linear(step, layer, weights)
        case Norm() if layer.kind == "batch_norm":
            names = _named(
                step, weights, dict.fromkeys(("scale", "B", "mean", "var"), (layer.num_features,))
            )
            return "BatchNormalization", names, {"epsilon": layer.eps}
        case Pad() if layer.mode in _MODES and not layer.value:
            return "Pad", (f"{step.name}.pads",), {"mode": _MODES[layer.mode]}
    return _plain(step, layer)


def _plain(step: Step, layer: object) -> _Node | None:
    match layer:
        case Flatten():
            return "Flatten", (), {}
        case Join():
            return ("Add" if layer.kind == "add" else "Mul"), (), {}
        case Concat():
            return "Concat", (), {"axis": 1}
        case Narrow():
            return "Slice", tuple(f"{step.name}.{part}" for part in ("starts", "ends", "axes")), {}
        case Upsample() if layer.scale_factor and not layer.align_corners:
            mode = "nearest" if layer.mode == "nearest" else "linear"
            return "Resize", ("", f"{step.name}.scales"), {
                "mode": mode, "coordinate_transformation_mode": "asymmetric"
                if mode == "nearest" else "half_pixel",
            }  # fmt: skip
        case Pointwise():
            return _pointwise(layer)
    return None


def _conv(
    step: Step, layer: Conv | ConvTranspose, weights: dict[str, tuple[int, ...]]
) -> _Node | None:
    if layer.flipped or (isinstance(layer, Conv) and layer.padding_mode != "zeros"):
        return None
    shapes = {"weight": layer.weight_shape}
    if layer.bias:
        shapes["bias"] = (layer.out_channels,)
    attributes: dict[str, object] = {
        "kernel_shape": list(layer.kernel_size), "strides": list(layer.stride),
        "pads": _ends_last(layer.pads), "dilations": list(layer.dilation), "group": layer.groups,
    }  # fmt: skip
    if isinstance(layer, Conv):
        return "Conv", _named(step, weights, shapes), attributes
    attributes["output_padding"] = list(layer.output_padding)
    return "ConvTranspose", _named(step, weights, shapes), attributes


def _pool(layer: Pool) -> _Node | None:
    if layer.divisor_override:
        return None
    attributes: dict[str, object] = {
        "kernel_shape": list(layer.kernel_size), "strides": list(layer.stride),
        "pads": _ends_last(layer.pads), "ceil_mode": int(layer.ceil_mode),
    }  # fmt: skip
    if set(layer.dilation) != {1}:
        attributes["dilations"] = list(layer.dilation)
    if layer.reduction == "max":
        return "MaxPool", (), attributes
    if layer.reduction == "norm":
        whole = float(layer.norm_type).is_integer()
        return ("LpPool", (), {**attributes, "p": int(layer.norm_type)}) if whole else None
    return "AveragePool", (), {**attributes, "count_include_pad": int(layer.counts_padding)}


def _linear(
    step: Step, layer: Linear, weights: dict[str, tuple[int, ...]]
) -> _Node | None:
    if step.shapes and len(step.shapes[0]) > 1:
        return None
    shapes: dict[str, tuple[int, ...]] = {"weight": (layer.out_features, layer.in_features)}
    if layer.bias:
        shapes["bias"] = (layer.out_features,)
    return "Gemm", _named(step, weights, shapes), {"transB": 1}


def _pointwise(layer: Pointwise) -> _Node | None:
    constants = dict(layer.constants)
    match layer.kind:
        case "leaky_relu":
            return "LeakyRelu", (), {"alpha": constants.get("negative_slope", 0.01)}
        case "elu":
            return "Elu", (), {"alpha": constants.get("alpha", 1.0)}
        case "lrn":
            size = int(constants.get("size", 5))
            return "LRN", (), {
                "size": size, "alpha": constants.get("alpha", 1e-4),
                "beta": constants.get("beta", 0.75), "bias": constants.get("k", 1.0),
            }  # fmt: skip
    if layer.kind == "relu6":
        return "Clip", ("zero", "six"), {}
    return (_OPERATORS[layer.kind], (), {}) if layer.kind in _OPERATORS else None


def _named(
    step: Step, weights: dict[str, tuple[int, ...]], shapes: dict[str, tuple[int, ...]]
) -> tuple[str, ...]:
    """Return names for a layer's arrays, and remember their shapes."""
    names = {f"{step.name}.{part}": shape for part, shape in shapes.items()}
    weights.update(names)
    return tuple(names)


def _ends_last(pads: tuple[Pair, ...]) -> list[int]:
    """Return paddings as ONNX has them: all beginnings, then all ends."""
    return [*(before for before, _ in pads), *(after for _, after in pads)]


def _batched(pads: tuple[Pair, ...]) -> list[int]:
    return _ends_last(((0, 0), (0, 0), *pads))
