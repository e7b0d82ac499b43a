"""What onnxruntime and ONNX's reference evaluator make of a layer said in convviz's words.

How the words map: ``Conv``, ``ConvTranspose``, ``MaxPool``, ``AveragePool``,
``LpPool``, ``GlobalAveragePool``, ``GlobalMaxPool``, ``Pad`` and ``Col2Im``
(``Fold``) with pads on each side; ``valid``, ``same`` and ``same_lower`` are
auto_pad's VALID, SAME_UPPER and SAME_LOWER. A stride that isn't said is 1.
``flipped`` mirrors the weight. The modes replicate and circular are edge and
wrap. An index of a maximum counts the cells of its own channel.

onnxruntime computes in float32 (max pools in float64), the reference evaluator
in float64. Where both give the same, the float64 one is taken. Where the
reference evaluator has no answer or is known to be wrong (see `runtime_is_right`)
onnxruntime's is; everything else on which they differ counts as not said.
"""

from __future__ import annotations

import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from tests.reference import specs
from tests.reference.cases import NotSaid, Spec, each, pairs

onnxruntime.set_default_logger_severity(4)
VERSION = f"{onnx.__version__}, onnxruntime {onnxruntime.__version__}"
NAMES = {"same": "SAME_UPPER", "same_lower": "SAME_LOWER", "valid": "VALID"}
OPERATORS = {
    "Conv": "Conv",
    "ConvTranspose": "ConvTranspose",
    "MaxPool": "MaxPool",
    "AvgPool": "AveragePool",
    "LPPool": "LpPool",
    "GlobalAvgPool": "GlobalAveragePool",
    "GlobalMaxPool": "GlobalMaxPool",
    "Pad": "Pad",
    "Fold": "Col2Im",
}
MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.float64): TensorProto.DOUBLE,
    np.dtype(np.int64): TensorProto.INT64,
}
OPSET = 22


class Refused(Exception):  # noqa: N818
    """onnxruntime refuses the model or its input."""


REFUSALS = (Refused,)


def attributes(spec: Spec) -> dict[str, object]:
    """Return a node's attributes."""
    said, axes, found = spec.arguments, spec.axes, {}
    if spec.family.startswith("Global"):
        return {}
    if spec.family == "Pad":
        return {"mode": MODES[said["mode"]]}
    if isinstance(said["padding"], str):
        found["auto_pad"] = NAMES[said["padding"]]
    else:
        around = pairs(said["padding"], axes)
        found["pads"] = [low for low, _ in around] + [high for _, high in around]
    return found | numbers_of(spec)


def numbers_of(spec: Spec) -> dict[str, object]:
    """Return a node's attributes but its padding."""
    said, axes, found = spec.arguments, spec.axes, {}
    if said.get("stride") is not None:
        found["strides"] = each(said["stride"], axes)
    for ours, theirs in (("dilation", "dilations"), ("output_padding", "output_padding")):
        if ours in said:
            found[theirs] = each(said[ours], axes)
    if spec.family in {"Conv", "ConvTranspose"}:
        found["group"] = said["groups"]
    if spec.family != "Fold":
        found["kernel_shape"] = each(said["kernel_size"], axes)
    if spec.family in {"MaxPool", "AvgPool", "LPPool"}:
        found["ceil_mode"] = int(said.get("ceil_mode", False))
    if said.get("count_include_pad") is not None:
        found["count_include_pad"] = int(said["count_include_pad"])
    if "norm_type" in said:
        found["p"] = said["norm_type"]
    return found


def inputs(spec: Spec, arrays: dict[str, np.ndarray], kind: type) -> dict[str, np.ndarray]:
    """Return a node's inputs by name, in their order."""
    given = {"x": arrays["x"].astype(kind)[None]}
    if spec.weight_shape:
        mirrored = [axis for axis in range(2, 2 + spec.axes) if spec.arguments.get("flipped")]
        given["weight"] = np.flip(arrays["weight"], mirrored).astype(kind)
        if "bias" in arrays:
            given["bias"] = arrays["bias"].astype(kind)
    elif spec.family == "Pad":
        around = [(0, 0), (0, 0), *pairs(spec.arguments["padding"], spec.axes)]
        given["pads"] = np.array([p[0] for p in around] + [p[1] for p in around], np.int64)
        if spec.arguments["mode"] == "constant":
            given["value"] = np.array(spec.arguments["value"], kind)
    elif spec.family == "Fold":
        given["size"] = np.array(each(spec.arguments["output_size"], 2), np.int64)
        given["block"] = np.array(each(spec.arguments["kernel_size"], 2), np.int64)
    return given


