"""What is offered to type mends what it was offered for."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.cli import main
from convviz.cli.kinds import OPTIONS
from convviz.cli.problems import option_text
from convviz.document.kinds import KINDS, PARAMETERS
from convviz.errors import Fix
from convviz.layers import DIALECTS, Conv2d, check
from convviz.layers.conv import Conv
from convviz.layers.padding import PAD_MODES

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


def per_axis(least: int, most: int) -> st.SearchStrategy[str]:
    """Return numbers for two axes as they are typed."""
    number = st.integers(least, most)
    return st.tuples(number, number).map(lambda pair: "x".join(map(str, pair)))


TYPED = {
    "kernel_size": per_axis(-1, 6),
    "stride": per_axis(-1, 4),
    "padding": st.tuples(*[st.integers(-2, 5)] * 4).map("{0[0]}:{0[1]}x{0[2]}:{0[3]}".format)
    | st.sampled_from(["valid", "same", "same_lower"]),
    "output_padding": per_axis(-1, 4),
    "dilation": per_axis(-1, 3),
    "groups": st.integers(0, 3).map(str),
    "divisor_override": st.integers(-1, 3).map(str),
    "norm_type": st.sampled_from(["0", "1", "2.5", "inf"]),
    "output_size": per_axis(-1, 9),
    "mode": st.sampled_from(PAD_MODES),
    "value": st.sampled_from(["0", "-1.5"]),
}


@st.composite
def other_layers(draw: st.DrawFn) -> list[str]:
    """Return the command line of a layer that is no convolution, with whatever numbers."""
    kind = draw(st.sampled_from([kind for kind in KINDS if kind != "conv"]))
    words = ["describe", "--layer", kind, "--dialect", draw(st.sampled_from(DIALECTS))]
    for field in PARAMETERS[kind]:
        named = field == "padding" and kind in {"pad", "unfold", "fold"}
        if field in TYPED and (field == "stride" or draw(st.booleans())):
            text = draw(TYPED[field].filter(lambda text, named=named: not named or ":" in text))
            words += [OPTIONS[field], text]
        elif field in {"ceil_mode", "count_include_pad", "flipped"} and draw(st.booleans()):
            words.append(OPTIONS[field])
    if kind == "conv_transpose":
        words += ["--channels", f"{draw(st.integers(1, 4))}:{draw(st.integers(1, 4))}"]
    if kind != "fold" or draw(st.booleans()):
        words += ["--input", draw(per_axis(-1, 9))]
    return words


@settings(deadline=None)
@given(other_layers())
def test_every_option_offered_mends_its_mistake_in_other_layers_too(words: list[str]) -> None:
    status, lines = described(words)
    assert status == (2 if lines else 0)
    for sentence, offer in pairwise(lines):
        if offer.startswith("  try "):
            for options in offer.removeprefix("  try ").split(" or "):
                if options.startswith("--"):
                    assert sentence not in described([*words, *options.split()])[1], options


def test_a_fix_without_an_option_is_told_in_its_own_words() -> None:
    layer = Conv2d(1, 1, 3)
    assert option_text(Fix("turn it around", (("divisor_override", None),)), layer) == (
        "turn it around"
    )
    assert option_text(Fix("both", (("stride", (1, 2)), ("padding", "same"))), layer) == (
        "--stride 1x2 --padding same"
    )


def test_no_option_offered_is_refused_or_brings_another_mistake() -> None:
    for words in (
        "--input 4x5 --kernel 7",
        "--input 4x5 --padding 6 --padding-mode reflect",
        "--input 4x5 --padding 6 --padding-mode circular",
        "--input 5 --channels 0:-1",
        "--input 5x5 --kernel 0x7",
        "--input 0 --kernel 3",
        "--input 2x2 --padding causal",
        "--input 5 --dilation 0 --kernel 9",
        "--input 5x5 --kernel 60000 --dilation 90",
    ):
        start = ["describe", *words.split()]
        status, lines = described(start)
        assert status == 2
        offers = [line.removeprefix("  try ").split(" or ") for line in lines if "  try" in line]
        assert offers
        if len(offers) == 1:
            for options in offers[0]:
                assert described([*start, *options.split()]) == (0, []), (words, options)


def test_sides_of_their_own_are_mended_together() -> None:
    _, lines = described(["describe", "--input", "4x5", "--kernel", "7"])
    assert lines[1:] == ["  try --padding 2x1 or --kernel 4x5 or --input 7x7"]


def test_a_signal_in_a_file_is_padded_as_one(tmp_path: Path) -> None:
    np.save(tmp_path / "signal.npy", np.arange(9))
    words = ["--input", str(tmp_path / "signal.npy"), "--kernel", "3", "--padding", "causal"]
    assert described(["describe", *words]) == (0, [])
