"""What the nodes of a model make of an input.

By ONNX Runtime where it is installed, else by ONNX' reference evaluator. Only the nodes
that the wanted array hangs on are run.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import ConvvizError
from convviz.interop.models.opening import Model, numbers_of

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

_RUNTIME_ERRORS = (
    "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented",
    "RuntimeException", "NoSuchFile", "EPFail",
)
"""Of ONNX Runtime; their only common base is `Exception`."""


def computed(model: Model, name: str, x: NDArray[Any]) -> NDArray[Any]:
    """Return an array of a model for an input, without the batch.

    Parameters
    ----------
    model
        The model.
    name
        The array's.
    x
        The input (channels, *spatial).

    Raises
    ------
    convviz.errors.ConvvizError
        The model can't be run on it; the sentence says why.
    """
    given = np.asarray(x, np.float32)[np.newaxis]
    if name == model.input:
        return np.asarray(given[0])
    proto = _cut(model, name)
    try:
        made = _run(proto, model.input, given)
    except _refusals() as error:
        reason = str(error).strip().split("\n", 1)[0][:200]
        raise ConvvizError(f"{model.path.name} can't be run on this input: {reason}") from None
    return np.asarray(made[0] if made.ndim > 1 else made)


def _refusals() -> tuple[type[Exception], ...]:
    """Return what is raised where a model can't be run."""
    known = (RuntimeError, ValueError, TypeError, IndexError, NotImplementedError)
    if find_spec("onnxruntime") is None:
        return known
    state: Any = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    return (*known, *(getattr(state, name) for name in _RUNTIME_ERRORS if hasattr(state, name)))


def _run(proto: ModelProto, name: str, x: NDArray[Any]) -> NDArray[Any]:
    if find_spec("onnxruntime") is None:
        from onnx.reference import ReferenceEvaluator  # noqa: PLC0415 - loads slowly, an extra

        evaluator: Any = ReferenceEvaluator(proto)
        return np.asarray(evaluator.run(None, {name: x})[0])
    onnxruntime: Any = import_module("onnxruntime")  # as above; it has no types
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # What is shown is what the nodes say, not what they can be melted into.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return np.asarray(session.run(None, {name: x})[0])


def _cut(model: Model, name: str) -> ModelProto:
    """Return a model that makes one array alone."""
    from onnx import ModelProto, helper, numpy_helper  # noqa: PLC0415 - as above

    makers: dict[str, NodeProto] = {
        output: node for node in model.graph.node for output in node.output if output
    }
    wanted, needed = [name], {name}
    while wanted:
        node = makers.get(wanted.pop())
        new = [] if node is None else [one for one in node.input if one not in needed]
        needed.update(new)
        wanted += new
    if name not in makers:
        raise ConvvizError(f"{model.path.name} makes no array {name}")
    cut = ModelProto()
    cut.ir_version = min(max(model.proto.ir_version, 4), 10)
    cut.opset_import.extend(model.proto.opset_import)
    cut.functions.extend(model.proto.functions)
    graph = cut.graph
    graph.name = "part"
    graph.node.extend(node for node in model.graph.node if needed & {*node.output})
    for one in model.graph.initializer:
        if one.name in needed:
            whole = numpy_helper.from_array(numbers_of(one, model.path), one.name)
            graph.initializer.append(whole if one.external_data else one)
    for info in model.graph.input:
        if info.name == model.input:
            graph.input.append(info)
            del graph.input[0].type.tensor_type.shape.dim[:]
            graph.input[0].type.tensor_type.ClearField("shape")
    output = helper.make_empty_tensor_value_info(name)
    output.type.tensor_type.elem_type = graph.input[0].type.tensor_type.elem_type
    graph.output.append(output)
    return cut
