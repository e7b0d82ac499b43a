"""Small ONNX models, and those of packages."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def info(name, *dims):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(dims))


def array(name, values, kind=np.float32):
    return numpy_helper.from_array(np.asarray(values, kind), name)


def model(nodes, arrays=(), inputs=None, outputs=("y",), opset=17):
    """Return a model over `x` of 1 × 2 × 8 × 8."""
    graph = helper.make_graph(
        list(nodes), "graph", list(inputs or [info("x", 1, 2, 8, 8)]),
        [helper.make_empty_tensor_value_info(name) for name in outputs], list(arrays),
    )
    for output in graph.output:
        output.type.tensor_type.elem_type = TensorProto.FLOAT
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def saved(folder: Path, made, name="model.onnx", **options) -> Path:
    onnx.save(made, folder / name, **options)
    return folder / name


def conv(seed=0, bias=True):
    """Return a convolution of 2 to 4 channels, and its arrays."""
    rng = np.random.default_rng(seed)
    arrays = [array("w", rng.normal(size=(4, 2, 3, 3)))]
    if bias:
        arrays.append(array("b", rng.normal(size=4)))
    names = ["x", "w", "b"][: 2 + bias]
    node = helper.make_node(
        "Conv", names, ["c"], name="first", pads=[1, 1, 1, 1], strides=[2, 2]
    )
    return node, arrays


def packaged(word: str) -> Path:
    """Return a model that the package rapidocr-onnxruntime brings along."""
    spec = find_spec("rapidocr_onnxruntime")
    assert spec is not None
    (folder,) = spec.submodule_search_locations
    return next(Path(folder).rglob(f"*{word}*.onnx"))
