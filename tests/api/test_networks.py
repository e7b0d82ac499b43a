"""Whole networks from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import convviz as cv
from convviz import assets
from convviz.document.network_file import network_text
from convviz.engine.network.weights import NodeWeights
from convviz.layers.network.seen import Seen

ROOT = Path(__file__).parents[2]


def residual():
    return cv.network(
        [
            ("stem", cv.Conv2d(3, 4, 3, padding=1)),
            cv.BatchNorm2d(4),
            cv.ReLU(),
            cv.Conv2d(4, 4, 3, padding=1),
            (cv.Add(), "stem", "conv1"),
            ("out", cv.MaxPool2d(2), "add1"),
        ],
        input_shape=(3, 8, 8),
    )


def test_layers_read_the_one_before_unless_they_say_otherwise():
    nodes = residual().graph.nodes
    assert [(node.name, node.inputs) for node in nodes] == [
        ("stem", ("input",)), ("batchnorm1", ("stem",)), ("relu1", ("batchnorm1",)),
        ("conv1", ("relu1",)), ("add1", ("stem", "conv1")), ("out", ("add1",)),
    ]
    named = cv.network({"a": cv.Conv1d(1, 1, 3), "b": cv.ReLU()})
    assert [node.name for node in named.graph.nodes] == ["a", "b"]


def test_the_table_prints_itself():
    table = cv.table(residual())
    assert table["out"].output_shape == (4, 4, 4)
    assert (table.parameters, table.multiply_adds) == (112 + 8 + 148, 64 * 108 + 64 * 144)
    assert "receptive field" in repr(table)
    assert table.to_csv().startswith("name,kind,")
    assert table.to_markdown().startswith("| name | kind |")
    assert table.to_latex().startswith("\\begin{tabular}")
    assert table._repr_markdown_() == table.to_markdown()
    assert table.problems == ()
    with pytest.raises(KeyError):
        table["nothing"]
    assert cv.table(residual(), (3, 16, 16))["out"].output_shape == (4, 8, 8)


def test_what_is_wrong_is_in_the_table():
    table = cv.table(cv.network([cv.Conv2d(3, 4, 3), cv.Linear(100, 2)]), (3, 7, 7))
    assert [fix.label for fix in table.problems[0].fixes] == ["flatten before", "in features 5"]
    assert "in_features: it takes 100 features" in repr(table)
    apart = cv.network([
        ("a", cv.Conv2d(1, 1, 3, stride=2, padding=1)), ("b", cv.AvgPool2d(2), "input"),
        (cv.Add(), "a", "b"),
    ])
    assert "not aligned: a and b begin at 0 and 0.5" in repr(cv.table(apart, (1, 8, 8)))


def test_receptive_fields_of_networks_and_of_lists():
    fields = cv.receptive_field(residual())
    assert fields["out"].size == ((6, 6), (6, 6))
    assert fields["out"].axes[0] == Seen(4, ((-2, 3),), fields["out"].jump[0])
    assert cv.receptive_field([cv.Conv2d(1, 1, 3)] * 2)[-1].size == (5, 5)
    pool = cv.AdaptiveAvgPool1d(2)
    assert cv.receptive_field([pool], (8,))[0].size == (4,)


def test_what_units_see():
    seen = cv.cells_seen(residual(), "out", (0, 3))
    assert seen.dtype == bool
    assert seen.sum() == 4 * 4
    counts = cv.path_counts(residual(), "out", (1, 1))
    assert counts.sum() == 4 * (9 + 81)
    assert (cv.path_counts(residual(), "out") >= counts).all()
    assert cv.cells_seen(residual(), "out", (0, 0), (3, 4, 4)).shape == (4, 4)
    field = cv.effective_field(residual(), "out", (1, 1), seed=3)
    assert field.shape == (8, 8)
    assert field.max() == 1
    assert not field[~cv.cells_seen(residual(), "out", (1, 1))].any()
    assert cv.effective_field(residual(), "out").shape == (8, 8)


def test_activations():
    net = cv.network([("c", cv.Conv1d(1, 1, 2)), ("n", cv.BatchNorm1d(1, eps=0))])
    x = [[1, 2, 4]]
    made = cv.activations(net, x, {"c": [[[1, 1]]]})
    assert made["c"].tolist() == [[3, 6]]
    made = cv.activations(net, x, {"c": ([[[1, 1]]], [1]), "n": {"mean": [4.0], "variance": None}})
    assert made["n"].tolist() == [[0, 3]]
    assert cv.activations(net, x, {"c": NodeWeights(np.ones((1, 1, 2)))})["c"].tolist() == [[3, 6]]
    assert cv.activations(net, x, {"c": ([[[1, 1]]], None)})["c"].tolist() == [[3, 6]]
    one, again = (cv.activations(net, x, seed=2)["c"] for _ in range(2))
    assert (one == again).all()
    with pytest.raises(cv.ConvvizError, match="c has no scale: it may have weight, bias, mean"):
        cv.activations(net, x, {"c": {"scale": [1]}})


def test_sizes_that_fit():
    height, _ = cv.fitting(cv.network([cv.Conv2d(1, 1, 3), cv.MaxPool2d(2)]), (1, 9, 9))
    assert height.whole.rule == "multiples of 2, from 4 on"
    assert height.nearest(9) == (8, 10)


def test_files_and_names(tmp_path, monkeypatch):
    path = tmp_path / "net.json"
    path.write_text(network_text(residual()), "utf-8")
    assert cv.network(path).graph == residual().graph
    assert cv.network(str(path), (3, 4, 4)).input_shape == (3, 4, 4)
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "res.json").write_text(network_text(residual()), "utf-8")
    monkeypatch.setattr(assets, "root", lambda: tmp_path)
    assert cv.network("res") == residual()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: cv.network("nothing.json"), cv.ConvvizError, "nothing.json"),
        (lambda: cv.network([1]), TypeError, "a network is made of layers, .*, not of int"),
        (lambda: cv.network([()]), TypeError, "not of nothing"),
        (lambda: cv.network([(cv.ReLU(), 1)]), TypeError, "reads others by their names"),
        (
            lambda: cv.network([("a", cv.ReLU()), ("a", cv.ReLU())]),
            cv.ConvvizError, "two layers are called a",
        ),
        (
            lambda: cv.network([(cv.ReLU(), "b")]),
            cv.ConvvizError, "relu1 reads b, which doesn't stand before it",
        ),
        (
            lambda: cv.table(cv.network([cv.ReLU()])),
            cv.ConvvizError, "the input's shape is missing",
        ),
        (
            lambda: cv.table(cv.network([cv.ReLU()]), (3, 0)),
            cv.ConvvizError, r"is at least 1 everywhere, got \(3, 0\)",
        ),
    ],
)
def test_what_cannot_be_is_said(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_tables_need_no_numpy():
    program = (
        "import sys, convviz as cv; "
        "net = cv.network([cv.Conv2d(3, 8, 3), cv.ReLU(), cv.Flatten()]); "
        "print(cv.table(net, (3, 9, 9)), cv.fitting(net, (3, 9, 9))); "
        "print([name for name in ('numpy', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.endswith("[]\n")
