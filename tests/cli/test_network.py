"""``convviz network``."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from convviz import assets
from convviz.cli.command import main
from convviz.document.network_file import Network, network_text
from convviz.layers import AvgPool2d, Conv2d, Graph, MaxPool2d, Node
from convviz.layers.construct import unfold
from convviz.layers.network.walk import first_failing, walk
from convviz.layers.plain import Concat, Flatten, Join, Linear, Upsample

GOOD = Network(
    "two", "Two layers", "Somebody 1998", (3, 8, 8),
    Graph((Node("conv", Conv2d(3, 4, 3)), Node("pool", MaxPool2d(2), ("conv",)))),
)
SKIP = Network(
    "skip", "Skip", "", (1, 9, 8),
    Graph((
        Node("pool", MaxPool2d(2)), Node("up", Upsample((2, 2)), ("pool",)),
        Node("cat", Concat(), ("input", "up")), Node("out", Conv2d(2, 1, 3), ("cat",)),
    )),
)


@pytest.fixture
def file(tmp_path):
    def written(network):
        path = tmp_path / f"{network.name}.json"
        path.write_text(network_text(network), "utf-8")
        return str(path)

    return written


def test_a_file_is_printed_as_a_table(file, capsys):
    assert main(["network", file(GOOD)]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[:4] == ["Two layers", "Somebody 1998", "", "input 3 × 8 × 8"]
    assert lines[5].split() == [
        "name", "kind", "kernel", "stride", "output", "receptive", "field", "jump", "start",
        "covered", "parameters", "multiply-adds", "memory",
    ]
    assert "4 × 3 × 3" in lines[7]


def test_a_name_prints_what_comes_with_convviz(tmp_path, monkeypatch, capsys):
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "two.json").write_text(network_text(GOOD), "utf-8")
    monkeypatch.setattr(assets, "root", lambda: tmp_path)
    assert main(["network", "two"]) == 0
    assert "Two layers" in capsys.readouterr().out
    assert main(["network", "twi"]) == 2
    assert "did you mean two?" in capsys.readouterr().err
    assert main(["network"]) == 2
    assert "a network is missing: a file's name, or one of two" in capsys.readouterr().err


def test_another_input_is_taken(file, capsys):
    assert main(["network", file(GOOD), "--input", "3x20x10"]) == 0
    assert "4 × 9 × 4" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["3", "3x0x8", "axb", "1x2x3x4x5", "3x-8"])
def test_an_input_that_is_none(file, capsys, text):
    status = main(["network", file(GOOD), "--input", text])
    assert status == 2
    err = capsys.readouterr().err
    assert "--input" in err or "conv (Conv2d): it takes channels and 2 axes" in err


def test_json_holds_all(file, capsys):
    assert main(["network", file(GOOD), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    about = [values[key] for key in ("name", "title", "source")]
    assert about == ["two", "Two layers", "Somebody 1998"]
    assert [row["output_shape"] for row in values["layers"]] == [[4, 6, 6], [4, 3, 3]]
    assert values["total"]["parameters"] == 112


def test_other_forms(file, capsys):
    assert main(["network", file(GOOD), "--csv"]) == 0
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    assert [row["output"] for row in rows] == ["4x6x6", "4x3x3"]
    assert main(["network", file(GOOD), "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("| name | kind |")
    assert main(["network", file(GOOD), "--latex"]) == 0
    assert "\\bottomrule" in capsys.readouterr().out
    assert main(["network", file(GOOD), "--csv", "--json"]) == 2


def test_where_it_breaks_is_said_with_what_mends_it(file, capsys):
    assert main(["network", file(SKIP)]) == 2
    said = capsys.readouterr()
    assert "1 × 8 × 8" in said.out
    assert "fails" in said.out
    assert "out" not in [line.split()[0] for line in said.out.split("\n") if line]
    assert said.err == (
        "convviz: cat (Concat): concat takes inputs of one size: 9 × 8 ≠ 8 × 8\n"
        "  try crop the first input to 8 × 8, or input 1 × 8 × 8, or input 1 × 10 × 8\n"
    )
    found = walk(SKIP.graph, (1, 10, 8))
    assert first_failing(found) is None


def test_json_of_a_broken_network_holds_the_fixes(file, capsys):
    assert main(["network", file(SKIP), "--json"]) == 2
    values = json.loads(capsys.readouterr().out)
    assert values["valid"] is False
    assert [row["name"] for row in values["layers"]] == ["pool", "up", "cat", "out"]
    (problem,) = values["layers"][2]["problems"]
    assert problem["fixes"][1:] == ["input 1 × 8 × 8", "input 1 × 10 × 8"]


def test_a_layer_that_nothing_mends_is_said_alone(file, capsys):
    network = Network("a", "A", "", (1, 9, 9), Graph((Node("j", Join(), ("input", "input")),
                      Node("p", MaxPool2d(2)), Node("k", Join(), ("p", "j")))))
    assert main(["network", file(network)]) == 2
    assert "try" not in capsys.readouterr().err


def test_sizes_that_go_through(file, capsys):
    assert main(["network", file(SKIP), "--input", "1x8x8", "--sizes"]) == 0
    assert capsys.readouterr().out == (
        "height    multiples of 2, from 4 on\nwidth     multiples of 2, from 4 on\n"
    )
    assert main(["network", file(GOOD), "--sizes"]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [
        "height    from 4 on", "          no cells left over: multiples of 2, from 4 on"
    ]
    none = Network("n", "N", "", (1, 9, 9), Graph((Node("u", Upsample(size=(2, 2))),
                   Node("c", Conv2d(1, 1, 3), ("u",)))))
    assert main(["network", file(none), "--sizes"]) == 2
    assert "height    none was found that goes through" in capsys.readouterr().out
    fold = Network("f", "F", "", (1, 9, 9), Graph((Node("u", unfold(2)),)))
    assert main(["network", file(fold), "--sizes"]) == 0
    assert "can't be told axis by axis" in capsys.readouterr().out


def test_branches_that_are_not_aligned_are_told(file, capsys):
    network = Network("m", "M", "", (1, 8, 8), Graph((
        Node("a", Conv2d(1, 1, 3, stride=2, padding=1)), Node("b", AvgPool2d(2)),
        Node("j", Join(), ("a", "b")), Node("f", Flatten(), ("j",)),
        Node("l", Linear(16, 2), ("f",)),
    )))
    assert main(["network", file(network)]) == 0
    assert "not aligned: a and b begin at 0 and 0.5" in capsys.readouterr().out


def test_files_that_are_no_network(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text('{"convviz_network": 1, "name": "x", "input_shape": [1, 2], "layers": []}')
    assert main(["network", str(path)]) == 2
    assert capsys.readouterr().err == "convviz: x.json has no layers\n"


def test_help_lists_the_networks(capsys):
    assert main(["network", "--help"]) == 0
    assert "networks that come with convviz:" in capsys.readouterr().out
