"""``convviz network`` beyond tables: code, pictures of fields, documents of layers."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from convviz.cli.command import main
from convviz.document.files import load
from convviz.layers import Conv
from convviz.session.networks import open_network
from tests.interop.models.made import packaged


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "cat.png"
    Image.fromarray(np.arange(4800, dtype=np.uint32).reshape(60, 80).astype(np.uint8)).save(path)
    return str(path)


def run(*words):
    return main(["network", *map(str, words)])


def test_code_is_read_from_a_file_and_from_standard_input(tmp_path, capsys, monkeypatch):
    text = "nn.Sequential(nn.Conv2d(1, 8, 3), Attention(8), nn.MaxPool2d(2))"
    (tmp_path / "net.py").write_text(text, encoding="utf-8")
    assert run(tmp_path / "net.py", "--input", "1x16x16") == 0
    said = capsys.readouterr()
    assert "MaxPool2d" in said.out
    assert "Attention isn't a layer" in said.err
    assert run(tmp_path / "net.py", "--strict") == 2
    assert "Attention" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert run("-") == 0
    assert "Conv2d" in capsys.readouterr().out


@pytest.mark.parametrize("framework", ["pytorch", "keras", "flax", "onnx", "numpy"])
def test_a_network_is_printed_as_code(framework, capsys):
    assert run("lenet-5", "--code", framework) == 0
    assert "conv1" in capsys.readouterr().out.lower() or framework in {"pytorch", "keras", "flax"}


def test_what_a_unit_sees_is_drawn(tmp_path, capsys, picture):
    for name in ("a.svg", "a.png", "a.pdf"):
        words = ["lenet-5", "--unit", "pool2:3,3", "--picture", picture, "-o", tmp_path / name]
        assert run(*words, "--size", "640x240", "--theme", "dark") == 0
        said = capsys.readouterr()
        assert said.out.strip() == str(tmp_path / name)
        assert "the unit of pool2 at 3, 3 sees rows 9 to 24" in said.err
    for show in ("growth", "paths", "effective"):
        assert run("lenet-5", "--unit", "conv2", "--show", show, "-o", tmp_path / "b.svg") == 0


def test_a_layer_is_saved_as_a_document(tmp_path, picture):
    target = tmp_path / "layer.convviz"
    assert run("lenet-5", "--layer", "conv2", "-o", target) == 0
    assert load(target).at == "conv2"
    model = packaged("cls")
    words = [model, "--input", "3x48x192", "--picture", picture, "-o", target]
    nodes = open_network(str(model), input_shape=(3, 48, 192)).network.graph.nodes
    name = next(node.name for node in nodes if isinstance(node.layer, Conv))
    assert run(*words, "--layer", name) == 0
    shown = load(target)
    assert shown.network.name == model.stem
    assert shown.input.array().max() <= 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--code", "pytorch", "--unit", "conv1"], "at a time"),
        (["-o", "x.svg"], "at a time"),
        (["--unit", "conv1"], "-o is missing"),
        (["--code", "numpy", "-o", "x.py"], "> FILE"),
        (["--unit", "conv1", "-o", "x.gif"], "pictures end in"),
        (["--layer", "conv1", "-o", "x.svg"], "documents end in .convviz"),
        (["--unit", "conv9", "-o", "x.svg"], "did you mean conv"),
        (["--layer", "relu1", "-o", "x.convviz"], "moves no window|no layer"),
        (["--unit", "conv1:0,1", "-o", "x.svg"], "28 × 28, counted from 1"),
        (["--unit", "conv1:1", "-o", "x.svg"], "28 × 28, counted from 1"),
        (["--unit", "conv1:a,b", "-o", "x.svg"], "counted from 1"),
        (["--unit", "conv1", "-o", "x.svg", "--size", "7"], "width and a height"),
        (["--unit", "conv1", "-o", "x.svg", "--size", "0x9"], "from 1 to"),
        (["--input", "3x32x32", "--unit", "conv1", "-o", "x.svg"], "has no shape"),
    ],
)
def test_what_can_t_be_made_says_why(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("lenet-5", *words) == 2
    error = capsys.readouterr().err
    assert any(one in error for one in said.split("|"))
    assert not list(tmp_path.iterdir())


def test_a_model_file_is_a_table_once_its_input_is_known(capsys):
    assert run(packaged("cls")) == 2
    assert "give the input's shape, as in 3x224x224" in capsys.readouterr().err
    assert run(packaged("cls"), "--input", "3x48x192", "--csv") == 0
    assert capsys.readouterr().out.startswith("name,kind")
