"""Layers of every kind, said on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import convviz as cv
from convviz.cli import main
from convviz.cli.kinds import NAMES
from convviz.document.editing import new_document
from convviz.document.files import save
from convviz.document.kinds import KINDS
from convviz.interop.png import png_text
from convviz.layers import Layer


def described(capsys: pytest.CaptureFixture[str], words: str) -> dict[str, Any]:
    """Return the JSON of a valid layer."""
    assert main(["describe", *words.split(), "--json"]) == 0
    found: dict[str, Any] = json.loads(
        capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON")
    )
    return found


def text_of(capsys: pytest.CaptureFixture[str], words: str) -> str:
    """Return the text of a valid layer."""
    assert main(["describe", *words.split()]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> str:
    """Return what refuses a command line, one line."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.splitlines()[0]


WRITTEN: list[tuple[str, Layer]] = [
    ("--layer maxpool --kernel 3", cv.MaxPool2d(3)),
    ("--layer MaxPool --kernel 3 --stride 2 --padding 1", cv.MaxPool2d(3, 2, 1)),
    ("--layer max_pool --kernel 3 --dilation 2 --stride 1", cv.MaxPool2d(3, 1, 0, 2)),
    ("--layer maxpool --kernel 2 --ceil-mode --input 5", cv.MaxPool1d(2, ceil_mode=True)),
    ("--layer maxpool --kernel 2 --dialect onnx", cv.MaxPool2d(2, dialect="onnx")),
    ("--layer average-pool --kernel 2x3", cv.AvgPool2d((2, 3))),
    (
        "--layer avgpool --kernel 3 --padding 1 --no-count-include-pad",
        cv.AvgPool2d(3, padding=1, count_include_pad=False),
    ),
    ("--layer avgpool --divisor 3", cv.AvgPool2d(2, divisor_override=3)),
    (
        "--layer avgpool --kernel 3 --padding same --dialect keras --stride 2",
        cv.AvgPool2d(3, 2, "same", dialect="tensorflow"),
    ),
    ("--layer lppool --norm 1.5 --input 4x4x4", cv.LPPool3d(1.5, 2)),
    ("--layer adaptive-maxpool --output-size 3xnone", cv.AdaptiveMaxPool2d((3, None))),
    ("--layer adaptive_avg_pool", cv.AdaptiveAvgPool2d(1)),
    ("--layer global-avgpool --input 9", cv.GlobalAvgPool1d()),
    ("--layer GlobalMaxPool", cv.GlobalMaxPool2d()),
    ("--layer pad --padding 1:-1 --pad-mode reflect", cv.Pad2d(((1, -1),) * 2, "reflect")),
    ("--layer pad --value 2.5", cv.Pad2d(1, value=2.5)),
    ("--layer pad --value -inf", cv.Pad2d(1, value=-np.inf)),
    ("--layer unfold --stride 2", cv.Unfold(3, stride=2)),
    ("--layer im2col --kernel 2", cv.Unfold(2)),
    ("--layer fold --output-size 4x6 --kernel 2 --stride 2", cv.Fold((4, 6), 2, stride=2)),
    ("--layer fold --input 18x9", cv.Fold(5, 3)),
    ("--layer conv-transpose --stride 2 --output-padding 1", _transposed := cv.ConvTranspose2d(
        1, 1, 3, stride=2, output_padding=1, bias=False
    )),
    ("--layer deconv --stride 2 --output-padding 1", _transposed),
    ("--layer transposed --channels 2:4 --groups 2 --bias", cv.ConvTranspose2d(2, 4, 3, groups=2)),
    ("--flipped", cv.Conv2d(1, 1, 3, bias=False, flipped=True)),
    (
        "--dialect tf --padding same --stride 2",
        cv.Conv2d(1, 1, 3, 2, "same", bias=False, dialect="tensorflow"),
    ),
]


