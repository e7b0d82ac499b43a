"""How long the library's door takes beside PyTorch's, in one run and with as many threads.

Each round measures one after the other, so that what else the machine does
falls on both. What is told is the ratio of the medians; no time is a failure.

    OPENBLAS_NUM_THREADS=1 python -m pytest tests/benchmarks/test_beside_torch.py
"""

from __future__ import annotations

import os
import sys
from statistics import median
from time import perf_counter

import numpy as np
import pytest

from convviz.engine.output import apply
from convviz.layers import Conv2d

torch = pytest.importorskip("torch", reason="PyTorch, to be compared with, is not installed")

THREADS = os.environ.get("OPENBLAS_NUM_THREADS")
pytestmark = pytest.mark.skipif(
    THREADS is None,
    reason="OPENBLAS_NUM_THREADS is not set: NumPy and PyTorch are to have as many threads",
)

CASES = {
    "1 channel, 512², kernel 3": ((1, 1, 3), {}, 512),
    "1 channel, 512², kernel 7": ((1, 1, 7), {}, 512),
    "1 channel, 512², kernel 15": ((1, 1, 15), {}, 512),
    "1 channel, 2048², kernel 3": ((1, 1, 3), {}, 2048),
    "1 channel, 2048², kernel 7": ((1, 1, 7), {}, 2048),
    "1 channel, 2048², kernel 15": ((1, 1, 15), {}, 2048),
    "64 → 64, 56², kernel 3": ((64, 64, 3), {}, 56),
    "3 → 64, 224², kernel 7, stride 2": ((3, 64, 7), {"stride": 2}, 224),
    "64 depthwise, 112², kernel 3": ((64, 64, 3), {"groups": 64}, 112),
}


@pytest.mark.parametrize("kind", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES)
def test_beside_torch(benchmark, capsys, case, kind):
    numbers, more, size = CASES[case]
    layer = Conv2d(*numbers, padding=numbers[2] // 2, bias=False, **more)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((layer.in_channels, size, size)).astype(kind)
    weight = rng.standard_normal(layer.weight_shape).astype(kind)
    torch.set_num_threads(int(THREADS))
    theirs = []

    def time_torch():
        start = perf_counter()
        found = torch.nn.functional.conv2d(
            torch.from_numpy(x)[None],
            torch.from_numpy(weight),
            stride=layer.stride,
            padding=numbers[2] // 2,
            groups=layer.groups,
        )
        theirs.append(perf_counter() - start)
        return found[0].numpy()

    def time_torch_too():
        time_torch()  # and hand on no arguments of its own

    time_torch()
    expected = time_torch()
    rounds = max(1, min(101, int(1 / theirs.pop())))  # as many as fit into a second
    theirs.clear()
    found = benchmark.pedantic(
        lambda: apply(layer, x, weight),
        setup=time_torch_too,
        rounds=rounds,
        warmup_rounds=int(rounds > 1),
    )
    assert np.allclose(found, expected, atol=1e-3 if kind == "float32" else 1e-10)
    if benchmark.stats is None:  # with --benchmark-disable
        return
    ours, torchs = benchmark.stats.stats.median, median(theirs)
    benchmark.extra_info["torch, ms"] = round(torchs * 1e3, 3)
    benchmark.extra_info["ratio"] = round(ours / torchs, 2)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kind}, {case}: {ours * 1e3:.2f} ms, "
            f"PyTorch {torchs * 1e3:.2f} ms, ratio {ours / torchs:.2f}\n"
        )
