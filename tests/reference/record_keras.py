"""Record what Keras and TensorFlow compute and refuse, for test_recorded.py to compare with.

Run by hand, from the checkout, once where tensorflow-cpu is installed and once
where Keras has JAX, which computes the dilated transposed convolutions that
TensorFlow has no code for on a processor::

    KERAS_BACKEND=tensorflow python -m tests.reference.record_keras
    KERAS_BACKEND=jax python -m tests.reference.record_keras

`by_keras` says how convviz's words map to theirs.
"""

from __future__ import annotations

import random
import sys

import numpy as np

from tests.reference import by_keras, specs
from tests.reference.cases import NotSaid, Spec, Writer, each

CASES = {
    "Conv": 110,
    "ConvTranspose": 120,
    "MaxPool": 90,
    "AvgPool": 80,
    "AdaptiveAvgPool": 15,
    "AdaptiveMaxPool": 15,
    "GlobalAvgPool": 8,
    "GlobalMaxPool": 8,
    "Pad": 40,
}
ON_JAX = {"ConvTranspose": 60, "Conv": 15, "MaxPool": 15, "AvgPool": 15}
VERDICTS = 170
ABSURD = ("Conv", "Conv", "ConvTranspose", "MaxPool", "AvgPool", "Pad")


def drawn(rng: random.Random, family: str, axes: int) -> Spec:  # noqa: PLR0911
    """Return a layer that Keras or TensorFlow has."""
    if family == "Conv":
        explicit = ("pairs",) if axes < 3 and by_keras.BACKEND == "tensorflow" else ()
        names = ("same", "same", "valid", "causal", *explicit)
        return specs.dialect_conv(rng, axes, names, dilated=rng.random() < 0.4)
    if family == "ConvTranspose":
        spec = specs.dialect_transpose(rng, axes, ("same", "same", "valid"), groups=False)
        stride = each(spec.arguments["stride"], axes)
        if rng.random() < 0.3 and min(stride) > 1:
            added = [rng.randint(1, s - 1) for s in stride]
            spec.arguments.update(output_padding=added, dilation=1)
        return spec
    if family == "Pad":
        modes = ("constant", "reflect", "symmetric", "symmetric")
        if rng.random() < 0.25:
            return specs.pad(rng, axes, ("constant",), -2, 0)
        return specs.pad(rng, axes, modes)
    if family.startswith("Adaptive"):
        spec = specs.torch_adaptive_avg(rng, axes)
        return Spec(f"{family}{axes}d", spec.arguments, spec.shape)
    if family.startswith("Global"):
        return specs.TORCH[family](rng, axes)
    explicit = ("pairs",) if axes < 3 and family == "MaxPool" else ()
    spec = specs.dialect_pool(rng, axes, family, ("same", "same", "valid", *explicit))
    if explicit and by_keras.BACKEND == "tensorflow" and rng.random() < 0.15:
        other = {"dilation": specs.along(rng, axes, 1, 2), "padding": "valid", "stride": 1}
        return Spec(spec.layer, spec.arguments | other, spec.shape)
    return spec


def kind_of(rng: random.Random, spec: Spec) -> str:
    """Return a kind of numbers that loses nothing in the precision that there is."""
    if spec.family.endswith("AvgPool") and by_keras.single(spec):
        return "divisible"
    if by_keras.single(spec):
        return rng.choice(("integer", "exact"))
    return rng.choice(("integer", "exact", "any", "any"))


def record(writer: Writer, rng: random.Random, spec: Spec) -> bool:
    """Add a case unless it is refused, can't be computed here, or gives nothing."""
    kind = kind_of(rng, spec)
    arrays, places = writer.drawn(rng, spec, kind)
    try:
        found = by_keras.computed(spec, arrays)
    except (*by_keras.REFUSALS, NotSaid):
        return False
    if kind == "divisible" and not np.array_equal(found["output"], np.round(found["output"])):
        return False
    if found["output"].size:
        writer.add(spec, kind, **places, **found)
    return bool(found["output"].size)


def record_verdict(writer: Writer, spec: Spec) -> None:
    """Add the shape that is given, or the refusal."""
    said = spec.arguments
    if spec.weight_shape and (spec.shape[0] != said["in_channels"] or spec.shape[0] < 1):
        return  # Keras takes the input's channels as they are.
    if spec.shape[0] < 1 or (spec.weight_shape and min(spec.weight_shape) < 0):
        return
    arrays = {"x": np.zeros(spec.shape)}
    if spec.weight_shape:
        arrays |= {"weight": np.zeros(spec.weight_shape), "bias": np.zeros(said["out_channels"])}
        if not said["bias"]:
            arrays.pop("bias")
    try:
        found = by_keras.computed(spec, arrays)
    except NotSaid:
        return
    except by_keras.REFUSALS as error:
        message = " ".join(str(error).split())
        if "weight" not in message:  # Ours for it, with groups that divide nothing.
            writer.add(spec, "integer", refused=message[:200])
        return
    if found["output"].size:
        writer.add(spec, "integer", gives=list(found["output"].shape))


def main() -> None:
    """Write the file."""
    rng = random.Random(41)  # noqa: S311
    writer = Writer(f"keras_{by_keras.BACKEND}", by_keras.VERSION)
    on_jax = by_keras.BACKEND == "jax"
    for family, wanted in (ON_JAX if on_jax else CASES).items():
        done = 0
        while done < wanted:
            spec = drawn(rng, family, 1 + done % 3)
            dilated = max(each(spec.arguments.get("dilation", 1), spec.axes)) > 1
            if on_jax and family == "ConvTranspose" and not dilated and rng.random() < 0.8:
                continue
            done += record(writer, rng, spec)
    before = len(writer.cases)
    while not on_jax and len(writer.cases) < before + VERDICTS:
        spec = drawn(rng, rng.choice(ABSURD), rng.randint(1, 3))
        stride, dilation = (spec.arguments.get(name, 1) for name in ("stride", "dilation"))
        if rng.random() < 0.8 and not (dilation != 1 and stride != 1):
            spec = specs.absurd(rng, spec)
        record_verdict(writer, spec)
    sys.stdout.write(writer.write() + "\n")


if __name__ == "__main__":
    main()
