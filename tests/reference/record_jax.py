"""Record what JAX and flax compute and refuse, for test_recorded.py to compare with.

Run by hand, from the checkout, where jax and flax are installed::

    python -m tests.reference.record_jax

`by_jax` says how convviz's words map to JAX's. JAX refuses little: where a
kernel doesn't fit it gives an empty output, which is not recorded.
"""

from __future__ import annotations

import random
import sys

import numpy as np

from tests.reference import by_jax, specs
from tests.reference.cases import NotSaid, Spec, Writer, each

NAMES = ("same", "same_lower", "valid", "pairs", "pairs")
CASES = {"Conv": 110, "ConvTranspose": 130, "MaxPool": 100, "AvgPool": 90, "Pad": 50}
VERDICTS = 60


def drawn(rng: random.Random, family: str, axes: int) -> Spec:
    """Return a layer that JAX has."""
    if family == "Conv":
        spec = specs.dialect_conv(rng, axes, (*NAMES, "causal"), dilated=True)
        return wrapped(rng, spec) if rng.random() < 0.15 else spec
    if family == "ConvTranspose":
        names = ("same", "same", "valid", "pairs")
        return specs.dialect_transpose(rng, axes, names, groups=False)
    if family == "Pad":
        modes = ("constant", "reflect", "symmetric", "replicate", "circular")
        return specs.pad(rng, axes, modes)
    spec = specs.dialect_pool(rng, axes, family, NAMES)
    if family == "MaxPool":
        dilation = rng.choice((1, 1, specs.one_or_all(rng, axes, 1, 3)))
        return Spec(spec.layer, spec.arguments | {"dilation": dilation}, spec.shape)
    counted = rng.choice((None, True, False))
    return Spec(spec.layer, spec.arguments | {"count_include_pad": counted}, spec.shape)


def wrapped(rng: random.Random, spec: Spec) -> Spec:
    """Return a convolution with flax's circular or reflect padding."""
    said = spec.arguments
    spans = [
        d * (k - 1) + 1
        for k, d in zip(said["kernel_size"], each(said["dilation"], spec.axes), strict=True)
    ]
    around = [[(span - 1) // 2, span // 2] for span in spans]
    mode = {"padding": around, "padding_mode": rng.choice(("circular", "reflect"))}
    return Spec(spec.layer, said | mode, spec.shape)


def record(writer: Writer, rng: random.Random, spec: Spec, kind: str) -> bool:
    """Add a case unless JAX refuses it or gives nothing."""
    if specs.beyond(spec):
        return False
    arrays, places = writer.drawn(rng, spec, kind)
    if kind == "wild" and spec.arguments.get("groups", 1) > 1:
        return False  # Its CPU code multiplies what other groups read by 0: infinities too.
    if kind == "wild" and spec.weight_shape:  # It multiplies no padding, with NaN neither.
        for name in {"weight", "bias"} & set(arrays):
            arrays[name], places[name] = writer.one(rng, arrays[name].shape, "any")
    try:
        found = by_jax.computed(spec, arrays)
    except by_jax.REFUSALS:
        return False
    if found["output"].size == 0:
        return False
    graded = kind == "any" if spec.family == "MaxPool" else kind != "wild"
    if graded and np.isfinite(found["output"]).all() and rng.random() < 0.5:
        incoming, place = writer.one(rng, found["output"].shape, kind)
        try:
            found = by_jax.computed(spec, arrays, incoming)
            places["grad_output"] = place
        except NotImplementedError:  # A dilated max pool has no gradient there.
            pass
    writer.add(spec, kind, **places, **found)
    return True


def record_verdict(writer: Writer, spec: Spec) -> None:
    """Add JAX's refusal."""
    if specs.beyond(spec) or min(spec.weight_shape or (0,)) < 0 or spec.shape[0] < 1:
        return
    if spec.family in {"Conv", "ConvTranspose"} and spec.shape[0] != spec.arguments["in_channels"]:
        return
    padding = spec.arguments["padding"]
    if not isinstance(padding, str) and np.min(padding) < 0:
        return  # It crops; convviz has the layer Pad for it.
    shapes = {"x": spec.shape, "weight": spec.weight_shape}
    try:
        found = by_jax.computed(spec, {n: np.zeros(s) for n, s in shapes.items() if s})
    except NotSaid:
        return
    except by_jax.REFUSALS as error:
        writer.add(spec, "integer", refused=str(error).splitlines()[0][:160])
        return
    if found["output"].size:
        writer.add(spec, "integer", gives=list(found["output"].shape))


def main() -> None:
    """Write the file."""
    rng = random.Random(31)  # noqa: S311
    writer = Writer("jax", by_jax.VERSION)
    for family, wanted in CASES.items():
        done = 0
        while done < wanted:
            spec = drawn(rng, family, 1 + done % 3)
            kind = rng.choice(("integer", "exact", "any", "any", "any", "wild"))
            done += record(writer, rng, spec, kind)
    before = len(writer.cases)
    while len(writer.cases) < before + VERDICTS:
        family = ("Conv", "MaxPool", "AvgPool", "ConvTranspose")[rng.randrange(4)]
        record_verdict(writer, specs.absurd(rng, drawn(rng, family, rng.randint(1, 3))))
    sys.stdout.write(writer.write() + "\n")


if __name__ == "__main__":
    main()