@pytest.mark.parametrize(("words", "layer"), WRITTEN, ids=[words for words, _ in WRITTEN])
def test_every_layer_can_be_written(
    capsys: pytest.CaptureFixture[str], words: str, layer: Layer
) -> None:
    assert text_of(capsys, words).splitlines()[0] == repr(layer)
    found = described(capsys, words)
    assert tuple(found["output_shape"]) == layer.output_shape(tuple(found["input_shape"]))
    assert found["layer"]["dialect"] == layer.dialect


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_described_and_exported_without_further_options(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    found = described(capsys, f"--layer {kind}")
    assert {"layer", "output_shape", "size_formula", "parameters", "dialects"} <= set(found)
    words = ["export", "--layer", kind, "--steps", "1", "--size", "320x180"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    (frame,) = tmp_path.iterdir()
    assert f'"kind": "{kind}"' in (png_text(frame) or "")


def test_all_about_a_transposed_convolution(capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of(
        capsys, "--layer conv-transpose --input 4x4 --kernel 3 --stride 2 --padding 1"
    )
    for part in (
        "output            1 × 7 × 7",
        "(I − 1)·S − P₁ − P₂ + D·(K − 1) + output padding + 1",
        "(4 − 1)·2 − 1 − 1 + 1·(3 − 1) + 0 + 1 = 6 − 2 + 2 + 1 = 7",
        "144 = 16 inputs × 9 products",
        "in other dialects",
        "• JAX differs",
    ):
        assert part in text


def test_all_about_a_pool(capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of(capsys, "--layer maxpool --input 8x8 --kernel 3 --stride 2 --ceil-mode")
    for part in (
        "⌈(8 + 0 + 0 − 1·(3 − 1) − 1) / 2⌉ + 1 = ⌈5 / 2⌉ + 1 = 4",
        "same output       from inputs of 8 to 9 × 8 to 9",
        "parameters        0",
        "comparisons",
        "• TensorFlow refuses it",
    ):
        assert part in text
    found = described(capsys, "--layer maxpool --input 8x8 --kernel 3 --stride 2 --ceil-mode")
    assert found["input_sizes"] == [[8, 9], [8, 9]]
    verdicts = {row["dialect"]: row["verdict"] for row in found["dialects"]}
    assert verdicts == {"tensorflow": "refuses", "jax": "refuses", "onnx": "same"}
    assert found["layer"]["type"] == "MaxPool2d"


def test_matrices_are_rows_and_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert "output            9 × 4   (rows × columns)" in text_of(
        capsys, "--layer unfold --input 5x5 --stride 2"
    )
    text = text_of(capsys, "--layer fold --channels 2 --output-size 5 --stride 2")
    assert "input             18 × 4   (rows × columns)" in text
    assert "output            2 × 5 × 5" in text
    assert described(capsys, "--layer fold")["input_sizes"] is None


def test_parts_that_differ_have_no_receptive_field(capsys: pytest.CaptureFixture[str]) -> None:
    words = "--layer adaptive-avgpool --output-size 3 --input 5x5"
    assert described(capsys, words)["receptive_field"] is None
    assert "receptive field" not in text_of(capsys, words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "--layer maxpool --groups 2",
            "maxpool has no --groups: it has --kernel, --stride, --padding, --dilation, --ceil",
        ),
        ("--layer pad --kernel 3", "pad has no --kernel: it has --padding, --pad-mode, --value"),
        ("--layer global-avgpool --ceil-mode", "adaptive-avgpool has no --ceil-mode: it has --out"),
        ("--ceil-mode", "conv has no --ceil-mode: it has --kernel, --stride, --padding"),
        ("--layer maxpool --no-bias", "maxpool has no --bias"),
        ("--layer global-maxpool --output-size 2", "a global pool leaves 1 cell"),
        ("--layer maxpool --kernel sobel_x", "maxpool has no weight, its kernel is a size"),
        ("--layer maxpol", "did you mean maxpool?"),
        ("--layer lstm", "--layer lstm: there are conv, conv-transpose, maxpool, avgpool, lppool, "
         "adaptive-maxpool, adaptive-avgpool, pad, unfold, fold, global-maxpool, global-avgpool"),
        ("--layer Conv1d", "--layer Conv1d: it is conv, --input says how many axes"),
        ("--layer maxpool --channels 2:3", "maxpool gives as many channels as it takes"),
        ("--layer maxpool --channels x", "--channels x: expected a whole number"),
        ("--layer pad --padding same", "--padding same: pad takes numbers"),
        ("--layer pad --pad-mode mirror", "padding mode|mode 'mirror'"),
        ("--layer pad --pad-mode reflekt", "did you mean reflect?"),
        ("--layer pad --value x", "--value x: expected a number"),
        (
            "--layer fold --kernel 3 --output-size none",
            "--output-size none: expected a whole number, or one for each axis as in 2x1",
        ),
        ("--layer adaptive-maxpool --output-size x", "--output-size x: expected a whole number"),
        ("--layer fold --input 10x9", "10"),
        ("--layer unfold --input 7", "windows are laid out over 2"),
        ("--dialect keas", "--dialect keas: there are pytorch, tensorflow, jax, onnx"),
        ("--layer maxpool --padding 2", "padding 2 along the"),
        ("--solve 7", "--solve 7: expected IN:OUT, as in 224:112"),
        ("--solve 0:7", "sizes are from 1 to 4096, 0 is not"),
        ("--solve 7:5000", "sizes are from 1 to 4096, 5000 is not"),
        ("--solve 7:3 --layer pad", "--solve is for convolutions and pools, not for pad"),
        ("--solve 7:3 --input 7x7", "--solve says the sizes"),
        ("--solve 7:100", "nothing makes 7 → 100 with kernel 3"),
    ],
)
def test_what_a_layer_has_not_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    line = refused(capsys, ["describe", *words.split()])
    assert any(part in line for part in sentence.split("|")), line


def test_solutions_are_listed_with_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    lines = text_of(capsys, "--solve 224:112 --kernel 7").splitlines()
    assert lines[0] == "224 → 112 with kernel 7: 16 ways, the usual one first"
    assert lines[2].split() == ["stride", "2,", "padding", "3", "--stride", "2", "--padding", "3"]
    found = described(capsys, "--solve 224:112 --kernel 7")
    assert len(found["solutions"]) == 16
    first = found["solutions"][0]
    assert (first["stride"], first["padding"], first["options"]) == (
        2, [3, 3], "--stride 2 --padding 3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("7:14 --layer conv-transpose --kernel 4", "--stride 2 --padding 1"),
        ("8:4 --layer maxpool --kernel 2", "--stride 2 --padding 0"),
        ("8:6 --layer maxpool --kernel 3", "--stride 1 --padding 0"),
        ("7:4 --layer avgpool --kernel 2 --ceil-mode --stride 2", "--stride 2 --padding 0"),
        ("4:8 --layer conv-transpose --kernel 3 --dialect jax", "--stride 2 --padding 1:2"),
        ("5:5 --kernel 1", "--stride 1 --padding 0"),
        ("16:16 --kernel 3 --dilation 2", "--stride 1 --padding 2 --dilation 2"),
    ],
)
def test_every_solution_makes_the_size_when_it_is_typed(
    capsys: pytest.CaptureFixture[str], words: str, first: str
) -> None:
    sizes, _, rest = words.partition(" ")
    before, after = map(int, sizes.split(":"))
    found = described(capsys, f"--solve {sizes} {rest}")["solutions"]
    assert found[0]["options"] == first
    for solution in found[:5]:
        words = f"--input {before} {rest} {solution['options']}"
        assert described(capsys, words)["output_shape"] == [1, after]


def test_many_solutions_are_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    lines = text_of(capsys, "--solve 7:14 --layer conv-transpose --kernel 4").splitlines()
    assert len(lines) == 23
    assert lines[-1].endswith("more: --json lists all")


def test_a_document_s_layer_is_turned_into_the_kind_that_is_typed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(tmp_path / "x.convviz")
    save(new_document(cv.Conv2d(1, 1, 3, stride=2, padding=1), (1, 9, 9)), Path(path))
    assert main(["describe", path, "--layer", "maxpool"]) == 0
    assert "MaxPool2d(kernel_size=3, stride=2, padding=1)" in capsys.readouterr().out
    assert main(["describe", path, "--layer", "fold"]) == 0
    assert "Fold(output_size=9, kernel_size=3, padding=1, stride=2)" in capsys.readouterr().out


def test_a_file_is_the_input_of_any_layer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    np.save(tmp_path / "matrix.npy", np.arange(16).reshape(4, 4))
    words = ["--input", str(tmp_path / "matrix.npy"), "--layer"]
    assert main(["describe", *words, "maxpool"]) == 0
    assert "1 × 2 × 2" in capsys.readouterr().out
    assert main(["describe", *words, "fold", "--kernel", "2", "--output-size", "4", "--stride",
                 "2"]) == 0
    assert "output            1 × 4 × 4" in capsys.readouterr().out
    np.save(tmp_path / "matrix.npy", np.zeros((2, 3, 4, 5)))
    assert main(["describe", *words, "avgpool"]) == 0
    assert "AvgPool3d(kernel_size=2)" in capsys.readouterr().out


def test_views_are_exported(tmp_path: Path) -> None:
    words = (
        "export --layer conv-transpose --input 2x2 --stride 2 --size 320x180 --by-taps "
        "--show stamps --compare jax --out"
    )
    out = tmp_path / "frames"
    assert main([*words.split(), str(out)]) == 0
    frames = sorted(out.iterdir())
    assert len(frames) == 4  # one for each stamp
    assert '"show": "stamps"' in (png_text(frames[0]) or "")
    assert '"compared": "jax"' in (png_text(frames[0]) or "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--show stamps", "--show stamps: this layer isn't shown so: there are layer, im2col"),
        ("--show coverge", "did you mean coverage?"),
        ("--show all", "there are layer"),
        ("--compare kears", "--compare kears: there are pytorch, tensorflow, jax, onnx"),
        ("--layer pad --groups 2", "pad has no --groups"),
    ],
)
def test_views_that_are_not_there_are_told(
    capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    assert sentence in refused(capsys, ["export", *words.split()])


def test_every_kind_has_a_name_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES.values():
        assert main(["describe", "--layer", name]) == 0
    capsys.readouterr()
