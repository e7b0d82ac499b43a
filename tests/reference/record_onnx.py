"""Record what onnxruntime and ONNX compute and refuse, for test_recorded.py to compare with.

Run by hand, from the checkout, where onnx and onnxruntime are installed::

    python -m tests.reference.record_onnx

`by_onnx` says how convviz's words map to ONNX's. ONNX's own node test cases are
taken as they are, one for each example of a batch, with the first channel of
large pools, and the first corner of large three-axis ones where no padding is
involved; an output_shape is put down as the padding that it means.
"""

from __future__ import annotations

import random
import sys
from math import prod

import numpy as np
from onnx import helper
from onnx.backend.test.loader import load_model_tests
from onnx.numpy_helper import to_array

from tests.reference import by_onnx, specs
from tests.reference.cases import NotSaid, Spec, Writer, each, pairs

NAMES = ("same", "same_lower", "valid", "pairs", "pairs", "pairs")
CASES = {
    "Conv": 90,
    "ConvTranspose": 110,
    "MaxPool": 100,
    "AvgPool": 90,
    "LPPool": 70,
    "GlobalAvgPool": 10,
    "GlobalMaxPool": 10,
    "Pad": 50,
    "Fold": 20,
}
VERDICTS = 150
ABSURD = ("Conv", "Conv", "ConvTranspose", "ConvTranspose", "MaxPool", "AvgPool", "LPPool", "Pad")
OURS = {theirs: ours for ours, theirs in by_onnx.OPERATORS.items()}


def drawn(rng: random.Random, family: str, axes: int) -> Spec:
    """Return a layer that ONNX has."""
    if family == "Conv":
        return specs.dialect_conv(rng, axes, NAMES, dilated=True)
    if family == "ConvTranspose":
        spec = specs.dialect_transpose(rng, axes, NAMES, groups=True)
        if rng.random() < 0.4:
            stride = each(spec.arguments["stride"], axes)
            spec.arguments["output_padding"] = [rng.randrange(s) for s in stride]
        return spec
    if family == "Pad":
        modes = ("constant", "reflect", "replicate", "circular")
        if rng.random() < 0.2:
            return specs.pad(rng, axes, ("constant",), -2)
        return specs.pad(rng, axes, modes)
    if family == "Fold":
        return specs.torch_fold(rng, axes)
    if family.startswith("Global"):
        return specs.TORCH[family](rng, axes)
    return pooled(rng, specs.dialect_pool(rng, axes, family, NAMES))


def pooled(rng: random.Random, spec: Spec) -> Spec:
    """Return a pool with what ONNX's pools have besides."""
    said = dict(spec.arguments)
    if not isinstance(said["padding"], str):
        said["ceil_mode"] = rng.random() < 0.5
    if spec.family == "MaxPool":
        said["return_indices"] = rng.random() < 0.5
        said["dilation"] = rng.choice((1, 1, specs.one_or_all(rng, spec.axes, 1, 3)))
    elif spec.family == "AvgPool":
        said["count_include_pad"] = rng.choice((None, False, True))
    else:
        said["norm_type"] = rng.choice((1, 2, 2, 3))
    return Spec(spec.layer, said, spec.shape)


def kind_of(rng: random.Random, spec: Spec) -> str:
    """Return a kind of numbers."""
    if spec.family == "AvgPool":
        return rng.choice(("divisible", "integer", "any"))
    if spec.family == "LPPool" and spec.arguments.get("ceil_mode"):
        return "integer"
    return rng.choice(("integer", "integer", "exact", "any"))


def record(writer: Writer, rng: random.Random, spec: Spec) -> bool:
    """Add a case unless it is refused, not said, or gives nothing."""
    kind = kind_of(rng, spec)
    arrays, places = writer.drawn(rng, spec, kind)
    try:
        found = by_onnx.computed(spec, arrays)
    except (by_onnx.Refused, NotSaid):
        return False
    if found["output"].size:
        writer.add(spec, kind, **places, **found)
    return bool(found["output"].size)


