"""convviz against what PyTorch, JAX, TensorFlow and ONNX computed and refused.

The record_*.py beside this file wrote down what they said; none of them is
needed here.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.reference.cases import FOLDER, FRAMEWORKS, read
from tests.reference.compare import crops, hold, verdict

READ = {framework: read(framework) for framework in FRAMEWORKS}
CASES = [case for _, cases in READ.values() for case in cases]
COMPUTED = [case for case in CASES if "output" in case.arrays]
VERDICTS = [case for case in CASES if "output" not in case.arrays]


def named(cases):
    return [pytest.param(case, id=case.id) for case in cases]


@pytest.mark.parametrize("case", named(COMPUTED))
def test_numbers_are_the_frameworks(case):
    hold(case)


@pytest.mark.parametrize("case", named(VERDICTS))
def test_what_a_framework_refuses_is_refused_and_what_it_takes_is_taken(case):
    wanted = None if case.refused is not None or crops(case) else case.gives
    assert verdict(case) == wanted, case.refused
