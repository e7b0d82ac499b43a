"""What ``convviz describe`` says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from convviz.cli import main
from convviz.cli.layer_options import HELP
from convviz.document.presets import INPUT_PRESETS, KERNEL_PRESETS
from convviz.layers import Conv2d, summarise


def status(words: str) -> int:
    """Describe a layer and return the exit status."""
    return main(["describe", *words.split()])


def described(capsys: pytest.CaptureFixture[str], words: str) -> dict[str, Any]:
    """Return the JSON of a valid layer."""
    assert status(f"{words} --json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], words: str) -> list[str]:
    """Return the lines that refuse a layer, and check that they are all there is."""
    assert status(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()


def test_everything_about_a_layer_stands_in_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("--input 7x8 --kernel 3 --stride 2 --padding 1 --bias") == 0
    text = capsys.readouterr().out
    for part in (
        "1 × 7 × 8",
        "1 × 4 × 4",
        "⌊(7 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊6 / 2⌋ + 1 = 4",
        "⌊(8 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊7 / 2⌋ + 1 = 4",
        "3 × 3",
        "unused input      none",
        "unread padding    0 rows, 1 column",
        "10 = 9 weights (1 × 1 × 3 × 3) + 1 bias",
        "144 = 16 outputs × 9 products",
        "size 3 × 3, jump 2 × 2, start (0, 0)",
    ):
        assert part in text


def test_json_has_what_the_text_has(capsys: pytest.CaptureFixture[str]) -> None:
    found = described(
        capsys, "--input 7x8 --kernel 3 --stride 2 --padding 1 --channels 1:4"
    )
    assert found["output_shape"] == [4, 4, 4]
    assert found["effective_kernel"] == [3, 3]
    assert found["unused"] == [0, 0]
    assert found["unread_padding"] == [0, 1]
    assert (found["parameters"], found["weights"], found["biases"]) == (36, 36, 0)
    assert found["multiply_adds"] == 576
    assert found["receptive_field"] == {"size": [3, 3], "jump": [2, 2], "start": [0.0, 0.0]}
    assert found["layer"]["type"] == "Conv2d"
    assert "problems" not in found


def test_an_unread_row_of_the_input_is_told_from_unread_padding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status("--input 6x7 --kernel 3 --stride 2") == 0
    text = capsys.readouterr().out
    assert "unused input      1 row, 0 columns" in text
    assert "unread padding" not in text


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("--input 16 --kernel 3 --padding causal --dilation 4", [1, 16]),
        ("--input 16 --kernel 4 --padding full", [1, 19]),
        ("--input 16 --kernel 3 --padding 2:0", [1, 16]),
        ("--input 4x8x8 --kernel 3 --padding same", [1, 4, 8, 8]),
        ("--input 4x8x8 --kernel 1x2x3", [1, 4, 7, 6]),
        ("--input 32x32 --channels 1:16 --kernel 3 --stride 2 --padding 1", [16, 16, 16]),
        ("--input 56x56 --kernel 5 --dilation 2 --padding 4", [1, 56, 56]),
        ("--input 7x7 --kernel 3 --padding 0:1x2:3", [1, 6, 10]),
        ("--input 7x7 --kernel 3 --padding 1x2", [1, 7, 9]),
        ("--input 7x7 --kernel 4 --padding same-lower", [1, 7, 7]),
        ("--input 7X9 --kernel 3x5 --stride 2x1", [1, 3, 5]),
        ("--input 5x5 --kernel 3 --padding 4 --padding-mode reflect", [1, 11, 11]),
        ("--input 8x8 --channels 4:8 --groups 4", [8, 6, 6]),
        ("", [1, 3, 3]),
    ],
)
def test_every_way_to_write_a_layer(
    capsys: pytest.CaptureFixture[str], words: str, shape: list[int]
) -> None:
    assert described(capsys, words)["output_shape"] == shape


def test_the_numbers_are_the_library_s(capsys: pytest.CaptureFixture[str]) -> None:
    words = "--input 224x220 --channels 3:64 --kernel 7 --stride 2x3 --padding 3:2x1 --bias"
    summary = summarise(
        Conv2d(3, 64, 7, stride=(2, 3), padding=((3, 2), (1, 1))), (3, 224, 220)
    )
    found = described(capsys, words)
    assert tuple(found["output_shape"]) == summary.output_shape
    assert found["parameters"] == summary.parameters
    assert found["multiply_adds"] == summary.multiply_adds
    assert found["size_formula"] == [str(formula) for formula in summary.formulas]


def test_one_mistake_on_both_axes_is_one_sentence_with_options_to_type(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = refused(capsys, "--input 7x7 --kernel 5 --dilation 2")
    assert len(lines) == 2
    assert lines[0].startswith("convviz: kernel 5 at dilation 2 spans 9")
    assert "along the height and width" in lines[0]
    assert "9 > 7" in lines[0]
    assert lines[1] == "  try --padding 1 or --dilation 1 or --kernel 4 or --input 9x9"


def test_mistakes_on_one_axis_name_it_and_change_it_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = refused(capsys, "--input 7x9 --kernel 8")
    assert "along the height:" in lines[0]
    assert lines[1] == "  try --padding 1x0 or --kernel 7x8 or --input 8x9"


@pytest.mark.parametrize("stride", ["-1", "-1x2", "0", "2x-3"])
def test_a_stride_below_one_is_refused_whatever_it_looks_like(
    capsys: pytest.CaptureFixture[str], stride: str
) -> None:
    line, fix = refused(capsys, f"--input 7x7 --stride {stride}")
    assert line.startswith("convviz: stride ")
    assert "must be at least 1" in line
    assert fix.startswith("  try --stride ")


@pytest.mark.parametrize(
    ("words", "sentence", "fix"),
    [
        (
            "--input 5x5 --padding 5 --padding-mode reflect",
            "reflect padding must be less than the input", "--padding 4",
        ),
        ("--input 7x7 --padding same --stride 2", "TensorFlow would pad 1, which gives 4 × 4",
         "--padding 1 or --stride 1"),
        ("--input 8x8 --padding same --stride 2", "TensorFlow would pad", "--padding 0:1"),
        ("--padding smae", "'smae' is none of valid, same", "--padding valid"),
        ("--padding causal", "causal padding is for 1 axis", "--padding valid"),
        ("--padding-mode mirror", "'mirror' is none of zeros", "--padding-mode zeros"),
        ("--channels 3:4 --groups 2", "3 can't be divided into 2 groups", "--channels 4:4"),
        ("--padding -1", "can't be negative", "--padding 0"),
        ("--input 0x5", "must be at least 1", "--input 3x5"),
    ],
)
def test_what_is_refused_and_what_to_type_in_its_place(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str, fix: str
) -> None:
    line, options = refused(capsys, words)
    assert sentence in line
    assert fix in options


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--stride two", "--stride two: expected a whole number, or one for each axis"),
        ("--padding 1,2", "before:after for each axis (0:1x0:1)"),
        ("--channels 3", "--channels 3: expected IN:OUT, as in 3:16"),
        ("--groups 1x2", "--groups 1x2: expected a whole number"),
        ("--kernel 3x3x3", "--kernel is given for 3 axes, the input has 2 axes"),
        ("--input 7 --stride 1x1", "--stride is given for 2 axes, the input has 1 axis"),
        ("--input 2x2x2x2", "at most 3"),
        ("--input 99999999x3", "at most 65536"),
        ("--kernel ?", "--kernel ?: expected a size (3, 3x5) or a preset"),
        ("--kernel " + "9" * 5000, "at most 65536"),
    ],
)
def test_what_can_t_be_read_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    (line,) = refused(capsys, words)
    assert sentence in line
    assert len(line) < 200


def test_all_that_can_t_be_read_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = refused(capsys, "--stride a --dilation b")
    assert [line.split(":")[1] for line in lines] == [" --stride a", " --dilation b"]


def test_json_lists_the_problems_with_fixes_and_exits_with_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status("--input 7x7 --kernel 9 --json") == 2
    said = capsys.readouterr()
    assert said.err == ""
    found = json.loads(said.out)
    assert "output_shape" not in found
    first, second = found["problems"]
    assert (first["field"], first["axis"], second["axis"]) == ("kernel_size", 0, 1)
    assert first["fixes"][0] == {
        "label": "padding 1", "changes": {"padding": [[1, 1], [0, 0]]}
    }


def test_json_tells_of_what_can_t_be_read_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("--stride two --json") == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["field"] == "stride"


def test_advice_is_given_where_something_valid_looks_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = "--input 8x8 --kernel 2 --stride 3"
    assert described(capsys, words)["advice"]
    assert status(words) == 0
    assert "worth knowing" in capsys.readouterr().out


def test_help_explains_the_grammar_and_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("--help") == 0
    text = capsys.readouterr().out
    for part in ("--padding 0:1x0:1", "multiply_adds", "examples:", "convviz describe --input 7x7"):
        assert part in text


def test_help_names_every_preset() -> None:
    _, inputs, kernels = HELP.partition("presets:")[2].split("--")
    assert inputs.replace(",", " ").split() == ["input", *(row.name for row in INPUT_PRESETS)]
    assert kernels.replace(",", " ").split() == ["kernel", *(row.name for row in KERNEL_PRESETS)]