def record_verdict(writer: Writer, spec: Spec) -> None:
    """Add the shape that onnxruntime gives, or its refusal."""
    if min(spec.shape) < 0 or (spec.weight_shape and min(spec.weight_shape) < 0):
        return
    if spec.weight_shape and spec.shape[0] != spec.arguments["in_channels"]:
        return
    arrays = {"x": np.zeros(spec.shape)}
    if spec.weight_shape:
        arrays["weight"] = np.zeros(spec.weight_shape)
    try:
        found = by_onnx.computed(spec, arrays)
    except NotSaid:
        return
    except by_onnx.Refused as error:
        writer.add(spec, "integer", refused=" ".join(str(error).split())[:200])
        return
    if found["output"].size:
        writer.add(spec, "integer", gives=list(found["output"].shape))


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
        given, wanted = (
            [np.asarray(a) if isinstance(a, np.ndarray | np.generic) else to_array(a) for a in arrays]
            for arrays in test.data_sets[0]
        )
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
        places["tolerance"] = 1e-5
    if indices is not None:
        places["indices"] = writer.stored(indices % prod(x.shape[1:]))
    writer.add(spec, kind, who="onnx-node", **places)


def cornered(
    spec: Spec, x: np.ndarray, output: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
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
    found: dict[str, object] = {}
    if family == "Fold":
        axes = 2
        found["output_size"] = given[1].tolist()
    kernel = given[1].shape[2:] if family.startswith("Conv") else said.get("kernel_shape")
    found["kernel_size"] = list(given[2].tolist() if family == "Fold" else kernel)
    for theirs, ours in (("strides", "stride"), ("dilations", "dilation")):
        if theirs in said:
            found[ours] = list(said[theirs])
    for theirs, ours in (("output_padding", "output_padding"), ("p", "norm_type")):
        if theirs in said:
            found[ours] = said[theirs]
    for name in ("ceil_mode", "count_include_pad"):
        if name in said and family in {"MaxPool", "AvgPool", "LPPool"}:
            found[name] = bool(said[name])
    if family == "LPPool":
        found.setdefault("norm_type", 2)
    auto = {theirs.encode(): ours for ours, theirs in by_onnx.NAMES.items()}
    if "auto_pad" in said:
        found["padding"] = auto[said["auto_pad"]]
    elif "pads" in said:
        pads = list(said["pads"])
        found["padding"] = [[pads[a], pads[a + axes]] for a in range(axes)]
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


def shaped(found: dict[str, object], output: list[int], sizes: tuple[int, ...]) -> None:
    """Put down an output_shape as the padding and output_padding that it means."""
    axes = len(sizes)
    kernel, stride = found["kernel_size"], each(found.get("stride", 1), axes)
    dilation, added = (each(found.get(n, d), axes) for n, d in (("dilation", 1), ("output_padding", 0)))
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


def record_shaped(writer: Writer, rng: random.Random, wanted: int) -> None:
    """Add transposed convolutions whose output_shape was asked for."""
    done = 0
    while done < wanted:
        axes = 1 + done % 3
        spec = specs.dialect_transpose(rng, axes, ("valid",), groups=True)
        said = dict(spec.arguments)
        full = [
            (n - 1) * s + d * (k - 1) + 1
            for n, s, d, k in zip(
                spec.shape[1:],
                each(said["stride"], axes),
                each(said["dilation"], axes),
                said["kernel_size"],
                strict=True,
            )
        ]
        del said["padding"]
        shaped(said, [max(1, n - rng.randint(0, 2)) for n in full], spec.shape[1:])
        done += record(writer, rng, Spec(spec.layer, said, spec.shape))


def main() -> None:
    """Write the file."""
    rng = random.Random(51)  # noqa: S311
    writer = Writer("onnx", by_onnx.VERSION)
    nodes = record_nodes(writer)
    for family, wanted in CASES.items():
        done = 0
        while done < wanted:
            done += record(writer, rng, drawn(rng, family, 1 + done % 3))
    record_shaped(writer, rng, 20)
    before = len(writer.cases)
    while len(writer.cases) < before + VERDICTS:
        spec = drawn(rng, rng.choice(ABSURD), rng.randint(1, 3))
        record_verdict(writer, specs.absurd(rng, spec))
    sys.stdout.write(f"{nodes} of ONNX's own; {writer.write()}\n")


if __name__ == "__main__":
    main()
