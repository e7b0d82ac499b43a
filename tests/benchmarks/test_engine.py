"""How long a parameter change takes until its numbers are there, beside one plain pass.

A pass is what no convolution in NumPy can do without: one product and one sum
of the picture for each tap, into arrays that are there already.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from convviz.engine.trace import trace
from convviz.layers import Conv2d

SIZES = [128, 512, 2048]
KERNELS = [3, 7, 15]


def plain_pass(size, kernel, kind):
    """Return the seconds of a product and a sum for each tap, the best of three."""
    x = np.ones((size, size), kind)
    term, total = np.empty_like(x), np.zeros_like(x)
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        for _ in range(kernel * kernel):
            np.multiply(x, x[0, 0], out=term)
            np.add(total, term, out=total)
        best = min(best, perf_counter() - start)
    return best


@pytest.mark.parametrize("kind", ["float64", "float32", "uint8"])
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("size", SIZES)
def test_change_to_numbers(benchmark, size, kernel, kind):
    rng = np.random.default_rng(0)
    layer = Conv2d(1, 1, kernel, padding=kernel // 2, bias=False)
    x = rng.integers(0, 256, (1, size, size)).astype(kind)
    weight = rng.integers(-3, 4, layer.weight_shape).astype("int64" if kind == "uint8" else kind)
    benchmark.pedantic(trace, (layer, x, weight), rounds=3, iterations=1, warmup_rounds=1)
    plain = plain_pass(size, kernel, "int64" if kind == "uint8" else kind)
    if benchmark.stats is not None:  # None with --benchmark-disable
        benchmark.extra_info["plain pass, ms"] = round(plain * 1e3, 3)
        benchmark.extra_info["ratio"] = round(benchmark.stats.stats.min / plain, 2)


@pytest.mark.parametrize(("channels", "size"), [(64, 16), (16, 128)])
def test_many_channels(benchmark, channels, size):
    layer = Conv2d(channels, channels, 3, padding=1, bias=False)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((channels, size, size))
    weight = rng.standard_normal(layer.weight_shape)
    benchmark.pedantic(trace, (layer, x, weight), rounds=3, iterations=1, warmup_rounds=1)