def model_of(spec: Spec, given: dict[str, np.ndarray], kind: type) -> onnx.ModelProto:
    """Return a model of one node."""
    element = TYPES[np.dtype(kind)]
    outputs = [helper.make_tensor_value_info("output", element, None)]
    if spec.arguments.get("return_indices"):
        outputs.append(helper.make_tensor_value_info("indices", TensorProto.INT64, None))
    node = helper.make_node(
        OPERATORS[spec.family], list(given), [o.name for o in outputs], **attributes(spec)
    )
    typed = [
        helper.make_tensor_value_info(name, TYPES[array.dtype], array.shape)
        for name, array in given.items()
    ]
    graph = helper.make_graph([node], "layer", typed, outputs)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)


def by_runtime(spec: Spec, arrays: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Return onnxruntime's outputs; raises `Refused`."""
    kind = np.float64 if spec.family == "MaxPool" else np.float32
    given = inputs(spec, arrays, kind)
    try:
        session = onnxruntime.InferenceSession(
            model_of(spec, given, kind).SerializeToString(), providers=["CPUExecutionProvider"]
        )
        return session.run(None, given)
    except Exception as error:  # Its exceptions have no common base.
        if "NOT_IMPLEMENTED" in str(error) or "requires axis length" in str(error):
            raise NotSaid(str(error)) from error
        raise Refused(str(error).split("Status Message: ")[-1]) from error


def by_reference(spec: Spec, arrays: dict[str, np.ndarray]) -> np.ndarray | None:
    """Return the reference evaluator's output, None where it fails."""
    given = inputs(spec, arrays, np.float64)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ReferenceEvaluator(model_of(spec, given, np.float64)).run(None, given)[0]
    except Exception:  # noqa: BLE001 - it raises all sorts
        return None


def unsaid(spec: Spec) -> bool:  # noqa: PLR0911
    """Whether onnxruntime's answer contradicts the standard, or others."""
    said, axes = spec.arguments, spec.axes
    if specs.beyond(spec) or said.get("norm_type", 1) < 1:
        return True
    if spec.family == "Pad" and said["mode"] != "constant":
        return min(map(min, pairs(said["padding"], axes))) < 0
    if spec.family in {"Conv", "Pad", "Fold"} or spec.family.startswith("Global"):
        return False
    stride = said.get("stride")
    kernel, stride = each(said["kernel_size"], axes), each(1 if stride is None else stride, axes)
    dilation = each(said.get("dilation", 1), axes)
    if min(*kernel, *stride, *dilation) < 1:
        return False
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    same = isinstance(said["padding"], str) and said["padding"].startswith("same")
    if spec.family == "ConvTranspose":
        added = each(said.get("output_padding", 0), axes)
        over = zip(spans, added, stride, strict=True)
        return same and any(span + op < s for span, op, s in over)
    if same:
        lengths = zip(spec.shape[1:], stride, spans, strict=True)
        return max(dilation) > 1 or any((-(-n // s) - 1) * s + span < n for n, s, span in lengths)
    around = [(0, 0)] * axes if said["padding"] == "valid" else pairs(said["padding"], axes)
    sizes = zip(spec.shape[1:], around, spans, strict=True)
    small = any(n + low + high < span for n, (low, high), span in sizes)
    return small and not said.get("ceil_mode", False)


def runtime_is_right(spec: Spec) -> bool:
    """Whether the reference evaluator is the wrong one of two that differ.

    Its MaxPool takes SAME_LOWER for SAME_UPPER and forgets cells in ceil mode, its
    LpPool scales partial windows up, as the average pool that it is made of does,
    its GlobalMaxPool knows two axes.
    """
    return spec.family in {"MaxPool", "LPPool", "ConvTranspose", "GlobalMaxPool"}


def computed(
    spec: Spec, arrays: dict[str, np.ndarray], grad_output: np.ndarray | None = None
) -> dict:
    """Return the output, and ``tolerance`` where it is known in single precision alone."""
    if grad_output is not None or spec.family not in OPERATORS or unsaid(spec):
        raise NotSaid(spec.layer)
    theirs = by_reference(spec, arrays)
    try:
        ours, *indices = by_runtime(spec, arrays)
    except Refused as error:
        if "Dilation not supported for AutoPadType" in str(error) and theirs is not None:
            return {"output": theirs[0]}
        raise
    if (ours <= np.finfo(np.float32).min).any():
        raise NotSaid("windows wholly in padding give the lowest number, not -inf")
    found = {"indices": indices[0][0] % np.prod(spec.shape[1:])} if indices else {}
    exact = ours.dtype == np.float64
    alike = theirs is not None and theirs.shape == ours.shape
    if alike and np.allclose(theirs, ours, rtol=1e-4, atol=1e-4):
        return found | {"output": ours[0] if exact else theirs[0]}
    if theirs is not None and not runtime_is_right(spec):
        raise NotSaid("onnxruntime and the reference evaluator differ")
    wide = ours[0].astype(np.float64)
    if not exact and not np.array_equal(wide * 64, np.round(wide * 64)):
        found["tolerance"] = 1e-6
    return found | {"output": wide}
