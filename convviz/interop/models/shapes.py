"""The sizes of all arrays of a model, by ONNX' own inference.

Models often reckon with sizes in nodes of their own: those are worked out as soon as the
sizes that they begin with are known, and the inference goes on with what they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import UnreadableFile
from convviz.interop.models.opening import Dims, Model, constants, dims_of, numbers_of

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

SMALL = 1024
"""Numbers up to which an array may decide a shape."""
_TURNS = 12
RECKONING = frozenset({
    "Add", "Cast", "Ceil", "Concat", "ConstantOfShape", "Div", "Equal", "Expand", "Floor",
    "Gather", "Identity", "Max", "Min", "Mod", "Mul", "Neg", "Range", "ReduceProd", "Reshape",
    "Slice", "Split", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where",
})  # fmt: skip
"""Operators that are worked out on sizes; all of them are cheap on few numbers."""
Numbers = dict[str, NDArray[Any]]


def shapes_of(model: Model, input_shape: tuple[int, ...]) -> dict[str, Dims]:
    """Return the sizes of all arrays between nodes.

    Parameters
    ----------
    model
        The model.
    input_shape
        (channels, *spatial) of its input; the batch is one.

    Raises
    ------
    convviz.errors.UnreadableFile
        The inference refuses the model.
    """
    light = _without_large(model.proto)
    for info in light.graph.input:
        if info.name == model.input:
            _set_dims(info, (1, *input_shape))
    del light.graph.value_info[:]
    for info in light.graph.output:
        info.type.tensor_type.ClearField("shape")
    found: dict[str, Dims] = {}
    for _ in range(_TURNS):
        found = _inferred(light, model.path.name)
        if not _reckon(light, found, model.path):
            break
    return found | {name: tuple(one.dims) for name, one in model.arrays().items()}


def _inferred(light: ModelProto, name: str) -> dict[str, Dims]:
    from google.protobuf.message import EncodeError  # noqa: PLC0415 - loads slowly, an extra
    from onnx import shape_inference  # noqa: PLC0415

    try:
        graph = shape_inference.infer_shapes(light, data_prop=True).graph
    except (RuntimeError, ValueError, EncodeError, shape_inference.InferenceError) as error:
        reason = str(error).strip().split("\n", 1)[0][:200]
        raise UnreadableFile(f"the shapes of {name} can't be told: {reason}") from None
    return {info.name: dims_of(info) for info in (*graph.input, *graph.value_info, *graph.output)}


def _reckon(light: ModelProto, shapes: dict[str, Dims], path: Path) -> bool:
    """Put what nodes make of known sizes in their place; return whether there were any."""
    from onnx import numpy_helper  # noqa: PLC0415 - as above

    graph = light.graph
    arrays = {one.name: one for one in graph.initializer} | constants(graph)
    known = {name: numbers_of(one, path) for name, one in arrays.items() if is_small(one)}
    before = set(known)
    kept: list[NodeProto] = []
    for node in graph.node:
        made = dict(_worked_out(light, node, shapes, known))
        known |= made
        if not made:
            kept.append(node)
    new = [name for name in known if name not in before]
    if new:
        del graph.node[:]
        graph.node.extend(kept)
        graph.initializer.extend(numpy_helper.from_array(known[name], name) for name in new)
    return bool(new)


def _worked_out(
    light: ModelProto, node: NodeProto, shapes: dict[str, Dims], known: Numbers
) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield what a node makes, where it makes few numbers of known ones."""
    if node.op_type == "Shape" and not node.attribute:
        dims = shapes.get(node.input[0]) or ()
        sizes = [size for size in dims if isinstance(size, int) and size > 0]
        if dims and len(sizes) == len(dims):
            yield node.output[0], np.array(sizes, np.int64)
        return
    reads = [name for name in node.input if name]
    if node.op_type not in RECKONING or not reads or any(name not in known for name in reads):
        return
    results = _evaluated(light, node, {name: known[name] for name in reads})
    if all(one.size <= SMALL for one in results):
        yield from zip(node.output, results, strict=False)


def _evaluated(light: ModelProto, node: NodeProto, given: Numbers) -> list[NDArray[Any]]:
    """Return what a single node makes, by ONNX' reference evaluator; nothing where it refuses."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - as above
    from onnx.reference import ReferenceEvaluator  # noqa: PLC0415

    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in given]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in node.output]
    graph = helper.make_graph([node], "node", infos, ends)
    model = helper.make_model(graph, opset_imports=list(light.opset_import))
    if node.op_type in {"ConstantOfShape", "Expand", "Range"} and not _are_few(node, given):
        return []
    try:
        results = ReferenceEvaluator(model).run(None, given)
    except (RuntimeError, ValueError, TypeError, IndexError, NotImplementedError):
        return []
    return [np.asarray(one) for one in results]


def _are_few(node: NodeProto, given: Numbers) -> bool:
    """Return whether a node that makes as many numbers as it is told makes few."""
    told = [given[name].astype(np.float64) for name in node.input if name in given]
    if node.op_type == "Range":
        first, last, step = (float(one.ravel()[0]) for one in told)
        return bool(step) and abs(last - first) / abs(step) <= SMALL
    return prod(told[-1].ravel().tolist()) <= SMALL


def is_small(tensor: TensorProto) -> bool:
    """Return whether an array's numbers may decide a shape."""
    return prod(tensor.dims) <= SMALL and not tensor.external_data


def _without_large(proto: ModelProto) -> ModelProto:
    """Return a model whose large arrays are inputs without numbers: shapes don't need them."""
    from onnx import ModelProto, helper  # noqa: PLC0415 - as above

    light = ModelProto()
    light.ir_version = max(proto.ir_version, 4)
    light.opset_import.extend(proto.opset_import)
    light.functions.extend(proto.functions)
    graph, own = light.graph, proto.graph
    graph.name = own.name or "graph"
    aside = [(name, one) for name, one in constants(own).items() if not is_small(one)]
    names = {name for name, _ in aside}
    graph.node.extend(node for node in own.node if not names & {*node.output})
    graph.output.extend(own.output)
    filled = {one.name for one in own.initializer}
    graph.input.extend(info for info in own.input if info.name not in filled)
    graph.initializer.extend(one for one in own.initializer if is_small(one))
    aside += [(one.name, one) for one in own.initializer if not is_small(one)]
    graph.input.extend(
        helper.make_tensor_value_info(name, one.data_type, one.dims) for name, one in aside
    )
    return light


def _set_dims(info: Any, sizes: tuple[int, ...]) -> None:
    shape = info.type.tensor_type.shape
    del shape.dim[:]
    for size in sizes:
        shape.dim.add().dim_value = size
