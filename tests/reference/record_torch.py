"""Record what PyTorch computes and refuses, for test_torch.py to compare with.

Run by hand where PyTorch 2.13 is installed; the tests read the file alone::

    python tests/reference/record_torch.py
"""

from __future__ import annotations

import json
import random
import sys
import warnings
from pathlib import Path

import numpy as np
import torch

FILE = Path(__file__).with_name("torch_convolutions.npz")
LAYERS = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d, 3: torch.nn.Conv3d}
MODES = ("zeros", "reflect", "replicate", "circular")
CASES, VERDICTS = 160, 400


def drawn(rng: random.Random, number: int) -> dict[str, object]:
    """Return a layer and an input's shape that people could have written down."""
    axes = 1 + number % 3
    largest = {1: 9, 2: 7, 3: 5}[axes]
    groups = rng.choice((1, 1, 1, 2, 3))
    per_axis = [rng.choice((1, 1, 2, 3)) for _ in range(axes)]
    return {
        "axes": axes,
        "layer": {
            "in_channels": groups * rng.choice((1, 2)),
            "out_channels": groups * rng.choice((1, 2)),
            "kernel_size": [rng.randint(1, 4) for _ in range(axes)],
            "stride": per_axis,
            "padding": rng.choice(
                ("same", "valid", rng.randint(0, 3), [rng.randint(0, 3) for _ in range(axes)])
            ),
            "dilation": [rng.choice((1, 1, 2, 3)) for _ in range(axes)],
            "groups": groups,
            "bias": rng.random() < 0.5,
            "padding_mode": MODES[number // 3 % 4],
        },
        "size": [rng.randint(2, largest) for _ in range(axes)],
    }


def absurd(rng: random.Random, number: int) -> dict[str, object]:
    """Return the same with a number or two that can't be."""
    case = drawn(rng, number)
    layer = case["layer"]
    for _ in range(rng.choice((1, 1, 2))):
        field = rng.choice(("kernel_size", "stride", "padding", "dilation", "groups", "size"))
        wrong = [rng.randint(-1, 6) for _ in range(case["axes"])]
        if field == "size":
            case["size"] = [max(0, length) for length in wrong]
        else:
            layer[field] = wrong[0] if field == "groups" else wrong
    if rng.random() < 0.1:
        layer["padding_mode"] = "constant"
    return case


def numbers(rng: np.random.Generator, shape: tuple[int, ...], kind: str) -> np.ndarray:
    """Return integers, multiples of 1/64 (whose sums are exact), or any floats."""
    if kind == "any":
        return rng.standard_normal(shape)
    whole = rng.integers(-99, 100, shape).astype(np.float64)
    return whole if kind == "integer" else whole / 64


def computed(case: dict[str, object], kind: str, seed: int) -> dict[str, np.ndarray]:
    """Return the arrays of a case; raises what PyTorch raises."""
    rng = np.random.default_rng(seed)
    layer = LAYERS[case["axes"]](**case["layer"], dtype=torch.float64)
    x = numbers(rng, (layer.in_channels, *case["size"]), kind)
    arrays = {"x": x, "weight": numbers(rng, tuple(layer.weight.shape), kind)}
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(arrays["weight"]))
        if layer.bias is not None:
            arrays["bias"] = numbers(rng, tuple(layer.bias.shape), kind)
            layer.bias.copy_(torch.from_numpy(arrays["bias"]))
        arrays["output"] = layer(torch.from_numpy(x)).numpy()
    return arrays


def recorded_cases() -> tuple[list[dict[str, object]], dict[str, np.ndarray]]:
    """Return valid cases and their arrays."""
    rng = random.Random(20)  # noqa: S311
    cases, arrays = [], {}
    number = 0
    while len(cases) < CASES:
        number += 1
        case = drawn(rng, number)
        kind = ("integer", "exact", "any")[len(cases) // 12 % 3]
        try:
            found = computed(case, kind, number)
        except (RuntimeError, ValueError):
            continue
        at = len(cases)
        cases.append({**case, "kind": kind})
        small = np.int16 if kind == "integer" else np.float64
        for name, array in found.items():
            as_stored = array.astype(np.int32 if name == "output" else small)
            stored = as_stored if kind == "integer" else array
            if not np.array_equal(stored, array):
                raise AssertionError(name)
            arrays[f"{name}{at}"] = stored
    return cases, arrays


def recorded_verdicts() -> list[dict[str, object]]:
    """Return layers with the shape that PyTorch gives, or with its refusal."""
    rng = random.Random(21)  # noqa: S311
    verdicts = []
    for number in range(VERDICTS):
        case = absurd(rng, number)
        try:
            shape, said = list(computed(case, "integer", number)["output"].shape), None
        except (RuntimeError, ValueError) as error:
            shape, said = None, str(error).splitlines()[0][:120]
        verdicts.append({**case, "shape": shape, "said": said})
    return verdicts


def main() -> None:
    """Write the file."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    cases, arrays = recorded_cases()
    verdicts = recorded_verdicts()
    said = json.dumps({"torch": torch.__version__, "cases": cases, "verdicts": verdicts})
    np.savez_compressed(FILE, said=np.frombuffer(said.encode(), np.uint8), **arrays)
    refused = sum(verdict["shape"] is None for verdict in verdicts)
    sys.stdout.write(
        f"{len(cases)} cases, {len(verdicts)} verdicts ({refused} refusals), "
        f"{FILE.stat().st_size} bytes\n"
    )


if __name__ == "__main__":
    main()
