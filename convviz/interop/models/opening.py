"""An ONNX file opened: its nodes and shapes, its large arrays left alone until they are asked for.

Nothing of a model is run here. Arrays in files of their own are read only out of the
model's folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.errors import ConvvizError, UnreadableFile
from convviz.files import read_bytes

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, TensorProto

SUFFIX = ".onnx"
_MOST_BYTES = (1 << 31) - 1
Dims = tuple[int | str | None, ...]
"""Sizes: known ones, names, or None for what nothing is told of."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """An ONNX model.

    Attributes
    ----------
    proto
        What the file holds.
    path
        Where it is from.
    input
        Name of the input that is a map: the first that no array of the file fills.
    """

    proto: ModelProto
    path: Path
    input: str

    @property
    def graph(self) -> GraphProto:
        """Its graph."""
        return self.proto.graph

    @property
    def input_dims(self) -> Dims:
        """The sizes of its input, the batch first."""
        for info in self.graph.input:
            if info.name == self.input:
                return dims_of(info)
        return ()

    def arrays(self) -> dict[str, TensorProto]:
        """Return the arrays that the file holds or names, by their names; constants too."""
        return {one.name: one for one in self.graph.initializer} | constants(self.graph)

    def numbers(self, name: str) -> NDArray[Any] | None:
        """Return an array's numbers, None where the model has none of that name.

        Raises
        ------
        convviz.errors.UnreadableFile
            It stands in a file that isn't in the model's folder, or is damaged.
        """
        tensor = self.arrays().get(name)
        return None if tensor is None else numbers_of(tensor, self.path)


def require_onnx() -> None:
    """Raise an error that says what to install, where ``onnx`` is missing.

    Raises
    ------
    convviz.errors.ConvvizError
        It is.
    """
    try:
        import onnx  # noqa: F401, PLC0415 - loads slowly, and is an extra
    except ImportError:
        raise ConvvizError(
            "model files need the package onnx: install convviz[models]"
        ) from None


def open_model(path: Path) -> Model:
    """Return the model of a file.

    Raises
    ------
    convviz.errors.UnreadableFile
        It is none, is damaged, or its nodes read one another in a circle.
    convviz.errors.ConvvizError
        ``onnx`` isn't installed.
    """
    require_onnx()
    from google.protobuf.message import DecodeError  # noqa: PLC0415 - as above
    from onnx import ModelProto  # noqa: PLC0415

    data = read_bytes(path, _MOST_BYTES)
    proto = ModelProto()
    try:
        proto.ParseFromString(data)
    except DecodeError:
        raise UnreadableFile(f"{path.name} isn't an ONNX model, or is cut off") from None
    if not proto.graph.node:
        raise UnreadableFile(f"{path.name} isn't an ONNX model: it has no nodes")
    _check_opset(proto, path.name)
    _check_order(proto.graph, path.name)
    filled = {one.name for one in proto.graph.initializer}
    inputs = [info.name for info in proto.graph.input if info.name not in filled]
    if not inputs:
        raise UnreadableFile(f"{path.name} has no input that isn't filled with an array")
    return Model(proto, path, inputs[0])


def dims_of(info: Any) -> Dims:
    """Return the sizes that a value's type tells; nothing where it has none."""
    if not info.type.tensor_type.HasField("shape"):
        return ()
    return tuple(
        dim.dim_value if dim.HasField("dim_value") else dim.dim_param or None
        for dim in info.type.tensor_type.shape.dim
    )


def numbers_of(tensor: TensorProto, path: Path) -> NDArray[Any]:
    """Return the numbers of an array of a model's.

    Raises
    ------
    convviz.errors.UnreadableFile
        They stand outside of the model's folder, or there are fewer than its shape says.
    """
    from onnx import numpy_helper  # noqa: PLC0415 - as above
    from onnx.checker import ValidationError  # noqa: PLC0415
    from onnx.external_data_helper import (  # noqa: PLC0415
        load_external_data_for_tensor,
        uses_external_data,
    )

    if uses_external_data(tensor):
        _check_place(tensor, path)
    try:
        if uses_external_data(tensor):
            copy = type(tensor)()
            copy.CopyFrom(tensor)
            load_external_data_for_tensor(copy, str(path.parent))
            tensor = copy
        return np.asarray(numpy_helper.to_array(tensor))
    except (ValueError, TypeError, KeyError, OSError, RuntimeError, ValidationError) as error:
        reason = str(error).strip().split("\n", 1)[0][:160]
        raise UnreadableFile(
            f"the array {tensor.name} of {path.name} can't be read: {reason}"
        ) from None


def _check_place(tensor: TensorProto, path: Path) -> None:
    """Refuse arrays in files that aren't in the model's folder."""
    location = next((one.value for one in tensor.external_data if one.key == "location"), "")
    parts = PurePosixPath(location).parts + PureWindowsPath(location).parts
    outside = ".." in parts or PurePosixPath(location).is_absolute()
    outside = outside or bool(PureWindowsPath(location).drive or PureWindowsPath(location).root)
    folder = path.parent.resolve()
    if not location or outside or not (folder / location).resolve().is_relative_to(folder):
        raise UnreadableFile(
            f"{path.name} keeps the array {tensor.name} in {location or 'no file'}, which isn't "
            "in its folder: it isn't read"
        )


def constants(graph: GraphProto) -> dict[str, TensorProto]:
    """Return the arrays of nodes that are constants, by the names of what they make."""
    return {
        node.output[0]: attribute.t
        for node in graph.node
        if node.op_type == "Constant"
        for attribute in node.attribute
        if attribute.name == "value"
    }


def _check_opset(proto: ModelProto, name: str) -> None:
    """Refuse operators of a version that the installed ``onnx`` doesn't know."""
    from onnx import defs  # noqa: PLC0415 - as above

    known = defs.onnx_opset_version()
    asked = max((one.version for one in proto.opset_import if not one.domain), default=1)
    if not 1 <= asked <= known:
        raise UnreadableFile(
            f"{name} uses version {asked} of ONNX' operators: the installed onnx knows 1 to {known}"
        )


def _check_order(graph: GraphProto, name: str) -> None:
    """Refuse nodes that read what only a later node makes: a circle, or a wrong order."""
    known = {"", *(one.name for one in graph.initializer), *(one.name for one in graph.input)}
    known |= {one.values.name for one in graph.sparse_initializer}
    for node in graph.node:
        for read in node.input:
            if read not in known:
                raise UnreadableFile(
                    f"{name} isn't a valid model: {node.name or node.op_type} reads {read}, "
                    "which nothing before it makes"
                )
        known.update(node.output)
