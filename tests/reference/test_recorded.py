"""convviz against what PyTorch, JAX, TensorFlow and ONNX computed and refused.

The record_*.py beside this file wrote down what they said; none of them is
needed here.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.reference import specs
from tests.reference.cases import FRAMEWORKS, WITH_DIALECT, read
from tests.reference.compare import crops, hold, verdict

READ = {framework: read(framework) for framework in FRAMEWORKS}
CASES = [case for _, cases in READ.values() for case in cases]
COMPUTED = [case for case in CASES if "output" in case.arrays]
VERDICTS = [case for case in CASES if "output" not in case.arrays]


def named(cases):
    return [pytest.param(case, id=case.id) for case in cases]


def test_the_record_covers_every_layer_in_each_dialect_that_has_it():
    assert READ["torch"][0].startswith("2.13")
    assert len(CASES) >= 2000
    assert sum(case.refused is not None for case in CASES) >= 500
    seen = Counter((case.dialect, case.spec.layer) for case in COMPUTED)
    everywhere = [f"{kind}{axes}d" for kind in WITH_DIALECT[:4] for axes in (1, 2, 3)]
    for dialect in ("pytorch", "tensorflow", "jax", "onnx"):
        assert all(seen[dialect, layer] >= 10 for layer in everywhere)
    for family in (*specs.TORCH, "Conv"):
        layers = [family] if family.endswith("old") else [f"{family}{axes}d" for axes in (1, 2, 3)]
        assert all(seen["pytorch", layer] >= 4 for layer in layers)
    assert sum("gx" in case.arrays for case in COMPUTED) >= 500
    assert sum("indices" in case.arrays for case in COMPUTED) >= 100


def test_the_convolutions_recorded_cover_what_they_have():
    convs = [case.spec for case in COMPUTED if case.spec.family == "Conv"]
    for mode in ("zeros", "reflect", "replicate", "circular"):
        padded = [s for s in convs if s.arguments["padding"] not in (0, "valid")]
        assert sum(s.arguments.get("padding_mode", "zeros") == mode for s in padded) >= 15
    names = {s.arguments["padding"] for s in convs if isinstance(s.arguments["padding"], str)}
    assert names == {"same", "same_lower", "valid", "causal"}
    for name in ("stride", "dilation", "groups"):
        assert sum(np.max(s.arguments.get(name, 1)) > 1 for s in convs) >= 50
    assert sum(s.arguments.get("flipped", False) for s in convs) >= 30


@pytest.mark.parametrize("case", named(COMPUTED))
def test_numbers_are_the_frameworks(case):
    hold(case)


@pytest.mark.parametrize("case", named(VERDICTS))
def test_what_a_framework_refuses_is_refused_and_what_it_takes_is_taken(case):
    wanted = None if case.refused is not None or crops(case) else case.gives
    assert verdict(case) == wanted, case.refused
