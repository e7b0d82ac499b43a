"""Record what PyTorch computes and refuses, for test_recorded.py to compare with.

Run by hand, from the checkout, where PyTorch 2.13 is installed; the tests read
the file alone::

    python -m tests.reference.record_torch

`by_torch` says how convviz's words map to PyTorch's.
"""

from __future__ import annotations

import random
import sys

import numpy as np

from tests.reference import by_torch, specs
from tests.reference.cases import Spec, Writer, pairs

CASES = {
    "ConvTranspose": 150,
    "MaxPool": 170,
    "AvgPool": 150,
    "LPPool": 80,
    "AdaptiveAvgPool": 45,
    "AdaptiveMaxPool": 45,
    "GlobalAvgPool": 12,
    "GlobalMaxPool": 12,
    "Pad": 130,
    "Unfold": 40,
    "Fold": 40,
}
CONVS, CONV_VERDICTS, VERDICTS = 160, 400, 700
ABSURD = ("ConvTranspose", "MaxPool", "AvgPool", "LPPool", "AdaptiveAvgPool", "AdaptiveMaxPool")
ABSURD += ("Pad", "Unfold", "Fold", "ConvTranspose", "MaxPool", "AvgPool")
NUMPY_MODES = {"constant": "constant", "reflect": "reflect", "replicate": "edge"}
NUMPY_MODES["circular"] = "wrap"


def doubtful(spec: Spec, found: dict[str, np.ndarray]) -> bool:
    """Whether an answer says nothing that others should say too.

    An output without cells, or one of an input without cells; a crop with padding
    taken from what was cropped, or from memory that was never written.
    """
    if found["output"].size == 0 or 0 in spec.shape:
        return True
    if spec.family != "Pad":
        return False
    amounts = pairs(spec.arguments["padding"], spec.axes)
    if min(map(min, amounts)) >= 0 or spec.arguments["mode"] == "constant":
        return False
    cells = np.arange(1.0, 1 + np.prod(spec.shape)).reshape(spec.shape)
    kept = cells[
        (slice(None), *(slice(max(0, -low), n - max(0, -high)) for (low, high), n in
        zip(amounts, spec.shape[1:], strict=True)))
    ]  # fmt: skip
    try:
        grown = np.pad(
            kept,
            [(0, 0), *((max(0, low), max(0, high)) for low, high in amounts)],
            mode=NUMPY_MODES[spec.arguments["mode"]],
        )
    except ValueError:
        return True
    theirs = by_torch.computed(spec, {"x": cells})["output"]
    return theirs.shape != grown.shape or not np.array_equal(theirs, grown)


def in_padding(spec: Spec, found: dict[str, np.ndarray]) -> bool:
    """Whether a max pool has a window that holds padding alone."""
    return spec.family == "MaxPool" and bool(np.isneginf(found["output"]).any())


def graded(spec: Spec, found: dict[str, np.ndarray]) -> bool:
    """Whether the gradients say what others should say too.

    Those of powers aren't numbers where a power's root isn't, and those of a
    circular pad that crops aren't the pad's.
    """
    if spec.family == "Pad" and spec.arguments["mode"] == "circular":
        return min(map(min, pairs(spec.arguments["padding"], spec.axes))) >= 0
    return spec.family != "LPPool" or bool(np.isfinite(found.get("gx", found["output"])).all())


def record(writer: Writer, rng: random.Random, spec: Spec, kind: str) -> bool:
    """Add a case unless PyTorch refuses it; return whether it was added."""
    arrays, places = writer.drawn(rng, spec, kind)
    try:
        found = by_torch.computed(spec, arrays)
    except by_torch.REFUSALS:
        return False
    if doubtful(spec, found):
        return False
    if in_padding(spec, found):
        found.pop("indices", None)
    elif kind != "wild" and graded(spec, found) and rng.random() < 0.75:
        incoming, place = writer.one(rng, found["output"].shape, kind)
        with_gradients = by_torch.computed(spec, arrays, incoming)
        if graded(spec, with_gradients):
            found, places["grad_output"] = with_gradients, place
    writer.add(spec, kind, **places, **found)
    return True


def record_verdict(writer: Writer, spec: Spec) -> None:
    """Add the shape that PyTorch gives, or its refusal."""
    shape = spec.weight_shape
    arrays = {"x": np.zeros(spec.shape)}
    if shape and min(shape) >= 0:
        arrays |= {"weight": np.zeros(shape), "bias": np.zeros(spec.arguments["out_channels"])}
    try:
        found = by_torch.computed(spec, arrays)
    except by_torch.REFUSALS as error:
        writer.add(spec, "integer", refused=str(error).splitlines()[0][:160])
        return
    if not doubtful(spec, found):
        writer.add(spec, "integer", gives=list(found["output"].shape))


def record_convs(writer: Writer) -> None:
    """Add the convolutions and the verdicts on them."""
    rng, own = random.Random(20), random.Random(22)  # noqa: S311
    number = done = 0
    while done < CONVS:
        number += 1
        spec = specs.torch_conv(rng, number)
        done += record(writer, own, spec, ("integer", "exact", "any")[done // 12 % 3])
    for number in range(30):
        spec = specs.torch_conv(rng, number)
        record(writer, own, Spec(spec.layer, spec.arguments | {"flipped": True}, spec.shape), "any")
        record(writer, own, spec, "wild")
    rng = random.Random(21)  # noqa: S311
    for number in range(CONV_VERDICTS):
        record_verdict(writer, specs.torch_conv_absurd(rng, number))


def main() -> None:
    """Write the file."""
    writer = Writer("torch", by_torch.VERSION)
    record_convs(writer)
    rng = random.Random(23)  # noqa: S311
    for family, wanted in CASES.items():
        done = 0
        while done < wanted:
            spec = specs.TORCH[family](rng, 1 + done % 3)
            kind = rng.choice(("integer", "exact", "any", "any", "any", "wild"))
            done += record(writer, rng, spec, kind)
    before = len(writer.cases)
    while len(writer.cases) < before + VERDICTS:
        family = ABSURD[len(writer.cases) % len(ABSURD)]
        spec = specs.TORCH[family](rng, rng.randint(1, 3))
        record_verdict(writer, specs.absurd(rng, spec))
    sys.stdout.write(writer.write() + "\n")


if __name__ == "__main__":
    main()
