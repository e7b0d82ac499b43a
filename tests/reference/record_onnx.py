"""Record what onnxruntime and ONNX compute and refuse, for test_recorded.py to compare with.

Run by hand, from the checkout, where onnx and onnxruntime are installed::

    python -m tests.reference.record_onnx

`by_onnx` says how convviz's words map to ONNX's; `onnx_nodes` adds ONNX's own
node test cases.
"""

from __future__ import annotations

import random
import sys

import numpy as np

from tests.reference import by_onnx, specs
from tests.reference.cases import NotSaid, Spec, Writer, each
from tests.reference.onnx_nodes import record_nodes, shaped

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


def drawn(rng: random.Random, family: str, axes: int) -> Spec:  # noqa: PLR0911
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
    if min(spec.weight_shape or (0,)) < 0 or spec.shape[0] < 1:
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
    if found["output"].size and 0 not in spec.shape:  # It pads what is empty, alone of all.
        writer.add(spec, "integer", gives=list(found["output"].shape))


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
