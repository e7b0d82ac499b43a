"""ONNX's own node test cases, in convviz's words.

They are taken as they are, one for each example of a batch, with the first
channel of large pools, and the first corner of large three-axis ones, none of
which is padded; an output_shape is put down as the padding that it means.
"""

from __future__ import annotations

from math import prod

import numpy as np
from onnx import helper
from onnx.backend.test.loader import load_model_tests
from onnx.numpy_helper import to_array

from tests.reference import by_onnx
from tests.reference.cases import Spec, Writer, each

OURS = {theirs: ours for ours, theirs in by_onnx.OPERATORS.items()}
AUTO = {theirs.encode(): ours for ours, theirs in by_onnx.NAMES.items()}
WORDS = {
    "kernel_shape": "kernel_size",
    "strides": "stride",
    "dilations": "dilation",
    "output_padding": "output_padding",
    "p": "norm_type",
}


def array_of(value: object) -> np.ndarray:
    """Return an array, said as one, as a number or as a tensor."""
    return np.asarray(value) if isinstance(value, np.ndarray | np.generic) else to_array(value)


def record_nodes(writer: Writer) -> int:
    """Add ONNX's own node test cases and return how many."""
    before = len(writer.cases)
    for test in load_model_tests(kind="node"):
        (node, *others) = test.model.graph.node
        if others or node.op_type not in OURS or not test.data_sets:
            continue
        said = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type in {"AveragePool", "LpPool"} and "dilations" in said:
            continue  # convviz's averages have no dilation.
        given, wanted = (list(map(array_of, arrays)) for arrays in test.data_sets[0])
        if node.op_type == "Col2Im" and given[0].ndim == 3 and len(given[1]) != 2:
            continue  # Fold has two axes.
        for example in range(len(given[0])):
            record_node(writer, node.op_type, said, given, wanted, example)
    return len(writer.cases) - before


def record_node(
    writer: Writer,
    operator: str,
    said: dict[str, object],
    given: list[np.ndarray],
    wanted: list[np.ndarray],
    example: int,
) -> None:
    """Add one example of a node test case."""
    x, output = given[0][example], wanted[0][example]
    spec = spec_of(operator, said, given, x, output)
    indices = wanted[1][example] if len(wanted) > 1 and "storage_order" not in said else None
    if x.size > 2000 and "Pool" in operator:
        x, output = x[:1], output[:1]
    if x.size > 2000:
        x, output = cornered(spec, x, output)
    spec = Spec(spec.layer, spec.arguments, x.shape)
    places = {"x": writer.stored(x), "output": writer.stored(output)}
    for name, array in zip(("weight", "bias"), given[1:], strict=False):
        if spec.weight_shape:
            places[name] = writer.stored(array)
    chosen = operator in {"MaxPool", "GlobalMaxPool", "Pad"} or x.dtype.kind in "iu"
    whole = all(np.array_equal(a, np.round(a)) for a in (x, output))
    kind = "integer" if chosen and whole else "exact" if chosen else "any"
    if not chosen and not whole:
        short = np.round(output, 4).astype(output.dtype)  # Some are written with four digits.
        places["tolerance"] = 1e-3 if np.array_equal(short, output) else 1e-5
    if indices is not None:
        places["indices"] = writer.stored(indices % prod(x.shape[1:]))
    writer.add(spec, kind, who="onnx-node", **places)


def cornered(spec: Spec, x: np.ndarray, output: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first corner of a large input and what comes of it alone."""
    kernel, stride, dilation = (
        each(spec.arguments.get(name) or 1, spec.axes)
        for name in ("kernel_size", "stride", "dilation")
    )
    if np.any(spec.arguments.get("padding", 0) != 0):
        raise AssertionError(spec)
    windows = 3
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    lengths = [(windows - 1) * s + span for s, span in zip(stride, spans, strict=True)]
    corner = x[(slice(None), *map(slice, lengths))]
    return corner, output[(slice(None), *[slice(windows)] * spec.axes)]


def spec_of(
    operator: str,
    said: dict[str, object],
    given: list[np.ndarray],
    x: np.ndarray,
    output: np.ndarray,
) -> Spec:
    """Return a node in convviz's words."""
    family, axes = OURS[operator], x.ndim - 1
    if family.startswith("Global"):
        return Spec(f"{family}{axes}d", {}, x.shape)
    if family == "Pad":
        return pad_spec(said, given, x)
    found = {ours: said[theirs] for theirs, ours in WORDS.items() if theirs in said}
    for name in {"ceil_mode", "count_include_pad"} & set(said):
        found[name] = bool(said[name])
    if family == "Fold":
        axes = 2
        found |= {"output_size": given[1].tolist(), "kernel_size": given[2].tolist()}
    elif family.startswith("Conv"):
        found["kernel_size"] = list(given[1].shape[2:])
    elif family == "LPPool":
        found.setdefault("norm_type", 2)
    found |= padding_of(said, axes)
    if family in {"Conv", "ConvTranspose"}:
        groups = said.get("group", 1)
        found |= {
            "in_channels": x.shape[0],
            "out_channels": output.shape[0],
            "groups": groups,
            "bias": len(given) > 2,
        }
    if "output_shape" in said:
        shaped(found, said["output_shape"], x.shape[1:])
    return Spec(family if family == "Fold" else f"{family}{axes}d", found, x.shape)


def padding_of(said: dict[str, object], axes: int) -> dict[str, object]:
    """Return a node's padding, if it says any."""
    if "auto_pad" in said:
        return {"padding": AUTO[said["auto_pad"]]}
    pads = said.get("pads")
    return {"padding": [[pads[a], pads[a + axes]] for a in range(axes)]} if pads else {}


def shaped(found: dict[str, object], output: list[int], sizes: tuple[int, ...]) -> None:
    """Put down an output_shape as the padding and output_padding that it means."""
    axes = len(sizes)
    kernel, stride = found["kernel_size"], each(found.get("stride", 1), axes)
    dilation, added = (
        each(found.get("dilation", 1), axes),
        each(found.get("output_padding", 0), axes),
    )
    padding = []
    for axis in range(axes):
        span = dilation[axis] * (kernel[axis] - 1) + 1
        total = (sizes[axis] - 1) * stride[axis] + span + added[axis] - output[axis]
        added[axis] += max(0, -total)
        total = max(0, total)
        low = total // 2 if found.get("padding") == "same" else total - total // 2
        padding.append([low, total - low])
    found |= {"padding": padding, "output_padding": added}


def pad_spec(said: dict[str, object], given: list[np.ndarray], x: np.ndarray) -> Spec:
    """Return a pad."""
    amounts = given[1].tolist()
    which = given[3].tolist() if len(given) > 3 else list(range(x.ndim + 1))
    around = [[0, 0] for _ in range(x.ndim + 1)]
    for place, axis in enumerate(which):
        around[axis] = [amounts[place], amounts[place + len(which)]]
    if around[0] != [0, 0] or around[1] != [0, 0]:
        raise AssertionError(around)
    ours = {theirs: mode for mode, theirs in by_onnx.MODES.items()}
    mode = ours[said["mode"].decode()]
    found = {"padding": around[2:], "mode": mode}
    if mode == "constant":
        found["value"] = float(given[2]) if len(given) > 2 else 0.0
    return Spec(f"Pad{x.ndim - 1}d", found, x.shape)
