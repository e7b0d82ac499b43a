"""What is offered to type mends what it was offered for."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from convviz.cli import main
from convviz.cli.problems import option_text, united
from convviz.errors import Fix, Problem
from convviz.layers import Conv2d, check
from convviz.layers.conv import Conv

NUMBERS = st.tuples(st.integers(-1, 12), st.integers(-1, 12))
PAIRS = st.tuples(NUMBERS, NUMBERS)
LAYERS = st.builds(
    Conv,
    in_channels=st.integers(1, 6),
    out_channels=st.integers(1, 6),
    kernel_size=NUMBERS,
    stride=NUMBERS,
    padding=PAIRS | st.sampled_from(["valid", "same", "same_lower", "full", "causal"]),
    dilation=NUMBERS,
    groups=st.integers(0, 4),
    padding_mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
)


def words_of(layer: Conv, size: tuple[int, int]) -> list[str]:
    """Return the command line that describes a layer."""
    padding = layer.padding
    if not isinstance(padding, str):
        padding = "x".join(f"{before}:{after}" for before, after in padding)
    return [
        "describe",
        "--input", "x".join(map(str, size)),
        "--kernel", "x".join(map(str, layer.kernel_size)),
        "--stride", "x".join(map(str, layer.stride)),
        "--dilation", "x".join(map(str, layer.dilation)),
        "--padding", padding,
        "--padding-mode", layer.padding_mode,
        "--channels", f"{layer.in_channels}:{layer.out_channels}",
        "--groups", str(layer.groups),
    ]  # fmt: skip


def described(words: list[str]) -> tuple[int, list[str]]:
    """Return the status and the complaints."""
    complaints = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(complaints):
        status = main(words)
    return status, complaints.getvalue().splitlines()


@given(LAYERS, NUMBERS)
def test_every_option_offered_mends_its_mistake(layer: Conv, size: tuple[int, int]) -> None:
    words = words_of(layer, size)
    status, lines = described(words)
    problems = check(layer, (layer.in_channels, *size))
    assert status == (2 if problems else 0)
    for sentence, offer in pairwise(lines):
        if offer.startswith("  try "):
            for options in offer.removeprefix("  try ").split(" or "):
                assert sentence not in described([*words, *options.split()])[1], options


def test_a_fix_without_an_option_is_told_in_its_own_words() -> None:
    layer = Conv2d(1, 1, 3)
    assert option_text(Fix("turn it around", (("dialect", "tensorflow"),)), layer) == (
        "turn it around"
    )
    assert option_text(Fix("both", (("stride", (1, 2)), ("padding", "same"))), layer) == (
        "--stride 1x2 --padding same"
    )


def test_problems_of_one_axis_each_are_left_as_they_are() -> None:
    problems = (
        Problem("stride", "stride 0 along the height: it must be at least 1", 0),
        Problem("stride", "stride -1 along the width: it must be at least 1", 1),
        Problem("bias", "no", None),
    )
    assert united(problems, 2) == problems
