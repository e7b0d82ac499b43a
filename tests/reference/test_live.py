"""convviz against the frameworks that are installed, on layers that nobody recorded.

Each is skipped where its framework isn't; `pytest -m torch` runs one of them.
"""

from __future__ import annotations

import importlib
import random
import warnings
import zlib
from importlib.util import find_spec

import numpy as np
import pytest

from tests.reference import specs
from tests.reference.cases import Case, NotSaid, Numbers, Spec, pairs
from tests.reference.compare import crops, hold, verdict

EACH = 12
SHARED = ("Conv", "ConvTranspose", "MaxPool", "AvgPool")


def loaded(name):
    """Return a module of this folder, whose framework may warn as it loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"tests.reference.{name}")


def case_of(framework, dialect, spec, kind, arrays, **said):
    return Case("live", framework, dialect, spec, kind, arrays, **said)


def numbers_for(spec, kind, rng):
    numbers = Numbers()
    shapes = {"x": spec.shape, "weight": spec.weight_shape}
    if spec.weight_shape and spec.arguments.get("bias", True):
        shapes["bias"] = (spec.arguments["out_channels"],)
    return {
        name: numbers.cut(kind, rng.randrange(1000), shape).astype(np.float64)
        for name, shape in shapes.items()
        if shape
    }


def compared(framework, dialect, by, spec, rng, *, gradients=False):
    """Hold convviz against what a framework computes or refuses; return whether it said any."""
    if specs.beyond(spec):
        return False
    single = framework in {"onnx", "keras"}
    kind = "divisible" if single and spec.family.endswith("AvgPool") else "integer"
    kind = kind if single else "any"
    if spec.weight_shape and min(spec.weight_shape) < 1:
        return False
    arrays = numbers_for(spec, kind, rng)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = by.computed(spec, arrays)
            if gradients:
                incoming = numbers_for(Spec("Pad1d", {}, found["output"].shape), kind, rng)["x"]
                found = by.computed(spec, arrays, incoming)
                arrays["grad_output"] = incoming
    except NotSaid:
        return False
    except by.REFUSALS as error:
        case = case_of(framework, dialect, spec, kind, {}, refused=str(error))
        found = None
    if found is None:
        assert verdict(case) is None, case
        return True
    if found["output"].size == 0:
        return False
    tolerance = found.pop("tolerance", 0.0)
    case = case_of(framework, dialect, spec, kind, arrays | found, tolerance=tolerance)
    if not crops(case):
        hold(case)
    return True


def drawn_from(module, family, count):
    """Return layers of a family as the recorder draws them, from another seed."""
    rng = random.Random(zlib.crc32(f"live {module.__name__} {family}".encode()))  # noqa: S311
    return [(module.drawn(rng, family, 1 + number % 3), rng) for number in range(count)]


def negative(spec):
    padding = spec.arguments.get("padding", 0)
    return not isinstance(padding, str) and min(map(min, pairs(padding, spec.axes))) < 0


@pytest.mark.torch
@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("family", ["Conv", *specs.TORCH])
def test_pytorch_computes_the_same(family):
    by, record = loaded("by_torch"), loaded("record_torch")
    rng = random.Random(zlib.crc32(f"live torch {family}".encode()))  # noqa: S311
    said = 0
    for number in range(3 * EACH):
        spec = (
            specs.torch_conv(rng, number)
            if family == "Conv"
            else specs.TORCH[family](rng, 1 + number % 3)
        )
        if spec.arguments.get("return_indices"):  # An index for padding alone means nothing.
            spec = Spec(spec.layer, spec.arguments | {"return_indices": False}, spec.shape)
        try:
            found = by.computed(spec, numbers_for(spec, "any", rng))
        except by.REFUSALS:
            found = None
        graded = found is not None and record.graded(spec, found) and family != "LPPool"
        if found is None or not (record.doubtful(spec, found) or record.in_padding(spec, found)):
            said += compared("torch", "pytorch", by, spec, rng, gradients=graded)
    assert said > EACH


@pytest.mark.jax
@pytest.mark.skipif(
    find_spec("jax") is None or find_spec("flax") is None, reason="JAX or flax is not installed"
)
@pytest.mark.parametrize("family", [*SHARED, "Pad"])
def test_jax_computes_the_same(family):
    by, record = loaded("by_jax"), loaded("record_jax")
    drawn = drawn_from(record, family, EACH)
    assert sum(compared("jax", "jax", by, spec, rng) for spec, rng in drawn) > EACH // 3


@pytest.mark.keras
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize("family", [*SHARED, "AdaptiveMaxPool", "GlobalAvgPool", "Pad"])
def test_keras_computes_the_same(family):
    by, record = loaded("by_keras"), loaded("record_keras")
    drawn = drawn_from(record, family, EACH)
    said = sum(compared("keras", "tensorflow", by, spec, rng) for spec, rng in drawn)
    assert said > EACH // 3 or family == "Pad"


@pytest.mark.onnx
@pytest.mark.skipif(
    find_spec("onnx") is None or find_spec("onnxruntime") is None,
    reason="ONNX or onnxruntime is not installed",
)
@pytest.mark.parametrize("family", [*SHARED, "LPPool", "GlobalMaxPool", "Pad", "Fold"])
def test_onnxruntime_computes_the_same(family):
    by, record = loaded("by_onnx"), loaded("record_onnx")
    drawn = drawn_from(record, family, 2 * EACH)
    said = sum(compared("onnx", "onnx", by, spec, rng) for spec, rng in drawn)
    assert said > EACH // 3
